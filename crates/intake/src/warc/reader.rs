//! Records of a WARC file, one after the other, in bounded memory; what is broken is named, and reading goes on behind it.

use super::headers::{self, Headers};
use super::segments::Segments;
use super::window::Window;
use std::fmt;
use std::io::{self, BufRead, Read};

/// Bytes that the head of a record may have.
const LONGEST_HEAD: usize = 64 << 10;

/// A place in a WARC file from which reading can go on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Byte of the file.
    pub offset: u64,
    /// Unpacked bytes behind it: not 0 only where one gzip stream holds many records.
    pub within: u64,
}

/// A record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Where it begins.
    pub place: Place,
    /// Its named fields.
    pub headers: Headers,
    /// What it holds, or the beginning of that: at most as many bytes as the reader was asked for.
    pub block: Vec<u8>,
    /// Bytes that it holds in all.
    pub size: u64,
}

impl Record {
    /// `WARC-Type`: response, request, resource, conversion, revisit, warcinfo, metadata or continuation.
    pub fn kind(&self) -> &str {
        self.headers.get("WARC-Type").unwrap_or_default()
    }

    /// The address that it is about. WARC 1.0 shows it between angle brackets, and some write it so.
    pub fn target(&self) -> Option<&str> {
        let target = self.headers.get("WARC-Target-URI")?;
        Some(target.strip_prefix('<').and_then(|t| t.strip_suffix('>')).unwrap_or(target))
    }

    /// Whether `block` is all that it holds.
    pub fn is_whole(&self) -> bool {
        self.block.len() as u64 == self.size
    }
}

/// A record that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Where it begins.
    pub place: Place,
    /// What is wrong, as the end of a sentence.
    pub what: String,
    /// Whether nothing behind it can be read either: the file itself failed.
    pub is_last: bool,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let then = if self.is_last {
            "nothing behind it was read: check the disk, and run this again"
        } else {
            "it was left out, and reading went on behind it"
        };
        write!(f, "This record of the archive is broken: {}; {then}.", self.what)
    }
}

/// The records of a WARC file, plain or packed with gzip: a member a record, or one stream for all.
#[derive(Debug)]
pub struct Reader<R> {
    text: Window<Segments<R>>,
    /// Bytes of a block that are kept.
    most: usize,
    /// Where the segment under way begins in the file, and in the unpacked text.
    segment: u64,
    began: u64,
    /// Unpacked bytes to pass over in the first segment.
    skip: u64,
    is_over: bool,
    /// Where reading can go on when the file has grown.
    end: Place,
    /// Where the record before this begins, if it was broken: at the end of the file it may be whole one day.
    broken: Option<Place>,
}

impl<R: Read> Reader<R> {
    /// Reads `source` from its beginning on, and keeps at most `most` bytes of what each record holds.
    pub fn new(source: R, most: usize) -> Reader<R> {
        Reader::resume(source, Place::default(), most)
    }

    /// Reads on at a place; the first byte of `source` is the one at its offset.
    pub fn resume(source: R, place: Place, most: usize) -> Reader<R> {
        let text = Window::new(Segments::new(source, place.offset), 0);
        let (segment, skip) = (place.offset, place.within);
        Reader { text, most, segment, began: 0, skip, is_over: false, end: place, broken: None }
    }

    /// Where the next record begins; after the last, where one would begin when the file has grown.
    pub fn place(&mut self) -> Place {
        if self.is_over {
            return self.end;
        }
        let within = self.text.position() - self.began;
        if self.text.source().is_packed() {
            Place { offset: self.segment, within }
        } else {
            Place { offset: self.segment + within, within: 0 }
        }
    }

    /// Goes on to where a record begins; false at the end of the file.
    fn go_on(&mut self) -> io::Result<bool> {
        loop {
            // What is broken here was told of with the record that it broke.
            let here = self.text.fill_buf().unwrap_or_default();
            let blank = here.iter().take_while(|byte| matches!(byte, b'\r' | b'\n' | 0)).count();
            if !here.is_empty() && blank < here.len() {
                self.text.consume(blank);
                return Ok(true);
            }
            self.text.consume(blank);
            if blank == 0 {
                let Some(segment) = self.text.renewed().begin()? else { return Ok(false) };
                (self.segment, self.began) = (segment, self.text.position());
                let skip = std::mem::take(&mut self.skip);
                io::copy(&mut (&mut self.text).take(skip), &mut io::sink())?;
            }
        }
    }

    /// The record that begins here.
    fn record(&mut self, place: Place) -> Result<Record, String> {
        let headers = self.head()?;
        let length = headers.get("Content-Length").ok_or("it does not say how long it is")?;
        let size: u64 = length.parse().map_err(|_| format!("its length is given as {length:?}"))?;
        let keep = size.min(self.most as u64);
        let mut block = Vec::with_capacity(keep.min(1 << 20) as usize);
        let read = (&mut self.text).take(keep).read_to_end(&mut block);
        let read = read.and_then(|kept| {
            let rest = size - keep.min(size);
            let passed = io::copy(&mut (&mut self.text).take(rest), &mut io::sink())?;
            Ok(kept as u64 + passed)
        });
        match read {
            Err(error) => return Err(unreadable(&error)),
            Ok(n) if n < size => return Err("it ends before its end".into()),
            Ok(_) => {}
        }
        self.check_end(size)?;
        Ok(Record { place, headers, block, size })
    }

    /// Makes sure that a record ends where it says, and that a member that ends with it is whole.
    fn check_end(&mut self, size: u64) -> Result<(), String> {
        let after = self.text.peek(5).map_err(|error| unreadable(&error))?;
        let fits = after.is_empty() || after.starts_with(b"\r") || after.starts_with(b"\n") || begins(after);
        let ends = after.len() < 5;
        match self.text.failure().filter(|_| ends) {
            Some(error) => Err(unreadable(error)),
            None if !fits => Err(format!("it is not {size} bytes long, as it says")),
            None => Ok(()),
        }
    }

    /// Reads the named fields of a record.
    fn head(&mut self) -> Result<Headers, String> {
        let mut want = 1;
        loop {
            let here = self.text.peek(want).map_err(|error| unreadable(&error))?;
            if !begins(here.get(..here.len().min(5)).unwrap_or_default()) && here.len() >= 5 {
                return Err("it does not begin as records do".into());
            }
            let had = here.len();
            if let Some(end) = headers::end(here.get(..had.min(LONGEST_HEAD)).unwrap_or_default()) {
                let first = memchr::memchr(b'\n', here).map_or(end, |newline| newline + 1);
                let headers = Headers::read(here.get(first..end).unwrap_or_default());
                self.text.consume(end);
                return Ok(headers);
            }
            if had >= LONGEST_HEAD {
                return Err("its head does not end".into());
            }
            if had < want {
                return Err("it ends within its head".into());
            }
            want = had + 1;
        }
    }

    /// Goes on behind a broken record, to the next beginning of one in this segment, or to its end.
    fn find_next(&mut self) {
        self.text.back();
        self.text.consume(1);
        loop {
            let here = self.text.peek(NEXT.len()).unwrap_or_default();
            if here.len() < NEXT.len() {
                self.text.skip_held();
                return;
            }
            if let Some(at) = memchr::memmem::find(here, NEXT) {
                self.text.consume(at + 1);
                return;
            }
            let far = here.len() - NEXT.len() + 1;
            self.text.consume(far);
        }
    }

    fn finish(&mut self, end: Place) {
        (self.is_over, self.end) = (true, end);
    }
}

/// How a record begins that is not the first.
const NEXT: &[u8] = b"\nWARC/";

fn begins(bytes: &[u8]) -> bool {
    bytes.starts_with(b"WARC/")
}

fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => "the file ends within it".into(),
        _ => format!("it cannot be unpacked ({error})"),
    }
}

impl<R: Read> Iterator for Reader<R> {
    type Item = Result<Record, Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        match self.go_on() {
            Ok(true) => {}
            Ok(false) => {
                let end = Place { offset: self.text.source().position(), within: 0 };
                self.finish(self.broken.unwrap_or(end));
                return None;
            }
            Err(error) => {
                let place = self.place();
                self.finish(place);
                return Some(Err(Broken { place, what: error.to_string(), is_last: true }));
            }
        }
        let place = self.place();
        self.text.mark();
        let record = self.record(place);
        self.broken = record.is_err().then_some(place);
        Some(record.map_err(|what| {
            self.find_next();
            Broken { place, what, is_last: false }
        }))
    }
}
