//! Pictures of pages in the evidence archive: those that go with a page that is removed, and those behind a selection.

use dateline_intake::Result;
use dateline_intake::archive::{self, Entry};
use dateline_intake::pictures::Shown;
use std::collections::{BTreeSet, HashSet};
use std::path::Path;

/// Records of the pictures that pages show and no other page does, and of what they show.
///
/// # Errors
/// When the archive is not as it was written.
pub(super) fn of_these_alone(folder: &Path, pages: &BTreeSet<String>) -> Result<Vec<Entry>> {
    let shown = archive::shown(folder)?;
    let (own, others): (Vec<_>, Vec<_>) =
        shown.into_iter().partition(|(_, shown)| pages.contains(&shown.page));
    let mut entries = archive::pictures(folder, addresses(&own), &addresses(&others))?;
    entries.extend(own.into_iter().map(|(entry, _)| entry));
    Ok(entries)
}

/// Records of the pictures that pages show, and of what they show, in the order in which they were kept.
///
/// # Errors
/// As [`of_these_alone`].
pub(super) fn of(folder: &Path, pages: &BTreeSet<String>) -> Result<Vec<Entry>> {
    let mut shown = archive::shown(folder)?;
    shown.retain(|(_, shown)| pages.contains(&shown.page));
    let mut entries = archive::pictures(folder, addresses(&shown), &HashSet::new())?;
    entries.extend(shown.into_iter().map(|(entry, _)| entry));
    entries.sort_by_key(|entry| entry.number);
    Ok(entries)
}

fn addresses(shown: &[(Entry, Shown)]) -> HashSet<String> {
    shown.iter().flat_map(|(_, shown)| &shown.pictures).map(|picture| picture.address.clone()).collect()
}
