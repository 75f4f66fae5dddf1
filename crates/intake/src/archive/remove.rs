//! Lawful removal: what a record held goes, and a tombstone of the same length takes its place.
//!
//! First the removal is written at the end of the chain, with all that the tombstone is made of; then the record is written
//! over. A kill between the two is made good when the archive is next opened.

use super::entry::{Entry, Sort};
use super::files::Files;
use super::record::{self, CHAIN, LEAST, NUMBER, REMOVED};
use super::{Archive, Link};
use crate::warc::{Draft, Kind, Reader, gzip_member};
use crate::{Error, Result};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{Seek, SeekFrom, Write};

/// That a record was removed, by whom, when and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removal {
    /// The record's number.
    pub removed: u64,
    /// SHA-256 of the record as it was.
    pub digest: String,
    /// SHA-256 of the tombstone in its place.
    pub tombstone: String,
    /// Who removed it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub why: String,
    /// The chain before the record.
    chain: String,
    /// Bytes that it took.
    length: u64,
}

/// Characters of a name and of a reason that the tombstone itself tells, so that it fits in the place of any record; the
/// removal at the end of the chain tells all.
const TOLD_BY: usize = 60;
const TOLD_WHY: usize = 200;

impl Archive {
    /// Takes what records held out of the archive. Those that were removed before are passed over. Gives how many were
    /// removed now.
    ///
    /// # Errors
    /// When a record is not as it was written, or the disk fails.
    pub fn remove(&mut self, entries: &[Entry], by: &str, at: Timestamp, why: &str) -> Result<usize> {
        let done = self.alone(|archive| {
            let mut begun = Vec::new();
            for entry in entries {
                begun.extend(archive.begin_removal(entry, by, at, why)?);
            }
            archive.confirm()?;
            begun.iter().try_for_each(|removal| archive.bury(removal))?;
            Ok(begun.len())
        });
        // Nobody may find a file of records open that was written over.
        self.tail.records = None;
        done
    }

    /// Writes the removal of a record at the end of the chain; gives its entry, `None` where the record is gone already.
    fn begin_removal(&mut self, entry: &Entry, by: &str, at: Timestamp, why: &str) -> Result<Option<Entry>> {
        let entry = self.line(entry.number)?;
        let bytes = self.files.bytes(entry.file, entry.offset, entry.length)?;
        if Link::of(&bytes) != entry.digest {
            return match super::read(&self.files.0, &entry)?.0.headers.get(REMOVED) {
                Some(_) => Ok(None),
                None => Err(altered(entry.number)),
            };
        }
        let before = match entry.number {
            1 => Link::default(),
            number => self.line(number - 1)?.chain,
        };
        let mut removal = Removal {
            removed: entry.number,
            digest: entry.digest.to_string(),
            tombstone: String::new(),
            by: by.to_string(),
            at,
            why: why.to_string(),
            chain: before.to_string(),
            length: entry.length,
        };
        removal.tombstone = Link::of(&removal.stone()).to_string();
        let told = serde_json::to_vec(&removal).map_err(|error| Error::new(error.to_string()))?;
        self.append(&record::removal(at, &told), Sort::Removal)?;
        Ok(Some(self.line(self.tail.head.count)?))
    }

    /// Writes the tombstone of a removal over its record, where it is not there yet.
    pub(super) fn bury(&mut self, removal: &Entry) -> Result<()> {
        let removal = Removal::of(&self.files, removal)?;
        let entry = self.line(removal.removed)?;
        let stone = removal.stone();
        if stone.len() as u64 != entry.length || Link::of(&stone).to_string() != removal.tombstone {
            return Err(altered(entry.number));
        }
        let path = self.files.records(entry.file);
        let write = || {
            let mut file = File::options().write(true).open(&path)?;
            file.seek(SeekFrom::Start(entry.offset))?;
            file.write_all(&stone)?;
            file.sync_all()
        };
        write().map_err(|error| Files::wrong(&path, &error))
    }
}

fn altered(number: u64) -> Error {
    Error::new(format!(
        "Record {number} of the evidence archive is not as it was written, so it was not removed: `dateline verify` says \
         more."
    ))
}

impl Removal {
    /// What a record of the archive tells.
    pub(super) fn of(files: &Files, entry: &Entry) -> Result<Removal> {
        let bytes = files.bytes(entry.file, entry.offset, entry.length)?;
        let record = Reader::new(bytes.as_slice(), usize::MAX).next().and_then(|record| record.ok());
        let told = record.and_then(|record| serde_json::from_slice(&record.block).ok());
        told.ok_or_else(|| altered(entry.number))
    }

    /// The bytes that take the record's place.
    fn stone(&self) -> Vec<u8> {
        let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
        let told = format!(
            "What stood here was removed.\r\nby: {}\r\nwhy: {}\r\n",
            cut(&self.by, TOLD_BY),
            cut(&self.why, TOLD_WHY)
        );
        let mut draft = Draft::new(Kind::Metadata, self.at, "application/warc-fields", told.as_bytes());
        draft.more = vec![
            (NUMBER, self.removed.to_string()),
            (CHAIN, self.chain.clone()),
            (REMOVED, format!("sha256:{}", self.digest)),
        ];
        gzip_member(&draft.written(), self.length.max(LEAST as u64) as usize)
    }
}
