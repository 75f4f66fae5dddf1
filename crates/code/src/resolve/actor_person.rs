//! Persons by name. A run of capitalised words is a person where a title, an occupation, an age or
//! what befell them says so; a surname alone is one after that.

use super::actor_phrase::{Item, What};
use crate::actors::Around;
use crate::actors::matcher::Class;
use crate::actors::piece::{Join, Piece};

/// A person's name: pieces `from..to`, and the full name where only a part stands here.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub from: usize,
    pub to: usize,
    /// Place in the list of known persons.
    pub known: usize,
}

/// Persons named so far, each by its pieces in lower case and as written.
#[derive(Default)]
pub(super) struct Known {
    pub names: Vec<String>,
    pieces: Vec<Vec<String>>,
}

impl Known {
    fn add(&mut self, name: String, pieces: Vec<String>) {
        if !self.pieces.contains(&pieces) && self.names.len() < 200 {
            self.names.push(name);
            self.pieces.push(pieces);
        }
    }

    /// The first person whose name holds all of `pieces` or ends in the last of them.
    fn of(&self, pieces: &[String]) -> Option<usize> {
        let last = pieces.last()?;
        self.pieces.iter().position(|name| pieces.iter().all(|p| name.contains(p)) && (pieces.len() > 1 || name.last() == Some(last) || name.first() == Some(last)))
    }
}

/// Notes every person that one sentence makes known.
pub(super) fn learn(text: &str, pieces: &[Piece], items: &[Item], around: &Around, known: &mut Known) {
    for (from, to) in runs(pieces, items, around) {
        if is_person(pieces, items, around, from, to) {
            let (Some(first), Some(last)) = (pieces.get(from), pieces.get(to - 1)) else { continue };
            let name = text.get(first.span.start..last.span.end).unwrap_or("").to_owned();
            known.add(name, norms(pieces, from, to));
        }
    }
}

/// Persons in one sentence, given those known from the whole report.
pub(super) fn persons(pieces: &[Piece], items: &[Item], around: &Around, known: &Known) -> Vec<Person> {
    if known.names.is_empty() {
        return Vec::new();
    }
    let runs = runs(pieces, items, around);
    runs.into_iter().filter_map(|(from, to)| known.of(&norms(pieces, from, to)).map(|known| Person { from, to, known })).collect()
}

fn norms(pieces: &[Piece], from: usize, to: usize) -> Vec<String> {
    let part = pieces.get(from..to).unwrap_or_default();
    part.iter().filter(|p| p.cap || part.len() < 3).map(|p| p.norm.clone()).collect()
}

/// Runs of capitalised pieces that no listed phrase covers, up to five pieces long.
fn runs(pieces: &[Piece], items: &[Item], around: &Around) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut items = items.iter().peekable();
    let mut at = 0;
    while at < pieces.len() {
        while items.peek().is_some_and(|i| i.to <= at) {
            items.next();
        }
        if let Some(item) = items.peek().filter(|i| i.from <= at) {
            at = item.to;
            continue;
        }
        let limit = items.peek().map_or(pieces.len(), |i| i.from);
        let to = run_end(pieces, around, at, limit);
        if to > at && to - at <= 5 {
            out.push((at, to));
        }
        at = to.max(at + 1);
    }
    out
}

fn run_end(pieces: &[Piece], around: &Around, from: usize, limit: usize) -> usize {
    let mut to = from;
    for at in from..limit {
        let Some(piece) = pieces.get(at) else { break };
        let joined = at == from || matches!(piece.join, Join::Space | Join::Hyphen);
        let named = piece.cap && !(piece.upper && piece.norm.len() > 3) && !around.starter.contains(&piece.norm) && !piece.norm.bytes().any(|b| b.is_ascii_digit());
        let linked = at > from && around.link.contains(&piece.norm);
        if !joined || !(named || linked) {
            break;
        }
        if named {
            to = at + 1;
        }
        if piece.possessive {
            break;
        }
    }
    to
}

fn is_person(pieces: &[Piece], items: &[Item], around: &Around, from: usize, to: usize) -> bool {
    let after_role = titled(pieces, around, from) || items.iter().any(|i| i.to == from && role(pieces, i));
    let several = to - from >= 2;
    (after_role && joined(pieces, from)) || (several && (aged(pieces, items, to) || befell(pieces, around, from, to)))
}

fn joined(pieces: &[Piece], at: usize) -> bool {
    pieces.get(at).is_some_and(|p| p.join == Join::Space)
}

fn titled(pieces: &[Piece], around: &Around, from: usize) -> bool {
    from.checked_sub(1).and_then(|i| pieces.get(i)).is_some_and(|p| around.title.contains(&p.norm))
}

/// An occupation in the singular: "journalist", "a lawyer".
fn role(pieces: &[Piece], item: &Item) -> bool {
    let last = pieces.get(item.to.saturating_sub(1));
    let singular = last.is_some_and(|p| !p.norm.ends_with('s') && !p.norm.ends_with("men") && !matches!(p.norm.as_str(), "people" | "children" | "police" | "women" | "civilian" | "population"));
    singular && matches!(item.what, What::Word(Class::Civilian | Class::Journalist | Class::AidWorker | Class::Lone | Class::Criminal))
}

/// An age after the name: ", 34,", "(47)".
fn aged(pieces: &[Piece], items: &[Item], to: usize) -> bool {
    let Some(next) = pieces.get(to) else { return false };
    let age = next.norm.len() == 2 && next.norm.bytes().all(|b| b.is_ascii_digit());
    let described = items.iter().find(|i| i.from > to && i.from <= to + 4 && role(pieces, i));
    let article = matches!(next.norm.as_str(), "a" | "an");
    matches!(next.join, Join::Break | Join::Open) && (age || (article && described.is_some()))
}

/// "… was arrested", "kidnapped …".
fn befell(pieces: &[Piece], around: &Around, from: usize, to: usize) -> bool {
    let norm = |i: usize| pieces.get(i).map_or("", |p| p.norm.as_str());
    let before = from.checked_sub(1).map_or("", norm);
    let suffered = [1, 2, 3].into_iter().any(|n| {
        let words: Vec<&str> = (to..to + n).map(norm).collect();
        around.auxiliary.contains(&words.join(" ")) && around.harmed.contains(norm(to + n))
    });
    let object = matches!(before, "kidnapped" | "abducted" | "arrested" | "murdered" | "assassinated" | "detained" | "beheaded" | "executed" | "jailed" | "convicted");
    suffered || (object && joined(pieces, from))
}
