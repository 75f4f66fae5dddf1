//! Pages of our own writing, with all the furniture of real ones, and what cleaning must make of them.

use dateline_page::{clean, published_on, refuse};
use dateline_terms::{Format, Page, PublishedBasis, Span};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/pages")
}

/// The golden page called `file`, cleaned, in the shape of the file that says what is expected: only the
/// fields that it names.
fn cleaned(file: &str, expected: &Value) -> Value {
    let bytes = std::fs::read(folder().join(file)).expect("a golden page");
    let (report, flaws) = clean(&Page::new(file, bytes, Format::Unknown));
    assert!(flaws.is_empty(), "{file}: {flaws:?}");
    let related: Vec<Value> = report
        .related
        .iter()
        .map(|card| json!([card.title, card.published.map(|day| day.to_string())]))
        .collect();
    let all = json!({
        "title": report.title, "outlet": report.outlet, "byline": report.byline, "section": report.section,
        "language": report.language, "published": report.day().map(|day| day.to_string()), "url": report.url,
        "captions": report.captions, "links": report.links, "related": related,
        "text": report.text.split("\n\n").collect::<Vec<_>>(),
    });
    let fields = expected.as_object().expect("an object").keys();
    Value::Object(fields.map(|key| (key.clone(), all[key].clone())).collect())
}

#[test]
fn golden_pages_come_out_clean() {
    for file in ["wire.html", "old.html", "agency.html", "rtl.html", "saved.mhtml"] {
        let path = folder().join(file).with_extension("json");
        let expected: Value =
            serde_json::from_str(&std::fs::read_to_string(path).expect("a file")).expect("JSON");
        assert_eq!(cleaned(file, &expected), expected, "{file}");
    }
}

#[test]
fn what_is_given_comes_first() {
    let bytes = std::fs::read(folder().join("wire.html")).expect("a golden page");
    let day = dateline_terms::Date::new(2024, 3, 7).ok();
    let page = Page { published: day, outlet: Some("Given".into()), ..Page::new("p", bytes, Format::Html) };
    let (report, _) = clean(&page);
    assert_eq!((report.day(), report.outlet.as_deref()), (day, Some("Given")));
    assert_eq!(report.published.map(|p| p.basis), Some(PublishedBasis::Given));
}

#[test]
fn the_same_page_reads_the_same_in_any_encoding() {
    let text = std::fs::read_to_string(folder().join("agency.html")).expect("a golden page");
    let (plain, _) = clean(&Page::new("p", text.clone(), Format::Unknown));
    let utf16: Vec<u8> =
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let latin: Vec<u8> = text.replace("utf-8", "iso-8859-1").chars().map(|c| c as u32 as u8).collect();
    let undeclared: Vec<u8> =
        text.replace(" encoding=\"utf-8\"", "").chars().map(|c| c as u32 as u8).collect();
    for bytes in [utf16, latin, undeclared] {
        let (report, flaws) = clean(&Page::new("p", bytes, Format::Unknown));
        assert_eq!((&report.text, &report.title, report.day()), (&plain.text, &plain.title, plain.day()));
        assert!(flaws.is_empty(), "{flaws:?}");
    }
}

#[test]
fn what_the_header_says_goes_before_the_mark_up_and_after_the_bytes_themselves() {
    let page = |words: &str, head: &str| {
        format!(
            "<!doctype html><html><head>{head}<title>{words}</title></head><body><article><h1>{words}</h1>\
                 <p>{words}. {words}, {words}. {words}.</p></article></body></html>"
        )
    };
    let title = |bytes: Vec<u8>, charset: &str| {
        let page = Page { charset: Some(charset.into()), ..Page::new("p", bytes, Format::Html) };
        clean(&page).0.title.unwrap_or_default()
    };
    for (charset, words) in [
        ("windows-1251", "Обстрел города ночью"),
        ("gb18030", "昨夜城市遭到炮击"),
        ("Shift_JIS", "昨夜の砲撃で町に被害"),
        ("iso-8859-1", "Des tirs à l'été près d'Évreux"),
        ("iso-2022-jp", "昨夜の砲撃で町に被害"),
    ] {
        let encoding = encoding_rs::Encoding::for_label(charset.as_bytes()).expect("an encoding");
        // A page that says nothing, and one that is wrong about itself.
        for head in ["", "<meta charset=koi8-r>"] {
            let page = page(words, head);
            assert_eq!(title(encoding.encode(&page).0.into_owned(), charset), words, "{charset} {head}");
            // Servers that say the same of all pages.
            assert_eq!(title(page.clone().into_bytes(), charset), words, "{charset} of UTF-8");
        }
    }
    let cyrillic = encoding_rs::WINDOWS_1251
        .encode(&page("Обстрел города ночью", "<meta charset=windows-1251>"))
        .0
        .into_owned();
    for wrong in ["utf-8", "utf-16", "none-such"] {
        assert_eq!(title(cyrillic.clone(), wrong), "Обстрел города ночью", "{wrong}");
    }
}

#[test]
fn what_is_no_page_is_refused_in_words() {
    let zip = b"PK\x03\x04\x14\x00\x00\x00 a page.html";
    let junk: Vec<u8> = (0..2000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for (bytes, word) in [
        (&b""[..], "empty"),
        (b" \n\0", "empty"),
        (zip, "zip"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (&junk, "binary"),
    ] {
        let why = refuse(bytes).expect("refused");
        assert!(why.contains(word), "{why}");
        let (report, flaws) = clean(&Page::new("p", bytes, Format::Html));
        assert!(report.text.is_empty() && flaws.len() == 1 && flaws[0].step == "page");
    }
    assert_eq!(refuse("Über die Brücke.".as_bytes()), None);
    assert_eq!(refuse(b"<p>caf\xe9 \x93quoted\x94</p>"), None);
}

#[test]
fn hostile_pages_are_bounded() {
    let story =
        "<p>Shells hit the market on Monday, wounding two, the hospital said. The street was closed.</p>"
            .repeat(4);
    let deep = format!("{}{story}{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
    let (report, _) = clean(&Page::new("deep", deep, Format::Html));
    assert!(report.text.contains("Shells hit the market"));

    let huge = format!("<h1>Shells hit market</h1>{story}<!--{}-->", "x".repeat(50 << 20));
    let (report, flaws) = clean(&Page::new("huge", huge, Format::Html));
    assert!(report.text.contains("wounding two") && flaws.iter().any(|flaw| flaw.what.contains("8 MB")));

    let letters = format!("<h1>Shells hit market</h1>{story}<p>{}", "\u{444}".repeat(5 << 20));
    let (_, flaws) = clean(&Page::new("letters", letters, Format::Html));
    assert!(flaws.len() == 1 && flaws[0].what.contains("8 MB"), "{flaws:?}");

    let (_, flaws) = clean(&Page::new("many", "<b><i><a href=x>y".repeat(400_000), Format::Html));
    assert!(flaws.iter().any(|flaw| flaw.what.contains("300,000 elements")));
}

#[test]
fn a_page_cut_short_keeps_what_came() {
    let bytes = std::fs::read(folder().join("wire.html")).expect("a golden page");
    let half = bytes.windows(9).position(|w| w == b"The river").expect("the last paragraph");
    let (report, _) = clean(&Page::new("p", &bytes[..half + 40], Format::Html));
    assert!(
        report.text.starts_with("Three shells landed")
            && report.text.contains("The river has been the front")
    );
}

#[test]
fn captions_in_the_body_are_set_aside_and_authors_inside_a_line_are_found() {
    let html = "<html><h1>Bridge closed after shell hits road</h1><div class=entry-meta>Posted on 8 November 2023 by \
        <span class=author>Ann Example</span></div><div class=text><div><img src=a><br><small>The bridge at dawn.</small></div>\
        <p>The bridge was closed on Monday after a shell hit the road that leads to it, the mayor said.</p>\
        <p>Nobody was hurt, he said, and the road would be open again by the end of the week.</p></div></html>";
    let (report, _) = clean(&Page::new("p", html, Format::Html));
    assert_eq!(report.byline.as_deref(), Some("Ann Example"));
    assert_eq!(report.captions, ["The bridge at dawn."]);
    let coded = report.text.find("The bridge at dawn.").map(|at| Span::new(at, at + 3));
    assert!(coded.is_none_or(|span| report.is_furniture(span)), "{}", report.text);
}

#[test]
fn the_order_of_day_and_month_is_what_the_head_bears_out() {
    let page = |lang: &str, head: &str| {
        let html = format!(
            "<html lang={lang}><head>{head}</head><h1>Bridge closed</h1><p class=date>08/11/2023</p>\
             <p>The bridge was closed on Monday after a shell hit the road that leads to it, the mayor said.</p>"
        );
        clean(&Page::new("p", html, Format::Html)).0.day().map(|day| day.to_string())
    };
    let changed = "<meta property=article:modified_time content=2023-11-08T10:00:00Z>";
    assert_eq!(page("en-US", "").as_deref(), Some("2023-08-11"));
    assert_eq!(page("en-GB", "").as_deref(), Some("2023-11-08"));
    assert_eq!(page("en", changed).as_deref(), Some("2023-11-08"));
}

/// Pieces of pages, to be strung together in any order.
const PIECES: [&str; 30] = [
    "<p>",
    "</p>",
    "<div class=\"article-body\">",
    "</div>",
    "<table><tr><td>",
    "</table>",
    "<a href='",
    "\">",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<script type=\"application/ld+json\">",
    "{\"@type\":\"NewsArticle\",\"datePublished\":\"2024-03-05\"}",
    "<title>",
    "<h1>Shells hit market",
    "&#x1F600;",
    "&#xD800;",
    "&amp",
    "<time datetime=\"2024-13-45\">",
    "31.02.2024",
    "5 März 2024",
    "<meta property=og:title content=",
    "<![CDATA[",
    "<br><br>",
    "<svg/>",
    "</",
    "<",
    "\0",
    "é",
];

fn pages() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(PIECES.to_vec()).prop_map(|piece| piece.as_bytes().to_vec());
    let piece = prop_oneof![4 => known, 1 => any::<Vec<u8>>(), 2 => "[ A-Za-z0-9.,]{0,90}".prop_map(String::into_bytes)];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_give_a_report_whose_spans_fit(bytes in pages(), format in 0..4usize) {
        let format = [Format::Html, Format::Mhtml, Format::Text, Format::Unknown][format];
        let page = Page::new("any", bytes, format);
        let (report, flaws) = clean(&page);
        prop_assert!(!flaws.iter().any(|flaw| flaw.what.contains("broke its parser")));
        for furniture in &report.furniture {
            prop_assert!(report.text.get(furniture.span.start..furniture.span.end).is_some());
        }
        if let Some(at) = report.published.as_ref().and_then(|published| published.at) {
            prop_assert!(report.text.get(at.start..at.end).is_some());
        }
        prop_assert_eq!(report.sha256.len(), 64);
        let again = clean(&page).0;
        prop_assert_eq!(&again.text, &report.text);
        published_on(&page);
    }
}

#[test]
fn pictures_of_the_story_come_with_their_captions() {
    let story =
        "Shells hit the market on Monday, wounding two, the hospital said. The street was closed for hours.";
    let page = format!(
        "<!doctype html><html><head><title>Shells hit market</title></head><body><nav><img src=/logo.png></nav><article>\
         <figure><img src=/lead.jpg?a=1&amp;b=2 alt='A street'><figcaption>The street on Monday.</figcaption></figure>\
         <h1>Shells hit market</h1><p>{story}</p><p>{story}</p><div class=image><img src=data:image/gif;base64,x \
         data-src=//cdn.example/two.webp></div><p>{story}</p><img src=/pixel.gif width=1 height=1><p>{story}</p>\
         <img srcset='/s.jpg 300w, /l.jpg 900w'><img src=/lead.jpg?a=1&amp;b=2></article><aside><img src=/other.jpg></aside>\
         <footer><img src=/foot.png></footer></body></html>"
    );
    let pictures = dateline_page::pictures(&Page::new("p", page, Format::Html));
    let addresses: Vec<&str> = pictures.iter().map(|picture| picture.address.as_str()).collect();
    assert_eq!(addresses, ["/lead.jpg?a=1&b=2", "//cdn.example/two.webp", "/l.jpg"]);
    let first = pictures.first().expect("a picture");
    assert_eq!(first.caption.as_deref(), Some("The street on Monday."));
    assert_eq!(first.alternative.as_deref(), Some("A street"));
    assert!(pictures[1..].iter().all(|picture| picture.caption.is_none() && picture.alternative.is_none()));
    assert!(dateline_page::pictures(&Page::new("p", story, Format::Text)).is_empty());
}
