//! The facets of now, shared by all who ask, and those of the past moment that was asked for last.

use super::Facets;
use dateline_store::{Result, Store};
use std::sync::{Arc, Mutex, PoisonError};

/// Facets that are kept from one request to the next.
#[derive(Default)]
pub(crate) struct Pictures {
    /// Locked for no longer than it takes to copy a pointer.
    now: Mutex<Arc<Facets>>,
    /// Locked by whoever brings them up to a change, so that others wait in place of doing the same.
    following: Mutex<()>,
    past: Mutex<Option<Arc<Facets>>>,
}

/// The record as one request sees it.
pub(crate) struct Moment<'p> {
    /// Number of the last change.
    pub change: i64,
    pictures: &'p Pictures,
    /// What was kept when the request began: of this moment, or an earlier one.
    kept: Arc<Facets>,
}

impl Pictures {
    /// Looks where the record stands. To be called before anything else is read from `store` in its snapshot: what is
    /// kept is then never of a later change than the snapshot.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn moment(&self, store: &Store) -> Result<Moment<'_>> {
        let kept = self.latest();
        Ok(Moment { change: store.last_change()?, pictures: self, kept })
    }

    fn latest(&self) -> Arc<Facets> {
        Arc::clone(&self.now.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Moment<'_> {
    /// The facets of this moment, or of the time `as_of`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn facets(self, store: &Store, as_of: Option<&str>) -> Result<Arc<Facets>> {
        match as_of {
            Some(time) => self.past(store, store.change_before(time)?),
            None => self.now(store),
        }
    }

    fn now(self, store: &Store) -> Result<Arc<Facets>> {
        let Moment { change, pictures, mut kept } = self;
        if kept.change == change && !kept.is_unread() {
            return Ok(kept);
        }
        let _turn = pictures.following.lock().unwrap_or_else(PoisonError::into_inner);
        let latest = pictures.latest();
        // Where someone who began later was quicker, this request sees the record as it stood when it began.
        let is_newest = latest.change <= change;
        if is_newest {
            kept = latest;
        }
        brought_up(&mut kept, store, change)?;
        if is_newest {
            *pictures.now.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&kept);
        }
        Ok(kept)
    }

    fn past(&self, store: &Store, at: i64) -> Result<Arc<Facets>> {
        let mut past = self.pictures.past.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(facets) = past.as_ref().filter(|facets| facets.change == at) {
            return Ok(Arc::clone(facets));
        }
        let facets = Arc::new(Facets::then(store, at)?);
        *past = Some(Arc::clone(&facets));
        Ok(facets)
    }
}

fn brought_up(facets: &mut Arc<Facets>, store: &Store, change: i64) -> Result<()> {
    if facets.is_unread() {
        *facets = Arc::new(Facets::now(store, change)?);
    } else if facets.change != change {
        Arc::make_mut(facets).follow(store, change)?;
    }
    Ok(())
}
