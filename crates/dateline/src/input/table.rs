//! Tables of reports: CSV and TSV, each row one report, its columns named by their heads or by the user.

use super::unpack::Packed;
use super::{Failure, Input, PAGE_LIMIT, json, lists};
use csv::{ReaderBuilder, StringRecord};
use serde_json::{Map, Value};
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Fields of a report, with what their columns are called where the user does not say.
const USUAL: [(&str, &[&str]); 8] = [
    ("id", &["id", "report_id", "article_id", "uid"]),
    ("title", &["title", "headline"]),
    ("text", &["text", "body", "content", "article", "fulltext", "full_text"]),
    ("html", &["html"]),
    ("published", &["published", "date", "publication_date", "published_at", "pub_date"]),
    ("outlet", &["outlet", "source", "publisher", "newspaper"]),
    (
        "url",
        &[
            "url",
            "link",
            "address",
            "source_url",
            "sourceurl",
            "sourceurls",
            "documentidentifier",
            "mentionidentifier",
        ],
    ),
    ("language", &["language", "lang"]),
];

/// Bytes of a row at most: a report, with what marks its quotes.
const ROW: usize = 2 * PAGE_LIMIT;

/// Which column holds which field: `text=Body` and so on, as the user says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    /// Field of a report.
    field: &'static str,
    /// Head of its column.
    head: String,
}

impl Column {
    /// Whether it is of this field.
    pub fn is_of(&self, field: &str) -> bool {
        self.field == field
    }
}

impl std::str::FromStr for Column {
    type Err = String;

    fn from_str(said: &str) -> Result<Column, String> {
        let (field, head) = said.split_once('=').ok_or("write FIELD=COLUMN, such as text=Body")?;
        let known = USUAL.iter().map(|(field, _)| *field).find(|known| *known == field);
        let fields = || USUAL.map(|(field, _)| field).join(", ");
        match known {
            Some(field) => Ok(Column { field, head: head.to_string() }),
            None => Err(format!("there is no field \"{field}\": one of {}", fields())),
        }
    }
}

/// A source that breaks off inside a row that is longer than a report may be: else a quote that is never closed would
/// have the whole file read as one row.
pub(super) struct Metered<R> {
    source: R,
    left: Left,
}

/// Bytes that the row under way may still have.
#[derive(Clone)]
pub(super) struct Left(Arc<AtomicUsize>);

impl Left {
    /// Lets another row begin.
    pub fn renew(&self) {
        self.0.store(ROW, Ordering::Relaxed);
    }
}

impl<R> Metered<R> {
    /// A source, and what is to be said where a row of it begins.
    pub fn new(source: R) -> (Metered<R>, Left) {
        let left = Left(Arc::new(AtomicUsize::new(ROW)));
        (Metered { source, left: left.clone() }, left)
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        let read = self.source.read(to)?;
        let left = self.left.0.load(Ordering::Relaxed);
        self.left.0.store(left.saturating_sub(read), Ordering::Relaxed);
        match left > 0 || read == 0 {
            true => Ok(read),
            false => Err(std::io::Error::other("a row is over 16 MB, or a quotation mark is not closed")),
        }
    }
}

/// The rows of a table, lazily.
pub(super) struct Table {
    rows: Option<csv::StringRecordsIntoIter<Metered<Packed>>>,
    left: Left,
    /// Field and number of its column.
    fields: Vec<(&'static str, usize)>,
    name: String,
    id: String,
}

impl Table {
    /// # Errors
    /// When there is no head, no column of texts, or a column that the user named is not there.
    pub fn new(
        source: Packed,
        (name, id): (String, String),
        tabs: bool,
        columns: &[Column],
    ) -> Result<Table, Failure> {
        let mut builder = ReaderBuilder::new();
        builder.delimiter(if tabs { b'\t' } else { b',' }).flexible(true);
        let (source, left) = Metered::new(source);
        let mut reader = builder.from_reader(source);
        let heads = reader.headers().map_err(|error| wrong(&name, &error))?.clone();
        let fields = fields(&heads, columns).map_err(|what| Failure::new(&name, what))?;
        Ok(Table { rows: Some(reader.into_records()), left, fields, name, id })
    }
}

/// Which field stands in which column, by the columns' heads.
///
/// # Errors
/// That a column that the user named is not there.
pub(super) fn known(heads: &StringRecord, columns: &[Column]) -> Result<Vec<(&'static str, usize)>, String> {
    let at = |head: &str| {
        heads.iter().position(|known| known.trim().trim_start_matches('\u{feff}').eq_ignore_ascii_case(head))
    };
    let listed = || heads.iter().collect::<Vec<_>>().join(", ");
    let mut fields = Vec::new();
    for (field, usual) in USUAL {
        let said = columns.iter().find(|column| column.field == field);
        let found = match said {
            Some(column) => {
                let missing = || format!("It has no column \"{}\", but {}.", column.head, listed());
                Some(at(&column.head).ok_or_else(missing)?)
            }
            None => usual.iter().find_map(|head| at(head)),
        };
        fields.extend(found.map(|column| (field, column)));
    }
    Ok(fields)
}

/// The same of a table of reports.
fn fields(heads: &StringRecord, columns: &[Column]) -> Result<Vec<(&'static str, usize)>, String> {
    let fields = known(heads, columns)?;
    let has = |names: &[&str]| fields.iter().any(|(field, _)| names.contains(field));
    if has(&["text", "html"]) {
        return Ok(fields);
    }
    let cells: Vec<&str> = heads.iter().collect();
    if has(&["url"]) || lists::is_of_gdelt(&cells.join(",")) || lists::is_of_gdelt(&cells.join("\t")) {
        return Err(lists::TO_FETCH.into());
    }
    let listed = cells.join(", ");
    Err(format!("None of its columns is known to hold texts ({listed}): say which with --column text=NAME."))
}

fn wrong(name: &str, error: &csv::Error) -> Failure {
    let at = error.position().map_or_else(|| name.to_string(), |at| format!("{name}: line {}", at.line()));
    Failure::new(at, format!("It cannot be read as a table ({error}): save it as CSV in UTF-8."))
}

impl Iterator for Table {
    type Item = Result<Input, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        self.left.renew();
        let row = match self.rows.as_mut()?.next()? {
            Ok(row) => row,
            Err(error) => {
                // Of a row that is no UTF-8 the next can be read; of a source that broke off nothing more.
                if error.is_io_error() {
                    self.rows = None;
                }
                return Some(Err(wrong(&self.name, &error)));
            }
        };
        let line = row.position().map_or(0, csv::Position::line);
        let mut record = Map::new();
        for (field, column) in &self.fields {
            let value = row.get(*column).map(str::trim).filter(|value| !value.is_empty());
            record.extend(value.map(|value| (field.to_string(), Value::from(value))));
        }
        let name = format!("{}: line {line}", self.name);
        Some(json::object(Value::Object(record), name, &format!("{}:{line}", self.id)))
    }
}
