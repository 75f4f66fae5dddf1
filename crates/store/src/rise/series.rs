//! The counts of a record that rises are looked for in.

use super::{Abstains, Judged, Stretch, Test, judge};
use crate::publish::day_number;
use crate::query::{Filter, Look, Sort};
use crate::{Result, Store};
use dateline_code::Books;
use dateline_terms::{Date, Days, Incident};
use rusqlite::params_from_iter;
use rusqlite::types::Value;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How long a stretch is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// A day.
    #[default]
    Day,
    /// A week, Monday to Sunday.
    Week,
}

/// Stretches at the end of a series that are judged each time: reports of a day come over some days.
const DAYS: i64 = 7;
const WEEKS: i64 = 2;

impl By {
    /// The stretch of that name.
    pub fn parse(word: &str) -> Option<By> {
        match word {
            "day" => Some(By::Day),
            "week" => Some(By::Week),
            _ => None,
        }
    }

    /// Its name.
    pub fn as_str(self) -> &'static str {
        if self == By::Day { "day" } else { "week" }
    }

    /// The test of such stretches.
    pub fn test(self, rate: f64) -> Test {
        if self == By::Day { Test::daily(rate) } else { Test::weekly(rate) }
    }

    /// Days that an incident may span to belong to a stretch: what happens at night is told of as of two.
    fn longest(self) -> i64 {
        if self == By::Day { 2 } else { 7 }
    }

    /// Stretches that are judged: the one that holds today, and those before it whose reports may still come.
    fn judged(self) -> i64 {
        if self == By::Day { DAYS } else { WEEKS }
    }

    /// Number of the stretch that holds a day, the days numbered from 1970-01-01, a Thursday.
    fn of(self, day: i64) -> i64 {
        if self == By::Day { day } else { (day + 3).div_euclid(7) }
    }

    /// Number of its first day.
    fn first(self, stretch: i64) -> i64 {
        if self == By::Day { stretch } else { stretch * 7 - 3 }
    }
}

/// A day or week with more incidents than its past makes likely.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rise {
    /// How long a stretch is.
    pub by: By,
    /// Its first day.
    pub start: Date,
    /// Its last day, inclusive.
    pub end: Date,
    /// First day of the baseline.
    pub past_start: Date,
    /// Last day of the baseline, inclusive.
    pub past_end: Date,
    /// The rate of false alarms that it was judged by.
    pub rate: f64,
    /// The figures.
    #[serde(flatten)]
    pub judged: Judged,
}

impl Rise {
    /// Its first day as a number, counted from 1970-01-01: later rises have greater ones.
    pub fn number(&self) -> i64 {
        day_number(self.start)
    }
}

/// Stretches by their number.
type Stretches = BTreeMap<i64, Stretch>;

impl Store {
    /// The last days or weeks up to `today`, each with how it stands beside its past or why nothing can be said, the first
    /// one first. Incidents of the filter are counted on their first day; those that span more than a stretch belong to
    /// none. The filter's own days are left aside.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn rises(
        &self,
        filter: &Filter,
        by: By,
        rate: f64,
        today: Date,
    ) -> Result<Vec<std::result::Result<Rise, Abstains>>> {
        let test = by.test(rate);
        let last = by.of(day_number(today));
        let first = last - by.judged() + 1 - test.before() as i64;
        let stretches = self.stretches(filter, by, first, last)?;
        let series: Vec<Stretch> =
            (first..=last).map(|at| stretches.get(&at).copied().unwrap_or_default()).collect();
        let judged = (test.before()..series.len()).zip(last - by.judged() + 1..).map(|(here, at)| {
            let (past, now) = series.get(..here).zip(series.get(here)).ok_or(Abstains::TooShort)?;
            judge(past, now, &test).and_then(|judged| rise(by, at, &test, judged))
        });
        Ok(judged.collect())
    }

    /// The incidents that a rise counted, the latest first and `most` of them at most, with their claims and the reports of
    /// these; and how many more there are.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn counted_in(
        &self,
        filter: &Filter,
        rise: &Rise,
        books: &Books<'_>,
        most: usize,
    ) -> Result<(Vec<Incident>, usize)> {
        let filter = Filter { from: Some(rise.start), to: Some(rise.end), ..filter.clone() };
        let look = Look { entries: true, ..Look::default() };
        let (mut counted, mut more) = (Vec::new(), 0);
        self.incidents(&filter, Sort::Latest, &look, books, &mut |incident| {
            let long = |days: Days| day_number(days.end) - day_number(days.start) >= rise.by.longest();
            if incident.days.is_none_or(|days| days.start < rise.start || long(days)) {
                return Ok(());
            }
            if counted.len() < most {
                counted.push(incident)
            } else {
                more += 1
            }
            Ok(())
        })?;
        Ok((counted, more))
    }

    fn stretches(&self, filter: &Filter, by: By, first: i64, last: i64) -> Result<Stretches> {
        let mut stretches = Stretches::new();
        let (from, to) = (by.first(first), by.first(last + 1) - 1);
        let mut areas = BTreeSet::new();
        self.counted(filter, by, (from, to), &mut |day, area, count| {
            stretches.entry(by.of(day)).or_default().count += count;
            areas.extend(area);
        })?;
        self.read_elsewhere(&areas, (from, to + 1), &mut |day, elsewhere| {
            // What happens is told the same day or the next.
            for (at, own) in [(by.of(day), true), (by.of(day - 1), false)] {
                if (first..=last).contains(&at) {
                    let stretch = stretches.entry(at).or_default();
                    stretch.covered = true;
                    stretch.elsewhere += if own { elsewhere } else { 0 };
                }
            }
        })?;
        Ok(stretches)
    }

    /// Incidents by first day and country.
    fn counted(
        &self,
        filter: &Filter,
        by: By,
        (from, to): (i64, i64),
        each: &mut dyn FnMut(i64, Option<String>, u64),
    ) -> Result<()> {
        let mut sql = self.found(&Filter { from: None, to: None, ..filter.clone() })?;
        let within = format!("{} BETWEEN ? AND ? AND i.last_day - i.first_day < ?", sql.day);
        sql.conditions.push(within);
        sql.values.extend([Value::from(from), to.into(), by.longest().into()]);
        let text = format!(
            "SELECT i.first_day, i.country, count(*) FROM {} WHERE {} GROUP BY 1, 2",
            sql.tables,
            sql.conditions.join(" AND ")
        );
        let mut rows = self.connection.prepare(&text)?;
        let mut rows = rows.query(params_from_iter(sql.values))?;
        while let Some(row) = rows.next()? {
            each(row.get(0)?, row.get(1)?, row.get::<_, i64>(2)?.unsigned_abs());
        }
        Ok(())
    }

    /// Reports by publication day that tell of none of these countries; also for days on which all do.
    fn read_elsewhere(
        &self,
        areas: &BTreeSet<String>,
        (from, to): (i64, i64),
        each: &mut dyn FnMut(i64, u64),
    ) -> Result<()> {
        let marks = vec!["?"; areas.len()].join(", ");
        let sql = format!(
            "SELECT r.published, sum(NOT EXISTS (SELECT 1 FROM claim c WHERE c.report = r.number AND c.until IS NULL
                    AND c.body ->> '$.place.country' IN ({marks})))
             FROM report r WHERE r.until IS NULL AND r.removed IS NULL AND r.published BETWEEN ? AND ? GROUP BY 1"
        );
        let days = [from, to].map(|day| named(day).map(|day| day.to_string()).unwrap_or_default());
        let mut rows = self.connection.prepare(&sql)?;
        let mut rows = rows.query(params_from_iter(areas.iter().cloned().chain(days)))?;
        while let Some(row) = rows.next()? {
            let (day, elsewhere): (String, i64) = (row.get(0)?, row.get(1)?);
            if let Ok(day) = day.parse() {
                each(day_number(day), elsewhere.unsigned_abs());
            }
        }
        Ok(())
    }
}

fn rise(by: By, at: i64, test: &Test, judged: Judged) -> std::result::Result<Rise, Abstains> {
    let end = at - test.guard as i64;
    let days = [by.first(at), by.first(at + 1) - 1, by.first(end - test.baseline as i64), by.first(end) - 1];
    // Days beyond the calendar have no past.
    let [start, last, past_start, past_end] = days.map(|day| named(day).ok_or(Abstains::TooShort));
    Ok(Rise {
        by,
        start: start?,
        end: last?,
        past_start: past_start?,
        past_end: past_end?,
        rate: test.rate,
        judged,
    })
}

/// The day of a number.
fn named(day: i64) -> Option<Date> {
    Date::constant(1970, 1, 1).checked_add(jiff::Span::new().try_days(day).ok()?).ok()
}
