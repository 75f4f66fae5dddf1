//! How lists find what they ask for: the key, word, area or index that leads to the fewest incidents, in the order of days.

use super::filter::{Filter, Sort, Sql};
use crate::facets::key;
use crate::publish::{LONG, WORDS_DAY, WORDS_NUMBER, day_number};
use crate::{Result, Store};
use rusqlite::params_from_iter;
use rusqlite::types::Value;

/// Matches of a word or area up to which they are looked up first, and the rest of a filter is tried on each.
const FEW: i64 = 4000;
/// The same for an area: in two million incidents the fiftieth of more than these is found sooner day by day.
const FEW_PLACES: i64 = 500;

impl Store {
    /// Conditions for what stands now. Where a first day bounds the list, what spans long is looked for apart: it alone
    /// can begin long before and still reach into the days that are asked for.
    pub(super) fn split(&self, filter: &Filter) -> Result<Vec<Sql>> {
        let Some(from) = filter.from else { return Ok(vec![self.found(filter)?]) };
        let (mut short, mut long) = (self.found(filter)?, self.found(filter)?);
        short.conditions.push(format!("NOT i.long AND {} >= ?", short.day));
        short.values.push((day_number(from) - LONG).into());
        long.conditions.push("i.long".into());
        Ok(vec![short, long])
    }

    /// Conditions for what stands now, with the index that finds the fewest first.
    pub(crate) fn found(&self, filter: &Filter) -> Result<Sql> {
        let mut sql = filter.of_columns();
        sql.conditions.push("i.until IS NULL".into());
        let mut driven = self.by_text(filter, &mut sql)?;
        driven |= self.by_area(filter, &mut sql, driven)?;
        for (key, sides) in keys(filter) {
            by_key(&key, sides, driven, &mut sql);
            driven = true;
        }
        sql.few_killed = !driven && self.few_killed(filter)?;
        if let Some(to) = filter.to {
            sql.conditions.push(format!("{} <= ?", sql.day));
            sql.values.push(day_number(to).into());
        }
        Ok(sql)
    }

    /// Whether so few incidents have as many dead as are asked for that all of them can be looked at.
    fn few_killed(&self, filter: &Filter) -> Result<bool> {
        let Some(killed) = filter.killed else { return Ok(false) };
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM incident INDEXED BY incident_killed
             WHERE until IS NULL AND killed_best >= ?1 LIMIT {FEW})"
        );
        let killed = i64::try_from(killed).unwrap_or(i64::MAX);
        let count: i64 = self.connection.prepare_cached(&sql)?.query_row([killed], |row| row.get(0))?;
        Ok(count < FEW)
    }

    /// Adds a filter's words; gives whether they lead the search.
    fn by_text(&self, filter: &Filter, sql: &mut Sql) -> Result<bool> {
        let Some(words) = filter.text.as_deref().map(match_words).filter(|words| !words.is_empty()) else {
            return Ok(false);
        };
        let few = format!(
            "SELECT count(*) FROM (SELECT 1 FROM incident_words WHERE incident_words MATCH ?1 LIMIT {FEW})"
        );
        let count: i64 = self.connection.prepare_cached(&few)?.query_row([&words], |row| row.get(0))?;
        // Words that many incidents have are asked of each that fits the rest, if there is a rest.
        let lead = count < FEW || *filter == Filter { text: filter.text.clone(), ..Filter::default() };
        if lead {
            sql.tables = format!(
                "incident_words w CROSS JOIN incident i ON i.number = (w.rowid & {})",
                (1i64 << WORDS_NUMBER) - 1
            );
            sql.by_words = true;
            sql.conditions.push("w.incident_words MATCH ?".into());
        } else {
            sql.conditions.push(format!(
                "EXISTS (SELECT 1 FROM incident_words w WHERE w.incident_words MATCH ? AND w.rowid =
                 (CASE WHEN i.first_day IS NULL THEN 0 ELSE i.first_day + {WORDS_DAY} END << {WORDS_NUMBER} | i.number))"
            ));
        }
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
        let few =
            format!("SELECT count(*) FROM (SELECT 1 FROM incident_box WHERE {inside} LIMIT {FEW_PLACES})");
        let bounds = [south, north, west, east];
        let count: i64 =
            self.connection.prepare_cached(&few)?.query_row(params_from_iter(bounds), |row| row.get(0))?;
        if count < FEW_PLACES {
            sql.conditions.push(format!("i.number IN (SELECT number FROM incident_box WHERE {inside})"));
            sql.values.extend(bounds.map(Value::from));
        }
        Ok(count < FEW_PLACES)
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
    keys.extend(filter.place.iter().map(|name| (vec![key('p', name)], 0)));
    keys.extend(filter.outlet.iter().map(|name| (vec![key('o', name)], 0)));
    keys
}

impl Filter {
    /// A question for each of a filter's names and for its words, whose first column is the number of an incident's row.
    pub(crate) fn keyed(&self) -> Vec<(String, Vec<Value>)> {
        let mut questions = Vec::new();
        for (keys, sides) in keys(self) {
            let marks = vec!["?"; keys.len()].join(", ");
            let side = if sides == 0 { "" } else { " AND sides & ?" };
            let values = keys.into_iter().map(Value::from).chain((sides != 0).then(|| sides.into()));
            questions.push((
                format!("SELECT incident FROM incident_key WHERE key IN ({marks}){side}"),
                values.collect(),
            ));
        }
        let words = self.text.as_deref().map(match_words).filter(|words| !words.is_empty());
        questions.extend(words.map(|words| {
            let mask = (1i64 << WORDS_NUMBER) - 1;
            let sql = format!("SELECT rowid & {mask} FROM incident_words WHERE incident_words MATCH ?");
            (sql, vec![words.into()])
        }));
        questions
    }
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

/// The index that a list is walked in where no key, word or area leads to it: all columns that are asked for are in it.
/// Without being told, SQLite may take one in which it has to look each incident up.
pub(super) fn index(sql: &Sql, filter: &Filter, sort: Sort) -> &'static str {
    let by_day = matches!(sort, Sort::Latest | Sort::Earliest);
    if !by_day
        || sql.tables != "incident i"
        || sql.as_it_was
        || sql.conditions.iter().any(|c| c.starts_with("i.number IN"))
    {
        ""
    } else if sql.conditions.iter().any(|c| c == "i.long") {
        " INDEXED BY incident_long"
    } else if sql.few_killed {
        " INDEXED BY incident_killed"
    } else if filter.country.is_some() {
        " INDEXED BY incident_country"
    } else if filter.types.len() == 1 {
        " INDEXED BY incident_type"
    } else if filter.standing.len() == 1 {
        " INDEXED BY incident_word"
    } else {
        " INDEXED BY incident_day"
    }
}
