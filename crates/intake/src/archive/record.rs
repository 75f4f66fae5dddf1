//! Records of the archive: those of the standard, each bearing its number and the chain before it.

use super::chain::Link;
use crate::Exchange;
use crate::warc::{Draft, Kind, Record, gzip_member};
use jiff::Timestamp;

/// Fields of Dateline's own: the record's number, and the chain before it.
pub(crate) const NUMBER: &str = "Dateline-Number";
pub(crate) const CHAIN: &str = "Dateline-Chain";
/// Of a tombstone: the digest of what stood in its place.
pub(crate) const REMOVED: &str = "Dateline-Removed";
/// Of a time stamp: the record up to which it holds.
pub(crate) const STAMPED: &str = "Dateline-Stamped";

/// Of what a page shows: how many pictures.
pub(crate) const SHOWS: &str = "Dateline-Pictures";

/// Bytes that a record has at least, so that a tombstone fits in its place.
pub(crate) const LEAST: usize = 1200;

/// A record that is to bear its number and chain.
pub(crate) struct Bears<'d>(Draft<'d>);

impl Bears<'_> {
    pub fn at(&self) -> Timestamp {
        self.0.at
    }

    pub fn target(&self) -> Option<&str> {
        self.0.target
    }

    /// Its id, and its bytes as they stand in the file.
    pub fn member(&self, number: u64, chain: Link) -> (String, Vec<u8>) {
        let mut draft = self.0.clone();
        draft.more.extend([(NUMBER, number.to_string()), (CHAIN, chain.to_string())]);
        (draft.id(), gzip_member(&draft.written(), LEAST))
    }
}

/// The number and the chain that a record bears.
pub(crate) fn borne(record: &Record) -> Option<(u64, Link)> {
    let number = record.headers.get(NUMBER)?.parse().ok()?;
    Some((number, record.headers.get(CHAIN)?.parse().ok()?))
}

/// What begins a file.
pub(crate) fn info(at: Timestamp, file: u32) -> Bears<'static> {
    let mut draft = Draft::new(Kind::Warcinfo, at, "application/warc-fields", INFO.as_bytes());
    draft.more.push(("WARC-Filename", format!("evidence-{file:06}.warc.gz")));
    Bears(draft)
}

const INFO: &str = concat!(
    "software: Dateline ",
    env!("CARGO_PKG_VERSION"),
    "\r\nformat: WARC File Format 1.1\r\nconformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
);

/// What was answered.
pub(crate) fn answer(exchange: &Exchange) -> Bears<'_> {
    let mut draft =
        Draft::new(Kind::Response, exchange.at, "application/http;msgtype=response", &exchange.head);
    draft.block.push(&exchange.body);
    draft.payload_from = 1;
    draft.target = Some(&exchange.url);
    draft.ip = exchange.ip;
    draft.truncated = exchange.cut.then_some("unspecified");
    Bears(draft)
}

/// What was asked, beside the answer of that id.
pub(crate) fn request<'e>(exchange: &'e Exchange, answer: &'e str) -> Bears<'e> {
    let mut draft =
        Draft::new(Kind::Request, exchange.at, "application/http;msgtype=request", &exchange.request);
    draft.target = Some(&exchange.url);
    draft.ip = exchange.ip;
    draft.concurrent_to = Some(answer);
    Bears(draft)
}

/// A reply of RFC 3161 that holds for the chain up to a record.
pub(crate) fn stamp(at: Timestamp, upto: u64, reply: &[u8]) -> Bears<'_> {
    let mut draft = Draft::new(Kind::Metadata, at, "application/timestamp-reply", reply);
    draft.more.push((STAMPED, upto.to_string()));
    Bears(draft)
}

/// Which pictures a page shows: a small object of JSON.
pub(crate) fn shows<'s>(at: Timestamp, page: &'s str, pictures: usize, told: &'s [u8]) -> Bears<'s> {
    let mut draft = Draft::new(Kind::Metadata, at, "application/json", told);
    draft.target = Some(page);
    draft.more.push((SHOWS, pictures.to_string()));
    Bears(draft)
}

/// That a record was removed: a small object of JSON.
pub(crate) fn removal(at: Timestamp, told: &[u8]) -> Bears<'_> {
    Bears(Draft::new(Kind::Metadata, at, "application/json", told))
}
