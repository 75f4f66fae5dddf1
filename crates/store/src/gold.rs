//! Reports that people reviewed whole, as gold: what they say, with what people corrected.

use crate::packed::unpack;
use crate::query::entries;
use crate::{Result, Store};
use dateline_terms::told::{Actor, Event, Harm, Place, Quote, Time};
use dateline_terms::{Correction, HarmKind, Judgement, Ruling, Stance, Who};
use rusqlite::params;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What gold of a record says whose coding it is.
const BATCH: &str = "reviewed";

/// One claim of a report.
struct Member {
    claim: String,
    eid: String,
    /// The incident that holds it.
    incident: Option<(i64, String)>,
}

impl Store {
    /// Hands on every report of today all of whose events people reviewed, in the order in which they came, in the shape
    /// that `dateline eval` takes as gold. An event was reviewed if a person accepted or corrected its incident as it
    /// stands, or judged it to be no event; at least one of the report's has to be. A correction holds for the event
    /// whose claim it names. A report that differs from a correction of another one's claim is left out: whether it says
    /// otherwise or was misread, nobody said.
    ///
    /// # Errors
    /// Those of `each`, and when the store cannot be read.
    pub fn gold(&self, each: &mut dyn FnMut(&Value) -> Result<()>) -> Result<()> {
        let (incidents, reports) = self.looked_through()?;
        let mut judgements = BTreeMap::new();
        for report in reports {
            let members = self.members_of(report)?;
            for (number, _) in members.iter().filter_map(|member| member.incident.as_ref()) {
                if !judgements.contains_key(number) {
                    judgements.insert(*number, entries::of(&self.connection, *number, None)?.judgements);
                }
            }
            let reviewed = |member: &Member| match &member.incident {
                Some((number, _)) => Ok(incidents.contains(number)),
                None => self.is_no_event(&member.claim),
            };
            let all = members.iter().map(reviewed).collect::<Result<Vec<bool>>>()?;
            if !all.is_empty()
                && all.into_iter().all(|reviewed| reviewed)
                && let Some(gold) = self.gold_of(report, &members, &judgements)?
            {
                each(&gold)?;
            }
        }
        Ok(())
    }

    /// Incidents that people reviewed as they stand, and reports of today that tell of one or of what people judged.
    fn looked_through(&self) -> Result<(BTreeSet<i64>, BTreeSet<i64>)> {
        let mut incidents = BTreeSet::new();
        let mut reports = BTreeSet::new();
        let mut number = self.connection.prepare_cached("SELECT incident FROM incident WHERE number = ?1")?;
        for row in self.reviewed(-1)? {
            incidents.insert(number.query_row([row], |row| row.get(0))?);
        }
        let of_incident = "SELECT report FROM claim WHERE incident = ?1 AND until IS NULL";
        let mut of_incident = self.connection.prepare_cached(of_incident)?;
        for incident in &incidents {
            let found = of_incident.query_map([incident], |row| row.get(0))?;
            reports.extend(found.collect::<rusqlite::Result<Vec<i64>>>()?);
        }
        let judged =
            "SELECT DISTINCT c.report FROM judged g JOIN claim c ON c.id = g.claim WHERE c.until IS NULL";
        let mut judged = self.connection.prepare_cached(judged)?;
        reports.extend(judged.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?);
        Ok((incidents, reports))
    }

    fn members_of(&self, report: i64) -> Result<Vec<Member>> {
        let sql = "SELECT c.id, c.body ->> 'eid', n.number, n.id FROM claim c LEFT JOIN name n ON n.number = c.incident
                   WHERE c.report = ?1 AND c.until IS NULL ORDER BY c.id";
        let mut rows = self.connection.prepare_cached(sql)?;
        let member = |row: &rusqlite::Row<'_>| {
            let number: Option<i64> = row.get(2)?;
            let incident = number.zip(row.get(3)?);
            Ok(Member { claim: row.get(0)?, eid: row.get(1)?, incident })
        };
        Ok(rows.query_map([report], member)?.collect::<rusqlite::Result<_>>()?)
    }

    fn is_no_event(&self, claim: &str) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM judged g JOIN judgement j ON j.number = g.judgement
                   WHERE g.claim = ?1 AND j.until IS NULL AND j.ruling ->> 'ruling' = 'not_event')";
        Ok(self.connection.prepare_cached(sql)?.query_row([claim], |row| row.get(0))?)
    }

    /// One report as gold; `None` where what it says differs from what people ruled of another report's claim.
    fn gold_of(
        &self,
        report: i64,
        members: &[Member],
        judgements: &BTreeMap<i64, Vec<Judgement>>,
    ) -> Result<Option<Value>> {
        let sql = "SELECT coded, title, outlet, published FROM report WHERE number = ?1 AND until IS NULL AND removed IS NULL";
        let mut rows = self.connection.prepare_cached(sql)?;
        let mut rows = rows.query(params![report])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let packed: Vec<u8> = row.get(0)?;
        let mut coded: Value = serde_json::from_slice(&unpack(&packed)?)?;
        let mut take = |name: &str| coded.get_mut(name).map(Value::take).unwrap_or(Value::Null);
        let (id, report, events) = (take("id"), take("report"), take("events"));
        let text = report.get("text").cloned().unwrap_or_else(|| take("text"));
        let (tallies, mut refused) = (list(take("tallies")), list(take("not_events")));
        let mut kept = Vec::new();
        for event in list(events) {
            let mut event: Event = serde_json::from_value(event)?;
            let Some(member) = members.iter().find(|member| member.eid == event.eid) else { continue };
            let Some((number, incident)) = &member.incident else {
                refused.push(json!({"text": event.evidence.text, "why": "general"}));
                continue;
            };
            event.incident = Some(incident.clone());
            let ruled = judgements.get(number).map(Vec::as_slice).unwrap_or_default();
            if !set(&mut event, &member.claim, ruled) {
                return Ok(None);
            }
            kept.push(event);
        }
        let (title, outlet, published): (Option<String>, Option<String>, Option<String>) =
            (row.get(1)?, row.get(2)?, row.get(3)?);
        Ok(Some(json!({
            "id": id, "batch": BATCH, "published": published, "outlet": outlet, "title": title, "text": text,
            "events": kept, "tallies": tallies, "not_events": refused,
        })))
    }
}

fn list(value: Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items,
        _ => Vec::new(),
    }
}

/// Gives an event what people ruled of its claim; says whether it goes with what they ruled of others under its incident.
fn set(event: &mut Event, claim: &str, ruled: &[Judgement]) -> bool {
    let mut fields: BTreeMap<&str, (&String, &Correction)> = BTreeMap::new();
    // In order of time: of several the latest holds.
    for judgement in ruled {
        if let Ruling::Field { claim, value } = &judgement.ruling {
            fields.insert(value.field(), (claim, value));
        }
    }
    fields.into_values().all(|(of, value)| {
        if of == claim {
            put(event, value);
            return true;
        }
        let mut other = event.clone();
        put(&mut other, value);
        agrees(event, &other, value)
    })
}

fn put(event: &mut Event, value: &Correction) {
    match value {
        Correction::Type(id) => event.event_type.clone_from(id),
        Correction::Status(status) => event.status = *status,
        Correction::Time(days) => {
            let time = |(start, end)| Time { start, end, text: None, at: None, basis: "judged".into() };
            event.time = days.map(time);
        }
        Correction::Place(place) => {
            event.place =
                place.clone().map(|place| Place { quote: worded(place.quote, &place.name), ..place });
        }
        Correction::SideA(actors) => event.side_a = all_worded(actors),
        Correction::SideB(actors) => event.side_b = all_worded(actors),
        Correction::Harm { what, low, high } => put_harm(&mut event.harm, *what, *low, *high),
    }
}

/// What people named without selecting words has its name for words.
fn worded(quote: Quote, name: &str) -> Quote {
    if quote.text.is_empty() { Quote { text: name.to_string(), ..Quote::default() } } else { quote }
}

fn all_worded(actors: &[Actor]) -> Vec<Actor> {
    let one = |actor: Actor| Actor { quote: worded(actor.quote, &actor.name), ..actor };
    actors.iter().cloned().map(one).collect()
}

/// One figure in the place of all of its kind; none where nobody was harmed.
fn put_harm(rows: &mut Vec<Harm>, what: HarmKind, low: u64, high: Option<u64>) {
    let first = rows.iter().position(|row| row.what == what);
    let unsaid = || Harm {
        what,
        who: Who::Unspecified,
        quote: Quote::default(),
        low,
        high,
        said_by: None,
        stance: Stance::Asserted,
    };
    let row = first.and_then(|at| rows.get(at).cloned()).unwrap_or_else(unsaid);
    rows.retain(|row| row.what != what);
    if high != Some(0) {
        rows.insert(first.unwrap_or(rows.len()).min(rows.len()), Harm { low, high, ..row });
    }
}

/// Whether an event said before what it would say with a correction.
fn agrees(before: &Event, after: &Event, value: &Correction) -> bool {
    let names = |side: &[Actor]| side.iter().map(|actor| actor.name.clone()).collect::<BTreeSet<_>>();
    let time = |event: &Event| event.time.as_ref().map(|time| (time.start, time.end));
    let place = |event: &Event| event.place.as_ref().map(|place| (place.name.clone(), place.country.clone()));
    let harm = |event: &Event, what: HarmKind| -> Vec<(u64, Option<u64>)> {
        event.harm.iter().filter(|row| row.what == what).map(|row| (row.low, row.high)).collect()
    };
    match value {
        Correction::Type(_) => before.event_type == after.event_type,
        Correction::Status(_) => before.status == after.status,
        Correction::Time(_) => time(before) == time(after),
        Correction::Place(_) => place(before) == place(after),
        Correction::SideA(_) => names(&before.side_a) == names(&after.side_a),
        Correction::SideB(_) => names(&before.side_b) == names(&after.side_b),
        Correction::Harm { what, .. } => harm(before, *what) == harm(after, *what),
    }
}
