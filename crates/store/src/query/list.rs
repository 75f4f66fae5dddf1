//! Lists of incidents: page by page from whichever index finds them soonest.

use super::entries::{self, Named};
use super::filter::{Filter, Sort, Sql};
use crate::publish::{LONG, day_number};
use crate::{Error, Result, Store};
use dateline_code::Books;
use dateline_code::gazetteer::fold::fold;
use dateline_terms::{Incident, Rule};
use rusqlite::params_from_iter;
use rusqlite::types::Value;

/// How incidents are looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The rule that their values follow.
    pub rule: Rule,
    /// The state of the record at this time (RFC 3339, UTC); `None` for now.
    pub as_of: Option<String>,
    /// Whether the claims under them come with them.
    pub entries: bool,
}

impl Default for Look {
    fn default() -> Look {
        Look { rule: Rule::Range, as_of: None, entries: false }
    }
}

/// Part of a list.
#[derive(Clone, Debug)]
pub struct Page {
    /// At most as many as were asked for.
    pub items: Vec<Incident>,
    /// What to ask for to go on; `None` at the end.
    pub next: Option<String>,
}

/// Matches of a word or area up to which they are looked up first, and the rest of a filter is tried on each.
const FEW: i64 = 4000;
/// Incidents read at once where all are wanted.
const BATCH: usize = 1000;

/// A row of a list, before its incident is read.
struct Row {
    place: [i64; 2],
    incident: i64,
    changed: String,
    body: String,
}

impl Store {
    /// Incidents that fit, up to `limit` of them after the cursor `after` of the page before.
    ///
    /// # Errors
    /// When the cursor is none, or the store cannot be read.
    pub fn page(
        &self,
        filter: &Filter,
        sort: Sort,
        look: &Look,
        books: &Books<'_>,
        (after, limit): (Option<&str>, usize),
    ) -> Result<Page> {
        let mut after = after.map(cursor).transpose()?;
        let mut items = Vec::new();
        loop {
            let rows = self.rows(filter, sort, look, after, limit)?;
            let full = rows.len() == limit;
            for row in rows {
                after = Some(row.place);
                items.extend(self.looked_at(row, filter, look, books)?);
                if items.len() == limit {
                    break;
                }
            }
            if !full || items.len() == limit {
                let next = after.filter(|_| full).map(|[key, number]| format!("{key}.{number}"));
                return Ok(Page { items, next });
            }
        }
    }

    /// Hands on every incident that fits. The record may change meanwhile; read inside [`Store::snapshot`] to keep it still.
    ///
    /// # Errors
    /// Those of `each`, and when the store cannot be read.
    pub fn incidents(
        &self,
        filter: &Filter,
        sort: Sort,
        look: &Look,
        books: &Books<'_>,
        each: &mut dyn FnMut(Incident) -> Result<()>,
    ) -> Result<()> {
        let mut after = None;
        loop {
            let rows = self.rows(filter, sort, look, after, BATCH)?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = Some(last.place);
            for row in rows {
                if let Some(incident) = self.looked_at(row, filter, look, books)? {
                    each(incident)?;
                }
            }
        }
    }

    /// How many incidents fit now.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count(&self, filter: &Filter) -> Result<u64> {
        let sum = "SELECT ifnull(sum(count), 0) FROM month_type";
        if *filter == Filter::default() {
            let sum: i64 = self.connection.prepare_cached(sum)?.query_row([], |row| row.get(0))?;
            return Ok(sum.unsigned_abs());
        }
        let sql = self.found(filter)?;
        let text = format!("SELECT count(*) FROM {} WHERE {}", sql.tables, sql.conditions.join(" AND "));
        let mut statement = self.connection.prepare_cached(&text)?;
        let count: i64 = statement.query_row(params_from_iter(&sql.values), |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// Does `work` on the record as it stands now, whatever others write meanwhile.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn snapshot<T>(&self, work: impl FnOnce(&Store) -> Result<T>) -> Result<T> {
        self.connection.execute_batch("BEGIN")?;
        let done = work(self);
        self.connection.execute_batch("COMMIT")?;
        done
    }

    /// Rows of the list after a place in it.
    fn rows(
        &self,
        filter: &Filter,
        sort: Sort,
        look: &Look,
        after: Option<[i64; 2]>,
        limit: usize,
    ) -> Result<Vec<Row>> {
        let at = look.as_of.as_ref().map(|time| self.change_at(time)).transpose()?;
        let sqls = match at {
            Some(at) => vec![past(filter, at)],
            None => self.split(filter)?,
        };
        let (key, direction) = order(sort);
        let mut parts = Vec::new();
        let mut values: Vec<Value> = Vec::new();
        for mut sql in sqls {
            let key = if key == "i.day" { sql.day } else { key };
            if let Some([place, number]) = after {
                let sign = if direction == "DESC" { '<' } else { '>' };
                sql.conditions.push(format!("({key}, i.number) {sign} (?, ?)"));
                sql.values.extend([place.into(), number.into()]);
            }
            parts.push(format!(
                "SELECT * FROM (SELECT {key} AS place, i.number, i.incident, i.since, i.body FROM {} WHERE {}
                 ORDER BY {key} {direction}, i.number {direction} LIMIT {limit})",
                sql.tables,
                sql.conditions.join(" AND "),
            ));
            values.extend(sql.values);
        }
        let text = format!(
            "SELECT f.place, f.number, f.incident, c.at, f.body FROM ({}) f JOIN change c ON c.number = f.since
             ORDER BY f.place {direction}, f.number {direction} LIMIT {limit}",
            parts.join(" UNION ALL ")
        );
        let mut statement = self.connection.prepare_cached(&text)?;
        let row = |row: &rusqlite::Row<'_>| {
            Ok(Row {
                place: [row.get(0)?, row.get(1)?],
                incident: row.get(2)?,
                changed: row.get(3)?,
                body: row.get(4)?,
            })
        };
        Ok(statement.query_map(params_from_iter(values), row)?.collect::<rusqlite::Result<_>>()?)
    }

    /// A row's incident, under the rule that was asked for; `None` where it does not fit after all.
    fn looked_at(
        &self,
        row: Row,
        filter: &Filter,
        look: &Look,
        books: &Books<'_>,
    ) -> Result<Option<Incident>> {
        let mut incident: Incident = serde_json::from_str(&row.body)?;
        if look.as_of.is_some() && !filter.fits(&incident) {
            return Ok(None);
        }
        let at = look.as_of.as_ref().map(|time| self.change_at(time)).transpose()?;
        if look.entries || look.rule != Rule::Range {
            let members = entries::of(&self.connection, row.incident, at)?;
            if !members.entries.is_empty() {
                let named = Named { id: &incident.id.clone(), ..Named::default() };
                incident = members.publish(named, look.rule, books);
            }
            if !look.entries {
                incident.entries.clear();
            }
        }
        incident.changed = row.changed;
        incident.aliases = self.aliases(row.incident, at)?;
        Ok(Some(incident))
    }

    /// Ids that lead to an incident now, or led there after the change numbered `at`.
    pub(crate) fn aliases(&self, incident: i64, at: Option<i64>) -> Result<Vec<String>> {
        let sql = "SELECT n.id FROM lead l JOIN name n ON n.number = l.name
                   WHERE l.\"into\" = ?1 AND l.since <= ?2 AND (l.until IS NULL OR l.until > ?2) ORDER BY n.number";
        let mut rows = self.connection.prepare_cached(sql)?;
        let at = at.unwrap_or(i64::MAX - 1);
        Ok(rows.query_map([incident, at], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Conditions for what stands now. Where a first day bounds the list, what spans long is looked for apart: it alone
    /// can begin long before and still reach into the days that are asked for.
    fn split(&self, filter: &Filter) -> Result<Vec<Sql>> {
        let Some(from) = filter.from else { return Ok(vec![self.found(filter)?]) };
        let (mut short, mut long) = (self.found(filter)?, self.found(filter)?);
        short.conditions.push(format!("NOT i.long AND {} >= ?", short.day));
        short.values.push((day_number(from) - LONG).into());
        long.conditions.push("i.long".into());
        Ok(vec![short, long])
    }

    /// Conditions for what stands now, with the index that finds the fewest first.
    fn found(&self, filter: &Filter) -> Result<Sql> {
        let mut sql = filter.of_columns();
        sql.conditions.push("i.until IS NULL".into());
        let mut driven = self.by_text(filter, &mut sql)?;
        driven |= self.by_area(filter, &mut sql, driven)?;
        for (key, sides) in keys(filter) {
            by_key(&key, sides, driven, &mut sql);
            driven = true;
        }
        if let Some(to) = filter.to {
            sql.conditions.push(format!("{} <= ?", sql.day));
            sql.values.push(day_number(to).into());
        }
        Ok(sql)
    }

    /// Adds a filter's words; gives whether they lead the search.
    fn by_text(&self, filter: &Filter, sql: &mut Sql) -> Result<bool> {
        let Some(words) = filter.text.as_deref().map(match_words).filter(|words| !words.is_empty()) else {
            return Ok(false);
        };
        let few =
            "SELECT count(*) FROM (SELECT 1 FROM incident_words WHERE incident_words MATCH ?1 LIMIT ?2)";
        let count: i64 = self
            .connection
            .prepare_cached(few)?
            .query_row(rusqlite::params![words, FEW], |row| row.get(0))?;
        let lead = count < FEW;
        sql.conditions.push(if lead {
            "i.number IN (SELECT rowid FROM incident_words WHERE incident_words MATCH ?)".into()
        } else {
            "EXISTS (SELECT 1 FROM incident_words w WHERE w.incident_words MATCH ? AND w.rowid = i.number)"
                .into()
        });
        sql.values.push(words.into());
        Ok(lead)
    }

    /// Adds a filter's area; gives whether it leads the search.
    fn by_area(&self, filter: &Filter, sql: &mut Sql, driven: bool) -> Result<bool> {
        let Some([west, south, east, north]) = filter.area else { return Ok(false) };
        sql.conditions.push("i.lat BETWEEN ? AND ?".into());
        sql.values.extend([south.into(), north.into()]);
        let across = west > east;
        sql.conditions
            .push(if across { "(i.lon >= ? OR i.lon <= ?)" } else { "i.lon BETWEEN ? AND ?" }.into());
        sql.values.extend([west.into(), east.into()]);
        if driven || across {
            return Ok(false);
        }
        let inside = "max_lat >= ? AND min_lat <= ? AND max_lon >= ? AND min_lon <= ?";
        let few = format!("SELECT count(*) FROM (SELECT 1 FROM incident_box WHERE {inside} LIMIT {FEW})");
        let bounds = [south, north, west, east];
        let count: i64 =
            self.connection.prepare_cached(&few)?.query_row(params_from_iter(bounds), |row| row.get(0))?;
        if count < FEW {
            sql.conditions.push(format!("i.number IN (SELECT number FROM incident_box WHERE {inside})"));
            sql.values.extend(bounds.map(Value::from));
        }
        Ok(count < FEW)
    }
}

/// Keys that a filter asks for, each with the sides that will do; several actors are one key's alternatives, in
/// the form that [`by_key`] takes.
fn keys(filter: &Filter) -> Vec<(Vec<String>, i64)> {
    let sides = match filter.side {
        Some('a') => 1,
        Some('b') => 2,
        _ => 3,
    };
    let actors: Vec<String> = filter.actors.iter().map(|actor| format!("a {actor}")).collect();
    let mut keys: Vec<(Vec<String>, i64)> = Vec::new();
    if !actors.is_empty() {
        keys.push((actors, sides));
    }
    keys.extend(filter.place.iter().map(|name| (vec![format!("p {}", fold(name))], 0)));
    keys.extend(filter.outlet.iter().map(|name| (vec![format!("o {}", fold(name))], 0)));
    keys
}

/// Adds a key. The first one leads the search, in order of day; others are asked of each incident found.
fn by_key(keys: &[String], sides: i64, driven: bool, sql: &mut Sql) {
    let marks = vec!["?"; keys.len()].join(", ");
    let leads = !driven && keys.len() == 1;
    let side = match (sides, leads) {
        (0, _) => "",
        (_, true) => " AND k.sides & ?",
        (_, false) => " AND x.sides & ?",
    };
    let values = keys.iter().cloned().map(Value::from).chain((sides != 0).then(|| sides.into()));
    if !leads {
        sql.conditions.push(format!(
            "EXISTS (SELECT 1 FROM incident_key x WHERE x.key IN ({marks}) AND x.day = i.day
             AND x.incident = i.number{side})"
        ));
        sql.values.extend(values);
    } else {
        sql.tables = "incident_key k CROSS JOIN incident i ON i.number = k.incident".into();
        sql.day = "k.day";
        sql.conditions.push(format!("k.key = {marks}{side}"));
        sql.values.extend(values);
    }
}

/// Conditions for what stood after the change numbered `at`.
fn past(filter: &Filter, at: i64) -> Sql {
    let mut sql = filter.of_columns();
    sql.conditions.push("i.since <= ? AND (i.until IS NULL OR i.until > ?)".into());
    sql.values.extend([at.into(), at.into()]);
    sql
}

/// The column that a list is in order of, and which way.
fn order(sort: Sort) -> (&'static str, &'static str) {
    match sort {
        Sort::Latest => ("i.day", "DESC"),
        Sort::Earliest => ("i.day", "ASC"),
        Sort::Killed => ("ifnull(i.killed_best, -1)", "DESC"),
        Sort::Changed => ("i.since", "DESC"),
    }
}

fn cursor(text: &str) -> Result<[i64; 2]> {
    let read = || {
        let (key, number) = text.split_once('.')?;
        Some([key.parse().ok()?, number.parse().ok()?])
    };
    read().ok_or_else(|| Error::new("This is no place in a list: take it from the page before."))
}

/// Words for SQLite's full-text search: each is looked for as it stands, phrases in quotation marks as phrases.
fn match_words(text: &str) -> String {
    let mut words = Vec::new();
    for (n, part) in text.split('"').enumerate() {
        if n % 2 == 1 {
            words.push(part.to_string());
        } else {
            words.extend(part.split_whitespace().map(str::to_string));
        }
    }
    let quoted =
        words.iter().filter(|w| w.chars().any(char::is_alphanumeric)).map(|word| format!("\"{word}\""));
    quoted.collect::<Vec<_>>().join(" ")
}
