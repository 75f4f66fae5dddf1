//! The noun phrase that a number counts: "other Syrian civilians", "of the jihadists", "dead".

use super::nouns;
use crate::lang::en::pieces::{Kind, Piece, is_apostrophe, is_dash, low};

/// Most words that may stand between a number and its noun.
const REACH: usize = 8;

/// What follows a number.
pub(super) struct NounPhrase<'a> {
    /// One past its last piece; where it began if there is none.
    pub end: usize,
    /// Head noun.
    pub head: Option<&'a str>,
    /// Whether the head is a noun that reports of violence count.
    pub known: bool,
    /// Whether the head is one or more people.
    pub people: bool,
    /// Whether the number is a measure ("20 kilometres", "40 percent", "a 5-year term").
    pub measure: bool,
}

/// Reads the phrase at `i`. After "dozens" and after any number, "of" may come first (`of`); `many` numbers
/// count nouns in the plural.
pub(super) fn read<'a>(pieces: &[Piece<'a>], i: usize, of: bool, many: bool) -> NounPhrase<'a> {
    let mut at = i;
    if of && low(pieces, at) == "of" {
        at += 1;
        if matches!(low(pieces, at), "the" | "their" | "his" | "its" | "these" | "those" | "our") {
            at += 1;
        }
        if matches!(low(pieces, at), "them" | "whom" | "us" | "which" | "those") {
            return NounPhrase { end: at + 1, head: None, known: true, people: true, measure: false };
        }
    }
    let mut phrase = walk(pieces, at, many);
    if phrase.head.is_none() {
        phrase.end = i;
    }
    phrase
}

/// Walks the words from `at` to the head: the last known noun before a stop word or mark.
fn walk<'a>(pieces: &[Piece<'a>], at: usize, many: bool) -> NounPhrase<'a> {
    let none = NounPhrase { end: at, head: None, known: false, people: false, measure: false };
    let first = low(pieces, at);
    if nouns::is_unit(first) || (is_dash(first) && nouns::is_unit(low(pieces, at + 1))) {
        return NounPhrase { measure: true, ..none };
    }
    let (mut end, mut head, mut known) = (at, None, false);
    let (mut plural_end, mut plural) = (at, None);
    for k in at..at + REACH {
        let Some(piece) = pieces.get(k) else { break };
        match piece.kind {
            Kind::Mark if inside_word(pieces, k) => continue,
            _ if head.is_none() && many && lists_kinds(pieces, k, at) => continue,
            Kind::Mark | Kind::Digits => break,
            Kind::Letters if nouns::is_stop(piece.low) || is_number_word(pieces, k, at) => break,
            Kind::Letters => {}
        }
        let ending = nouns::is_ending(piece.low);
        if ending && head.is_some() && piece.low != "others" {
            break;
        }
        let singular = many && !nouns::is_plural(piece.low);
        if nouns::is_countable(piece.low) && !singular {
            (end, head, known) = (k + 1, Some(piece.low), true);
        } else if head.is_none()
            && piece.low.len() > 3
            && piece.low.ends_with('s')
            && !piece.low.ends_with("ss")
        {
            (plural_end, plural) = (k + 1, Some(piece.low));
        }
        if ending {
            (end, head, known) = (k + 1, Some(piece.low), true);
        }
        // "12 killed", "27 others"; but "8 injured people", "20 more rebels" go on to their noun
        if matches!(piece.low, "killed" | "others" | "dead") {
            break;
        }
    }
    if head.is_none() {
        (end, head) = (plural_end, plural);
    }
    let people = head.is_some_and(|h| nouns::is_people(h) || nouns::is_ending(h));
    NounPhrase { end, head, known, people, measure: false }
}

/// Whether a comma, "and" or "or" at `k` parts kinds of one noun to come: "100 drone, missile and rocket attacks".
fn lists_kinds(pieces: &[Piece<'_>], k: usize, at: usize) -> bool {
    let kind = |i: usize| nouns::is_countable(low(pieces, i)) && !nouns::is_plural(low(pieces, i));
    matches!(low(pieces, k), "," | "and" | "or") && k > at && kind(k - 1) && kind(k + 1)
}

/// Whether the mark at `k` stands inside a word: "pro-regime", "Assad's".
fn inside_word(pieces: &[Piece<'_>], k: usize) -> bool {
    let Some(mark) = pieces.get(k) else { return false };
    let joined = mark.glued && pieces.get(k + 1).is_some_and(|p| p.glued && p.kind == Kind::Letters);
    joined && (is_dash(mark.low) || is_apostrophe(mark.low)) || bracketed(pieces, k)
}

/// Whether a number word begins at `k`: it counts a noun of its own. "one", being a pronoun too, does not.
fn is_number_word(pieces: &[Piece<'_>], k: usize, at: usize) -> bool {
    let word = low(pieces, k);
    let vague = matches!(word, "dozens" | "hundreds" | "thousands" | "scores" | "several" | "many" | "tens");
    k > at && (vague || crate::lang::en::number::small(word).is_some())
}

/// Whether a quotation mark or bracket encloses one word inside the phrase: "80 [Daesh] fighters".
fn bracketed(pieces: &[Piece<'_>], k: usize) -> bool {
    let word = |j: usize| pieces.get(j).is_some_and(|p| p.kind == Kind::Letters);
    match low(pieces, k) {
        "[" | "(" | "“" => word(k + 1) && matches!(low(pieces, k + 2), "]" | ")" | "”"),
        "]" | ")" | "”" => {
            k >= 2 && word(k - 1) && matches!(low(pieces, k - 2), "[" | "(" | "“") && word(k + 1)
        }
        "\"" => {
            low(pieces, k + 2) == "\"" && word(k + 1) || k >= 2 && low(pieces, k - 2) == "\"" && word(k - 1)
        }
        _ => false,
    }
}

/// The noun for one person after "a", "an" or "another", within four words: its word and one past its piece.
pub(super) fn one_person<'a>(pieces: &[Piece<'a>], at: usize) -> Option<(&'a str, usize)> {
    let mut last = None;
    let mut words = 0;
    for k in at..at + 2 * REACH {
        let piece = pieces.get(k)?;
        let inner = piece.kind == Kind::Mark && inside_word(pieces, k);
        let age = piece.kind == Kind::Digits && is_dash(low(pieces, k + 1));
        if inner || age {
            continue;
        }
        let verb = nouns::is_ending(piece.low) || k > at && piece.low.len() > 4 && piece.low.ends_with("ing");
        let hyphen = is_dash(low(pieces, k + 1));
        let number = crate::lang::en::number::small(piece.low).is_some() && !hyphen;
        if piece.kind != Kind::Letters || nouns::is_stop(piece.low) || words == 5 || verb || number {
            break;
        }
        words += usize::from(!piece.glued);
        let hyphenated = pieces.get(k + 1).is_some_and(|p| p.glued && is_dash(p.low));
        if nouns::is_person(piece.low) && !hyphenated {
            last = Some((piece.low, k + 1));
        } else if last.is_some() && !piece.glued {
            break;
        }
    }
    last.filter(|(head, end)| !nouns::is_adjective_too(head) || ends_there(pieces, *end))
}

/// Whether a noun phrase may end at `i`: no further noun follows that the person's word only describes, as in
/// "a terrorist group", "a rebel rocket attack", "a general council member".
fn ends_there(pieces: &[Piece<'_>], i: usize) -> bool {
    let Some(next) = pieces.get(i) else { return true };
    let verb = next.low.ends_with("ed") || next.low.ends_with("ing") || nouns::is_ending(next.low);
    next.kind != Kind::Letters || next.capital || nouns::is_stop(next.low) || verb
}
