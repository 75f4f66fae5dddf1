//! Persons by name. A run of capitalised words is a person where a title, an occupation, an age or
//! what befell them says so; a surname alone is one after that.

use super::phrase::{Item, What};
use super::{ends_as_plural, people};
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
        self.pieces.iter().position(|name| {
            pieces.iter().all(|p| name.contains(p))
                && (pieces.len() > 1 || name.last() == Some(last) || name.first() == Some(last))
        })
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
    runs.into_iter()
        .filter_map(|(from, to)| known.of(&norms(pieces, from, to)).map(|known| Person { from, to, known }))
        .collect()
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
        if pieces.get(at).is_some_and(|p| around.title.contains(&p.norm)) {
            at += 1;
            continue;
        }
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
        let shouted = piece.upper && piece.norm.len() > 3;
        let ordinary = around.starter.contains(&piece.norm) || piece.norm.bytes().any(|b| b.is_ascii_digit());
        let named = piece.cap && !shouted && !ordinary;
        let linked = at > from && around.link.contains(&piece.norm);
        let titled = at > from && around.title.contains(&piece.norm);
        if !joined || titled || !(named || linked) {
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
    let Some(first) = pieces.get(from) else { return false };
    let role_before = items.iter().any(|i| i.to == from && role(pieces, i));
    let several = to - from >= 2;
    let named = match first.join {
        Join::Space => {
            titled(pieces, around, from)
                || role_before
                || (several && (after_act(pieces, around, from) || plural_role(pieces, items, from)))
        }
        Join::Comma => several && (role_before || plural_role(pieces, items, from)),
        _ => false,
    };
    named || befell(pieces, around, from, to) || (several && described(pieces, items, around, to))
}

fn norm(pieces: &[Piece], at: usize) -> &str {
    pieces.get(at).map_or("", |p| p.norm.as_str())
}

fn norm_before(pieces: &[Piece], at: usize, back: usize) -> &str {
    at.checked_sub(back).map_or("", |i| norm(pieces, i))
}

/// A title, "identified as", or an age ("44-year-old") right before.
fn titled(pieces: &[Piece], around: &Around, from: usize) -> bool {
    let (one, two) = (norm_before(pieces, from, 1), norm_before(pieces, from, 2));
    around.title.contains(one)
        || around.title.contains(&format!("{two} {one}"))
        || (people().old.has(one) && people().year.has(two))
}

/// "The murder of …", "kidnapped …".
fn after_act(pieces: &[Piece], around: &Around, from: usize) -> bool {
    let (one, two) = (norm_before(pieces, from, 1), norm_before(pieces, from, 2));
    around.suffering.contains(one) || (people().of.has(one) && around.suffering.contains(two))
}

/// "Journalists A B and C D".
fn plural_role(pieces: &[Piece], items: &[Item], from: usize) -> bool {
    let somebody = |i: &&Item| {
        matches!(i.what, What::Word(Class::Civilian | Class::Journalist | Class::AidWorker | Class::Criminal))
    };
    let near = items.iter().filter(somebody).any(|i| {
        i.to == from
            || (i.to < from
                && from - i.to <= 5
                && people().and.has(norm_before(pieces, from, 1))
                && pieces.get(i.to).is_some_and(|p| p.cap))
    });
    near && norm(pieces, from).len() > 1
}

/// An occupation in the singular: "journalist", "a lawyer".
fn role(pieces: &[Piece], item: &Item) -> bool {
    let last = pieces.get(item.to.saturating_sub(1));
    let singular = last.is_some_and(|p| {
        !ends_as_plural(&p.norm) && !people().plural_endings.ends(&p.norm) && !people().not_one.has(&p.norm)
    });
    singular
        && matches!(
            item.what,
            What::Word(
                Class::Civilian | Class::Journalist | Class::AidWorker | Class::Lone | Class::Criminal
            )
        )
}

/// An age after the name (", 34,", "(47)"), or who it is (", a lawyer").
fn described(pieces: &[Piece], items: &[Item], around: &Around, to: usize) -> bool {
    let Some(next) = pieces.get(to) else { return false };
    let age = next.norm.len() == 2 && next.norm.bytes().all(|b| b.is_ascii_digit());
    let office = (to + 1..to + 4).any(|i| around.title.contains(norm(pieces, i)));
    let somebody = office || items.iter().any(|i| i.from > to && i.from <= to + 5 && role(pieces, i));
    let article = people().articles.has(&next.norm);
    matches!(next.join, Join::Comma | Join::Open) && (age || (article && somebody))
}

/// "… was arrested". One word alone must be followed by what befalls only persons.
fn befell(pieces: &[Piece], around: &Around, from: usize, to: usize) -> bool {
    let one = to - from < 2;
    [1, 2, 3].into_iter().any(|n| {
        let words: Vec<&str> = (to..to + n).map(|i| norm(pieces, i)).collect();
        let what = norm(pieces, to + n);
        let befallen = if one { around.suffering.contains(what) } else { around.harmed.contains(what) };
        befallen && around.auxiliary.contains(&words.join(" "))
    })
}
