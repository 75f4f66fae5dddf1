//! The evidence archive beside a record: pages found in it, taken out of it, and written into a package of their own.

use super::pictures;
use anyhow::{Result, bail};
use dateline_code::Books;
use dateline_intake::archive::{self, Archive, Entry, Sort};
use dateline_intake::wacz::{Listing, Wacz};
use dateline_intake::warc::{Draft, Held, Kind, Reader, Record, Response, gzip_member, held};
use dateline_store::{Filter, Look, Origin, Sort as Order, Store, sha256};
use jiff::Timestamp;
use std::collections::{BTreeSet, HashSet};
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

/// Takes what the archive holds of a report out of it; gives how many records that were. Of a report whose other versions
/// stay, those exchanges go that brought this one.
///
/// # Errors
/// When the archive is not as it was written, or the disk fails.
pub(super) fn remove(db: &Path, origins: &[Origin], by: &str, why: &str) -> Result<usize> {
    let folder = archive::folder(db);
    if !folder.exists() {
        return Ok(0);
    }
    let mut gone = Vec::new();
    let whole = origins.iter().filter(|origin| origin.is_only);
    let pages: BTreeSet<String> = whole.flat_map(|origin| origin.addresses.iter().cloned()).collect();
    if !pages.is_empty() {
        gone.extend(pictures::of_these_alone(&folder, &pages)?);
    }
    for origin in origins {
        let entries = of(&folder, origin)?;
        if origin.is_only {
            gone.extend(entries);
        } else {
            let brought = brought(&folder, origin, &entries)?;
            gone.extend(brought.into_iter().flat_map(|exchange| exchange.entries));
        }
    }
    gone.sort_by_key(|entry| entry.number);
    gone.dedup();
    Ok(Archive::open(&folder)?.remove(&gone, by, Timestamp::now(), why)?)
}

/// Requests and answers of a report's addresses.
fn of(folder: &Path, origin: &Origin) -> Result<Vec<Entry>> {
    let urls: HashSet<String> = origin.addresses.iter().cloned().collect();
    let mut entries: Vec<Entry> = archive::find(folder, &urls)?.into_values().flatten().collect();
    entries.sort_by_key(|entry| entry.number);
    Ok(entries)
}

/// An answer with its request.
struct Exchanged {
    entries: Vec<Entry>,
    answer: (Record, Vec<u8>),
}

/// The exchanges that brought the very bytes of a report.
fn brought(folder: &Path, origin: &Origin, entries: &[Entry]) -> Result<Vec<Exchanged>> {
    let mut found = Vec::new();
    for entry in entries.iter().filter(|entry| entry.sort == Sort::Response) {
        let answer = archive::read(folder, entry)?;
        let Ok(Held::Page(page)) = held(answer.0.clone(), usize::MAX >> 1) else { continue };
        if sha256(&page.bytes) != origin.sha256 {
            continue;
        }
        // A request stands behind its answer.
        let request =
            entries.iter().find(|other| other.number == entry.number + 1 && other.sort == Sort::Request);
        found.push(Exchanged {
            entries: [Some(entry), request].into_iter().flatten().copied().collect(),
            answer,
        });
    }
    Ok(found)
}

/// What was written into a package.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// Pages with the exchanges that brought them.
    pub exchanged: usize,
    /// Pages of which the record has the bytes, and no exchange is kept.
    pub bytes_alone: usize,
    /// Reports without an address.
    pub homeless: usize,
    /// Pictures of the pages.
    pub pictures: usize,
}

/// Writes the pages behind incidents into a WACZ: the exchanges that brought them, or else their bytes as the record has them.
///
/// # Errors
/// When the record or the archive cannot be read, or the file not be written.
pub(super) fn export(
    store: &Store,
    db: &Path,
    to: &Path,
    (filter, look): (&Filter, &Look),
    books: &Books<'static>,
) -> Result<Written> {
    let mut reports = BTreeSet::new();
    let look = Look { entries: true, ..look.clone() };
    store.incidents(filter, Order::Earliest, &look, books, &mut |incident| {
        reports.extend(incident.entries.into_iter().map(|entry| entry.source.id));
        Ok(())
    })?;
    if reports.is_empty() {
        bail!("No report tells of such incidents: nothing was written.");
    }
    let draft = dateline_export::Draft::of(to)?;
    let mut wacz = Wacz::new(BufWriter::new(draft.handle()?), "Pages behind incidents", Timestamp::now())?;
    let (folder, mut written, mut pages) = (archive::folder(db), Written::default(), BTreeSet::new());
    for id in &reports {
        for origin in store.origins(id)? {
            add(store, &folder, &origin, &mut wacz, &mut written)?;
            pages.extend(origin.addresses);
        }
    }
    add_pictures(&folder, &pages, &mut wacz, &mut written)?;
    wacz.finish()?.into_inner().map_err(|error| draft.failed(error.into_error()))?;
    draft.complete()?;
    draft.publish()?;
    Ok(written)
}

/// Adds the pictures of pages, and what the archive says of them.
fn add_pictures(
    folder: &Path,
    pages: &BTreeSet<String>,
    wacz: &mut Wacz<BufWriter<File>>,
    written: &mut Written,
) -> Result<()> {
    for entry in pictures::of(folder, pages)? {
        let (record, bytes) = archive::read(folder, &entry)?;
        if let Some(answer) = Response::read(&record.block).filter(|_| entry.sort == Sort::Response) {
            written.pictures += usize::from(answer.status == 200);
        }
        wacz.add(&record, &bytes)?;
    }
    Ok(())
}

/// Adds the page of a report.
fn add(
    store: &Store,
    folder: &Path,
    origin: &Origin,
    wacz: &mut Wacz<BufWriter<File>>,
    written: &mut Written,
) -> Result<()> {
    let entries = of(folder, origin)?;
    let exchanges = brought(folder, origin, &entries)?;
    let list = |wacz: &mut Wacz<_>, url: &str, at: Timestamp| {
        wacz.list(Listing { url: url.to_string(), at, title: origin.title.clone(), id: origin.id.clone() });
    };
    if let Some(first) = exchanges.first() {
        let answer = &first.answer.0;
        let at = answer.headers.get("WARC-Date").and_then(|at| at.parse().ok()).unwrap_or_default();
        list(wacz, answer.target().unwrap_or_default(), at);
        written.exchanged += 1;
    }
    for exchange in &exchanges {
        for entry in &exchange.entries {
            let (record, bytes) = archive::read(folder, entry)?;
            wacz.add(&record, &bytes)?;
        }
    }
    if !exchanges.is_empty() {
        return Ok(());
    }
    let Some((url, bytes)) = origin.addresses.first().zip(store.raw(&origin.id)?) else {
        written.homeless += 1;
        return Ok(());
    };
    let at = origin.received.parse().unwrap_or_default();
    let media = if origin.format == "text" { "text/plain" } else { "text/html" };
    let mut draft = Draft::new(Kind::Resource, at, media, &bytes);
    draft.target = Some(url);
    let member = gzip_member(&draft.written(), 0);
    if let Some(Ok(record)) = Reader::new(member.as_slice(), usize::MAX >> 1).next() {
        wacz.add(&record, &member)?;
        list(wacz, url, at);
        written.bytes_alone += 1;
    }
    Ok(())
}
