//! Noun phrases that speak of actors: which words belong together, and what kind of body they mean.

use super::scene::Scene;
use super::{ends_as_plural, people};
use crate::actors::Actors;
use crate::actors::matcher::{Class, Form, Meaning};
use crate::actors::piece::{Join, Piece, is_particle};
use std::collections::HashSet;

/// A listed phrase in the text: pieces `from..to`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub from: usize,
    pub to: usize,
    pub what: What,
}

/// What a phrase contributes to the noun phrase that it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Group(usize),
    /// A group that another is linked to: "al-Qaeda-linked".
    Leaning(usize),
    Nation(usize, Form),
    Word(Class),
}

/// What the whole report speaks of: it settles what short and shared names mean.
#[derive(Default)]
pub(super) struct Setting<'a> {
    pub home: Option<&'a str>,
    /// By country: how often a name, adjective or capital of it stands in the report.
    pub nations: Vec<usize>,
    /// Groups named otherwise than by a short abbreviation.
    pub groups: HashSet<usize>,
}

impl Setting<'_> {
    fn spoken_of(&self, meaning: &Meaning, actors: &Actors) -> bool {
        match meaning {
            Meaning::Nation(_, Form::Adjective | Form::Name) | Meaning::Word(_) => true,
            Meaning::Nation(i, _) => self.nations.get(*i).is_some_and(|n| *n > 0),
            Meaning::Group(i) | Meaning::Local(i) => {
                self.groups.contains(i) || actors.groups().get(*i).is_some_and(|g| g.countries.is_empty())
            }
        }
    }
}

/// Whom a noun phrase means, before the rest of the report gives generic words their country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    Group(usize),
    Body(Body, Option<usize>),
    /// A person by name, by the place in the list of known persons.
    Person(usize),
    /// "The fighters", "the group": only meaningful by what was spoken of before.
    Bare(Class),
}

/// What kind of body or people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    Military,
    Police,
    Government,
    Regime,
    PrivateSecurity,
    Loyal,
    Rebels,
    Armed,
    Assailant,
    Militia,
    Communal,
    Criminals,
    Protesters,
    Rioters,
    Civilians,
    Journalists,
    AidWorkers,
    Kurds,
    Coalition,
}

/// A noun phrase that speaks of an actor: pieces `from..to`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Phrase {
    pub from: usize,
    pub to: usize,
    pub who: Who,
    /// Begins with "the", "these" or "those".
    pub definite: bool,
}

/// Listed phrases in order, those that make no actor ("rebel-held") already told apart.
pub(super) fn items(pieces: &[Piece], actors: &Actors, setting: &Setting) -> Vec<Item> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        match item(pieces, actors, setting, at) {
            Some(item) => {
                at = item.to;
                out.push(item);
            }
            None => at += 1,
        }
    }
    out
}

fn item(pieces: &[Piece], actors: &Actors, setting: &Setting, at: usize) -> Option<Item> {
    let piece = pieces.get(at)?;
    if piece.norm.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Item { from: at, to: at + 1, what: What::Word(Class::Number) });
    }
    let prefix = people().leaning.has(&piece.norm);
    if let Some(found) = prefix.then(|| leaning_prefix(pieces, actors, at)).flatten() {
        return Some(found);
    }
    let found = actors.matcher.longest(pieces, at)?;
    let what = choose(&found.meanings, actors, setting, found.short)?;
    Some(turned(pieces, actors, Item { from: at, to: found.end, what }))
}

/// "Pro-Russian", "anti-Houthi": says a leaning, names nobody.
fn leaning_prefix(pieces: &[Piece], actors: &Actors, at: usize) -> Option<Item> {
    let listed = actors.matcher.longest(pieces, at).map(|f| f.end);
    let named = actors.matcher.longest(pieces, at + 1)?;
    let next = pieces.get(at + 1).filter(|p| matches!(p.join, Join::Hyphen | Join::Space))?;
    let named_only = named.meanings.iter().all(|m| !matches!(m, Meaning::Word(_)));
    (listed.is_none() && named_only && next.cap).then_some(Item {
        from: at,
        to: named.end,
        what: What::Word(Class::Neutral),
    })
}

/// One meaning: named things before words, those of the home country before others. A short
/// abbreviation ("ISI", "STC") counts only where its country or full name is spoken of.
fn choose(meanings: &[Meaning], actors: &Actors, setting: &Setting, short: bool) -> Option<What> {
    let at_home = |m: &&Meaning| match m {
        Meaning::Group(i) | Meaning::Local(i) => actors
            .groups()
            .get(*i)
            .is_some_and(|g| g.countries.iter().any(|c| Some(c.as_str()) == setting.home)),
        Meaning::Nation(i, _) => {
            actors.countries().get(*i).is_some_and(|c| Some(c.iso.as_str()) == setting.home)
        }
        Meaning::Word(_) => false,
    };
    let ordinary = |m: &Meaning| match m {
        Meaning::Local(_) => true,
        Meaning::Group(i) => actors.groups().get(*i).is_some_and(|g| g.only_at_home),
        _ => false,
    };
    let fits = |m: &&Meaning| at_home(m) || (!ordinary(m) && (!short || setting.spoken_of(m, actors)));
    let named = || meanings.iter().filter(|m| !matches!(m, Meaning::Word(_))).filter(fits);
    let word = || meanings.iter().find(|m| matches!(m, Meaning::Word(_)));
    let best = named().find(at_home).or_else(word).or_else(|| named().next())?;
    Some(match *best {
        Meaning::Group(i) | Meaning::Local(i) => What::Group(i),
        Meaning::Nation(i, form) => What::Nation(i, form),
        Meaning::Word(class) => What::Word(class),
    })
}

/// A phrase with what the word after it makes of it: "rebel-held", "Turkish-backed".
fn turned(pieces: &[Piece], actors: &Actors, item: Item) -> Item {
    let Some(next) = pieces.get(item.to) else { return item };
    if matches!(item.what, What::Word(Class::Determiner | Class::Number | Class::Neutral | Class::Participle))
    {
        return item;
    }
    let last = pieces.get(item.to.saturating_sub(1));
    let adjective = matches!(item.what, What::Nation(_, Form::Adjective) | What::Group(_))
        || last.is_some_and(|p| !ends_as_plural(&p.norm));
    let close = next.join == Join::Hyphen
        || (next.join == Join::Space && adjective && !matches!(item.what, What::Nation(_, Form::Name)));
    if close && actors.around.held.contains(&next.norm) {
        return Item { to: item.to + 1, what: What::Word(Class::Neutral), ..item };
    }
    let close =
        next.join == Join::Hyphen || (close && matches!(item.what, What::Nation(..) | What::Group(_)));
    if close && actors.around.leaning.contains(&next.norm) {
        let what = match item.what {
            What::Group(i) => What::Leaning(i),
            _ => What::Word(Class::Neutral),
        };
        return Item { to: item.to + 1, what, ..item };
    }
    item
}

/// Cuts the items into noun phrases and says whom each means.
pub(super) fn phrases(pieces: &[Piece], items: &[Item], actors: &Actors) -> Vec<Phrase> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < items.len() {
        let end = chunk_end(pieces, items, at);
        read_chunk(pieces, items, at..end, actors, &mut out);
        at = end;
    }
    out
}

pub(super) fn is_head(what: What) -> bool {
    !matches!(
        what,
        What::Word(Class::Determiner | Class::Number | Class::Neutral | Class::Participle | Class::Act)
    )
}

fn chunk_end(pieces: &[Piece], items: &[Item], at: usize) -> usize {
    let mut end = at;
    let mut headed = false;
    if items.get(at).is_some_and(|i| matches!(i.what, What::Word(Class::Participle | Class::Act))) {
        return at + 1;
    }
    while let Some(item) = items.get(end) {
        let opens = matches!(item.what, What::Word(Class::Determiner | Class::Number));
        if end > at && (!adjacent(pieces, items, end) || (headed && opens)) {
            break;
        }
        headed |= is_head(item.what);
        end += 1;
        if ends_phrase(pieces, item) || item.what == What::Word(Class::Act) {
            break;
        }
    }
    end.max(at + 1)
}

fn adjacent(pieces: &[Piece], items: &[Item], at: usize) -> bool {
    let (Some(before), Some(item)) = (at.checked_sub(1).and_then(|i| items.get(i)), items.get(at)) else {
        return false;
    };
    before.to == item.from
        && pieces.get(item.from).is_some_and(|p| matches!(p.join, Join::Space | Join::Hyphen))
}

/// A plural noun closes its phrase: in "rebels displaced families" two are spoken of.
fn ends_phrase(pieces: &[Piece], item: &Item) -> bool {
    use Class::*;
    let What::Word(class) = item.what else { return matches!(item.what, What::Nation(_, Form::People)) };
    if matches!(
        class,
        Determiner
            | Number
            | Neutral
            | Participle
            | Act
            | Loyal
            | Government
            | Opposition
            | Coalition
            | Kurdish
    ) {
        return false;
    }
    let Some(last) = pieces.get(item.to.saturating_sub(1)) else { return false };
    let norm = last.norm.as_str();
    let plural = ends_as_plural(norm) && !people().not_plural.has(norm);
    plural
        || people().plural_endings.ends(norm)
        || people().plurals.has(norm)
        || last.possessive && class == Civilian
}

/// Whom the items of one chunk mean; may be nobody, and several where groups stand side by side.
fn read_chunk(
    pieces: &[Piece],
    items: &[Item],
    range: std::ops::Range<usize>,
    actors: &Actors,
    out: &mut Vec<Phrase>,
) {
    let chunk = items.get(range).unwrap_or_default();
    let Some(last) = chunk.iter().rposition(|i| is_head(i.what)) else { return };
    let acts = chunk.get(last + 1).is_some_and(|i| i.what == What::Word(Class::Act));
    let (Some(first), Some(kept)) = (chunk.first(), chunk.get(..=last)) else { return };
    let Some(end) = kept.last().map(|i| i.to) else { return };
    let definite = pieces.get(first.from).is_some_and(|p| people().definite.has(&p.norm));
    let groups: Vec<&Item> = kept.iter().filter(|i| matches!(i.what, What::Group(_))).collect();
    if groups.is_empty() {
        let chained = out.last().is_some_and(|before| follows(pieces, before, first.from));
        let scene = Scene { pieces, chunk: kept, acts, chained, actors };
        if let Some(who) = scene.who().filter(|_| !scene.is_modifier()) {
            let from = scene.start();
            out.push(Phrase { from, to: end, who, definite });
        }
        return;
    }
    let mut from = first.from;
    for (i, group) in groups.iter().enumerate() {
        let What::Group(id) = group.what else { continue };
        let next = groups.get(i + 1);
        if next.is_some_and(|n| n.what == group.what) {
            continue;
        }
        let to = if next.is_some() { group.to } else { end };
        let from = std::mem::replace(&mut from, to);
        out.push(Phrase { from: with_article(pieces, from), to, who: Who::Group(id), definite });
    }
}

/// "Russia and Turkey", "Russia, Turkey": whether a phrase from piece `from` goes on a list of states.
fn follows(pieces: &[Piece], before: &Phrase, from: usize) -> bool {
    let state = matches!(before.who, Who::Body(Body::Regime | Body::Government, Some(_)));
    let and = before.to + 1 == from && pieces.get(before.to).is_some_and(|p| people().and.has(&p.norm));
    let comma =
        before.to == from && pieces.get(from).is_some_and(|p| matches!(p.join, Join::Comma | Join::Space));
    state && (and || comma)
}

/// Takes in an article before the first piece: "al-Nusra".
fn with_article(pieces: &[Piece], from: usize) -> usize {
    let article = from
        .checked_sub(1)
        .and_then(|i| pieces.get(i))
        .is_some_and(|p| is_particle(&p.norm) && (p.cap || p.norm == "al"));
    let joined = pieces.get(from).is_some_and(|p| matches!(p.join, Join::Hyphen | Join::Space));
    if article && joined { from - 1 } else { from }
}
