//! How sources do: when they last answered, what they bring, and whether that has changed.

use super::Register;
use crate::Result;
use crate::watch::sources::Source;
use jiff::Timestamp;
use rusqlite::params;

/// Days of late, in milliseconds.
const LATELY: i64 = 7 * 24 * 3600 * 1000;

/// Days before those that they are held against.
const BEFORE: i64 = 28 * 24 * 3600 * 1000;

/// Days (UTC) of which it is told how many pages were taken in on each.
pub const DAYS: usize = 28;

/// Pages below which a share says nothing.
const ENOUGH: u32 = 10;

/// What a source brought in a stretch of days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Days on which anything was counted.
    pub days: u32,
    /// Pages that were new in its list.
    pub found: u32,
    /// Pages that were taken in.
    pub taken: u32,
    /// Pages that were another one again.
    pub same: u32,
    /// Pages that failed or were refused.
    pub failed: u32,
    /// Pages without text.
    pub empty: u32,
    /// Pages that did not say their day.
    pub undated: u32,
}

impl Share {
    /// The part of its pages that has something, where there are enough to tell.
    fn part(&self, of: u32) -> Option<f64> {
        let all = self.taken + self.failed;
        (all >= ENOUGH).then(|| f64::from(of) / f64::from(all))
    }
}

/// How a source does.
#[derive(Clone, Debug)]
pub struct Health {
    /// Its number in the register, which no other source ever has.
    pub number: i64,
    /// What people call it.
    pub name: String,
    /// `file`, `added` or `part`.
    pub origin: String,
    /// What its user said of it.
    pub source: Source,
    /// Where it is.
    pub address: String,
    /// Why it is left alone.
    pub paused: Option<String>,
    /// How often it was asked, and how often nothing had changed.
    pub asked: u32,
    /// The same.
    pub unchanged: u32,
    /// When it answered last: milliseconds since 1970.
    pub last_success: Option<i64>,
    /// When it failed last.
    pub last_failure: Option<i64>,
    /// What was wrong, if it does not answer now.
    pub wrong: Option<String>,
    /// Failures on end.
    pub failures: u32,
    /// When it is asked next.
    pub due: i64,
    /// Pages of it that wait.
    pub waiting: u32,
    /// What it brought in the last seven days.
    pub lately: Share,
    /// What it brought in the four weeks before.
    pub before: Share,
    /// Pages that were taken in on each of the last days, today (UTC) last.
    pub daily: [u32; DAYS],
}

impl Health {
    /// What has changed for the worse, in sentences: more pages without text, without a day or that fail, or far fewer
    /// pages than before.
    pub fn drift(&self) -> Vec<String> {
        let (now, then) = (&self.lately, &self.before);
        let kinds = [
            ("are without text", now.empty, then.empty),
            ("do not say their day", now.undated, then.undated),
            ("fail", now.failed, then.failed),
        ];
        let mut said = Vec::new();
        for (what, lately, before) in kinds {
            let (Some(share), was) = (now.part(lately), then.part(before).unwrap_or(0.0)) else { continue };
            if share >= 0.3 && share > was + 0.2 {
                let (share, was) = (percent(share), percent(was));
                said.push(format!("{share} of its pages {what}; before it was {was}."));
            }
        }
        let daily = |share: &Share| f64::from(share.found) / f64::from(share.days.max(1));
        if then.found >= 4 * ENOUGH && daily(now) < daily(then) / 4.0 {
            said.push(format!(
                "It lists {:.0} new pages a day; before it was {:.0}.",
                daily(now),
                daily(then)
            ));
        }
        said
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

impl Register {
    /// How all sources do, by name, those of sitemaps' indexes under them; lists of addresses are none.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn health(&self, now: i64) -> Result<Vec<Health>> {
        self.with(|c| all(c, None, now))
    }
}

/// How sources do, by name: all of them, or the one of a number.
pub(super) fn all(c: &rusqlite::Connection, number: Option<i64>, now: i64) -> Result<Vec<Health>> {
    let sql = "SELECT s.name, s.origin, s.body, s.address, s.paused, s.asked, s.unchanged, s.last_success,
               s.last_failure, s.wrong, s.failures, s.due, (SELECT count(*) FROM page p
               WHERE p.source = s.number AND p.state = 'waiting' AND NOT p.picture), s.number FROM source s
               WHERE s.origin <> 'list' AND (?1 IS NULL OR s.number = ?1) ORDER BY s.name";
    let mut rows = c.prepare(sql)?;
    let mut rows = rows.query([number])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(13)?;
        let body: String = row.get(2)?;
        all.push(Health {
            number,
            name: row.get(0)?,
            origin: row.get(1)?,
            source: serde_json::from_str(&body)?,
            address: row.get(3)?,
            paused: row.get(4)?,
            asked: row.get(5)?,
            unchanged: row.get(6)?,
            last_success: row.get(7)?,
            last_failure: row.get(8)?,
            wrong: row.get(9)?,
            failures: row.get(10)?,
            due: row.get(11)?,
            waiting: row.get(12)?,
            lately: share(c, number, now - LATELY, now)?,
            before: share(c, number, now - LATELY - BEFORE, now - LATELY)?,
            daily: daily(c, number, now)?,
        });
    }
    Ok(all)
}

/// The day of a time, UTC.
pub(super) fn day(at: i64) -> String {
    Timestamp::from_millisecond(at).unwrap_or_default().strftime("%F").to_string()
}

/// Pages of a source that were taken in on each of the last days.
fn daily(c: &rusqlite::Connection, source: i64, now: i64) -> Result<[u32; DAYS]> {
    let mut counts = [0; DAYS];
    let days = last_days(now);
    let mut rows = c.prepare_cached("SELECT day, taken FROM yield WHERE source = ?1 AND day >= ?2")?;
    let mut rows = rows.query(params![source, days.first()])?;
    while let Some(row) = rows.next()? {
        let day: String = row.get(0)?;
        if let Some(count) = days.iter().position(|one| *one == day).and_then(|at| counts.get_mut(at)) {
            *count = row.get(1)?;
        }
    }
    Ok(counts)
}

/// The last days, UTC, today last.
pub(super) fn last_days(now: i64) -> Vec<String> {
    (0..DAYS as i64).rev().map(|back| day(now - back * 24 * 3600 * 1000)).collect()
}

/// What a source brought on the days after that of `since`, up to that of `until`.
pub(super) fn share(c: &rusqlite::Connection, source: i64, since: i64, until: i64) -> Result<Share> {
    let sql = "SELECT count(*), total(found), total(taken), total(same), total(failed), total(empty), total(undated)
               FROM yield WHERE source = ?1 AND day > ?2 AND day <= ?3";
    let row = |row: &rusqlite::Row<'_>| {
        let n = |at: usize| Ok::<u32, rusqlite::Error>(row.get::<_, f64>(at)? as u32);
        Ok(Share {
            days: row.get(0)?,
            found: n(1)?,
            taken: n(2)?,
            same: n(3)?,
            failed: n(4)?,
            empty: n(5)?,
            undated: n(6)?,
        })
    };
    Ok(c.prepare_cached(sql)?.query_row(params![source, day(since), day(until)], row)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_for_the_worse_is_said() {
        let then = Share { days: 28, found: 280, taken: 270, failed: 10, undated: 10, ..Share::default() };
        let health = |lately| Health {
            number: 1,
            name: "A".into(),
            origin: "file".into(),
            source: Source::default(),
            address: String::new(),
            paused: None,
            asked: 9,
            unchanged: 0,
            last_success: None,
            last_failure: None,
            wrong: None,
            failures: 0,
            due: 0,
            waiting: 0,
            lately,
            before: then,
            daily: [0; DAYS],
        };
        let usual = Share { days: 7, found: 70, taken: 68, failed: 2, undated: 3, ..Share::default() };
        assert_eq!(health(usual).drift(), Vec::<String>::new());
        let bare = Share { undated: 60, empty: 2, ..usual };
        assert_eq!(health(bare).drift(), ["86 % of its pages do not say their day; before it was 4 %."]);
        let dry = Share { days: 7, found: 3, taken: 3, ..Share::default() };
        assert_eq!(health(dry).drift(), ["It lists 0 new pages a day; before it was 10."]);
    }
}
