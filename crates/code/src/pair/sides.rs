//! What the sides of two accounts say.

use super::bytes::{Bytes, Iso};
use super::sign::{Tell, stem};
use super::{Account, in_order};
use crate::actors::Actors;
use crate::codebook::Family;
use crate::gazetteer::fold::fold;
use crate::weigh::key32;
use dateline_terms::told::Actor;
use dateline_terms::{ActorKind, Cursor};

/// One actor of a side, laid out for comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// By its id, else by its name.
    key: u32,
    kind: ActorKind,
    /// Whether it is a body of its own and not "rebels" or "gunmen".
    named: bool,
    pub(crate) country: Option<Iso>,
    /// What it is a part of.
    above: Vec<u32>,
    /// With whom it is allied.
    beside: Vec<u32>,
}

/// Steps up that are followed from a part to the whole.
const LEVELS: usize = 3;

impl Party {
    /// Lays out one actor of an event in `country`.
    pub fn new(actor: &Actor, country: Option<&str>, actors: &Actors) -> Party {
        let id = actor.actor.as_deref();
        let group = id.and_then(|id| actors.group(id));
        let mut above: Vec<&str> = group.iter().flat_map(|g| &g.part_of).map(String::as_str).collect();
        for _ in 1..LEVELS {
            let further = above.iter().filter_map(|id| actors.group(id)).flat_map(|g| &g.part_of);
            let further: Vec<&str> = further.map(String::as_str).filter(|id| !above.contains(id)).collect();
            above.extend(further);
        }
        Party {
            key: key32(&[&id.map_or_else(|| fold(&actor.name), str::to_string)]),
            kind: actor.kind,
            named: id.is_some(),
            country: home(actor, country, actors).and_then(|iso| Iso::new(&iso)),
            above: above.into_iter().map(|id| key32(&[id])).collect(),
            beside: group.iter().flat_map(|g| &g.allied_with).map(|id| key32(&[id.as_str()])).collect(),
        }
    }

    fn of_a_state(&self) -> bool {
        matches!(self.kind, ActorKind::StateForces | ActorKind::ExternalForces)
    }

    fn armed(&self) -> bool {
        !matches!(self.kind, ActorKind::Civilians | ActorKind::Protesters)
    }
}

impl Bytes for Party {
    fn put(&self, out: &mut Vec<u8>) {
        self.key.put(out);
        self.kind.put(out);
        self.named.put(out);
        self.country.put(out);
        self.above.put(out);
        self.beside.put(out);
    }

    fn take(at: &mut Cursor<'_>) -> Option<Party> {
        Some(Party {
            key: Bytes::take(at)?,
            kind: Bytes::take(at)?,
            named: Bytes::take(at)?,
            country: Bytes::take(at)?,
            above: Bytes::take(at)?,
            beside: Bytes::take(at)?,
        })
    }
}

/// The country that an actor belongs to: that of its group, or of the state whose forces, police or government
/// its id names, or that of the event, where it is of the forces of that state.
fn home(actor: &Actor, country: Option<&str>, actors: &Actors) -> Option<String> {
    let Some(id) = actor.actor.as_deref() else {
        let own = country.filter(|_| actor.kind == ActorKind::StateForces).map(str::to_string);
        return own.or_else(|| {
            let (_, of) = actor.name.strip_suffix(')')?.rsplit_once(" (")?;
            actors.countries().iter().find(|country| country.name == of).map(|country| country.iso.clone())
        });
    };
    let of_state = || id.split_once('-').map(|(iso, _)| iso.to_uppercase());
    let group = actors.group(id).and_then(|g| g.countries.first().cloned());
    group.or_else(|| of_state().filter(|iso| actors.country(iso).is_some()))
}

/// How two actors or sides stand to each other, from the worst to the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Fit {
    /// Two bodies that are not one.
    Apart,
    /// Allied: reports name now the one, now the other.
    Allied,
    /// A general word on one side that the other's actor may be meant by.
    General,
    /// One is a part of the other, or both are bodies of one state.
    Kin,
    /// The same.
    Same,
}

impl Fit {
    fn as_str(self) -> &'static str {
        match self {
            Fit::Apart => "apart",
            Fit::Allied => "allied",
            Fit::General => "general",
            Fit::Kin => "kin",
            Fit::Same => "same",
        }
    }
}

fn fit(a: &Party, b: &Party) -> Fit {
    let within = |x: &Party, y: &Party| x.above.contains(&y.key);
    let state = a.of_a_state() && b.of_a_state() && a.country.is_some() && a.country == b.country;
    if a.key == b.key {
        Fit::Same
    } else if state || within(a, b) || within(b, a) {
        Fit::Kin
    } else if (!a.named || !b.named) && may_mean(a, b) {
        Fit::General
    } else if a.beside.contains(&b.key) || b.beside.contains(&a.key) {
        Fit::Allied
    } else {
        Fit::Apart
    }
}

/// Whether a general word and another actor may mean the same: of one kind, or gunmen and anyone armed.
fn may_mean(a: &Party, b: &Party) -> bool {
    let anyone = |x: &Party, y: &Party| x.kind == ActorKind::Unidentified && y.armed();
    a.kind == b.kind || anyone(a, b) || anyone(b, a) || (!a.armed() && !b.armed())
}

/// How the sides of two accounts stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Seen {
    /// Whether each side is held against the other account's other side.
    turned: bool,
    sides: [Compared; 2],
}

/// How both sides stand to each other.
pub fn seen(a: &Account, b: &Account) -> Seen {
    let straight = [(&a.side_a, &b.side_a), (&a.side_b, &b.side_b)].map(|(x, y)| compared(x, y));
    // Of a clash one report may tell from the one side and one from the other.
    if a.family == Some(Family::Fight) && b.family == Some(Family::Fight) {
        let crossed = [(&a.side_a, &b.side_b), (&a.side_b, &b.side_a)].map(|(x, y)| compared(x, y));
        if worth(&crossed) > worth(&straight) {
            // Turned, neither side comes first: which is which depends on the account that one begins with.
            let [first, second] = crossed;
            let (first, second) = in_order(first, second);
            return Seen { turned: true, sides: [first, second] };
        }
    }
    Seen { turned: false, sides: straight }
}

impl Seen {
    /// Tells it in signs; `kind` says how the types stand to each other.
    pub fn tell(self, kind: &str, tell: &mut Tell<'_>) {
        let names = if self.turned { ["turned", "turned"] } else { ["a", "b"] };
        for (name, side) in names.into_iter().zip(self.sides) {
            tell(stem!("sides"), &[name, side.most()]);
            tell(stem!("sides"), &[name, side.most(), side.least()]);
        }
        let [first, second] = self.sides;
        tell(stem!("sides", "both"), &[first.most(), second.most()]);
        tell(stem!("type+sides"), &[kind, first.most(), second.most()]);
    }
}

/// How two lists of actors stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Compared {
    /// None on either.
    Neither,
    /// None on one.
    One,
    /// The best fit of any two actors, and the worst of those that each actor finds.
    Both(Fit, Fit),
}

impl Compared {
    fn most(self) -> &'static str {
        match self {
            Compared::Neither => "neither",
            Compared::One => "one",
            Compared::Both(most, _) => most.as_str(),
        }
    }

    fn least(self) -> &'static str {
        match self {
            Compared::Both(_, least) => least.as_str(),
            _ => "",
        }
    }
}

fn compared(a: &[Party], b: &[Party]) -> Compared {
    if let ([x], [y]) = (a, b) {
        let fit = fit(x, y);
        return Compared::Both(fit, fit);
    }
    let best = |x: &Party, of: &[Party]| of.iter().map(|y| fit(x, y)).max();
    let each = a.iter().filter_map(|x| best(x, b)).chain(b.iter().filter_map(|y| best(y, a)));
    let none = if a.is_empty() && b.is_empty() { Compared::Neither } else { Compared::One };
    each.fold(none, |found, fit| match found {
        Compared::Both(most, least) => Compared::Both(fit.max(most), fit.min(least)),
        _ => Compared::Both(fit, fit),
    })
}

fn worth(sides: &[Compared; 2]) -> usize {
    let of = |side: &Compared| if let Compared::Both(most, _) = side { *most as usize } else { 0 };
    sides.iter().map(of).sum()
}
