//! Lawful removal: the content of a report goes, and a tombstone stays.

use crate::change::Change;
use crate::{Error, Result, Store};
use dateline_terms::Incident;
use dateline_terms::told::Quote;
use rusqlite::types::FromSql;
use rusqlite::{OptionalExtension, Statement, params};
use serde_json::Value;
use std::collections::HashSet;

impl Change<'_, '_> {
    /// Takes a report's bytes, text and claims out of the record, for the reason of the change. What stays is that there
    /// was a report, under which id, and why it went; the same bytes are not taken in again.
    ///
    /// # Errors
    /// When the record holds no such report.
    pub fn remove(&mut self, id: &str) -> Result<()> {
        let sql = "SELECT number, raw FROM report WHERE (id = ?1 OR name = ?1) AND removed IS NULL";
        let mut rows = self.tx.prepare_cached(sql)?;
        let found = rows
            .query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<Vec<(i64, i64)>>>()?;
        drop(rows);
        if found.is_empty() {
            return Err(Error::new(format!("The record holds no report {id}.")));
        }
        for (report, raw) in found {
            self.remove_one(report, raw)?;
        }
        Ok(())
    }

    fn remove_one(&mut self, report: i64, raw: i64) -> Result<()> {
        self.written = true;
        self.supersede(report, None)?;
        self.accounts.take();
        self.scrub_incidents(report)?;
        let empty = "UPDATE claim SET body = json_object('eid', '', 'evidence', '', 'type', body ->> 'type', 'status',
                     body ->> 'status', 'standing', body ->> 'standing'), account = x'' WHERE report = ?1";
        self.tx.execute(empty, [report])?;
        self.tx.execute("UPDATE tally SET body = '{}' WHERE report = ?1", [report])?;
        let sql = "UPDATE report SET title = NULL, url = NULL, given = '{}', coded = NULL, sketch = NULL, name = id,
                   key = 'removed ' || id, until = ifnull(until, ?2), removed = ?3 WHERE number = ?1";
        let why = if self.stamp.why.is_empty() { "no reason was given" } else { &self.stamp.why };
        self.tx.execute(sql, params![report, self.number, why])?;
        let sql = "UPDATE raw SET bytes = NULL WHERE number = ?1
                   AND NOT EXISTS (SELECT 1 FROM report WHERE raw = ?1 AND removed IS NULL)";
        self.tx.execute(sql, [raw])?;
        Ok(())
    }

    /// Takes the report's words out of past versions of the incidents that it told of. Words that a report which stays tells
    /// of the same incident are that report's too, and stay.
    fn scrub_incidents(&mut self, report: i64) -> Result<()> {
        let sql =
            "SELECT DISTINCT m.incident FROM member m JOIN claim c ON c.number = m.claim WHERE c.report = ?1";
        let incidents = listed::<i64>(&mut *self.tx.prepare_cached(sql)?, params![report])?;
        for incident in incidents {
            let others = "SELECT DISTINCT c.body FROM member m JOIN claim c ON c.number = m.claim
                          WHERE m.incident = ?1 AND c.report <> ?2";
            let mut kept = HashSet::new();
            for body in listed::<String>(&mut *self.tx.prepare_cached(others)?, params![incident, report])? {
                words(&serde_json::from_str(&body)?, &mut kept);
            }
            self.scrub_versions(incident, &kept)?;
        }
        Ok(())
    }

    fn scrub_versions(&self, incident: i64, kept: &HashSet<String>) -> Result<()> {
        let sql = "SELECT number, body FROM incident WHERE incident = ?1";
        let mut rows = self.tx.prepare_cached(sql)?;
        let versions = rows
            .query_map([incident], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<Vec<(i64, String)>>>()?;
        for (number, body) in versions {
            let mut version: Incident = serde_json::from_str(&body)?;
            scrub(&mut version, kept);
            let sql = "UPDATE incident SET body = ?2 WHERE number = ?1";
            self.tx.prepare_cached(sql)?.execute(params![number, serde_json::to_string(&version)?])?;
        }
        Ok(())
    }
}

/// The first column of all rows.
fn listed<T: FromSql>(rows: &mut Statement<'_>, params: impl rusqlite::Params) -> Result<Vec<T>> {
    Ok(rows.query_map(params, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// The words that a claim quotes: those of its evidence and of the places and actors that it names.
fn words(claim: &Value, into: &mut HashSet<String>) {
    match claim {
        Value::Array(items) => items.iter().for_each(|item| words(item, into)),
        Value::Object(fields) => {
            let quoted = ["evidence", "text"].iter().filter_map(|name| fields.get(*name)?.as_str());
            into.extend(quoted.map(str::to_string));
            fields.values().for_each(|value| words(value, into));
        }
        _ => {}
    }
}

/// Leaves an incident's coded values and takes all words of reports out but those that are `kept`.
fn scrub(incident: &mut Incident, kept: &HashSet<String>) {
    if !kept.contains(&incident.evidence) {
        incident.evidence.clear();
    }
    let places = incident.place.iter_mut().map(|place| &mut place.quote);
    let actors = incident.side_a.iter_mut().chain(&mut incident.side_b).map(|actor| &mut actor.quote);
    let gone = |quote: &mut Quote| *quote = Quote::default();
    places.chain(actors).filter(|quote| !kept.contains(&quote.text)).for_each(gone);
}

impl Store {
    /// Makes sure that nothing of what was removed lingers in free parts of the file. Writes the store anew: it takes as
    /// much free space as the store has, and about a minute for each five gigabytes.
    ///
    /// # Errors
    /// When the disk has no room.
    pub fn wipe(&self) -> Result<()> {
        // The index of words keeps those of ended versions until its parts are merged.
        let wipe = "INSERT INTO incident_words (incident_words) VALUES ('optimize');
                    VACUUM;
                    PRAGMA wal_checkpoint(TRUNCATE);";
        self.connection.execute_batch(wipe).map_err(|error| self.named(error.into()))
    }

    /// Whether any report was removed: then [`Store::wipe`] may be due, where its program was killed before it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn has_removed(&self) -> Result<bool> {
        let sql = "SELECT count(*) > 0 FROM report WHERE removed IS NOT NULL";
        Ok(self.connection.query_row(sql, [], |row| row.get(0))?)
    }

    /// Why a report was removed; `None` where it was not.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn removed(&self, id: &str) -> Result<Option<String>> {
        let sql = "SELECT removed FROM report WHERE id = ?1";
        Ok(self.connection.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?.flatten())
    }
}
