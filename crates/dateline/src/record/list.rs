//! The command `incidents`: a table of those that fit, or all of them as JSON.

use super::args::ListArgs;
use crate::show::columns::{Cell, lay_out};
use crate::show::paint::{ACT, DIM, HARM, PLACE, PLAIN, SIDE, TIME, WRONG};
use crate::show::words::{spaced, toll};
use crate::show::{self, paragraph};
use anyhow::Result;
use dateline_code::Books;
use dateline_store::Store;
use dateline_terms::told::Actor;
use dateline_terms::{Incident, Precision, Word};
use std::io::Write;

/// Prints the incidents that fit.
///
/// # Errors
/// When the record cannot be read, or standard output not be written.
pub(crate) fn run(args: &ListArgs, books: &Books<'static>) -> Result<()> {
    let store = Store::read(&args.record.db)?;
    let filter = args.filters.filter(books)?;
    let look = args.looks.look(args.json);
    let mut out = anstream::stdout().lock();
    if args.json {
        let mut out = std::io::stdout().lock();
        let each = &mut |incident: Incident| {
            let line = serde_json::to_string(&incident)?;
            writeln!(out, "{line}").map_err(|e| dateline_store::Error::new(e.to_string()))
        };
        return Ok(store.snapshot(|store| store.incidents(&filter, args.sort.sort(), &look, books, each))?);
    }
    let page = store.page(&filter, args.sort.sort(), &look, books, (None, args.limit))?;
    let width = show::width();
    let mut text = table(&page.items, width);
    let shown = page.items.len();
    let all = if page.next.is_none() { shown as u64 } else { store.count(&filter)? };
    text += &paragraph(&count(shown, all, args.looks.as_of.as_deref()), width);
    Ok(out.write_all(text.as_bytes())?)
}

fn count(shown: usize, all: u64, as_of: Option<&str>) -> String {
    let of = match (shown as u64 == all, as_of) {
        (true, _) => format!("{all} incidents"),
        (false, None) => format!("{shown} of {all} incidents; --limit shows more"),
        (false, Some(_)) => format!("The first {shown} incidents; --limit shows more"),
    };
    as_of.map_or_else(|| format!("{of}."), |time| format!("{of}, as the record stood at {time}."))
}

fn table(incidents: &[Incident], width: usize) -> String {
    if incidents.is_empty() {
        return paragraph("No incident fits.", width);
    }
    let head = ["ID", "DAY", "PLACE", "EVENT", "BY → ON", "KILLED", "STANDS", "VOICES"];
    let mut rows = vec![head.map(|h| vec![(DIM, h.to_string())]).to_vec()];
    rows.extend(incidents.iter().map(row));
    lay_out(&rows, width)
}

fn row(incident: &Incident) -> Vec<Cell> {
    let cell = |style, text: String| vec![(style, text)];
    let killed = incident.toll(dateline_terms::HarmKind::Killed);
    let stands = if incident.word == Word::Corroborated { PLAIN } else { DIM };
    let stands = if matches!(incident.word, Word::Disputed | Word::Denied) { WRONG } else { stands };
    vec![
        cell(DIM, incident.id.clone()),
        cell(TIME, days(incident)),
        cell(PLACE, place(incident)),
        cell(ACT, spaced(&incident.event_type)),
        sides(incident),
        cell(HARM, killed.map_or("–".into(), toll)),
        cell(stands, incident.word.as_str().into()),
        cell(PLAIN, voices(incident)),
    ]
}

/// "2 of 5 reports", or "1" where each report is a voice of its own.
fn voices(incident: &Incident) -> String {
    if incident.voices == incident.reports {
        incident.voices.to_string()
    } else {
        format!("{} in {} reports", incident.voices, incident.reports)
    }
}

/// The days, or that none is said.
pub(crate) fn days(incident: &Incident) -> String {
    match incident.days {
        None => "not said".into(),
        Some(days) if days.start == days.end => days.start.to_string(),
        Some(days) => format!("{} – {}", days.start, days.end),
    }
}

/// Place with its area and how closely it is known, or that none is said.
pub(crate) fn place(incident: &Incident) -> String {
    let Some(place) = &incident.place else { return "not said".into() };
    if place.precision == Precision::Country {
        return place.name.clone();
    }
    let parts = [Some(place.name.as_str()), place.admin1.as_deref(), place.country.as_deref()];
    let mut named: Vec<&str> = parts.into_iter().flatten().collect();
    named.dedup();
    named.join(", ")
}

fn sides(incident: &Incident) -> Cell {
    if incident.side_a.is_empty() && incident.side_b.is_empty() {
        return vec![(DIM, "not said".into())];
    }
    let mut cell = vec![(if incident.side_a.is_empty() { DIM } else { SIDE }, names(&incident.side_a))];
    if !incident.side_b.is_empty() {
        cell.push((SIDE, format!("→ {}", names(&incident.side_b))));
    }
    cell
}

/// Names of a side, or that nobody is named.
pub(crate) fn names(actors: &[Actor]) -> String {
    match actors {
        [] => "not said".into(),
        actors => actors.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join("; "),
    }
}
