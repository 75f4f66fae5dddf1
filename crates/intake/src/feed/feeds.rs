//! RSS, Atom and JSON Feed.

use super::Entry;
use feed_rs::model;
use feed_rs::parser::Builder;
use jiff::Timestamp;
use std::panic::catch_unwind;
use url::Url;

/// The entries of a feed that lead to pages.
pub(super) fn read(address: &Url, bytes: &[u8]) -> Result<Vec<Entry>, String> {
    // A parser of others may stumble over bytes that nobody thought of; that costs one reading of one feed.
    let parsed = catch_unwind(|| Builder::new().base_uri(Some(address.as_str())).build().parse(bytes));
    let feed = match parsed {
        Ok(Ok(feed)) => feed,
        Ok(Err(error)) => return Err(format!("The feed cannot be read ({error}).")),
        Err(_) => return Err("The feed broke its reader: please report it, with the feed.".into()),
    };
    let language = feed.language.as_deref().and_then(code);
    Ok(feed.entries.into_iter().filter_map(|item| entry(item, address, language.as_deref())).collect())
}

fn entry(item: model::Entry, address: &Url, language: Option<&str>) -> Option<Entry> {
    let own = |link: &&model::Link| link.rel.as_deref().is_none_or(|rel| rel == "alternate");
    let link = item.links.iter().find(own)?;
    let title = item.title.map(|title| title.content.trim().to_string());
    let at = item.published.or(item.updated);
    Some(Entry {
        link: address.join(link.href.trim()).ok()?.into(),
        title: title.filter(|title| !title.is_empty()),
        published: at.and_then(|at| Timestamp::from_second(at.timestamp()).ok()),
        language: item.language.as_deref().and_then(code).or(language.map(str::to_string)),
        ..Entry::default()
    })
}

/// The two letters of a language's tag.
pub(super) fn code(tag: &str) -> Option<String> {
    let code = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    (code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase())).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(feed: &str) -> Vec<Entry> {
        read(&Url::parse("https://a.example/feeds/rss").expect("an address"), feed.as_bytes())
            .expect("a feed")
    }

    fn expected(title: &str, language: Option<&str>) -> Entry {
        Entry {
            link: "https://a.example/news/1?a=1&b=2".into(),
            title: Some(title.into()),
            published: Some("2024-01-08T10:00:00Z".parse().expect("a time")),
            language: language.map(str::to_string),
            ..Entry::default()
        }
    }

    #[test]
    fn rss_atom_and_json_feeds_say_the_same() {
        let rss = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>A</title><link>https://a.example/</link>\
            <language>en-GB</language><item><title>Strike &amp; raid</title><link>/news/1?a=1&amp;b=2</link>\
            <pubDate>Mon, 08 Jan 2024 12:00:00 +0200</pubDate></item><item><title>No link</title></item></channel></rss>";
        assert_eq!(entries(rss), [expected("Strike & raid", Some("en"))]);
        let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>A</title><id>a</id><updated>2024-01-08T10:00:00Z</updated>\
            <entry><id>1</id><title>Strike</title><link rel=\"edit\" href=\"/edit\"/><link href=\"../news/1?a=1&amp;b=2\"/>\
            <updated>2024-01-08T10:00:00Z</updated></entry></feed>";
        assert_eq!(entries(atom), [expected("Strike", None)]);
        let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "A", "language": "en", "items": [
            {"id": "1", "url": "https://a.example/news/1?a=1&b=2", "title": "Strike", "content_text": "x",
             "date_published": "2024-01-08T10:00:00Z"}]}"#;
        assert_eq!(entries(json), [expected("Strike", Some("en"))]);
    }

    #[test]
    fn feeds_in_other_encodings_are_read() {
        let words = "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><rss version=\"2.0\"><channel><title>A</title>\
            <item><title>Attaque \u{e0} P</title><link>https://a.example/1</link></item></channel></rss>";
        let bytes: Vec<u8> = words.chars().map(|c| c as u8).collect();
        let address = Url::parse("https://a.example/").expect("an address");
        let title = read(&address, &bytes).expect("a feed").remove(0).title;
        assert_eq!(title.as_deref(), Some("Attaque à P"));
    }

    #[test]
    fn what_is_no_feed_is_said_to_be_none() {
        let address = Url::parse("https://a.example/").expect("an address");
        for bytes in [&b"<rss><channel><item>"[..], b"{\"a\": 1}", b"", b"<rss version=\"2.0\"></nope>"] {
            let _ = read(&address, bytes).map(|entries| assert!(entries.is_empty()));
        }
        assert!(read(&address, b"{\"a\": 1}").is_err());
    }
}
