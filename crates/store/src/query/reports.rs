//! Lists of reports, and one report with what stands around it.

use super::entries::{self, SOURCE, SOURCE_COLUMNS};
use crate::{Error, Result, Store};
use dateline_terms::{Date, Source};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params, params_from_iter};
use std::collections::BTreeMap;

/// Which reports are meant: those of today that fit everything that is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportFilter {
    /// Outlet as reports name it; the case of ASCII letters does not matter.
    pub outlet: Option<String>,
    /// Published on or after this day.
    pub from: Option<Date>,
    /// Published on or before this day.
    pub to: Option<Date>,
    /// Words of the headline, or of the name that it came with: all of them.
    pub text: Option<String>,
    /// ISO 639-1.
    pub language: Option<String>,
}

/// A report in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// The report.
    pub source: Source,
    /// Claims of it that the record holds.
    pub claims: u64,
    /// Sums that it states.
    pub tallies: u64,
}

/// Part of a list of reports, the latest published first; those without a day come last.
#[derive(Clone, Debug)]
pub struct ReportPage {
    /// At most as many as were asked for.
    pub items: Vec<Listed>,
    /// What to ask for to go on; `None` at the end.
    pub next: Option<String>,
    /// How many fit.
    pub total: u64,
}

/// One version of a report's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Lasting id.
    pub id: String,
    /// 1 for the text first seen, 2 for the next …
    pub version: u32,
    /// SHA-256 of the raw bytes, lower-case hexadecimal.
    pub sha256: String,
    /// When the record took it in.
    pub received: String,
    /// Whether a later one took its place.
    pub superseded: bool,
    /// Why it was lawfully removed, where it was.
    pub removed: Option<String>,
}

/// A report that the record counts as the same voice about an incident.
#[derive(Clone, Debug, PartialEq)]
pub struct Copied {
    /// The other report.
    pub source: Source,
    /// Incidents that both tell of.
    pub incidents: Vec<String>,
}

/// An outlet as the record's reports have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutletReports {
    /// As reports name it; empty where they name none.
    pub name: String,
    /// Reports of today.
    pub reports: u64,
    /// First publication day.
    pub first: Option<Date>,
    /// Last.
    pub last: Option<Date>,
}

impl ReportFilter {
    fn conditions(&self) -> (String, Vec<Value>) {
        let mut conditions = vec!["r.until IS NULL AND r.removed IS NULL".to_string()];
        let mut values: Vec<Value> = Vec::new();
        let mut add = |condition: &str, value: String| {
            conditions.push(condition.to_string());
            values.push(value.into());
        };
        self.outlet.iter().for_each(|name| add("r.outlet = ? COLLATE NOCASE", name.clone()));
        self.from.iter().for_each(|day| add("r.published >= ?", day.to_string()));
        self.to.iter().for_each(|day| add("r.published <= ?", day.to_string()));
        self.language.iter().for_each(|code| add("r.language = ?", code.to_lowercase()));
        for word in self.text.iter().flat_map(|text| text.split_whitespace()) {
            let plain = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            let held = "(ifnull(r.title, '') || ' ' || r.name) LIKE ? ESCAPE '\\'";
            add(held, format!("%{plain}%"));
        }
        (conditions.join(" AND "), values)
    }
}

impl Store {
    /// Reports that fit, up to `limit` of them after the cursor `after` of the page before.
    ///
    /// # Errors
    /// When the cursor is none, or the store cannot be read.
    pub fn report_page(
        &self,
        filter: &ReportFilter,
        after: Option<&str>,
        limit: usize,
    ) -> Result<ReportPage> {
        let (fits, values) = filter.conditions();
        let sql = format!("SELECT count(*) FROM report r WHERE {fits}");
        let total: i64 =
            self.connection.prepare_cached(&sql)?.query_row(params_from_iter(&values), |row| row.get(0))?;
        let (place, mut values) = (after.map(place).transpose()?, values);
        let later = match place {
            None => "",
            Some((day, number)) => {
                values.extend([day.into(), number.into()]);
                " AND (ifnull(r.published, ''), r.number) < (?, ?)"
            }
        };
        let sql = format!(
            "SELECT {SOURCE}, r.number,
                    (SELECT count(*) FROM claim c WHERE c.report = r.number AND c.until IS NULL),
                    (SELECT count(*) FROM tally t WHERE t.report = r.number AND t.until IS NULL)
             FROM (SELECT r.number FROM report r WHERE {fits}{later}
                   ORDER BY ifnull(r.published, '') DESC, r.number DESC LIMIT {limit}) f
             JOIN report r ON r.number = f.number JOIN raw w ON w.number = r.raw
             ORDER BY ifnull(r.published, '') DESC, r.number DESC"
        );
        let mut rows = self.connection.prepare_cached(&sql)?;
        let mut rows = rows.query(params_from_iter(values))?;
        let (mut items, mut last) = (Vec::new(), 0i64);
        while let Some(row) = rows.next()? {
            last = row.get(SOURCE_COLUMNS)?;
            let count = |at| row.get::<_, i64>(at).map(i64::unsigned_abs);
            let (claims, tallies) = (count(SOURCE_COLUMNS + 1)?, count(SOURCE_COLUMNS + 2)?);
            items.push(Listed { source: entries::source(row, 0)?, claims, tallies });
        }
        let day = |listed: &Listed| listed.source.published.map_or(String::new(), |day| day.to_string());
        let next = items.last().filter(|_| items.len() == limit).map(|end| format!("{}.{last}", day(end)));
        Ok(ReportPage { items, next, total: total.unsigned_abs() })
    }

    /// A report by its id, or by the name that it came with (its last version then).
    ///
    /// # Errors
    /// When the record holds no such report.
    pub fn source(&self, id: &str) -> Result<Source> {
        let sql = format!("SELECT {SOURCE} FROM report r JOIN raw w ON w.number = r.raw WHERE r.number = ?1");
        let mut rows = self.connection.prepare_cached(&sql)?;
        let mut rows = rows.query([self.numbered(id)?])?;
        match rows.next()? {
            Some(row) => entries::source(row, 0),
            None => Err(unheld(id)),
        }
    }

    /// The number of a report by its id, or by the name that it came with (its last version then). Names have no index, and
    /// are looked through only where no report has that id.
    pub(crate) fn numbered(&self, id: &str) -> Result<i64> {
        let by_id = "SELECT number FROM report WHERE id = ?1";
        let by_name = "SELECT number FROM report WHERE name = ?1 ORDER BY version DESC LIMIT 1";
        for sql in [by_id, by_name] {
            let found = self.connection.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?;
            if let Some(number) = found {
                return Ok(number);
            }
        }
        Err(unheld(id))
    }

    /// All versions of a report's text, the first one first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn editions(&self, id: &str) -> Result<Vec<Edition>> {
        let sql = "SELECT r.id, r.version, w.sha256, r.received, r.until IS NOT NULL, r.removed
                   FROM report r JOIN raw w ON w.number = r.raw
                   WHERE r.key = (SELECT key FROM report WHERE id = ?1) ORDER BY r.version";
        let edition = |row: &rusqlite::Row<'_>| {
            Ok(Edition {
                id: row.get(0)?,
                version: row.get(1)?,
                sha256: row.get(2)?,
                received: row.get(3)?,
                superseded: row.get(4)?,
                removed: row.get(5)?,
            })
        };
        let mut rows = self.connection.prepare_cached(sql)?;
        Ok(rows.query_map([id], edition)?.collect::<rusqlite::Result<_>>()?)
    }

    /// Reports that the record counts as the same voice as this one about an incident that both tell of, in order of
    /// publication: they copy it, or it copies them, or both are of one agency or outlet.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn copies(&self, id: &str, books: &dateline_code::Books<'_>) -> Result<Vec<Copied>> {
        let sql = "SELECT DISTINCT n.id FROM claim c JOIN report r ON r.number = c.report
                   JOIN name n ON n.number = c.incident WHERE r.id = ?1 AND c.until IS NULL ORDER BY n.number";
        let mut rows = self.connection.prepare_cached(sql)?;
        let ids: Vec<String> = rows.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let mut found: BTreeMap<(Option<Date>, String), Copied> = BTreeMap::new();
        for incident in ids {
            let (incident, _) = self.incident(&incident, &super::Look::default(), books)?;
            let own: Vec<usize> =
                incident.entries.iter().filter(|e| e.source.id == id).map(|e| e.voice).collect();
            let others = incident.entries.into_iter().filter(|e| e.source.id != id && own.contains(&e.voice));
            for entry in others {
                let key = (entry.source.published, entry.source.id.clone());
                let copied =
                    found.entry(key).or_insert(Copied { source: entry.source, incidents: Vec::new() });
                if !copied.incidents.contains(&incident.id) {
                    copied.incidents.push(incident.id.clone());
                }
            }
        }
        Ok(found.into_values().collect())
    }

    /// Id of the report that bytes were kept as, by their SHA-256 in lower-case hexadecimal: the last version.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn report_of(&self, sha256: &str) -> Result<Option<String>> {
        let sql = "SELECT r.id FROM report r JOIN raw w ON w.number = r.raw WHERE w.sha256 = ?1
                   ORDER BY r.number DESC LIMIT 1";
        Ok(self.connection.prepare_cached(sql)?.query_row([sha256], |row| row.get(0)).optional()?)
    }

    /// How many reports of today an outlet published on each day that has any.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn days_of(&self, outlet: &str) -> Result<Vec<(Date, u64)>> {
        let sql =
            "SELECT published, count(*) FROM report WHERE outlet = ?1 AND until IS NULL AND removed IS NULL
                   AND published IS NOT NULL GROUP BY 1 ORDER BY 1";
        let mut rows = self.connection.prepare_cached(sql)?;
        let mut rows = rows.query([outlet])?;
        let mut days = Vec::new();
        while let Some(row) = rows.next()? {
            let day: String = row.get(0)?;
            days.extend(day.parse().ok().map(|day| (day, row.get::<_, i64>(1).unwrap_or(0).unsigned_abs())));
        }
        Ok(days)
    }

    /// Outlets of today's reports, those with most reports first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn outlets(&self) -> Result<Vec<OutletReports>> {
        let sql = "SELECT ifnull(outlet, ''), count(*), min(published), max(published) FROM report
                   WHERE until IS NULL AND removed IS NULL GROUP BY 1 ORDER BY 2 DESC, 1";
        let day = |text: Option<String>| text.and_then(|day| day.parse().ok());
        let outlet = |row: &rusqlite::Row<'_>| {
            Ok(OutletReports {
                name: row.get(0)?,
                reports: row.get::<_, i64>(1)?.unsigned_abs(),
                first: day(row.get(2)?),
                last: day(row.get(3)?),
            })
        };
        let mut rows = self.connection.prepare_cached(sql)?;
        Ok(rows.query_map(params![], outlet)?.collect::<rusqlite::Result<_>>()?)
    }
}

fn unheld(id: &str) -> Error {
    Error::missing(format!("The record holds no report {id}."))
}

/// A place in the list: a day, or nothing, and a number.
fn place(text: &str) -> Result<(String, i64)> {
    let read = || {
        let (day, number) = text.split_once('.')?;
        let sound = day.is_empty() || day.parse::<Date>().is_ok();
        Some((day.to_string(), number.parse().ok()?)).filter(|_| sound)
    };
    read().ok_or_else(|| Error::new("This is no place in a list: take it from the page before."))
}
