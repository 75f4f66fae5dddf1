//! Answers that were given of late: what many ask of one state of the record is worked out once.

use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::sync::Arc;

/// Bytes of answers that are kept.
const MOST: u64 = 64 << 20;
/// Bytes of an answer that is like most: a page of a list, of an incident, an overview.
const USUAL: u64 = 16 << 10;

/// Answers by what was asked and of which state.
pub(crate) struct Kept(Cache<String, Arc<[u8]>, Bytes>);

#[derive(Clone)]
struct Bytes;

impl Weighter<String, Arc<[u8]>> for Bytes {
    fn weight(&self, key: &String, answer: &Arc<[u8]>) -> u64 {
        // What the cache itself takes for each, about.
        (key.len() + answer.len() + 128) as u64
    }
}

impl Default for Kept {
    fn default() -> Kept {
        Kept(Cache::with_weighter((MOST / USUAL) as usize, MOST, Bytes))
    }
}

impl Kept {
    /// The answer to a question; it is worked out where it is not there. Whoever asks the same meanwhile waits for it.
    ///
    /// # Errors
    /// Those of `work`; nothing is kept then.
    pub fn answer<E>(
        &self,
        question: &str,
        work: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<Arc<[u8]>, E> {
        self.0.get_or_insert_with(question, || work().map(Arc::from))
    }
}

#[cfg(test)]
mod tests {
    use super::Kept;
    use std::cell::Cell;

    #[test]
    fn what_was_asked_is_worked_out_once_and_failures_are_not_kept() {
        let (kept, times) = (Kept::default(), Cell::new(0));
        let ask = |question: &str, answer: Result<Vec<u8>, ()>| {
            kept.answer(question, || {
                times.set(times.get() + 1);
                answer
            })
        };
        assert_eq!(ask("7 reader /overview", Err(())), Err(()));
        assert_eq!(ask("7 reader /overview", Ok(b"a".to_vec())).as_deref(), Ok(b"a".as_slice()));
        assert_eq!(ask("7 reader /overview", Ok(b"b".to_vec())).as_deref(), Ok(b"a".as_slice()));
        assert_eq!(ask("8 reader /overview", Ok(b"b".to_vec())).as_deref(), Ok(b"b".as_slice()));
        assert_eq!(times.get(), 3);
    }
}
