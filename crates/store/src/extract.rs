//! Extracts: records made of what may be told of another one. They hold what they are handed and nothing else, so that
//! no question to them, however it is put, brings out what was held back.
//!
//! An extract has no past, and nobody's names for who changed what: of changes it knows the times alone. Its incidents
//! keep their claims in their own rows and are told as they stand: they are not worked out again, under no rule but the
//! one that they were read under.

use crate::accounts::Accounts;
use crate::change::Change;
use crate::packed::pack;
use crate::{Result, Stamp, Store};
use dateline_code::Books;
use dateline_terms::told::Tally;
use dateline_terms::{Entry, Incident, Source};
use rusqlite::{OptionalExtension, TransactionBehavior, params};
use serde_json::Value;
use std::collections::HashMap;

/// An extract in the making.
pub struct Extract<'s, 'b> {
    change: Change<'s, 'b>,
    /// The time of the last change that was written, and its number.
    last: (String, i64),
    /// Numbers of reports by their ids.
    reports: HashMap<String, i64>,
}

impl Store {
    /// Fills an empty store with an extract. `number` is that of its last change, larger than that of the extract that was
    /// made before in its place; those of what it holds come before it. After a failure of the machine it is to be made
    /// again.
    ///
    /// # Errors
    /// Those of `fill`, and when the store cannot be written or is not empty.
    pub fn extract(
        &mut self,
        number: i64,
        stamp: &Stamp,
        books: &Books<'_>,
        fill: impl FnOnce(&mut Extract<'_, '_>) -> Result<()>,
    ) -> Result<()> {
        self.connection.pragma_update(None, "journal_mode", "MEMORY")?;
        self.connection.pragma_update(None, "synchronous", "OFF")?;
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute(
            "INSERT INTO change (number, at, who, what, why) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![number, stamp.at, stamp.who, stamp.what, stamp.why],
        )?;
        let change = Change::begun(tx, number, stamp, books, Accounts::default());
        let last = (stamp.at.clone(), number);
        let mut extract = Extract { change, last, reports: HashMap::new() };
        fill(&mut extract)?;
        let Change { tx, .. } = extract.change;
        Ok(tx.commit()?)
    }
}

impl Extract<'_, '_> {
    /// Adds a report and the sums that it states: `coded` is one object of the contract.
    ///
    /// # Errors
    /// When the object is not in the contract's shape, or the report is there already.
    pub fn report(&mut self, source: &Source, mut coded: Value) -> Result<()> {
        // Which incidents hold its events is known when they are added.
        let events = coded.get_mut("events").and_then(Value::as_array_mut).into_iter().flatten();
        events.filter_map(Value::as_object_mut).for_each(|event| drop(event.remove("incident")));
        let raw = self.raw(&source.sha256)?;
        let sql =
            "INSERT INTO report (id, key, version, raw, name, title, outlet, kind, url, published, language,
                   received, given, coded, since)
                   VALUES (?1, 'id ' || ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, '{}', ?12, ?13)";
        self.change.tx.prepare_cached(sql)?.execute(params![
            source.id,
            source.version,
            raw,
            source.name,
            source.title,
            source.outlet,
            source.kind.map(|kind| kind.as_str()),
            source.url,
            source.published.map(|day| day.to_string()),
            source.language,
            source.received,
            pack(coded.to_string().as_bytes()),
            self.change.number,
        ])?;
        let number = self.change.tx.last_insert_rowid();
        self.reports.insert(source.id.clone(), number);
        self.tallies(number, coded.get("tallies").cloned().unwrap_or_default())
    }

    fn raw(&self, sha256: &str) -> Result<i64> {
        let sql = "SELECT number FROM raw WHERE sha256 = ?1";
        let tx = &self.change.tx;
        if let Some(number) = tx.prepare_cached(sql)?.query_row([sha256], |row| row.get(0)).optional()? {
            return Ok(number);
        }
        tx.prepare_cached("INSERT INTO raw (sha256, size) VALUES (?1, 0)")?.execute([sha256])?;
        Ok(tx.last_insert_rowid())
    }

    fn tallies(&self, report: i64, tallies: Value) -> Result<()> {
        let tallies: Option<Vec<Tally>> = serde_json::from_value(tallies)?;
        let sql = "INSERT INTO tally (report, body, since) VALUES (?1, ?2, ?3)";
        for tally in tallies.into_iter().flatten() {
            let body = serde_json::to_string(&tally)?;
            self.change.tx.prepare_cached(sql)?.execute(params![report, body, self.change.number])?;
        }
        Ok(())
    }

    /// Whether a report was added.
    pub fn has(&self, report: &str) -> bool {
        self.reports.contains_key(report)
    }

    /// Adds an incident with its claims, of reports that were added. What the other record changed last comes first.
    ///
    /// # Errors
    /// When it is there already, or the store cannot be written.
    pub fn incident(&mut self, incident: &Incident) -> Result<()> {
        if incident.changed != self.last.0 {
            self.last = (incident.changed.clone(), self.last.1 - 1);
            let sql = "INSERT INTO change (number, at, who, what) VALUES (?1, ?2, ?3, ?4)";
            let stamp = self.change.stamp;
            let values = params![self.last.1, self.last.0, stamp.who, stamp.what];
            self.change.tx.prepare_cached(sql)?.execute(values)?;
        }
        self.change.number = self.last.1;
        let tx = &self.change.tx;
        tx.prepare_cached("INSERT INTO name (id) VALUES (?1)")?.execute([&incident.id])?;
        let number = tx.last_insert_rowid();
        for alias in &incident.aliases {
            tx.prepare_cached("INSERT INTO name (id, now) VALUES (?1, ?2)")?
                .execute(params![alias, number])?;
            let lead = params![tx.last_insert_rowid(), number, self.change.number];
            tx.prepare_cached("INSERT INTO lead (name, \"into\", since) VALUES (?1, ?2, ?3)")?
                .execute(lead)?;
        }
        for entry in &incident.entries {
            self.claim(number, entry)?;
        }
        self.change.write_first(number, incident)
    }

    fn claim(&self, incident: i64, entry: &Entry) -> Result<()> {
        let Some(report) = self.reports.get(&entry.source.id) else { return Ok(()) };
        // It is compared with no other, so it is not laid out for that.
        let sql =
            "INSERT INTO claim (id, report, body, account, incident, since) VALUES (?1, ?2, ?3, x'', ?4, ?5)";
        let body = serde_json::to_string(&entry.event)?;
        let values = params![entry.claim, report, body, incident, self.change.number];
        self.change.tx.prepare_cached(sql)?.execute(values)?;
        Ok(())
    }
}
