//! Lines of the index: one a record, each as long as the others, so that the last is found at once and a half-written one
//! is told from a whole one.

use super::chain::Link;
use std::fmt;

/// Bytes of a line, with its end.
pub(crate) const LINE: usize = 202;

/// What a kept record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// What wrote the file: the first record of each.
    Info,
    /// What was asked.
    Request,
    /// What was answered.
    Response,
    /// That a record was lawfully removed.
    Removal,
    /// A time stamp of the chain.
    Stamp,
    /// Which pictures a page shows.
    Pictures,
}

impl Sort {
    const ALL: [Sort; 6] =
        [Sort::Info, Sort::Request, Sort::Response, Sort::Removal, Sort::Stamp, Sort::Pictures];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Sort::Info => "info",
            Sort::Request => "request",
            Sort::Response => "response",
            Sort::Removal => "removal",
            Sort::Stamp => "stamp",
            Sort::Pictures => "pictures",
        }
    }
}

/// Where a record is kept, and what proves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number in the archive, from 1 on.
    pub number: u64,
    /// Which file holds it, from 1 on.
    pub file: u32,
    /// Its first byte there.
    pub offset: u64,
    /// Its bytes there.
    pub length: u64,
    /// What it is.
    pub sort: Sort,
    /// What its address is found by.
    pub(crate) address: u64,
    /// SHA-256 of its bytes as they stand in the file.
    pub digest: Link,
    /// The chain up to it: SHA-256 of the chain before it and its digest.
    pub chain: Link,
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Entry { number, file, offset, length, sort, address, digest, chain } = self;
        let sort = sort.as_str();
        writeln!(
            f,
            "{number:012} {file:06} {offset:012} {length:012} {sort:8} {address:016x} {digest} {chain}"
        )
    }
}

impl Entry {
    /// Reads a line with its end; `None` where it is not exactly as it would be written.
    pub(crate) fn read(line: &[u8]) -> Option<Entry> {
        let text = std::str::from_utf8(line).ok()?;
        let mut words = text.split_ascii_whitespace();
        let entry = Entry {
            number: words.next()?.parse().ok()?,
            file: words.next()?.parse().ok()?,
            offset: words.next()?.parse().ok()?,
            length: words.next()?.parse().ok()?,
            sort: words.next().and_then(|word| Sort::ALL.into_iter().find(|sort| sort.as_str() == word))?,
            address: u64::from_str_radix(words.next()?, 16).ok()?,
            digest: words.next()?.parse().ok()?,
            chain: words.next()?.parse().ok()?,
        };
        (entry.to_string().as_bytes() == line).then_some(entry)
    }

    /// The byte behind it in its file.
    pub(crate) fn end(&self) -> u64 {
        self.offset + self.length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_they_are_written_and_not_otherwise() {
        let (digest, chain) = (Link::of(b"a"), Link::of(b"b"));
        let entry = Entry {
            number: 7,
            file: 2,
            offset: 1 << 30,
            length: 900,
            sort: Sort::Response,
            address: 5,
            digest,
            chain,
        };
        let line = entry.to_string();
        assert_eq!(line.len(), LINE);
        assert_eq!(Entry::read(line.as_bytes()), Some(entry));
        for at in 0..LINE {
            for bit in 0..8 {
                let mut bytes = line.clone().into_bytes();
                bytes[at] ^= 1 << bit;
                assert_ne!(Entry::read(&bytes), Some(entry), "byte {at}, bit {bit}");
            }
        }
    }
}
