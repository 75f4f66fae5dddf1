//! Tags of pages as they stand, without a tree: for the few that say where a page leads.

use memchr::{memchr, memmem};

/// The tags of a name (lower case) in a page, each without its brackets.
pub(crate) fn tags<'h>(html: &'h [u8], name: &'static str) -> impl Iterator<Item = String> + use<'h> {
    tags_before(html, name).map(|(tag, _)| tag)
}

/// The same, each with the page from the tag's end on.
pub(crate) fn tags_before<'h>(
    html: &'h [u8],
    name: &'static str,
) -> impl Iterator<Item = (String, &'h [u8])> + use<'h> {
    let open = format!("<{name}").into_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let from = at + memchr(b'<', html.get(at..)?)?;
            at = from + 1;
            let tag = html.get(from..)?;
            let whole = tag.get(..open.len()).is_some_and(|head| head.eq_ignore_ascii_case(&open))
                && tag.get(open.len()).is_some_and(|byte| byte.is_ascii_whitespace() || b">/".contains(byte));
            if whole {
                let length = memchr(b'>', tag)?;
                let words = String::from_utf8_lossy(tag.get(1..length)?).into_owned();
                return Some((words, tag.get(length + 1..)?));
            }
        }
    })
}

/// A page up to where its body begins: what stands there is the site's own.
pub(crate) fn head(html: &[u8]) -> &[u8] {
    let lower = html.to_ascii_lowercase();
    let end = memmem::find(&lower, b"<body").unwrap_or(html.len());
    html.get(..end).unwrap_or(html)
}

/// An attribute's value, its entities for `&` resolved; `None` where it is empty.
pub(crate) fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let after = lower.match_indices(name).find_map(|(at, _)| {
        let apart = lower.get(..at)?.ends_with(|c: char| c.is_ascii_whitespace() || c == '"' || c == '\'');
        let rest = tag.get(at + name.len()..)?.trim_start().strip_prefix('=')?;
        apart.then_some(rest.trim_start())
    })?;
    let value = match after.chars().next()? {
        quote @ ('"' | '\'') => after.get(1..)?.split(quote).next()?,
        _ => after.split(|c: char| c.is_ascii_whitespace()).next()?,
    };
    Some(value.trim().replace("&amp;", "&")).filter(|value| !value.is_empty())
}

/// The address that a page's head gives as its own: `<link rel="canonical" href="…">`.
pub(crate) fn canonical(html: &[u8]) -> Option<String> {
    tags(head(html), "link").find_map(|tag| {
        let rel = attribute(&tag, "rel")?;
        let own = rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("canonical"));
        own.then(|| attribute(&tag, "href")).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_say_their_own_address() {
        let cases = [
            (
                r#"<head><link rel="canonical" href="https://a.example/x?a=1&amp;b=2"/>"#,
                "https://a.example/x?a=1&b=2",
            ),
            ("<LINK href='/x' REL='alternate Canonical'>", "/x"),
            ("<linked><link rel=icon href=/i.png><link\nrel=canonical href=/y>", "/y"),
        ];
        for (html, address) in cases {
            assert_eq!(canonical(html.as_bytes()).as_deref(), Some(address), "{html}");
        }
        for html in [
            "",
            "<link rel=canonical>",
            "<body><link rel=canonical href=/y>",
            "<link rel=canonical href=\"",
            "<link rel=canonical data-href=/x>",
        ] {
            assert_eq!(canonical(html.as_bytes()), None, "{html}");
        }
    }

    #[test]
    fn tags_are_found_wherever_they_stand() {
        let found: Vec<String> = tags(b"<A href=x>1</a><abbr><a\thref='y' >2<a", "a").collect();
        assert_eq!(found, ["A href=x", "a\thref='y' "]);
    }
}
