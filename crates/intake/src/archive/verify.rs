//! The proof that an archive is what was confirmed: every record against the index, the index against itself, and all of it
//! against the anchor. Nothing is written.

use super::chain::{Link, address};
use super::each_line;
use super::entry::{Entry, Sort};
use super::files::{Files, Head};
use super::record::{REMOVED, STAMPED, borne};
use super::recover::sort;
use super::remove::Removal;
use crate::Result;
use crate::warc::{Reader, Record};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::path::Path;

/// What came of checking an archive.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Records that were checked.
    pub records: u64,
    /// Bytes of them.
    pub bytes: u64,
    /// Files that hold them.
    pub files: u32,
    /// The chain up to the last record.
    pub chain: Link,
    /// Records that were lawfully removed, each with who did so, when and why.
    pub removed: Vec<Removal>,
    /// Time stamps: the record up to which each holds, the chain there, and the reply of RFC 3161.
    pub stamps: Vec<(u64, Link, Vec<u8>)>,
    /// Records at the end that were not confirmed, and bytes behind them: a program is writing, or was killed.
    pub unconfirmed: u64,
    /// See `unconfirmed`.
    pub loose: u64,
    /// What is wrong, a sentence each.
    pub wrong: Vec<String>,
}

/// Checks the archive in a folder. What is behind the anchor was not confirmed: it is checked as the rest is, but a last
/// record that is not whole is no wrong.
///
/// # Errors
/// When a file cannot be read, for another reason than that it is not there.
pub fn verify(folder: &Path) -> Result<Verdict> {
    let files = Files(folder.to_path_buf());
    let mut check = Check::new(&files);
    if files.index().exists() {
        let mut done = Ok(());
        each_line(&files, &mut |line| {
            if done.is_ok() {
                done = check.line(line);
            }
        })?;
        done?;
    }
    check.finish()
}

struct Check<'f> {
    files: &'f Files,
    anchor: Head,
    verdict: Verdict,
    /// The last line that was read.
    last: Option<Entry>,
    /// Lines of the index that were seen, whole or not.
    seen: u64,
    /// The chain up to records that bear stamps or are anchored.
    chains: BTreeMap<u64, Link>,
    /// Records that are not what the index says but tombstones: number, digest of what was there, digest of the stone.
    stones: BTreeMap<u64, (Link, Link)>,
}

impl<'f> Check<'f> {
    fn new(files: &'f Files) -> Check<'f> {
        let mut verdict = Verdict::default();
        let anchor = files.anchor().unwrap_or_else(|error| {
            verdict.wrong.push(error.to_string());
            None
        });
        let anchor = anchor.unwrap_or_default();
        let (chains, stones) = (BTreeMap::new(), BTreeMap::new());
        Check { files, anchor, verdict, last: None, seen: 0, chains, stones }
    }

    /// Checks a line of the index and the record that it stands for.
    fn line(&mut self, line: &[u8]) -> Result<()> {
        self.seen += 1;
        let is_confirmed = self.seen <= self.anchor.count;
        let wrong = match Entry::read(line) {
            None => vec![format!("Line {} of the index is not as it was written.", self.seen)],
            Some(entry) => {
                let mut wrong: Vec<String> = self.beside(&entry).into_iter().collect();
                wrong.extend(self.record(&entry)?);
                self.count(entry);
                wrong
            }
        };
        if is_confirmed {
            self.verdict.wrong.extend(wrong);
        } else {
            self.verdict.unconfirmed += 1;
        }
        Ok(())
    }

    fn count(&mut self, entry: Entry) {
        self.verdict.records += 1;
        self.verdict.bytes += entry.length;
        self.verdict.chain = entry.chain;
        self.verdict.files = self.verdict.files.max(entry.file);
        self.chains.insert(entry.number, entry.chain);
        self.last = Some(entry);
    }

    /// What is wrong between a line and the one before it.
    fn beside(&self, entry: &Entry) -> Option<String> {
        let number = self.seen;
        let last = self.last.as_ref();
        let before = last.map_or(Link::default(), |last| last.chain);
        let goes_on = last.is_some_and(|last| entry.file == last.file && entry.offset == last.end());
        let begins = entry.file == last.map_or(0, |last| last.file) + 1 && entry.offset == 0;
        if entry.number != number {
            Some(format!(
                "Line {number} of the index is of record {}: lines are missing or moved.",
                entry.number
            ))
        } else if entry.chain != before.and(entry.digest) {
            Some(format!("The chain is broken at record {number}: the index is not as it was written."))
        } else if begins {
            last.and_then(|last| self.file_end(last))
        } else if !goes_on {
            Some(format!("Record {number} does not stand behind the one before it, as the index has it."))
        } else {
            None
        }
    }

    /// What is wrong with the end of a file whose last record this is.
    fn file_end(&self, last: &Entry) -> Option<String> {
        let length = self.length(last.file);
        let name = format!("evidence-{:06}.warc.gz", last.file);
        match length.cmp(&last.end()) {
            Ordering::Less => {
                Some(format!("{name} is shorter than the index says: records at its end are missing."))
            }
            Ordering::Greater => {
                Some(format!("{name} holds {} bytes behind its last record.", length - last.end()))
            }
            Ordering::Equal => None,
        }
    }

    fn length(&self, file: u32) -> u64 {
        std::fs::metadata(self.files.records(file)).map_or(0, |facts| facts.len())
    }

    /// What is wrong with the record of a line.
    fn record(&mut self, entry: &Entry) -> Result<Option<String>> {
        let number = entry.number;
        if entry.end() > self.length(entry.file) {
            return Ok(Some(format!("Record {number} is missing: its file ends before it.")));
        }
        let bytes = self.files.bytes(entry.file, entry.offset, entry.length)?;
        let digest = Link::of(&bytes);
        let altered = Some(format!("Record {number} is not as it was written."));
        let Some(Ok(record)) = Reader::new(bytes.as_slice(), usize::MAX).next() else { return Ok(altered) };
        let before = self.last.as_ref().map_or(Link::default(), |last| last.chain);
        if borne(&record) != Some((number, before)) {
            return Ok(altered);
        }
        if digest != entry.digest {
            let removed = record.headers.get(REMOVED).and_then(|d| d.strip_prefix("sha256:")?.parse().ok());
            if removed != Some(entry.digest) {
                return Ok(altered);
            }
            self.stones.insert(number, (entry.digest, digest));
            return Ok(None);
        }
        if sort(&record) != entry.sort || address(record.target()) != entry.address {
            return Ok(Some(format!("Line {number} of the index says another thing than its record.")));
        }
        self.told(entry, &record)
    }

    /// Remembers what records tell of others.
    fn told(&mut self, entry: &Entry, record: &Record) -> Result<Option<String>> {
        match entry.sort {
            Sort::Removal => self.verdict.removed.push(Removal::of(self.files, entry)?),
            Sort::Stamp => {
                let upto =
                    record.headers.get(STAMPED).and_then(|number| number.parse().ok()).unwrap_or_default();
                match self.chains.get(&upto) {
                    Some(chain) => self.verdict.stamps.push((upto, *chain, record.block.clone())),
                    None => {
                        return Ok(Some(format!(
                            "Record {} is a time stamp of a record that is not there.",
                            entry.number
                        )));
                    }
                }
            }
            Sort::Info | Sort::Request | Sort::Response | Sort::Pictures => {}
        }
        Ok(None)
    }

    /// Checks the end: the anchor, and that each tombstone has its removal, and each removal its tombstone.
    fn finish(mut self) -> Result<Verdict> {
        let Head { count, chain } = self.anchor;
        if count > self.verdict.records {
            let missing = count - self.verdict.records;
            self.verdict
                .wrong
                .push(format!("{missing} of {count} confirmed records are missing from the index."));
        } else if count > 0 && self.chains.get(&count) != Some(&chain) {
            self.verdict
                .wrong
                .push("The anchor does not fit the chain: one of them is not as it was written.".into());
        }
        let removed = std::mem::take(&mut self.verdict.removed);
        for removal in &removed {
            let stone = self.stones.remove(&removal.removed);
            let fits = stone.is_some_and(|(was, is)| {
                was.to_string() == removal.digest && is.to_string() == removal.tombstone
            });
            if !fits {
                let what = format!(
                    "Record {} was removed, and its place holds no tombstone of that.",
                    removal.removed
                );
                self.verdict.wrong.push(what);
            }
        }
        for number in self.stones.keys() {
            self.verdict
                .wrong
                .push(format!("Record {number} is a tombstone, and nothing says that it was removed."));
        }
        self.verdict.removed = removed;
        self.loose_end();
        Ok(self.verdict)
    }

    /// What stands behind all that the index tells of.
    fn loose_end(&mut self) {
        let (file, end) = self.last.as_ref().map_or((0, 0), |last| (last.file, last.end()));
        let is_short = file > 0 && self.length(file) < end;
        if is_short && self.last.as_ref().is_some_and(|last| last.number <= self.anchor.count) {
            // The record that is missing was told of.
            return;
        }
        let mut loose = self.length(file).saturating_sub(end);
        let mut next = file + 1;
        while self.files.records(next).exists() {
            loose += self.length(next);
            next += 1;
        }
        self.verdict.loose = loose;
    }
}
