//! Pages in the register: each address once, whichever sources lead to it.

use super::sources::know_host;
use super::{Register, Scope, host_of};
use crate::feed::{Entry, File};
use crate::pictures::Picture;
use crate::watch::sources::Source;
use crate::{Result, address};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use url::Url;

/// How long a page may wait for a host that does not answer.
const PATIENCE: i64 = 14 * 24 * 3600 * 1000;

/// A page whose turn it is.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its number in the register.
    pub number: i64,
    /// Its address in its one form; a file's path.
    pub address: String,
    /// Where to ask: its address, or where redirects led.
    pub ask: String,
    /// Its host's name in the register.
    pub host: String,
    /// The source that led to it first, by number and as its user wrote it.
    pub from: i64,
    /// The same.
    pub source: Source,
    /// What that source says of it.
    pub told: Entry,
    /// Whether the record may hold it already.
    pub doubt: bool,
    /// How often it was tried.
    pub tries: u32,
    /// Redirects so far.
    pub hops: u32,
    /// Whether it is a picture of a page, and none itself.
    pub is_picture: bool,
}

/// How a page ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    /// `done`, `same`, `refused` or `failed`.
    pub state: &'static str,
    /// The status of the answer.
    pub status: Option<u16>,
    /// The address under which the record keeps it, in its one form.
    pub own: Option<String>,
    /// What the server gave with it.
    pub etag: Option<String>,
    /// The same.
    pub modified: Option<String>,
    /// Why it was not taken in.
    pub wrong: Option<String>,
    /// Whether there was no text on it.
    pub empty: bool,
    /// Whether it did not say its day.
    pub undated: bool,
}

impl Ended {
    /// It is no page that can be taken in, for a reason.
    pub fn refused(status: Option<u16>, wrong: impl Into<String>) -> Ended {
        Ended { state: "refused", status, wrong: Some(wrong.into()), ..Ended::default() }
    }

    /// It was tried as often as is reasonable.
    pub fn failed(status: Option<u16>, wrong: impl Into<String>) -> Ended {
        Ended { state: "failed", status, wrong: Some(wrong.into()), ..Ended::default() }
    }

    /// It is another page that is there, at an address.
    pub fn same(own: String) -> Ended {
        Ended { state: "same", own: Some(own), ..Ended::default() }
    }
}

/// Adds to a day's counts of a source.
pub(super) fn count(c: &Connection, source: i64, column: &'static str, now: i64, by: u32) -> Result<()> {
    let day = Timestamp::from_millisecond(now).unwrap_or_default().strftime("%F").to_string();
    let sql = format!(
        "INSERT INTO yield (source, day, {column}) VALUES (?1, ?2, ?3)
         ON CONFLICT (source, day) DO UPDATE SET {column} = {column} + ?3"
    );
    c.prepare_cached(&sql)?.execute(params![source, day, by])?;
    Ok(())
}

/// Lets the pages that a source lists wait, those that are not known yet.
pub(super) fn found(c: &Connection, source: (i64, &Source), entries: &[Entry], now: i64) -> Result<()> {
    let (number, source) = source;
    let oldest = source
        .days
        .and_then(|days| Timestamp::from_millisecond(now - i64::from(days) * 24 * 3600 * 1000).ok());
    let mut fresh = 0;
    for entry in entries {
        let old = entry.published.zip(oldest).is_some_and(|(published, oldest)| published < oldest);
        let Some(url) = address::canonical(&entry.link).filter(|_| !old) else { continue };
        let host = host_of(&url)?;
        let told = serde_json::to_string(entry)?;
        know_host(c, &host)?;
        // What only waits for its list to be fetched is the source's from now on.
        let sql = "INSERT INTO page (address, source, ask, host, told, state, due, found)
                   VALUES (?1, ?2, ?1, ?3, ?4, 'waiting', ?5, ?5)
                   ON CONFLICT (address) DO UPDATE SET state = 'waiting', source = ?2, told = ?4
                   WHERE state = 'listed' AND held IS NULL";
        fresh +=
            u32::from(c.prepare_cached(sql)?.execute(params![url.as_str(), number, host, told, now])? > 0);
    }
    count(c, number, "found", now, fresh)
}

/// Lets files wait that are new in a folder or have changed.
pub(super) fn files(c: &Connection, source: i64, files: &[File], now: i64) -> Result<()> {
    let host = format!("file:{source}");
    let mut fresh = 0;
    for file in files {
        let path = file.path.to_string_lossy();
        // A path that is no text cannot be named in the register.
        if path.contains('\u{fffd}') {
            continue;
        }
        let sql = "INSERT INTO page (address, source, ask, host, told, state, due, found, digest)
                   VALUES (?1, ?2, ?1, ?3, '{\"link\": \"\"}', 'waiting', ?4, ?4, ?5)
                   ON CONFLICT (address) DO UPDATE SET state = 'waiting', due = ?4, digest = ?5, tries = 0
                   WHERE digest <> ?5 AND held IS NULL";
        fresh += u32::from(c.prepare_cached(sql)?.execute(params![path, source, host, now, file.state])? > 0);
    }
    count(c, source, "found", now, fresh)
}

/// The page that is due first at a host.
pub(super) fn due(c: &Connection, scope: Scope, host: &str, now: i64) -> Result<Option<Page>> {
    for state in scope.states() {
        if let Some(page) = due_in(c, state, scope.also(), host, now)? {
            return Ok(Some(page));
        }
    }
    Ok(None)
}

/// The first that is due of those that wait in a state, and of which something else holds.
fn due_in(c: &Connection, state: &str, also: &str, host: &str, now: i64) -> Result<Option<Page>> {
    let sql = format!(
        "SELECT p.number, p.address, p.ask, p.host, p.source, s.body, p.told, p.doubt, p.tries, p.hops, p.picture
         FROM page p JOIN source s ON s.number = p.source
         WHERE p.host = ?1 AND p.state = '{state}' AND p.held IS NULL AND p.due <= ?2 AND {also}
         ORDER BY p.due, p.number LIMIT 1"
    );
    let row = |row: &rusqlite::Row<'_>| {
        let (body, told): (String, String) = (row.get(5)?, row.get(6)?);
        let page = Page {
            number: row.get(0)?,
            address: row.get(1)?,
            ask: row.get(2)?,
            host: row.get(3)?,
            from: row.get(4)?,
            source: Source::default(),
            told: Entry::default(),
            doubt: row.get(7)?,
            tries: row.get(8)?,
            hops: row.get(9)?,
            is_picture: row.get(10)?,
        };
        Ok((body, told, page))
    };
    let found = c.prepare_cached(&sql)?.query_row(params![host, now], row).optional()?;
    let whole = |(body, told, page): (String, String, Page)| {
        Ok(Page { source: serde_json::from_str(&body)?, told: serde_json::from_str(&told)?, ..page })
    };
    found.map(whole).transpose()
}

/// Lets a page wait, at an address, until it is due again.
pub(super) fn later(c: &Connection, page: i64, tried: bool, due: i64, wrong: &str) -> Result<()> {
    let sql = "UPDATE page SET held = NULL, due = ?2, tries = tries + ?3, wrong = ?4 WHERE number = ?1";
    c.prepare_cached(sql)?.execute(params![page, due, tried, wrong])?;
    Ok(())
}

/// Lets a page wait at the address that a redirect leads to.
pub(super) fn moved(c: &Connection, page: i64, to: &Url, now: i64) -> Result<()> {
    let host = host_of(to)?;
    know_host(c, &host)?;
    let sql = "UPDATE page SET held = NULL, ask = ?2, host = ?3, hops = hops + 1, due = ?4 WHERE number = ?1";
    c.prepare_cached(sql)?.execute(params![page, to.as_str(), host, now])?;
    Ok(())
}

/// Writes down how a page ended.
pub(super) fn end(c: &Connection, page: &Page, ended: &Ended, now: i64) -> Result<()> {
    let sql = "UPDATE page SET held = NULL, state = ?2, ended = ?3, status = ?4, own = ?5, etag = ?6, modified = ?7,
               wrong = ?8 WHERE number = ?1";
    let Ended { state, status, own, etag, modified, wrong, empty, undated } = ended;
    c.prepare_cached(sql)?.execute(params![page.number, state, now, status, own, etag, modified, wrong])?;
    if page.is_picture {
        return Ok(());
    }
    if let Some(own) = own.as_ref().filter(|own| *state == "done" && **own != page.address) {
        // The page's own address is known from now on too, and waits no more.
        let sql = "INSERT INTO page (address, source, ask, host, told, state, due, found, ended, own)
                   SELECT ?2, source, ?2, host, told, 'done', due, found, ended, ?2 FROM page WHERE number = ?1
                   ON CONFLICT (address) DO UPDATE SET state = 'same', own = ?2, ended = ?3
                   WHERE state IN ('waiting', 'listed') AND held IS NULL";
        c.prepare_cached(sql)?.execute(params![page.number, own, now])?;
    }
    let column = match *state {
        "done" => "taken",
        "same" => "same",
        _ => "failed",
    };
    count(c, page.from, column, now, 1)?;
    count(c, page.from, "empty", now, u32::from(*empty))?;
    count(c, page.from, "undated", now, u32::from(*undated))
}

impl Register {
    /// Writes down how pages ended, all or none.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn ended(&self, pages: &[(&Page, Ended)], now: i64) -> Result<()> {
        self.whole(|c| pages.iter().try_for_each(|(page, ended)| end(c, page, ended, now)))
    }

    /// Lets the pictures that pages show wait, those that are not known yet.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn show(&self, pages: &[(&Page, &[Picture])], now: i64) -> Result<()> {
        let state = self.scope.states().first().copied().unwrap_or("waiting");
        let sql = "INSERT OR IGNORE INTO page (address, source, ask, host, told, state, due, found, picture)
                   VALUES (?1, ?2, ?1, ?3, '{\"link\": \"\"}', ?4, ?5, ?5, 1)";
        self.whole(|c| {
            for (page, picture) in pages.iter().flat_map(|(page, all)| all.iter().map(move |one| (page, one)))
            {
                let Ok(url) = Url::parse(&picture.address) else { continue };
                let host = host_of(&url)?;
                know_host(c, &host)?;
                c.prepare_cached(sql)?.execute(params![url.as_str(), page.from, host, state, now])?;
            }
            Ok(())
        })
    }

    /// Whether a page's own address is that of another page that was taken in.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn is_taken(&self, own: &str, page: i64) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM page WHERE address = ?1 AND state = 'done' AND number <> ?2)
                   OR EXISTS (SELECT 1 FROM page WHERE own = ?1 AND state = 'done' AND number <> ?2)";
        self.with(|c| Ok(c.prepare_cached(sql)?.query_row(params![own, page], |row| row.get(0))?))
    }

    /// Keeps the digest of a page's bytes; gives the address of another page of its host with the same bytes.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn twin(&self, page: &Page, digest: &str) -> Result<Option<String>> {
        self.whole(|c| {
            let sql = "UPDATE page SET digest = ?2 WHERE number = ?1";
            c.prepare_cached(sql)?.execute(params![page.number, digest])?;
            let sql = "SELECT address FROM page WHERE host = ?1 AND digest = ?2 AND number <> ?3
                       AND (state = 'done' OR held IS NOT NULL) ORDER BY number LIMIT 1";
            let row = |row: &rusqlite::Row<'_>| row.get(0);
            Ok(c.prepare_cached(sql)?.query_row(params![page.host, digest, page.number], row).optional()?)
        })
    }

    /// Gives up on pages that waited for weeks.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn give_up(&self, now: i64) -> Result<()> {
        self.whole(|c| {
            let sql = "UPDATE page SET state = 'failed', ended = ?1 WHERE state = 'waiting' AND held IS NULL
                       AND found < ?2";
            c.execute(sql, params![now, now - PATIENCE])?;
            Ok(())
        })
    }
}
