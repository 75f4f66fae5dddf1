//! The evidence archive: every request and answer as WARC records in one folder, chained so that nothing can be altered,
//! dropped, added or moved unseen.
//!
//! The folder holds `evidence-000001.warc.gz` and so on, a gzip member a record; `index`, a line a record with its place,
//! digest and chain; and `head`, which says how far the archive was confirmed. Each record also bears its number and the
//! chain before it. A record that was lawfully removed leaves a tombstone of the same length in its place, and a record at
//! the end of the chain that says so.

mod chain;
mod entry;
mod files;
mod record;
mod recover;
mod remove;
mod shown;
mod stamp;
mod verify;

pub use chain::Link;
pub use entry::{Entry, Sort};
pub use remove::Removal;
pub use shown::{pictures, shown};
pub use stamp::{stamp, stamped};
pub use verify::{Verdict, verify};

use crate::pictures::Shown;
use crate::warc::{Reader, Record};
use crate::{Error, Exchange, Result};
use chain::address;
use entry::LINE;
use files::{Files, Head};
use jiff::Timestamp;
use record::Bears;
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

/// Bytes from which on a new file of records is begun, about: as large as tools like them (ISO 28500, annex C).
const FULL: u64 = 1 << 30;

/// The folder of the archive beside a record.
pub fn folder(record: &Path) -> PathBuf {
    let mut name = record.as_os_str().to_os_string();
    name.push(".evidence");
    name.into()
}

/// An archive that can be added to. Other programs may add to it too: each waits for the other.
#[derive(Debug)]
pub struct Archive {
    files: Files,
    lock: File,
    /// Where the next record goes.
    tail: Tail,
    full: u64,
}

/// The end of an archive.
#[derive(Debug, Default)]
struct Tail {
    /// Records that there are, and the chain up to the last.
    head: Head,
    /// The file that is written, and its length.
    file: u32,
    length: u64,
    records: Option<File>,
    index: Option<File>,
}

impl Archive {
    /// Opens the archive in a folder, and makes it where there is none. What was half written when a program was killed is
    /// cut off, a removal that was under way is brought to its end.
    ///
    /// # Errors
    /// When the folder cannot be written, or the archive holds less than was confirmed.
    pub fn open(folder: &Path) -> Result<Archive> {
        std::fs::create_dir_all(folder).map_err(|error| Files::wrong(folder, &error))?;
        let files = Files(folder.to_path_buf());
        let lock = files.open(&folder.join("lock"))?;
        let mut archive = Archive { files, lock, tail: Tail::default(), full: FULL };
        archive.alone(|_| Ok(()))?;
        Ok(archive)
    }

    /// The same, beginning a new file of records after so many bytes.
    pub fn with_files_of(self, bytes: u64) -> Archive {
        Archive { full: bytes, ..self }
    }

    /// How many records there are.
    pub fn len(&self) -> u64 {
        self.tail.head.count
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The chain up to the last record.
    pub fn chain(&self) -> Link {
        self.tail.head.chain
    }

    /// Keeps a request and its answer, as two records. They outlast a crash of the program at once, and one of the machine
    /// from the next [`Archive::sync`] on.
    ///
    /// # Errors
    /// When the disk is full or fails: the archive is then as it was.
    pub fn keep(&mut self, exchange: &Exchange) -> Result<()> {
        self.alone(|archive| archive.append_exchange(exchange))
    }

    /// Keeps which pictures a page shows.
    ///
    /// # Errors
    /// As [`Archive::keep`].
    pub fn show(&mut self, at: Timestamp, shown: &Shown) -> Result<()> {
        let told = serde_json::to_vec(shown).map_err(|error| Error::new(error.to_string()))?;
        let record = record::shows(at, &shown.page, shown.pictures.len(), &told);
        self.alone(|archive| archive.append(&record, Sort::Pictures).map(drop))
    }

    /// Keeps a time stamp of the chain: a reply of RFC 3161, and the number of the record up to which it holds.
    ///
    /// # Errors
    /// As [`Archive::keep`].
    pub fn keep_stamp(&mut self, at: Timestamp, upto: u64, reply: &[u8]) -> Result<()> {
        self.alone(|archive| archive.append(&record::stamp(at, upto, reply), Sort::Stamp).map(drop))?;
        self.sync()
    }

    /// Makes sure that all that was kept is on the disk, and confirms it.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn sync(&mut self) -> Result<()> {
        self.alone(Archive::confirm)
    }

    /// Does something while no other program writes, with the end of the archive as it is now.
    fn alone<T>(&mut self, work: impl FnOnce(&mut Archive) -> Result<T>) -> Result<T> {
        let path = self.files.0.join("lock");
        self.lock.lock().map_err(|error| Files::wrong(&path, &error))?;
        let done = self.catch_up().and_then(|()| work(self));
        self.lock.unlock().map_err(|error| Files::wrong(&path, &error))?;
        done
    }

    fn confirm(&mut self) -> Result<()> {
        for (file, path) in
            [(&self.tail.records, self.files.records(self.tail.file)), (&self.tail.index, self.files.index())]
        {
            let synced = file.as_ref().map_or(Ok(()), File::sync_data);
            synced.map_err(|error| Files::wrong(&path, &error))?;
        }
        if self.files.anchor()? == Some(self.tail.head) || self.is_empty() {
            return Ok(());
        }
        self.files.confirm(self.tail.head)
    }

    fn append_exchange(&mut self, exchange: &Exchange) -> Result<()> {
        let answer = record::answer(exchange);
        let id = self.append(&answer, Sort::Response)?;
        self.append(&record::request(exchange, &id), Sort::Request).map(drop)
    }

    /// Writes a record at the end, a new file before it where the last is full; gives its id.
    fn append(&mut self, draft: &Bears<'_>, sort: Sort) -> Result<String> {
        if self.tail.file == 0 || self.tail.length >= self.full {
            self.begin_file(draft.at())?;
        }
        self.write(draft, sort)
    }

    fn begin_file(&mut self, at: Timestamp) -> Result<()> {
        if let Some(full) = self.tail.records.take() {
            full.sync_all().map_err(|error| Files::wrong(&self.files.records(self.tail.file), &error))?;
        }
        self.tail.file += 1;
        self.tail.length = 0;
        self.tail.records = Some(self.files.open(&self.files.records(self.tail.file))?);
        self.write(&record::info(at, self.tail.file), Sort::Info).map(drop)
    }

    fn write(&mut self, draft: &Bears<'_>, sort: Sort) -> Result<String> {
        let Tail { head, file, length, .. } = self.tail;
        let (id, bytes) = draft.member(head.count + 1, head.chain);
        let digest = Link::of(&bytes);
        let entry = Entry {
            number: head.count + 1,
            file,
            offset: length,
            length: bytes.len() as u64,
            sort,
            address: address(draft.target()),
            digest,
            chain: head.chain.and(digest),
        };
        let path = self.files.records(file);
        let records = held(&mut self.tail.records, || self.files.open(&path))?;
        Files::write_at(records, &path, length, &bytes)?;
        if let Err(error) = self.write_line(&entry) {
            // The record is taken back, so that what failed is not there half.
            if let Some(records) = &self.tail.records {
                let _ = records.set_len(length);
            }
            return Err(error);
        }
        self.tail.head = Head { count: entry.number, chain: entry.chain };
        self.tail.length = entry.end();
        Ok(id)
    }

    fn write_line(&mut self, entry: &Entry) -> Result<()> {
        let path = self.files.index();
        let index = held(&mut self.tail.index, || self.files.open(&path))?;
        Files::write_at(index, &path, (entry.number - 1) * LINE as u64, entry.to_string().as_bytes())
    }
}

/// The file that is held open; opened where it is not yet.
fn held(file: &mut Option<File>, open: impl FnOnce() -> Result<File>) -> Result<&mut File> {
    if file.is_none() {
        *file = Some(open()?);
    }
    file.as_mut().ok_or_else(|| Error::new("The file cannot be opened."))
}

/// All requests and answers that an archive holds of some addresses, by address, each with its place. Nothing where there is
/// no archive.
///
/// # Errors
/// When the index cannot be read.
pub fn find(folder: &Path, urls: &HashSet<String>) -> Result<HashMap<String, Vec<Entry>>> {
    let files = Files(folder.to_path_buf());
    let wanted: HashMap<u64, &String> = urls.iter().map(|url| (address(Some(url)), url)).collect();
    let mut found: HashMap<String, Vec<Entry>> = HashMap::new();
    if files.index().exists() {
        each_line(&files, &mut |line| {
            let fits = |entry: &Entry| matches!(entry.sort, Sort::Request | Sort::Response);
            let entry = Entry::read(line).filter(fits);
            if let Some((entry, url)) = entry.and_then(|entry| Some((entry, *wanted.get(&entry.address)?))) {
                found.entry(url.clone()).or_default().push(entry);
            }
        })?;
    }
    Ok(found)
}

/// The record of an entry, with its bytes as they stand in the file. A record that was removed reads as its tombstone.
///
/// # Errors
/// When it cannot be read, or is not whole.
pub fn read(folder: &Path, entry: &Entry) -> Result<(Record, Vec<u8>)> {
    let bytes = Files(folder.to_path_buf()).bytes(entry.file, entry.offset, entry.length)?;
    match Reader::new(bytes.as_slice(), usize::MAX).next() {
        Some(Ok(record)) => Ok((record, bytes)),
        _ => Err(Error::new(format!(
            "Record {} of the evidence archive is damaged: `dateline verify` says more.",
            entry.number
        ))),
    }
}

/// Hands on the lines of the index, also one that is not whole.
fn each_line(files: &Files, each: &mut dyn FnMut(&[u8])) -> Result<()> {
    let path = files.index();
    let wrong = |error| Files::wrong(&path, &error);
    let mut index = BufReader::with_capacity(1 << 16, File::open(&path).map_err(wrong)?);
    loop {
        let mut line = Vec::with_capacity(LINE);
        match index.by_ref().take(LINE as u64).read_to_end(&mut line).map_err(wrong)? {
            0 => return Ok(()),
            _ => each(&line),
        }
    }
}

#[cfg(test)]
mod tests;
