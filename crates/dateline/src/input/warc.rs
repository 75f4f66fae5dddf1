//! Web archives: WARC files, and WACZ packages of them, a page after the other.

use super::trail::{Counted, Mark, Trail};
use super::unpack::Packed;
use super::walk::Found;
use super::{Failure, Input, PAGE_LIMIT, in_words};
use dateline_intake::wacz::{Part, parts};
use dateline_intake::warc::{Capture, Held, Place, Reader, held};
use dateline_terms::{Format, Page};
use flate2::read::DeflateDecoder;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;

/// Bytes of a record that are kept: a page may be packed or chunked, and has its head before it.
const RECORD_LIMIT: usize = PAGE_LIMIT + (1 << 20);

type Source = Counted<Box<dyn Read + Send>>;

/// The pages of an archive, lazily.
pub(super) struct Archive {
    name: String,
    /// The file, where it is one whose place can be remembered.
    path: Option<PathBuf>,
    trail: Trail,
    /// WARC files that are still to be read, with what opens them.
    waiting: VecDeque<(u32, Part)>,
    package: Option<Package>,
    open: Option<Open>,
    /// What is wrong with the package, not told yet.
    wrong: VecDeque<String>,
}

/// A WARC file that is being read.
struct Open {
    part: u32,
    /// Its path in its package.
    name: Option<String>,
    /// Where its byte 0 stands in the file whose place is remembered.
    base: u64,
    reader: Reader<Source>,
}

/// A file that can be opened again and again.
enum Package {
    File(PathBuf),
    Bytes(Arc<[u8]>),
}

trait Seekable: Read + Seek + Send {}

impl<T: Read + Seek + Send> Seekable for T {}

impl Package {
    fn open(&self) -> io::Result<Box<dyn Seekable>> {
        Ok(match self {
            Package::File(path) => Box::new(File::open(path)?),
            Package::Bytes(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
        })
    }
}

impl Archive {
    /// The pages of a WARC file, from where it was left on; the reader unpacks gzip itself, so that what is broken costs one
    /// record alone.
    pub fn warc(found: &Found, trail: Trail) -> io::Result<Archive> {
        let path = file(found);
        let mark = path.as_ref().map_or(Mark::default(), |path| trail.start(path));
        let source: Box<dyn Read + Send> = match &path {
            Some(path) => {
                let mut file = File::open(path)?;
                file.seek(SeekFrom::Start(mark.offset))?;
                Box::new(file)
            }
            None => found.open()?,
        };
        trail.add_bytes(mark.offset);
        Ok(Archive::of(source, mark, found.name(), path, trail))
    }

    /// The pages of a WARC file that is unpacked already.
    pub fn unpacked(source: Packed, name: String, trail: Trail) -> Archive {
        Archive::of(Box::new(source), Mark::default(), name, None, trail)
    }

    fn of(
        source: Box<dyn Read + Send>,
        mark: Mark,
        name: String,
        path: Option<PathBuf>,
        trail: Trail,
    ) -> Archive {
        let place = Place { offset: mark.offset, within: mark.within };
        let reader = Reader::resume(Counted { source, trail: trail.clone() }, place, RECORD_LIMIT);
        let open = Some(Open { part: 0, name: None, base: 0, reader });
        let (waiting, wrong) = (VecDeque::new(), VecDeque::new());
        Archive { name, path, trail, waiting, package: None, open, wrong }
    }

    /// The pages of a WACZ package.
    ///
    /// # Errors
    /// What is wrong with it, in full sentences.
    pub fn wacz(found: &Found, trail: Trail) -> Result<Archive, String> {
        let package = match found {
            Found::File(path) => Package::File(path.clone()),
            Found::Handed { bytes, .. } => Package::Bytes(Arc::clone(bytes)),
            Found::StandardInput => {
                return Err("A WACZ cannot be read from standard input: name its file.".into());
            }
        };
        let source = package.open().map_err(|error| in_words(&error))?;
        let (parts, left_out) = parts(source).map_err(|error| error.to_string())?;
        let path = file(found);
        let mark = path.as_ref().map_or(Mark::default(), |path| trail.start(path));
        let mut archive = Archive {
            name: found.name(),
            path,
            trail,
            waiting: (0..).zip(parts).filter(|(n, _)| *n >= mark.part).collect(),
            package: Some(package),
            open: None,
            wrong: left_out.into(),
        };
        archive.open_next(mark).map_err(|error| in_words(&error))?;
        Ok(archive)
    }

    /// Opens the next WARC file of the package, at a place in it; false where there is none.
    fn open_next(&mut self, mark: Mark) -> io::Result<bool> {
        let Some((package, (number, part))) = self.package.as_ref().zip(self.waiting.pop_front()) else {
            return Ok(false);
        };
        let place =
            Place { offset: mark.offset.saturating_sub(part.start).min(part.length), within: mark.within };
        let skip = if part.is_deflated { 0 } else { place.offset };
        let mut source = package.open()?;
        source.seek(SeekFrom::Start(part.start + skip))?;
        let stored = source.take(part.length - skip);
        self.trail.add_bytes(skip);
        let counted = Counted { source: Box::new(stored) as Box<dyn Read + Send>, trail: self.trail.clone() };
        let (source, place, base): (Box<dyn Read + Send>, _, _) = if part.is_deflated {
            (Box::new(DeflateDecoder::new(counted)), Place::default(), 0)
        } else {
            (Box::new(counted), place, part.start)
        };
        // What is counted here was counted below.
        let source = Counted { source, trail: Trail::default() };
        let reader = Reader::resume(source, place, RECORD_LIMIT);
        let is_deflated = part.is_deflated;
        self.open = Some(Open { part: number, name: Some(part.name), base, reader });
        if is_deflated && self.path.is_some() {
            // Such a part has no places to go on at: it is read from its beginning.
            self.path = None;
        }
        Ok(true)
    }

    /// Remembers that all before this place was handed on.
    fn reach(&mut self) {
        let Some((path, open)) = self.path.as_ref().zip(self.open.as_mut()) else { return };
        let Place { offset, within } = open.reader.place();
        self.trail.reach(path, Mark { part: open.part, offset: open.base + offset, within });
    }

    fn named(&self, what: &str) -> String {
        let part = self.open.as_ref().and_then(|open| open.name.as_ref());
        let part = part.map(|part| format!(" ({part})")).unwrap_or_default();
        format!("{}{part}: {what}", self.name)
    }

    fn page(&self, capture: Capture) -> Result<Input, Failure> {
        let Capture { url, bytes, is_html, charset, .. } = capture;
        let name = self.named(&url);
        if let Some(why) = dateline_page::refuse(&bytes) {
            return Err(Failure::new(name, why));
        }
        let format = if is_html { Format::Html } else { Format::Text };
        let mut page = Page::new(url.clone(), bytes, format);
        (page.url, page.charset) = (Some(url), charset);
        Ok(Input { name, page, own: None, notes: Vec::new() })
    }
}

/// The file of an input, where it is one.
fn file(found: &Found) -> Option<PathBuf> {
    match found {
        Found::File(path) => Some(path.clone()),
        _ => None,
    }
}

impl Iterator for Archive {
    type Item = Result<Input, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(what) = self.wrong.pop_front() {
                return Some(Err(Failure::new(self.name.clone(), what)));
            }
            self.reach();
            let Some(record) = self.open.as_mut()?.reader.next() else {
                self.reach();
                match self.open_next(Mark::default()) {
                    Ok(true) => continue,
                    Ok(false) => return None,
                    Err(error) => {
                        self.open = None;
                        return Some(Err(Failure::new(self.name.clone(), in_words(&error))));
                    }
                }
            };
            let record = match record {
                Ok(record) => record,
                Err(broken) => {
                    let name = self.named(&format!("byte {}", broken.place.offset));
                    return Some(Err(Failure::new(name, broken.to_string())));
                }
            };
            let target = record.target().unwrap_or_default().to_string();
            match held(record, PAGE_LIMIT) {
                Ok(Held::Page(capture)) => return Some(self.page(capture)),
                Ok(Held::Revisit) => self.trail.revisit(),
                Ok(Held::Other) => {}
                Err(what) => {
                    let what = format!("The page cannot be read: {what}. It was left out.");
                    return Some(Err(Failure::new(self.named(&target), what)));
                }
            }
        }
    }
}
