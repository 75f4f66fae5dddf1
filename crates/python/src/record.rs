//! A record, asked from Python.

use crate::coder::{Claims, sums};
use crate::error::{said, told};
use crate::fusing::grouped;
use crate::reports::intakes;
use crate::table::{Table, taken};
use arrow_array::RecordBatch;
use dateline::calls::Asked;
use dateline_code::pair::{Account, Heading, Pairing};
use dateline_export::{ClaimRow, IncidentFrame};
use dateline_store::Error;
use pyo3::prelude::*;
use serde_json::json;
use std::sync::{Mutex, PoisonError};

/// A record: what ``dateline.open`` gives stands on this.
#[pyclass(frozen, module = "dateline")]
pub(crate) struct Record {
    asked: Mutex<Asked>,
}

/// Rows of a batch.
const ROWS: usize = 8192;

/// Columns of stated sums held against a record: their names, and whether they hold whole numbers.
const HELD: [(&str, bool); 20] = [
    ("report", false),
    ("tid", false),
    ("outlet", false),
    ("published", false),
    ("said_by", false),
    ("text", false),
    ("counts", false),
    ("low", true),
    ("high", true),
    ("asks", false),
    ("since", false),
    ("until", false),
    ("held.low", true),
    ("held.best", true),
    ("held.high", true),
    ("held.lacking", true),
    ("held.above", true),
    ("held.counted", false),
    ("held.perhaps", false),
    ("held.words", false),
];

impl Record {
    /// Asks the record without holding Python's lock.
    fn ask<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut Asked) -> anyhow::Result<T> + Send,
    ) -> PyResult<T> {
        py.detach(|| work(&mut self.asked.lock().unwrap_or_else(PoisonError::into_inner)))
            .map_err(|error| told(&error))
    }
}

#[pymethods]
impl Record {
    /// The record that the words of ``dateline incidents`` name, made where ``make`` is true and there is none.
    #[new]
    fn new(py: Python<'_>, words: Vec<String>, make: bool) -> PyResult<Record> {
        let asked = py.detach(|| Asked::open(&words, make)).map_err(|error| told(&error))?;
        Ok(Record { asked: Mutex::new(asked) })
    }

    /// The incidents that the words of ``dateline incidents`` ask for.
    fn incidents(&self, py: Python<'_>, words: Vec<String>) -> PyResult<Table> {
        let batches = self.ask(py, |asked| {
            let (mut frame, mut rows, mut batches) = (IncidentFrame::default(), 0usize, Vec::new());
            asked.incidents(&words, false, &mut |incident| {
                frame.push(&incident);
                rows += 1;
                if rows.is_multiple_of(ROWS) {
                    batches.push(frame.finish().map_err(Error::from_cause)?);
                }
                Ok(())
            })?;
            batches.push(frame.finish()?);
            Ok(batches)
        })?;
        Table::of_all(batches)
    }

    /// The claims under the incidents that the words of ``dateline incidents`` ask for, with what fusing compares of them.
    fn claims(&self, py: Python<'_>, words: Vec<String>) -> PyResult<Table> {
        let batches = self.ask(py, |asked| {
            let books = asked.books()?;
            let (mut claims, mut rows, mut batches) = (Claims::default(), 0usize, Vec::new());
            asked.incidents(&words, true, &mut |incident| {
                for entry in &incident.entries {
                    let account = Account::new(
                        &entry.event,
                        &Heading::from(&entry.source),
                        &books,
                        &Pairing::embedded().words,
                    );
                    claims.push(&ClaimRow::new(&incident.id, entry), account.write());
                    rows += 1;
                    if rows.is_multiple_of(ROWS) {
                        batches.push(claims.finish().map_err(Error::from_cause)?);
                    }
                }
                Ok(())
            })?;
            batches.push(claims.finish()?);
            Ok(batches)
        })?;
        Table::of_all(batches)
    }

    /// The reports that the record holds, the latest first.
    fn reports(&self, py: Python<'_>) -> PyResult<Table> {
        let batch = self.ask(py, |asked| listed(asked))?;
        Table::of(Ok(batch))
    }

    /// The stated sums that the words of ``dateline tally`` ask for, held against the record.
    fn tallies(&self, py: Python<'_>, words: Vec<String>) -> PyResult<Table> {
        let rows = self.ask(py, |asked| asked.tallies(&words))?;
        Table::of(sums(&rows, &HELD))
    }

    /// Judges as the words of ``dateline judge`` say. Gives the judgements, as JSON.
    fn judge(&self, py: Python<'_>, words: Vec<String>) -> PyResult<Vec<String>> {
        let judgements = self.ask(py, |asked| asked.judge(&words))?;
        judgements.iter().map(|judgement| serde_json::to_string(judgement).map_err(said)).collect()
    }

    /// What all claims and judgements come to, fused anew.
    fn fuse(&self, py: Python<'_>) -> PyResult<Table> {
        let groups = self.ask(py, Asked::groups)?;
        grouped(groups.into_iter())
    }

    /// Takes coded reports in. Gives how many were new, known, changed, and removed before.
    fn take(&self, py: Python<'_>, reports: &Bound<'_, PyAny>) -> PyResult<(usize, usize, usize, usize)> {
        let reports = taken(reports)?;
        let all = py.detach(|| reports.batches.iter().map(intakes).collect::<PyResult<Vec<_>>>())?;
        let taken = self.ask(py, |asked| asked.take(all.into_iter().flatten()))?;
        Ok((taken.new, taken.known, taken.changed, taken.removed))
    }
}

/// Columns of reports, and whether they hold whole numbers.
const LISTED: [(&str, bool); 13] = [
    ("report", false),
    ("name", false),
    ("version", true),
    ("sha256", false),
    ("title", false),
    ("outlet", false),
    ("voice", false),
    ("url", false),
    ("published", false),
    ("language", false),
    ("received", false),
    ("claims", true),
    ("tallies", true),
];

fn listed(asked: &Asked) -> anyhow::Result<RecordBatch> {
    let mut rows = Vec::new();
    asked.reports(&mut |listed| {
        let source = &listed.source;
        rows.push(json!({
            "report": source.id, "name": source.name, "version": source.version, "sha256": source.sha256,
            "title": source.title, "outlet": source.outlet, "voice": source.kind.map(|kind| kind.as_str()),
            "url": source.url, "published": source.published, "language": source.language,
            "received": source.received, "claims": listed.claims, "tallies": listed.tallies,
        }));
    })?;
    Ok(sums(&rows, &LISTED)?)
}
