//! Edits: rows of the actor and outlet files that people wrote for this record. They are laid over the files by whoever
//! opens the books; none is ever altered, so that each has its history.

use crate::change::Change;
use crate::ids::id;
use crate::{Error, Result, Store};
use rusqlite::{Connection, Row, params};
use serde::Serialize;
use serde_json::Value;

/// Which files a row is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Book {
    /// Those under `actors/`.
    Actors,
    /// Those under `outlets/`.
    Outlets,
}

impl Book {
    /// Its word in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            Book::Actors => "actors",
            Book::Outlets => "outlets",
        }
    }
}

/// A row that a person wrote.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Edit {
    /// Lasting id: what a later edit names as the one that it follows.
    pub id: String,
    /// Which files it is of.
    pub book: Book,
    /// Id of the actor or outlet.
    pub of: String,
    /// The row, as the files have it but in JSON; `None` where the files' own row holds again.
    pub row: Option<Value>,
    /// When: RFC 3339, UTC.
    pub at: String,
    /// Who.
    pub who: String,
    /// The reason.
    pub why: String,
}

/// Columns of an edit, in the order of [`read`].
const COLUMNS: &str = "id, book, of, body, at, who, why";

fn read(row: &Row<'_>) -> rusqlite::Result<(Edit, Option<String>)> {
    let book = if row.get_ref(1)?.as_str()? == "actors" { Book::Actors } else { Book::Outlets };
    let (id, of, at, who, why) = (row.get(0)?, row.get(2)?, row.get(4)?, row.get(5)?, row.get(6)?);
    Ok((Edit { id, book, of, row: None, at, who, why }, row.get(3)?))
}

fn all(connection: &Connection, sql: &str, values: impl rusqlite::Params) -> Result<Vec<Edit>> {
    let mut rows = connection.prepare_cached(sql)?;
    let rows = rows.query_map(values, read)?.collect::<rusqlite::Result<Vec<_>>>()?;
    let parsed = |(edit, body): (Edit, Option<String>)| {
        Ok(Edit { row: body.map(|body| serde_json::from_str(&body)).transpose()?, ..edit })
    };
    rows.into_iter().map(parsed).collect()
}

fn standing(connection: &Connection, book: Book, of: &str) -> Result<Option<Edit>> {
    let sql =
        format!("SELECT {COLUMNS} FROM edit WHERE book = ?1 AND of = ?2 ORDER BY at DESC, id DESC LIMIT 1");
    Ok(all(connection, &sql, [book.as_str(), of])?.pop())
}

impl Store {
    /// The edits that hold: of each actor and outlet the last one, where it is a row. In order of books and ids.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn edited(&self) -> Result<Vec<Edit>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM edit e WHERE body IS NOT NULL AND NOT EXISTS
             (SELECT 1 FROM edit l WHERE l.book = e.book AND l.of = e.of AND (l.at, l.id) > (e.at, e.id))
             ORDER BY book, of"
        );
        all(&self.connection, &sql, [])
    }

    /// All edits of an actor or outlet, the newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn edits_of(&self, book: Book, of: &str) -> Result<Vec<Edit>> {
        let sql = format!("SELECT {COLUMNS} FROM edit WHERE book = ?1 AND of = ?2 ORDER BY at DESC, id DESC");
        all(&self.connection, &sql, [book.as_str(), of])
    }

    /// The last edit of an actor or outlet.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn edit_of(&self, book: Book, of: &str) -> Result<Option<Edit>> {
        standing(&self.connection, book, of)
    }

    /// A number that grows with every edit: 0 where there is none.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn last_edit(&self) -> Result<i64> {
        let sql = "SELECT ifnull(max(number), 0) FROM edit";
        Ok(self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
    }
}

impl Change<'_, '_> {
    /// The last edit of an actor or outlet.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn edit_of(&self, book: Book, of: &str) -> Result<Option<Edit>> {
        standing(&self.tx, book, of)
    }

    /// Writes a row of an actor or outlet, by whoever makes the change, for its reason. Reports that are held stay coded as
    /// they are until they are coded again.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn edit(&mut self, book: Book, of: &str, row: Option<Value>) -> Result<Edit> {
        let stamp = self.stamp;
        let body = row.as_ref().map(Value::to_string).unwrap_or_default();
        let edit = Edit {
            id: id('e', &[book.as_str(), of, &stamp.at, &stamp.who, &body]),
            book,
            of: of.to_string(),
            row,
            at: stamp.at.clone(),
            who: stamp.who.clone(),
            why: stamp.why.clone(),
        };
        match self.add_edit(&edit)? {
            true => Ok(edit),
            false => Err(Error::new("The same was written at the same moment: nothing was changed.")),
        }
    }

    /// Adds an edit that was made elsewhere. One that is there already changes nothing; gives whether it was new.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn add_edit(&mut self, edit: &Edit) -> Result<bool> {
        let sql = "INSERT INTO edit (id, book, of, body, at, who, why, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                   ON CONFLICT (id) DO NOTHING";
        let Edit { id, book, of, row, at, who, why } = edit;
        let body = row.as_ref().map(Value::to_string);
        let values = params![id, book.as_str(), of, body, at, who, why, self.number];
        let new = self.tx.prepare_cached(sql)?.execute(values)? > 0;
        self.written |= new;
        Ok(new)
    }

    /// Takes in the edits of another store.
    ///
    /// # Errors
    /// When either cannot be read or this one not be written.
    pub(crate) fn bring_edits(&mut self, other: &Store) -> Result<usize> {
        let sql = format!("SELECT {COLUMNS} FROM edit ORDER BY number");
        let mut new = 0;
        for edit in all(&other.connection, &sql, [])? {
            new += usize::from(self.add_edit(&edit)?);
        }
        Ok(new)
    }
}
