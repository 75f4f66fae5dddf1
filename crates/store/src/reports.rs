//! Reports as the store holds them: for coding them again, for handing them on, and for seeing where none came from.

use crate::intake::{Given, Key};
use crate::packed::unpack;
use crate::query::Look;
use crate::{Error, Result, Store};
use dateline_terms::Date;
use rusqlite::params;
use serde_json::Value;

/// What stands in place of a coder where a report was kept without being coded.
pub const NOT_CODED: &str = "not coded";

/// A report's page, for coding it again.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Lasting id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Raw bytes.
    pub bytes: Vec<u8>,
    /// What came with them.
    pub given: Given,
    /// What coded it last.
    pub coder: String,
}

/// How many reports an outlet had on a day about an area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Outlet; empty where none is known.
    pub outlet: String,
    /// Country of events that it told of, ISO 3166-1 alpha-2; empty for reports without any.
    pub country: String,
    /// Publication day; `None` where unknown.
    pub day: Option<Date>,
    /// Reports.
    pub reports: u64,
}

impl Store {
    /// Hands on every report of today with its page, in the order in which they came. What `each` writes meanwhile, by
    /// another connection, does not disturb it: one report is read at a time.
    ///
    /// # Errors
    /// Those of `each`, and when the store cannot be read.
    pub fn pages(&self, each: &mut dyn FnMut(Stored) -> Result<()>) -> Result<()> {
        let sql = "SELECT r.number, r.id, r.name, w.bytes, r.given, r.coder FROM report r JOIN raw w ON w.number = r.raw
                   WHERE r.number > ?1 AND r.until IS NULL AND w.bytes IS NOT NULL ORDER BY r.number LIMIT 1";
        let mut after = 0;
        while let Some((number, stored)) = self.page_after(sql, after)? {
            after = number;
            each(stored)?;
        }
        Ok(())
    }

    fn page_after(&self, sql: &str, after: i64) -> Result<Option<(i64, Stored)>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([after])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let (packed, given): (Vec<u8>, String) = (row.get(3)?, row.get(4)?);
        let stored = Stored {
            id: row.get(1)?,
            name: row.get(2)?,
            bytes: unpack(&packed)?,
            given: serde_json::from_str(&given)?,
            coder: row.get(5)?,
        };
        Ok(Some((row.get(0)?, stored)))
    }

    /// A report as the contract has it, its events with the incidents that hold them. The id of a report, or the name that
    /// it came with (its last version then).
    ///
    /// # Errors
    /// When the record holds no such report, or it was removed.
    pub fn report(&self, id: &str) -> Result<Value> {
        let sql = "SELECT coded, removed FROM report WHERE number = ?1";
        let number = self.numbered(id)?;
        let (coded, removed): (Option<Vec<u8>>, Option<String>) =
            self.connection.prepare_cached(sql)?.query_row([number], |row| Ok((row.get(0)?, row.get(1)?)))?;
        match removed {
            Some(why) => Err(Error::missing(format!("The report {id} was removed: {why}."))),
            None => self.contract(number, coded.as_deref().unwrap_or_default()),
        }
    }

    /// Hands on every report of today as the contract has it, in the order in which they came.
    ///
    /// # Errors
    /// Those of `each`, and when the store cannot be read.
    pub fn reports(&self, each: &mut dyn FnMut(&Value) -> Result<()>) -> Result<()> {
        let sql = "SELECT number, coded FROM report WHERE until IS NULL AND removed IS NULL ORDER BY number";
        let mut rows = self.connection.prepare(sql)?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let coded: Vec<u8> = row.get(1)?;
            each(&self.contract(row.get(0)?, &coded)?)?;
        }
        Ok(())
    }

    /// The id and headline of the report of this key that is held now.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn held(&self, key: &Key) -> Result<Option<(String, Option<String>)>> {
        let sql = "SELECT id, title FROM report WHERE key = ?1 AND until IS NULL AND removed IS NULL";
        let mut rows = self.connection.prepare_cached(sql)?;
        let mut rows = rows.query([key.written()])?;
        Ok(rows.next()?.map(|row| Ok::<_, rusqlite::Error>((row.get(0)?, row.get(1)?))).transpose()?)
    }

    fn contract(&self, report: i64, packed: &[u8]) -> Result<Value> {
        let mut object: Value = serde_json::from_slice(&unpack(packed)?)?;
        let sql = "SELECT c.body ->> 'eid', n.id FROM claim c LEFT JOIN name n ON n.number = c.incident
                   WHERE c.report = ?1 AND c.until IS NULL";
        let mut rows = self.connection.prepare_cached(sql)?;
        let mut rows = rows.query([report])?;
        while let Some(row) = rows.next()? {
            let (eid, incident): (String, Option<String>) = (row.get(0)?, row.get(1)?);
            let mut events = object.get_mut("events").and_then(Value::as_array_mut).into_iter().flatten();
            if let Some(event) = events.find(|event| event.get("eid").and_then(Value::as_str) == Some(&eid)) {
                event["incident"] = incident.into();
            }
        }
        Ok(object)
    }

    /// How many reports came from whom, about where, on which day. `since` and `until` bound the publication day.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn coverage(&self, since: Option<Date>, until: Option<Date>, look: &Look) -> Result<Vec<Coverage>> {
        let at = look.as_of.as_ref().map(|time| self.change_at(time)).transpose()?.unwrap_or(i64::MAX);
        let sql = "SELECT ifnull(r.outlet, ''), ifnull(c.body ->> '$.place.country', ''), r.published,
                          count(DISTINCT r.number)
                   FROM report r LEFT JOIN claim c ON c.report = r.number
                        AND c.since <= ?3 AND (c.until IS NULL OR c.until > ?3)
                   WHERE r.since <= ?3 AND (r.until IS NULL OR r.until > ?3)
                     AND (?1 IS NULL OR r.published >= ?1) AND (?2 IS NULL OR r.published <= ?2)
                   GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        let mut rows = self.connection.prepare_cached(sql)?;
        let mut rows = rows.query(params![day(since), day(until), at])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let published: Option<String> = row.get(2)?;
            found.push(Coverage {
                outlet: row.get(0)?,
                country: row.get(1)?,
                day: published.and_then(|day| day.parse().ok()),
                reports: row.get::<_, i64>(3)?.unsigned_abs(),
            });
        }
        Ok(found)
    }
}
