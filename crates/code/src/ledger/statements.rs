//! The rows of the ledger, for people to read.

use super::order;
use super::parties::Parties;
use super::tolls::{Doubt, stated};
use crate::Books;
use dateline_terms::told::{Actor, Event, Place};
use dateline_terms::{Date, Entry, Status};
use serde::Serialize;

/// What one claim says of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// Contract name: `type`, `status`, `time`, `place`, `side_a`, `side_b`, `weapons`, a kind of harm, or the aspect of an
    /// attribution.
    pub field: String,
    /// The value in words.
    pub value: String,
    /// Who says so; `None` for the report's own voice.
    pub speaker: Option<String>,
    /// Outlet of the report.
    pub outlet: Option<String>,
    /// Publication day.
    pub published: Option<Date>,
    /// Lasting id of the report.
    pub report: String,
    /// Lasting id of the claim.
    pub claim: String,
    /// Number of the voice.
    pub voice: usize,
    /// The contract's word, for figures and attributions.
    pub stance: Option<String>,
    /// Why it counts for less than others, or for nothing; `None` where it counts in full.
    pub doubt: Option<String>,
    /// The words of the report.
    pub quote: String,
}

/// The ledger of an incident's entries (as [`super::publish`] orders and numbers them): field by field, and in each in
/// order of publication. An outlet's own voice is judged by the outlet, also where it prints an agency's story.
pub fn statements(entries: &[Entry], books: &Books<'_>) -> Vec<Statement> {
    let all: Vec<&Entry> = entries.iter().collect();
    let mut names = vec![None; entries.iter().map(|e| e.voice + 1).max().unwrap_or(0)];
    for entry in entries {
        if let Some(name) = names.get_mut(entry.voice).filter(|n| n.is_none()) {
            name.clone_from(&entry.source.outlet);
        }
    }
    let parties = Parties::new(&all, &names, books);
    let mut rows: Vec<(usize, &Entry, Statement)> = Vec::new();
    for entry in entries {
        rows.extend(of_event(entry).into_iter().map(|(n, row)| (n, entry, row)));
    }
    for figure in
        stated(&all, &parties, books.codebook).iter().filter(|s| s.figure.who.is_none() || is_part(s))
    {
        rows.push((FIGURES + figure.figure.what as usize, figure.entry, of_figure(figure)));
    }
    rows.sort_by(|a, b| {
        (a.0, order(a.1), &a.2.speaker, &a.2.value).cmp(&(b.0, order(b.1), &b.2.speaker, &b.2.value))
    });
    rows.into_iter().map(|(_, _, row)| row).collect()
}

/// Where figures stand among the fields.
const FIGURES: usize = 7;
/// Where attributions do.
const ATTRIBUTIONS: usize = 20;

/// A figure of some of those whom the claim counts.
fn is_part(stated: &super::tolls::Stated<'_>) -> bool {
    let rows = stated.entry.event.harm.iter();
    let others = rows.filter(|h| h.what == stated.figure.what && Some(h.who) != stated.figure.who);
    others.count() > 0
}

fn row(entry: &Entry, field: &str, value: String, quote: &str) -> Statement {
    Statement {
        field: field.to_string(),
        value,
        speaker: None,
        outlet: entry.source.outlet.clone(),
        published: entry.source.published,
        report: entry.source.id.clone(),
        claim: entry.claim.clone(),
        voice: entry.voice,
        stance: None,
        doubt: None,
        quote: quote.to_string(),
    }
}

fn of_event(entry: &Entry) -> Vec<(usize, Statement)> {
    let event = &entry.event;
    let evidence = event.evidence.text.as_str();
    let mut out = vec![(0, row(entry, "type", event.event_type.clone(), evidence))];
    if event.status == Status::Foiled {
        out.push((1, row(entry, "status", event.status.as_str().to_string(), evidence)));
    }
    if let Some(time) = &event.time {
        let words = time.text.as_deref().unwrap_or("");
        out.push((2, row(entry, "time", days(time.start, time.end), words)));
    }
    if let Some(place) = &event.place {
        out.push((3, row(entry, "place", place_in_words(place), &place.quote.text)));
    }
    for (n, field, side) in [(4, "side_a", &event.side_a), (5, "side_b", &event.side_b)] {
        out.extend(
            side.iter().map(|actor: &Actor| (n, row(entry, field, actor.name.clone(), &actor.quote.text))),
        );
    }
    out.extend(event.weapons.iter().map(|w| (6, row(entry, "weapons", w.kind.clone(), &w.quote.text))));
    out.extend(attributions(entry, event));
    out
}

fn attributions<'e>(entry: &'e Entry, event: &'e Event) -> impl Iterator<Item = (usize, Statement)> + 'e {
    event.claims.iter().map(move |claim| {
        let stance = claim.stance.as_str();
        let mut row = row(entry, claim.about.as_str(), stance.replace('_', " "), &claim.quote.text);
        row.speaker = claim.said_by.as_ref().map(|q| q.text.clone());
        row.stance = Some(stance.to_string());
        (ATTRIBUTIONS + claim.about as usize, row)
    })
}

fn of_figure(stated: &super::tolls::Stated<'_>) -> Statement {
    let figure = &stated.figure;
    let number = range(figure.low, figure.high);
    let value = figure.who.map_or(number.clone(), |who| format!("{number} {}", who.as_str()));
    let mut row = row(stated.entry, figure.what.as_str(), value, figure.quote);
    row.speaker = figure.speaker.map(str::to_string);
    row.stance = Some(figure.stance.as_str().to_string());
    row.doubt = match stated.doubt {
        Doubt::Fine => None,
        Doubt::Party => Some("a party counts its enemy's losses".to_string()),
        Doubt::Unconfirmed => Some("unconfirmed".to_string()),
        Doubt::Denied => Some("denied".to_string()),
    };
    row
}

/// A figure in words: "16", "16 to 20", "at least 16", "up to 16".
pub fn range(low: u64, high: Option<u64>) -> String {
    match high {
        Some(high) if high == low => low.to_string(),
        Some(high) if low == 0 => format!("up to {high}"),
        Some(high) => format!("{low} to {high}"),
        None => format!("at least {low}"),
    }
}

fn days(start: Date, end: Date) -> String {
    if start == end { start.to_string() } else { format!("{start} to {end}") }
}

fn place_in_words(place: &Place) -> String {
    let parts =
        [Some(&place.name), place.admin1.as_ref().filter(|a| **a != place.name), place.country.as_ref()];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
}
