//! The formats: what each is called, what it holds, and what it loses.

use crate::draft::Draft;
use crate::table::Told;
use crate::{Error, Options, Result};
use dateline_terms::Incident;
use serde_json::Value;
use std::path::Path;

/// A row, or why an incident has none in this format.
pub(crate) type Row<V> = std::result::Result<V, &'static str>;

/// A file in the making that takes incidents, or coded reports, one at a time.
pub(crate) trait Sink: Send {
    /// Writes an incident; the inner error says why the format has no place for it.
    fn incident(&mut self, _: &Incident) -> Result<Row<()>> {
        Err(Error::new("this format takes coded reports"))
    }

    /// Writes a coded report.
    fn report(&mut self, _: &Value) -> Result<()> {
        Err(Error::new("this format takes incidents"))
    }

    /// Writes what comes last.
    fn finish(self: Box<Self>) -> Result<()>;
}

/// Which rows a format takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// Incidents without the claims under them.
    Incidents,
    /// Incidents with their claims.
    Claims,
    /// Coded reports.
    Reports,
}

/// A table of a format: its name and its columns.
pub(crate) type Tables = Vec<(&'static str, Vec<Told>)>;

/// All there is to say of a format.
pub(crate) struct Spec {
    /// Word for it on a command line.
    pub(crate) name: &'static str,
    /// Ends of file names that mean it, longest first.
    pub(crate) endings: &'static [&'static str],
    /// What it is, in a sentence or two.
    pub(crate) about: &'static str,
    /// What of the record it cannot hold, a sentence each.
    pub(crate) loses: &'static [&'static str],
    /// Its columns.
    pub(crate) tables: fn() -> Tables,
    /// What it is made of.
    pub(crate) takes: Takes,
    /// Begins a file.
    pub(crate) begin: fn(&Draft, &Options) -> Result<Box<dyn Sink>>,
}

/// Every format, in the order of the documents: a line each.
#[rustfmt::skip]
pub(crate) const EXPORTS: &[&Spec] = &[
    &crate::plain::SPEC,
    &crate::jsonl::SPEC,
    &crate::contract::SPEC,
    &crate::acled::SPEC,
    &crate::ucdp::SPEC,
    &crate::plover::SPEC,
    &crate::hxl::SPEC,
    &crate::geojson::SPEC,
    &crate::kml::SPEC,
    &crate::gpkg::SPEC,
    &crate::columnar::SPEC,
    &crate::xlsx::SPEC,
];

/// A format to export to.
#[derive(Clone, Copy)]
pub struct Format(pub(crate) &'static Spec);

impl Format {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Format> {
        EXPORTS.iter().map(|spec| Format(spec))
    }

    /// The format of that name.
    pub fn named(name: &str) -> Option<Format> {
        Format::all().find(|format| format.name() == name)
    }

    /// The format that a file's name ends in; the longest ending decides (`.acled.csv` before `.csv`).
    pub fn of(path: &Path) -> Option<Format> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let fits = |format: &Format| {
            let fitting = format.0.endings.iter().filter(|ending| name.ends_with(**ending));
            fitting.map(|ending| ending.len()).max()
        };
        Format::all().filter_map(|f| Some((fits(&f)?, f))).max_by_key(|(length, _)| *length).map(|(_, f)| f)
    }

    /// Its word on a command line.
    pub fn name(&self) -> &'static str {
        self.0.name
    }

    /// Ends of file names that mean it.
    pub fn endings(&self) -> &'static [&'static str] {
        self.0.endings
    }

    /// What it is, in a sentence or two.
    pub fn about(&self) -> &'static str {
        self.0.about
    }

    /// What of the record it cannot hold, a sentence each.
    pub fn loses(&self) -> &'static [&'static str] {
        self.0.loses
    }

    /// Its tables and their columns.
    pub fn tables(&self) -> Vec<(&'static str, Vec<Told>)> {
        (self.0.tables)()
    }
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.name)
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Format) -> bool {
        self.0.name == other.0.name
    }
}
