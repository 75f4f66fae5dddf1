//! Turns: each host is asked by one process at a time, for one thing, and not sooner than it may be asked again.

use super::lists;
use super::pages::{self, Ended, Page};
use super::sources::{self, Asked, Told};
use super::{Register, Scope, host_of};
use crate::Result;
use crate::feed::{Entry, File, Part};
use crate::polite::Robots;
use crate::polite::robots::NAME;
use crate::watch::sources::Source;
use rusqlite::{Connection, OptionalExtension, params};
use url::Url;

/// How long a turn is kept from others, in milliseconds: longer than any request may take.
const LEASE: i64 = 5 * 60 * 1000;

/// How long a `robots.txt` holds: no more than a day by RFC 9309, section 2.4.
const ROBOTS_HOLD: i64 = 24 * 3600 * 1000;

/// What to ask a host for.
#[derive(Clone, Debug)]
pub enum Job {
    /// What it lets be fetched.
    Robots(Url),
    /// What a source lists.
    Source(Box<Asked>),
    /// A page.
    Page(Box<Page>),
}

/// A turn at a host.
#[derive(Clone, Debug)]
pub struct Turn {
    /// Its name in the register.
    pub host: String,
    /// What to ask for.
    pub job: Job,
    /// The source for which it is asked.
    pub source: Source,
    /// What the host lets be fetched, and how fast.
    pub robots: Robots,
    /// Failures of the host on end.
    pub failures: u32,
}

/// What came of a turn.
#[derive(Clone, Debug)]
pub enum Came {
    /// A file of rules, as it was read.
    Robots(Vec<u8>),
    /// News of a source, the pages it lists, and when it is due again.
    Source(Told, Listed, i64),
    /// A page waits for another time: when, whether it was its own fault, and why.
    Later(i64, bool, String),
    /// A page leads elsewhere.
    Moved(Url),
    /// A page ended.
    Ended(Ended),
    /// A page was handed on, to be coded and kept.
    Handed,
    /// Nothing but that the host could not be asked.
    Nothing,
}

/// Why a host could not be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// A sentence.
    pub what: String,
    /// Whether it stands on this machine or its own network, where that is not allowed: it was not asked at all.
    pub is_private: bool,
}

impl Trouble {
    /// A host that was asked, and failed for a reason.
    pub fn new(what: impl Into<String>) -> Trouble {
        Trouble { what: what.into(), is_private: false }
    }
}

/// What a source listed.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// Pages.
    pub entries: Vec<Entry>,
    /// Sitemaps.
    pub parts: Option<Vec<Part>>,
    /// Files.
    pub files: Vec<File>,
}

/// How a host is to be treated.
#[derive(Clone, Debug, Default)]
pub struct Manners {
    /// Before when it is not asked: milliseconds since 1970.
    pub next: i64,
    /// Failures on end.
    pub failures: u32,
    /// What was wrong, if it could not be asked.
    pub wrong: Option<String>,
    /// What its `robots.txt` said; `None` where it was never read.
    pub robots: Option<Robots>,
    /// When that was read.
    pub read: Option<i64>,
    /// Whether that holds still.
    pub holds: bool,
}

/// Lets a host be asked at once that was never asked, for it may stand where it does now; all such hosts where none is
/// named. A host that was asked and failed is left alone as long as before.
pub(super) fn allow(c: &Connection, host: Option<&str>) -> Result<()> {
    let sql = "UPDATE host SET next = 0, failures = 0, wrong = NULL, refused = 0
               WHERE refused AND held IS NULL AND (?1 IS NULL OR host = ?1)";
    c.execute(sql, [host])?;
    Ok(())
}

impl Register {
    /// Lets all hosts be asked that were not, for where they stand is allowed from now on.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn allow_private(&self) -> Result<()> {
        self.whole(|c| allow(c, None))
    }

    /// Lets one host be asked that was not, for where it stands is allowed from now on.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn allow_host(&self, host: &str) -> Result<()> {
        self.whole(|c| allow(c, Some(host)))
    }

    /// The next turns, `most` of them, for a worker.
    ///
    /// # Errors
    /// When the register cannot be read or written.
    pub fn turns(&self, worker: i64, most: u32, now: i64) -> Result<Vec<Turn>> {
        let hosts: Vec<String> = self.with(|c| ready(c, self.scope, most, now))?;
        if hosts.is_empty() {
            return Ok(Vec::new());
        }
        self.whole(|c| {
            // Others may have been quicker since.
            let taken = hosts.into_iter().map(|host| {
                if seize(c, &host, worker, now)? { turn(c, self.scope, host, worker, now) } else { Ok(None) }
            });
            Ok(taken.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
        })
    }

    /// Takes a turn at one host, if it is free and may be asked now.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn seize(&self, host: &str, worker: i64, now: i64) -> Result<bool> {
        self.whole(|c| {
            sources::know_host(c, host)?;
            seize(c, host, worker, now)
        })
    }

    /// Leaves a host that answered, or failed: it is not asked before `next`.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn leave(&self, host: &str, next: i64, failed: Option<&Trouble>) -> Result<()> {
        self.whole(|c| leave(c, host, next, failed))
    }

    /// Leaves a host as it was that was not asked.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn release(&self, host: &str) -> Result<()> {
        self.with(|c| {
            c.execute("UPDATE host SET held = NULL WHERE host = ?1", [host])?;
            Ok(())
        })
    }

    /// When a host may be asked, and what it lets be fetched, as far as that is known at `now`.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn manners(&self, host: &str, now: i64) -> Result<Manners> {
        self.with(|c| {
            let sql = "SELECT next, failures, wrong, robots, robots_until FROM host WHERE host = ?1";
            let row = |row: &rusqlite::Row<'_>| {
                let until: i64 = row.get(4)?;
                let robots: Option<Vec<u8>> = row.get(3)?;
                Ok(Manners {
                    next: row.get(0)?,
                    failures: row.get(1)?,
                    wrong: row.get(2)?,
                    read: robots.as_ref().map(|_| until - ROBOTS_HOLD),
                    robots: robots.map(|rules| Robots::read(&rules, NAME)),
                    holds: until > now,
                })
            };
            Ok(c.query_row(sql, [host], row).optional()?.unwrap_or_default())
        })
    }

    /// Ends a turn with what came of it, the host's trouble too; it is not asked before `next`.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn settle(
        &self,
        turn: &Turn,
        came: &Came,
        next: i64,
        failed: Option<&Trouble>,
        now: i64,
    ) -> Result<()> {
        self.whole(|c| {
            settle(c, turn, came, now)?;
            if let (Some(trouble), Job::Robots(_)) = (failed, &turn.job) {
                sources::barred(c, &turn.host, &trouble.what, now)?;
            }
            leave(c, &turn.host, next, failed)
        })
    }

    /// Whether nothing is left to do now but what waits for hosts that failed; for lists also nothing that can be tried again
    /// within `patience` milliseconds.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn is_idle(&self, now: i64, patience: i64) -> Result<bool> {
        if self.scope == Scope::Lists {
            return self.with(|c| lists::is_idle(c, now + patience));
        }
        let sql = "SELECT NOT EXISTS (SELECT 1 FROM page p JOIN host h ON h.host = p.host
                     WHERE p.state = 'waiting' AND (p.held IS NOT NULL OR (p.due <= ?1 AND h.failures = 0)))
                   AND NOT EXISTS (SELECT 1 FROM source s JOIN host h ON h.host = s.host
                     WHERE s.paused IS NULL AND s.due <= ?1 AND h.failures = 0)";
        self.with(|c| Ok(c.prepare_cached(sql)?.query_row([now], |row| row.get(0))?))
    }
}

/// Hosts that may be asked now and for which there is something to ask.
fn ready(c: &Connection, scope: Scope, most: u32, now: i64) -> Result<Vec<String>> {
    let source = "EXISTS (SELECT 1 FROM source s WHERE s.host = h.host AND s.due <= ?1 AND s.paused IS NULL
                    AND s.held IS NULL)";
    let page = |state: &&str| {
        format!(
            "EXISTS (SELECT 1 FROM page p WHERE p.host = h.host AND p.state = '{state}' AND p.held IS NULL
               AND p.due <= ?1 AND {})",
            scope.also()
        )
    };
    let mut any: Vec<String> = scope.states().iter().map(page).collect();
    any.extend((scope == Scope::Sources).then(|| source.to_string()));
    let sql = format!(
        "SELECT h.host FROM host h WHERE h.next <= ?1 AND (h.held IS NULL OR h.until < ?1) AND ({})
         ORDER BY h.next LIMIT ?2",
        any.join(" OR ")
    );
    let mut rows = c.prepare_cached(&sql)?;
    let rows = rows.query_map(params![now, most], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn seize(c: &Connection, host: &str, worker: i64, now: i64) -> Result<bool> {
    let sql = "UPDATE host SET held = ?2, until = ?3 WHERE host = ?1 AND next <= ?4 AND (held IS NULL OR until < ?4)";
    Ok(c.prepare_cached(sql)?.execute(params![host, worker, now + LEASE, now])? == 1)
}

fn leave(c: &Connection, host: &str, next: i64, failed: Option<&Trouble>) -> Result<()> {
    let sql =
        "UPDATE host SET held = NULL, next = ?2, wrong = ?3, failures = iif(?3 IS NULL, 0, failures + 1), refused = ?4
               WHERE host = ?1";
    let (what, refused) = failed.map_or((None, false), |failed| (Some(&failed.what), failed.is_private));
    c.prepare_cached(sql)?.execute(params![host, next, what, refused])?;
    Ok(())
}

/// What is to be done at a host that was seized; where there is nothing after all, it is free again.
fn turn(c: &Connection, scope: Scope, host: String, worker: i64, now: i64) -> Result<Option<Turn>> {
    let asked = if scope == Scope::Sources { sources::due(c, &host, now)? } else { None };
    let (job, source) = match asked {
        Some(asked) => (Job::Source(Box::new(asked.clone())), asked.source),
        None => match pages::due(c, scope, &host, now)? {
            Some(page) => (Job::Page(Box::new(page.clone())), page.source),
            None => {
                c.execute("UPDATE host SET held = NULL WHERE host = ?1", [host])?;
                return Ok(None);
            }
        },
    };
    let sql = "SELECT robots, robots_until, failures FROM host WHERE host = ?1";
    let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let (rules, until, failures): (Option<Vec<u8>>, i64, u32) =
        c.prepare_cached(sql)?.query_row([&host], row)?;
    if let Some(robots) = robots_of(&job).filter(|_| until <= now) {
        // The rules are the host's: they may be asked for where one of its sources may stand there.
        let source = sources::trusting(c, &host)?.unwrap_or(source);
        return Ok(Some(Turn {
            host,
            job: Job::Robots(robots),
            source,
            robots: Robots::default(),
            failures,
        }));
    }
    let (table, number) = match &job {
        Job::Source(asked) => ("source", asked.number),
        Job::Page(page) => ("page", page.number),
        Job::Robots(_) => return Ok(None),
    };
    c.prepare_cached(&format!("UPDATE {table} SET held = ?2 WHERE number = ?1"))?
        .execute([number, worker])?;
    let robots = Robots::read(&rules.unwrap_or_default(), NAME);
    Ok(Some(Turn { host, job, source, robots, failures }))
}

/// Where the rules of a job's host stand; `None` for what is on this machine.
fn robots_of(job: &Job) -> Option<Url> {
    let ask = match job {
        Job::Source(asked) => &asked.ask,
        Job::Page(page) => &page.ask,
        Job::Robots(_) => return None,
    };
    let url = Url::parse(ask).ok().filter(|url| host_of(url).is_ok())?;
    url.join("/robots.txt").ok()
}

fn settle(c: &Connection, turn: &Turn, came: &Came, now: i64) -> Result<()> {
    match (&turn.job, came) {
        (Job::Robots(_), Came::Robots(rules)) => {
            let sql = "UPDATE host SET robots = ?2, robots_until = ?3 WHERE host = ?1";
            c.execute(sql, params![turn.host, rules, now + ROBOTS_HOLD])?;
        }
        (Job::Source(asked), Came::Source(told, listed, due)) if sources::is_as_asked(c, asked)? => {
            pages::found(c, (asked.number, &asked.source), &listed.entries, now)?;
            if !listed.files.is_empty() {
                pages::files(c, asked.number, &listed.files, now)?;
            }
            if let Some(parts) = &listed.parts {
                sources::parts(c, asked, parts.clone())?;
            }
            sources::tell(c, asked, told, now, *due)?;
        }
        (Job::Page(page), Came::Later(due, tried, wrong)) => {
            pages::later(c, page.number, *tried, *due, wrong)?
        }
        (Job::Page(page), Came::Moved(to)) => pages::moved(c, page.number, to, now)?,
        (Job::Page(page), Came::Ended(ended)) => pages::end(c, page, ended, now)?,
        _ => {}
    }
    Ok(())
}
