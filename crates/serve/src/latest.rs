//! A value that many read and one at a time makes anew.

use std::sync::{Arc, Mutex, PoisonError, TryLockError};

/// The value that was made last.
pub(crate) struct Latest<T> {
    /// Locked for no longer than it takes to copy a pointer.
    last: Mutex<Option<Arc<T>>>,
    /// Locked by whoever makes it anew.
    making: Mutex<()>,
}

impl<T> Default for Latest<T> {
    fn default() -> Latest<T> {
        Latest { last: Mutex::new(None), making: Mutex::new(()) }
    }
}

/// What whoever finds an old value does while another makes it anew.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meanwhile {
    /// Waits for the new one.
    Wait,
    /// Takes the old one.
    TakeTheOld,
}

impl<T> Latest<T> {
    /// The last value where it is `fresh`, else a new one that `make` makes of it. Where making fails the last one stays.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn get<E>(
        &self,
        meanwhile: Meanwhile,
        fresh: impl Fn(&T) -> bool,
        make: impl FnOnce(Option<Arc<T>>) -> Result<T, E>,
    ) -> Result<Arc<T>, E> {
        let last = self.last();
        if let Some(value) = last.as_ref().filter(|value| fresh(value)) {
            return Ok(Arc::clone(value));
        }
        let _turn = match (self.making.try_lock(), last) {
            (Ok(turn), _) => turn,
            (Err(TryLockError::WouldBlock), Some(old)) if meanwhile == Meanwhile::TakeTheOld => {
                return Ok(old);
            }
            _ => self.making.lock().unwrap_or_else(PoisonError::into_inner),
        };
        let last = self.last();
        if let Some(value) = last.as_ref().filter(|value| fresh(value)) {
            return Ok(Arc::clone(value));
        }
        let value = Arc::new(make(last)?);
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&value));
        Ok(value)
    }

    fn last(&self) -> Option<Arc<T>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::{Latest, Meanwhile};
    use std::sync::Barrier;
    use std::thread::scope;

    #[test]
    fn a_value_is_made_when_it_is_old_and_stays_where_that_fails() {
        let latest = Latest::default();
        let at = |wanted: u32, made: Result<u32, ()>| {
            latest.get(Meanwhile::Wait, |value| *value >= wanted, |_| made).map(|value| *value)
        };
        assert_eq!(at(1, Ok(1)), Ok(1));
        assert_eq!(at(1, Ok(9)), Ok(1), "it is fresh");
        assert_eq!(at(2, Err(())), Err(()));
        assert_eq!(at(1, Ok(9)), Ok(1), "it is still there");
        assert_eq!(at(2, Ok(2)), Ok(2));
    }

    #[test]
    fn others_have_the_old_value_while_one_makes_it_anew() {
        let latest = Latest::default();
        let first = latest.get(Meanwhile::Wait, |_| true, |_| Ok::<_, ()>(1)).expect("made");
        // Both meet when it is being made, and when it may be finished.
        let met = Barrier::new(2);
        scope(|scope| {
            let made = scope.spawn(|| {
                let make = |_| {
                    met.wait();
                    met.wait();
                    Ok::<_, ()>(2)
                };
                *latest.get(Meanwhile::TakeTheOld, |value| *value == 2, make).expect("made")
            });
            met.wait();
            let old =
                latest.get(Meanwhile::TakeTheOld, |value| *value == 2, |_| Err(())).expect("the old one");
            assert_eq!((*old, *first), (1, 1));
            met.wait();
            assert_eq!(made.join().expect("made"), 2);
        });
    }
}
