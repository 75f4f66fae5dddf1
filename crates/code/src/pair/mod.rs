//! The same incident across reports: how likely two coded events of different reports are one real event.
//!
//! What one report says of an event is laid out once ([`Account`]) and compared many times. [`signs`] names
//! what two accounts have in common and where they differ; weights learnt from coded reports add that up
//! ([`Pairing`]). Nothing depends on which of the two comes first. What [`contradicts`] finds no likelihood
//! overrules.

mod account;
mod bytes;
mod comparison;
mod contradict;
mod days;
mod harm;
mod pairing;
mod sides;
mod sign;
mod site;
mod wording;

pub use account::{Account, Heading};
pub(crate) use bytes::{Day, Iso};
pub use comparison::{Comparison, One};
pub use contradict::{APART_KM, Contradiction, contradicts};
pub use pairing::Pairing;
pub(crate) use site::Site;
pub use wording::WordWeights;

pub use sign::{Stem, Tell};

use crate::weigh::Features;
use sign::stem;

/// The groups of signs, as ablations name them. A sign of several is of the group `a+b`.
pub const GROUPS: [&str; 9] =
    ["type", "days", "published", "place", "sides", "weapons", "harm", "words", "title"];

/// Names everything that tells whether two accounts are of one incident, each sign once and in a fixed order.
pub fn signs(a: &Account, b: &Account, tell: &mut Tell<'_>) {
    tell(stem!("bias"), &[]);
    let kind = kinds(a, b, tell);
    (days::seen(a, b), site::seen(a, b)).tell(kind, tell);
    sides::seen(a, b).tell(kind.as_str(), tell);
    (shared(&a.weapons, &b.weapons), harm::seen(a, b)).tell(kind, tell);
    wording::seen(a, b, &wording::Sieves::new(a)).tell(tell);
}

/// Something seen of two accounts that a few signs tell; `kind` says how their types stand to each other.
trait Telling {
    fn tell(self, kind: Kind, tell: &mut Tell<'_>);
}

/// When and where.
impl Telling for (days::Seen, site::Seen) {
    fn tell(self, kind: Kind, tell: &mut Tell<'_>) {
        let (days, place) = self;
        days.tell(tell);
        place.tell(tell);
        tell(stem!("days+place"), &[days.word(), place.word()]);
        tell(stem!("type+days+place"), &[kind.as_str(), days.word(), place.word()]);
    }
}

impl Telling for sides::Seen {
    fn tell(self, kind: Kind, tell: &mut Tell<'_>) {
        sides::Seen::tell(self, kind.as_str(), tell);
    }
}

/// With what, and what it did.
impl Telling for (Shared, harm::Seen) {
    fn tell(self, _: Kind, tell: &mut Tell<'_>) {
        let (weapons, harm) = self;
        tell(stem!("weapons"), &[weapons.as_str()]);
        harm.tell(tell);
    }
}

/// The same as features of a linear model; `keep` chooses signs by their group.
pub fn features(a: &Account, b: &Account, keep: impl Fn(&str) -> bool) -> Features {
    let mut f = Features::new();
    signs(a, b, &mut |stem, seen| {
        if keep(stem.group()) {
            f.push(stem.key(seen));
        }
    });
    f
}

/// How two types stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Same,
    Family,
    Apart,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Kind::Same => "same",
            Kind::Family => "family",
            Kind::Apart => "apart",
        }
    }
}

/// Tells what was done, and how the types stand to each other.
fn kinds(a: &Account, b: &Account, tell: &mut Tell<'_>) -> Kind {
    let kind = if a.event_type == b.event_type {
        Kind::Same
    } else if a.family == b.family && a.family.is_some() {
        Kind::Family
    } else {
        Kind::Apart
    };
    let (first, second) = in_order(a.event_type.as_str(), b.event_type.as_str());
    tell(stem!("type"), &[kind.as_str()]);
    tell(stem!("type", "of"), &[first, second]);
    let family = |account: &Account| account.family.map_or("", |f| f.as_str());
    let (first, second) = in_order(family(a), family(b));
    tell(stem!("type", "families"), &[first, second]);
    tell(stem!("type", "status"), &[if a.status == b.status { "same" } else { "apart" }]);
    let (first, second) = in_order(a.standing.as_str(), b.standing.as_str());
    tell(stem!("type", "standing"), &[first, second]);
    kind
}

/// How two lists stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Shared {
    Neither,
    One,
    Equal,
    Some,
    Apart,
}

impl Shared {
    fn as_str(self) -> &'static str {
        match self {
            Shared::Neither => "neither",
            Shared::One => "one",
            Shared::Equal => "equal",
            Shared::Some => "share",
            Shared::Apart => "apart",
        }
    }
}

/// How two sorted lists stand to each other, whichever is first.
fn shared<T: Ord>(a: &[T], b: &[T]) -> Shared {
    match (a.is_empty(), b.is_empty()) {
        (true, true) => Shared::Neither,
        (true, false) | (false, true) => Shared::One,
        _ if a == b => Shared::Equal,
        _ if a.iter().any(|x| b.binary_search(x).is_ok()) => Shared::Some,
        _ => Shared::Apart,
    }
}

/// Two things, the lesser first: what makes a sign the same from both ends.
fn in_order<T: PartialOrd>(a: T, b: T) -> (T, T) {
    if b < a { (b, a) } else { (a, b) }
}

#[cfg(test)]
pub(crate) mod tests;
