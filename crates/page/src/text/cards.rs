//! Cards and lines that lead to other stories: run into the text ("…in Iraq.World50 Years of …5
//! January, 08:45 GMT"), on lines of their own, or under a heading ("Related Articles").

use super::lines::{is_headline, plain, sentence_start};
use super::marks::Marks;
use super::stamp::Stamp;
use dateline_terms::{FurnitureKind, Span};

/// A related-story card found in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Where it stands.
    pub span: Span,
    /// Its headline.
    pub title: String,
    /// The date printed on it, whose year may be missing.
    pub stamp: Option<Stamp>,
}

/// Section names that sites print above a headline; the first words of a card, in lower case.
pub const SECTIONS: [&str; 58] = [
    "world",
    "middle east",
    "politics",
    "military",
    "americas",
    "america",
    "asia",
    "asia-pacific",
    "africa",
    "europe",
    "russia",
    "china",
    "india",
    "economy",
    "business",
    "analysis",
    "opinion",
    "opinions",
    "science & tech",
    "science",
    "society",
    "sport",
    "sports",
    "tech",
    "technology",
    "features",
    "us",
    "u.s.",
    "usa",
    "uk",
    "news",
    "local",
    "national",
    "international",
    "world news",
    "top news",
    "breaking news",
    "latest news",
    "latest",
    "regional",
    "region",
    "syria",
    "iraq",
    "israel",
    "iran",
    "turkey",
    "lebanon",
    "defense",
    "defence",
    "security",
    "conflict",
    "health",
    "culture",
    "environment",
    "crime",
    "metro",
    "headlines",
    "top stories",
];

/// Finds cards that run into the text or stand on lines of their own, and sets them aside.
pub fn find(text: &str, stamps: &[Stamp], marks: &mut Marks) -> Vec<Card> {
    let mut out: Vec<Card> = Vec::new();
    for stamp in stamps.iter().filter(|s| s.clock) {
        let least = out.last().map_or(0, |c: &Card| c.span.end);
        if let Some(card) = run_in(text, stamp, least).or_else(|| on_lines(text, stamp, least)) {
            marks.add(text, card.span, FurnitureKind::Related);
            out.push(card);
        }
    }
    out
}

/// Longest section name and headline of a card run into the text, in bytes.
const LONGEST: usize = 320;

/// A card with no space before or after it: its date is glued to the headline before it and to the
/// sentence after it.
fn run_in(text: &str, stamp: &Stamp, least: usize) -> Option<Card> {
    let before = text.get(..stamp.span.start)?;
    let after = text.get(stamp.span.end..)?;
    let glued_before = before
        .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '’' | '”' | '"' | '\'' | '?' | '!' | ')'));
    let glued_after = after.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"' | '‘'))
        || after.is_empty()
        || after.starts_with('\n');
    if !(glued_before && glued_after) {
        return None;
    }
    let near = text.ceil_char_boundary(stamp.span.start.saturating_sub(LONGEST));
    let floor = least.max(before.get(near..)?.rfind('\n').map_or(near, |i| near + i + 1));
    let start = card_start(text, floor, stamp.span.start)?;
    let words = text.get(start..stamp.span.start)?;
    let title = without_section(words);
    (title.split_whitespace().count() >= 3).then(|| Card {
        span: Span::new(start, stamp.span.end),
        title: title.to_string(),
        stamp: Some(*stamp),
    })
}

/// Where the card begins that ends at `end`: after the last full stop that a capital follows with no
/// space between, so that a question inside the headline does not cut it.
fn card_start(text: &str, floor: usize, end: usize) -> Option<usize> {
    let words = text.get(floor..end)?;
    let mut glued = None;
    let mut stop = false;
    for (i, c) in words.char_indices() {
        if stop && c.is_uppercase() {
            glued = Some(floor + i);
        }
        let closes = matches!(c, '"' | '”' | '’' | '\'' | ')' | '*');
        stop = matches!(c, '.' | '!' | '?' | '…') || (stop && closes) || (!closes && matches!(c, '”'));
    }
    // "U.S.": a stop inside an abbreviation is glued too; a section name or a line start is surer.
    glued.or_else(|| {
        let start = sentence_start(text, end, floor);
        (without_section(text.get(start..end)?).len() < end - start).then_some(start)
    })
}

/// The headline without the section name glued to its front.
fn without_section(words: &str) -> &str {
    let low = plain(
        words.get(..words.len().min(24)).or_else(|| words.get(..words.floor_char_boundary(24))).unwrap_or(""),
    );
    let fits = |s: &&&str| {
        low.starts_with(**s)
            && words
                .get(s.len()..)
                .is_some_and(|rest| rest.starts_with(|c: char| !c.is_lowercase() && !c.is_whitespace()))
    };
    SECTIONS.iter().filter(fits).map(|s| s.len()).max().and_then(|n| words.get(n..)).unwrap_or(words).trim()
}

/// A card on lines of its own: section, headline, date and time.
fn on_lines(text: &str, stamp: &Stamp, least: usize) -> Option<Card> {
    let line_start = text.get(..stamp.span.start)?.trim_end_matches([' ', '\t']).len();
    let alone = text.get(..line_start)?.ends_with('\n')
        && text.get(stamp.span.end..)?.lines().next().is_none_or(|l| l.trim().is_empty());
    if !alone || line_start < least.max(HEAD) {
        return None;
    }
    let mut start = line_start;
    let mut title = None;
    for line in
        text.get(least..line_start)?.trim_end().rsplit('\n').map(str::trim).filter(|l| !l.is_empty()).take(2)
    {
        let at = line.as_ptr() as usize - text.as_ptr() as usize;
        if title.is_none() && is_headline(line) {
            title = Some(line.to_string());
            start = at;
        } else if title.is_some() && SECTIONS.contains(&plain(line).as_str()) {
            start = at;
        } else {
            break;
        }
    }
    title.map(|title| Card { span: Span::new(start, stamp.span.end), title, stamp: Some(*stamp) })
}

/// Dates nearer to the top than this belong to the report itself, in bytes.
const HEAD: usize = 300;
