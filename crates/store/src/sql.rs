//! Questions in SQL over the documented views: for reading alone.

use crate::{Error, Result, Store};
use rusqlite::types::ValueRef;
use serde_json::Value;

/// What a question gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Rows, as many values each as there are columns.
    pub rows: Vec<Vec<Value>>,
}

impl Store {
    /// Asks one question in SQLite's SQL. The store must have been opened with [`Store::read`], so that nothing is written
    /// whatever the question says.
    ///
    /// # Errors
    /// When the text is no question, or would write.
    pub fn sql(&self, text: &str) -> Result<Answer> {
        let wrong = |error: rusqlite::Error| Error::new(format!("SQLite does not understand this: {error}."));
        self.connection.pragma_update(None, "query_only", true)?;
        let mut statement = self.connection.prepare(text).map_err(wrong)?;
        if !statement.readonly() {
            return Err(Error::new(
                "Only questions are allowed: judgements change the record (`dateline judge`).",
            ));
        }
        let columns: Vec<String> = statement.column_names().map(str::to_string).collect();
        let count = columns.len();
        let mut rows = statement.query([]).map_err(wrong)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(wrong)? {
            found.push((0..count).map(|n| row.get_ref(n).map(value)).collect::<rusqlite::Result<_>>()?);
        }
        Ok(Answer { columns, rows: found })
    }
}

fn value(from: ValueRef<'_>) -> Value {
    match from {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => n.into(),
        ValueRef::Real(x) => x.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned().into(),
        ValueRef::Blob(bytes) => bytes.iter().map(|b| format!("{b:02x}")).collect::<String>().into(),
    }
}
