//! Outlets: who reports, whose voice it is, whom it copies, and what it claims and denies.

use super::edits::{OutletRow, outlet_id};
use super::profile::{LOOKED_AT, Said, Stances, latest};
use crate::asked::Asked;
use crate::edition::version;
use crate::problem::{Answer, Problem, Sent};
use crate::seen::Seen;
use crate::workbench::Workbench;
use axum::extract::{Path, State};
use axum::response::Response;
use dateline_store::{Book, Books, Filter, OutletReports, Store, fold, outlet};
use dateline_terms::{Date, Incident, VoiceKind};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(one))
}

/// Reports whose credits are looked at.
const CREDITS: usize = 1000;

/// An outlet.
#[derive(Serialize, ToSchema)]
#[schema(as = ListedOutlet)]
struct Listed {
    /// As reports name it; empty where they name none.
    name: String,
    /// Whose voice it is, where the books list it.
    voice: Option<VoiceKind>,
    /// Country it belongs to: ISO 3166-1 alpha-2.
    country: Option<String>,
    /// Reports in the record.
    reports: u64,
    /// First publication day.
    first: Option<Date>,
    /// Last.
    last: Option<Date>,
}

/// All outlets.
#[derive(Serialize, ToSchema)]
struct Outlets {
    /// Those with most reports first.
    items: Vec<Listed>,
    /// How many there are.
    total: usize,
}

/// Outlets of the record's reports.
#[utoipa::path(get, path = "/outlets", tag = "actors and outlets", params(Seen), responses((status = 200, body = Outlets)))]
async fn list(State(workbench): State<Workbench>, seen: Seen, asked: Asked) -> Answer<Response> {
    asked.done()?;
    let books = *workbench.books();
    workbench
        .answer(seen, move |store, _| {
            let items: Vec<Listed> = store.outlets()?.into_iter().map(|row| listed(row, &books)).collect();
            Ok(Outlets { total: items.len(), items })
        })
        .await
}

fn listed(row: OutletReports, books: &Books<'_>) -> Listed {
    let known = outlet(&row.name, books.outlets);
    let voice = dateline_store::voice(&row.name, books.outlets);
    let OutletReports { name, reports, first, last } = row;
    Listed { name, voice, country: known.map(|known| known.country.clone()), reports, first, last }
}

/// An outlet and what is known of it.
#[derive(Serialize, ToSchema)]
#[schema(as = OutletProfile)]
struct Outlet {
    /// What lists say of it.
    #[serde(flatten)]
    listed: Listed,
    /// Other names.
    aliases: Vec<String>,
    /// Domains that it publishes under.
    domains: Vec<String>,
    /// Anything else worth knowing.
    note: Option<String>,
    /// What the row of the outlet files was checked against.
    checked: Option<String>,
    /// The row as it stands, to be edited; `null` where it has none.
    row: Option<OutletRow>,
    /// Whether a person wrote that row.
    edited: bool,
    /// What an edit names as `version`.
    row_version: String,
    /// Reports by publication day; days without are left out.
    days: Vec<Day>,
    /// What it claims and denies in its own voice.
    statements: Stances,
    /// Agencies that its reports credit.
    credits: Credits,
    /// Other outlets' reports that count as one voice with its own.
    copies: Copies,
}

/// A day of an outlet.
#[derive(Serialize, ToSchema)]
#[schema(as = OutletDay)]
struct Day {
    /// Publication day.
    day: Date,
    /// Reports.
    reports: u64,
}

/// Agencies credited.
#[derive(Serialize, ToSchema)]
struct Credits {
    /// How many of its reports were looked at, the latest ones.
    looked_at: u64,
    /// The most credited first.
    agencies: Vec<Named>,
}

/// Reports that count as one voice with the outlet's own, in the latest incidents that it tells of.
#[derive(Serialize, ToSchema)]
struct Copies {
    /// How many of these incidents were looked at.
    looked_at: u64,
    /// Outlets that published the same first, or on the same day.
    earlier: Vec<Named>,
    /// Outlets that published it later.
    later: Vec<Named>,
}

/// A name and how often.
#[derive(Serialize, ToSchema)]
#[schema(as = NamedReports)]
struct Named {
    /// The outlet or agency.
    name: String,
    /// Reports.
    reports: u64,
}

/// One outlet: its reports by day, whom it copies and who copies it, what it claims and denies.
#[utoipa::path(
    get,
    path = "/outlets/{name}",
    tag = "actors and outlets",
    params(("name" = String, Path, description = "As reports name it; the case of letters does not matter"), Seen),
    responses((status = 200, body = Outlet), (status = 404, body = Sent, content_type = "application/problem+json"))
)]
async fn one(
    State(workbench): State<Workbench>,
    seen: Seen,
    Path(name): Path<String>,
    asked: Asked,
) -> Answer<Response> {
    asked.done()?;
    let books = *workbench.books();
    workbench.answer(seen, move |store, _| told(store, &books, &name)).await
}

fn told(store: &Store, books: &Books<'_>, name: &str) -> Answer<Outlet> {
    let row = store.outlets()?.into_iter().find(|row| fold(&row.name) == fold(name));
    let row =
        row.ok_or_else(|| Problem::missing(format!("No report of the record is by an outlet \"{name}\".")))?;
    let name = row.name.clone();
    let known = outlet(&name, books.outlets);
    let edit = match outlet_id(&name, books) {
        Ok(id) => store.edit_of(Book::Outlets, &id)?,
        Err(_) => None,
    };
    let (agencies, looked_at) = store.credits(&name, CREDITS)?;
    let agencies = agencies.into_iter().map(|(id, reports)| Named { name: agency(&id, books), reports });
    Ok(Outlet {
        aliases: known.map(|known| known.aliases.clone()).unwrap_or_default(),
        domains: known.map(|known| known.domains.clone()).unwrap_or_default(),
        note: known.and_then(|known| known.note.clone()),
        checked: known.map(|known| known.checked.clone()),
        row: known.map(OutletRow::from),
        edited: edit.as_ref().is_some_and(|edit| edit.row.is_some()),
        row_version: version(edit.as_ref()),
        days: days(store, &name)?,
        statements: stances(store, &name, row.reports)?,
        credits: Credits { looked_at, agencies: agencies.collect() },
        copies: copies(store, books, &name)?,
        listed: listed(row, books),
    })
}

/// An agency's name by its id.
fn agency(id: &str, books: &Books<'_>) -> String {
    books
        .outlets
        .all()
        .iter()
        .find(|outlet| outlet.id == id)
        .map_or_else(|| id.to_string(), |o| o.name.clone())
}

fn days(store: &Store, name: &str) -> Answer<Vec<Day>> {
    let mut days: BTreeMap<Date, u64> = BTreeMap::new();
    for (day, reports) in store.days_of(name)? {
        *days.entry(day).or_default() += reports;
    }
    Ok(days.into_iter().map(|(day, reports)| Day { day, reports }).collect())
}

fn stances(store: &Store, name: &str, reports: u64) -> Answer<Stances> {
    let mut months: BTreeMap<String, Said> = BTreeMap::new();
    for (month, stance, count) in store.stances_of(name)? {
        let said = months.entry(month.clone()).or_insert(Said { month, ..Said::default() });
        said.add(&stance, count);
    }
    Ok(Stances { looked_at: reports, of: reports, months: months.into_values().collect() })
}

/// Who prints the same, in the latest incidents that the outlet tells of.
fn copies(store: &Store, books: &Books<'_>, name: &str) -> Answer<Copies> {
    let filter = Filter { outlet: Some(name.to_string()), ..Filter::default() };
    let incidents = latest(store, books, &filter)?;
    let mut pairs = BTreeSet::new();
    incidents.iter().for_each(|incident| pair(incident, name, &mut pairs));
    let named = |wanted: bool| {
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        let outlets = pairs.iter().filter(|(_, earlier, _)| *earlier == wanted);
        outlets.for_each(|(outlet, ..)| *counts.entry(outlet).or_default() += 1);
        let mut named: Vec<Named> =
            counts.into_iter().map(|(name, reports)| Named { name: name.to_string(), reports }).collect();
        named.sort_by_key(|named| std::cmp::Reverse(named.reports));
        named
    };
    Ok(Copies { looked_at: incidents.len().min(LOOKED_AT) as u64, earlier: named(true), later: named(false) })
}

/// Adds the reports of other outlets that are one voice with a report of this one: the outlet, whether it published
/// first or on the same day, and the report.
fn pair(incident: &Incident, name: &str, pairs: &mut BTreeSet<(String, bool, String)>) {
    let is_own = |outlet: &Option<String>| outlet.as_deref().is_some_and(|outlet| fold(outlet) == fold(name));
    let (own, others): (Vec<_>, Vec<_>) = incident.entries.iter().partition(|e| is_own(&e.source.outlet));
    for other in others {
        let first = own.iter().filter(|e| e.voice == other.voice).map(|e| e.source.published).min();
        if let (Some(first), Some(outlet)) = (first, &other.source.outlet) {
            pairs.insert((outlet.clone(), other.source.published <= first, other.source.id.clone()));
        }
    }
}
