use super::contradict::contradict;
use super::sign::{Tell, stem};
use super::wording::Sieves;
use super::{Account, Kind, Pairing, Shared, Telling, days, harm, kinds, shared, sides, site, wording};
use crate::codebook::Family;
use dateline_terms::Standing;
use rustc_hash::FxHashMap;
use std::hash::Hash;

/// Compares many pairs. What was seen of one pair is often seen of another, so it remembers what that weighs: what it
/// says is what [`Pairing::likelihood`] says, sooner.
#[derive(Debug)]
pub struct Comparison<'p> {
    pairing: &'p Pairing,
    bias: i32,
    most_of_words: i32,
    kinds: FxHashMap<Kinds, (i32, Kind)>,
    scenes: Memory<(days::Seen, site::Seen)>,
    sides: Memory<sides::Seen>,
    means: Memory<(Shared, harm::Seen)>,
}

/// What was seen, and how the types stood to each other, with what that weighs.
type Memory<Seen> = FxHashMap<(Seen, Kind), i32>;

/// All that the signs of types hang on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Kinds {
    types: (u64, u64),
    families: (Option<Family>, Option<Family>),
    same_status: bool,
    standings: (Standing, Standing),
}

impl<'p> Comparison<'p> {
    /// Nothing compared yet.
    pub fn new(pairing: &'p Pairing) -> Comparison<'p> {
        Comparison {
            pairing,
            bias: pairing.model.weight(stem!("bias").key(&[])),
            most_of_words: pairing.ladders.most(),
            kinds: FxHashMap::default(),
            scenes: Memory::default(),
            sides: Memory::default(),
            means: Memory::default(),
        }
    }

    /// Compares one account with others.
    pub fn of<'c>(&'c mut self, account: &'c Account) -> One<'c, 'p> {
        One { sieves: Sieves::new(account), account, by: self }
    }

    /// As [`Pairing::likely`].
    pub fn likely(&mut self, a: &Account, b: &Account, least: f32) -> Option<f32> {
        self.of(a).likely(b, least)
    }

    /// The weight of all signs that are not of words.
    fn scene(&mut self, a: &Account, b: &Account) -> i32 {
        let (types, kind) = self.kinds(a, b);
        let pairing = self.pairing;
        let scene = remembered(&mut self.scenes, pairing, (days::seen(a, b), site::seen(a, b)), kind);
        let sides = remembered(&mut self.sides, pairing, sides::seen(a, b), kind);
        let means = (shared(&a.weapons, &b.weapons), harm::seen(a, b));
        self.bias + types + scene + sides + remembered(&mut self.means, pairing, means, kind)
    }

    fn kinds(&mut self, a: &Account, b: &Account) -> (i32, Kind) {
        let seen = Kinds {
            types: (a.type_key, b.type_key),
            families: (a.family, b.family),
            same_status: a.status == b.status,
            standings: (a.standing, b.standing),
        };
        if let Some(known) = self.kinds.get(&seen) {
            return *known;
        }
        let mut kind = Kind::Same;
        let sum = weighed(self.pairing, |tell| kind = kinds(a, b, tell));
        self.kinds.insert(seen, (sum, kind));
        (sum, kind)
    }
}

/// One account, compared with others.
#[derive(Debug)]
pub struct One<'c, 'p> {
    account: &'c Account,
    sieves: Sieves,
    by: &'c mut Comparison<'p>,
}

impl One<'_, '_> {
    /// How likely another account tells of the same incident, where that is at least `least` and nothing contradicts it.
    /// Words, which take longest to compare, are not looked at where they could not help.
    pub fn likely(&mut self, other: &Account, least: f32) -> Option<f32> {
        if contradict(self.account, other) {
            return None;
        }
        let sum = self.by.scene(self.account, other);
        let pairing = self.by.pairing;
        if pairing.model.probability(sum + self.by.most_of_words) < least {
            return None;
        }
        let words = pairing.ladders.weight(wording::seen(self.account, other, &self.sieves));
        Some(pairing.model.probability(sum + words)).filter(|likelihood| *likelihood >= least)
    }
}

/// The weight of what was seen.
fn remembered<Seen: Telling + Hash + Eq + Copy>(
    memory: &mut Memory<Seen>,
    pairing: &Pairing,
    seen: Seen,
    kind: Kind,
) -> i32 {
    if let Some(weight) = memory.get(&(seen, kind)) {
        return *weight;
    }
    let weight = weighed(pairing, |tell| seen.tell(kind, tell));
    memory.insert((seen, kind), weight);
    weight
}

/// Weights of the signs that `telling` tells, added up.
fn weighed(pairing: &Pairing, telling: impl FnOnce(&mut Tell<'_>)) -> i32 {
    let mut sum = 0;
    telling(&mut |stem, seen| sum += pairing.model.weight(stem.key(seen)));
    sum
}
