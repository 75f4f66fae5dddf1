//! What incidents come to, written as versions: only what a change altered is written anew.

use crate::Result;
use crate::change::Change;
use crate::query::entries::{self, Named};
use crate::query::month_of;
use dateline_code::gazetteer::fold::fold;
use dateline_terms::told::Actor;
use dateline_terms::{Date, HarmKind, Incident, Rule, Word};
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeMap;

/// The version of an incident that holds now.
struct Version {
    number: i64,
    since: i64,
    body: String,
}

impl Change<'_, '_> {
    /// Publishes every incident that the change touched.
    pub(crate) fn publish(&mut self) -> Result<()> {
        for incident in std::mem::take(&mut self.incidents) {
            self.publish_one(incident)?;
        }
        Ok(())
    }

    fn publish_one(&mut self, incident: i64) -> Result<()> {
        let (id, leads): (String, bool) = self
            .tx
            .prepare_cached("SELECT id, now IS NOT NULL FROM name WHERE number = ?1")?
            .query_row([incident], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let held = self.held(incident)?;
        let members = entries::of(&self.tx, incident, None)?;
        if members.entries.is_empty() {
            return match held {
                Some(version) if leads => self.end_version(&version),
                Some(version) => self.retract(incident, &version),
                None => Ok(()),
            };
        }
        let mut published = members.publish(Named { id: &id, ..Named::default() }, Rule::Range, self.books);
        published.entries.clear();
        self.write_version(incident, held, &published)
    }

    fn held(&self, incident: i64) -> Result<Option<Version>> {
        let sql = "SELECT number, since, body FROM incident WHERE incident = ?1 AND until IS NULL";
        let version = |row: &rusqlite::Row<'_>| {
            Ok(Version { number: row.get(0)?, since: row.get(1)?, body: row.get(2)? })
        };
        Ok(self.tx.prepare_cached(sql)?.query_row([incident], version).optional()?)
    }

    /// An incident that nothing tells of any more stays, marked as retracted, so that those who hold a copy of it can
    /// see that it was withdrawn.
    fn retract(&mut self, incident: i64, version: &Version) -> Result<()> {
        let mut last: Incident = serde_json::from_str(&version.body)?;
        last.word = Word::Retracted;
        (last.reports, last.voices, last.confidence) = (0, 0, 0.0);
        self.write_version(
            incident,
            Some(Version { number: version.number, since: version.since, body: version.body.clone() }),
            &last,
        )
    }

    /// Writes an incident that has no version yet.
    pub(crate) fn write_first(&mut self, incident: i64, published: &Incident) -> Result<()> {
        self.write_version(incident, None, published)
    }

    fn write_version(&mut self, incident: i64, held: Option<Version>, published: &Incident) -> Result<()> {
        let body = serde_json::to_string(published)?;
        if let Some(held) = held {
            if held.body == body {
                return Ok(());
            }
            self.end_version(&held)?;
        }
        self.written = true;
        let row = Row::new(published, self.books);
        self.tx
            .prepare_cached(
                "INSERT INTO incident (incident, type, family, status, word, day, first_day, last_day, long, month, country,
                 admin1, place, lat, lon, radius_km, killed_low, killed_best, killed_high, reports, voices,
                 confidence, body, since)
                 VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,?24)",
            )?
            .execute(params![
                incident,
                published.event_type,
                row.family,
                published.status.as_str(),
                published.word.as_str(),
                row.day(),
                row.first_day,
                row.last_day,
                row.is_long(),
                row.month,
                row.country,
                row.admin1,
                row.place,
                row.lat,
                row.lon,
                row.radius_km,
                row.killed.map(|k| k.0),
                row.killed.map(|k| k.1),
                row.killed.and_then(|k| k.2),
                published.reports as i64,
                published.voices as i64,
                published.confidence,
                body,
                self.number,
            ])?;
        self.index(self.tx.last_insert_rowid(), published, &row)
    }

    /// Where lists look for what stands now.
    fn index(&self, number: i64, published: &Incident, row: &Row) -> Result<()> {
        let sql = "INSERT INTO incident_key (key, day, incident, sides) VALUES (?1, ?2, ?3, ?4)";
        let mut statement = self.tx.prepare_cached(sql)?;
        for (key, sides) in keys(published) {
            statement.execute(params![key, row.day(), number, sides])?;
        }
        if let (Some(lat), Some(lon)) = (row.lat, row.lon) {
            let sql = "INSERT INTO incident_box VALUES (?1, ?2, ?2, ?3, ?3)";
            self.tx.prepare_cached(sql)?.execute(params![number, lat, lon])?;
        }
        let sql = "INSERT INTO incident_words (rowid, words) VALUES (?1, ?2)";
        self.tx.prepare_cached(sql)?.execute(params![words_row(row.first_day, number), words(published)])?;
        Ok(())
    }

    /// Ends a version, and lists find it no more. One that this same change wrote was never seen: it goes.
    fn end_version(&mut self, version: &Version) -> Result<()> {
        self.written = true;
        let number = version.number;
        let held: Incident = serde_json::from_str(&version.body)?;
        let row = Row::new(&held, self.books);
        let sql = "DELETE FROM incident_key WHERE key = ?1 AND day = ?2 AND incident = ?3";
        let mut statement = self.tx.prepare_cached(sql)?;
        for key in keys(&held).into_keys() {
            statement.execute(params![key, row.day(), number])?;
        }
        drop(statement);
        self.tx.prepare_cached("DELETE FROM incident_box WHERE number = ?1")?.execute([number])?;
        self.tx
            .prepare_cached("DELETE FROM incident_words WHERE rowid = ?1")?
            .execute([words_row(row.first_day, number)])?;
        self.tx
            .prepare_cached("UPDATE incident SET until = ?2 WHERE number = ?1")?
            .execute([number, self.number])?;
        if version.since == self.number {
            self.tx.prepare_cached("DELETE FROM incident WHERE number = ?1")?.execute([number])?;
        }
        Ok(())
    }
}

/// What lists look an actor up by: its id in the actor files, and its folded name.
pub(crate) fn actor_keys(actor: &Actor) -> impl Iterator<Item = String> + use<> {
    actor.actor.clone().into_iter().chain(std::iter::once(fold(&actor.name)))
}

/// What lists look an incident up by, with the sides that an actor is on.
fn keys(incident: &Incident) -> BTreeMap<String, i64> {
    let mut keys = BTreeMap::new();
    for (side, actors) in [(1, &incident.side_a), (2, &incident.side_b)] {
        for key in actors.iter().flat_map(actor_keys) {
            *keys.entry(format!("a {key}")).or_default() |= side;
        }
    }
    keys.extend(incident.outlets.iter().map(|name| (format!("o {}", fold(name)), 0)));
    let place = incident.place.iter().flat_map(|p| [Some(&p.name), p.admin1.as_ref()]).flatten();
    keys.extend(place.map(|name| (format!("p {}", fold(name)), 0)));
    keys
}

/// Bits of a row of `incident_words` that tell the incident's row; those above tell its first day.
pub(crate) const WORDS_NUMBER: u32 = 38;
/// What is added to a day there, so that none is negative; 0 stands for no day.
pub(crate) const WORDS_DAY: i64 = 1 << 23;

/// The number of an incident's row in `incident_words`: what words find comes in order of days.
pub(crate) fn words_row(first_day: Option<i64>, number: i64) -> i64 {
    first_day.map_or(0, |day| (day + WORDS_DAY).clamp(1, 2 * WORDS_DAY - 1)) << WORDS_NUMBER | number
}

/// Words that a text search finds an incident by.
pub(crate) fn words(incident: &Incident) -> String {
    let place = incident.place.iter().flat_map(|p| [Some(&p.name), p.admin1.as_ref()]).flatten();
    let actors = incident.side_a.iter().chain(&incident.side_b).map(|actor| &actor.name);
    let mut words = incident.evidence.clone();
    for word in place.chain(actors) {
        words.push('\n');
        words.push_str(word);
    }
    words
}

/// Columns of an incident's row.
struct Row {
    family: &'static str,
    first_day: Option<i64>,
    last_day: Option<i64>,
    month: Option<i64>,
    country: Option<String>,
    admin1: Option<String>,
    place: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    radius_km: Option<f64>,
    killed: Option<(i64, i64, Option<i64>)>,
}

/// Days beyond which an incident is looked for apart from the others.
pub(crate) const LONG: i64 = 31;

impl Row {
    fn day(&self) -> i64 {
        self.first_day.unwrap_or(i64::MIN)
    }

    fn is_long(&self) -> bool {
        self.first_day.zip(self.last_day).is_some_and(|(first, last)| last - first > LONG)
    }

    fn new(incident: &Incident, books: &dateline_code::Books<'_>) -> Row {
        let place = incident.place.as_ref();
        let days = incident.days;
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        Row {
            family: books.codebook.family(&incident.event_type).map_or("", |family| family.as_str()),
            first_day: days.map(|days| day_number(days.start)),
            last_day: days.map(|days| day_number(days.end)),
            month: days.map(|days| month_of(days.start)),
            country: place.and_then(|p| p.country.clone()),
            admin1: place.and_then(|p| p.admin1.clone()),
            place: place.map(|p| p.name.clone()),
            lat: place.and_then(|p| p.lat),
            lon: place.and_then(|p| p.lon),
            radius_km: place.and_then(|p| p.radius_km),
            killed: incident
                .toll(HarmKind::Killed)
                .map(|toll| (number(toll.low), number(toll.best), toll.high.map(number))),
        }
    }
}

/// Days since 1970-01-01.
pub(crate) fn day_number(day: Date) -> i64 {
    i64::from((day - Date::constant(1970, 1, 1)).get_days())
}
