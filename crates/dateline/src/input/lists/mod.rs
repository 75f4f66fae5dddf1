//! Lists of addresses: lines, tables, and the files of GDELT, of which nothing but the addresses is used. They are read as
//! streams, packed or not.

mod shape;

use super::kind::{self, Kind};
use super::table::{self, Column, Metered};
use super::walk::Found;
use super::{Failure, in_words, json, unpack};
use csv::{ReaderBuilder, StringRecord};
use dateline_intake::address::canonical;
use dateline_intake::feed::Entry;
use jiff::tz::TimeZone;
use shape::{Shape, shape};
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

pub(super) use shape::{is_of_addresses, is_of_gdelt};

/// Bytes of a line at most: rows of GDELT's graph can have hundreds of thousands.
const LINE: u64 = 4 << 20;

/// How zip files begin.
const ZIP: &[u8] = b"PK\x03\x04";

/// What is said where a list of addresses is given as if it were reports.
pub(super) const TO_FETCH: &str =
    "It is a list of addresses, and holds no reports: `dateline ingest --fetch FILE` fetches what it names.";

/// What comes of a list: a page that it names, or what is wrong with a line. It says when to stop.
pub(crate) type Each<'e> = dyn FnMut(Result<Entry, Failure>) -> ControlFlow<()> + 'e;

/// The files of some paths: a folder stands for the files in it, in the order of their names.
///
/// # Errors
/// The folder that cannot be read, and why.
pub(crate) fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let wrong = |error: std::io::Error| Failure::new(path.display().to_string(), in_words(&error));
        let mut inside = Vec::new();
        for entry in std::fs::read_dir(path).map_err(wrong)? {
            let entry = entry.map_err(wrong)?;
            let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
            inside.extend((entry.path().is_file() && !is_hidden).then(|| entry.path()));
        }
        inside.sort_unstable();
        files.extend(inside);
    }
    Ok(files)
}

/// Hands on what a list names, in its order. A path `-` is standard input.
pub(crate) fn read(path: &Path, columns: &[Column], each: &mut Each<'_>) -> ControlFlow<()> {
    let found = if path.as_os_str() == "-" { Found::StandardInput } else { Found::File(path.to_path_buf()) };
    let name = found.name();
    let mut list = List { name: &name, tabs: None, columns, each };
    let done = match &found {
        Found::File(path) if is_zip(path) => list.zipped(path),
        found => {
            list.tabs = tabs(found.kind());
            let opened = found.open().and_then(|source| unpack::open(source, found.says_packed()));
            opened.map_err(|error| in_words(&error)).and_then(|mut source| list.read(&mut source))
        }
    };
    match done {
        Ok(flow) => flow,
        Err(what) => each(Err(Failure::new(name, what))),
    }
}

/// How many addresses the bytes of a list of this name hold.
pub(super) fn count(name: &str, bytes: &[u8]) -> usize {
    let mut count = 0;
    let mut each = |one: Result<Entry, Failure>| {
        count += usize::from(one.is_ok());
        ControlFlow::Continue(())
    };
    let tabs = tabs(kind::by_name(Path::new(name)));
    // What is wrong is told of elsewhere.
    let _ = List { name, tabs, columns: &[], each: &mut each }.read(&mut Cursor::new(bytes));
    count
}

fn is_zip(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(ZIP.len() as u64).read_to_end(&mut head));
    read.is_ok() && head == ZIP
}

/// Whether a name says that columns are parted by tabs; `None` where it says nothing of columns.
fn tabs(kind: Kind) -> Option<bool> {
    match kind {
        Kind::Table { tabs } => Some(tabs),
        _ => None,
    }
}

/// A list that is being read. What stops it is an error, in full sentences.
struct List<'l, 'e> {
    name: &'l str,
    tabs: Option<bool>,
    columns: &'l [Column],
    each: &'l mut Each<'e>,
}

type Flow = Result<ControlFlow<()>, String>;

/// What is known of a table's columns: the field that one holds, and its place.
type Fields = Vec<(&'static str, usize)>;

impl List<'_, '_> {
    /// The lists in a zip file, as GDELT packs each of its files.
    fn zipped(&mut self, path: &Path) -> Flow {
        let wrong =
            |error: &dyn std::fmt::Display| format!("It cannot be unpacked ({error}): fetch it again.");
        let file = File::open(path).map_err(|error| in_words(&error))?;
        let mut zip = zip::ZipArchive::new(BufReader::new(file)).map_err(|error| wrong(&error))?;
        for number in 0..zip.len() {
            let part = zip.by_index(number).map_err(|error| wrong(&error))?;
            if part.is_dir() {
                continue;
            }
            self.tabs = tabs(kind::by_name(Path::new(part.name())));
            let most = unpack::most(part.compressed_size());
            if part.size() > most {
                return Err(unpack::grows());
            }
            if self.read(&mut BufReader::new(part.take(most)))?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn read(&mut self, source: &mut dyn BufRead) -> Flow {
        let mut first = Vec::new();
        let mut lines = Lines { source, number: 0 };
        // Blank lines and remarks before the first line say nothing.
        loop {
            match lines.next(&mut first)? {
                None => return Ok(ControlFlow::Continue(())),
                Some(_) if is_idle(&first) => {}
                Some(_) => break,
            }
        }
        let text = String::from_utf8_lossy(&first).into_owned();
        let is_mapped = self.columns.iter().any(|column| column.is_of("url"));
        match shape(&text, self.tabs, is_mapped)? {
            Shape::Lines => self.lines(&mut lines, first, |line| Some(line.trim().to_string())),
            Shape::Column { at, web } => self.lines(&mut lines, first, move |line| {
                let cell = |at: usize| line.split('\t').nth(at).map(str::trim);
                // What is no page of the web is named by other things than addresses.
                let is_web = web.is_none_or(|at| cell(at) == Some("1"));
                cell(at).filter(|address| is_web && canonical(address).is_some()).map(str::to_string)
            }),
            Shape::Table(delimiter) => self.table(&first, lines, delimiter),
        }
    }

    /// A page a line.
    fn lines(
        &mut self,
        lines: &mut Lines<'_>,
        mut line: Vec<u8>,
        address: impl Fn(&str) -> Option<String>,
    ) -> Flow {
        loop {
            if let Some(link) = Some(&line).filter(|line| !is_idle(line)).and_then(|line| {
                address(
                    String::from_utf8_lossy(line)
                        .trim_start_matches('\u{feff}')
                        .trim_end_matches(['\r', '\n']),
                )
            }) {
                let entry = Entry { link, ..Entry::default() };
                if self.hand_on(entry, lines.number).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            match lines.next(&mut line)? {
                None => return Ok(ControlFlow::Continue(())),
                Some(true) => {}
                Some(false) => {
                    line.clear();
                    let what = "The line is over 4 MB, and was passed over.";
                    if self.wrong(lines.number, what.into()).is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
            }
        }
    }

    /// A page a row, with what its other columns say of it.
    fn table(&mut self, first: &[u8], lines: Lines<'_>, delimiter: u8) -> Flow {
        let before = lines.number - 1;
        let (source, left) = Metered::new(Cursor::new(first.to_vec()).chain(lines.source));
        let mut builder = ReaderBuilder::new();
        builder.delimiter(delimiter).flexible(true).has_headers(false);
        let mut rows = builder.from_reader(source).into_byte_records();
        let text = |row: csv::ByteRecord| StringRecord::from_byte_record_lossy(row);
        let unreadable =
            |error: csv::Error| format!("It cannot be read as a table ({error}): save it as CSV.");
        let Some(heads) = rows.next() else { return Ok(ControlFlow::Continue(())) };
        let heads = text(heads.map_err(unreadable)?);
        let (fields, mut row) = match fields(&heads, self.columns)? {
            (fields, false) => (fields, None),
            // It has no heads: its first row is a page.
            (fields, true) => (fields, Some((heads, 1))),
        };
        loop {
            if let Some((row, line)) = row.take()
                && self.row(&row, &fields, before + line).is_break()
            {
                return Ok(ControlFlow::Break(()));
            }
            left.renew();
            let Some(next) = rows.next() else { return Ok(ControlFlow::Continue(())) };
            let next = next.map_err(unreadable)?;
            let line = next.position().map_or(0, csv::Position::line);
            row = Some((text(next), line));
        }
    }

    fn row(&mut self, row: &StringRecord, fields: &[(&'static str, usize)], line: u64) -> ControlFlow<()> {
        let cell = |field: &str| {
            let (_, column) = fields.iter().find(|(known, _)| *known == field)?;
            row.get(*column).map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_string)
        };
        let published = cell("published").as_deref().and_then(json::day);
        let at = published.and_then(|day| Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp()));
        let Some(links) = cell("url") else { return ControlFlow::Continue(()) };
        // Some tables name several pages in a cell.
        for link in links.split("<UDIV>").flat_map(str::split_whitespace) {
            let entry = Entry {
                link: link.to_string(),
                title: cell("title"),
                published: at,
                outlet: cell("outlet"),
                language: cell("language").filter(|code| code.len() == 2),
            };
            self.hand_on(entry, line)?;
        }
        ControlFlow::Continue(())
    }

    fn hand_on(&mut self, entry: Entry, line: u64) -> ControlFlow<()> {
        if canonical(&entry.link).is_some() {
            return (self.each)(Ok(entry));
        }
        let link: String = entry.link.chars().take(80).collect();
        self.wrong(
            line,
            format!("{link:?} is no address that begins with https:// or http://, and was passed over."),
        )
    }

    fn wrong(&mut self, line: u64, what: String) -> ControlFlow<()> {
        (self.each)(Err(Failure::new(format!("{}: line {line}", self.name), what)))
    }
}

/// Which columns of a table hold what, and whether it has no heads: then one of the cells of its first row is an address.
fn fields(heads: &StringRecord, columns: &[Column]) -> Result<(Fields, bool), String> {
    let fields = table::known(heads, columns)?;
    if fields.iter().any(|(field, _)| *field == "url") {
        return Ok((fields, false));
    }
    let listed =
        heads.iter().map(|head| head.chars().take(40).collect::<String>()).collect::<Vec<_>>().join(", ");
    match heads.iter().position(|cell| canonical(cell).is_some()) {
        Some(at) => Ok((vec![("url", at)], true)),
        None => Err(format!(
            "None of its columns is known to hold addresses ({listed}): say which with --column url=NAME."
        )),
    }
}

/// Whether a line is blank, or a remark.
fn is_idle(line: &[u8]) -> bool {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).trim_ascii();
    line.is_empty() || line.starts_with(b"#")
}

/// The lines of a source, none of them longer than it may be.
struct Lines<'s> {
    source: &'s mut dyn BufRead,
    number: u64,
}

impl Lines<'_> {
    /// Puts the next line into `line`; `None` at the end, false where it is too long, when its beginning alone is there.
    fn next(&mut self, line: &mut Vec<u8>) -> Result<Option<bool>, String> {
        line.clear();
        let read =
            (&mut *self.source).take(LINE).read_until(b'\n', line).map_err(|error| in_words(&error))?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        if (read as u64) < LINE || line.ends_with(b"\n") {
            return Ok(Some(true));
        }
        self.source.skip_until(b'\n').map_err(|error| in_words(&error))?;
        Ok(Some(false))
    }
}

#[cfg(test)]
mod tests;
