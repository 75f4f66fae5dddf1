//! Questions to the record: incidents by filter, one incident with its ledger.

pub(crate) mod entries;
mod filter;
mod list;
mod one;
mod reports;
mod search;

pub use filter::{Filter, Sort};
pub use list::{Look, Page};
pub use reports::{Copied, Edition, Listed, OutletReports, ReportFilter, ReportPage};

use crate::judge::current_claim;
use crate::{Error, Result, Store};
use dateline_terms::Date;
use rusqlite::{Connection, OptionalExtension};

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

    /// Number of the incident that an id names or leads to: see [`incident_number`].
    pub(crate) fn incident_number(&self, id: &str) -> Result<i64> {
        incident_number(&self.connection, id)
    }
}

/// Number of the incident that an id names or leads to: its own, that of one merged into it, or that of a claim under it.
pub(crate) fn incident_number(connection: &Connection, id: &str) -> Result<i64> {
    let sql = "SELECT ifnull(now, number) FROM name WHERE id = ?1";
    let named = connection.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?;
    let held = || {
        let claim = current_claim(connection, id)?;
        let sql = "SELECT incident FROM claim WHERE id = ?1 ORDER BY since DESC LIMIT 1";
        let held: Option<Option<i64>> =
            connection.prepare_cached(sql)?.query_row([claim], |row| row.get(0)).optional()?;
        held.ok_or_else(|| {
            Error::missing(format!("The record holds no incident {id}: `dateline incidents` lists them."))
        })
    };
    match named {
        Some(number) => Ok(number),
        None => held()?.ok_or_else(|| {
            Error::missing(format!(
                "The claim {id} is under no incident: its report was changed or removed, or a person judged it to be \
                 no event."
            ))
        }),
    }
}
