//! Numbers with bounds and the noun that they count: "at least 16 people", "dozens of rebels", "a woman".
//!
//! The bounds are the annotation guide's table. Years, dates, times of day, ages, ordinals, percentages, money,
//! measures and model names are no quantities.

mod bounds;
mod family;
mod noun_phrase;
mod nouns;

use super::pieces::{Kind, Piece, Scan, is_dash, low, says};
use bounds::{Bound, Core};
use dateline_terms::{Quantity, Span};

/// The phrase with its noun, the number with its bound words, the head noun in lower case, the figure.
pub type Found = (Span, Span, Option<String>, Quantity);

/// Finds the quantities of one sentence, in order of place; spans are into `text`.
///
/// One person named by a noun ("a man", "another civilian") is the quantity 1..1.
pub fn find(text: &str, sentence: Span) -> Vec<Found> {
    let scan = Scan::new(text, sentence);
    let pieces = scan.pieces();
    let mut found = Vec::new();
    let mut i = 0;
    while i < pieces.len() {
        match read(&pieces, i) {
            Some((first, after)) => {
                let (whole, after) = family::sum(&pieces, first, after);
                found.push(whole);
                i = after.max(i + 1);
            }
            None => i += 1,
        }
    }
    found
}

/// A quantity that begins at piece `i`, and the piece to go on from (so that "two of 30 men" gives both).
fn read(pieces: &[Piece<'_>], i: usize) -> Option<(Found, usize)> {
    let first = pieces.get(i)?;
    if first.glued && i > 0 && pieces.get(i - 1).is_some_and(|p| joins(p)) {
        return None;
    }
    if first.low == "others" {
        return others(pieces, i);
    }
    let (determiner, at) = determiner(pieces, i);
    let (bound, at) = bounds::before(pieces, at);
    // "at least another 20", "more than the 40"
    let (_, at) = if bound.is_some() { self::determiner(pieces, at) } else { (0, at) };
    match bounds::core(pieces, at) {
        Some(core) => counted(pieces, i, at, core, bound),
        None if bound.is_none_or(|b| b == Bound::AtLeast) => one_person(pieces, i, at, determiner, bound),
        None => None,
    }
}

/// Whether a piece glued to the next one makes both one name or figure: "M-16", "$5", "9/11", "7.5".
fn joins(piece: &Piece<'_>) -> bool {
    matches!(piece.kind, Kind::Letters | Kind::Digits)
        || is_dash(piece.low)
        || matches!(piece.low, "/" | "." | "," | ":" | "$" | "£" | "€" | "#" | "+" | "_" | "@" | "’" | "'")
}

/// "another", "an additional", "a further", "the other", "all": words that belong to the phrase, not the number.
fn determiner(pieces: &[Piece<'_>], i: usize) -> (usize, usize) {
    const LONG: &[&[&str]] = &[
        &["an", "additional"],
        &["a", "further"],
        &["a", "total", "of"],
        &["the", "other"],
        &["all", "the"],
        &["the", "first"],
        &["a", "group", "of"],
        &["an", "estimated"],
    ];
    for words in LONG {
        if says(pieces, i, words) {
            return (words.len(), i + words.len());
        }
    }
    let one = matches!(
        low(pieces, i),
        "another" | "additional" | "further" | "the" | "other" | "all" | "these" | "those"
    );
    (usize::from(one), i + usize::from(one))
}

/// A number with what it counts; `None` where it counts nothing that is a quantity.
fn counted(
    pieces: &[Piece<'_>],
    start: usize,
    number: usize,
    core: Core,
    before: Option<Bound>,
) -> Option<(Found, usize)> {
    let (after, mut end) = bounds::after(pieces, number + core.len);
    let phrase = noun_phrase::read(pieces, end, core.of, core.quantity.low > 1);
    if core.digits && bounds::is_no_count(pieces, number, end, &core, phrase.known) {
        return None;
    }
    // "One was killed", but not "one of the reasons" or "the one".
    let alone = phrase.people || matches!(low(pieces, end), "was" | "died" | "is" | "has" | "had");
    if before.is_none()
        && phrase.head.is_none()
        && phrase.end == end
        && bounds::is_stray(pieces, start, end, &core)
    {
        return None;
    }
    if phrase.measure || (core.lone_one && !alone && before.is_none() && after.is_none()) {
        return None;
    }
    let number_span = span(pieces, number_start(pieces, start, number, before), end - 1)?;
    end = phrase.end.max(end);
    let (post, end) = bounds::after_noun(pieces, end);
    let quantity = bounds::apply(core.quantity, before.or(after).or(post));
    Some(((span(pieces, start, end - 1)?, number_span, phrase.head.map(str::to_owned), quantity), end))
}

/// The number's own span begins at its bound words, past "another" and "the".
fn number_start(pieces: &[Piece<'_>], start: usize, number: usize, before: Option<Bound>) -> usize {
    if before.is_none() { number } else { determiner(pieces, start).1 }
}

/// "a man", "another civilian", "an air force pilot": one person, 1..1.
fn one_person(
    pieces: &[Piece<'_>],
    start: usize,
    at: usize,
    determiner: usize,
    bound: Option<Bound>,
) -> Option<(Found, usize)> {
    let article = matches!(low(pieces, at), "a" | "an");
    let another = determiner == 1 && low(pieces, start) == "another" && bound.is_none();
    if !article && !another {
        return None;
    }
    let from = at + usize::from(article);
    let (head, end) = noun_phrase::one_person(pieces, from)?;
    let quantity = bounds::apply(Quantity::exactly(1), bound);
    Some((
        (span(pieces, start, end - 1)?, span(pieces, start, from - 1)?, Some(head.to_owned()), quantity),
        end,
    ))
}

/// "wounding others", "others were hurt": some people, at least one.
fn others(pieces: &[Piece<'_>], i: usize) -> Option<(Found, usize)> {
    let before = if i == 0 { "" } else { low(pieces, i - 1) };
    let harmed = nouns::is_ending(low(pieces, i + 1)) || matches!(low(pieces, i + 1), "were" | "died");
    if !harmed
        && !matches!(
            before,
            "killing" | "wounding" | "injuring" | "injured" | "wounded" | "killed" | "hurting"
        )
    {
        return None;
    }
    let at = span(pieces, i, i)?;
    Some(((at, at, Some("others".to_owned()), Quantity::at_least(1)), i + 1))
}

/// Whether a word that follows a number counts people.
pub(crate) fn counts_people(word: &str) -> bool {
    nouns::is_people(word)
}

/// Whether a word that follows a number is something that reports count: then the number is no year.
pub(crate) fn counts(word: &str) -> bool {
    nouns::is_countable(word)
}

fn span(pieces: &[Piece<'_>], first: usize, last: usize) -> Option<Span> {
    Some(pieces.get(first)?.span.cover(pieces.get(last)?.span))
}

#[cfg(test)]
mod tests;
