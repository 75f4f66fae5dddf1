//! The end of an archive as it is found: what a killed program left half done is cut off or brought to its end.

use super::entry::{Entry, LINE, Sort};
use super::files::{Files, Head};
use super::record::{SHOWS, STAMPED, borne};
use super::{Archive, Link, Tail, address};
use crate::warc::{Reader, Record};
use crate::{Error, Result};
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};

impl Archive {
    /// Makes the end of the archive known, where it is not, or where another program has written since.
    pub(super) fn catch_up(&mut self) -> Result<()> {
        let (lines, half) = self.files.lines()?;
        let known = self.tail.file > 0 && lines == self.tail.head.count && half == 0;
        if known || !self.files.is_there() {
            return Ok(());
        }
        let anchor = self.anchored(lines)?;
        self.tail = Tail::default();
        if let Some(last) = anchor {
            self.tail = Tail {
                head: Head { count: last.number, chain: last.chain },
                file: last.file,
                ..Tail::default()
            };
            self.tail.length = last.end();
        }
        if lines > self.tail.head.count || half > 0 {
            let path = self.files.index();
            let index = self.files.open(&path)?;
            let cut = index.set_len(self.tail.head.count * LINE as u64);
            cut.map_err(|error| Files::wrong(&path, &error))?;
        }
        self.take_up_records()?;
        self.finish_removals()
    }

    /// The line of a record, counted from 1.
    pub(super) fn line(&self, number: u64) -> Result<Entry> {
        let path = self.files.index();
        let mut line = vec![0; LINE];
        let mut read = || {
            let mut index = File::open(&path)?;
            index.seek(SeekFrom::Start((number - 1) * LINE as u64))?;
            index.read_exact(&mut line)
        };
        read().map_err(|error| Files::wrong(&path, &error))?;
        let entry = Entry::read(&line).filter(|entry| entry.number == number);
        entry.ok_or_else(|| {
            Error::new(format!(
                "{}: line {number} is not as it was written. `dateline verify` says what is wrong; nothing is added to \
                 the archive until it is mended or put aside.",
                path.display()
            ))
        })
    }

    /// The last record that was confirmed. Lines behind it are made anew from the records: where the machine crashed, one
    /// may be on the disk without the other. An archive that holds less than was confirmed is not added to: that would hide
    /// what is missing.
    fn anchored(&self, lines: u64) -> Result<Option<Entry>> {
        let Some(anchor) = self.files.anchor()? else { return Ok(None) };
        let last = if (1..=lines).contains(&anchor.count) { Some(self.line(anchor.count)?) } else { None };
        if let Some(last) = last.filter(|last| last.chain == anchor.chain) {
            return Ok(Some(last));
        }
        Err(Error::new(format!(
            "The evidence archive {} is not what was confirmed: its index has {lines} records, and {} were. `dateline \
             verify` says more; nothing is added to it until it is mended or put aside.",
            self.files.0.display(),
            anchor.count
        )))
    }

    /// Takes records into the index that were written before a kill, and cuts off what is not whole.
    fn take_up_records(&mut self) -> Result<()> {
        loop {
            if self.tail.file > 0 {
                self.take_up_file()?;
            }
            if !self.files.records(self.tail.file + 1).exists() {
                return Ok(());
            }
            (self.tail.file, self.tail.length, self.tail.records) = (self.tail.file + 1, 0, None);
        }
    }

    fn take_up_file(&mut self) -> Result<()> {
        let path = self.files.records(self.tail.file);
        let length = fs::metadata(&path).map_err(|error| Files::wrong(&path, &error))?.len();
        if length < self.tail.length {
            return Err(Error::new(format!(
                "{}: it is shorter than the index says. `dateline verify` says more; nothing is added to the archive until \
                 it is mended or put aside.",
                path.display()
            )));
        }
        while let Some((record, bytes)) = self.next_record()? {
            self.take_up(&record, &bytes)?;
        }
        if self.tail.length < length {
            let file = self.files.open(&path)?;
            file.set_len(self.tail.length).map_err(|error| Files::wrong(&path, &error))?;
        }
        Ok(())
    }

    /// The record behind those that are known, if it is whole and next in the chain, with its bytes in the file.
    fn next_record(&self) -> Result<Option<(Record, Vec<u8>)>> {
        let length = self.files.member(self.tail.file, self.tail.length)?;
        let Some(length) = length else { return Ok(None) };
        let bytes = self.files.bytes(self.tail.file, self.tail.length, length)?;
        let record = Reader::new(bytes.as_slice(), usize::MAX).next();
        let Head { count, chain } = self.tail.head;
        let record = record.and_then(|r| r.ok()).filter(|record| borne(record) == Some((count + 1, chain)));
        Ok(record.map(|record| (record, bytes)))
    }

    fn take_up(&mut self, record: &Record, bytes: &[u8]) -> Result<()> {
        let digest = Link::of(bytes);
        let entry = Entry {
            number: self.tail.head.count + 1,
            file: self.tail.file,
            offset: self.tail.length,
            length: bytes.len() as u64,
            sort: sort(record),
            address: address(record.target()),
            digest,
            chain: self.tail.head.chain.and(digest),
        };
        self.write_line(&entry)?;
        self.tail.head = Head { count: entry.number, chain: entry.chain };
        self.tail.length = entry.end();
        Ok(())
    }

    /// Brings removals to their end that a killed program had begun: they are the last records there are.
    fn finish_removals(&mut self) -> Result<()> {
        for number in (1..=self.tail.head.count).rev() {
            let entry = self.line(number)?;
            if entry.sort != Sort::Removal {
                return Ok(());
            }
            self.bury(&entry)?;
        }
        Ok(())
    }
}

/// What a record of the archive is.
pub(super) fn sort(record: &Record) -> Sort {
    match record.kind() {
        "warcinfo" => Sort::Info,
        "request" => Sort::Request,
        "response" => Sort::Response,
        _ if record.headers.get(STAMPED).is_some() => Sort::Stamp,
        _ if record.headers.get(SHOWS).is_some() => Sort::Pictures,
        _ => Sort::Removal,
    }
}
