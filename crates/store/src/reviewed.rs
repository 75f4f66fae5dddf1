//! Which incidents people looked at as they stand, and how sure the others are: what a queue of work is made from.

use crate::{Result, Store};
use dateline_terms::Incident;
use rusqlite::{Row, params};

/// What a queue asks of one incident as it stands now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Its row: a later version of the same incident has another.
    pub number: i64,
    /// Greatest confidence of its claims, 0–1.
    pub confidence: f64,
}

/// What leads from what was judged to rows of incidents, and back. Claims that a ruling took out of an incident are looked
/// up by where they were.
const FROM_JUDGED: &str =
    "judged g CROSS JOIN judgement j ON j.number = g.judgement CROSS JOIN claim c ON c.id = g.claim
    CROSS JOIN member m ON m.claim = c.number CROSS JOIN incident i ON i.incident = m.incident";
const FROM_INCIDENTS: &str = "incident i CROSS JOIN member m ON m.incident = i.incident
    CROSS JOIN claim c ON c.number = m.claim CROSS JOIN judged g ON g.claim = c.id
    CROSS JOIN judgement j ON j.number = g.judgement";

/// Rows that people accepted, or made by what they ruled, and that hold now. What a withdrawal made was looked at by
/// nobody.
const REVIEWED: &str = "i.until IS NULL AND j.until IS NULL
    AND CASE j.ruling ->> 'ruling' WHEN 'accepted' THEN json_array_length(i.body, '$.accepted_by') > 0
        WHEN 'withdrawn' THEN FALSE ELSE j.since = i.since END";

impl Store {
    /// Rows of incidents that people looked at as they stand, of those that changes after the one numbered `after`
    /// brought: they accepted them, or what they ruled made them what they are.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn reviewed(&self, after: i64) -> Result<Vec<i64>> {
        let (tables, since) = if after < 1 { (FROM_JUDGED, "+i.since") } else { (FROM_INCIDENTS, "i.since") };
        let sql = format!("SELECT i.number FROM {tables} WHERE {since} > ?1 AND {REVIEWED}");
        let mut rows = self.connection.prepare_cached(&sql)?;
        Ok(rows.query_map([after], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Whether a person looked at an incident as it stands.
    ///
    /// # Errors
    /// When the record holds none of that id.
    pub fn is_reviewed(&self, id: &str) -> Result<bool> {
        let number = self.incident_number(id)?;
        let sql =
            format!("SELECT EXISTS (SELECT 1 FROM {FROM_INCIDENTS} WHERE i.incident = ?1 AND {REVIEWED})");
        Ok(self.connection.prepare_cached(&sql)?.query_row([number], |row| row.get(0))?)
    }

    /// Hands on how sure every incident is that changes after the one numbered `after` brought, as they stand now; gives
    /// the rows that those changes ended.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn standings(&self, after: i64, each: &mut dyn FnMut(Standing)) -> Result<Vec<i64>> {
        // From the beginning the whole table is read in its own order, which is quicker than by an index of changes.
        let since = if after < 1 { "+since" } else { "since" };
        let sql = format!("SELECT number, confidence FROM incident WHERE {since} > ?1 AND until IS NULL");
        let mut rows = self.connection.prepare_cached(&sql)?;
        let mut rows = rows.query([after])?;
        while let Some(row) = rows.next()? {
            each(Standing { number: row.get(0)?, confidence: row.get(1)? });
        }
        let mut rows =
            self.connection.prepare_cached("SELECT number FROM incident WHERE until > ?1 AND since <= ?1")?;
        Ok(rows.query_map([after], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// The row of an incident as it stands now, and its id.
    ///
    /// # Errors
    /// When the record holds none of that id.
    pub fn standing_row(&self, id: &str) -> Result<(i64, String)> {
        let number = self.incident_number(id)?;
        let sql = "SELECT i.number, n.id FROM incident i JOIN name n ON n.number = i.incident
                   WHERE i.incident = ?1 AND i.until IS NULL";
        let row = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        Ok(self.connection.prepare_cached(sql)?.query_row([number], row)?)
    }

    /// Whether a row is of the incident of an id.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn is_row_of(&self, number: i64, id: &str) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM incident i JOIN name n ON n.number = i.incident
                   WHERE i.number = ?1 AND n.id = ?2)";
        Ok(self.connection.prepare_cached(sql)?.query_row(params![number, id], |row| row.get(0))?)
    }

    /// The incidents of rows, in the order of these, without the claims under them.
    ///
    /// # Errors
    /// When the store cannot be read, or has no such row.
    pub fn of_rows(&self, numbers: &[i64]) -> Result<Vec<Incident>> {
        let sql = "SELECT i.body, c.at, i.incident FROM incident i JOIN change c ON c.number = i.since
                   WHERE i.number = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut incidents = Vec::with_capacity(numbers.len());
        for number in numbers {
            let row = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?));
            let (body, changed, incident) = statement.query_row([number], row)?;
            let aliases = self.aliases(incident, None)?;
            incidents.push(Incident { changed, aliases, ..serde_json::from_str(&body)? });
        }
        Ok(incidents)
    }
}
