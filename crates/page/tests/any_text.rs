//! Laws that hold for any text at all.

use dateline_page::clean;
use dateline_terms::{Format, Page, Span};
use proptest::prelude::*;

/// Pieces that the rules look for, to be strung together in any order with anything between.
const PIECES: [&str; 40] = [
    "World",
    "Middle East",
    "5 January, 08:45 GMT",
    "Jul 012016",
    "31.02.2015",
    "2016-13-40",
    "99999-04-2016",
    "Friday 1 Jul 2016",
    "Published ",
    "Last updated at ",
    "(updated 1731 29.10.2017)",
    "*",
    "**",
    "* A group banned in two states.",
    "Daesh*",
    "†",
    "Leave a Reply",
    "Comments",
    "Related Articles",
    "READ MORE: ",
    "Also read",
    "Back to top",
    "Share",
    "FILE PHOTO: ",
    "(AFP)",
    "REUTERS/A",
    "By Ann Person",
    "(Reporting by Ann Person; Editing by Bo)",
    "BEIRUT, Jan 8 (Reuters) –",
    "BEIRUT, ",
    "\n",
    "\n\n",
    ".",
    "”",
    "’",
    "é",
    "الجزيرة",
    "\u{200b}",
    "last Friday",
    "October 2023",
];

fn texts() -> impl Strategy<Value = String> {
    let known = prop::sample::select(PIECES.to_vec()).prop_map(str::to_string);
    let piece = prop_oneof![3 => known, 1 => any::<String>(), 1 => "[ A-Za-z0-9.,:/()*-]{0,24}"];
    prop_oneof![prop::collection::vec(piece, 0..24).prop_map(|p| p.concat()), any::<String>()]
}

proptest! {
    #[test]
    fn the_text_is_kept_and_every_span_fits_it(text in texts(), given in any::<bool>()) {
        let mut page = Page::new("any", text.clone(), Format::Text);
        page.keep_text = true;
        page.published = given.then(|| jiff::civil::date(2016, 7, 1));
        page.title = given.then(|| text.chars().take(20).collect());
        let (report, flaws) = clean(&page);
        // What is no text at all is refused whole, and a flaw says so.
        prop_assert!(report.text == text || (report.text.is_empty() && !flaws.is_empty()));
        let fits = |s: Span| s.start <= s.end && report.text.get(s.start..s.end).is_some();
        let mut end = 0;
        for f in &report.furniture {
            prop_assert!(fits(f.span) && !f.span.is_empty() && f.span.start >= end, "{:?}", report.furniture);
            end = f.span.end;
        }
        prop_assert!(report.title_at.is_none_or(fits));
        prop_assert!(report.published.and_then(|p| p.at).is_none_or(fits));
    }
}
