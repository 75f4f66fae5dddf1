//! Every actor that a report mentions: named groups and forces, and generic words ("militants",
//! "the army", "residents") that the report's country and what was said before give a meaning.

mod merge;
mod person;
mod phrase;
mod scene;

use crate::actors::matcher::{Class, Form, Meaning};
use crate::actors::piece::{Piece, pieces};
use crate::actors::{Actors, Country, Group};
use crate::words::{People, Words};
use dateline_terms::{Actor, ActorKind, Basis, Reading, Report, Span};
use merge::{merged, with_persons};
use person::{Known, learn, persons};
use phrase::{Body, Item, Phrase, Setting, Who, items, phrases};

/// The lists of the word file. Actors are read in English text alone so far.
fn people() -> &'static People {
    &Words::of(None).people
}

/// Whether a word has the ending of a regular plural.
fn ends_as_plural(word: &str) -> bool {
    Words::of(None).singular(word).is_some()
}

/// Every actor mention outside furniture, in text order; mentions never overlap. `home` is the country
/// (ISO 3166-1 alpha-2) that the report is mainly about: it gives "the army" its country and every
/// actor its kind. Without it, the country named most often is taken.
pub fn find(report: &Report, reading: &Reading, actors: &Actors, home: Option<&str>) -> Vec<Actor> {
    let cut: Vec<Vec<Piece>> = reading.sentences.iter().map(|s| pieces(&report.text, s.span)).collect();
    let mut setting = spoken_of(&cut, actors);
    setting.home = home.or_else(|| commonest(&setting, actors));
    let items: Vec<Vec<Item>> = cut.iter().map(|pieces| items(pieces, actors, &setting)).collect();
    let mut known = Known::default();
    for (pieces, items) in cut.iter().zip(&items) {
        learn(&report.text, pieces, items, &actors.around, &mut known);
    }
    let mut finder =
        Finder { report, actors, home: setting.home, known, last: Last::default(), out: Vec::new() };
    for (sentence, (pieces, items)) in cut.iter().zip(&items).enumerate() {
        finder.sentence(sentence, pieces, items);
    }
    finder.out
}

/// The kind of `actor` seen from the country where an event happened: armies, police and governments
/// are state forces at home and external forces abroad; other kinds stay.
pub fn kind_at(actor: &Actor, country: Option<&str>) -> ActorKind {
    match (actor.kind, country, actor.country.as_deref()) {
        (ActorKind::StateForces | ActorKind::ExternalForces, Some(there), Some(own)) if there == own => {
            ActorKind::StateForces
        }
        (ActorKind::StateForces, Some(_), Some(_)) => ActorKind::ExternalForces,
        (kind, _, _) => kind,
    }
}

/// How often each country is named, and which groups are named in full.
fn spoken_of<'a>(cut: &[Vec<Piece>], actors: &Actors) -> Setting<'a> {
    let mut setting = Setting { nations: vec![0; actors.countries().len()], ..Setting::default() };
    for pieces in cut {
        let mut at = 0;
        while at < pieces.len() {
            let found = actors.matcher.longest(pieces, at);
            at = found.as_ref().map_or(at + 1, |f| f.end);
            for meaning in found.iter().flat_map(|f| &f.meanings) {
                match meaning {
                    Meaning::Nation(i, Form::Name | Form::Adjective | Form::People | Form::Seat) => {
                        setting.nations.get_mut(*i).into_iter().for_each(|n| *n += 1);
                    }
                    Meaning::Group(i) if found.as_ref().is_some_and(|f| !f.short) => {
                        setting.groups.insert(*i);
                    }
                    _ => {}
                }
            }
        }
    }
    setting
}

/// The country that names and adjectives speak of most often; the first of equals.
fn commonest<'a>(setting: &Setting, actors: &'a Actors) -> Option<&'a str> {
    let (i, n) = setting.nations.iter().enumerate().max_by_key(|(i, n)| (**n, std::cmp::Reverse(*i)))?;
    actors.countries().get(i).filter(|_| *n > 0).map(|c| c.iso.as_str())
}

/// What was spoken of last, for "the group" and "the coalition".
#[derive(Default)]
struct Last {
    group: Option<(usize, usize)>,
    coalition: Option<usize>,
    kurds: Option<usize>,
}

struct Finder<'a> {
    report: &'a Report,
    actors: &'a Actors,
    home: Option<&'a str>,
    known: Known,
    last: Last,
    out: Vec<Actor>,
}

impl Finder<'_> {
    fn sentence(&mut self, sentence: usize, pieces: &[Piece], items: &[Item]) {
        let found = phrases(pieces, items, self.actors);
        let named = persons(pieces, items, &self.actors.around, &self.known);
        for phrase in with_persons(merged(found, pieces, self.actors), named, pieces) {
            let Some((first, last)) = pieces.get(phrase.from).zip(pieces.get(phrase.to - 1)) else {
                continue;
            };
            let at = closed(Span::new(first.span.start, last.span.end), &self.report.text);
            if self.report.is_furniture(at) {
                continue;
            }
            if let Some(actor) = self.resolved(&phrase, at, sentence) {
                self.out.push(actor);
            }
        }
    }

    fn resolved(&mut self, phrase: &Phrase, at: Span, sentence: usize) -> Option<Actor> {
        match phrase.who {
            Who::Group(i) => {
                let group = self.actors.groups().get(i)?;
                self.remember(group, i, sentence);
                Some(self.named(group, at, Basis::Stated))
            }
            Who::Body(body, nation) => self.body(body, nation, phrase, at, sentence),
            Who::Person(i) => self.known.names.get(i).map(|name| Actor {
                at,
                name: name.clone(),
                kind: ActorKind::Civilians,
                id: None,
                country: None,
                basis: Basis::Stated,
            }),
            Who::Bare(class) => self.bare(class, phrase, at, sentence),
        }
    }

    fn remember(&mut self, group: &Group, i: usize, sentence: usize) {
        match group.kind {
            ActorKind::Rebel | ActorKind::PoliticalMilitia | ActorKind::IdentityMilitia => {
                self.last.group = Some((i, sentence))
            }
            ActorKind::ExternalForces => self.last.coalition = Some(i),
            _ => {}
        }
        if matches!(group.id.as_str(), "ypg" | "syrian-democratic-forces" | "peshmerga" | "pkk") {
            self.last.kurds = Some(i);
        }
    }

    /// The group named in this sentence or the one before.
    fn recent(&self, sentence: usize) -> Option<&Group> {
        let (i, named) = self.last.group?;
        if named + 1 < sentence {
            return None;
        }
        self.actors.groups().get(i)
    }

    fn bare(&mut self, class: Class, phrase: &Phrase, at: Span, sentence: usize) -> Option<Actor> {
        if let Some(group) = self.recent(sentence).filter(|_| phrase.definite) {
            return Some(self.named(group, at, Basis::Context));
        }
        let fighters = people().fighters.ends(&at.of(&self.report.text).trim_end().to_lowercase());
        (class == Class::Unit && fighters).then(|| self.made("Rebels", ActorKind::Rebel, None, at))
    }

    fn named(&self, group: &Group, at: Span, basis: Basis) -> Actor {
        let ours = group.countries.iter().any(|c| Some(c.as_str()) == self.home);
        let kind = match group.kind {
            ActorKind::StateForces | ActorKind::ExternalForces if self.home.is_some() => {
                state_or_external(ours)
            }
            kind => kind,
        };
        Actor {
            at,
            name: group.name.clone(),
            kind,
            id: Some(group.id.clone()),
            country: group.countries.first().cloned(),
            basis,
        }
    }

    fn body(
        &mut self,
        body: Body,
        nation: Option<usize>,
        phrase: &Phrase,
        at: Span,
        sentence: usize,
    ) -> Option<Actor> {
        use ActorKind::*;
        let actor = match body {
            Body::Military if nation.is_none() && self.soldiers(at) => {
                let before = self.army_before(at);
                self.state("military", "Military Forces of", before, at)
            }
            Body::Military => self.state("military", "Military Forces of", nation, at),
            Body::Police => self.state("police", "Police Forces of", nation, at),
            Body::Government => self.state("government", "Government of", nation, at),
            Body::Regime => self.regime(nation, at),
            Body::Armed | Body::Rebels | Body::Militia
                if phrase.definite && nation.is_none() && self.recent(sentence).is_some() =>
            {
                self.recent(sentence).map(|g| self.named(g, at, Basis::Context))?
            }
            Body::Kurds => self.kurds(nation, at),
            Body::Coalition => self.coalition(at)?,
            Body::Loyal if self.after_rebels(phrase, at) => self.made("Rebels", Rebel, None, at),
            Body::Militia if self.home == Some("SY") => {
                self.made("Pro-government Militias", PoliticalMilitia, None, at)
            }
            Body::Rebels if self.home.is_some() => self.made("Rebels", Rebel, None, at),
            Body::Civilians => self.made("Civilians", Civilians, nation, at),
            Body::Journalists => self.made("Journalists", Civilians, nation, at),
            Body::AidWorkers => self.made("Aid Workers", Civilians, None, at),
            Body::Protesters => self.made("Protesters", Protesters, None, at),
            _ => {
                let (name, kind) = plain(body);
                self.made(name, kind, None, at)
            }
        };
        Some(actor)
    }

    /// Words for soldiers that belong to whichever army the sentence spoke of: "US forces … injuring
    /// dozens of troops". "The army" stays that of the home country.
    fn soldiers(&self, at: Span) -> bool {
        let words = at.of(&self.report.text).to_lowercase();
        people().soldiers.ends(&words) && !people().army.any_in(&words)
    }

    fn army_before(&self, at: Span) -> Option<usize> {
        let between = |a: &&Actor| {
            self.report.text.get(a.at.end..at.start).is_some_and(|t| t.len() < 160 && !t.contains(". "))
        };
        let armies = self.out.iter().rev().take(4).filter(between);
        let army =
            armies.into_iter().find(|a| a.id.as_deref().is_some_and(|id| id.ends_with("-military")))?;
        self.actors.countries().iter().position(|c| Some(c.iso.as_str()) == army.country.as_deref())
    }

    /// "Its allies" right after rebels: allies of theirs, not of the government.
    fn after_rebels(&self, phrase: &Phrase, at: Span) -> bool {
        let short =
            phrase.to - phrase.from <= 2 && people().allies.ends(&at.of(&self.report.text).to_lowercase());
        let before = self.out.last().filter(|a| a.at.end + 60 > at.start);
        short && before.is_some_and(|a| a.kind == ActorKind::Rebel)
    }

    fn country(&self, nation: Option<usize>) -> Option<&Country> {
        match nation {
            Some(i) => self.actors.countries().get(i),
            None => self.home.and_then(|h| self.actors.country(h)),
        }
    }

    /// Armed forces, police or government of a country.
    fn state(&self, part: &str, title: &str, nation: Option<usize>, at: Span) -> Actor {
        let basis = if nation.is_some() { Basis::Stated } else { Basis::Context };
        let Some(country) = self.country(nation) else {
            let name = title.trim_end_matches(" of").to_owned();
            return Actor { at, name, kind: ActorKind::StateForces, id: None, country: None, basis };
        };
        Actor {
            at,
            name: format!("{title} {}", country.of()),
            kind: state_or_external(self.home.is_none_or(|h| h == country.iso)),
            id: Some(format!("{}-{part}", country.iso.to_lowercase())),
            country: Some(country.iso.clone()),
            basis,
        }
    }

    /// A government in a war is spoken of for its forces ("the regime shelled"); elsewhere for itself.
    fn regime(&self, nation: Option<usize>, at: Span) -> Actor {
        let iso = self.country(nation).map(|c| c.iso.as_str());
        let at_war = matches!(iso, Some("SY"));
        if at_war {
            self.state("military", "Military Forces of", nation, at)
        } else {
            self.state("government", "Government of", nation, at)
        }
    }

    fn kurds(&self, nation: Option<usize>, at: Span) -> Actor {
        let home = self.country(nation).map(|c| c.iso.clone());
        let group = match home.as_deref() {
            Some("IQ") => self.actors.group("peshmerga"),
            Some("TR") => self.actors.group("pkk"),
            _ => self
                .last
                .kurds
                .and_then(|i| self.actors.groups().get(i))
                .or_else(|| self.actors.group("kurdish-forces-syria")),
        };
        match group {
            Some(group) => self.named(group, at, Basis::Context),
            None => self.made("Kurdish Forces", ActorKind::Rebel, nation, at),
        }
    }

    /// The coalition last named, else the one that fights in the home country.
    fn coalition(&self, at: Span) -> Option<Actor> {
        let by_home = match self.home {
            Some("SY" | "IQ") => Some("coalition-against-is"),
            Some("YE" | "SA") => Some("saudi-led-coalition"),
            Some("AF") => Some("isaf"),
            _ => None,
        };
        let named = self.last.coalition.and_then(|i| self.actors.groups().get(i));
        let group = named.or_else(|| by_home.and_then(|id| self.actors.group(id)))?;
        Some(self.named(group, at, Basis::Context))
    }

    /// "Rebels (Syria)": a generic name with its country.
    fn made(&self, name: &str, kind: ActorKind, nation: Option<usize>, at: Span) -> Actor {
        let country = self.country(nation);
        let name = country.map_or_else(|| name.to_owned(), |c| format!("{name} ({})", c.name));
        Actor { at, name, kind, id: None, country: country.map(|c| c.iso.clone()), basis: Basis::Context }
    }
}

/// A span that opens a bracket and stops short of closing it takes the closing one in.
fn closed(at: Span, text: &str) -> Span {
    let open = at.of(text).matches(['(', '[']).count() > at.of(text).matches([')', ']']).count();
    let close = text.get(at.end..).is_some_and(|rest| rest.starts_with([')', ']']));
    if open && close { Span::new(at.start, at.end + 1) } else { at }
}

fn state_or_external(at_home: bool) -> ActorKind {
    if at_home { ActorKind::StateForces } else { ActorKind::ExternalForces }
}

/// Generic name and kind of a body that has no forces of a state to it.
fn plain(body: Body) -> (&'static str, ActorKind) {
    use ActorKind::*;
    match body {
        Body::PrivateSecurity => ("Private Security Forces", Other),
        Body::Loyal => ("Pro-government Militias", PoliticalMilitia),
        Body::Rebels => ("Rebels", Rebel),
        Body::Assailant => ("Unidentified Assailant", Unidentified),
        Body::Militia => ("Militias", PoliticalMilitia),
        Body::Communal => ("Communal Militias", IdentityMilitia),
        Body::Criminals => ("Criminals", Other),
        Body::Rioters => ("Rioters", Rioters),
        _ => ("Unidentified Armed Group", Unidentified),
    }
}

#[cfg(test)]
mod tests;
