//! Which incidents people looked at, and which the machine is least sure of: kept in memory beside the facets, and read
//! when somebody first asks for a queue.

use crate::latest::{Latest, Meanwhile};
use dateline_store::{Result, Store};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// Below this confidence an incident is one of those that the machine is least sure of. Confidence is the likelihood that
/// a coder would agree (`docs/output.md`), so that of those below 0.7 more than three in ten are to be expected wrong.
const LOW: f64 = 0.7;

/// Stands for a confidence that is not below it.
const SURE: u16 = u16::MAX;

/// What is known of rows as they stand after a change.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reviews {
    /// Number of the last change that is in it; −1 before anything was read.
    change: i64,
    /// Rows that people looked at as they stand.
    reviewed: FxHashSet<i64>,
    /// Confidence, in ten-thousandths, of rows below [`LOW`], by number of the row; [`SURE`] for all others. Rows are
    /// numbered one after another, so that this is small, and quicker to look into than any table.
    unsure: Vec<u16>,
}

impl Reviews {
    /// Of no record yet.
    fn nothing() -> Reviews {
        Reviews { change: -1, ..Reviews::default() }
    }

    /// Whether a person looked at the incident of a row as it stands.
    pub fn is_reviewed(&self, number: i64) -> bool {
        self.reviewed.contains(&number)
    }

    /// How sure the incident of a row is, in ten-thousandths, where that is below [`LOW`].
    pub fn low(&self, number: i64) -> Option<u16> {
        let low = usize::try_from(number).ok().and_then(|at| self.unsure.get(at)).copied();
        low.filter(|low| *low != SURE)
    }

    fn set(&mut self, number: i64, low: u16) {
        let Ok(at) = usize::try_from(number) else { return };
        if low != SURE && at >= self.unsure.len() {
            self.unsure.resize(at + 1, SURE);
        }
        if let Some(held) = self.unsure.get_mut(at) {
            *held = low;
        }
    }

    /// Adds what changes after the last one that is in it did, up to the one numbered `change`.
    fn follow(&mut self, store: &Store, change: i64) -> Result<()> {
        let ended = store.standings(self.change, &mut |standing| {
            if standing.confidence < LOW {
                self.set(standing.number, (standing.confidence * 1e4) as u16);
            }
        })?;
        self.reviewed.extend(store.reviewed(self.change)?);
        for number in ended {
            self.set(number, SURE);
            self.reviewed.remove(&number);
        }
        self.change = change;
        Ok(())
    }
}

/// The reviews that were read last.
#[derive(Default)]
pub(crate) struct Reviewed(Latest<Reviews>);

impl Reviewed {
    /// What is known at the change numbered `change`, the last one of the store as it is read; or at a later one, where
    /// somebody who began later was quicker: rows that it knows more of are not in the facets of who was slower.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn at(&self, store: &Store, change: i64) -> Result<Arc<Reviews>> {
        self.0.get(
            Meanwhile::Wait,
            |reviews| reviews.change >= change,
            |last| {
                let mut reviews = last.map_or_else(Reviews::nothing, |last| Reviews::clone(&last));
                reviews.follow(store, change)?;
                Ok(reviews)
            },
        )
    }
}
