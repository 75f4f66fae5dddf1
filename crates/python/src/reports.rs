//! Coded reports as rows: what tells each, and the whole of what was coded as a line of the contract.

use crate::columns::{all_texts, bytes, texts};
use crate::error::said;
use arrow_array::builder::{BinaryBuilder, Date32Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use dateline::calls::Failure;
use dateline_store::{Arrival, Given, Intake, Key, sha256};
use dateline_terms::Date;
use pyo3::PyResult;
use serde_json::Value;
use std::sync::Arc;

/// Columns of text; the one of the line is the last but one, what went wrong the last.
const TEXTS: [&str; 12] = [
    "report", "key", "name", "sha256", "url", "title", "outlet", "language", "given", "coder", "coded",
    "error",
];
/// Rows of a batch, and bytes of it: Arrow's columns hold 2 GB at most.
const ROWS: usize = 1000;
const BYTES: usize = 256 << 20;

/// One report, coded or failed.
#[derive(Default)]
pub(crate) struct Row {
    texts: [Option<String>; 12],
    published: Option<Date>,
    events: Option<i64>,
    tallies: Option<i64>,
    bytes: Option<Vec<u8>>,
}

impl Row {
    /// A coded report.
    pub fn coded(intake: Intake) -> Row {
        let Intake { key, name, bytes, given, url, coded, coder, .. } = intake;
        let arrival = Arrival { key, name, sha256: sha256(&bytes), url };
        let of = |field: &str| coded.get("report").and_then(|report| report.get(field));
        let text = |field: &str| of(field).and_then(Value::as_str).map(str::to_string);
        let count = |field: &str| coded.get(field).and_then(Value::as_array).map(|list| list.len() as i64);
        let published = of("published").and_then(|p| p.get("date")).and_then(Value::as_str);
        let texts = [
            Some(arrival.id()),
            Some(arrival.key.written()),
            Some(arrival.name),
            Some(arrival.sha256),
            arrival.url,
            text("title"),
            text("outlet"),
            text("language"),
            serde_json::to_string(&given).ok(),
            Some(coder),
            Some(coded.to_string()),
            None,
        ];
        Row {
            texts,
            published: published.and_then(|day| day.parse().ok()),
            events: count("events"),
            tallies: count("tallies"),
            bytes: Some(bytes),
        }
    }

    /// A report that could not be coded.
    pub fn failed(failure: Failure) -> Row {
        let mut row = Row::default();
        let [_, _, name, .., error] = &mut row.texts;
        (*name, *error) = (Some(failure.name), Some(failure.what));
        row
    }

    fn size(&self) -> usize {
        self.texts.iter().flatten().map(String::len).sum::<usize>() + self.bytes.as_ref().map_or(0, Vec::len)
    }
}

/// Rows that become batches.
#[derive(Default)]
pub(crate) struct Reports {
    waiting: Vec<Row>,
    size: usize,
    batches: Vec<RecordBatch>,
}

impl Reports {
    /// Adds a row.
    ///
    /// # Errors
    /// When a batch does not come together.
    pub fn push(&mut self, row: Row) -> Result<(), ArrowError> {
        self.size += row.size();
        self.waiting.push(row);
        if self.waiting.len() >= ROWS || self.size >= BYTES { self.close() } else { Ok(()) }
    }

    fn close(&mut self) -> Result<(), ArrowError> {
        self.size = 0;
        self.batches.push(batch(std::mem::take(&mut self.waiting))?);
        Ok(())
    }

    /// All rows; one batch at least, which may be empty.
    ///
    /// # Errors
    /// When a batch does not come together.
    pub fn finish(mut self) -> Result<Vec<RecordBatch>, ArrowError> {
        if !self.waiting.is_empty() || self.batches.is_empty() {
            self.close()?;
        }
        Ok(self.batches)
    }
}

fn batch(rows: Vec<Row>) -> Result<RecordBatch, ArrowError> {
    let mut words: Vec<StringBuilder> = TEXTS.iter().map(|_| StringBuilder::new()).collect();
    let (mut days, mut bodies) = (Date32Builder::new(), BinaryBuilder::new());
    let (mut events, mut tallies) = (Int64Builder::new(), Int64Builder::new());
    let epoch = Date::constant(1970, 1, 1);
    for row in rows {
        words.iter_mut().zip(row.texts).for_each(|(to, text)| to.append_option(text));
        days.append_option(row.published.map(|day| epoch.until(day).map_or(0, |span| span.get_days())));
        events.append_option(row.events);
        tallies.append_option(row.tallies);
        bodies.append_option(row.bytes);
    }
    let mut fields: Vec<Field> = TEXTS.iter().map(|name| Field::new(*name, DataType::Utf8, true)).collect();
    let mut arrays: Vec<ArrayRef> = words.iter_mut().map(|to| Arc::new(to.finish()) as ArrayRef).collect();
    let rest: [(&str, DataType, ArrayRef); 4] = [
        ("published", DataType::Date32, Arc::new(days.finish())),
        ("events", DataType::Int64, Arc::new(events.finish())),
        ("tallies", DataType::Int64, Arc::new(tallies.finish())),
        ("bytes", DataType::Binary, Arc::new(bodies.finish())),
    ];
    for (name, kind, array) in rest {
        fields.push(Field::new(name, kind, true));
        arrays.push(array);
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)
}

/// Hands on each coded report of a batch, as it arrived and as it was coded.
///
/// # Errors
/// When a column is missing or holds something else, a line is no JSON, and whatever `each` returns.
pub(crate) fn each_arrival(
    batch: &RecordBatch,
    each: &mut dyn FnMut(Arrival, Value) -> PyResult<()>,
) -> PyResult<()> {
    let (keys, names, sums) = (texts(batch, "key")?, texts(batch, "name")?, texts(batch, "sha256")?);
    let (urls, lines) = (texts(batch, "url")?, texts(batch, "coded")?);
    for (n, line) in lines.into_iter().enumerate() {
        let Some(line) = line else { continue };
        let of = |column: &[Option<&str>]| column.get(n).copied().flatten().map(str::to_string);
        let key = Key::read(&of(&keys).unwrap_or_default());
        let arrival = Arrival {
            key,
            name: of(&names).unwrap_or_default(),
            sha256: of(&sums).unwrap_or_default(),
            url: of(&urls),
        };
        each(arrival, serde_json::from_str(line).map_err(said)?)?;
    }
    Ok(())
}

/// The coded reports of a batch, ready to be kept.
///
/// # Errors
/// When a column is missing or holds something else, or a line is no JSON.
pub(crate) fn intakes(batch: &RecordBatch) -> PyResult<Vec<Intake>> {
    let (given, coders) = (texts(batch, "given")?, texts(batch, "coder")?);
    let (bodies, lines) = (bytes(batch, "bytes")?, texts(batch, "coded")?);
    let kept: Vec<usize> = (0..lines.len()).filter(|n| lines.get(*n).is_some_and(Option::is_some)).collect();
    if !kept.is_empty() {
        all_texts(batch, "name")?;
    }
    let mut kept = kept.into_iter();
    let mut all = Vec::new();
    each_arrival(batch, &mut |arrival, coded| {
        let n = kept.next().unwrap_or_default();
        let text = |column: &[Option<&str>]| column.get(n).copied().flatten().unwrap_or_default().to_string();
        let body = bodies.get(n).copied().flatten();
        let body = body.ok_or_else(|| said("A report lacks its bytes, without which it cannot be kept."))?;
        let given: Given = serde_json::from_str(&text(&given)).map_err(said)?;
        let Arrival { key, name, url, .. } = arrival;
        let (bytes, coder) = (body.to_vec(), text(&coders));
        all.push(Intake { key, name, bytes, given, url, coded, coder, received: None });
        Ok(())
    })?;
    Ok(all)
}
