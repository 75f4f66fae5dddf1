//! What the record said before, and what became of it.

use crate::{Error, Result, Store};
use dateline_terms::Incident;
use rusqlite::{OptionalExtension, params};
use serde_json::Value;

/// One version of an incident.
#[derive(Clone, Debug)]
pub struct Version {
    /// When the change was made that brought it: RFC 3339, UTC.
    pub at: String,
    /// Who made the change.
    pub who: String,
    /// ingest, judge, recode, merge, remove.
    pub what: String,
    /// The reason given.
    pub why: String,
    /// Fields that differ from the version before; all of them in the first.
    pub fields: Vec<Field>,
    /// Ids of incidents that the change merged into it.
    pub merged: Vec<String>,
    /// Ids of judgements that the change added.
    pub judgements: Vec<String>,
}

/// A field before and after a change.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name in an incident's JSON.
    pub name: String,
    /// `null` where there was none.
    pub before: Value,
    /// `null` where there is none.
    pub after: Value,
}

/// What became of an incident between two times.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Its id.
    pub id: String,
    /// What happened to it.
    pub kind: Kind,
    /// The incident that it was merged into.
    pub into: Option<String>,
    /// As it stood at the first time.
    pub before: Option<Incident>,
    /// As it stood at the second.
    pub after: Option<Incident>,
}

/// How an incident differs between two times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It was not in the record, or was retracted, and now is.
    Added,
    /// Its values differ.
    Changed,
    /// It was in the record, and now is not: who holds a copy must drop it.
    Retracted,
}

impl Kind {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Added => "added",
            Kind::Changed => "changed",
            Kind::Retracted => "retracted",
        }
    }
}

/// A change of the record, and what it touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its number.
    pub number: i64,
    /// When: RFC 3339, UTC.
    pub at: String,
    /// Who made it.
    pub who: String,
    /// ingest, judge, edit, recode, merge, remove or fuse.
    pub what: String,
    /// Ids of incidents that it touched, [`TOUCHED`] of them at most.
    pub incidents: Vec<String>,
}

/// Incidents that are named of one change at most.
pub const TOUCHED: i64 = 2000;

impl Difference {
    /// Fields that differ, where it was and is in the record.
    ///
    /// # Errors
    /// Never, as things are: incidents can be written as JSON.
    pub fn fields(&self) -> Result<Vec<Field>> {
        let (Some(before), Some(after)) = (&self.before, &self.after) else { return Ok(Vec::new()) };
        let mut fields = fields(&serde_json::to_value(before)?, &serde_json::to_value(after)?);
        fields.retain(|field| field.name != "changed");
        Ok(fields)
    }
}

impl Store {
    /// All versions of an incident, the first one first, and the changes that merged others into it.
    ///
    /// # Errors
    /// When the record holds none of that id.
    pub fn log(&self, id: &str) -> Result<Vec<Version>> {
        let number = self.incident_number(id)?;
        let sql = "SELECT c.number, c.at, c.who, c.what, c.why,
                          (SELECT i.body FROM incident i WHERE i.incident = ?1 AND i.since = c.number)
                   FROM change c WHERE c.number IN (SELECT since FROM incident WHERE incident = ?1
                        UNION SELECT since FROM lead WHERE \"into\" = ?1) ORDER BY c.number";
        let mut rows = self.connection.prepare_cached(sql)?;
        let mut rows = rows.query([number])?;
        let (mut versions, mut before) = (Vec::new(), Value::Null);
        while let Some(row) = rows.next()? {
            // What was merged in may leave all values as they were.
            let body: Option<String> = row.get(5)?;
            let after = body.map(|body| serde_json::from_str(&body)).transpose()?;
            let fields = after.as_ref().map(|after| fields(&before, after)).unwrap_or_default();
            before = after.unwrap_or(before);
            versions.push(Version {
                at: row.get(1)?,
                who: row.get(2)?,
                what: row.get(3)?,
                why: row.get(4)?,
                fields,
                merged: self.merged(number, row.get(0)?)?,
                judgements: self.judged_by(row.get(0)?)?,
            });
        }
        Ok(versions)
    }

    /// Changes after the one numbered `after`, in order, `most` of them at most, with the incidents that each touched.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn changes(&self, after: i64, most: usize) -> Result<Vec<Recorded>> {
        let sql = "SELECT number, at, who, what FROM change WHERE number > ?1 ORDER BY number LIMIT ?2";
        let mut rows = self.connection.prepare_cached(sql)?;
        let mut rows = rows.query(params![after, most as i64])?;
        let mut changes = Vec::new();
        while let Some(row) = rows.next()? {
            let number = row.get(0)?;
            let incidents = self.touched(number)?;
            changes.push(Recorded {
                number,
                at: row.get(1)?,
                who: row.get(2)?,
                what: row.get(3)?,
                incidents,
            });
        }
        Ok(changes)
    }

    /// Ids of incidents that a change touched, [`TOUCHED`] of them at most.
    fn touched(&self, change: i64) -> Result<Vec<String>> {
        let sql = "SELECT n.id FROM (SELECT incident FROM incident WHERE since = ?1
                                     UNION SELECT incident FROM incident WHERE until = ?1) i
                   JOIN name n ON n.number = i.incident ORDER BY n.number LIMIT ?2";
        let mut rows = self.connection.prepare_cached(sql)?;
        Ok(rows.query_map([change, TOUCHED], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Ids that lead to an incident since a change.
    fn merged(&self, incident: i64, change: i64) -> Result<Vec<String>> {
        let sql = "SELECT n.id FROM lead l JOIN name n ON n.number = l.name
                   WHERE l.\"into\" = ?1 AND l.since = ?2 ORDER BY n.number";
        let mut rows = self.connection.prepare_cached(sql)?;
        Ok(rows.query_map([incident, change], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    fn judged_by(&self, change: i64) -> Result<Vec<String>> {
        // Judgements that came with another record count as its change's, and there may be many.
        let sql = "SELECT j.id FROM judgement j JOIN change c ON c.number = j.since
                   WHERE j.since = ?1 AND c.what = 'judge' ORDER BY j.number";
        let mut rows = self.connection.prepare_cached(sql)?;
        Ok(rows.query_map([change], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Hands on what became of every incident that changed after the time `from`, up to the time `to` (both RFC 3339,
    /// UTC), in order of id number.
    ///
    /// # Errors
    /// Those of `each`; when `from` is later than `to`.
    pub fn diff(&self, from: &str, to: &str, each: &mut dyn FnMut(Difference) -> Result<()>) -> Result<()> {
        if from > to {
            return Err(Error::new("The first time is later than the second: turn them round."));
        }
        self.between(self.change_at(from)?, self.change_at(to)?, each)
    }

    /// Hands on what one change did to incidents, in order of id number.
    ///
    /// # Errors
    /// Those of `each`.
    pub fn effect(&self, change: i64, each: &mut dyn FnMut(Difference) -> Result<()>) -> Result<()> {
        self.between(change - 1, change, each)
    }

    /// Hands on what became of every incident after the change numbered `from`, up to the one numbered `to`, in order of id
    /// number.
    ///
    /// # Errors
    /// Those of `each`.
    pub fn between(&self, from: i64, to: i64, each: &mut dyn FnMut(Difference) -> Result<()>) -> Result<()> {
        let sql = "SELECT DISTINCT incident FROM incident
                   WHERE (since > ?1 AND since <= ?2) OR (until > ?1 AND until <= ?2) ORDER BY incident";
        let mut rows = self.connection.prepare(sql)?;
        let mut rows = rows.query([from, to])?;
        while let Some(row) = rows.next()? {
            if let Some(difference) = self.difference(row.get(0)?, from, to)? {
                each(difference)?;
            }
        }
        Ok(())
    }

    fn difference(&self, incident: i64, from: i64, to: i64) -> Result<Option<Difference>> {
        let (before, after) = (self.stood(incident, from)?, self.stood(incident, to)?);
        let kind = match (&before, &after) {
            (None, None) => return Ok(None),
            (None, Some(_)) => Kind::Added,
            (Some(_), None) => Kind::Retracted,
            (Some(before), Some(after)) if before == after => return Ok(None),
            (Some(_), Some(_)) => Kind::Changed,
        };
        let sql = "SELECT n.id, t.id FROM name n LEFT JOIN name t ON t.number = n.now WHERE n.number = ?1";
        let (id, into) = self
            .connection
            .prepare_cached(sql)?
            .query_row([incident], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let into = if kind == Kind::Retracted { into } else { None };
        Ok(Some(Difference { id, kind, into, before, after }))
    }

    /// An incident after the change numbered `at`; `None` where it was not in the record or was retracted.
    fn stood(&self, incident: i64, at: i64) -> Result<Option<Incident>> {
        let sql = "SELECT i.body, c.at FROM incident i JOIN change c ON c.number = i.since
                   WHERE i.incident = ?1 AND i.since <= ?2 AND (i.until IS NULL OR i.until > ?2)
                   AND i.word <> 'retracted'";
        let found: Option<(String, String)> = self
            .connection
            .prepare_cached(sql)?
            .query_row(params![incident, at], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        found.map(|(body, changed)| Ok(Incident { changed, ..serde_json::from_str(&body)? })).transpose()
    }
}

/// Fields whose values differ, in the order of the later one.
fn fields(before: &Value, after: &Value) -> Vec<Field> {
    let empty = serde_json::Map::new();
    let of = |value: &'_ Value| value.as_object().cloned().unwrap_or_else(|| empty.clone());
    let (old, new) = (of(before), of(after));
    new.into_iter()
        .filter(|(name, value)| old.get(name).unwrap_or(&Value::Null) != value)
        .map(|(name, after)| {
            let before = old.get(&name).cloned().unwrap_or(Value::Null);
            Field { name, before, after }
        })
        .collect()
}
