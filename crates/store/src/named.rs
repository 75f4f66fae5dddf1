//! Names that incidents are looked up by: who and what the record knows, and in how many incidents.

use crate::{Result, Store};
use dateline_code::gazetteer::fold::fold;
use dateline_code::voice::Sketch;
use dateline_terms::Incident;
use dateline_terms::told::{Actor, Place};
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeMap;

/// A name in the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// An actor's id, or a name in small letters without accents.
    pub key: String,
    /// Incidents.
    pub incidents: u64,
    /// The row of one of them.
    pub sample: i64,
}

/// What names are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// Actors.
    Actor,
    /// Places and first-order areas.
    Place,
    /// Outlets.
    Outlet,
}

impl NameKind {
    fn letter(self) -> char {
        match self {
            NameKind::Actor => 'a',
            NameKind::Place => 'p',
            NameKind::Outlet => 'o',
        }
    }
}

impl Store {
    /// All names of a kind, in their order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn names(&self, kind: NameKind) -> Result<Vec<Named>> {
        let sql = "SELECT substr(key, 3), count(*), max(incident) FROM incident_key
                   WHERE key >= ?1 AND key < ?2 GROUP BY key";
        let letter = kind.letter();
        let mut rows = self.connection.prepare_cached(sql)?;
        let named = |row: &rusqlite::Row<'_>| {
            Ok(Named {
                key: row.get(0)?,
                incidents: row.get::<_, i64>(1)?.unsigned_abs(),
                sample: row.get(2)?,
            })
        };
        let found = rows.query_map(params![format!("{letter} "), format!("{letter}!")], named)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// How many incidents a name is in now.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn incidents_of(&self, kind: NameKind, key: &str) -> Result<u64> {
        let sql = "SELECT count(*) FROM incident_key WHERE key = ?1";
        let count: i64 = self
            .connection
            .prepare_cached(sql)?
            .query_row([format!("{} {key}", kind.letter())], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// One of the incidents that a name is in; `None` where it is in none.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn sample(&self, kind: NameKind, key: &str) -> Result<Option<Incident>> {
        let sql = "SELECT incident FROM incident_key WHERE key = ?1 ORDER BY day DESC LIMIT 1";
        let mut rows = self.connection.prepare_cached(sql)?;
        let number = rows.query_row([format!("{} {key}", kind.letter())], |row| row.get(0)).optional()?;
        number.map_or(Ok(None), |number| self.row(number))
    }

    /// The incident of a row, without the claims under it; `None` where a later version took the row's place.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn row(&self, number: i64) -> Result<Option<Incident>> {
        let sql = "SELECT body FROM incident WHERE number = ?1";
        let mut rows = self.connection.prepare_cached(sql)?;
        let mut rows = rows.query([number])?;
        let body: Option<String> = rows.next()?.map(|row| row.get(0)).transpose()?;
        Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
    }

    /// How many incidents an actor was in, month by month of the first day, by the side that it was on (1 a, 2 b, 3
    /// both).
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn months_of(&self, key: &str) -> Result<Vec<(String, i64, u64)>> {
        let sql = "SELECT strftime('%Y-%m', day * 86400, 'unixepoch'), sides, count(*) FROM incident_key
                   WHERE key = ?1 AND day > -9223372036854775808 GROUP BY 1, 2 ORDER BY 1, 2";
        let mut rows = self.connection.prepare_cached(sql)?;
        let month =
            |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get::<_, i64>(2)?.unsigned_abs()));
        Ok(rows.query_map([format!("a {key}")], month)?.collect::<rusqlite::Result<_>>()?)
    }

    /// How often an outlet said in its own voice that something was so, or that it was not, by month of publication:
    /// the month, `asserts`, `denies` or `unconfirmed`, and how often.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn stances_of(&self, outlet: &str) -> Result<Vec<(String, String, u64)>> {
        let sql = "SELECT substr(r.published, 1, 7), a.value ->> 'stance', count(*)
                   FROM report r JOIN claim c ON c.report = r.number AND c.until IS NULL,
                        json_each(c.body, '$.claims') a
                   WHERE r.outlet = ?1 AND r.until IS NULL AND r.published IS NOT NULL AND a.value ->> 'said_by' IS NULL
                   GROUP BY 1, 2 ORDER BY 1, 2";
        let mut rows = self.connection.prepare_cached(sql)?;
        let month =
            |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get::<_, i64>(2)?.unsigned_abs()));
        Ok(rows.query_map([outlet], month)?.collect::<rusqlite::Result<_>>()?)
    }

    /// Agencies that an outlet's latest reports credit, with how many of them do, the most credited first; and how many
    /// reports were looked at, at most `most`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn credits(&self, outlet: &str, most: usize) -> Result<(Vec<(String, u64)>, u64)> {
        let sql = "SELECT sketch FROM report WHERE outlet = ?1 AND until IS NULL AND sketch IS NOT NULL
                   ORDER BY published DESC, number DESC LIMIT ?2";
        let mut rows = self.connection.prepare_cached(sql)?;
        let mut rows = rows.query(params![outlet, most as i64])?;
        let (mut counts, mut seen) = (BTreeMap::<String, u64>::new(), 0);
        while let Some(row) = rows.next()? {
            seen += 1;
            let sketch: Vec<u8> = row.get(0)?;
            let agencies = Sketch::read(&sketch).map(|sketch| sketch.agencies).unwrap_or_default();
            agencies.into_iter().for_each(|agency| *counts.entry(agency).or_default() += 1);
        }
        let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Ok((counts, seen))
    }
}

/// The actor of an incident that a key means.
pub fn actor_of<'i>(incident: &'i Incident, key: &str) -> Option<&'i Actor> {
    let mut actors = incident.side_a.iter().chain(&incident.side_b);
    actors.find(|actor| crate::publish::actor_keys(actor).any(|own| own == key))
}

/// The place of an incident, where the key means the place itself and not the area that it is in.
pub fn place_of<'i>(incident: &'i Incident, key: &str) -> Option<&'i Place> {
    incident.place.as_ref().filter(|place| fold(&place.name) == key)
}
