//! The folder of an archive: its files, what anchors the chain, and what keeps two programs from writing at once.

use super::chain::Link;
use super::entry::LINE;
use crate::{Error, Result};
use flate2::bufread::GzDecoder;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The folder.
#[derive(Clone, Debug)]
pub(crate) struct Files(pub PathBuf);

/// How far the archive has been confirmed: so many records, and the chain up to the last of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    pub count: u64,
    pub chain: Link,
}

impl Files {
    /// The file of records with a number.
    pub fn records(&self, number: u32) -> PathBuf {
        self.0.join(format!("evidence-{number:06}.warc.gz"))
    }

    pub fn index(&self) -> PathBuf {
        self.0.join("index")
    }

    fn head(&self) -> PathBuf {
        self.0.join("head")
    }

    /// Whether there is an archive.
    pub fn is_there(&self) -> bool {
        self.index().exists() || self.head().exists() || self.records(1).exists()
    }

    /// The error with the file that it is about.
    pub fn wrong(path: &Path, error: &io::Error) -> Error {
        Error::new(match error.kind() {
            io::ErrorKind::StorageFull => format!(
                "{}: the disk is full. Nothing that was kept is lost: make room there and run this again.",
                path.display()
            ),
            io::ErrorKind::PermissionDenied => {
                format!("{}: it may not be read or written: check its permissions.", path.display())
            }
            _ => format!("{}: it cannot be read or written ({error}): check the disk.", path.display()),
        })
    }

    /// Opens a file of the archive to read and write; makes it where there is none.
    pub fn open(&self, path: &Path) -> Result<File> {
        let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
        open.map_err(|error| Files::wrong(path, &error))
    }

    /// How far the archive was confirmed; `None` where it never was.
    ///
    /// # Errors
    /// When the anchor is not as it was written.
    pub fn anchor(&self) -> Result<Option<Head>> {
        let path = self.head();
        let text = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Files::wrong(&path, &error)),
        };
        let head = std::str::from_utf8(&text).ok().and_then(Head::read);
        head.map(Some).ok_or_else(|| {
            Error::new(format!("{}: the anchor of the archive is not as it was written.", path.display()))
        })
    }

    /// Confirms the archive up to a record: what was there stays until this is on the disk.
    pub fn confirm(&self, head: Head) -> Result<()> {
        let (path, part) = (self.head(), self.0.join("head.part"));
        let write = || {
            let mut file = File::create(&part)?;
            file.write_all(head.written().as_bytes())?;
            file.sync_all()?;
            fs::rename(&part, &path)?;
            File::open(&self.0)?.sync_all()
        };
        write().map_err(|error| Files::wrong(&path, &error))
    }

    /// How many records the index has whole lines of, and its bytes behind them.
    pub fn lines(&self) -> Result<(u64, u64)> {
        let path = self.index();
        match fs::metadata(&path) {
            Ok(facts) => Ok((facts.len() / LINE as u64, facts.len() % LINE as u64)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok((0, 0)),
            Err(error) => Err(Files::wrong(&path, &error)),
        }
    }

    /// The bytes of a record.
    pub fn bytes(&self, file: u32, offset: u64, length: u64) -> Result<Vec<u8>> {
        let path = self.records(file);
        let read = || {
            let mut file = File::open(&path)?;
            if file.metadata()?.len() < offset.saturating_add(length) {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            file.seek(SeekFrom::Start(offset))?;
            let mut bytes = vec![0; length as usize];
            file.read_exact(&mut bytes)?;
            Ok(bytes)
        };
        read().map_err(|error| Files::wrong(&path, &error))
    }

    /// How long the gzip member is that begins at a place; `None` where there is no whole one.
    pub fn member(&self, file: u32, offset: u64) -> Result<Option<u64>> {
        let path = self.records(file);
        let read = || {
            let mut source = BufReader::new(File::open(&path)?);
            source.seek(SeekFrom::Start(offset))?;
            let mut member = GzDecoder::new(source);
            let whole = io::copy(&mut member, &mut io::sink()).is_ok();
            let end = member.into_inner().stream_position()?;
            Ok((whole && end > offset).then_some(end.saturating_sub(offset)))
        };
        read().map_err(|error| Files::wrong(&path, &error))
    }

    /// Writes at a place of a file and cuts off what stood behind; on failure what stood there before is left alone.
    pub fn write_at(file: &mut File, path: &Path, at: u64, bytes: &[u8]) -> Result<()> {
        let mut write = || {
            file.seek(SeekFrom::Start(at))?;
            file.write_all(bytes)
        };
        write().map_err(|error| {
            // Nothing is lost where this fails too: what is half written is cut off when the archive is opened.
            let _ = file.set_len(at);
            Files::wrong(path, &error)
        })
    }
}

impl Head {
    fn written(self) -> String {
        format!("dateline evidence 1\nrecords {}\nchain {}\n", self.count, self.chain)
    }

    fn read(text: &str) -> Option<Head> {
        let mut lines = text.lines();
        lines.next()?;
        let count = lines.next()?.strip_prefix("records ")?.parse().ok()?;
        let chain = lines.next()?.strip_prefix("chain ")?.parse().ok()?;
        let head = Head { count, chain };
        (head.written() == text).then_some(head)
    }
}
