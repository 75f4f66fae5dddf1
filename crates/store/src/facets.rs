//! What counts and maps ask of all incidents at once: a few columns, read in one go and kept up change by change.

use crate::query::Filter;
use crate::{Result, Store};
use dateline_code::gazetteer::fold::fold;
use dateline_terms::Incident;
use rusqlite::{Row, params, params_from_iter};

/// What is counted of one incident. Days are numbered from 1970-01-01.
#[derive(Clone, Copy, Debug)]
pub struct Facet<'r> {
    /// Its row: a later version of the same incident has another.
    pub number: i64,
    /// First day.
    pub first_day: Option<i64>,
    /// Last day.
    pub last_day: Option<i64>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<&'r str>,
    /// Event type.
    pub event_type: &'r str,
    /// Its family; empty where the codebook has no such type.
    pub family: &'r str,
    /// How it stands.
    pub word: &'r str,
    /// Occurred or foiled.
    pub status: &'r str,
    /// Dead by the best figure.
    pub killed: Option<i64>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
}

/// What a map shows of one incident by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Pin {
    /// Lasting id.
    pub id: String,
    /// Name of the place.
    pub place: Option<String>,
    /// Radius in kilometres within which it lies.
    pub radius_km: Option<f64>,
}

/// Columns that [`facet`] reads.
const COLUMNS: &str =
    "number, first_day, last_day, country, type, family, word, status, killed_best, lat, lon";

impl Store {
    /// Number of the last change; 0 where there was none yet.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn last_change(&self) -> Result<i64> {
        let sql = "SELECT ifnull(max(number), 0) FROM change";
        Ok(self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
    }

    /// Number of the last change at or before a time (RFC 3339, UTC).
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn change_before(&self, time: &str) -> Result<i64> {
        self.change_at(time)
    }

    /// Hands on every incident as it stands now, retracted ones too, in no order that lasts.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn facets(&self, each: &mut dyn FnMut(Facet<'_>)) -> Result<()> {
        // All of it stands in one index, which is a tenth of the table.
        let sql = format!("SELECT {COLUMNS} FROM incident INDEXED BY incident_day WHERE until IS NULL");
        self.each_facet(&sql, &[], each)
    }

    /// Hands on every incident as it stood after the change numbered `at`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn facets_at(&self, at: i64, each: &mut dyn FnMut(Facet<'_>)) -> Result<()> {
        let sql = format!(
            "SELECT {COLUMNS} FROM incident WHERE since <= ?1 AND (until IS NULL OR until > ?1) ORDER BY number"
        );
        self.each_facet(&sql, &[at], each)
    }

    /// Hands on the incidents that changes after the one numbered `after` brought, as they stand now, in order of number;
    /// gives the numbers of the rows that those changes ended.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn facets_since(&self, after: i64, each: &mut dyn FnMut(Facet<'_>)) -> Result<Vec<i64>> {
        // By itself SQLite would go through all incidents in order of number.
        let begun = format!(
            "SELECT {COLUMNS} FROM incident INDEXED BY incident_since WHERE since > ?1 AND until IS NULL
             ORDER BY number"
        );
        self.each_facet(&begun, &[after], each)?;
        let ended = "SELECT number FROM incident WHERE until > ?1 AND since <= ?1";
        let mut rows = self.connection.prepare_cached(ended)?;
        Ok(rows.query_map([after], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    fn each_facet(&self, sql: &str, values: &[i64], each: &mut dyn FnMut(Facet<'_>)) -> Result<()> {
        let mut rows = self.connection.prepare_cached(sql)?;
        let mut rows = rows.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            each(facet(row)?);
        }
        Ok(())
    }

    /// What a map shows of an incident's row.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn pin(&self, number: i64) -> Result<Pin> {
        let sql = "SELECT n.id, i.place, i.radius_km FROM incident i JOIN name n ON n.number = i.incident
                   WHERE i.number = ?1";
        let pin = |row: &Row<'_>| Ok(Pin { id: row.get(0)?, place: row.get(1)?, radius_km: row.get(2)? });
        Ok(self.connection.prepare_cached(sql)?.query_row([number], pin)?)
    }

    /// Rows, in order of number, that fit a filter's actors, place, outlet and words, now or after the change numbered
    /// `at`; `None` where it asks for none of these. The rest of the filter is not looked at.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn keyed(&self, filter: &Filter, at: Option<i64>) -> Result<Option<Vec<i64>>> {
        let asks = !filter.actors.is_empty()
            || filter.place.is_some()
            || filter.outlet.is_some()
            || filter.text.as_deref().is_some_and(|text| text.chars().any(char::is_alphanumeric));
        match at {
            _ if !asks => Ok(None),
            Some(at) => self.keyed_at(filter, at).map(Some),
            None => self.keyed_now(filter).map(Some),
        }
    }

    fn keyed_now(&self, filter: &Filter) -> Result<Vec<i64>> {
        let mut found: Option<Vec<i64>> = None;
        for (sql, values) in filter.keyed() {
            let mut rows = self.connection.prepare_cached(&sql)?;
            let rows = rows.query_map(params_from_iter(values), |row| row.get(0))?;
            let mut numbers = rows.collect::<rusqlite::Result<Vec<i64>>>()?;
            numbers.sort_unstable();
            numbers.dedup();
            found = Some(match found {
                None => numbers,
                Some(mut both) => {
                    both.retain(|number| numbers.binary_search(number).is_ok());
                    both
                }
            });
        }
        Ok(found.unwrap_or_default())
    }

    /// The past has no indexes of names and words: the incidents themselves are read.
    fn keyed_at(&self, filter: &Filter, at: i64) -> Result<Vec<i64>> {
        let names = Filter {
            actors: filter.actors.clone(),
            side: filter.side,
            place: filter.place.clone(),
            outlet: filter.outlet.clone(),
            text: filter.text.clone(),
            ..Filter::default()
        };
        let sql = "SELECT number, body FROM incident WHERE since <= ?1 AND (until IS NULL OR until > ?1)
                   ORDER BY number";
        let mut rows = self.connection.prepare_cached(sql)?;
        let mut rows = rows.query(params![at])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let body: String = row.get(1)?;
            if names.fits(&serde_json::from_str::<Incident>(&body)?) {
                found.push(row.get(0)?);
            }
        }
        Ok(found)
    }
}

fn facet<'r>(row: &'r Row<'_>) -> rusqlite::Result<Facet<'r>> {
    let text = |n: usize| row.get_ref(n).map(|value| value.as_str_or_null().ok().flatten());
    Ok(Facet {
        number: row.get(0)?,
        first_day: row.get(1)?,
        last_day: row.get(2)?,
        country: text(3)?,
        event_type: text(4)?.unwrap_or_default(),
        family: text(5)?.unwrap_or_default(),
        word: text(6)?.unwrap_or_default(),
        status: text(7)?.unwrap_or_default(),
        killed: row.get(8)?,
        lat: row.get(9)?,
        lon: row.get(10)?,
    })
}

/// The name of a place or an outlet as incidents are looked up by it.
pub(crate) fn key(letter: char, name: &str) -> String {
    format!("{letter} {}", fold(name))
}
