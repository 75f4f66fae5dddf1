//! Reports come in: raw bytes once, the report with its version, its claims and tallies.

use crate::change::Change;
use crate::ids::{id, sha256};
use crate::packed::pack;
use crate::{Error, Result, Store};
use dateline_code::outlets::Outlets;
use dateline_code::voice::Sketch;
use dateline_terms::{Date, VoiceKind, told};
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::HashSet;

/// What tells that a report is seen again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// Its address.
    Address(String),
    /// The id that came with it.
    Own(String),
    /// The file that it was read from. The same bytes under another path are the same report, moved.
    Path(String),
}

impl Key {
    /// As it stands in the store.
    pub fn written(&self) -> String {
        match self {
            Key::Address(address) => format!("address {address}"),
            Key::Own(id) => format!("id {id}"),
            Key::Path(path) => format!("path {path}"),
        }
    }

    /// The key that [`Key::written`] wrote.
    pub fn read(written: &str) -> Key {
        match written.split_once(' ') {
            Some(("address", address)) => Key::Address(address.to_string()),
            Some(("id", id)) => Key::Own(id.to_string()),
            Some((_, path)) => Key::Path(path.to_string()),
            None => Key::Path(written.to_string()),
        }
    }
}

/// What came with a page, so that it can be coded again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Given {
    /// html, mhtml, text or unknown.
    pub format: String,
    /// Encoding of the bytes as it was told outside of them (`charset` of `Content-Type`).
    pub charset: Option<String>,
    /// Whether the bytes are a text that is kept as it is.
    pub keep_text: bool,
    /// Address.
    pub url: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// Publication day.
    pub published: Option<Date>,
    /// ISO 639-1.
    pub language: Option<String>,
}

/// One coded report, ready to be kept.
#[derive(Clone, Debug)]
pub struct Intake {
    /// What tells that it is seen again.
    pub key: Key,
    /// What people call it: its own id, file name, or address.
    pub name: String,
    /// Raw bytes.
    pub bytes: Vec<u8>,
    /// What came with them.
    pub given: Given,
    /// Address, where the page says one.
    pub url: Option<String>,
    /// The report as it was coded: one object of the contract.
    pub coded: Value,
    /// What coded it, such as `0.1.0 rules`.
    pub coder: String,
    /// When it was first taken in, where another store did so: RFC 3339, UTC.
    pub received: Option<String>,
}

/// What became of a report that was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is new.
    New,
    /// It is there already, with the same bytes.
    Known,
    /// It was there with other bytes; this is its next version.
    Changed,
    /// It was lawfully removed and is not taken in again.
    Removed,
}

/// Which reports a store holds, to leave out what need not be coded again. A mistaken "held" is as likely as two
/// equal 64-bit hashes, so it is asked of nothing but speed: the store itself asks again.
#[derive(Clone, Debug, Default)]
pub struct Known {
    keys: HashSet<u64>,
    last: HashSet<u64>,
    bytes: HashSet<u64>,
}

fn hash(parts: &[&str]) -> u64 {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| {
        hash.update(part.as_bytes());
        hash.update([0]);
    });
    hash.finalize().iter().take(8).fold(0, |bits, byte| bits << 8 | u64::from(*byte))
}

impl Known {
    /// Whether the store has a report of this key whose last version has these bytes.
    pub fn holds(&self, key: &Key, bytes: &[u8]) -> bool {
        let by_path = matches!(key, Key::Path(_));
        if !by_path && !self.keys.contains(&hash(&[&key.written()])) {
            return false;
        }
        let sha256 = sha256(bytes);
        let moved = by_path && self.bytes.contains(&hash(&[&sha256]));
        moved || self.last.contains(&hash(&[&key.written(), &sha256]))
    }
}

impl Store {
    /// Which reports are held now.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn known(&self) -> Result<Known> {
        let mut known = Known::default();
        let mut rows = self.connection.prepare(
            "SELECT r.key, w.sha256, r.until FROM report r JOIN raw w ON w.number = r.raw WHERE r.removed IS NULL",
        )?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let (key, sha256): (String, String) = (row.get(0)?, row.get(1)?);
            known.bytes.insert(hash(&[&sha256]));
            if row.get::<_, Option<i64>>(2)?.is_none() {
                known.keys.insert(hash(&[&key]));
                known.last.insert(hash(&[&key, &sha256]));
            }
        }
        Ok(known)
    }

    /// Whether a report of this key is held now.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn has(&self, key: &Key) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM report WHERE key = ?1 AND removed IS NULL)";
        Ok(self.connection.prepare_cached(sql)?.query_row([key.written()], |row| row.get(0))?)
    }
}

/// The last version of a report that is there.
struct Last {
    number: i64,
    version: u32,
    sha256: String,
}

impl Change<'_, '_> {
    /// Takes a coded report in.
    ///
    /// # Errors
    /// When it is not in the contract's shape, or the store cannot be written.
    pub fn take(&mut self, intake: &Intake) -> Result<Outcome> {
        let (key, sha256) = (intake.key.written(), sha256(&intake.bytes));
        if self.was_removed(&sha256)? {
            return Ok(Outcome::Removed);
        }
        let last = self.last(&key)?;
        let moved = matches!(intake.key, Key::Path(_)) && last.is_none() && self.holds_bytes(&sha256)?;
        if moved || last.as_ref().is_some_and(|last| last.sha256 == sha256) {
            return Ok(Outcome::Known);
        }
        let coded = Coded::new(intake)?;
        self.written = true;
        let report = self.write_report(intake, &coded, &key, &sha256, last.as_ref())?;
        self.add_claims(report.0, &report.1, &coded)?;
        self.add_tallies(report.0, &coded)?;
        if let Some(last) = &last {
            self.supersede(last.number, Some(report.0))?;
        }
        Ok(if last.is_some() { Outcome::Changed } else { Outcome::New })
    }

    fn was_removed(&self, sha256: &str) -> Result<bool> {
        let sql = "SELECT count(*) > 0 FROM raw w JOIN report r ON r.raw = w.number
                   WHERE w.sha256 = ?1 AND r.removed IS NOT NULL";
        Ok(self.tx.prepare_cached(sql)?.query_row([sha256], |row| row.get(0))?)
    }

    fn holds_bytes(&self, sha256: &str) -> Result<bool> {
        let sql = "SELECT count(*) > 0 FROM raw WHERE sha256 = ?1";
        Ok(self.tx.prepare_cached(sql)?.query_row([sha256], |row| row.get(0))?)
    }

    fn last(&self, key: &str) -> Result<Option<Last>> {
        let sql = "SELECT r.number, r.version, w.sha256 FROM report r JOIN raw w ON w.number = r.raw
                   WHERE r.key = ?1 ORDER BY r.version DESC LIMIT 1";
        let mut rows = self.tx.prepare_cached(sql)?;
        let last = |row: &rusqlite::Row<'_>| {
            Ok(Last { number: row.get(0)?, version: row.get(1)?, sha256: row.get(2)? })
        };
        Ok(rows.query_row([key], last).optional()?)
    }

    /// Writes the row of a report; gives its number and id.
    fn write_report(
        &mut self,
        intake: &Intake,
        coded: &Coded,
        key: &str,
        sha256: &str,
        last: Option<&Last>,
    ) -> Result<(i64, String)> {
        let raw = self.write_raw(sha256, &intake.bytes)?;
        let version = last.map_or(1, |last| last.version + 1);
        let id = self.report_id(key, sha256, version)?;
        let head = &coded.head;
        let (kind, sketch) = head.voice(self.books.outlets);
        self.tx
            .prepare_cached(
                "INSERT INTO report (id, key, version, raw, name, title, outlet, kind, url, published, language,
                 received, given, coded, sketch, coder, since)
                 VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17)",
            )?
            .execute(params![
                id,
                key,
                version,
                raw,
                intake.name,
                head.title,
                head.outlet,
                kind.map(VoiceKind::as_str),
                intake.url,
                head.day().map(|day| day.to_string()),
                head.language,
                intake.received.as_ref().unwrap_or(&self.stamp.at),
                serde_json::to_string(&intake.given)?,
                pack(intake.coded.to_string().as_bytes()),
                sketch.write(),
                intake.coder,
                self.number,
            ])?;
        Ok((self.tx.last_insert_rowid(), id))
    }

    /// A page that goes back to an earlier text is a new version of it, so the version tells them apart.
    fn report_id(&self, key: &str, sha256: &str, version: u32) -> Result<String> {
        let first = id('r', &[key, sha256]);
        let sql = "SELECT count(*) > 0 FROM report WHERE id = ?1";
        let taken: bool = self.tx.prepare_cached(sql)?.query_row([&first], |row| row.get(0))?;
        Ok(if taken { id('r', &[key, sha256, &version.to_string()]) } else { first })
    }

    fn write_raw(&self, sha256: &str, bytes: &[u8]) -> Result<i64> {
        let sql = "SELECT number FROM raw WHERE sha256 = ?1";
        if let Some(number) = self.tx.prepare_cached(sql)?.query_row([sha256], |row| row.get(0)).optional()? {
            return Ok(number);
        }
        self.tx
            .prepare_cached("INSERT INTO raw (sha256, size, bytes) VALUES (?1, ?2, ?3)")?
            .execute(params![sha256, bytes.len() as i64, pack(bytes)])?;
        Ok(self.tx.last_insert_rowid())
    }

    pub(crate) fn add_tallies(&self, report: i64, coded: &Coded) -> Result<()> {
        let sql = "INSERT INTO tally (report, body, since) VALUES (?1, ?2, ?3)";
        for tally in &coded.tallies {
            let body = serde_json::to_string(tally)?;
            self.tx.prepare_cached(sql)?.execute(params![report, body, self.number])?;
        }
        Ok(())
    }
}

/// What the contract says of a report itself, as far as the store asks.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Head {
    pub title: Option<String>,
    pub text: String,
    pub outlet: Option<String>,
    pub byline: Option<String>,
    pub language: Option<String>,
    published: Option<Published>,
    furniture: Vec<Furniture>,
}

/// A part of the text that is no part of the report.
#[derive(Clone, Debug, Deserialize)]
struct Furniture {
    start: usize,
    end: usize,
    kind: String,
}

/// Kinds of furniture in which agencies are credited: they stay where copies are looked for.
const CREDITS: [&str; 2] = ["byline", "footnote"];

#[derive(Clone, Debug, Deserialize)]
struct Published {
    date: Date,
}

impl Head {
    /// The text without what pages of one site share, such as "read next"; each such part leaves a line end.
    fn story(&self) -> String {
        let mut story = String::with_capacity(self.text.len());
        let mut at = 0;
        let mut set_aside: Vec<&Furniture> =
            self.furniture.iter().filter(|part| !CREDITS.contains(&part.kind.as_str())).collect();
        set_aside.sort_by_key(|part| part.start);
        for part in set_aside {
            story += self.text.get(at..part.start).unwrap_or_default();
            story.push('\n');
            at = at.max(part.end);
        }
        story + self.text.get(at..).unwrap_or_default()
    }

    /// Whose voice its outlet is, and what tells whether it is another's voice too.
    pub fn voice(&self, outlets: &Outlets) -> (Option<VoiceKind>, Sketch) {
        let sketch = Sketch::new(&self.story(), self.outlet.as_deref(), self.byline.as_deref(), outlets);
        (self.outlet.as_deref().and_then(|name| dateline_code::voice::kind(name, outlets)), sketch)
    }

    /// Publication day.
    pub fn day(&self) -> Option<Date> {
        self.published.as_ref().map(|p| p.date)
    }
}

/// A contract object, taken apart.
#[derive(Clone, Debug)]
pub(crate) struct Coded {
    pub head: Head,
    pub events: Vec<told::Event>,
    pub tallies: Vec<told::Tally>,
}

impl Coded {
    fn new(intake: &Intake) -> Result<Coded> {
        Coded::read(&intake.coded).map_err(|error| {
            Error::new(format!("{}: this is no coded report in the contract's shape ({error}).", intake.name))
        })
    }

    /// Takes an object apart; quotes of unknown place are looked for in the text.
    pub(crate) fn read(coded: &Value) -> serde_json::Result<Coded> {
        #[derive(Deserialize)]
        struct Object {
            report: Head,
            #[serde(default)]
            events: Vec<told::Event>,
            #[serde(default)]
            tallies: Vec<told::Tally>,
        }
        let mut object = Object::deserialize(coded)?;
        object.events.iter_mut().for_each(|event| event.evidence.locate(&object.report.text));
        Ok(Coded { head: object.report, events: object.events, tallies: object.tallies })
    }
}

#[cfg(test)]
mod tests {
    use super::Head;

    #[test]
    fn the_story_is_without_furniture_but_for_credits() {
        let text = "Menu. Rockets fell. Read next: goats. (With AFP)";
        let part = |words: &str, kind: &str| {
            let start = text.find(words).expect("there");
            serde_json::json!({"start": start, "end": start + words.len(), "kind": kind})
        };
        let furniture = [
            part("Read next: goats.", "related"),
            part("(With AFP)", "footnote"),
            part("Menu.", "navigation"),
        ];
        let head: Head = serde_json::from_value(serde_json::json!({"text": text, "furniture": furniture}))
            .expect("a head");
        assert_eq!(head.story(), "\n Rockets fell. \n (With AFP)");
    }
}
