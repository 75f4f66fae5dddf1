//! Writing a WACZ: records come in one by one, and the index, the list of pages and the digests are made of them at the end.

use super::surt::surt;
use crate::warc::{Draft, Kind, Record, Response, gzip_member};
use crate::{Error, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::io::{Seek, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Lines of the index that are packed together: replay tools fetch one such block for an address.
const BLOCK: usize = 3000;

/// A page in the list of pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Its address.
    pub url: String,
    /// When it was fetched.
    pub at: Timestamp,
    /// Its headline.
    pub title: Option<String>,
    /// Id of the report that it is in the record.
    pub id: String,
}

/// A WACZ in the making.
pub struct Wacz<W: Write + Seek> {
    zip: ZipWriter<W>,
    title: String,
    made: Timestamp,
    /// Digest and length of the records so far.
    hash: Sha256,
    length: u64,
    /// Lines of the index: key and time, and the rest.
    lines: Vec<(String, Value)>,
    pages: Vec<Listing>,
    /// What the package says of its files.
    resources: Vec<Value>,
}

const RECORDS: &str = "data.warc.gz";

impl<W: Write + Seek> Wacz<W> {
    /// Begins a WACZ, made at a time.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(to: W, title: &str, made: Timestamp) -> Result<Wacz<W>> {
        let mut zip = ZipWriter::new(to);
        // Replay tools read records from the middle of the file, so they are not packed once more.
        zip.start_file(format!("archive/{RECORDS}"), stored(made)).map_err(wrong)?;
        let (title, hash, lines, pages, resources) =
            (title.to_string(), Sha256::new(), Vec::new(), Vec::new(), Vec::new());
        let mut wacz = Wacz { zip, title, made, hash, length: 0, lines, pages, resources };
        let told = format!("software: {SOFTWARE}\r\nformat: WARC File Format 1.1\r\n");
        let info = Draft::new(Kind::Warcinfo, made, "application/warc-fields", told.as_bytes());
        wacz.write(&gzip_member(&info.written(), 0))?;
        Ok(wacz)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.zip.write_all(bytes).map_err(|error| wrong(error.into()))?;
        self.hash.update(bytes);
        self.length += bytes.len() as u64;
        Ok(())
    }

    /// Adds a record, with its bytes as a gzip member.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(&mut self, record: &Record, member: &[u8]) -> Result<()> {
        if let Some(line) = self.line(record, member.len()) {
            self.lines.push(line);
        }
        self.write(member)
    }

    /// The line of the index for a record that can be replayed.
    fn line(&self, record: &Record, length: usize) -> Option<(String, Value)> {
        let url = record.target().filter(|_| matches!(record.kind(), "response" | "resource"))?;
        let at: Timestamp = record.headers.get("WARC-Date")?.parse().ok()?;
        let answer = Response::read(&record.block).filter(|_| record.kind() == "response");
        let own = record.headers.get("Content-Type");
        let said = answer.as_ref().map_or(own, |answer| answer.headers.get("Content-Type"));
        let media = said.unwrap_or("unk").split(';').next().unwrap_or_default().trim().to_string();
        let digest =
            record.headers.get("WARC-Payload-Digest").or_else(|| record.headers.get("WARC-Block-Digest"));
        let line = json!({
            "url": url,
            "mime": media,
            "status": answer.map_or(200, |answer| answer.status).to_string(),
            "digest": digest.unwrap_or_default(),
            "length": length.to_string(),
            "offset": self.length.to_string(),
            "filename": RECORDS,
        });
        Some((format!("{} {}", surt(url), at.to_zoned(TimeZone::UTC).strftime("%Y%m%d%H%M%S")), line))
    }

    /// Adds a page to the list of pages.
    pub fn list(&mut self, page: Listing) {
        self.pages.push(page);
    }

    /// Writes what makes a WACZ of the records.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> Result<W> {
        let digest = std::mem::take(&mut self.hash).finalize();
        self.describe("archive", RECORDS, &hex(&digest), self.length);
        let (index, summary) = self.index()?;
        self.file("indexes", "index.cdx.gz", &index, true)?;
        self.file("indexes", "index.idx", summary.as_bytes(), false)?;
        let pages = self.page_list();
        self.file("pages", "pages.jsonl", pages.as_bytes(), false)?;
        let package = pretty(&json!({
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": self.title,
            "created": format!("{:.0}", self.made),
            "software": SOFTWARE,
            "resources": std::mem::take(&mut self.resources),
        }));
        self.top("datapackage.json", &package)?;
        let hash = format!("sha256:{}", hex(&Sha256::digest(package.as_bytes())));
        self.top("datapackage-digest.json", &pretty(&json!({"path": "datapackage.json", "hash": hash})))?;
        self.zip.finish().map_err(wrong)
    }

    /// The index in blocks, and the list of these.
    fn index(&mut self) -> Result<(Vec<u8>, String)> {
        self.lines.sort_by(|a, b| a.0.cmp(&b.0));
        let mut packed = Vec::new();
        let mut summary =
            "!meta 0 {\"format\": \"cdxj-gzip-1.0\", \"filename\": \"index.cdx.gz\"}\n".to_string();
        for block in self.lines.chunks(BLOCK) {
            let text: String = block.iter().map(|(key, line)| format!("{key} {line}\n")).collect();
            let mut member = GzEncoder::new(Vec::new(), Compression::new(6));
            let member = member.write_all(text.as_bytes()).and_then(|()| member.finish());
            let member = member.map_err(|error| wrong(error.into()))?;
            let place = json!({
                "offset": packed.len(),
                "length": member.len(),
                "digest": format!("sha256:{}", hex(&Sha256::digest(&member))),
                "filename": "index.cdx.gz",
            });
            let first = block.first().map_or("", |(key, _)| key);
            summary += &format!("{first} {place}\n");
            packed.extend(member);
        }
        Ok((packed, summary))
    }

    fn page_list(&self) -> String {
        let mut text =
            json!({"format": "json-pages-1.0", "id": "pages", "title": self.title}).to_string() + "\n";
        for Listing { url, at, title, id } in &self.pages {
            let title = title.as_deref().unwrap_or(url);
            text +=
                &(json!({"id": id, "url": url, "ts": format!("{at:.0}"), "title": title}).to_string() + "\n");
        }
        text
    }

    fn file(&mut self, folder: &str, name: &str, bytes: &[u8], is_packed: bool) -> Result<()> {
        let options = if is_packed { stored(self.made) } else { deflated(self.made) };
        self.zip.start_file(format!("{folder}/{name}"), options).map_err(wrong)?;
        self.zip.write_all(bytes).map_err(|error| wrong(error.into()))?;
        self.describe(folder, name, &hex(&Sha256::digest(bytes)), bytes.len() as u64);
        Ok(())
    }

    fn describe(&mut self, folder: &str, name: &str, digest: &str, length: u64) {
        let path = format!("{folder}/{name}");
        self.resources
            .push(json!({"name": name, "path": path, "hash": format!("sha256:{digest}"), "bytes": length}));
    }

    fn top(&mut self, name: &str, text: &str) -> Result<()> {
        self.zip.start_file(name, deflated(self.made)).map_err(wrong)?;
        self.zip.write_all(text.as_bytes()).map_err(|error| wrong(error.into()))
    }
}

const SOFTWARE: &str = concat!("Dateline ", env!("CARGO_PKG_VERSION"));

fn stored(at: Timestamp) -> SimpleFileOptions {
    deflated(at).compression_method(CompressionMethod::Stored).large_file(true)
}

/// Options of a file in the package, with the time of its making, so that the same records give the same bytes.
fn deflated(at: Timestamp) -> SimpleFileOptions {
    let time = at.to_zoned(TimeZone::UTC);
    let part = |n: i8| n.unsigned_abs();
    let time = zip::DateTime::from_date_and_time(
        time.year().unsigned_abs(),
        part(time.month()),
        part(time.day()),
        part(time.hour()),
        part(time.minute()),
        part(time.second()),
    );
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(time.unwrap_or_default())
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn wrong(error: zip::result::ZipError) -> Error {
    Error::new(format!("The archive cannot be written ({error}): check the disk and its free space."))
}
