//! Questions to the record: incidents by filter, one incident with its ledger.

pub(crate) mod entries;
mod filter;
mod list;
mod one;

pub use filter::{Filter, Sort};
pub use list::{Look, Page};

use crate::{Error, Result, Store};
use dateline_terms::Date;
use rusqlite::OptionalExtension;

/// Twelve times the year, plus 0 for January.
pub(crate) fn month_of(day: Date) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month()) - 1
}

impl Store {
    /// Number of the last change made at or before a time (RFC 3339, UTC); 0 where there was none yet.
    pub(crate) fn change_at(&self, time: &str) -> Result<i64> {
        let sql = "SELECT max(number) FROM change WHERE at <= ?1";
        Ok(self
            .connection
            .prepare_cached(sql)?
            .query_row([time], |row| row.get::<_, Option<i64>>(0))?
            .unwrap_or(0))
    }

    /// Number of the incident that an id names or leads to.
    pub(crate) fn incident_number(&self, id: &str) -> Result<i64> {
        let sql = "SELECT ifnull(now, number) FROM name WHERE id = ?1";
        self.connection.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?.ok_or_else(|| {
            Error::new(format!("The record holds no incident {id}: `dateline incidents` lists them."))
        })
    }
}
