//! The command `show`: one incident with its ledger, or one report as it was coded.

use super::args::ShowArgs;
use super::brief::{clause, field_name, located, moment, range};
use super::ingest::UNCODED;
use super::list::{days, names, place};
use crate::show::columns::{Cell, lay_out, wrap};
use crate::show::paint::{DIM, PLAIN, SPEAKER, STRONG, WRONG, paint};
use crate::show::words::{clipped, one_line, several, spaced, toll};
use crate::show::{self, paragraph};
use anyhow::Result;
use dateline_code::Books;
use dateline_code::ledger::{Statement, statements};
use dateline_store::Store;
use dateline_terms::told::Event;
use dateline_terms::{Correction, Days, Entry, HarmKind, Incident, Judgement, Precision, Ruling, Toll};
use serde::Deserialize;
use serde_json::Value;
use std::io::Write;

/// Shows what `args` names.
///
/// # Errors
/// When the record holds none of that id.
pub(crate) fn run(args: &ShowArgs, books: &Books<'static>) -> Result<()> {
    let store = Store::read(&args.record.db)?;
    let mut out = anstream::stdout().lock();
    let found = match store.incident(&args.id, &args.looks.look(true), books) {
        // Whatever is neither an incident nor a claim may be a report, by its id or the name that it came with.
        Err(_) if !args.id.starts_with(['i', 'c']) => Err(store.report(&args.id)?),
        Err(error) => Err(store.report(&args.id).map_err(|_| error)?),
        Ok(found) => Ok(found),
    };
    let (incident, judgements) = match found {
        Ok(found) => found,
        Err(coded) if args.json => return Ok(writeln!(std::io::stdout().lock(), "{coded}")?),
        Err(coded) => return Ok(out.write_all(report(&coded, show::width()).as_bytes())?),
    };
    if args.json {
        return Ok(writeln!(std::io::stdout().lock(), "{}", serde_json::to_string(&incident)?)?);
    }
    let width = show::width();
    let mut text = heading(&incident, width);
    text += &values(&incident, width);
    text += &ledger(&statements(&incident.entries, books), width);
    text += &reports(&incident.entries, width);
    text += &judged(&judgements, width);
    Ok(out.write_all(text.as_bytes())?)
}

fn heading(incident: &Incident, width: usize) -> String {
    let line = format!("{}: {}, {}", spaced(&incident.event_type), place(incident), days(incident));
    let mut out: String = wrap(&line, width).iter().map(|l| paint(STRONG, l) + "\n").collect();
    let (reports, voices) = (several(incident.reports, "report"), several(incident.voices, "voice"));
    let mut facts = vec![
        incident.id.clone(),
        incident.word.as_str().to_string(),
        format!("{reports}, {voices}"),
        format!("values by the rule {}", incident.rule.as_str()),
    ];
    if !incident.accepted_by.is_empty() {
        facts.push(format!("accepted by {}", incident.accepted_by.join(", ")));
    }
    if !incident.aliases.is_empty() {
        facts.push(format!("also {}", incident.aliases.join(", ")));
    }
    out += &wrap(&facts.join(" · "), width).iter().map(|l| paint(DIM, l) + "\n").collect::<String>();
    out + &paragraph(&format!("“{}”", one_line(&incident.evidence)), width) + "\n"
}

/// The published values, with what people set and what is disputed marked.
fn values(incident: &Incident, width: usize) -> String {
    let mark = |field: &str| {
        let mut words = Vec::new();
        if incident.corrected.iter().any(|f| f == field) {
            words.push("set by a person");
        }
        if incident.disputed.iter().any(|f| f == field) {
            words.push("disputed");
        }
        words.join(", ")
    };
    let mut rows: Vec<[String; 3]> = vec![
        ["type".into(), spaced(&incident.event_type), mark("type")],
        ["status".into(), incident.status.as_str().into(), mark("status")],
        ["days".into(), days(incident), mark("time")],
        ["place".into(), where_it_was(incident), mark("place")],
        ["by".into(), names(&incident.side_a), mark("side_a")],
        ["on".into(), names(&incident.side_b), mark("side_b")],
    ];
    if !incident.weapons.is_empty() {
        rows.push(["weapons".into(), incident.weapons.join(", "), mark("weapons")]);
    }
    for what in HarmKind::ALL {
        let Some(figure) = incident.toll(*what) else { continue };
        rows.push([what.as_str().into(), toll(figure), mark(what.as_str())]);
        let parts = incident.harm.iter().filter(|t| t.what == *what).filter_map(|t| Some((t.who?, t)));
        rows.extend(
            parts.map(|(who, t)| [String::new(), format!("{} {}", toll(t), who.as_str()), String::new()]),
        );
    }
    if !incident.parties.is_empty() {
        rows.push(["parties speaking".into(), incident.parties.join("; "), String::new()]);
    }
    let cells = |[field, value, mark]: [String; 3]| -> Vec<Cell> {
        vec![vec![(DIM, field)], vec![(PLAIN, value)], vec![(WRONG, mark)]]
    };
    lay_out(&rows.into_iter().map(cells).collect::<Vec<_>>(), width) + "\n"
}

/// The place with how closely it is known.
fn where_it_was(incident: &Incident) -> String {
    let Some(known) = &incident.place else { return "not said".into() };
    let at = known.lat.zip(known.lon).map(|(lat, lon)| format!(" ({lat:.3}, {lon:.3})")).unwrap_or_default();
    let within = known.radius_km.map(|km| format!(", within {} km", km.round())).unwrap_or_default();
    let closely = match known.precision {
        Precision::Exact => "a site",
        Precision::Settlement => "a settlement",
        Precision::District => "a district",
        Precision::Province => "a province",
        Precision::Country => "a country",
    };
    format!("{}{at}, {closely}{within}", place(incident))
}

/// Columns below which the words stand under whoever says them, and not beside.
const NARROW: usize = 90;

/// Who says what, field by field, over time.
fn ledger(statements: &[Statement], width: usize) -> String {
    let head = ["FIELD", "VALUE", "WHO SAYS SO", "WORDS"];
    let head = if width < NARROW { &head[..3] } else { &head };
    let mut rows = vec![head.iter().map(|h| vec![(DIM, (*h).to_string())]).collect()];
    let mut last: Option<&Statement> = None;
    for statement in statements {
        rows.push(statement_row(statement, last, width < NARROW));
        last = Some(statement);
    }
    lay_out(&rows, width) + "\n"
}

/// A row; field and value are left out where they are those of the row before.
fn statement_row(statement: &Statement, last: Option<&Statement>, narrow: bool) -> Vec<Cell> {
    let same_field = last.is_some_and(|last| last.field == statement.field);
    let field = if same_field { String::new() } else { field_name(&statement.field) };
    let outlet = statement.outlet.clone().unwrap_or_else(|| "unnamed outlet".into());
    let who = match &statement.speaker {
        Some(speaker) => format!("{} in {outlet}", one_line(speaker)),
        None => outlet,
    };
    let day = statement.published.map_or("no date".into(), |day| day.to_string());
    let known = same_field && last.is_some_and(|last| last.value == statement.value);
    let mut value = if known { Vec::new() } else { vec![(PLAIN, spaced(&statement.value))] };
    let stance = statement.stance.as_ref().map(|stance| spaced(stance));
    value.extend(stance.filter(|stance| *stance != spaced(&statement.value)).map(|stance| (DIM, stance)));
    value.extend(statement.doubt.iter().map(|doubt| (WRONG, doubt.clone())));
    let mut told = vec![(SPEAKER, who), (DIM, format!("{day}, voice {}", statement.voice + 1))];
    let words = (DIM, format!("“{}”", clipped(&statement.quote, 90)));
    let mut row = vec![vec![(DIM, field)], value];
    if narrow {
        told.push(words);
        row.push(told);
    } else {
        row.extend([told, vec![words]]);
    }
    row
}

/// The reports, and which of them are one voice.
fn reports(entries: &[Entry], width: usize) -> String {
    let head = ["VOICE", "REPORT, CLAIM", "OUTLET", "HEADLINE"];
    let head = if width < NARROW { &head[..3] } else { &head };
    let mut rows = vec![head.iter().map(|h| vec![(DIM, (*h).to_string())]).collect()];
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    sorted.sort_by_key(|entry| entry.voice);
    rows.extend(sorted.into_iter().map(|entry| -> Vec<Cell> {
        let source = &entry.source;
        let kind = source.kind.map(|kind| format!(" ({})", kind.as_str())).unwrap_or_default();
        let day = source.published.map_or("no date".into(), |day| day.to_string());
        let outlet = source.outlet.clone().unwrap_or_else(|| "unnamed outlet".into());
        let mut told = vec![(SPEAKER, outlet + &kind), (DIM, day)];
        let title = (PLAIN, clipped(source.title.as_deref().unwrap_or("(no headline)"), 90));
        let ids = vec![(DIM, source.id.clone()), (DIM, entry.claim.clone())];
        let mut row = vec![vec![(DIM, (entry.voice + 1).to_string())], ids];
        if width < NARROW {
            told.push(title);
            row.push(told);
        } else {
            row.extend([told, vec![title]]);
        }
        row
    }));
    lay_out(&rows, width)
}

/// What people judged, with their reasons.
fn judged(judgements: &[Judgement], width: usize) -> String {
    let mut out = String::new();
    for judgement in judgements {
        let Judgement { id, at, by, why, ruling } = judgement;
        let line = format!("{id} {} by {by}: {}. Why: {why}", moment(at), ruled(ruling));
        out += &paragraph(&line, width);
    }
    if out.is_empty() { out } else { format!("\n{out}") }
}

/// A ruling in words.
fn ruled(ruling: &Ruling) -> String {
    match ruling {
        Ruling::Same { claims } => format!("{} tell of one incident", claims.join(", ")),
        Ruling::NotSame { claims, others } => {
            format!("{} tell of another incident than {}", claims.join(", "), others.join(", "))
        }
        Ruling::Field { value, .. } => format!("{} is {}", field_name(value.field()), corrected(value)),
        Ruling::NotEvent { claim } => format!("{claim} tells of no event"),
        Ruling::Accepted { .. } => "its values stand".into(),
        Ruling::Withdrawn { judgement } => format!("{judgement} no longer holds"),
    }
}

/// A correction's value in words.
fn corrected(value: &Correction) -> String {
    match value {
        Correction::Type(id) => spaced(id),
        Correction::Status(status) => status.as_str().into(),
        Correction::Time(None) | Correction::Place(None) => "not known".into(),
        Correction::Time(Some((start, end))) => range(&Days { start: *start, end: *end }),
        Correction::Place(Some(place)) => located(place),
        Correction::SideA(side) | Correction::SideB(side) => names(side),
        Correction::Harm { what, low, high } => {
            toll(&Toll { what: *what, who: None, low: *low, best: *low, high: *high })
        }
    }
}

/// A coded report: what it is, and what it tells of.
fn report(report: &Value, width: usize) -> String {
    let of = |name: &str| report.get("report").and_then(|r| r.get(name));
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_string);
    let day = text(of("published").and_then(|p| p.get("date"))).unwrap_or_else(|| "no date".into());
    let title = text(of("title")).unwrap_or_else(|| "(no headline)".into());
    let outlet = text(of("outlet")).unwrap_or_else(|| "unnamed outlet".into());
    let mut out: String = wrap(&one_line(&title), width).iter().map(|l| paint(STRONG, l) + "\n").collect();
    let name = text(report.get("id")).unwrap_or_default();
    out += &(paragraph(&format!("{outlet}, {day}; {name}"), width) + "\n");
    let list = |name: &str| report.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let row = |event: &Value| -> Option<Vec<Cell>> {
        let event = Event::deserialize(event).ok()?;
        let incident = event.incident.clone().unwrap_or_else(|| "–".into());
        Some(vec![vec![(DIM, incident)], vec![(PLAIN, clause(&event))]])
    };
    let events: Vec<Vec<Cell>> = list("events").iter().filter_map(row).collect();
    out += &lay_out(&events, width);
    let (tallies, refused) =
        (several(list("tallies").len(), "stated sum"), several(list("not_events").len(), "passage"));
    let sums = format!(
        "{}, each under its incident; {tallies}, {refused} not coded. --json prints the report as it was coded.",
        several(events.len(), "event")
    );
    out += &paragraph(&sums, width);
    let uncoded = list("flaws").iter().any(|flaw| flaw.get("what").and_then(Value::as_str) == Some(UNCODED));
    out + &if uncoded { paragraph(UNCODED, width) } else { String::new() }
}
