//! What stands in a backup: a gzipped tar of the databases, and last a note of what they must be.

use anyhow::{Context, Result, bail};
use dateline_export::Draft;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;
use tar::{Archive, Builder, Header};

/// The record's name inside.
pub(crate) const RECORD: &str = "dateline.db";
/// The desk's name inside: as it stands beside the record, so that `tar -x` makes a record that works.
pub(crate) const DESK: &str = "dateline.db.desk";
/// The note's name inside.
const NOTE: &str = "backup.json";

/// The most bytes of a note.
const LONGEST: u64 = 1 << 16;

/// A database in the making: on its way into a backup or out of one.
pub(crate) struct Member {
    /// Its name inside.
    pub name: &'static str,
    /// Where its bytes stand.
    pub file: Draft,
}

/// What a backup says of itself.
#[derive(Serialize, Deserialize)]
struct Note {
    /// The program that made it.
    by: String,
    /// When.
    at: String,
    files: Vec<Noted>,
}

#[derive(Serialize, Deserialize, PartialEq)]
struct Noted {
    name: String,
    bytes: u64,
    sha256: String,
}

/// Packs databases into a sink, which is given back.
///
/// # Errors
/// When they cannot be read, or the sink not be written.
pub(crate) fn pack<W: Write>(sink: W, members: &[Member]) -> io::Result<W> {
    let now = jiff::Timestamp::now();
    let mut archive = Builder::new(GzEncoder::new(sink, Compression::fast()));
    let mut files = Vec::new();
    for member in members {
        let file = File::open(member.file.path())?;
        let bytes = file.metadata()?.len();
        let mut source = Hashed::new(BufReader::with_capacity(1 << 16, file));
        archive.append_data(&mut header(bytes, now), member.name, &mut source)?;
        files.push(source.noted(member.name));
    }
    let note =
        Note { by: concat!("dateline ", env!("CARGO_PKG_VERSION")).into(), at: now.to_string(), files };
    let text = serde_json::to_vec_pretty(&note)?;
    archive.append_data(&mut header(text.len() as u64, now), NOTE, text.as_slice())?;
    archive.into_inner()?.finish()
}

fn header(bytes: u64, now: jiff::Timestamp) -> Header {
    let mut header = Header::new_gnu();
    header.set_size(bytes);
    header.set_mode(0o600);
    header.set_mtime(now.as_second().unsigned_abs());
    header
}

/// Unpacks databases into drafts of the files that `target` names, and makes sure that they are what was packed.
///
/// # Errors
/// When the source is no backup, is cut short or altered, or the drafts cannot be written.
pub(crate) fn unpack<'t>(
    source: impl Read,
    target: impl Fn(&str) -> Option<&'t Path>,
) -> Result<Vec<Member>> {
    let mut archive = Archive::new(GzDecoder::new(source));
    let (mut members, mut found, mut note) = (Vec::new(), Vec::new(), None);
    for entry in archive.entries()? {
        let mut entry = entry.context(CUT)?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if name == NOTE {
            let mut text = Vec::new();
            entry.take(LONGEST).read_to_end(&mut text).context(CUT)?;
            note = Some(serde_json::from_slice::<Note>(&text).context(CUT)?);
            continue;
        }
        let Some(name) = [RECORD, DESK].into_iter().find(|known| *known == name) else {
            bail!("It holds something that is no part of a backup: {name:?}");
        };
        let Some(target) = target(name) else { continue };
        let file = Draft::private(target)?;
        let mut source = Hashed::new(&mut entry);
        let copied = io::copy(&mut source, &mut File::create(file.path())?);
        copied.map_err(|error| if source.failed { cut(error) } else { file.failed(error).into() })?;
        file.complete()?;
        found.push(source.noted(name));
        members.push(Member { name, file });
    }
    // To the very end, where the sums of what was packed and encrypted stand.
    io::copy(&mut archive.into_inner(), &mut io::sink()).map_err(cut)?;
    let note = note.context(CUT)?;
    match found.iter().all(|file| note.files.contains(file)) && !found.is_empty() {
        true => Ok(members),
        false => bail!("What is in it is not what was packed"),
    }
}

/// What is said of a source that ends too early or is altered.
const CUT: &str = "It is no backup, or cut short, or altered";

fn cut(error: io::Error) -> anyhow::Error {
    anyhow::Error::new(error).context(CUT)
}

/// A source whose bytes are counted and hashed on the way.
struct Hashed<R> {
    source: R,
    bytes: u64,
    sha256: Sha256,
    failed: bool,
}

impl<R: Read> Hashed<R> {
    fn new(source: R) -> Hashed<R> {
        Hashed { source, bytes: 0, sha256: Sha256::new(), failed: false }
    }

    fn noted(self, name: &str) -> Noted {
        let sha256 = self.sha256.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Noted { name: name.to_string(), bytes: self.bytes, sha256 }
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(into).inspect_err(|_| self.failed = true)?;
        self.sha256.update(into.get(..read).unwrap_or_default());
        self.bytes += read as u64;
        Ok(read)
    }
}
