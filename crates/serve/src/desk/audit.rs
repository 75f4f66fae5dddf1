//! What was done to accounts, and who came in or did not.

use super::{Desk, Result};
use rusqlite::{Row, params};
use serde::Serialize;
use utoipa::ToSchema;

/// Seconds for which the audit is kept: two years.
const KEPT: i64 = 2 * 366 * 24 * 3600;

/// One line of the audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = AuditEntry)]
pub struct Entry {
    /// Its number; later ones are greater.
    pub number: i64,
    /// Seconds since 1970, UTC.
    pub at: i64,
    /// Who did it; of a failed sign-in the name that was given.
    pub who: String,
    /// What was done: `signed in`, `sign-in refused`, `account added` …
    pub what: String,
    /// To whom or what; may be empty.
    pub about: String,
    /// The network address that it came from; empty for the program at the machine.
    pub address: String,
}

impl Desk {
    /// Writes a line.
    ///
    /// # Errors
    /// When the desk cannot be written.
    pub fn note(&self, who: &str, what: &str, about: &str, address: &str, now: i64) -> Result<()> {
        // Names of failed sign-ins are whatever somebody typed.
        let who: String = who.chars().filter(|c| !c.is_control()).take(64).collect();
        self.whole(|desk| {
            desk.execute("DELETE FROM audit WHERE at <= ?1", [now - KEPT])?;
            let sql = "INSERT INTO audit (at, who, what, about, address) VALUES (?1, ?2, ?3, ?4, ?5)";
            desk.execute(sql, params![now, who, what, about, address])?;
            Ok(())
        })
    }

    /// Up to `limit` lines before the one numbered `before`, the latest first.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn audit(&self, before: Option<i64>, limit: usize) -> Result<Vec<Entry>> {
        let read = |row: &Row<'_>| {
            Ok(Entry {
                number: row.get(0)?,
                at: row.get(1)?,
                who: row.get(2)?,
                what: row.get(3)?,
                about: row.get(4)?,
                address: row.get(5)?,
            })
        };
        self.with(|desk| {
            let sql = "SELECT number, at, who, what, about, address FROM audit WHERE number < ?1
                       ORDER BY number DESC LIMIT ?2";
            let mut rows = desk.prepare_cached(sql)?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = rows.query_map([before.unwrap_or(i64::MAX), limit], read)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_come_first_and_the_old_go() {
        let desk = Desk::in_memory().expect("a desk");
        desk.note("Ada\n", "signed in", "", "127.0.0.1", 0).expect("a line");
        desk.note("Ada", "account added", "Bea", "127.0.0.1", 5).expect("a line");
        let lines = desk.audit(None, 10).expect("lines");
        assert_eq!(lines.iter().map(|l| l.what.as_str()).collect::<Vec<_>>(), ["account added", "signed in"]);
        assert_eq!(lines[1].who, "Ada");
        assert_eq!(desk.audit(Some(lines[0].number), 10).expect("lines").len(), 1);
        desk.note("Ada", "signed in", "", "", KEPT).expect("a line");
        assert_eq!(desk.audit(None, 10).expect("lines").len(), 2);
    }
}
