//! Pages that lead to reports: sections, front pages.

use super::Entry;
use crate::markup::{attribute, tags, tags_before};
use memchr::memmem;
use std::collections::HashSet;
use url::Url;

/// Bytes of a link's words that are looked at.
const LONGEST: usize = 2048;

/// Where a page's links lead, each address once, in their order.
pub(super) fn read(address: &Url, html: &[u8]) -> Vec<Entry> {
    let links = links(address, html).into_iter();
    // The words of a link are the site's own for its reader, and no headline to be kept.
    links.map(|entry| Entry { title: None, ..entry }).collect()
}

/// The same, each with the first words that lead there.
pub(super) fn links(address: &Url, html: &[u8]) -> Vec<Entry> {
    let base = base(address, html);
    let mut seen = HashSet::new();
    let links = tags_before(html, "a").filter_map(|(tag, after)| {
        let mut link = base.join(&attribute(&tag, "href")?).ok()?;
        link.set_fragment(None);
        let leads = matches!(link.scheme(), "http" | "https") && link != *address;
        leads.then(|| Entry { link: link.to_string(), title: words(after), ..Entry::default() })
    });
    links.filter(|entry| seen.insert(entry.link.clone())).collect()
}

/// The feeds that a page names in its head, each address once, in their order.
pub(super) fn feeds(address: &Url, html: &[u8]) -> Vec<String> {
    let base = base(address, html);
    let mut feeds: Vec<String> = Vec::new();
    for tag in tags(html, "link") {
        let kind = attribute(&tag, "type").unwrap_or_default().to_ascii_lowercase();
        let named =
            matches!(kind.trim(), "application/rss+xml" | "application/atom+xml" | "application/feed+json");
        let feed = attribute(&tag, "href").filter(|_| named).and_then(|href| base.join(&href).ok());
        feeds.extend(feed.map(String::from).filter(|feed| !feeds.contains(feed)));
    }
    feeds
}

/// What a page's addresses are meant from.
fn base(address: &Url, html: &[u8]) -> Url {
    let base = tags(html, "base").find_map(|tag| address.join(&attribute(&tag, "href")?).ok());
    base.unwrap_or_else(|| address.clone())
}

/// The words between a link's tags, in one line; `None` where there are none, or they are in an encoding of their own.
fn words(after: &[u8]) -> Option<String> {
    let within = after.get(..LONGEST).unwrap_or(after);
    let end = memmem::find_iter(within, b"</").find(|at| {
        within.get(at + 2).is_some_and(|byte| byte.eq_ignore_ascii_case(&b'a'))
            && within.get(at + 3).is_some_and(|byte| !byte.is_ascii_alphanumeric())
    })?;
    let text = std::str::from_utf8(within.get(..end)?).ok()?;
    let mut words = String::new();
    for part in text.split('<') {
        // What stands before the first tag is words as it is.
        words.push_str(part.split_once('>').map_or(part, |(_, after)| after));
        words.push(' ');
    }
    for (written, meant) in
        [("&nbsp;", " "), ("&quot;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
    {
        words = words.replace(written, meant);
    }
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::super::{Listing, read};
    use regex::Regex;
    use url::Url;

    #[test]
    fn links_that_fit_the_pattern_are_entries() {
        let page = b"<!doctype html><base href=\"/en/\"><a href=news/1>1</a> <a class=x href='news/1#c'>1</a>\
            <a href=\"https://b.example/en/news/2\">2</a><a href=\"about\">x</a><a href=\"mailto:a@b\">x</a><a>x</a>";
        let address = Url::parse("https://a.example/").expect("an address");
        let links = Regex::new("/news/[0-9]+$").expect("a pattern");
        let Ok(Listing::Entries(entries)) = read(&address, page, Some(&links)) else { panic!("no list") };
        let found: Vec<&str> = entries.iter().map(|entry| entry.link.as_str()).collect();
        assert_eq!(found, ["https://a.example/en/news/1", "https://b.example/en/news/2"]);
        assert!(read(&address, page, None).expect_err("no feed").contains("`links`"));
        assert!(read(&address, b"%PDF-1.7", Some(&links)).is_err());
    }

    #[test]
    fn links_have_words_and_pages_name_feeds() {
        let page = b"<!doctype html><link rel=alternate type=application/rss+xml href=/rss><link rel=icon href=/i>\
            <a href=/1><b>Shells &amp; rockets</b>\n hit <i>Homs</i></a><a href=/2><img></a><a href=/3>\xe9</a>";
        let address = Url::parse("https://a.example/").expect("an address");
        let titles: Vec<Option<String>> =
            super::links(&address, page).into_iter().map(|entry| entry.title).collect();
        assert_eq!(titles, [Some("Shells & rockets hit Homs".into()), None, None]);
        assert_eq!(super::feeds(&address, page), ["https://a.example/rss"]);
    }
}
