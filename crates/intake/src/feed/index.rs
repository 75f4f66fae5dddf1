//! Pages that lead to reports: sections, front pages.

use super::Entry;
use crate::markup::{attribute, tags};
use std::collections::HashSet;
use url::Url;

/// Where a page's links lead, each address once, in their order.
pub(super) fn read(address: &Url, html: &[u8]) -> Vec<Entry> {
    let base = tags(html, "base").find_map(|tag| address.join(&attribute(&tag, "href")?).ok());
    let base = base.unwrap_or_else(|| address.clone());
    let mut seen = HashSet::new();
    let links = tags(html, "a").filter_map(|tag| {
        let mut link = base.join(&attribute(&tag, "href")?).ok()?;
        link.set_fragment(None);
        (matches!(link.scheme(), "http" | "https") && link != *address).then(|| link.to_string())
    });
    let fresh = links.filter(|link| seen.insert(link.clone()));
    fresh.map(|link| Entry { link, ..Entry::default() }).collect()
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
}
