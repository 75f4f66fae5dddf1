//! The record in other people's formats: one file a format, out and in.
//!
//! [`export`] streams incidents into a file of a [`Format`], and lays a note beside it that says what the file is
//! and what it lacks. [`read_acled`] and [`read_ucdp`] read other datasets, and [`compare()`] holds the record against them. Names of columns of ACLED, UCDP and PLOVER stand in this crate alone.

mod acled;
mod care;
mod claims;
mod columnar;
mod compare;
mod contract;
mod countries;
mod crosswalk;
mod delimited;
mod draft;
mod error;
mod flat;
mod format;
mod frame;
mod geojson;
mod gpkg;
mod hxl;
mod import;
mod jsonl;
mod kml;
mod markup;
mod note;
mod pages;
mod plain;
mod plover;
mod prio;
mod quiet;
mod relay;
mod reports;
mod sentence;
mod span;
mod table;
mod ucdp;
mod wkb;
mod xlsx;

pub use care::Care;
pub use compare::{Agreement, Comparison, Deaths, Match, compare};
pub use draft::Draft;
pub use error::{Error, Result};
pub use format::Format;
pub use frame::{ClaimFrame, ClaimRow, IncidentFrame};
pub use import::{Foreign, Import, Party, Skipped, read_acled, read_ucdp};
pub use markup::escaped;
pub use pages::page;
pub use reports::ReportTable;
pub use table::Told;

use dateline_terms::{Date, Incident, Rule};
use format::{Sink, Takes};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What exports read: incidents and coded reports, one at a time, so that memory does not grow with their number.
pub trait Rows {
    /// Hands on each incident, with or without the claims under it, in an order that is the same every time.
    ///
    /// # Errors
    /// Whatever the source of the rows meets, and whatever `each` returns.
    fn incidents(&self, entries: bool, each: &mut dyn FnMut(Incident) -> Result<()>) -> Result<()>;

    /// Hands on each coded report as the contract has it, with the ids of incidents.
    ///
    /// # Errors
    /// Whatever the source of the rows meets, and whatever `each` returns.
    fn reports(&self, each: &mut dyn FnMut(&Value) -> Result<()>) -> Result<()>;
}

/// How to export.
#[derive(Clone, Debug)]
pub struct Options {
    /// The rule that the rows' values follow; the note beside the file names it.
    pub rule: Rule,
    /// Move places onto a grid of this many kilometres, and leave out the words of reports, which name places.
    pub blur_km: Option<f64>,
    /// Leave out what happened less than so many days before `today`.
    pub embargo_days: Option<u32>,
    /// The day from which the embargo counts back.
    pub today: Date,
    /// Leave out names that may be private persons', and the words of reports, which hold them.
    pub redact_names: bool,
    /// The filters that chose the rows, in words, for the note; empty for none.
    pub filters: String,
    /// When the file is made, for the note: RFC 3339.
    pub made: String,
}

/// What an export did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Incidents, or coded reports, that were written.
    pub written: usize,
    /// Held back by the embargo.
    pub embargoed: usize,
    /// Why others have no place in the format, and how many.
    pub left_out: BTreeMap<&'static str, usize>,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// The note beside it.
    pub note: PathBuf,
}

/// Writes the rows to a file, and a note beside it. The file takes its name only when it is whole: until then one
/// that stood there stays, and nothing is left where writing fails.
///
/// # Errors
/// When the rows cannot be read, or the file not be written; the message says what to do.
pub fn export(rows: &dyn Rows, format: Format, to: &Path, options: &Options) -> Result<Summary> {
    let care = Care::of(options)?;
    let draft = Draft::of(to)?;
    let mut sink = (format.0.begin)(&draft, options).map_err(|e| e.writing(to))?;
    let mut summary = Summary { note: note::beside(to), ..Summary::default() };
    fill(rows, format, to, &care, sink.as_mut(), &mut summary)?;
    sink.finish().map_err(|e| e.writing(to))?;
    summary.bytes = draft.complete()?;
    // Where there is no room for the note, the file does not take its name either.
    let note = draft::text(&summary.note, &note::text(format, to, options, &summary))?;
    draft.publish()?;
    note.publish()?;
    Ok(summary)
}

/// Hands the rows to the sink.
fn fill(
    rows: &dyn Rows,
    format: Format,
    to: &Path,
    care: &Care,
    sink: &mut dyn Sink,
    summary: &mut Summary,
) -> Result<()> {
    match format.0.takes {
        Takes::Reports => rows.reports(&mut |report| match care.report(report)? {
            Some(report) => {
                summary.written += 1;
                sink.report(&report).map_err(|e| e.writing(to))
            }
            None => {
                summary.embargoed += 1;
                Ok(())
            }
        }),
        takes => relay::incidents(rows, takes == Takes::Claims, |incident| {
            if !care.incident(incident) {
                summary.embargoed += 1;
                return Ok(());
            }
            match sink.incident(incident).map_err(|e| e.writing(to))? {
                Ok(()) => summary.written += 1,
                Err(why) => *summary.left_out.entry(why).or_default() += 1,
            }
            Ok(())
        }),
    }
}
