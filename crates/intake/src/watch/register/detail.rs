//! All that is known of one source.

use super::health::{self, DAYS, Health, Share};
use super::hosts::Manners;
use super::{Register, host_of};
use crate::Result;
use crate::watch::sources::Place;
use rusqlite::{Connection, params};

/// Pages of which it is told what became of them.
const PAGES: u32 = 50;

/// A day in milliseconds.
const DAY: i64 = 24 * 3600 * 1000;

/// One source in full.
#[derive(Clone, Debug)]
pub struct Detail {
    /// How it does.
    pub health: Health,
    /// Its host; `None` for a folder.
    pub host: Option<Host>,
    /// The last days (UTC, `YYYY-MM-DD`), today last, with what it brought.
    pub days: Vec<(String, Share)>,
    /// What became of its pages, the latest first.
    pub pages: Vec<Ending>,
}

/// A source's host.
#[derive(Clone, Debug)]
pub struct Host {
    /// Its name, with its port where that is not the usual one.
    pub name: String,
    /// How it is to be treated.
    pub manners: Manners,
    /// Whether what it lets be fetched holds the source's address, as far as that is known.
    pub allows: bool,
}

/// What became of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// Its address; a file's path.
    pub address: String,
    /// The address under which the record keeps it, or the page that it is the same as.
    pub own: Option<String>,
    /// The headline that the source gave it.
    pub title: Option<String>,
    /// `done`, `same`, `refused` or `failed`.
    pub state: String,
    /// When that was: milliseconds since 1970.
    pub at: i64,
    /// The status of the answer.
    pub status: Option<u16>,
    /// Why it was not taken in.
    pub wrong: Option<String>,
}

impl Register {
    /// All that is known of the source of a number at `now`; `None` where there is none.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn detail(&self, number: i64, now: i64) -> Result<Option<Detail>> {
        let found = self.with(|c| {
            let Some(health) = health::all(c, Some(number), now)?.pop() else { return Ok(None) };
            let days = days(c, number, now)?;
            Ok(Some((health, days, pages(c, number)?)))
        })?;
        let Some((health, days, pages)) = found else { return Ok(None) };
        let host = match health.source.place()? {
            Place::Web(url) => {
                let name = host_of(&url)?;
                let manners = self.manners(&name, now)?;
                let allows = manners.robots.as_ref().is_none_or(|robots| robots.allows(&url));
                Some(Host { name, manners, allows })
            }
            Place::Folder(_) => None,
        };
        Ok(Some(Detail { health, host, days, pages }))
    }

    /// The name of a source that is watched at an address.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn at(&self, address: &str) -> Result<Option<String>> {
        let sql = "SELECT name FROM source WHERE address = ?1 ORDER BY number LIMIT 1";
        self.with(|c| Ok(c.prepare(sql)?.query_map([address], |row| row.get(0))?.next().transpose()?))
    }
}

/// What a source brought on each of the last days.
fn days(c: &Connection, number: i64, now: i64) -> Result<Vec<(String, Share)>> {
    let ends = (0..DAYS as i64).rev().map(|back| now - back * DAY);
    ends.map(|end| Ok((health::day(end), health::share(c, number, end - DAY, end)?))).collect()
}

fn pages(c: &Connection, number: i64) -> Result<Vec<Ending>> {
    // A page with an address of its own is there under both: it is told of once.
    let sql = "SELECT address, own, told ->> 'title', state, ended, status, wrong FROM page
               WHERE source = ?1 AND ended IS NOT NULL AND state IN ('done', 'same', 'refused', 'failed')
               AND NOT picture AND NOT (state = 'done' AND own IS address AND status IS NULL) ORDER BY ended DESC LIMIT ?2";
    let row = |row: &rusqlite::Row<'_>| {
        Ok(Ending {
            address: row.get(0)?,
            own: row.get(1)?,
            title: row.get(2)?,
            state: row.get(3)?,
            at: row.get(4)?,
            status: row.get(5)?,
            wrong: row.get(6)?,
        })
    };
    let mut rows = c.prepare(sql)?;
    let rows = rows.query_map(params![number, PAGES], row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
