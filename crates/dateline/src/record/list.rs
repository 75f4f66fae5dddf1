//! The command `incidents`: a table of those that fit, or all of them as JSON.

use super::args::ListArgs;
use crate::show::columns::{Cell, lay_out};
use crate::show::paint::{ACT, DIM, HARM, PLACE, PLAIN, SIDE, TIME, WRONG};
use crate::show::words::{several, spaced, toll};
use crate::show::{self, paragraph};
use anstyle::Style;
use anyhow::Result;
use dateline_code::Books;
use dateline_store::Store;
use dateline_terms::told::Actor;
use dateline_terms::{HarmKind, Incident, Precision, Status, Word};
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
            writeln!(out, "{line}").map_err(dateline_store::Error::from_cause)
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
        (true, _) => several(all, "incident"),
        (false, None) => format!("{shown} of {}; --limit shows more", several(all, "incident")),
        (false, Some(_)) => format!("The first {}; --limit shows more", several(shown, "incident")),
    };
    as_of.map_or_else(|| format!("{of}."), |time| format!("{of}, as the record stood at {time}."))
}

/// Columns below which a table would have cells of two or three words: then each incident is a few lines.
const NARROW: usize = 90;

fn table(incidents: &[Incident], width: usize) -> String {
    if incidents.is_empty() {
        return paragraph("No incident fits.", width);
    }
    if width < NARROW {
        return incidents.iter().map(|incident| card(incident, width)).collect();
    }
    let head = ["ID", "DAY", "PLACE", "WHAT, BY → ON", "KILLED", "STANDS"];
    let mut rows = vec![head.map(|h| vec![(DIM, h.to_string())]).to_vec()];
    rows.extend(incidents.iter().map(row));
    lay_out(&rows, width)
}

fn row(incident: &Incident) -> Vec<Cell> {
    let cell = |style, text: String| vec![(style, text)];
    let mut what = cell(ACT, what(incident));
    what.extend(sides(incident).map(|sides| (SIDE, sides)));
    let mut standing = cell(stands(incident), incident.word.as_str().into());
    standing.extend(voices(incident).map(|voices| (DIM, voices)));
    vec![
        cell(DIM, incident.id.clone()),
        cell(TIME, days(incident)),
        cell(PLACE, place(incident)),
        what,
        cell(HARM, killed(incident).unwrap_or_else(|| "–".into())),
        standing,
    ]
}

/// An incident in a few lines, the first of which has its id, day and word.
fn card(incident: &Incident, width: usize) -> String {
    let head: Vec<Cell> = vec![
        vec![(DIM, incident.id.clone())],
        vec![(TIME, days(incident))],
        vec![(stands(incident), incident.word.as_str().into())],
    ];
    let mut body: Cell = vec![(ACT, format!("{}, {}", what(incident), place(incident)))];
    body.extend(sides(incident).map(|sides| (SIDE, sides)));
    body.extend(killed(incident).map(|killed| (HARM, format!("{killed} killed"))));
    body.extend(voices(incident).map(|voices| (DIM, voices)));
    lay_out(&[head], width) + &lay_out(&[vec![Vec::new(), body]], width)
}

fn what(incident: &Incident) -> String {
    let foiled = if incident.status == Status::Foiled { ", foiled" } else { "" };
    format!("{}{foiled}", spaced(&incident.event_type))
}

fn stands(incident: &Incident) -> Style {
    match incident.word {
        Word::Corroborated => PLAIN,
        Word::Disputed | Word::Denied => WRONG,
        _ => DIM,
    }
}

fn killed(incident: &Incident) -> Option<String> {
    incident.toll(HarmKind::Killed).map(toll)
}

/// "2 voices", or "2 voices in 5 reports"; none where one report alone tells of it.
fn voices(incident: &Incident) -> Option<String> {
    let (voices, reports) = (incident.voices, incident.reports);
    let some = several(voices, "voice");
    match reports {
        0 | 1 => None,
        _ if voices == reports => Some(some),
        _ => Some(format!("{some} in {reports} reports")),
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

/// "X → Y"; none where nobody is named on either side.
fn sides(incident: &Incident) -> Option<String> {
    let some = !incident.side_a.is_empty() || !incident.side_b.is_empty();
    some.then(|| format!("{} → {}", names(&incident.side_a), names(&incident.side_b)))
}

/// Names of a side, or that nobody is named.
pub(crate) fn names(actors: &[Actor]) -> String {
    match actors {
        [] => "not said".into(),
        actors => actors.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join("; "),
    }
}
