//! Reports coded again, after a change of reader, codebook or actors. Claims that come out the same stay as they are.

use crate::change::Change;
use crate::intake::{Coded, Head};
use crate::packed::pack;
use crate::{Error, Result, Store};
use dateline_terms::VoiceKind;
use dateline_terms::told::{Event, Tally};
use rusqlite::{OptionalExtension, params};
use serde_json::Value;
use std::collections::BTreeMap;

/// How another coding of a report differs from the one that is held.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recoding {
    /// Claims that stay as they are.
    pub same: usize,
    /// Claims of the same words and type with other values: before and after.
    pub changed: Vec<(Event, Event)>,
    /// Claims that are no longer made.
    pub gone: Vec<Event>,
    /// Claims that were not made before.
    pub new: Vec<Event>,
    /// Stated sums that are no longer read.
    pub tallies_gone: Vec<Tally>,
    /// Stated sums that were not read before.
    pub tallies_new: Vec<Tally>,
}

impl Recoding {
    /// Whether nothing differs.
    pub fn is_same(&self) -> bool {
        self.has_same_claims() && self.has_same_tallies()
    }

    fn has_same_claims(&self) -> bool {
        self.changed.is_empty() && self.gone.is_empty() && self.new.is_empty()
    }

    fn has_same_tallies(&self) -> bool {
        self.tallies_gone.is_empty() && self.tallies_new.is_empty()
    }
}

impl Store {
    /// How `coded`, an object of the contract, differs from the claims that are held of a report.
    ///
    /// # Errors
    /// When the record holds no such report, or `coded` is not in the contract's shape.
    pub fn recoding(&self, report: &str, coded: &Value) -> Result<Recoding> {
        let coded = Coded::read(coded)?;
        let held = Held::of(&self.connection, number(&self.connection, report)?)?;
        Ok(recoding(report, held, &coded))
    }
}

impl Change<'_, '_> {
    /// Takes another coding of a report in place of the one that is held. Judgements stay with their claims, or go over to
    /// those that took their place.
    ///
    /// # Errors
    /// As [`Store::recoding`].
    pub fn recode(&mut self, report: &str, object: &Value, coder: &str) -> Result<Recoding> {
        let coded = Coded::read(object)?;
        let number = number(&self.tx, report)?;
        let recoding = recoding(report, Held::of(&self.tx, number)?, &coded);
        if !recoding.has_same_claims() {
            self.replace_claims(number, report, &coded)?;
        }
        if !recoding.has_same_tallies() {
            self.end_tallies(number)?;
            self.add_tallies(number, &coded)?;
        }
        self.written = true;
        let sql = "UPDATE report SET coded = ?2, coder = ?3 WHERE number = ?1";
        let packed = pack(object.to_string().as_bytes());
        self.tx.prepare_cached(sql)?.execute(params![number, packed, coder])?;
        self.hear_again(number, &coded.head)?;
        Ok(recoding)
    }

    /// Works out anew whose voice a report is, for what is known of outlets may have changed.
    fn hear_again(&mut self, report: i64, head: &Head) -> Result<()> {
        let (kind, sketch) = head.voice(self.books.outlets);
        let (kind, sketch) = (kind.map(VoiceKind::as_str), sketch.write());
        let sql = "UPDATE report SET kind = ?2, sketch = ?3 WHERE number = ?1 AND (kind IS NOT ?2 OR sketch IS NOT ?3)";
        if self.tx.prepare_cached(sql)?.execute(params![report, kind, sketch])? == 0 {
            return Ok(());
        }
        self.accounts.take();
        let sql = "SELECT DISTINCT incident FROM claim WHERE report = ?1 AND until IS NULL AND incident IS NOT NULL";
        let mut rows = self.tx.prepare_cached(sql)?;
        let told = rows.query_map([report], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
        self.incidents.extend(told);
        Ok(())
    }
}

fn number(connection: &rusqlite::Connection, report: &str) -> Result<i64> {
    let sql = "SELECT number FROM report WHERE id = ?1 AND until IS NULL AND removed IS NULL";
    let found = connection.prepare_cached(sql)?.query_row([report], |row| row.get(0)).optional()?;
    found.ok_or_else(|| Error::new(format!("The record holds no report {report}.")))
}

/// What is held of a report: its live claims by id, and its sums.
struct Held {
    claims: BTreeMap<String, Event>,
    tallies: Vec<Tally>,
}

impl Held {
    fn of(connection: &rusqlite::Connection, report: i64) -> Result<Held> {
        let mut held = Held { claims: BTreeMap::new(), tallies: Vec::new() };
        let sql = "SELECT id, body FROM claim WHERE report = ?1 AND until IS NULL";
        let mut rows = connection.prepare_cached(sql)?;
        let mut rows = rows.query([report])?;
        while let Some(row) = rows.next()? {
            let body: String = row.get(1)?;
            held.claims.insert(row.get(0)?, serde_json::from_str(&body)?);
        }
        let sql = "SELECT body FROM tally WHERE report = ?1 AND until IS NULL ORDER BY number";
        let mut rows = connection.prepare_cached(sql)?;
        let mut rows = rows.query([report])?;
        while let Some(row) = rows.next()? {
            let body: String = row.get(0)?;
            held.tallies.push(serde_json::from_str(&body)?);
        }
        Ok(held)
    }
}

fn recoding(report: &str, held: Held, coded: &Coded) -> Recoding {
    let Held { claims: mut left, tallies } = held;
    let mut recoding = Recoding::default();
    for (id, event) in crate::claims::named(report, &coded.events) {
        match left.remove(&id) {
            Some(before) if before == *event => recoding.same += 1,
            Some(before) => recoding.changed.push((before, event.clone())),
            None => recoding.new.push(event.clone()),
        }
    }
    recoding.gone = left.into_values().collect();
    let lacks = |list: &[Tally], tally: &Tally| !list.contains(tally);
    recoding.tallies_new = coded.tallies.iter().filter(|t| lacks(&tallies, t)).cloned().collect();
    recoding.tallies_gone = tallies.into_iter().filter(|t| lacks(&coded.tallies, t)).collect();
    recoding
}
