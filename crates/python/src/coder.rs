//! Coding: pages in, coded reports out as a table; and what can be read off such a table.

use crate::error::{said, told};
use crate::pages::{Given, Pages, page};
use crate::reports::{Reports, Row, each_arrival};
use crate::table::{Table, taken};
use arrow_array::builder::{BinaryBuilder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use dateline::calls::Coding;
use dateline_code::Books;
use dateline_export::{ClaimFrame, ClaimRow};
use dateline_store::Apart;
use pyo3::prelude::*;
use serde_json::Value;
use std::ops::ControlFlow;
use std::sync::Arc;

/// Codes pages as the words of ``dateline code`` ask for it. One of them serves any number of threads.
#[pyclass(frozen, module = "dateline")]
pub(crate) struct Coder {
    coding: Coding,
}

/// Reports after which it is looked whether the user wants to stop.
const LOOK: usize = 32;

#[pymethods]
impl Coder {
    #[new]
    fn new(py: Python<'_>, words: Vec<String>) -> PyResult<Coder> {
        let coding = py.detach(|| Coding::new(&words)).map_err(|error| told(&error))?;
        Ok(Coder { coding })
    }

    /// Codes pages: texts, bytes, or dictionaries. Gives a row for each, in their order.
    fn code(&self, py: Python<'_>, pages: &Bound<'_, PyAny>) -> PyResult<Table> {
        let mut given = Vec::new();
        for (n, one) in pages.try_iter()?.enumerate() {
            given.push(page(&one?, n + 1)?);
        }
        self.all(py, given.into_iter())
    }

    /// Codes what the files among its words hold.
    fn code_files(&self, py: Python<'_>) -> PyResult<Table> {
        self.all(py, self.coding.pages())
    }

    /// Codes one page on this thread.
    fn one(&self, py: Python<'_>, given: &Bound<'_, PyAny>) -> PyResult<Table> {
        let given = page(given, 1)?;
        py.detach(|| {
            let mut rows = Reports::default();
            rows.push(given.and_then(|page| self.coding.code(page)).map_or_else(Row::failed, Row::coded))
                .map_err(said)?;
            Table::of_all(rows.finish().map_err(said)?)
        })
    }

    /// The pages that the files among its words hold, one after the other, as dictionaries that `code` takes.
    fn pages(&self) -> Pages {
        Pages::new(self.coding.pages())
    }
}

impl Coder {
    fn all(&self, py: Python<'_>, pages: impl Iterator<Item = Given> + Send) -> PyResult<Table> {
        py.detach(|| {
            let (mut rows, mut done, mut stopped) = (Reports::default(), 0usize, None);
            self.coding.code_all(pages, Row::coded, |coded| {
                let kept = rows.push(coded.unwrap_or_else(Row::failed)).map_err(said);
                done += 1;
                let signals =
                    if done.is_multiple_of(LOOK) { Python::attach(|py| py.check_signals()) } else { Ok(()) };
                match kept.and(signals) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(error) => {
                        stopped = Some(error);
                        ControlFlow::Break(())
                    }
                }
            });
            match stopped {
                Some(error) => Err(error),
                None => Table::of_all(rows.finish().map_err(said)?),
            }
        })
    }
}

/// The claims that coded reports make, a row each, with what fusing compares of them.
#[pyfunction]
pub(crate) fn claims(py: Python<'_>, reports: &Bound<'_, PyAny>) -> PyResult<Table> {
    let reports = taken(reports)?;
    py.detach(|| {
        let batches = reports.batches.iter().map(claims_of).collect::<PyResult<Vec<_>>>()?;
        if batches.is_empty() { Table::of(Claims::default().finish()) } else { Table::of_all(batches) }
    })
}

/// Claims in the making.
#[derive(Default)]
pub(crate) struct Claims {
    frame: ClaimFrame,
    accounts: BinaryBuilder,
}

impl Claims {
    /// Adds those of a report.
    pub fn add(&mut self, apart: &Apart) {
        for (entry, account) in &apart.claims {
            self.frame.push(&ClaimRow::new("", entry));
            self.accounts.append_value(account.write());
        }
    }

    /// Adds a claim of a record's incident.
    pub fn push(&mut self, row: &ClaimRow, account: Vec<u8>) {
        self.frame.push(row);
        self.accounts.append_value(account);
    }

    /// All so far.
    pub fn finish(&mut self) -> Result<RecordBatch, arrow_schema::ArrowError> {
        let claims = self.frame.finish()?;
        let mut fields = claims.schema().fields().to_vec();
        fields.push(Arc::new(Field::new("account", DataType::Binary, true)));
        let mut columns = claims.columns().to_vec();
        columns.push(Arc::new(self.accounts.finish()) as ArrayRef);
        RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
    }
}

fn claims_of(batch: &RecordBatch) -> PyResult<RecordBatch> {
    let mut claims = Claims::default();
    each_arrival(batch, &mut |arrival, coded| {
        claims.add(&arrival.apart(&coded, &Books::embedded()).map_err(said)?);
        Ok(())
    })?;
    claims.finish().map_err(said)
}

/// The sums that coded reports state, a row each.
#[pyfunction]
pub(crate) fn tallies(py: Python<'_>, reports: &Bound<'_, PyAny>) -> PyResult<Table> {
    let reports = taken(reports)?;
    py.detach(|| {
        let mut rows = Vec::new();
        for batch in &reports.batches {
            each_arrival(batch, &mut |arrival, coded| {
                let apart = arrival.apart(&coded, &Books::embedded()).map_err(said)?;
                for tally in &apart.tallies {
                    let mut row = serde_json::to_value(tally).map_err(said)?;
                    row["report"] = apart.source.id.clone().into();
                    row["outlet"] = apart.source.outlet.clone().into();
                    row["published"] = apart.source.published.map(|day| day.to_string()).into();
                    row["said_by"] = row["said_by"]["text"].clone();
                    rows.push(row);
                }
                Ok(())
            })?;
        }
        Table::of(sums(&rows, &STATED))
    })
}

/// Columns of stated sums: their names, and whether they hold numbers.
const STATED: [(&str, bool); 14] = [
    ("report", false),
    ("tid", false),
    ("outlet", false),
    ("published", false),
    ("said_by", false),
    ("text", false),
    ("counts", false),
    ("low", true),
    ("high", true),
    ("by", false),
    ("against", false),
    ("area", false),
    ("since", false),
    ("until", false),
];

/// Columns of texts and whole numbers of JSON objects.
pub(crate) fn sums(rows: &[Value], names: &[(&str, bool)]) -> Result<RecordBatch, arrow_schema::ArrowError> {
    let (mut fields, mut arrays): (Vec<Field>, Vec<ArrayRef>) = (Vec::new(), Vec::new());
    for (name, is_number) in names {
        let value = |row: &Value| name.split('.').fold(row.clone(), |value, key| value[key].clone());
        if *is_number {
            let mut numbers = Int64Builder::new();
            rows.iter().for_each(|row| numbers.append_option(value(row).as_i64()));
            arrays.push(Arc::new(numbers.finish()));
        } else {
            let mut words = StringBuilder::new();
            for row in rows {
                match value(row) {
                    Value::Null => words.append_null(),
                    Value::String(text) => words.append_value(text),
                    // Lists of ids and of remarks stay as they are told.
                    other => words.append_value(other.to_string()),
                }
            }
            arrays.push(Arc::new(words.finish()));
        }
        let kind = if *is_number { DataType::Int64 } else { DataType::Utf8 };
        fields.push(Field::new(name.replace('.', "_"), kind, true));
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)
}
