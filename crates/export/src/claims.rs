//! The claims under an incident as columns: what each report said.

use crate::table::{Cell, Column, Kind, Told};
use dateline_terms::told::{Actor, Event, Harm, Place};
use dateline_terms::{Entry, Incident, Source};
use std::sync::LazyLock;

/// A claim and the incident that it is under.
pub(crate) struct Claim {
    pub(crate) incident: String,
    pub(crate) entry: Entry,
}

/// The claims of an incident.
pub(crate) fn of(incident: &Incident) -> impl Iterator<Item = Claim> + '_ {
    incident.entries.iter().map(|entry| Claim { incident: incident.id.clone(), entry: entry.clone() })
}

/// The columns.
pub(crate) static COLUMNS: LazyLock<Vec<Column<Claim>>> = LazyLock::new(|| {
    let mut all = report();
    all.extend(event());
    all.extend(place());
    all.extend(said());
    all
});

/// What documents say of them.
pub(crate) fn told() -> Vec<Told> {
    COLUMNS.iter().map(Column::told).collect()
}

/// A column of the report.
fn source<C: Into<Cell> + 'static>(
    name: &'static str,
    kind: Kind,
    about: &'static str,
    make: fn(&Source) -> C,
) -> Column<Claim> {
    Column::new(name, kind, about, move |c: &Claim| make(&c.entry.source))
}

fn report() -> Vec<Column<Claim>> {
    use Kind::{Day, Text, Whole};
    vec![
        Column::new("incident", Text, "Id of the incident.", |c: &Claim| c.incident.clone()),
        Column::new("claim", Text, "Lasting id of the claim.", |c: &Claim| c.entry.claim.clone()),
        Column::new(
            "voice",
            Whole,
            "Number of its voice in the incident: copies of one story share one.",
            |c: &Claim| c.entry.voice,
        ),
        source("report", Text, "Lasting id of the report.", |s| s.id.clone()),
        source("report_name", Text, "Its own id, file name or address.", |s| s.name.clone()),
        source("version", Whole, "Version of the report's text.", |s| s.version),
        source("sha256", Text, "Fingerprint of its bytes.", |s| s.sha256.clone()),
        source("title", Text, "Headline.", |s| s.title.clone()),
        source("outlet", Text, "Outlet.", |s| s.outlet.clone()),
        source("voice_kind", Text, "Whose voice: state, party or independent.", |s| {
            s.kind.map(|k| k.as_str())
        }),
        source("url", Text, "Address.", |s| s.url.clone()),
        source("published", Day, "Publication day.", |s| s.published),
        source("language", Text, "ISO 639-1.", |s| s.language.clone()),
        source("received", Text, "When the record took it in, RFC 3339, UTC.", |s| s.received.clone()),
    ]
}

/// A column of what was coded.
fn coded<C: Into<Cell> + 'static>(
    name: &'static str,
    kind: Kind,
    about: &'static str,
    make: fn(&Event) -> C,
) -> Column<Claim> {
    Column::new(name, kind, about, move |c: &Claim| make(&c.entry.event))
}

fn event() -> Vec<Column<Claim>> {
    use Kind::{Day, Text};
    vec![
        coded("event", Text, "Number of the event in the report.", |e| e.eid.clone()),
        coded("type", Text, "Event type.", |e| e.event_type.clone()),
        coded("status", Text, "occurred or foiled.", |e| e.status.as_str()),
        coded("standing", Text, "main or background.", |e| e.standing.as_str()),
        coded("first_day", Day, "First day.", |e| e.time.as_ref().map(|t| t.start)),
        coded("last_day", Day, "Last day.", |e| e.time.as_ref().map(|t| t.end)),
        coded("day_words", Text, "Words of the report for it.", |e| {
            e.time.as_ref().and_then(|t| t.text.clone())
        }),
    ]
}

/// A column of the claim's place.
fn at<C: Into<Cell> + 'static>(
    name: &'static str,
    kind: Kind,
    about: &'static str,
    make: fn(&Place) -> C,
) -> Column<Claim> {
    Column::new(name, kind, about, move |c: &Claim| c.entry.event.place.as_ref().map(make))
}

fn place() -> Vec<Column<Claim>> {
    use Kind::{Real, Text};
    vec![
        at("place", Text, "Name of the place.", |p| p.name.clone()),
        at("place_words", Text, "Words of the report for it.", |p| p.quote.text.clone()),
        at("admin1", Text, "First-order administrative area.", |p| p.admin1.clone()),
        at("country", Text, "ISO 3166-1 alpha-2.", |p| p.country.clone()),
        at("latitude", Real, "Degrees north.", |p| p.lat),
        at("longitude", Real, "Degrees east.", |p| p.lon),
        at("radius_km", Real, "Kilometres within which it lies.", |p| p.radius_km),
        at("precision", Text, "exact, settlement, district, province or country.", |p| p.precision.as_str()),
    ]
}

fn names(side: &[Actor]) -> Vec<String> {
    side.iter().map(|actor| actor.name.clone()).collect()
}

/// "killed civilians: low 3 high open, asserted by the ministry".
fn figure(harm: &Harm) -> String {
    let high = harm.high.map_or("open".to_string(), |high| high.to_string());
    let by = harm.said_by.as_ref().map_or(String::new(), |by| format!(" by {}", by.text));
    let (what, who, stance) = (harm.what.as_str(), harm.who.as_str(), harm.stance.as_str());
    format!("{what} {who}: low {} high {high}, {stance}{by}", harm.low)
}

fn said() -> Vec<Column<Claim>> {
    use Kind::{List, Real, Text};
    vec![
        coded("side_a", List, "Who did it.", |e| names(&e.side_a)),
        coded("side_b", List, "To whom.", |e| names(&e.side_b)),
        coded("weapons", List, "Kinds of weapon.", |e| {
            e.weapons.iter().map(|w| w.kind.clone()).collect::<Vec<_>>()
        }),
        coded("harm", List, "Figures: what, whom, least, greatest, stance, speaker.", |e| {
            e.harm.iter().map(figure).collect::<Vec<_>>()
        }),
        coded("attributions", List, "Who says what: aspect, stance, speaker, words.", |e| {
            let told = e.claims.iter().map(|claim| {
                let by = claim.said_by.as_ref().map_or("the report", |by| by.text.as_str());
                format!("{} {} by {by}: {}", claim.about.as_str(), claim.stance.as_str(), claim.quote.text)
            });
            told.collect::<Vec<_>>()
        }),
        coded("evidence", Text, "Words of the report that tell it best.", |e| e.evidence.text.clone()),
        coded("more_evidence", List, "Other sentences that add to it.", |e| {
            e.more_evidence.iter().map(|quote| quote.text.clone()).collect::<Vec<_>>()
        }),
        coded("confidence", Real, "How likely a coder would agree, 0 to 1.", |e| e.confidence),
    ]
}
