//! The date that a text states about itself: a dateline, a date line under the headline, a label such
//! as "Last updated at". Dates inside sentences ("on March 4, 2016") are news, not datelines.

use super::cards::SECTIONS;
use super::head::AGENCIES;
use super::marks::inside;
use super::stamp::{Form, Stamp};
use dateline_terms::Span;
use regex::Regex;
use std::sync::LazyLock;

/// A date that the text states about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// The date as printed.
    pub stamp: Stamp,
    /// The date with its label.
    pub span: Span,
    /// It opens a sentence, after the place: "BEIRUT, Jan 8 (Agency) –".
    pub in_sentence: bool,
}

/// How far into the text a date may stand and still belong to its head, in bytes. The longest run of
/// headline, summary and agency before a date in the training reports is 250 bytes.
const HEAD: usize = 400;

/// Words that name a publication date, in lower case, longest first where one ends another.
const LABELS: [&str; 17] = [
    "date of publication",
    "publication date",
    "last updated",
    "last update",
    "last modified",
    "first published",
    "date published",
    "published",
    "updated",
    "posted",
    "modified",
    "created",
    "uploaded",
    "release date",
    "issued",
    "date",
    "dated",
];

/// The first stated date of the head, else the first labelled one anywhere. `taken` are the stretches
/// already set aside (cards, captions), whose dates are not the report's.
pub fn find(text: &str, stamps: &[Stamp], taken: &[Span]) -> Option<Dateline> {
    let free = |s: &&Stamp| !inside(taken, s.span);
    let mut head = stamps.iter().take_while(|s| s.span.start < HEAD).filter(free);
    let found = head
        .find_map(|s| in_head(text, s))
        .or_else(|| stamps.iter().filter(free).find_map(|s| labelled(text, s)))?;
    Some(Dateline { span: widened(text, found.span), ..found })
}

static UPDATED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:,? ?(?:\d{4} (?:UTC|GMT)(?:[+-]\d+)?|0\d{3})\b)?(?: ?\((?i:updated|last updated|modified)[^()\n]{4,40}\))?").ok()
});

/// `span` with what belongs to the date line around it: agency, section and time of day before the
/// date, time of day and "(updated …)" after it.
fn widened(text: &str, span: Span) -> Span {
    let after = text.get(span.end..).unwrap_or("");
    let end = span.end + UPDATED.as_ref().and_then(|r| r.find(after)).map_or(0, |m| m.end());
    let mut before = text.get(..span.start).unwrap_or("").trim_end();
    let clock = before.rsplit(' ').next().filter(|w| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit()));
    before = clock.and_then(|w| before.strip_suffix(w)).unwrap_or(before).trim_end();
    while let Some(rest) =
        AGENCIES.iter().find_map(|a| before.strip_suffix(a)).or_else(|| without_section(before))
    {
        if !rest.is_empty() && !rest.ends_with(char::is_whitespace) {
            break;
        }
        before = rest.trim_end();
    }
    let start = before.len() + text.get(before.len()..).map_or(0, |r| r.len() - r.trim_start().len());
    Span::new(start.min(span.start), end)
}

/// `before` without a section name of two words at its end; one word may end a headline too.
fn without_section(before: &str) -> Option<&str> {
    SECTIONS
        .iter()
        .filter(|s| s.contains(' ') && ends_with_ignoring_case(before, s))
        .find_map(|s| before.get(..before.len() - s.len()))
}

fn in_head(text: &str, stamp: &Stamp) -> Option<Dateline> {
    let before = text.get(..stamp.span.start)?;
    if let Some(d) = labelled(text, stamp).or_else(|| agency(text, stamp)) {
        return Some(d);
    }
    stamp.year?;
    let after = text.get(stamp.span.end..)?;
    let plain = Dateline { stamp: *stamp, span: stamp.span, in_sentence: false };
    let opens = before.trim().is_empty()
        || before.trim_end_matches([' ', '\t', '|', '•', '-', '–', '—']).ends_with('\n');
    if opens {
        let alone = before.trim().is_empty() || after.lines().next().is_none_or(|l| l.len() < 40);
        return (alone && goes_on_anew(after)).then_some(plain);
    }
    let signed = stamp.weekday.is_some() && AGENCIES.iter().any(|a| before.trim_end().ends_with(a));
    (signed || (in_run(before, stamp) && goes_on_anew(after))).then_some(plain)
}

/// "Headline AFP Friday 1 Jul 2016 Text", "Middle East 1735 15.04.2017Get": a date between headline and
/// text with nothing that ties it into a sentence.
fn in_run(before: &str, stamp: &Stamp) -> bool {
    let trimmed = before.trim_end();
    let Some(last) = trimmed.split_whitespace().next_back() else { return true };
    if trimmed.ends_with([',', '(', '"', '“', ':', ';', '/']) {
        return trimmed.ends_with(',')
            && last.len() > 3
            && last.chars().all(|c| c == ',' || c.is_uppercase());
    }
    const TIES: [&str; 32] = [
        "on", "since", "of", "in", "from", "until", "till", "by", "after", "before", "to", "this", "between",
        "and", "dated", "for", "the", "that", "late", "early", "mid", "last", "next", "till", "around",
        "about", "or", "was", "is", "than", "held", "during",
    ];
    if TIES.contains(&last.to_lowercase().as_str()) {
        return false;
    }
    let bare = stamp.weekday.is_none() && stamp.form == Form::Named;
    !bare
        || trimmed.ends_with(['.', '|', '-', '–', '—', '•', '!', '?'])
        || last.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

/// Whether what follows a date begins something new: a capital, a number, a bracket, the line's end.
fn goes_on_anew(after: &str) -> bool {
    let rest = after.trim_start_matches([' ', '\t', '|', '-', '–', '—', '•', ')']);
    let new = |c: char| {
        c.is_uppercase() || c.is_ascii_digit() || matches!(c, '\n' | '\r' | '(' | '"' | '“' | '‘' | '\'')
    };
    let label = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    rest.is_empty() || rest.starts_with(new) || matches!(label, "title" | "by" | "updated" | "at")
}

/// "Published July 2 2016", "Last updated at Jul 012016", anywhere in the text; in a sentence ("a
/// report published on 3 May 2016") the label has no capital.
fn labelled(text: &str, stamp: &Stamp) -> Option<Dateline> {
    stamp.year?;
    let before = text.get(..stamp.span.start)?.trim_end_matches([' ', '\t']);
    // Labels are short; a whole page on one line is not searched for its start again and again.
    let far = before.floor_char_boundary(before.len().saturating_sub(120));
    let near = before.get(far..)?;
    if let Some(start) = in_outlet(near) {
        return Some(Dateline {
            stamp: *stamp,
            span: Span::new(far + start, stamp.span.end),
            in_sentence: false,
        });
    }
    let bare = before.trim_end_matches([':', ' ']);
    let bare =
        [" at", " on"].iter().find_map(|w| bare.strip_suffix(w)).unwrap_or(bare).trim_end_matches([':', ' ']);
    let label = LABELS.iter().find(|l| ends_with_ignoring_case(bare, l))?;
    let start = bare.len() - label.len();
    let words = bare.get(start..)?;
    let stands_alone = bare.get(..start)?.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    let line_start = bare
        .get(..start)?
        .trim_end_matches([' ', '\t', '(', '|', '•'])
        .chars()
        .next_back()
        .is_none_or(|c| c == '\n');
    let capital = words.starts_with(|c: char| c.is_uppercase());
    let said = *label == "date" || *label == "dated";
    let fits = stands_alone && (line_start || (capital && !said));
    fits.then(|| Dateline { stamp: *stamp, span: Span::new(start, stamp.span.end), in_sentence: false })
}

/// "Published in Example Times, January 27th, 2021", a line of its own: where it starts.
fn in_outlet(before: &str) -> Option<usize> {
    let line = before.rsplit('\n').next()?.trim_start();
    let name = line.strip_prefix("Published in ")?.strip_suffix(',')?;
    let fits = name.len() <= 60 && name.starts_with(|c: char| c.is_uppercase()) && !name.contains('.');
    fits.then(|| before.len() - line.len())
}

fn ends_with_ignoring_case(words: &str, suffix: &str) -> bool {
    words
        .len()
        .checked_sub(suffix.len())
        .and_then(|i| words.get(i..))
        .is_some_and(|w| w.eq_ignore_ascii_case(suffix))
}

/// "BEIRUT, Jan 8 (Agency) –": place, date, agency, dash, at the start of a line. The year may be
/// missing or, in old wire copy, have two digits ("SAN SALVADOR, 3 JAN 90 --").
fn agency(text: &str, stamp: &Stamp) -> Option<Dateline> {
    let before = text.get(..stamp.span.start)?;
    let line = before.rsplit('\n').next()?;
    let place = line.trim_end().strip_suffix(',')?.trim_start();
    let named = place.len() <= 60
        && place
            .split_whitespace()
            .next()
            .is_some_and(|w| w.chars().filter(|c| c.is_uppercase()).count() > 1);
    let (stamp, after) = short_year(*stamp, text.get(stamp.span.end..)?);
    let after = after.trim_start_matches([' ', '\t', ',', '.']);
    let dash = |s: &str| s.trim_start().starts_with(['-', '–', '—', ':', '[']);
    let told = match after.strip_prefix('(') {
        Some(rest) => rest.split_once(')').is_some_and(|(name, rest)| name.len() <= 80 && dash(rest)),
        None => dash(after),
    };
    let found = Dateline { stamp, span: stamp.span, in_sentence: true };
    (named && told).then_some(found)
}

/// The stamp with the two-digit year that follows it, and what follows that.
fn short_year(stamp: Stamp, after: &str) -> (Stamp, &str) {
    let year =
        after.strip_prefix(' ').and_then(|a| a.get(..2)).filter(|y| y.bytes().all(|b| b.is_ascii_digit()));
    let rest = after.get(3..).filter(|r| r.starts_with([' ', ',', '-', '(']));
    match (year.and_then(|y| y.parse::<i16>().ok()), rest) {
        (Some(y), Some(rest)) if stamp.year.is_none() => {
            let year = if y >= 70 { 1900 + y } else { 2000 + y };
            let span = Span::new(stamp.span.start, stamp.span.end + 3);
            (Stamp { year: Some(year), span, ..stamp }, rest)
        }
        _ => (stamp, after),
    }
}
