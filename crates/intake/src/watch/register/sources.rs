//! Sources in the register.

use super::hosts::allow;
use super::{Register, host_of};
use crate::feed::Part;
use crate::watch::sources::{Place, Source};
use crate::{Error, Result};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashSet;
use url::Url;

/// Sitemaps of one index that are watched, at most: those that changed last.
const MOST_PARTS: usize = 100;

/// A source whose turn it is.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its number in the register.
    pub number: i64,
    /// What its user said of it.
    pub source: Source,
    /// Where to ask: its address, or where redirects led.
    pub ask: String,
    /// Redirects so far.
    pub hops: u32,
    /// What the server gave with the last answer.
    pub etag: Option<String>,
    /// The same.
    pub modified: Option<String>,
    /// The digest of the last answer's body.
    pub digest: Option<String>,
    /// Failures on end.
    pub failures: u32,
    /// Whether an index of sitemaps named it.
    pub part: bool,
}

/// What is kept of an answer to ask better the next time.
#[derive(Clone, Debug, Default)]
pub struct Validators {
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub modified: Option<String>,
    /// SHA-256 of the body.
    pub digest: Option<String>,
}

/// What came of asking a source.
#[derive(Clone, Debug)]
pub enum Told {
    /// It answered: what it lists stands elsewhere.
    Read(Validators),
    /// It answered that nothing changed.
    Unchanged,
    /// It leads elsewhere for this once.
    Moved(Url),
    /// It failed, in a sentence.
    Failed(String),
}

/// The host's name in the register, and the address as text.
fn stands(source: &Source, number: i64) -> Result<(String, String)> {
    match source.place()? {
        Place::Web(url) => Ok((host_of(&url)?, url.into())),
        Place::Folder(path) => Ok((format!("file:{number}"), path.display().to_string())),
    }
}

impl Register {
    /// Takes the sources of a file over: new ones are added, changed ones changed, and those that are gone from it go.
    ///
    /// # Errors
    /// When a name is taken by a source that was added by hand, or the register cannot be written.
    pub fn follow(&self, sources: &[Source]) -> Result<()> {
        self.whole(|c| {
            let named: HashSet<&str> = sources.iter().map(|source| source.name.as_str()).collect();
            let mut rows = c.prepare("SELECT name FROM source WHERE origin = 'file'")?;
            let old = rows.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
            for gone in old.iter().filter(|name| !named.contains(name.as_str())) {
                remove(c, gone)?;
            }
            sources.iter().try_for_each(|source| put(c, source, "file", None))
        })
    }

    /// Adds a source by hand; gives its number.
    ///
    /// # Errors
    /// When it is not as it should be, its name is taken, or the register cannot be written.
    pub fn add(&self, source: &Source) -> Result<i64> {
        source.check()?;
        self.whole(|c| {
            put(c, source, "added", None)?;
            let sql = "SELECT number FROM source WHERE name = ?1";
            Ok(c.query_row(sql, [&source.name], |row| row.get(0))?)
        })
    }

    /// Changes a source that was added by hand: what it was given before is asked for anew. Its kind stays.
    ///
    /// # Errors
    /// When it is not as it should be, there is none of that number, it was not added by hand, its name is another's,
    /// or the register cannot be written.
    pub fn change(&self, number: i64, source: &Source) -> Result<()> {
        source.check()?;
        self.whole(|c| {
            let sql = "SELECT name, origin, body FROM source WHERE number = ?1";
            let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
            let found = c.query_row(sql, [number], row).optional()?;
            let (name, kind, body): (String, String, String) = found.ok_or_else(|| no_such(""))?;
            own(&name, Some(&kind))?;
            if serde_json::from_str::<Source>(&body)?.kind() != source.kind() {
                return Err(Error::new("A source stays of its kind: add one of the other kind."));
            }
            if name != source.name && origin(c, &source.name)?.is_some() {
                return Err(taken(&source.name));
            }
            c.execute("UPDATE source SET name = ?2 WHERE number = ?1", params![number, source.name])?;
            rewrite(c, number, source)
        })
    }

    /// Removes a source that was added by hand, and what waits of it.
    ///
    /// # Errors
    /// When there is none of that name, it stands in `sources.toml`, or the register cannot be written.
    pub fn remove(&self, name: &str) -> Result<()> {
        self.whole(|c| {
            own(name, origin(c, name)?.as_deref())?;
            remove(c, name)
        })
    }

    /// Leaves a source alone, with what waits of it, for a reason; or with none takes it up again.
    ///
    /// # Errors
    /// When there is none of that name, or the register cannot be written.
    pub fn pause(&self, name: &str, why: Option<&str>) -> Result<()> {
        self.whole(|c| {
            let sql = "UPDATE source SET paused = ?2 WHERE origin <> 'list'
                       AND (name = ?1 OR parent = (SELECT number FROM source WHERE name = ?1))";
            if c.execute(sql, params![name, why])? == 0 {
                return Err(no_such(name));
            }
            set_aside(c)
        })
    }

    /// Has all sources asked as soon as may be.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn ask_all(&self) -> Result<()> {
        self.whole(|c| {
            c.execute("UPDATE source SET due = 0 WHERE held IS NULL", [])?;
            Ok(())
        })
    }
}

/// Goes on where a source was added by hand.
fn own(name: &str, origin: Option<&str>) -> Result<()> {
    match origin {
        Some("added") => Ok(()),
        Some("file") => Err(Error::new(format!(
            "The source {name:?} stands in sources.toml: change it there, or take it out there, and start what watches \
             anew."
        ))),
        Some("part") => {
            Err(Error::new(format!("{name:?} is part of another source: change or remove that one.")))
        }
        _ => Err(no_such(name)),
    }
}

fn taken(name: &str) -> Error {
    Error::new(format!("There is a source called {name:?} already."))
}

fn no_such(name: &str) -> Error {
    Error::new(format!("There is no source {name:?}: `dateline sources` lists them."))
}

fn origin(c: &Connection, name: &str) -> Result<Option<String>> {
    Ok(c.query_row("SELECT origin FROM source WHERE name = ?1", [name], |row| row.get(0)).optional()?)
}

/// Pages of sources that are paused do not wait; those of the others do.
fn set_aside(c: &Connection) -> Result<()> {
    c.execute_batch(
        "UPDATE page SET state = 'paused' WHERE state = 'waiting' AND held IS NULL
         AND source IN (SELECT number FROM source WHERE paused IS NOT NULL);
         UPDATE page SET state = 'waiting' WHERE state = 'paused'
         AND source NOT IN (SELECT number FROM source WHERE paused IS NOT NULL);",
    )?;
    Ok(())
}

fn remove(c: &Connection, name: &str) -> Result<()> {
    let sql = "DELETE FROM page WHERE state IN ('waiting', 'paused') AND source IN (SELECT number FROM source
               WHERE name = ?1 OR parent = (SELECT number FROM source WHERE name = ?1))";
    c.execute(sql, [name])?;
    c.execute("DELETE FROM source WHERE name = ?1", [name])?;
    Ok(())
}

/// Why a source is left alone that its file says is to be.
const BY_FILE: &str = "sources.toml says so";

/// Writes a source; one that is not as it was is asked anew. What somebody paused by hand stays so.
fn put(c: &Connection, source: &Source, kind: &str, parent: Option<i64>) -> Result<()> {
    let paused = source.paused.then_some(BY_FILE);
    if let Some(there) = origin(c, &source.name)? {
        if there != kind || kind == "added" {
            return Err(taken(&source.name));
        }
        let sql = "UPDATE source SET paused = iif(paused = ?3, ?2, ifnull(paused, ?2)) WHERE name = ?1
                   RETURNING number, body";
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let (number, before): (i64, String) = c.query_row(sql, params![source.name, paused, BY_FILE], row)?;
        if serde_json::from_str::<Source>(&before).is_ok_and(|before| before == *source) {
            know_for(c, source, &stands(source, number)?.0)?;
        } else {
            rewrite(c, number, source)?;
        }
        return set_aside(c);
    }
    let sql = "INSERT INTO source (name, origin, parent, body, address, ask, host, paused)
               VALUES (?1, ?2, ?3, '', '', '', '', ?4)";
    c.execute(sql, params![source.name, kind, parent, paused])?;
    rewrite(c, c.last_insert_rowid(), source)
}

/// Writes what a source is from now on: all that it lists is read again.
fn rewrite(c: &Connection, number: i64, source: &Source) -> Result<()> {
    let (host, address) = stands(source, number)?;
    let sql =
        "UPDATE source SET body = ?2, address = ?3, ask = ?3, host = ?4, hops = 0, due = 0, etag = NULL,
               modified = NULL, digest = NULL, failures = 0, wrong = NULL WHERE number = ?1";
    c.execute(sql, params![number, serde_json::to_string(source)?, address, host])?;
    know_for(c, source, &host)
}

/// Knows a source's host, and lets it be asked where the source says that it may stand anywhere.
fn know_for(c: &Connection, source: &Source, host: &str) -> Result<()> {
    know_host(c, host)?;
    if source.allow_private { allow(c, Some(host)) } else { Ok(()) }
}

/// Makes sure that a host has a row.
pub(super) fn know_host(c: &Connection, host: &str) -> Result<()> {
    c.prepare_cached("INSERT OR IGNORE INTO host (host) VALUES (?1)")?.execute([host])?;
    Ok(())
}

/// A source at a host that says that it may stand anywhere.
pub(super) fn trusting(c: &Connection, host: &str) -> Result<Option<Source>> {
    let sql =
        "SELECT body FROM source WHERE host = ?1 AND paused IS NULL AND body ->> 'allow_private' LIMIT 1";
    let body: Option<String> = c.prepare_cached(sql)?.query_row([host], |row| row.get(0)).optional()?;
    Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
}

/// The source that is due first at a host.
pub(super) fn due(c: &Connection, host: &str, now: i64) -> Result<Option<Asked>> {
    let sql = "SELECT number, body, ask, hops, etag, modified, digest, failures, parent IS NOT NULL FROM source
               WHERE host = ?1 AND due <= ?2 AND paused IS NULL AND held IS NULL ORDER BY due, number LIMIT 1";
    let row = |row: &rusqlite::Row<'_>| {
        let body: String = row.get(1)?;
        let asked = Asked {
            number: row.get(0)?,
            source: Source::default(),
            ask: row.get(2)?,
            hops: row.get(3)?,
            etag: row.get(4)?,
            modified: row.get(5)?,
            digest: row.get(6)?,
            failures: row.get(7)?,
            part: row.get(8)?,
        };
        Ok((body, asked))
    };
    let found = c.prepare_cached(sql)?.query_row(params![host, now], row).optional()?;
    found.map(|(body, asked)| Ok(Asked { source: serde_json::from_str(&body)?, ..asked })).transpose()
}

/// Whether a source is still as it was when it was asked. One that was changed meanwhile is asked anew: what it answered
/// before is not its.
pub(super) fn is_as_asked(c: &Connection, asked: &Asked) -> Result<bool> {
    let sql = "UPDATE source SET held = NULL WHERE number = ?1 RETURNING body";
    let body: Option<String> = c.query_row(sql, [asked.number], |row| row.get(0)).optional()?;
    Ok(body.is_some_and(|body| serde_json::from_str::<Source>(&body).is_ok_and(|now| now == asked.source)))
}

/// Writes down what came of asking a source, and when it is due next.
pub(super) fn tell(c: &Connection, asked: &Asked, told: &Told, now: i64, due: i64) -> Result<()> {
    let number = asked.number;
    match told {
        Told::Read(Validators { etag, modified, digest }) => {
            let sql =
                "UPDATE source SET held = NULL, ask = address, hops = 0, due = ?2, etag = ?3, modified = ?4,
                       digest = ?5, asked = asked + 1, unchanged = unchanged + ifnull(digest = ?5, 0),
                       last_success = ?6, failures = 0, wrong = NULL WHERE number = ?1";
            c.execute(sql, params![number, due, etag, modified, digest, now])?;
        }
        Told::Unchanged => {
            let sql = "UPDATE source SET held = NULL, ask = address, hops = 0, due = ?2, asked = asked + 1,
                       unchanged = unchanged + 1, last_success = ?3, failures = 0, wrong = NULL WHERE number = ?1";
            c.execute(sql, params![number, due, now])?;
        }
        Told::Moved(to) => {
            let host = host_of(to)?;
            know_host(c, &host)?;
            let sql = "UPDATE source SET held = NULL, ask = ?2, host = ?3, hops = hops + 1, due = ?4 WHERE number = ?1";
            c.execute(sql, params![number, to.as_str(), host, now])?;
            return Ok(());
        }
        Told::Failed(what) => {
            let sql = "UPDATE source SET held = NULL, ask = address, hops = 0, due = ?2, asked = asked + 1,
                       last_failure = ?3, wrong = ?4, failures = failures + 1 WHERE number = ?1";
            c.execute(sql, params![number, due, now, what])?;
        }
    }
    let (host, _) = stands(&asked.source, number)?;
    c.execute("UPDATE source SET host = ?2 WHERE number = ?1", params![number, host])?;
    Ok(())
}

/// Says of all sources of a host that it cannot be asked.
pub(super) fn barred(c: &Connection, host: &str, what: &str, now: i64) -> Result<()> {
    let sql = "UPDATE source SET last_failure = ?2, wrong = ?3, failures = failures + 1
               WHERE host = ?1 AND paused IS NULL AND due <= ?2";
    c.execute(sql, params![host, now, what])?;
    Ok(())
}

/// Watches the sitemaps that an index names, each as a source of its own, and no others of its.
pub(super) fn parts(c: &Connection, asked: &Asked, mut parts: Vec<Part>) -> Result<()> {
    parts.sort_by_key(|part| std::cmp::Reverse(part.modified));
    parts.truncate(MOST_PARTS);
    let mut named = HashSet::new();
    for part in parts {
        let name = format!("{}: {}", asked.source.name, part.link);
        let own = asked.source.clone();
        let source = Source { name: name.clone(), feed: None, index: None, sitemap: Some(part.link), ..own };
        if source.place().is_ok() && named.insert(name) {
            put(c, &source, "part", Some(asked.number))?;
        }
    }
    let mut rows = c.prepare("SELECT name FROM source WHERE parent = ?1")?;
    let old = rows.query_map([asked.number], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    old.iter().filter(|name| !named.contains(*name)).try_for_each(|gone| remove(c, gone))
}
