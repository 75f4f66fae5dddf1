//! What people should look at next, of all incidents that fit: most in need first.

use super::{Dot, Facets, Reviews, Sieve, UNKNOWN};
use dateline_terms::Word;
use rustc_hash::FxHashSet;
use std::collections::BinaryHeap;

/// Why incidents are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// Voices differ, or somebody denies it: most dead first, then the latest.
    Disputed,
    /// The machine is not sure (`reviews.rs` says below what): the least sure first, then most dead.
    LowConfidence,
    /// People were killed: most dead first, then the latest.
    HighHarm,
    /// They fit a search: the disputed first, then most dead, then the latest.
    Search,
}

/// Where an incident stands in a queue, those with less before those with more. The last is its row.
pub(crate) type Place = [i64; 4];

/// A part of a queue.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Queue {
    /// The next ones.
    pub places: Vec<Place>,
    /// Whether there are more.
    pub more: bool,
    /// How many wait, those before them among them.
    pub total: u64,
    /// How many of those that belong in the queue people have looked at.
    pub reviewed: u64,
    /// How many were skipped.
    pub skipped: u64,
}

impl Facets {
    /// Rows of the incidents that pass, in order.
    pub fn rows(&self, sieve: &Sieve) -> Vec<i64> {
        let mut rows = Vec::new();
        self.each(sieve, |dot| rows.push(dot.number));
        rows
    }

    /// Of the incidents that pass and belong in a queue, up to `limit` of those that come after a place in it.
    pub fn queue(
        &self,
        reason: Reason,
        sieve: &Sieve,
        (reviews, skipped): (&Reviews, &FxHashSet<i64>),
        (after, limit): (Option<Place>, usize),
    ) -> Queue {
        let mut queue = Queue::default();
        // The next ones so far, the last of them on top, and one more that says whether there are more.
        let mut next: BinaryHeap<Place> = BinaryHeap::with_capacity(limit + 2);
        self.each(sieve, |dot| {
            let Some(place) = reason.place(dot, reviews) else { return };
            if reviews.is_reviewed(dot.number) {
                queue.reviewed += 1;
            } else if skipped.contains(&dot.number) {
                queue.skipped += 1;
            } else {
                queue.total += 1;
                let full = next.len() > limit;
                if after.is_none_or(|after| place > after)
                    && !(full && next.peek().is_some_and(|last| place > *last))
                {
                    next.push(place);
                    if full {
                        next.pop();
                    }
                }
            }
        });
        queue.places = next.into_sorted_vec();
        queue.more = queue.places.len() > limit;
        queue.places.truncate(limit);
        queue
    }
}

impl Reason {
    /// Where an incident stands in the queue; `None` where it does not belong there.
    fn place(self, dot: &Dot, reviews: &Reviews) -> Option<Place> {
        let disputed = [Word::Disputed as u8, Word::Denied as u8].contains(&dot.word);
        let killed = -i64::from(dot.killed.max(0));
        let day = if dot.first == UNKNOWN { i64::MAX } else { -i64::from(dot.first) };
        match self {
            Reason::Disputed => disputed.then_some([killed, day, 0, dot.number]),
            Reason::LowConfidence => {
                reviews.low(dot.number).map(|low| [i64::from(low), killed, day, dot.number])
            }
            Reason::HighHarm => (dot.killed > 0).then_some([killed, day, 0, dot.number]),
            Reason::Search => Some([i64::from(!disputed), killed, day, dot.number]),
        }
    }
}
