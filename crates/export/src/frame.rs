//! Rows as Arrow columns: the same columns as in files, for programs that hold tables in memory.

use crate::table::{Cell, Column, Kind};
use crate::{claims, flat};
use arrow_array::builder::{Date32Builder, Float64Builder, Int64Builder, ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use dateline_terms::{Date, Entry, Incident};
use std::sync::Arc;

/// A claim and the incident that it is under, as a row.
pub struct ClaimRow(claims::Claim);

impl ClaimRow {
    /// The row of a claim; `incident` is the id of the incident that it is under, empty where there is none yet.
    pub fn new(incident: &str, entry: &Entry) -> ClaimRow {
        ClaimRow(claims::Claim { incident: incident.to_string(), entry: entry.clone() })
    }
}

/// Columns in the making.
pub(crate) struct Frame<V: 'static> {
    columns: &'static [Column<V>],
    builders: Vec<Builder>,
}

/// Incidents, without the claims under them: the columns that `docs/exports.md` lists under csv.
pub struct IncidentFrame(Frame<Incident>);

/// Claims: the columns that `docs/exports.md` lists for the sheet of claims.
pub struct ClaimFrame(Frame<claims::Claim>);

impl Default for IncidentFrame {
    fn default() -> IncidentFrame {
        IncidentFrame(Frame::over(&flat::COLUMNS))
    }
}

impl IncidentFrame {
    /// Adds a row.
    pub fn push(&mut self, incident: &Incident) {
        self.0.push(incident);
    }

    /// The rows so far; the frame is empty afterwards.
    ///
    /// # Errors
    /// When columns of more than 2 GB of text come together.
    pub fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        self.0.finish()
    }
}

impl Default for ClaimFrame {
    fn default() -> ClaimFrame {
        ClaimFrame(Frame::over(&claims::COLUMNS))
    }
}

impl ClaimFrame {
    /// Adds a row.
    pub fn push(&mut self, claim: &ClaimRow) {
        self.0.push(&claim.0);
    }

    /// The rows so far; the frame is empty afterwards.
    ///
    /// # Errors
    /// When columns of more than 2 GB of text come together.
    pub fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        self.0.finish()
    }
}

impl<V> Frame<V> {
    /// Nothing yet, under these columns.
    pub(crate) fn over(columns: &'static [Column<V>]) -> Frame<V> {
        Frame { columns, builders: columns.iter().map(|column| Builder::new(column.kind)).collect() }
    }

    /// Adds a row.
    pub(crate) fn push(&mut self, row: &V) {
        for (column, to) in self.columns.iter().zip(&mut self.builders) {
            to.push(column.value(row));
        }
    }

    /// What columns there are.
    pub(crate) fn fields(&self) -> Vec<Field> {
        self.columns.iter().map(field).collect()
    }

    /// The values so far, column by column; the frame is empty afterwards.
    pub(crate) fn arrays(&mut self) -> Vec<ArrayRef> {
        self.builders.iter_mut().map(Builder::finish).collect()
    }

    fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        let schema = Arc::new(Schema::new(self.fields()));
        RecordBatch::try_new(schema, self.arrays())
    }
}

/// Values of one column that wait to be written.
enum Builder {
    Text(StringBuilder),
    List(ListBuilder<StringBuilder>),
    Whole(Int64Builder),
    Real(Float64Builder),
    Day(Date32Builder),
}

impl Builder {
    fn new(kind: Kind) -> Builder {
        match kind {
            Kind::Text => Builder::Text(StringBuilder::new()),
            Kind::List => Builder::List(ListBuilder::new(StringBuilder::new())),
            Kind::Whole => Builder::Whole(Int64Builder::new()),
            Kind::Real => Builder::Real(Float64Builder::new()),
            Kind::Day => Builder::Day(Date32Builder::new()),
        }
    }

    /// Appends a value; one that is not of the column's kind counts as none.
    fn push(&mut self, cell: Cell) {
        match (self, cell) {
            (Builder::Text(to), Cell::Text(text)) => to.append_value(text),
            (Builder::List(to), Cell::List(items)) => {
                items.iter().for_each(|item| to.values().append_value(item));
                to.append(true);
            }
            (Builder::Whole(to), Cell::Whole(n)) => to.append_value(n),
            (Builder::Real(to), Cell::Real(x)) => to.append_value(x),
            (Builder::Day(to), Cell::Day(day)) => to.append_value(since_1970(day)),
            (Builder::Text(to), _) => to.append_null(),
            // No items and no value are the same to a reader of our lists.
            (Builder::List(to), _) => to.append(true),
            (Builder::Whole(to), _) => to.append_null(),
            (Builder::Real(to), _) => to.append_null(),
            (Builder::Day(to), _) => to.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Builder::Text(from) => Arc::new(from.finish()),
            Builder::List(from) => Arc::new(from.finish()),
            Builder::Whole(from) => Arc::new(from.finish()),
            Builder::Real(from) => Arc::new(from.finish()),
            Builder::Day(from) => Arc::new(from.finish()),
        }
    }
}

/// Days since 1 January 1970.
fn since_1970(day: Date) -> i32 {
    Date::constant(1970, 1, 1).until(day).map_or(0, |span| span.get_days())
}

fn field<V>(column: &Column<V>) -> Field {
    let kind = match column.kind {
        Kind::Text => DataType::Utf8,
        Kind::List => DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true))),
        Kind::Whole => DataType::Int64,
        Kind::Real => DataType::Float64,
        Kind::Day => DataType::Date32,
    };
    Field::new(column.name.as_ref(), kind, true)
}
