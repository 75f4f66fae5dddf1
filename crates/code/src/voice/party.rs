use super::outlet;
use crate::actors::Actors;
use crate::outlets::{Outlet, Outlets, Voice};
use crate::resolve::actor::find;
use dateline_terms::{ActorKind, Reading, Report, Sentence, Span, told};
use std::collections::BTreeSet;

/// On which side of an incident a voice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// With those who did it.
    A,
    /// With those to whom it was done, or the other side of a fight.
    B,
    /// With one of them, and which cannot be told.
    Either,
}

/// The sides of one incident: whose states and which groups stand on them.
#[derive(Clone, Debug, Default)]
pub struct Sides {
    a: Camp,
    b: Camp,
    /// Country where it happened, ISO 3166-1 alpha-2: it says whose "the army" is.
    home: Option<String>,
}

/// Those on one side.
#[derive(Clone, Debug, Default)]
struct Camp {
    /// Ids of groups, of what they are parts of and of their allies.
    groups: BTreeSet<String>,
    /// Countries whose forces, police or government are on it.
    states: BTreeSet<String>,
    /// Countries that its groups belong to.
    lands: BTreeSet<String>,
}

/// Steps from a part to the whole that are followed.
const LEVELS: usize = 3;

impl Camp {
    fn add(&mut self, id: &str, actors: &Actors) {
        if let Some(country) = state(id, actors) {
            self.states.insert(country);
            return;
        }
        let mut found = vec![id.to_string()];
        for _ in 0..LEVELS {
            let above = found.iter().filter_map(|id| actors.group(id)).flat_map(|g| g.part_of.clone());
            let above: Vec<String> = above.filter(|id| !found.contains(id)).collect();
            found.extend(above);
        }
        let allies = actors.group(id).map(|g| g.allied_with.clone()).unwrap_or_default();
        if let Some(group) = actors.group(id) {
            self.lands.extend(group.countries.iter().cloned());
        }
        for id in found.into_iter().chain(allies) {
            self.states.extend(state(&id, actors));
            self.groups.insert(id);
        }
    }

    fn has(&self, id: &str, actors: &Actors) -> bool {
        let own = state(id, actors).is_some_and(|country| self.states.contains(&country));
        let listed = |id: &String| self.groups.contains(id);
        let kin = || actors.group(id).is_some_and(|g| g.part_of.iter().chain(&g.allied_with).any(listed));
        own || self.groups.contains(id) || kin()
    }
}

/// The country whose state an actor is: "sy-military" is SY's, and so is a group that is one of its forces.
fn state(id: &str, actors: &Actors) -> Option<String> {
    let of_group =
        || actors.group(id).filter(|g| g.kind == ActorKind::StateForces)?.countries.first().cloned();
    let country = id.split_once('-').map(|(iso, _)| iso.to_uppercase());
    let body = country.filter(|iso| actors.group(id).is_none() && actors.country(iso).is_some());
    body.or_else(of_group)
}

impl Sides {
    /// The sides that claims name. `home`: the country where it happened.
    pub fn new<'e>(
        events: impl Iterator<Item = &'e told::Event>,
        home: Option<&str>,
        actors: &Actors,
    ) -> Sides {
        let mut sides = Sides { home: home.map(str::to_string), ..Sides::default() };
        for event in events {
            for (camp, list) in [(&mut sides.a, &event.side_a), (&mut sides.b, &event.side_b)] {
                list.iter().filter_map(|actor| actor.actor.as_deref()).for_each(|id| camp.add(id, actors));
            }
        }
        sides
    }

    /// On which side an outlet stands: the media of a state that is on one, or of a party of the country that a group
    /// or state on one belongs to. `None` for independent outlets and for those of third states.
    pub fn of_outlet(&self, outlet: &Outlet) -> Option<Side> {
        let stands = |camp: &Camp| match outlet.voice {
            Voice::State => camp.states.contains(&outlet.country),
            Voice::Party => camp.states.contains(&outlet.country) || camp.lands.contains(&outlet.country),
            Voice::Independent => false,
        };
        either(stands(&self.a), stands(&self.b))
    }

    /// On which side whoever gave a figure or an account stands: `said_by` is a speaker's words, such as "the Turkish
    /// defence ministry", "SANA" or "a rebel commander". `None` for bystanders, monitors and those whom nobody knows.
    pub fn of_speaker(&self, said_by: &str, outlets: &Outlets, actors: &Actors) -> Option<Side> {
        if let Some(outlet) = outlet(said_by, outlets) {
            return self.of_outlet(outlet);
        }
        let ids: Vec<String> = self.named(said_by, actors);
        let on = |camp: &Camp| ids.iter().any(|id| camp.has(id, actors));
        either(on(&self.a), on(&self.b))
    }

    /// Ids of the actors that a speaker's words name.
    fn named(&self, said_by: &str, actors: &Actors) -> Vec<String> {
        let span = Span::new(0, said_by.len());
        let report = Report { text: said_by.to_owned(), ..Report::default() };
        let sentence = Sentence { span, tokens: 0..0, paragraph: 0, headline: false };
        let reading = Reading { sentences: vec![sentence], ..Reading::default() };
        find(&report, &reading, actors, self.home.as_deref())
            .into_iter()
            .filter_map(|actor| actor.id)
            .collect()
    }
}

fn either(a: bool, b: bool) -> Option<Side> {
    match (a, b) {
        (true, true) => Some(Side::Either),
        (true, false) => Some(Side::A),
        (false, true) => Some(Side::B),
        (false, false) => None,
    }
}
