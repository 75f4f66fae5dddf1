//! Making a view's record.

use crate::problem::{Answer, Problem};
use crate::record::Record;
use crate::workbench::Workbench;
use dateline_export::Care;
use dateline_store::{Books, Error, Extract, Filter, Look, ReportFilter, Result, Sort, Stamp, Store};
use dateline_terms::{Incident, Source};
use std::collections::BTreeSet;
use tempfile::TempDir;

/// Who makes extracts.
pub(super) const MAKER: &str = "Dateline";
/// What their changes are.
pub(super) const EXTRACT: &str = "extract";

/// Reports that are read at once.
const BATCH: usize = 1000;

/// A record of what may be told.
pub(super) struct Made {
    pub record: Record,
    pub folder: TempDir,
    /// Number of the last change of the whole record that is in it.
    pub last: i64,
    /// Number of its own last change.
    pub number: i64,
}

/// Makes a record of what may be told of the whole one.
///
/// # Errors
/// When the record cannot be read, or there is no room.
pub(super) async fn made(workbench: &Workbench, care: Care, now: jiff::Timestamp) -> Answer<Made> {
    let books = *workbench.books();
    let make = move |whole: &Store| {
        let folder = tempfile::Builder::new().prefix("dateline-view-").tempdir().map_err(Problem::broken)?;
        let path = folder.path().join("view.db");
        let number = now.as_millisecond();
        let stamp = Stamp { at: format!("{now:.3}"), who: MAKER.into(), what: EXTRACT, why: String::new() };
        let mut store = Store::open(&path)?;
        store.extract(number, &stamp, &books, |extract| {
            reports(whole, &care, extract)?;
            incidents(whole, &care, extract, &books)
        })?;
        drop(store);
        Ok(Made { record: Record::open(&path)?, folder, last: whole.last_change()?, number })
    };
    workbench.record().read_apart(make).await
}

/// Hands on the reports that may be told.
fn reports(whole: &Store, care: &Care, extract: &mut Extract<'_, '_>) -> Result<()> {
    let mut after: Option<String> = None;
    loop {
        let page = whole.report_page(&ReportFilter::default(), after.as_deref(), BATCH)?;
        for listed in page.items {
            let mut source: Source = listed.source;
            let coded = care.report(&whole.report(&source.id)?).map_err(Error::from_cause)?;
            if let Some(coded) = coded {
                care.source(&mut source);
                extract.report(&source, coded)?;
            }
        }
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
}

/// Hands on the incidents that may be told: those that a report tells of which may be told itself, with the claims of such
/// reports. Who looked at them stays among those who work on the record.
fn incidents(whole: &Store, care: &Care, extract: &mut Extract<'_, '_>, books: &Books<'_>) -> Result<()> {
    let look = Look { entries: true, ..Look::default() };
    let each = &mut |mut incident: Incident| {
        if !care.incident(&mut incident) {
            return Ok(());
        }
        incident.entries.retain(|entry| extract.has(&entry.source.id));
        if incident.entries.is_empty() {
            return Ok(());
        }
        incident.accepted_by.clear();
        reported(&mut incident);
        extract.incident(&incident)
    };
    whole.incidents(&Filter::default(), Sort::Changed, &look, books, each)
}

/// Leaves out what stands in reports that may not be told yet: their words, their outlets, and their days.
fn reported(incident: &mut Incident) {
    let entries = &incident.entries;
    if entries.iter().all(|entry| entry.event.evidence.text != incident.evidence) {
        incident.evidence =
            entries.first().map(|entry| entry.event.evidence.text.clone()).unwrap_or_default();
    }
    let outlets: BTreeSet<&String> =
        entries.iter().filter_map(|entry| entry.source.outlet.as_ref()).collect();
    incident.outlets.retain(|outlet| outlets.contains(outlet));
    let days = || entries.iter().filter_map(|entry| entry.source.published);
    (incident.first_published, incident.last_published) = (days().min(), days().max());
}
