//! Which incidents people looked at, and which the machine is least sure of: kept in memory beside the facets, and read
//! when somebody first asks for a queue.

use dateline_store::{Result, Store};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// Below this confidence an incident is one of those that the machine is least sure of. Confidence is the likelihood that
/// a coder would agree (`docs/output.md`), so that of those below 0.7 more than three in ten are to be expected wrong.
const LOW: f64 = 0.7;

/// What is known of rows as they stand after a change.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reviews {
    /// Number of the last change that is in it; −1 before anything was read.
    change: i64,
    /// Rows that people looked at as they stand.
    reviewed: FxHashSet<i64>,
    /// Confidence, in millionths, of rows below [`LOW`].
    unsure: FxHashMap<i64, i32>,
}

impl Reviews {
    /// Whether a person looked at the incident of a row as it stands.
    pub fn is_reviewed(&self, number: i64) -> bool {
        self.reviewed.contains(&number)
    }

    /// How sure the incident of a row is, in millionths, where that is below [`LOW`].
    pub fn low(&self, number: i64) -> Option<i32> {
        self.unsure.get(&number).copied()
    }

    /// Adds what changes after the last one that is in it did, up to the one numbered `change`.
    fn follow(&mut self, store: &Store, change: i64) -> Result<()> {
        let ended = store.standings(self.change, &mut |standing| {
            if standing.confidence < LOW {
                self.unsure.insert(standing.number, (standing.confidence * 1e6) as i32);
            }
        })?;
        self.reviewed.extend(store.reviewed(self.change)?);
        for number in ended {
            self.unsure.remove(&number);
            self.reviewed.remove(&number);
        }
        self.change = change;
        Ok(())
    }
}

/// The reviews that were read last.
#[derive(Default)]
pub(crate) struct Reviewed {
    last: Mutex<Option<Arc<Reviews>>>,
}

impl Reviewed {
    /// What is known at the change numbered `change`, the last one of the store as it is read; or at a later one, where
    /// somebody who began later was quicker: rows that it knows more of are not in the facets of who was slower.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn at(&self, store: &Store, change: i64) -> Result<Arc<Reviews>> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let mut reviews =
            last.take().unwrap_or_else(|| Arc::new(Reviews { change: -1, ..Reviews::default() }));
        if reviews.change < change {
            Arc::make_mut(&mut reviews).follow(store, change)?;
        }
        *last = Some(Arc::clone(&reviews));
        Ok(reviews)
    }
}
