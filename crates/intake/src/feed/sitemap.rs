//! Sitemaps, those of news among them, and indexes of sitemaps (sitemaps.org, and Google's extension for news).

use super::feeds::code;
use super::{Entry, Listing, MOST, Part};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use quick_xml::Reader;
use quick_xml::events::Event;
use url::Url;

/// Bytes of an element's words that are kept.
const LONGEST: usize = 4096;

/// What a sitemap says of one page, or an index of one sitemap.
#[derive(Default)]
struct Said {
    loc: String,
    modified: String,
    published: String,
    title: String,
    language: String,
}

impl Said {
    /// Where the words of an element go.
    fn field(&mut self, element: &str) -> Option<&mut String> {
        match element {
            "loc" => Some(&mut self.loc),
            "lastmod" => Some(&mut self.modified),
            "news:publication_date" => Some(&mut self.published),
            "news:title" => Some(&mut self.title),
            "news:language" => Some(&mut self.language),
            _ => None,
        }
    }
}

/// The pages of a sitemap, or the sitemaps of an index. What is broken at its end is read up to there.
pub(super) fn read(address: &Url, bytes: &[u8]) -> Result<Listing, String> {
    let text = String::from_utf8_lossy(bytes);
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}').trim_start());
    let (mut entries, mut parts) = (Vec::new(), Vec::new());
    let (mut said, mut open) = (Said::default(), String::new());
    let mut broken = None;
    while entries.len() + parts.len() < MOST {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                open = start.name().as_ref().to_string();
                if matches!(open.as_str(), "url" | "sitemap") {
                    said = Said::default();
                }
            }
            Ok(Event::Text(words)) => add(&mut said, &open, &words.xml10_content()),
            Ok(Event::CData(words)) => add(&mut said, &open, &words.xml10_content()),
            Ok(Event::GeneralRef(name)) => {
                let sign =
                    quick_xml::escape::unescape(&format!("&{};", name.xml10_content())).map(String::from);
                add(&mut said, &open, &sign.unwrap_or_default());
            }
            Ok(Event::End(end)) => {
                match end.name().as_ref() {
                    "url" => entries.extend(entry(&said, address)),
                    "sitemap" => parts.extend(part(&said, address)),
                    _ => {}
                }
                open.clear();
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                broken = Some(error);
                break;
            }
        }
    }
    match broken {
        Some(error) if entries.is_empty() && parts.is_empty() => {
            Err(format!("The sitemap cannot be read ({error})."))
        }
        _ if parts.is_empty() => Ok(Listing::Entries(entries)),
        _ => Ok(Listing::Parts(parts)),
    }
}

fn add(said: &mut Said, element: &str, words: &str) {
    if let Some(field) = said.field(element).filter(|field| field.len() + words.len() <= LONGEST) {
        *field += words;
    }
}

fn whole(address: &Url, said: &Said) -> Option<String> {
    let loc = said.loc.trim();
    (!loc.is_empty()).then(|| address.join(loc).ok().map(String::from)).flatten()
}

fn entry(said: &Said, address: &Url) -> Option<Entry> {
    let title = said.title.trim();
    Some(Entry {
        link: whole(address, said)?,
        title: (!title.is_empty()).then(|| title.to_string()),
        published: time(&said.published).or_else(|| time(&said.modified)),
        language: code(&said.language),
        ..Entry::default()
    })
}

fn part(said: &Said, address: &Url) -> Option<Part> {
    Some(Part { link: whole(address, said)?, modified: time(&said.modified) })
}

/// A time, or a day, in W3C's form.
fn time(words: &str) -> Option<Timestamp> {
    let words = words.trim();
    let day = || Some(words.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp());
    words.parse().ok().or_else(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(words: &str) -> Result<Listing, String> {
        read(&Url::parse("https://a.example/map.xml").expect("an address"), words.as_bytes())
    }

    fn at(time: &str) -> Option<Timestamp> {
        Some(time.parse().expect("a time"))
    }

    #[test]
    fn news_sitemaps_say_titles_and_times() {
        let map = "<?xml version=\"1.0\"?><urlset xmlns=\"x\" xmlns:news=\"y\"><url><loc> https://a.example/1?a=1&amp;b=2 </loc>\
            <lastmod>2024-01-09</lastmod><news:news><news:publication><news:name>A</news:name><news:language>en</news:language>\
            </news:publication><news:publication_date>2024-01-08T10:00:00+02:00</news:publication_date>\
            <news:title><![CDATA[Strike & raid]]></news:title></news:news></url><url><lastmod>x</lastmod></url>\
            <url><loc>/2</loc><lastmod>2024-01-09</lastmod></url></urlset>";
        let one = Entry {
            link: "https://a.example/1?a=1&b=2".into(),
            title: Some("Strike & raid".into()),
            published: at("2024-01-08T08:00:00Z"),
            language: Some("en".into()),
            ..Entry::default()
        };
        let two = Entry {
            link: "https://a.example/2".into(),
            published: at("2024-01-09T00:00:00Z"),
            ..Entry::default()
        };
        assert_eq!(listing(map), Ok(Listing::Entries(vec![one, two])));
    }

    #[test]
    fn indexes_name_sitemaps() {
        let index = "<sitemapindex><sitemap><loc>/s1.xml</loc><lastmod>2024-01-08T10:00:00Z</lastmod></sitemap></sitemapindex>";
        let part = Part { link: "https://a.example/s1.xml".into(), modified: at("2024-01-08T10:00:00Z") };
        assert_eq!(listing(index), Ok(Listing::Parts(vec![part])));
    }

    #[test]
    fn what_is_whole_of_a_broken_one_is_read() {
        let cut = "<urlset><url><loc>/1</loc></url><url><loc>/2</lo";
        assert!(matches!(listing(cut), Ok(Listing::Entries(entries)) if entries.len() == 1));
        assert!(listing("<urlset><url></wrong>").is_err());
        let nested = format!("<urlset><url><loc>{}</loc></url></urlset>", "<!-- x -->".repeat(10_000));
        assert_eq!(listing(&nested), Ok(Listing::Entries(Vec::new())));
    }
}
