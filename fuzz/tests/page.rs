//! Pages: whatever the bytes, cleaning and reading never panic and every span fits the text.

use dateline_fuzz::{Dice, damage, for_a_while};
use dateline_page::clean;
use dateline_read::{Lexicon, Reader};
use dateline_terms::{Format, Page, Span};

/// Pages of our own wording that the damage starts from.
const SEEDS: &[&str] = &[
    "<!doctype html><html lang=en><head><meta charset=utf-8><title>Two hurt near the depot | Example Wire</title>\
     <meta property=\"article:published_time\" content=\"2021-03-04T09:00:00Z\"><script type=\"application/ld+json\">\
     {\"@type\":\"NewsArticle\",\"datePublished\":\"2021-03-04\",\"headline\":\"Two hurt\"}</script></head><body><nav>\
     <a href=/>Home</a></nav><article><h1>Two hurt near the depot</h1><p>Shells fell on Monday, police said.</p><p>\
     &quot;We heard three blasts&quot;, a guard said.</p><figure><img><figcaption>The road.</figcaption></figure>\
     </article><footer>All rights reserved</footer></body></html>",
    "World\nTwo hurt near the depot\n5 January, 08:45 GMT\nShells fell on Monday near the depot.Two guards were hurt, \
     police said*.\nRelated Articles\nRoad opens againRead more\n* The count is not final.\nLeave a comment\n\
     Name\nBack to top",
    "From: saved\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"b\"\n\n--b\nContent-Type: text/html; \
     charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n<p>Shells fell on Monday=2E</p>\n--b--\n",
    "<table><tr><td><p>Shells fell<table><div></p></td><b><i></b>on Monday</i></table>",
];

const SPICE: &[&str] = &[
    "<",
    ">",
    "</p>",
    "<p>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<![CDATA[",
    "&amp;",
    "&#x110000;",
    "&#0;",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "é",
    "日本",
    "😀",
    "\r",
    "\n\n",
    "<div><div><div><div>",
    "<svg><style>",
    "=3D",
    "--b",
    "%PDF-",
    "PK\u{3}\u{4}",
    "\u{1f}\u{8b}",
    "{\"a\":",
    "<meta charset=utf-16>",
    "<base href=x>",
    "12.13.2014",
    "Monday",
    "\"",
];

fn page(dice: &mut Dice) -> Vec<u8> {
    let mut bytes = dice.pick(SEEDS).as_bytes().to_vec();
    damage(&mut bytes, SPICE, dice);
    bytes.push(dice.below(5) as u8 + b'0');
    bytes
}

/// The last byte picks the shape that the page is said to have.
fn shape(bytes: &[u8]) -> (Format, bool) {
    match bytes.last() {
        Some(b'0') => (Format::Html, false),
        Some(b'1') => (Format::Mhtml, false),
        Some(b'2') => (Format::Text, false),
        Some(b'3') => (Format::Text, true),
        _ => (Format::Unknown, false),
    }
}

#[test]
fn pages_hold() {
    let reader = Reader::new(&Lexicon::default());
    for_a_while(page, |bytes| {
        let (format, keep_text) = shape(bytes);
        let mut page = Page::new("fuzz", bytes, format);
        page.keep_text = keep_text;
        let (report, _) = clean(&page);
        let fits = |span: Span| {
            assert!(span.start <= span.end && report.text.get(span.start..span.end).is_some(), "{span:?}");
        };
        report.furniture.iter().for_each(|f| fits(f.span));
        report.title_at.into_iter().for_each(fits);
        report.published.iter().filter_map(|p| p.at).for_each(fits);
        let (reading, _) = reader.read(&report);
        reading.sentences.iter().for_each(|s| fits(s.span));
        reading.tokens.iter().for_each(|t| fits(t.span));
        reading.times.iter().for_each(|t| fits(t.span));
        reading.quantities.iter().for_each(|q| fits(q.span));
        reading.speech.iter().for_each(|s| [s.speaker, s.cue, s.content].into_iter().for_each(fits));
    });
}
