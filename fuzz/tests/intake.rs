//! What comes from the network and out of archives: whatever the bytes, reading them never panics and ends, and what is said of
//! places and addresses holds.

use dateline_fuzz::{Dice, damage, for_a_while};
use dateline_intake::address::{canonical, stated};
use dateline_intake::feed;
use dateline_intake::net::sniff;
use dateline_intake::polite::Robots;
use dateline_intake::wacz::parts;
use dateline_intake::warc::{Draft, Held, Kind, Reader, Response, gzip_member, held};
use jiff::Timestamp;
use std::io::{Cursor, Write};
use url::Url;

/// Bytes that a page may have here.
const LIMIT: usize = 1 << 16;

const PAGE: &str = "<!doctype html><title>Two hurt</title><p>Shells fell on Monday near the depot.</p>";

const SPICE: &[&str] = &[
    "\r\n",
    "\n",
    "\r\n\r\n",
    "WARC/1.0\r\n",
    "\nWARC/1.1\r\nWARC-Type: response\r\nContent-Length: 99999999999999999999\r\n\r\n",
    "Content-Length: 0\r\n",
    "Content-Length: -1\r\n",
    "HTTP/1.1 200 OK\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Content-Encoding: gzip, br\r\n",
    "Content-Type: text/html; charset=x\r\n",
    "ffffffffffffffff\r\n",
    "0\r\n\r\n",
    "\u{1f}\u{8b}\u{8}",
    "\0",
    " ",
    "é",
    ":",
    "=",
    "?",
    "#",
    "%",
    "%2e%2e/",
    "%zz",
    "@",
    "//",
    "/amp",
    "/c/s/",
    "[::1]",
    "xn--",
    "&utm_source=x",
    "&amp;",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE x [<!ENTITY a \"b\">]>",
    "&a;",
    "<item>",
    "</url>",
    "<loc>",
    "User-agent: *\n",
    "Disallow: /*$\n",
    "Crawl-delay: 1e400\n",
    "{\"items\": [",
    "2024-13-45T99:99:99Z",
];

fn at() -> Timestamp {
    Timestamp::from_second(1_704_715_200).expect("a time")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).expect("memory");
    packer.finish().expect("memory")
}

/// Answers as servers send them: plain, in chunks, packed, and both.
fn answer(dice: &mut Dice) -> Vec<u8> {
    let packed = gzip(PAGE.as_bytes());
    let (coding, body) =
        if dice.below(2) == 0 { ("", PAGE.as_bytes()) } else { ("Content-Encoding: gzip\r\n", &packed[..]) };
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{coding}");
    let body = if dice.below(2) == 0 {
        [b"\r\n", body].concat()
    } else {
        let size = format!("Transfer-Encoding: chunked\r\n\r\n{:x};a=b\r\n", body.len());
        [size.as_bytes(), body, b"\r\n0\r\n\r\n"].concat()
    };
    [head.as_bytes(), &body].concat()
}

/// Records, each plain or packed, or all packed as one.
fn archive(dice: &mut Dice) -> Vec<u8> {
    let (packing, records) = (dice.below(3), 1 + dice.below(4));
    let mut bytes = Vec::new();
    for number in 0..records {
        let mut answer = answer(dice);
        if dice.below(3) == 0 {
            damage(&mut answer, SPICE, dice);
        }
        let kind = dice.below(4);
        let url = format!("https://example.org/{number}");
        let mut draft = match kind {
            0 => Draft::new(Kind::Resource, at(), "text/html; charset=utf-8", PAGE.as_bytes()),
            1 => Draft::new(Kind::Metadata, at(), "application/warc-fields", b"x: y\r\n"),
            _ => Draft::new(Kind::Response, at(), "application/http;msgtype=response", &answer),
        };
        draft.target = Some(&url);
        let record = draft.written();
        bytes.extend(if packing == 1 { gzip_member(&record, 0) } else { record });
    }
    if packing == 2 { gzip(&bytes) } else { bytes }
}

#[test]
fn archives_are_read_to_their_end_from_wherever_they_were_left() {
    let make = |dice: &mut Dice| {
        let mut bytes = archive(dice);
        damage(&mut bytes, SPICE, dice);
        bytes
    };
    for_a_while(make, |bytes| {
        let mut reader = Reader::new(bytes, LIMIT);
        let (mut places, mut records) = (vec![reader.place()], Vec::new());
        while let Some(record) = reader.next() {
            records.push(record.map_err(|broken| broken.place));
            places.push(reader.place());
            assert!(records.len() <= bytes.len() + 1, "it does not end");
        }
        for record in records.iter().flatten() {
            if let Ok(Held::Page(page)) = held(record.clone(), LIMIT) {
                assert!(page.bytes.len() <= LIMIT && page.url.starts_with("http"));
            }
        }
        // What is read on from a place is what stood behind it, where nothing was broken.
        if records.iter().all(Result::is_ok) {
            for (read, place) in places.iter().enumerate().take(records.len()) {
                let from = bytes.get(place.offset as usize..).expect("a place in the file");
                let rest: Vec<_> = Reader::resume(from, *place, LIMIT).flatten().collect();
                let before: Vec<_> = records.iter().skip(read).flatten().cloned().collect();
                assert_eq!(rest, before, "from {place:?}");
            }
        }
    });
}

#[test]
fn answers_are_taken_apart_within_bounds() {
    let make = |dice: &mut Dice| {
        let mut bytes = answer(dice);
        damage(&mut bytes, SPICE, dice);
        bytes
    };
    for_a_while(make, |bytes| {
        if let Some(answer) = Response::read(bytes) {
            assert!(bytes.ends_with(answer.body));
            if let Ok(body) = answer.decoded(LIMIT) {
                assert!(body.len() <= LIMIT);
            }
        }
        let _ = sniff(bytes);
    });
}

#[test]
fn packages_name_no_bytes_outside_of_themselves() {
    let make = |dice: &mut Dice| {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["archive/a.warc.gz", "archive/b.warc", "../c.warc", "datapackage.json"] {
            let packed = [zip::CompressionMethod::Stored, zip::CompressionMethod::Deflated][dice.below(2)];
            let options = zip::write::SimpleFileOptions::default().compression_method(packed);
            zip.start_file(name, options).expect("begins");
            zip.write_all(&archive(dice)).expect("memory");
        }
        let mut bytes = zip.finish().expect("memory").into_inner();
        damage(&mut bytes, SPICE, dice);
        bytes
    };
    for_a_while(make, |bytes| {
        for part in parts(Cursor::new(bytes)).map(|(parts, _)| parts).unwrap_or_default() {
            assert!(
                part.start.checked_add(part.length).is_some_and(|end| end <= bytes.len() as u64),
                "{part:?}"
            );
            assert!(!part.name.contains("..") && !part.name.starts_with('/'));
        }
    });
}

/// Lists as sources have them.
const LISTS: &[&str] = &[
    "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>A</title><language>en</language><item>\
     <title>Two &amp; more</title><link>/news/1</link><pubDate>Mon, 08 Jan 2024 12:00:00 GMT</pubDate></item></channel></rss>",
    "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>A</title><id>a</id><entry><id>1</id><title>Two</title><link \
     href=\"../1\"/><updated>2024-01-08T10:00:00Z</updated></entry></feed>",
    "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"A\", \"items\": [{\"id\": \"1\", \"url\": \"/1\", \
     \"date_published\": \"2024-01-08T10:00:00Z\"}]}",
    "<urlset xmlns=\"x\" xmlns:news=\"y\"><url><loc>/1</loc><lastmod>2024-01-09</lastmod><news:news><news:title><![CDATA[Two]]>\
     </news:title></news:news></url></urlset>",
    "<sitemapindex><sitemap><loc>/s1.xml</loc><lastmod>2024-01-08T10:00:00Z</lastmod></sitemap></sitemapindex>",
    "<!doctype html><base href=/x/><a href=/1>1</a><a href='2?a=b&amp;c'>2</a>",
];

#[test]
fn lists_of_sources_lead_to_whole_addresses() {
    let make = |dice: &mut Dice| {
        let mut bytes = dice.pick(LISTS).as_bytes().to_vec();
        damage(&mut bytes, SPICE, dice);
        bytes
    };
    let address = Url::parse("https://example.org/feeds/all").expect("an address");
    for_a_while(make, |bytes| {
        if let Ok(feed::Listing::Entries(entries)) = feed::read(&address, bytes, None) {
            assert!(entries.len() <= feed::MOST);
            entries.iter().for_each(|entry| assert!(Url::parse(&entry.link).is_ok(), "{entry:?}"));
        }
        let _ = stated(&address, bytes);
    });
}

#[test]
fn rules_of_sites_are_read_whatever_they_say() {
    let rules = "# rules\nUser-agent: *\nDisallow: /private/*.html$\nAllow: /private/open\nCrawl-delay: 2\n\nUser-agent: \
                 Dateline\nDisallow: /a%2fb\nSitemap: https://example.org/s.xml\n";
    let make = |dice: &mut Dice| {
        let mut bytes = rules.as_bytes().to_vec();
        damage(&mut bytes, SPICE, dice);
        bytes
    };
    let page = Url::parse("https://example.org/private/a%2Fb/c.html?x=y").expect("an address");
    for_a_while(make, |bytes| {
        let rules = Robots::read(bytes, "dateline");
        assert_eq!(rules.allows(&page), Robots::read(bytes, "dateline").allows(&page));
    });
}

#[test]
fn an_address_in_its_one_form_stays_so() {
    const ADDRESSES: &[&str] = &[
        "https://www.example.org:443/a/%7eb/?utm_source=x&b=1#top",
        "http://example.org/news/amp/?amp=1",
        "https://example-org.cdn.ampproject.org/c/s/example.org/news/1.amp",
        "https://www.google.com/amp/s/example.org/1",
        "http://[2001:db8::1]:8080/x",
        "http://0x7f.1/%41",
    ];
    let make = |dice: &mut Dice| {
        let mut bytes = dice.pick(ADDRESSES).as_bytes().to_vec();
        damage(&mut bytes, SPICE, dice);
        bytes
    };
    for_a_while(make, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        if let Some(url) = canonical(&text) {
            assert_eq!(canonical(url.as_str()).as_ref(), Some(&url), "{text:?}");
            assert!(matches!(url.scheme(), "http" | "https") && url.fragment().is_none(), "{url}");
            assert!(url.username().is_empty() && url.password().is_none(), "{url}");
        }
    });
}
