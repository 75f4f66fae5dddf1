//! The same incident across reports: how likely two coded events of different reports are one real event.
//!
//! What one report says of an event is laid out once ([`Account`]) and compared many times. [`signs`] names
//! what two accounts have in common and where they differ; weights learnt from coded reports add that up
//! ([`Pairing`]). Nothing depends on which of the two comes first. What [`contradicts`] finds no likelihood
//! overrules.

mod account;
mod bytes;
mod contradict;
mod days;
mod harm;
mod pairing;
mod sides;
mod sign;
mod site;
mod wording;

pub use account::{Account, Heading};
pub(crate) use bytes::Day;
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
    scene(a, b, tell);
    wording::signs(a, b, tell);
}

/// The signs that are not of words: what was done, when, where, by whom, with what, and to how many.
fn scene(a: &Account, b: &Account, tell: &mut Tell<'_>) {
    tell(stem!("bias"), &[]);
    let kind = kinds(a, b, tell);
    let when = days::signs(a, b, tell);
    let place = site::signs(a, b, tell);
    sides::signs(a, b, kind, tell);
    weapons(a, b, tell);
    harm::signs(a, b, tell);
    tell(stem!("days+place"), &[when, place]);
    tell(stem!("type+days+place"), &[kind, when, place]);
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

/// How the types stand to each other, as one word.
fn kinds(a: &Account, b: &Account, tell: &mut Tell<'_>) -> &'static str {
    let relation = if a.event_type == b.event_type {
        "same"
    } else if a.family == b.family && a.family.is_some() {
        "family"
    } else {
        "apart"
    };
    let (first, second) = in_order(a.event_type.as_str(), b.event_type.as_str());
    tell(stem!("type"), &[relation]);
    tell(stem!("type", "of"), &[first, second]);
    let family = |account: &Account| account.family.map_or("", |f| f.as_str());
    let (first, second) = in_order(family(a), family(b));
    tell(stem!("type", "families"), &[first, second]);
    tell(stem!("type", "status"), &[if a.status == b.status { "same" } else { "apart" }]);
    let (first, second) = in_order(a.standing.as_str(), b.standing.as_str());
    tell(stem!("type", "standing"), &[first, second]);
    relation
}

fn weapons(a: &Account, b: &Account, tell: &mut Tell<'_>) {
    tell(stem!("weapons"), &[shared(&a.weapons, &b.weapons)]);
}

/// How two sorted lists stand to each other, whichever is first.
fn shared<T: Ord>(a: &[T], b: &[T]) -> &'static str {
    match (a.is_empty(), b.is_empty()) {
        (true, true) => "neither",
        (true, false) | (false, true) => "one",
        _ if a == b => "equal",
        _ if a.iter().any(|x| b.binary_search(x).is_ok()) => "share",
        _ => "apart",
    }
}

/// Two things, the lesser first: what makes a sign the same from both ends.
fn in_order<T: PartialOrd>(a: T, b: T) -> (T, T) {
    if b < a { (b, a) } else { (a, b) }
}

#[cfg(test)]
pub(crate) mod tests;
