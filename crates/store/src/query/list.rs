//! Lists of incidents: page by page from whichever index finds them soonest.

use super::entries::{self, Named};
use super::filter::{Filter, Sort, Sql};
use super::search::index;
use crate::publish::words_row;
use crate::{Error, Result, Store};
use dateline_code::Books;
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

/// Incidents read at once where all are wanted.
const BATCH: usize = 1000;

/// A row of a list, before its incident is read.
struct Row {
    place: [i64; 2],
    incident: i64,
    changed: String,
    body: String,
    /// Whether other incidents lead or led to it, which few have.
    led_to: bool,
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
        let index = index(&sql, filter, Sort::Latest);
        let text =
            format!("SELECT count(*) FROM {}{index} WHERE {}", sql.tables, sql.conditions.join(" AND "));
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
            let by_words = sql.by_words && key == sql.day;
            if let Some([place, number]) = after {
                sql.begin_at_the_cursor(direction);
                let sign = if direction == "DESC" { '<' } else { '>' };
                if by_words {
                    let day = (place != i64::MIN).then_some(place);
                    sql.conditions.push(format!("w.rowid {sign} ?"));
                    sql.values.push(words_row(day, number).into());
                } else {
                    sql.conditions.push(format!("({key}, i.number) {sign} (?, ?)"));
                    sql.values.extend([place.into(), number.into()]);
                }
            }
            let order = if by_words {
                format!("w.rowid {direction}")
            } else {
                format!("{key} {direction}, i.number {direction}")
            };
            let index = index(&sql, filter, sort);
            parts.push(format!(
                "SELECT * FROM (SELECT {} AS place, i.number FROM {}{index} WHERE {} ORDER BY {order} LIMIT {limit})",
                if by_words { "i.day" } else { key },
                sql.tables,
                sql.conditions.join(" AND "),
            ));
            values.extend(sql.values);
        }
        let text = format!(
            "SELECT f.place, f.number, i.incident, c.at, i.body, EXISTS (SELECT 1 FROM lead l WHERE l.\"into\" = i.incident)
             FROM ({}) f CROSS JOIN incident i ON i.number = f.number CROSS JOIN change c ON c.number = i.since ORDER BY f.place {direction}, f.number {direction} LIMIT {limit}",
            parts.join(" UNION ALL ")
        );
        let mut statement = self.connection.prepare_cached(&text)?;
        let row = |row: &rusqlite::Row<'_>| {
            Ok(Row {
                place: [row.get(0)?, row.get(1)?],
                incident: row.get(2)?,
                changed: row.get(3)?,
                body: row.get(4)?,
                led_to: row.get(5)?,
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
        // An extract's incidents hold their claims themselves, and are told as they stand.
        let extracted = !incident.entries.is_empty();
        if !extracted && (look.entries || look.rule != Rule::Range) {
            let members = entries::of(&self.connection, row.incident, at)?;
            if !members.entries.is_empty() {
                let named = Named { id: &incident.id.clone(), ..Named::default() };
                incident = members.publish(named, look.rule, books);
            }
        }
        if !look.entries {
            incident.entries.clear();
        }
        incident.changed = row.changed;
        if row.led_to {
            incident.aliases = self.aliases(row.incident, at)?;
        }
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
}

/// Conditions for what stood after the change numbered `at`.
fn past(filter: &Filter, at: i64) -> Sql {
    let mut sql = filter.of_columns();
    sql.as_it_was = true;
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
