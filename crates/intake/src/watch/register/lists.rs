//! Lists of addresses in the register: what they name is fetched by those who fetch the list, and by nobody else.

use super::sources::know_host;
use super::{Register, Scope, host_of};
use crate::feed::Entry;
use crate::{Result, address};
use rusqlite::{Connection, params};
use std::path::Path;

/// How long after a page ended without being taken in a list has it asked for again, in milliseconds: as long as the rules of
/// sites hold.
const REST: i64 = 24 * 3600 * 1000;

/// What became of the pages that were wanted, by now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// They are in the record.
    pub done: u64,
    /// They are others that are there.
    pub same: u64,
    /// They are none that can be taken in, or may not be fetched.
    pub refused: u64,
    /// They failed as often as they were tried.
    pub failed: u64,
    /// They wait for another time.
    pub waiting: u64,
}

/// What is to be done with a page that a list names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is to be fetched.
    Fetch,
    /// It was taken in before.
    Known,
    /// It failed or was refused less than a day ago, and is not asked for again.
    Late,
    /// The list named it before.
    Again,
}

/// A page that was wanted and is not in the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Its address in its one form.
    pub address: String,
    /// `refused`, `failed` or `waiting`.
    pub state: String,
    /// The status of the last answer, where one ended it.
    pub status: Option<u16>,
    /// Why, in a sentence; nothing where it waits for its turn.
    pub why: Option<String>,
}

/// How a page that waits is told of: where its host may not be asked at all, it is refused.
const STATE: &str =
    "iif(p.state NOT IN ('listed', 'waiting'), p.state, iif(h.refused, 'refused', 'waiting'))";

impl Register {
    /// Opens the register of the record at `record`, to take turns for lists alone.
    ///
    /// # Errors
    /// As [`Register::open`].
    pub(crate) fn for_lists(record: &Path) -> Result<Register> {
        let register = Register { scope: Scope::Lists, ..Register::open(record)? };
        // Which pages a list names is nobody else's matter, and is forgotten when the program ends.
        register.with(|c| Ok(c.execute_batch("CREATE TEMP TABLE wanted (page INTEGER PRIMARY KEY)")?))?;
        // No user can call a source so, and those that are paused are not asked.
        let sql = "INSERT OR IGNORE INTO source (name, origin, body, address, ask, host, paused)
                   VALUES ('', 'list', '{\"name\": \"\"}', '', '', '', 'lists are not asked')";
        register.whole(|c| Ok(c.execute(sql, []).map(drop)?))?;
        Ok(register)
    }

    /// Wants what a list names: pages that were never asked for, and those that ended more than a day ago without being taken
    /// in, or at any time where `again` says so, wait for their turn. Says what is to be done with each.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub(crate) fn want(&self, entries: &[Entry], again: bool, now: i64) -> Result<Vec<Fate>> {
        let before = if again { i64::MAX } else { now - REST };
        self.whole(|c| {
            let list =
                c.query_row("SELECT number FROM source WHERE origin = 'list'", [], |row| row.get(0))?;
            entries.iter().map(|entry| want(c, list, entry, before, now)).collect()
        })
    }

    /// What became of the pages that were wanted.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub(crate) fn wanted(&self) -> Result<Wanted> {
        let sql = format!(
            "SELECT {STATE}, count(*) FROM wanted w JOIN page p ON p.number = w.page LEFT JOIN host h ON h.host = p.host
             GROUP BY 1"
        );
        self.with(|c| {
            let (mut rows, mut wanted) = (c.prepare(&sql)?, Wanted::default());
            let mut rows = rows.query([])?;
            while let Some(row) = rows.next()? {
                let (state, count): (String, i64) = (row.get(0)?, row.get(1)?);
                *match state.as_str() {
                    "done" => &mut wanted.done,
                    "same" => &mut wanted.same,
                    "refused" => &mut wanted.refused,
                    "failed" => &mut wanted.failed,
                    _ => &mut wanted.waiting,
                } += count.unsigned_abs();
            }
            Ok(wanted)
        })
    }

    /// The pages that were wanted and are not in the record, in the order in which they were first named.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub(crate) fn missing(&self) -> Result<Vec<Missing>> {
        let sql = format!(
            "SELECT p.address, {STATE}, p.status, iif(p.state IN ('listed', 'waiting'), ifnull(h.wrong, p.wrong), p.wrong)
             FROM wanted w JOIN page p ON p.number = w.page LEFT JOIN host h ON h.host = p.host
             WHERE p.state NOT IN ('done', 'same') ORDER BY p.number"
        );
        let row = |row: &rusqlite::Row<'_>| {
            let (address, state) = (row.get(0)?, row.get(1)?);
            Ok(Missing { address, state, status: row.get(2)?, why: row.get(3)? })
        };
        self.with(|c| Ok(c.prepare(&sql)?.query_map([], row)?.collect::<rusqlite::Result<_>>()?))
    }
}

fn want(c: &Connection, list: i64, entry: &Entry, before: i64, now: i64) -> Result<Fate> {
    let Some(url) = address::canonical(&entry.link) else { return Ok(Fate::Again) };
    let host = host_of(&url)?;
    know_host(c, &host)?;
    let sql = "INSERT INTO page (address, source, ask, host, told, state, due, found)
               VALUES (?1, ?2, ?1, ?3, ?4, 'listed', ?5, ?5)
               ON CONFLICT (address) DO UPDATE SET source = ?2, ask = ?1, host = ?3, told = ?4, state = 'listed', due = ?5,
               found = ?5, tries = 0, hops = 0, status = NULL, wrong = NULL
               WHERE held IS NULL AND (state = 'paused' OR (state IN ('failed', 'refused') AND ended < ?6))";
    let told = serde_json::to_string(entry)?;
    c.prepare_cached(sql)?.execute(params![url.as_str(), list, host, told, now, before])?;
    let sql = "SELECT number, state FROM page WHERE address = ?1";
    let (number, state): (i64, String) =
        c.prepare_cached(sql)?.query_row([url.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if matches!(state.as_str(), "done" | "same") {
        return Ok(Fate::Known);
    }
    let is_new = c.prepare_cached("INSERT OR IGNORE INTO wanted (page) VALUES (?1)")?.execute([number])? == 1;
    Ok(match state.as_str() {
        _ if !is_new => Fate::Again,
        "failed" | "refused" => Fate::Late,
        _ => Fate::Fetch,
    })
}

/// Whether nothing that is wanted can be done until `soon`.
pub(super) fn is_idle(c: &Connection, soon: i64) -> Result<bool> {
    for state in Scope::Lists.states() {
        let also = Scope::Lists.also();
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM page p JOIN host h ON h.host = p.host WHERE p.state = '{state}' AND {also}
               AND (p.held IS NOT NULL OR (p.due <= ?1 AND h.next <= ?1 AND NOT h.refused)))"
        );
        if c.prepare_cached(&sql)?.query_row([soon], |row| row.get(0))? {
            return Ok(false);
        }
    }
    Ok(true)
}
