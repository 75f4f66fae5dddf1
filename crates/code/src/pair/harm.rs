//! What the harm figures of two accounts say.

use super::bytes::{Bytes, Day};
use super::{Account, Tell, in_order};
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

/// Tells for the dead, the hurt and the others how the figures stand to each other.
pub fn signs(a: &Account, b: &Account, tell: &mut Tell<'_>) {
    for what in [HarmKind::Killed, HarmKind::Injured] {
        let of = |account: &Account| account.harm.iter().filter(|t| t.what == what).copied().collect();
        one_kind(what.as_str(), of(a), of(b), (a.published, b.published), tell);
    }
    let others = |account: &Account| -> Vec<Toll> {
        let other = |t: &&Toll| !matches!(t.what, HarmKind::Killed | HarmKind::Injured);
        account.harm.iter().filter(other).copied().collect()
    };
    one_kind("taken or moved", others(a), others(b), (a.published, b.published), tell);
    let any = |account: &Account| !account.harm.is_empty();
    if any(a) != any(b) {
        tell(&["harm", "of one alone"]);
    }
}

fn one_kind(
    name: &str,
    a: Vec<Toll>,
    b: Vec<Toll>,
    published: (Option<Day>, Option<Day>),
    tell: &mut Tell<'_>,
) {
    if a.is_empty() || b.is_empty() {
        let word = if a.is_empty() && b.is_empty() { "neither" } else { "one" };
        return tell(&["harm", name, word]);
    }
    let pairs = || a.iter().flat_map(|x| b.iter().map(move |y| (x, y)));
    let equal = pairs().filter(|(x, y)| x.what == y.what && x.low == y.low && x.high == y.high);
    if let Some(most) = equal.map(|(x, _)| x.low).max() {
        tell(&["harm", name, "equal"]);
        return tell(&["harm", name, "equal", size(most)]);
    }
    let relation = if pairs().any(|(x, y)| x.meets(y)) {
        "meet"
    } else {
        let top = |tolls: &[Toll]| tolls.iter().map(Toll::top).max().unwrap_or(0);
        unlike((top(&a), published.0), (top(&b), published.1))
    };
    tell(&["harm", name, relation]);
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
