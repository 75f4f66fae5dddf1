//! How far something has come with the record's changes.

use super::{Desk, Result};
use rusqlite::{OptionalExtension, params};

impl Desk {
    /// Where `what` has come to; `None` before the first time.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn come_to(&self, what: &str) -> Result<Option<i64>> {
        self.with(|desk| {
            let sql = "SELECT change FROM progress WHERE what = ?1";
            Ok(desk.prepare_cached(sql)?.query_row([what], |row| row.get(0)).optional()?)
        })
    }

    /// Writes down where `what` have come to, all at once.
    ///
    /// # Errors
    /// When the desk cannot be written.
    pub fn set_come_to(&self, all: &[(String, i64)]) -> Result<()> {
        self.whole(|desk| {
            for (what, number) in all {
                let sql = "INSERT INTO progress (what, change) VALUES (?1, ?2)
                           ON CONFLICT (what) DO UPDATE SET change = excluded.change";
                desk.execute(sql, params![what, number])?;
            }
            Ok(())
        })
    }
}
