//! Signs: what two accounts have in common or differ in, named by a few words.

use crate::weigh::{fold32, follow, key64};

/// The first words of a sign, hashed when the program is compiled: most of the time that a comparison takes would
/// go into hashing them. What was seen follows.
#[derive(Debug)]
pub struct Stem {
    words: &'static [&'static str],
    hash: u64,
}

/// The stem of these words.
macro_rules! stem {
    ($($word:literal),+) => { const { &$crate::pair::sign::Stem::new(&[$($word),+]) } };
}
pub(super) use stem;

/// Takes one sign: its first words, then what was seen.
pub type Tell<'t> = dyn FnMut(&'static Stem, &[&str]) + 't;

impl Stem {
    /// A stem of at least one word, the group.
    pub const fn new(words: &'static [&'static str]) -> Stem {
        Stem { words, hash: key64(words) }
    }

    /// The group of signs, as ablations name it; of several, `a+b`.
    pub fn group(&self) -> &'static str {
        self.words.first().copied().unwrap_or_default()
    }

    /// The words of the sign that ends with `seen`.
    pub fn sign<'s>(&self, seen: &[&'s str]) -> Vec<&'s str> {
        self.words.iter().chain(seen).copied().collect()
    }

    /// The feature of that sign: what [`crate::weigh::Features::add`] makes of all its words.
    pub fn key(&self, seen: &[&str]) -> u32 {
        fold32(seen.iter().fold(self.hash, |hash, word| follow(hash, word)))
    }
}

/// Tells every step that `value` reaches, so that a greater value keeps the weight of the lesser ones.
pub(super) fn steps(stem: &'static Stem, value: f32, steps: &[f32], tell: &mut Tell<'_>) {
    for (number, _) in NUMBERS.iter().zip(steps).take_while(|(_, step)| value >= **step) {
        tell(stem, &[number]);
    }
}

/// The most that the steps of a stem can add up to.
pub(super) fn most(stem: &'static Stem, steps: &[f32], weight: &dyn Fn(u32) -> i32) -> i32 {
    let reached = NUMBERS.iter().zip(steps).scan(0, |sum, (number, _)| {
        *sum += weight(stem.key(&[number]));
        Some(*sum)
    });
    reached.max().unwrap_or(0).max(0)
}

/// Names of steps.
const NUMBERS: [&str; 10] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];
