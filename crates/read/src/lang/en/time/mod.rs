//! Time expressions: which words speak of a time, and what they say before anything gives them their day.
//!
//! [`find`] reads "on Monday", "since October", "two weeks ago", "4–6 November 2017", "the first week of May".
//! `code::resolve::time` gives them days. Text without apostrophes or commas and text in capitals is read too.

pub(crate) mod calendar_words;
mod counted;
mod dates;
mod days;
mod holidays;
mod numeric;
mod ranges;
mod relative;
mod stretches;
mod year_words;

use super::number::{ordinal_word, small};
use super::pieces::{Kind, Piece, Scan, is_apostrophe, low};
use dateline_terms::{Span, TimeExpr};
use std::collections::HashSet;
use std::sync::LazyLock;

/// An expression and the index one past its last piece.
type Read = Option<(TimeExpr, usize)>;

/// Finds the time expressions of one sentence, in order of place and without overlaps; spans are into `text`
/// and take in a leading "on", "in", "since" and their like.
pub fn find(text: &str, sentence: Span) -> Vec<(Span, TimeExpr)> {
    let scan = Scan::new(text, sentence);
    let pieces = scan.pieces();
    let grammar = Grammar { p: &pieces };
    let mut found = Vec::new();
    let mut i = 0;
    while i < pieces.len() {
        if pieces.get(i).is_some_and(may_begin)
            && let Some((expr, end)) = grammar.read(i)
            && let Some(span) = grammar.span(i, end)
        {
            found.push((span, expr));
            i = end.max(i + 1);
        } else {
            i += 1;
        }
    }
    found
}

/// Words that may begin an expression, besides names of months, weekdays and seasons and number words. Every
/// rule of the grammar begins with one of these; a new rule's first words belong here.
const BEGINNINGS: &str = "\
    on in at during over by within throughout across around under from between since until till til for the a an this \
    that those these my same last past previous preceding next coming upcoming following current final early late \
    earlier later mid middle beginning start end outset close rest week month year weekend weekends quarter day \
    decade w q h today todays tonight tonights yesterday yesterdays tomorrow tomorrows tmrw overnight night midnight \
    dawn daybreak dusk noon morning afternoon evening sunset sunrise nightfall midday shortly just before after soon \
    moments minutes hours meanwhile meantime recent more most less about nearly almost some roughly only \
    approximately close up few several couple very previously now thousand hundred half new christmas boxing valentine \
    valentines international halloween thanksgiving good palm easter eid feast ramadan ashura nowruz newroz holy muslim \
    weeks months years days to";

static FIRST: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| BEGINNINGS.split(' ').filter(|w| !w.is_empty()).collect());

/// A quick look at whether an expression may begin with this piece.
fn may_begin(piece: &Piece<'_>) -> bool {
    match piece.kind {
        Kind::Digits => true,
        Kind::Mark => is_apostrophe(piece.low),
        Kind::Letters => {
            let word = piece.low;
            (1..=13).contains(&word.len())
                && (FIRST.contains(word)
                    || calendar_words::month(word).is_some()
                    || calendar_words::weekday(word).is_some()
                    || calendar_words::season(word).is_some()
                    || small(word).is_some()
                    || ordinal_word(word).is_some())
        }
    }
}

/// The grammar over the pieces of one sentence. Every rule takes the index to read at and looks no further
/// than its own words; none of them backtracks over more than one phrase.
#[derive(Clone, Copy)]
struct Grammar<'a> {
    p: &'a [Piece<'a>],
}

impl<'a> Grammar<'a> {
    /// The words of piece `i`, "" past the end.
    fn low(&self, i: usize) -> &'a str {
        low(self.p, i)
    }

    /// Whether the words from `i` on are `words`.
    fn says(&self, i: usize, words: &[&str]) -> bool {
        super::pieces::says(self.p, i, words)
    }

    /// Whether piece `i` touches the one before it.
    fn glued(&self, i: usize) -> bool {
        self.p.get(i).is_some_and(|p| p.glued)
    }

    /// The number that piece `i` writes in digits.
    fn digits(&self, i: usize) -> Option<u64> {
        self.p.get(i).and_then(|p| p.value)
    }

    /// Whether piece `i` begins with a capital.
    fn capital(&self, i: usize) -> bool {
        self.p.get(i).is_some_and(|p| p.capital)
    }

    /// The words before `i`, "" at the start.
    fn before(&self, i: usize) -> &'a str {
        if i == 0 { "" } else { self.low(i - 1) }
    }

    /// `i`, or the next index where the words at `i` are one of `words`.
    fn skip(&self, i: usize, words: &[&str]) -> usize {
        if words.contains(&self.low(i)) { i + 1 } else { i }
    }

    /// Past a possessive "'s" that touches the word before.
    fn skip_possessive(&self, i: usize) -> usize {
        if is_apostrophe(self.low(i)) && self.glued(i) && self.low(i + 1) == "s" && self.glued(i + 1) {
            i + 2
        } else {
            i
        }
    }

    fn span(&self, first: usize, end: usize) -> Option<Span> {
        Some(self.p.get(first)?.span.cover(self.p.get(end.checked_sub(1)?)?.span))
    }

    /// An expression at `i`, with its preposition if it has one.
    fn read(&self, i: usize) -> Read {
        if self.glued(i) && i > 0 && self.p.get(i - 1).is_some_and(|p| p.kind != Kind::Mark) {
            return None;
        }
        // "107.31 August": the end of a longer figure begins no date.
        let figure =
            matches!(self.before(i), "." | ",") && self.glued(i) && i > 1 && self.digits(i - 2).is_some();
        if figure && self.glued(i - 1) {
            return None;
        }
        self.range(i).or_else(|| self.with_preposition(i)).or_else(|| self.joined(i))
    }

    /// "on Monday", "in the past week", "during the night", "by Friday".
    fn with_preposition(&self, i: usize) -> Read {
        let leads = matches!(
            self.low(i),
            "on" | "in"
                | "at"
                | "during"
                | "over"
                | "by"
                | "within"
                | "throughout"
                | "across"
                | "around"
                | "under"
        );
        if !leads || matches!(self.low(i + 1), "for" | "since" | "from" | "between") {
            return None;
        }
        // "over the course of the past week", "in about June"
        let mut at = i + 1;
        for more in
            [&["the", "course", "of"][..], &["or", "around"], &["or", "about"], &["about"], &["around"]]
        {
            if self.says(at, more) {
                at += more.len();
            }
        }
        if matches!(self.low(i), "in" | "within")
            && let Some(found) = self.ahead(at, self.low(i) == "within")
        {
            return Some(found);
        }
        if matches!(self.low(i), "at" | "across" | "around" | "under" | "over" | "by" | "within") {
            let found = self.joined(at)?;
            return (!self.bare_year(&found.0, at, found.1)).then_some(found);
        }
        // "in Mondays fighting", "in overnight raids": the preposition belongs to the noun that follows.
        let noun = self.low(i) == "in" && at == i + 1 && self.weekday_name(at, false).is_some();
        if noun
            || self.low(i) == "in"
                && matches!(self.low(at), "overnight" | "yesterday" | "yesterdays" | "today" | "todays")
        {
            return None;
        }
        self.joined(at).or_else(|| self.day_number(at))
    }

    /// "over 2000", "at 2016": a bare year after these is more often a number.
    fn bare_year(&self, expr: &TimeExpr, at: usize, end: usize) -> bool {
        matches!(expr, TimeExpr::Calendar { year: Some(_), month: None, .. }) && end == at + 1
    }

    /// One expression, or two side by side that make a range ("Friday and Saturday", "4–6 May").
    fn joined(&self, i: usize) -> Read {
        let (first, end) = self.single(i)?;
        self.join(first, end)
    }

    /// One expression without a preposition.
    fn single(&self, i: usize) -> Read {
        let mut best: Read = None;
        for rule in [
            Grammar::numeric,
            Grammar::day,
            Grammar::counted,
            Grammar::stretch,
            Grammar::relative,
            Grammar::holiday,
            Grammar::date,
        ] {
            if let Some(found) = rule(self, i)
                && best.as_ref().is_none_or(|b| found.1 > b.1)
            {
                best = Some(found);
            }
        }
        best
    }
}

/// Shorthand for a partial date.
fn calendar(year: Option<i16>, month: Option<i8>, day: Option<i8>) -> TimeExpr {
    TimeExpr::Calendar { year, month, day, weekday: None }
}

#[cfg(test)]
mod tests;
