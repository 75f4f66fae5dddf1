//! Times and quantities: whatever the words, finding and resolving never panic, spans fit the text, and first
//! days come before last ones.

use dateline_code::resolve::time::{Anchor, resolve, resolve_literally};
use dateline_fuzz::{Dice, damage, for_a_while};
use dateline_read::lang::en::{quantity, time};
use dateline_terms::{Date, Span};

/// Words that the grammars know, and marks and letters that they may stumble over.
const WORDS: &[&str] = &[
    "on",
    "in",
    "since",
    "from",
    "to",
    "between",
    "and",
    "until",
    "the",
    "of",
    "last",
    "this",
    "next",
    "past",
    "early",
    "late",
    "mid",
    "-",
    "–",
    "first",
    "second",
    "twenty",
    "one",
    "two thousand",
    "nineteen",
    "hundred",
    "million",
    "Monday",
    "Mondays",
    "Fri",
    "Sat.",
    "January",
    "Feb.",
    "may",
    "May",
    "March",
    "day",
    "days",
    "week",
    "weekend",
    "month",
    "months",
    "quarter",
    "year",
    "years",
    "decade",
    "decades",
    "century",
    "ago",
    "earlier",
    "later",
    "before",
    "after",
    "now",
    "today",
    "yesterday",
    "overnight",
    "same",
    "that",
    "rest",
    "half",
    "Q3",
    "H1",
    "summer",
    "Eid",
    "al-Adha",
    "Easter",
    "at least",
    "more than",
    "up to",
    "dozens",
    "several",
    "people",
    "a man",
    "others",
    "31",
    "30",
    "2017",
    "1999",
    "29",
    "0",
    "99999999999999999999",
    "9999",
    "4th",
    "22nd",
    "11/04/2017",
    "2017-11-04",
    "4.22",
    ",",
    ".",
    "'",
    "’",
    "s",
    "(",
    ")",
    "\"",
    "/",
    ":",
    "%",
    "$",
    "é",
    "ß",
    "İ",
    "ﬁ",
    "日",
    "\u{200f}",
    "\u{301}",
    "\n",
    "\t",
    "a",
    "an",
    "for",
    "few",
    "w/c",
    "24-hour",
    "killed",
    "was",
    "including",
    "0001",
    "week 53",
    "12,500",
    "1 300",
    "2.5",
];

fn words(dice: &mut Dice) -> Vec<u8> {
    let mut text = String::new();
    for _ in 0..dice.below(24) {
        text.push_str(dice.pick(WORDS));
        if dice.below(5) > 0 {
            text.push(' ');
        }
    }
    let mut bytes = text.into_bytes();
    if dice.below(4) == 0 {
        damage(&mut bytes, WORDS, dice);
    }
    bytes
}

/// Anchors at both ends of the calendar, in leap years, and with nothing known.
fn anchors() -> Vec<Anchor> {
    let day = |s: &str| s.parse::<Date>().ok();
    let mut all = vec![Anchor::default()];
    for published in [day("2017-11-04"), day("2016-02-29"), Some(Date::MIN), Some(Date::MAX)] {
        all.push(Anchor { published, focus: None });
        all.push(Anchor { published, focus: Some((Date::MIN, Date::MAX)) });
        all.push(Anchor { published, focus: day("2015-12-31").zip(day("2016-01-02")) });
    }
    all
}

fn fits(text: &str, sentence: Span, span: Span) {
    assert!(sentence.contains(span) && !span.is_empty(), "{span:?} in {sentence:?}");
    assert!(text.get(span.start..span.end).is_some(), "{span:?} cuts a character");
}

#[test]
fn times_hold() {
    let anchors = anchors();
    for_a_while(words, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        let sentence = Span::new(0, text.len());
        let mut end = 0;
        for (span, expr) in time::find(&text, sentence) {
            fits(&text, sentence, span);
            assert!(span.start >= end, "times overlap at {span:?}");
            end = span.end;
            for anchor in &anchors {
                for found in [resolve(&expr, anchor), resolve_literally(&expr, anchor)].into_iter().flatten()
                {
                    assert!(found.0 <= found.1, "{expr:?} ends before it begins");
                }
            }
        }
    });
}

#[test]
fn quantities_hold() {
    for_a_while(words, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        let sentence = Span::new(0, text.len());
        for (span, number, _, figure) in quantity::find(&text, sentence) {
            fits(&text, sentence, span);
            fits(&text, span, number);
            assert!(figure.high.is_none_or(|high| figure.low <= high), "{figure:?}");
        }
    });
}

#[test]
fn a_sentence_that_does_not_fit_the_text_holds_nothing() {
    for span in [Span::new(1, 2), Span::new(5, 90), Span::new(9, 3)] {
        assert!(time::find("é on Monday", span).is_empty());
        assert!(quantity::find("é 16 men", span).is_empty());
    }
}
