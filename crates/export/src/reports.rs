//! A list of reports as CSV: what came in, from whom, and how much was coded of it.

use crate::Result;
use crate::delimited::harmless;
use dateline_terms::Source;
use std::io::Write;

/// Its columns.
const COLUMNS: [&str; 13] = [
    "id",
    "name",
    "version",
    "sha256",
    "title",
    "outlet",
    "voice",
    "url",
    "published",
    "language",
    "received",
    "claims",
    "tallies",
];

/// Reports in the making of a CSV file, RFC 4180; cells that a spreadsheet would run get an apostrophe.
pub struct ReportTable<W: Write> {
    to: csv::Writer<W>,
    begun: bool,
}

impl<W: Write> ReportTable<W> {
    /// Into `to`.
    pub fn new(to: W) -> ReportTable<W> {
        ReportTable { to: csv::Writer::from_writer(to), begun: false }
    }

    /// Adds a report, with how many claims and stated sums the record holds of it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(&mut self, source: &Source, claims: u64, tallies: u64) -> Result<()> {
        self.begin()?;
        let word = |text: &Option<String>| text.clone().unwrap_or_default();
        let cells = [
            source.id.clone(),
            source.name.clone(),
            source.version.to_string(),
            source.sha256.clone(),
            word(&source.title),
            word(&source.outlet),
            source.kind.map(|kind| kind.as_str().to_string()).unwrap_or_default(),
            word(&source.url),
            source.published.map(|day| day.to_string()).unwrap_or_default(),
            word(&source.language),
            source.received.clone(),
            claims.to_string(),
            tallies.to_string(),
        ];
        Ok(self.to.write_record(cells.iter().map(|cell| harmless(cell).into_owned()))?)
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> Result<()> {
        self.begin()?;
        Ok(self.to.flush()?)
    }

    fn begin(&mut self) -> Result<()> {
        if !std::mem::replace(&mut self.begun, true) {
            self.to.write_record(COLUMNS)?;
        }
        Ok(())
    }
}
