//! What the harm figures of two accounts say.

use super::bytes::{Bytes, Day};
use super::sign::{Tell, stem};
use super::{Account, in_order};
use dateline_terms::told::Harm;
use dateline_terms::{Cursor, HarmKind, Stance};

/// One figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Toll {
    what: HarmKind,
    low: u32,
    high: Option<u32>,
}

impl Toll {
    /// Lays out one figure; none of what a denial denies.
    pub fn new(harm: &Harm) -> Option<Toll> {
        let number = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        (harm.stance != Stance::Denied).then_some(Toll {
            what: harm.what,
            low: number(harm.low),
            high: harm.high.map(number),
        })
    }

    fn meets(&self, other: &Toll) -> bool {
        self.high.is_none_or(|high| other.low <= high) && other.high.is_none_or(|high| self.low <= high)
    }

    /// The greatest number that it names.
    fn top(&self) -> u32 {
        self.high.unwrap_or(self.low).max(self.low)
    }
}

impl Bytes for Toll {
    fn put(&self, out: &mut Vec<u8>) {
        self.what.put(out);
        self.low.put(out);
        self.high.put(out);
    }

    fn take(at: &mut Cursor<'_>) -> Option<Toll> {
        Some(Toll { what: Bytes::take(at)?, low: Bytes::take(at)?, high: Bytes::take(at)? })
    }
}

/// Whether a kind of harm is counted.
type Counts = fn(HarmKind) -> bool;

/// What is counted together, and its name.
const KINDS: [(&str, Counts); 3] = [
    ("killed", |what| what == HarmKind::Killed),
    ("injured", |what| what == HarmKind::Injured),
    ("taken or moved", |what| !matches!(what, HarmKind::Killed | HarmKind::Injured)),
];

/// How the figures of two accounts stand to each other, for each of [`KINDS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Seen {
    kinds: [Relation; 3],
    /// Whether one account has figures and the other has none.
    of_one_alone: bool,
}

/// How figures of one kind stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Relation {
    Neither,
    One,
    /// They give one number: which of [`SIZES`] it is of.
    Equal(u8),
    /// They may be the same.
    Meet,
    /// They differ: whether by less than twice, and whether the greater was published later.
    Unlike(bool, bool),
}

/// Numbers that are equal, by size.
const SIZES: [&str; 5] = ["1-2", "3-5", "6-12", "13-40", "more"];

/// How the figures stand to each other.
pub fn seen(a: &Account, b: &Account) -> Seen {
    let of_one_alone = a.harm.is_empty() != b.harm.is_empty();
    if a.harm.is_empty() && b.harm.is_empty() {
        return Seen { kinds: [Relation::Neither; 3], of_one_alone };
    }
    Seen { kinds: KINDS.map(|(_, counts)| one_kind(counts, a, b)), of_one_alone }
}

impl Seen {
    /// Tells it in signs.
    pub fn tell(self, tell: &mut Tell<'_>) {
        for ((name, _), relation) in KINDS.into_iter().zip(self.kinds) {
            if let Relation::Equal(size) = relation {
                let size = SIZES.get(usize::from(size)).copied().unwrap_or_default();
                tell(stem!("harm"), &[name, "equal", size]);
            }
            tell(stem!("harm"), &[name, relation.as_str()]);
        }
        if self.of_one_alone {
            tell(stem!("harm", "of one alone"), &[]);
        }
    }
}

impl Relation {
    fn as_str(self) -> &'static str {
        match self {
            Relation::Neither => "neither",
            Relation::One => "one",
            Relation::Equal(_) => "equal",
            Relation::Meet => "meet",
            Relation::Unlike(true, true) => "grew a little",
            Relation::Unlike(false, true) => "grew much",
            Relation::Unlike(true, false) => "a little apart",
            Relation::Unlike(false, false) => "far apart",
        }
    }
}

/// The figures of what is counted.
fn tolls(account: &Account, counts: Counts) -> impl Iterator<Item = &Toll> {
    account.harm.iter().filter(move |toll| counts(toll.what))
}

fn one_kind(counts: Counts, a: &Account, b: &Account) -> Relation {
    let any = |account| tolls(account, counts).next().is_some();
    match (any(a), any(b)) {
        (false, false) => return Relation::Neither,
        (true, true) => {}
        _ => return Relation::One,
    }
    let pairs = || tolls(a, counts).flat_map(|x| tolls(b, counts).map(move |y| (x, y)));
    let equal = pairs().filter(|(x, y)| x.what == y.what && x.low == y.low && x.high == y.high);
    if let Some(most) = equal.map(|(x, _)| x.low).max() {
        return Relation::Equal(size(most));
    }
    if pairs().any(|(x, y)| x.meets(y)) {
        return Relation::Meet;
    }
    let top = |account: &Account| tolls(account, counts).map(Toll::top).max().unwrap_or(0);
    unlike((top(a), a.published), (top(b), b.published))
}

/// How figures that do not meet differ: tolls grow as days go by.
fn unlike(a: (u32, Option<Day>), b: (u32, Option<Day>)) -> Relation {
    let ((less, earlier), (more, later)) = in_order(a, b);
    let near = more <= less.saturating_mul(2);
    let grew = earlier.zip(later).is_some_and(|(earlier, later)| earlier < later);
    Relation::Unlike(near, grew)
}

fn size(n: u32) -> u8 {
    match n {
        ..=2 => 0,
        3..=5 => 1,
        6..=12 => 2,
        13..=40 => 3,
        _ => 4,
    }
}
