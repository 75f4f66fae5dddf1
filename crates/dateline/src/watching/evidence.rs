//! Where what is fetched is kept as evidence: the archive beside the record.

use dateline_intake::archive::{Archive, folder};
use dateline_intake::pictures::Shown;
use dateline_intake::watch::Evidence;
use dateline_intake::{Exchange, Result};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// The archive, which one thread writes to at a time.
pub(super) struct Kept(Mutex<Archive>);

impl Kept {
    /// The archive beside a record; made where there is none.
    ///
    /// # Errors
    /// When its folder cannot be written, or it holds less than it did.
    pub fn beside(record: &Path) -> Result<Arc<dyn Evidence>> {
        Ok(Arc::new(Kept(Mutex::new(Archive::open(&folder(record))?))))
    }

    fn with(&self, work: impl FnOnce(&mut Archive) -> Result<()>) -> std::result::Result<(), String> {
        // Whoever panicked left the archive as its files say: it looks at them anew each time.
        let mut archive = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut archive).map_err(|error| error.to_string())
    }
}

impl Evidence for Kept {
    fn keep(&self, exchange: &Exchange) -> std::result::Result<(), String> {
        self.with(|archive| archive.keep(exchange))
    }

    fn show(&self, shown: &Shown) -> std::result::Result<(), String> {
        self.with(|archive| archive.show(jiff::Timestamp::now(), shown))
    }

    fn sync(&self) -> std::result::Result<(), String> {
        self.with(Archive::sync)
    }
}
