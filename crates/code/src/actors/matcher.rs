//! The index that finds listed names and words in a text: by first piece, then the longest that fits.

use super::piece::{Join, Piece, is_particle};
use std::collections::HashMap;

/// What a listed phrase says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// A group, by its place in `Actors::groups`.
    Group(usize),
    /// A group, by a name that means it only in reports on its own countries.
    Local(usize),
    /// A country, by its place in `Actors::countries`.
    Nation(usize, Form),
    /// A word of a class.
    Word(Class),
}

/// How a phrase stands for a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Adjective,
    Name,
    People,
    Seat,
    Leader,
    Military,
    Police,
    Government,
}

macro_rules! classes {
    ($($name:ident = $word:literal),+ $(,)?) => {
        /// Classes of words that speak of actors, as `actors/words/en.toml` names them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum Class { $($name),+ }
        impl Class {
            pub(crate) fn parse(word: &str) -> Option<Class> {
                match word { $($word => Some(Class::$name),)+ _ => None }
            }
        }
    };
}

classes! {
    Determiner = "determiner", Number = "number", Neutral = "neutral", Participle = "participle", Military = "military", Gear = "gear",
    Unit = "unit", Organisation = "organisation", Police = "police", Security = "security",
    PrivateSecurity = "private_security", Government = "government", Official = "official", Loyal = "loyal",
    LoyalGroup = "loyal_group", Rebel = "rebel", Opposition = "opposition", Armed = "armed", Lone = "lone",
    Militia = "militia", IdentityMilitia = "identity_militia", Criminal = "criminal", Protester = "protester",
    Rioter = "rioter", Civilian = "civilian", Journalist = "journalist", AidWorker = "aid_worker", Act = "act",
    Kurdish = "kurdish", Coalition = "coalition",
}

/// One listed phrase.
#[derive(Clone, Debug)]
struct Entry {
    /// Pieces after the first.
    rest: Vec<String>,
    meaning: Meaning,
    cased: Cased,
}

/// How a phrase must be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cased {
    /// Any way.
    No,
    /// With a capital somewhere.
    Capital,
    /// As an abbreviation: capitals, or a capital where it has four letters or more ("Isis").
    Letters,
}

/// Phrases by their first piece, the longest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matcher {
    entries: HashMap<String, Vec<Entry>>,
}

/// A phrase found: where it ends (a piece index, exclusive) and what it may mean.
pub(crate) struct Found {
    pub end: usize,
    pub meanings: Vec<Meaning>,
    /// An abbreviation so short that others may share it.
    pub short: bool,
}

impl Matcher {
    pub(crate) fn add(&mut self, phrase: Vec<String>, meaning: Meaning, cased: Cased) {
        let mut pieces = phrase.into_iter();
        let Some(first) = pieces.next() else { return };
        let entry = Entry { rest: pieces.collect(), meaning, cased };
        let list = self.entries.entry(first).or_default();
        if !list.iter().any(|e| e.rest == entry.rest && e.meaning == entry.meaning) {
            list.push(entry);
        }
    }

    /// Puts the longest phrases first; call once after the last `add`.
    pub(crate) fn sort(&mut self) {
        for list in self.entries.values_mut() {
            list.sort_by_key(|e| std::cmp::Reverse(e.rest.len()));
        }
    }

    /// The longest listed phrase that begins at piece `at`.
    pub(crate) fn longest(&self, pieces: &[Piece], at: usize) -> Option<Found> {
        let first = pieces.get(at)?;
        let plain = self.best(pieces, at, &first.norm);
        let plural = first.possessive.then(|| self.best(pieces, at, &format!("{}s", first.norm))).flatten();
        let longer = match (plain, plural) {
            (Some(a), Some(b)) => Some(if b.end > a.end { b } else { a }),
            (a, b) => a.or(b),
        };
        longer.or_else(|| bare(&first.norm).and_then(|norm| self.best(pieces, at, norm)))
    }

    fn best(&self, pieces: &[Piece], at: usize, norm: &str) -> Option<Found> {
        let mut found: Option<Found> = None;
        for entry in self.entries.get(norm)? {
            if found.as_ref().is_some_and(|f| f.end > at + 1 + 2 * entry.rest.len()) {
                break;
            }
            let Some(end) = fits(pieces, at, &entry.rest) else { continue };
            if !written(pieces, at, end, entry.cased) {
                continue;
            }
            match &mut found {
                Some(f) if f.end == end => f.meanings.push(entry.meaning),
                Some(f) if f.end > end => {}
                _ => {
                    let short =
                        entry.cased == Cased::Letters && entry.rest.is_empty() && is_short(pieces.get(at));
                    found = Some(Found { end, meanings: vec![entry.meaning], short });
                }
            }
        }
        found
    }
}

/// Two or three letters, or four that are not all capitals ("Isis", but also "Fact").
fn is_short(piece: Option<&Piece>) -> bool {
    piece.is_some_and(|p| p.norm.len() <= 3 || (p.norm.len() == 4 && !p.upper))
}

/// A word without the s of a possessive whose apostrophe was lost ("armys", "Assads").
fn bare(norm: &str) -> Option<&str> {
    norm.strip_suffix('s').filter(|rest| rest.len() >= 3)
}

/// Where the phrase ends if `rest` follows piece `at`, articles within it left aside.
fn fits(pieces: &[Piece], at: usize, rest: &[String]) -> Option<usize> {
    let mut next = at + 1;
    for (i, need) in rest.iter().enumerate() {
        let last = i + 1 == rest.len();
        let mut piece = joined(pieces, next)?;
        if !same(piece, need, last) && skippable(piece) {
            next += 1;
            piece = joined(pieces, next)?;
        }
        if !same(piece, need, last) {
            return None;
        }
        next += 1;
    }
    Some(next)
}

fn joined(pieces: &[Piece], at: usize) -> Option<&Piece> {
    pieces.get(at).filter(|p| matches!(p.join, Join::Space | Join::Hyphen))
}

fn skippable(piece: &Piece) -> bool {
    is_particle(&piece.norm)
        && (piece.cap
            || matches!(piece.norm.as_str(), "al" | "el" | "the")
            || piece.join == Join::Hyphen
            || piece.norm.len() == 2)
}

fn same(piece: &Piece, need: &str, last: bool) -> bool {
    piece.norm == need
        || (need.strip_suffix('s') == Some(piece.norm.as_str()) && piece.possessive)
        || (last && need.len() >= 4 && piece.norm.strip_suffix('s') == Some(need))
}

fn written(pieces: &[Piece], at: usize, end: usize, cased: Cased) -> bool {
    let words = pieces.get(at..end).unwrap_or_default();
    match cased {
        Cased::No => true,
        Cased::Capital => words.iter().any(|p| p.cap),
        Cased::Letters => {
            let long = words.iter().map(|p| p.norm.len()).sum::<usize>() >= 4;
            words.iter().all(|p| p.upper || (long && p.cap)) && !(words.len() == 1 && shouted(pieces, at))
        }
    }
}

/// Whether the words around piece `at` are all in capitals, so that "IS" may be the verb.
fn shouted(pieces: &[Piece], at: usize) -> bool {
    let short = pieces.get(at).is_some_and(|p| p.norm.len() <= 2);
    let near = |i: Option<usize>| {
        i.and_then(|i| pieces.get(i)).is_none_or(|p| p.upper || p.norm.chars().all(char::is_numeric))
    };
    short && near(at.checked_sub(1)) && near(Some(at + 1)) && pieces.len() > 1
}
