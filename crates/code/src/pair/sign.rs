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

/// Tells the first `count` steps, so that a greater value keeps the weight of the lesser ones.
pub(super) fn reached(stem: &'static Stem, count: u8, tell: &mut Tell<'_>) {
    NUMBERS.iter().take(count.into()).for_each(|number| tell(stem, &[number]));
}

/// What the first steps of a stem weigh together, for none of them, one, and so on up to `count`.
pub(super) fn ladder(stem: &'static Stem, count: usize, weight: &dyn Fn(u32) -> i32) -> Vec<i32> {
    let steps = NUMBERS.iter().take(count).scan(0, |sum, number| {
        *sum += weight(stem.key(&[number]));
        Some(*sum)
    });
    std::iter::once(0).chain(steps).collect()
}

/// Names of steps.
const NUMBERS: [&str; 10] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];
