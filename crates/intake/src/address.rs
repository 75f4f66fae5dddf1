//! Addresses in one form each, so that a page that several feeds lead to is fetched once and kept once.

use crate::markup;
use std::borrow::Cow;
use url::Url;

/// Names of parameters that say where a reader came from and nothing of the page. Those that end in `*` stand for all that
/// begin so. From what the services document that add them (Google Analytics and Ads, Meta, Microsoft, Yandex, Mailchimp,
/// Piano, Adobe, HubSpot) and what news sites add themselves.
const TRACKING: [&str; 37] = [
    "utm_*",
    "at_medium",
    "at_campaign*",
    "at_link_*",
    "at_format",
    "at_bbc_*",
    "at_ptr_name",
    "at_custom*",
    "ns_*",
    "wt.*",
    "hsa_*",
    "pk_*",
    "mtm_*",
    "fbclid",
    "gclid",
    "gclsrc",
    "gbraid",
    "wbraid",
    "dclid",
    "msclkid",
    "yclid",
    "twclid",
    "igshid",
    "igsh",
    "mc_cid",
    "mc_eid",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "xtor",
    "cmpid",
    "s_cid",
    "smid",
    "smtyp",
    "__twitter_impression",
    "ref_src",
];

/// Signs of a page's version for phones among the parameters, with their values.
const AMP: [(&str, &[&str]); 3] =
    [("amp", &["", "1", "true"]), ("outputtype", &["amp"]), ("output", &["amp"])];

/// A page's address in its one form: without fragment, tracking parameters, default port and the marks of versions for
/// phones (AMP), with escapes only where they are needed. `None` for what is no address of a page.
///
/// Giving the result again gives the same.
pub fn canonical(address: &str) -> Option<Url> {
    let mut url = Url::parse(address.trim()).ok().filter(is_of_a_page)?;
    // Each step may lay open what another takes away: an article's address inside that of a cache, for one.
    for _ in 0..8 {
        let next = step(url.clone()).filter(is_of_a_page)?;
        if next == url {
            return Some(url);
        }
        url = next;
    }
    None
}

/// Whether a page may stand there: over HTTP, at a host, with no name or password of anybody.
fn is_of_a_page(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some_and(|host| !host.trim_matches('.').is_empty())
        && url.username().is_empty()
        && url.password().is_none()
}

fn step(mut url: Url) -> Option<Url> {
    url.set_fragment(None);
    if let Some(host) = url.host_str().and_then(|host| host.strip_suffix('.')).map(str::to_string) {
        url.set_host(Some(&host)).ok()?;
    }
    let path = plain(url.path()).into_owned();
    url.set_path(&path);
    without_parameters(&mut url);
    if let Some(inner) = out_of_cache(&url) {
        return Some(inner);
    }
    let path = without_amp(url.path()).to_string();
    url.set_path(&path);
    Some(url)
}

/// Takes out parameters that say nothing of the page; the others stay as they are written, in their order.
fn without_parameters(url: &mut Url) {
    let Some(query) = url.query() else { return };
    let kept: Vec<Cow<'_, str>> = query.split('&').filter(|part| !is_idle(part)).map(plain).collect();
    let query = kept.join("&");
    url.set_query((!query.is_empty()).then_some(&query));
}

fn is_idle(parameter: &str) -> bool {
    let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
    let (name, value) = (name.to_ascii_lowercase(), value.to_ascii_lowercase());
    let tracks = |known: &str| match known.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => name == known,
    };
    let amp = AMP.iter().any(|(known, values)| name == *known && values.contains(&value.as_str()));
    name.is_empty() || amp || TRACKING.iter().any(|known| tracks(known))
}

/// Text with no escapes but those that it needs, these in capitals: RFC 3986, section 6.2.2.
fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out += before;
        let code = after.get(..2).filter(|two| two.bytes().all(|b| b.is_ascii_hexdigit()));
        let Some(code) = code else {
            out.push('%');
            rest = after;
            continue;
        };
        match u8::from_str_radix(code, 16) {
            Ok(byte) if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => out.push(char::from(byte)),
            _ => {
                out.push('%');
                out += &code.to_ascii_uppercase();
            }
        }
        rest = after.get(2..).unwrap_or_default();
    }
    Cow::Owned(out + rest)
}

/// The article's address inside that of a cache of pages for phones: Google's viewer, or the AMP project's cache.
fn out_of_cache(url: &Url) -> Option<Url> {
    let host = url.host_str()?;
    let path = if host.ends_with(".cdn.ampproject.org") {
        ["/c/", "/v/"].iter().find_map(|kind| url.path().strip_prefix(kind))?
    } else if host.strip_prefix("www.").unwrap_or(host).starts_with("google.") {
        url.path().strip_prefix("/amp/")?
    } else {
        return None;
    };
    let (scheme, rest) = path.strip_prefix("s/").map_or(("http", path), |rest| ("https", rest));
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    Url::parse(&format!("{scheme}://{rest}{query}")).ok().filter(|inner| inner.host_str() != Some(host))
}

/// A path without the mark of the version for phones at its end.
fn without_amp(path: &str) -> &str {
    let bare = path.strip_suffix('/').unwrap_or(path);
    match bare.strip_suffix("/amp").or_else(|| bare.strip_suffix(".amp")) {
        // A page that is itself called so stays.
        Some(rest) if rest.len() > 1 => rest,
        _ => path,
    }
}

/// The address that a page gives as its own (`<link rel="canonical">`), in its one form, where it may be believed: it is
/// of the same site and of no section above the page.
pub fn stated(page: &Url, html: &[u8]) -> Option<Url> {
    let href = markup::canonical(html)?;
    let said = canonical(page.join(&href).ok()?.as_str())?;
    (same_site(page, &said) && !is_above(&said, page)).then_some(said)
}

/// Beginnings of hosts' names under which sites keep versions of the same pages.
const VERSIONS: [&str; 5] = ["www.", "m.", "mobile.", "amp.", "edition."];

/// Whether two addresses are of one site: of one host, but for `www.` and the like.
fn same_site(a: &Url, b: &Url) -> bool {
    let site = |url: &Url| {
        let host = url.host_str().unwrap_or_default().trim_end_matches('.').to_string();
        let bare = VERSIONS.iter().find_map(|version| host.strip_prefix(version));
        (bare.filter(|bare| bare.contains('.')).unwrap_or(&host).to_string(), url.port())
    };
    site(a) == site(b)
}

/// Whether `section` is the front page, or one that `page` stands under: sites that give all their pages the address of
/// a section mean no more than that they belong there.
fn is_above(section: &Url, page: &Url) -> bool {
    let above = section.path().trim_end_matches('/');
    let below = without_amp(page.path()).trim_end_matches('/');
    if section.query().is_some() {
        return false;
    }
    above.is_empty() && !below.is_empty()
        || below.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests;
