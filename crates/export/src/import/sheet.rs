//! Rows of a CSV file, found by their headings.

use super::{Foreign, Import, Skipped};
use crate::{Error, Result};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// One row.
pub(super) struct Line<'s> {
    heads: &'s HashMap<String, usize>,
    cells: &'s csv::ByteRecord,
}

impl Line<'_> {
    /// The cell under a heading, without spaces around it and without the apostrophe that our own exports put before
    /// what looks like a formula; empty where there is none.
    pub(super) fn text(&self, head: &str) -> String {
        let cell = self.heads.get(head).and_then(|at| self.cells.get(*at)).unwrap_or_default();
        let text = String::from_utf8_lossy(cell);
        let text = text.trim();
        let disarmed = text.strip_prefix('\'').filter(|rest| crate::delimited::harmless(rest) != *rest);
        disarmed.unwrap_or(text).to_string()
    }

    /// The cell as a whole number; some writers put ".0" after it.
    pub(super) fn number(&self, head: &str) -> Option<i64> {
        let text = self.text(head);
        text.parse().ok().or_else(|| {
            let number: f64 = text.parse().ok()?;
            (number.fract() == 0.0 && number.abs() < 1e15).then_some(number as i64)
        })
    }

    /// The cell as a count; what is no number, or below nought, is none.
    pub(super) fn count(&self, head: &str) -> Option<u64> {
        self.number(head).and_then(|n| u64::try_from(n).ok())
    }

    /// Degrees under two headings, where both are numbers on the globe. A decimal comma is taken for a point.
    pub(super) fn at(&self, lat: &str, lon: &str) -> Option<(f64, f64)> {
        let degrees = |head: &str| self.text(head).replace(',', ".").parse::<f64>().ok();
        let (lat, lon) = (degrees(lat)?, degrees(lon)?);
        (lat.abs() <= 90.0 && lon.abs() <= 180.0).then_some((lat, lon))
    }

    /// Items between semicolons.
    pub(super) fn items(&self, head: &str) -> Vec<String> {
        let text = self.text(head);
        text.split(';').map(str::trim).filter(|item| !item.is_empty()).map(str::to_string).collect()
    }
}

/// What one row means, or why it cannot be read.
pub(super) type Reading = fn(&Line<'_>) -> std::result::Result<Foreign, String>;

/// Reads a file whose first line has headings, in any order and case. `needed` must be among them; each is a list of
/// headings of which one is enough. Commas, semicolons and tabs are told apart by the first line.
pub(super) fn read(path: &Path, needed: &[&[&str]], row: Reading) -> Result<Import> {
    let failed = |cause: Error| cause.reading(path);
    let mut file = BufReader::new(File::open(path).map_err(|e| failed(e.into()))?);
    let start = file.fill_buf().map_err(|e| failed(e.into()))?;
    let first = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |mark: u8| first.iter().filter(|byte| **byte == mark).count();
    let comma = [b',', b';', b'\t'].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(b',');
    // Which of equals comes last does not matter: then there is one column, and headings are missing.
    let mut lines = csv::ReaderBuilder::new().delimiter(comma).flexible(true).from_reader(file);
    let heads = heads(lines.byte_headers().map_err(|e| failed(e.into()))?);
    if let Some(missing) = needed.iter().find(|any| !any.iter().any(|head| heads.contains_key(*head))) {
        return Err(failed(Error::new(format!("its first line has no column {}", missing.join(" or ")))));
    }
    let mut import = Import::default();
    let mut cells = csv::ByteRecord::new();
    loop {
        let line = lines.position().line();
        match lines.read_byte_record(&mut cells) {
            Ok(false) => return Ok(import),
            Ok(true) => match row(&Line { heads: &heads, cells: &cells }) {
                Ok(foreign) => import.rows.push(foreign),
                Err(why) => {
                    let line = cells.position().map_or(line, csv::Position::line);
                    import.skipped.push(Skipped { line, why });
                }
            },
            Err(cause) => return Err(failed(cause.into())),
        }
    }
}

/// Where each heading stands; lower case, without the byte-order mark that spreadsheets write first.
fn heads(record: &csv::ByteRecord) -> HashMap<String, usize> {
    let name = |cell: &[u8]| {
        let text = String::from_utf8_lossy(cell).to_lowercase();
        text.trim_start_matches('\u{feff}').trim_matches(['"', ' ']).replace(' ', "_")
    };
    record.iter().enumerate().map(|(at, cell)| (name(cell), at)).collect()
}
