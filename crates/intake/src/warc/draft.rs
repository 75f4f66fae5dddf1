//! Records on their way into a WARC file.

use flate2::{Compression, GzBuilder};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::Write as _;
use std::net::IpAddr;

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What wrote the file.
    Warcinfo,
    /// What was asked.
    Request,
    /// What was answered.
    Response,
    /// A page's bytes alone.
    Resource,
    /// What there is to say of other records.
    Metadata,
}

impl Kind {
    /// The standard's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Warcinfo => "warcinfo",
            Kind::Request => "request",
            Kind::Response => "response",
            Kind::Resource => "resource",
            Kind::Metadata => "metadata",
        }
    }
}

/// A record to be written.
#[derive(Clone, Debug)]
pub struct Draft<'d> {
    /// What it is.
    pub kind: Kind,
    /// The address that it is about.
    pub target: Option<&'d str>,
    /// When what it holds came to be.
    pub at: Timestamp,
    /// The machine that answered.
    pub ip: Option<IpAddr>,
    /// The type of what it holds.
    pub content_type: &'d str,
    /// Id of the record that came to be with it.
    pub concurrent_to: Option<&'d str>,
    /// Why what it holds is not whole, in the standard's word: length, time, disconnect or unspecified.
    pub truncated: Option<&'d str>,
    /// Fields of Dateline's own, each with its value.
    pub more: Vec<(&'d str, String)>,
    /// What it holds, in parts.
    pub block: Vec<&'d [u8]>,
    /// Which of the parts are the payload: all from this one on.
    pub payload_from: usize,
}

impl<'d> Draft<'d> {
    /// A record of one part and nothing else said.
    pub fn new(kind: Kind, at: Timestamp, content_type: &'d str, block: &'d [u8]) -> Draft<'d> {
        Draft {
            kind,
            target: None,
            at,
            ip: None,
            content_type,
            concurrent_to: None,
            truncated: None,
            more: Vec::new(),
            block: vec![block],
            payload_from: 0,
        }
    }

    /// Its id, which follows from what it holds and from its other fields (a version-8 UUID of RFC 9562).
    pub fn id(&self) -> String {
        let mut hash = Sha256::new();
        let fields =
            [self.kind.as_str(), self.target.unwrap_or_default(), &self.at.to_string()].map(str::to_string);
        for field in fields.iter().chain(self.more.iter().map(|(_, value)| value)) {
            hash.update(field.as_bytes());
            hash.update([0]);
        }
        self.block.iter().for_each(|part| hash.update(part));
        let digest = hash.finalize();
        let mut id = "<urn:uuid:".to_string();
        for (n, byte) in digest.iter().take(16).enumerate() {
            let byte = match n {
                6 => byte & 0x0f | 0x80,
                8 => byte & 0x3f | 0x80,
                _ => *byte,
            };
            let dash = if matches!(n, 4 | 6 | 8 | 10) { "-" } else { "" };
            let _ = write!(id, "{dash}{byte:02x}");
        }
        id + ">"
    }

    /// The record as it stands in a file that is not packed.
    pub fn written(&self) -> Vec<u8> {
        let length: usize = self.block.iter().map(|part| part.len()).sum();
        let mut head =
            format!("WARC/1.1\r\nWARC-Type: {}\r\nWARC-Record-ID: {}\r\n", self.kind.as_str(), self.id());
        let mut field = |name: &str, value: &str| {
            let _ = write!(head, "{name}: {}\r\n", in_one_line(value));
        };
        field("WARC-Date", &format!("{:.6}", self.at));
        let optional = [
            ("WARC-Target-URI", self.target.map(str::to_string)),
            ("WARC-IP-Address", self.ip.map(|ip| ip.to_string())),
            ("WARC-Concurrent-To", self.concurrent_to.map(str::to_string)),
            ("WARC-Truncated", self.truncated.map(str::to_string)),
        ];
        optional.iter().for_each(|(name, value)| value.iter().for_each(|value| field(name, value)));
        field("WARC-Block-Digest", &digest(&self.block));
        if self.payload_from > 0 {
            field("WARC-Payload-Digest", &digest(self.block.get(self.payload_from..).unwrap_or_default()));
        }
        self.more.iter().for_each(|(name, value)| field(name, value));
        field("Content-Type", self.content_type);
        field("Content-Length", &length.to_string());
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(b"\r\n");
        self.block.iter().for_each(|part| bytes.extend_from_slice(part));
        bytes.extend_from_slice(b"\r\n\r\n");
        bytes
    }
}

/// A digest as WARC fields have it, in hexadecimal, as most crawlers write SHA-256.
fn digest(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    let digits = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    format!("sha256:{digits}")
}

/// A value that stays in its field, whatever it holds.
fn in_one_line(value: &str) -> String {
    value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A record as a gzip member of its own, of at least `least` bytes: a comment in its head fills it up.
pub fn gzip_member(record: &[u8], least: usize) -> Vec<u8> {
    let packed = packed(GzBuilder::new(), record);
    match least.checked_sub(packed.len() + 1) {
        Some(missing) => self::packed(GzBuilder::new().comment(vec![b' '; missing]), record),
        None => packed,
    }
}

fn packed(builder: GzBuilder, record: &[u8]) -> Vec<u8> {
    let mut packed = builder.mtime(0).write(Vec::new(), Compression::new(6));
    // Writing into memory cannot fail.
    let _ = packed.write_all(record);
    packed.finish().unwrap_or_default()
}
