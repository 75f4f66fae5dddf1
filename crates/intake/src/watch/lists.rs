//! Lists of addresses: what they name is fetched once, with the manners of watching, when somebody asks for it.

use super::register::{Fate, Missing, Register, Wanted};
use super::run::{Settings, Stop, now, run_for};
use super::{Coding, Evidence};
use crate::feed::Entry;
use crate::{Result, address};
use dateline_store::{Key, Store};
use std::path::Path;
use std::sync::Arc;

/// Addresses that are written into the register in one change.
const BATCH: usize = 500;

/// What lists name.
pub struct Lists {
    register: Register,
    store: Store,
    again: bool,
    batch: Vec<Entry>,
    named: Named,
}

/// How many pages lists name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Pages that are to be fetched.
    pub wanted: u64,
    /// Addresses of pages that were taken in before.
    pub known: u64,
    /// Pages that failed or were refused less than a day ago.
    pub late: u64,
    /// Addresses of pages that were named before them.
    pub twice: u64,
}

/// What came of fetching what lists name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fetched {
    /// How many pages there were.
    pub named: Named,
    /// What became of those that were to be fetched.
    pub wanted: Wanted,
    /// Those of them that are not in the record.
    pub missing: Vec<Missing>,
}

impl Lists {
    /// Begins with lists for the record at `record`. `again` also wants pages that failed or were refused less than a day ago.
    ///
    /// # Errors
    /// When the record, or the register beside it, cannot be opened or made.
    pub fn open(record: &Path, again: bool) -> Result<Lists> {
        let (store, register) = (Store::open(record)?, Register::for_lists(record)?);
        Ok(Lists { register, store, again, batch: Vec::new(), named: Named::default() })
    }

    /// Adds a page that a list names; what is no address of a page is passed over.
    ///
    /// # Errors
    /// When the record cannot be read, or the register not be written.
    pub fn add(&mut self, entry: Entry) -> Result<()> {
        self.batch.push(entry);
        if self.batch.len() >= BATCH { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> Result<()> {
        let mut wanted = Vec::new();
        for entry in self.batch.drain(..) {
            let Some(url) = address::canonical(&entry.link) else { continue };
            match self.store.has(&Key::Address(url.into()))? {
                true => self.named.known += 1,
                false => wanted.push(entry),
            }
        }
        for fate in self.register.want(&wanted, self.again, now())? {
            *match fate {
                Fate::Fetch => &mut self.named.wanted,
                Fate::Known => &mut self.named.known,
                Fate::Late => &mut self.named.late,
                Fate::Again => &mut self.named.twice,
            } += 1;
        }
        Ok(())
    }

    /// How many pages were named, once all are.
    ///
    /// # Errors
    /// As [`Lists::add`].
    pub fn named(&mut self) -> Result<Named> {
        self.write()?;
        Ok(self.named)
    }

    /// Fetches what is wanted, until there is nothing left but what has to wait longer than two tries take, or `stop` says so.
    ///
    /// # Errors
    /// When the record or the register cannot be read or written: what was kept until then stays.
    pub fn fetch(
        mut self,
        settings: &Settings,
        coding: &dyn Coding,
        evidence: Option<Arc<dyn Evidence>>,
        stop: &Stop,
    ) -> Result<Fetched> {
        let named = self.named()?;
        let register = Arc::new(self.register);
        if named.wanted > 0 {
            let settings = Settings { once: true, ..settings.clone() };
            run_for(&register, self.store, &settings, coding, evidence, stop)?;
        }
        Ok(Fetched { named, wanted: register.wanted()?, missing: register.missing()? })
    }
}
