//! Which pictures pages show, as the archive has it.

use super::entry::{Entry, Sort};
use super::files::Files;
use super::record::REMOVED;
use super::{each_line, find, read};
use crate::Result;
use crate::net::MOST_REDIRECTS;
use crate::pictures::Shown;
use crate::warc::Response;
use std::collections::HashSet;
use std::path::Path;
use url::Url;

/// What all pages show, each with its record, in the order in which they were kept; what was removed is left out. Nothing where
/// there is no archive.
///
/// # Errors
/// When the archive cannot be read, or a record is not as it was written.
pub fn shown(folder: &Path) -> Result<Vec<(Entry, Shown)>> {
    let files = Files(folder.to_path_buf());
    let mut entries = Vec::new();
    if files.index().exists() {
        each_line(&files, &mut |line| {
            entries.extend(Entry::read(line).filter(|entry| entry.sort == Sort::Pictures));
        })?;
    }
    let mut all = Vec::new();
    for entry in entries {
        let record = read(folder, &entry)?.0;
        if record.headers.get(REMOVED).is_none() {
            all.extend(serde_json::from_slice(&record.block).ok().map(|shown| (entry, shown)));
        }
    }
    Ok(all)
}

/// All requests and answers that an archive holds of pictures at some addresses, and at those that they were led on to but for
/// some that are others', in the order in which they were kept.
///
/// # Errors
/// When the archive cannot be read, or a record is not as it was written.
pub fn pictures(
    folder: &Path,
    mut addresses: HashSet<String>,
    others: &HashSet<String>,
) -> Result<Vec<Entry>> {
    let (mut all, mut seen) = (Vec::new(), HashSet::new());
    for _ in 0..=MOST_REDIRECTS {
        addresses.retain(|address| !others.contains(address) && seen.insert(address.clone()));
        if addresses.is_empty() {
            break;
        }
        let mut next = HashSet::new();
        for (address, entries) in find(folder, &addresses)? {
            for entry in entries {
                if entry.sort == Sort::Response {
                    next.extend(leads_to(folder, &entry, &address)?);
                }
                all.push(entry);
            }
        }
        addresses = next;
    }
    all.sort_by_key(|entry| entry.number);
    Ok(all)
}

/// Where a redirect leads.
fn leads_to(folder: &Path, entry: &Entry, address: &str) -> Result<Option<String>> {
    let record = read(folder, entry)?.0;
    let answer =
        Response::read(&record.block).filter(|answer| matches!(answer.status, 301 | 302 | 303 | 307 | 308));
    let to = answer.and_then(|answer| Url::parse(address).ok()?.join(answer.headers.get("Location")?).ok());
    Ok(to.map(|mut to| {
        to.set_fragment(None);
        to.into()
    }))
}
