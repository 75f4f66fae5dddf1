//! Another store's reports and judgements come in: a field office's, worked on apart.

use crate::change::Change;
use crate::intake::{Intake, Key, Outcome};
use crate::packed::unpack;
use crate::{Result, Store};
use dateline_terms::Judgement;
use rusqlite::{OptionalExtension, params};

/// What a merge brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Reports that were new here, or newer.
    pub reports: usize,
    /// Reports that were here already, or are here in a newer version.
    pub known: usize,
    /// Judgements that were new here.
    pub judgements: usize,
    /// Rows of actors and outlets that people wrote there, and that were new here.
    pub edits: usize,
    /// Judgements of claims that this store does not hold, its reports having been coded otherwise: left out.
    pub unplaced: usize,
    /// Reports that were lawfully removed there, and are now here too.
    pub removed: usize,
}

impl Change<'_, '_> {
    /// Takes in what `other` holds and this store does not: reports with their coding, judgements, removals. What people
    /// judged there holds here, with its person, time and reason.
    ///
    /// # Errors
    /// When either store cannot be read or this one not be written.
    pub fn merge(&mut self, other: &Store) -> Result<Merged> {
        let mut merged = Merged::default();
        let sql = "SELECT r.id, r.removed, r.key, r.name, w.bytes, r.given, r.url, r.coded, r.coder, r.received, w.sha256
                   FROM report r JOIN raw w ON w.number = r.raw ORDER BY r.number";
        let mut rows = other.connection.prepare(sql)?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let id: String = row.get(0)?;
            if let Some(why) = row.get::<_, Option<String>>(1)? {
                merged.removed += usize::from(self.remove_too(&id, &row.get::<_, String>(10)?, &why)?);
            } else if self.is_held(&id, &row.get::<_, String>(2)?, &row.get::<_, String>(9)?)? {
                merged.known += 1;
            } else {
                match self.take(&intake(row)?)? {
                    Outcome::New | Outcome::Changed => merged.reports += 1,
                    Outcome::Known | Outcome::Removed => merged.known += 1,
                }
            }
        }
        self.bring_aliases(other)?;
        self.bring_judgements(other, &mut merged)?;
        merged.edits = self.bring_edits(other)?;
        Ok(merged)
    }

    /// Whether this version of a report, or a newer one, is here.
    fn is_held(&self, id: &str, key: &str, received: &str) -> Result<bool> {
        let sql = "SELECT count(*) > 0 FROM report WHERE id = ?1 OR (key = ?2 AND received > ?3)";
        Ok(self.tx.prepare_cached(sql)?.query_row([id, key, received], |row| row.get(0))?)
    }

    /// Removes here what was removed there, or keeps its tombstone where it never was; gives whether that changed anything.
    fn remove_too(&mut self, id: &str, sha256: &str, why: &str) -> Result<bool> {
        let sql = "SELECT removed IS NOT NULL FROM report WHERE id = ?1";
        let held: Option<bool> = self.tx.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?;
        match held {
            Some(true) => return Ok(false),
            Some(false) => self.remove(id)?,
            None => self.write_tombstone(id, sha256, why)?,
        }
        self.written = true;
        Ok(true)
    }

    fn write_tombstone(&self, id: &str, sha256: &str, why: &str) -> Result<()> {
        let raw = "INSERT INTO raw (sha256, size) VALUES (?1, 0) ON CONFLICT DO NOTHING";
        self.tx.execute(raw, [sha256])?;
        let sql = "INSERT INTO report (id, key, version, raw, name, received, given, since, until, removed)
                   SELECT ?1, 'removed ' || ?1, 1, number, ?1, ?3, '{}', ?4, ?4, ?5 FROM raw WHERE sha256 = ?2";
        self.tx.execute(sql, params![id, sha256, self.stamp.at, self.number, why])?;
        Ok(())
    }

    fn bring_aliases(&self, other: &Store) -> Result<()> {
        let mut rows = other.connection.prepare("SELECT old, new FROM claim_alias ORDER BY old")?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let sql = "INSERT OR IGNORE INTO claim_alias (old, new) VALUES (?1, ?2)";
            self.tx.execute(sql, [row.get::<_, String>(0)?, row.get(1)?])?;
        }
        Ok(())
    }

    fn bring_judgements(&mut self, other: &Store, merged: &mut Merged) -> Result<()> {
        let sql = "SELECT id, at, who, why, ruling FROM judgement ORDER BY number";
        let mut rows = other.connection.prepare(sql)?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let ruling: String = row.get(4)?;
            let ruling = serde_json::from_str(&ruling)?;
            let judgement =
                Judgement { id: row.get(0)?, at: row.get(1)?, by: row.get(2)?, why: row.get(3)?, ruling };
            if self.can_place(&judgement.ruling)? {
                merged.judgements += usize::from(self.add_judgement(&judgement)?);
            } else {
                merged.unplaced += 1;
            }
        }
        Ok(())
    }
}

fn intake(row: &rusqlite::Row<'_>) -> Result<Intake> {
    let (key, bytes): (String, Option<Vec<u8>>) = (row.get(2)?, row.get(4)?);
    let (given, coded): (String, Vec<u8>) = (row.get(5)?, row.get(7)?);
    Ok(Intake {
        key: Key::read(&key),
        name: row.get(3)?,
        bytes: bytes.map(|packed| unpack(&packed)).transpose()?.unwrap_or_default(),
        given: serde_json::from_str(&given)?,
        url: row.get(6)?,
        coded: serde_json::from_slice(&unpack(&coded)?)?,
        coder: row.get(8)?,
        received: row.get(9)?,
    })
}
