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

/// Tells for the dead, the hurt and the others how the figures stand to each other.
pub fn signs(a: &Account, b: &Account, tell: &mut Tell<'_>) {
    for (name, counts) in KINDS {
        one_kind(name, counts, a, b, tell);
    }
    if a.harm.is_empty() != b.harm.is_empty() {
        tell(stem!("harm", "of one alone"), &[]);
    }
}

/// The figures of what is counted.
fn tolls(account: &Account, counts: Counts) -> impl Iterator<Item = &Toll> {
    account.harm.iter().filter(move |toll| counts(toll.what))
}

fn one_kind(name: &str, counts: Counts, a: &Account, b: &Account, tell: &mut Tell<'_>) {
    let any = |account| tolls(account, counts).next().is_some();
    let (any_a, any_b) = (any(a), any(b));
    if !any_a || !any_b {
        return tell(stem!("harm"), &[name, if any_a || any_b { "one" } else { "neither" }]);
    }
    let pairs = || tolls(a, counts).flat_map(|x| tolls(b, counts).map(move |y| (x, y)));
    let equal = pairs().filter(|(x, y)| x.what == y.what && x.low == y.low && x.high == y.high);
    if let Some(most) = equal.map(|(x, _)| x.low).max() {
        tell(stem!("harm"), &[name, "equal"]);
        return tell(stem!("harm"), &[name, "equal", size(most)]);
    }
    let relation = if pairs().any(|(x, y)| x.meets(y)) {
        "meet"
    } else {
        let top = |account: &Account| tolls(account, counts).map(Toll::top).max().unwrap_or(0);
        unlike((top(a), a.published), (top(b), b.published))
    };
    tell(stem!("harm"), &[name, relation]);
}

/// How figures that do not meet differ: tolls grow as days go by.
fn unlike(a: (u32, Option<Day>), b: (u32, Option<Day>)) -> &'static str {
    let ((less, earlier), (more, later)) = in_order(a, b);
    let near = more <= less.saturating_mul(2);
    let grew = earlier.zip(later).is_some_and(|(earlier, later)| earlier < later);
    match (near, grew) {
        (true, true) => "grew a little",
        (false, true) => "grew much",
        (true, false) => "a little apart",
        (false, false) => "far apart",
    }
}

fn size(n: u32) -> &'static str {
    match n {
        ..=2 => "1-2",
        3..=5 => "3-5",
        6..=12 => "6-12",
        13..=40 => "13-40",
        _ => "more",
    }
}
