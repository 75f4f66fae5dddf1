//! TSV in the shape of POLECAT's weekly files, which speak PLOVER: 40 columns.

use crate::countries::{self, Country};
use crate::crosswalk::{self, Act};
use crate::delimited::{Delimited, Style};
use crate::format::{Row, Spec, Takes};
use crate::table::{Cell, Column, Kind, join};
use dateline_terms::told::{Actor, Place};
use dateline_terms::{ActorKind, Incident, Precision, Status, Word};
use std::sync::LazyLock;

pub(crate) static SPEC: Spec = Spec {
    name: "plover",
    endings: &[".plover.tsv", ".polecat.tsv", ".polecat.txt", ".tsv"],
    about: "The shape of POLECAT's weekly files in PLOVER's words: 40 columns between tabs, UTF-8, None for what is \
            missing, no quotes. One row an incident, where POLECAT has one a report. The rows are ours, not POLECAT's.",
    loses: &[
        "The dead, the injured and all other figures: the shape has no columns for them.",
        "A range of days: Event Date is the first.",
        "Foiled and withdrawn incidents: the shape cannot say so. They are left out and counted.",
        "Who said what, how sure it is, and how many tell of it.",
        "Intensity is the base score of the event in PLOVER's manual, whatever the harm; contexts are only those that \
         follow from the type.",
        "Titles, Wikipedia ids, people, organisations and other places of the story: None.",
        "Tabs and line ends inside a cell become spaces; a text that a spreadsheet would run as a formula has an \
         apostrophe before it.",
    ],
    tables: || vec![("events", COLUMNS.iter().map(Column::told).collect())],
    takes: Takes::Claims,
    begin: |draft, _| Ok(Box::new(Delimited::begin(draft, Style::Tabs, &COLUMNS, event)?)),
};

/// An incident in PLOVER's words.
struct Event {
    incident: Incident,
    act: &'static Act,
    mode: &'static str,
}

fn event(incident: &Incident) -> Row<Event> {
    let act = crosswalk::by_id(&incident.event_type).ok_or("of a type that PLOVER has no word for")?;
    match (incident.word, incident.status) {
        (Word::Retracted, _) => Err("withdrawn"),
        (_, Status::Foiled) => Err("foiled"),
        _ => Ok(Event { mode: mode(act, &incident.weapons), act, incident: incident.clone() }),
    }
}

/// The mode of the type, unless the weapons tell a closer one.
fn mode(act: &Act, weapons: &[String]) -> &'static str {
    let has = |kinds: &[&str]| weapons.iter().any(|weapon| kinds.contains(&weapon.as_str()));
    match act.id {
        "air_drone_strike" if has(&["drone"]) && !has(&["aircraft", "barrel_bomb"]) => "drone",
        "armed_clash" if has(&["artillery", "mortar", "rocket", "missile"]) => "heavy-weapons",
        "attack" if has(&["small_arms"]) => "firearms",
        "attack" if has(&["knife"]) => "primitive",
        _ => act.plover.1,
    }
}

/// Quad code and base score of an event in PLOVER's manual of February 2024.
fn scored(event: &str) -> (&'static str, f64) {
    match event {
        "AGREE" => ("VERBAL COOPERATION", 2.5),
        "RETREAT" => ("MATERIAL COOPERATION", 6.5),
        "PROTEST" => ("MATERIAL CONFLICT", -5.0),
        "MOBILIZE" => ("MATERIAL CONFLICT", -5.5),
        "COERCE" => ("MATERIAL CONFLICT", -7.0),
        _ => ("MATERIAL CONFLICT", -9.0),
    }
}

/// PLOVER's sector of an actor.
fn sector(actor: &Actor) -> &'static str {
    match actor.kind {
        ActorKind::StateForces | ActorKind::ExternalForces if actor.name.starts_with("Police") => "COP",
        ActorKind::StateForces | ActorKind::ExternalForces if actor.name.starts_with("Government") => "GOV",
        ActorKind::StateForces | ActorKind::ExternalForces => "MIL",
        ActorKind::Rebel => "REB",
        ActorKind::PoliticalMilitia | ActorKind::IdentityMilitia => "PRM",
        ActorKind::Rioters | ActorKind::Protesters | ActorKind::Civilians => "CVL",
        ActorKind::Unidentified => "UAF",
        ActorKind::Other => "UNK",
    }
}

/// What is said of each actor of a side, each once.
fn each(side: &[Actor], of: impl Fn(&Actor) -> Option<String>) -> Cell {
    let mut items: Vec<String> = Vec::new();
    for item in side.iter().filter_map(of).filter(|item| !item.is_empty()) {
        if !items.contains(&item) {
            items.push(item);
        }
    }
    items.into()
}

impl Event {
    /// POLECAT's is day, number and hash; ours is day and our id.
    fn id(&self) -> String {
        let day =
            self.incident.days.map_or("00000000".to_string(), |d| d.start.strftime("%Y%m%d").to_string());
        format!("{day}-{}_{}_{}", self.incident.id, self.act.plover.0, self.mode)
    }

    fn place(&self) -> Option<&Place> {
        self.incident.place.as_ref()
    }

    /// The name where the place is known as closely as that.
    fn named(&self, fits: &[Precision]) -> Option<String> {
        self.place().filter(|place| fits.contains(&place.precision)).map(|place| place.name.clone())
    }

    fn language(&self) -> Option<String> {
        self.incident.entries.iter().find_map(|entry| entry.source.language.clone())
    }
}

static COLUMNS: LazyLock<Vec<Column<Event>>> = LazyLock::new(|| {
    let mut all = what();
    all.extend(side(&ACTOR, |e| &e.incident.side_a));
    all.extend(side(&RECIPIENT, |e| &e.incident.side_b));
    all.extend(place());
    all.extend(told());
    all
});

fn what() -> Vec<Column<Event>> {
    use Kind::{Day, Real, Text};
    vec![
        Column::new("Event ID", Text, "Day, our id, event and mode.", Event::id),
        Column::new("Event Date", Day, "First day.", |e: &Event| e.incident.days.map(|d| d.start)),
        Column::new("Event Type", Text, "PLOVER event of our type.", |e: &Event| e.act.plover.0),
        Column::new("Event Mode", Text, "PLOVER mode, by type and weapon.", |e: &Event| e.mode),
        Column::new("Intensity", Real, "Base score of the event.", |e: &Event| scored(e.act.plover.0).1),
        Column::new("Quad Code", Text, "Verbal or material, cooperation or conflict.", |e: &Event| {
            scored(e.act.plover.0).0
        }),
        Column::new("Contexts", Text, "What follows from the type.", |e: &Event| e.act.context),
    ]
}

/// Headings of one side.
type Headings = [&'static str; 8];

const ACTOR: Headings = [
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
];

const RECIPIENT: Headings = [
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
];

fn side(headings: &Headings, of: fn(&Event) -> &[Actor]) -> Vec<Column<Event>> {
    use Kind::{List, Text};
    let [name, country, cow, primary, sectors, title, raw, wikipedia] = *headings;
    let state =
        |of: fn(&Country) -> Option<String>| move |a: &Actor| countries::of_actor(&a.name).and_then(of);
    let alpha3 = state(|c| Some(c.alpha3.to_string()));
    let number = state(|c| c.cow.map(|n| n.to_string()));
    vec![
        Column::new(name, List, "Canonical names.", move |e: &Event| each(of(e), |a| Some(a.name.clone()))),
        Column::new(
            country,
            List,
            "ISO 3166-1 alpha-3 codes of the countries in those names.",
            move |e: &Event| each(of(e), alpha3),
        ),
        Column::new(cow, List, "Their Correlates of War numbers.", move |e: &Event| each(of(e), number)),
        Column::new(primary, Text, "Sector of the first.", move |e: &Event| of(e).first().map(sector)),
        Column::new(sectors, List, "All sectors.", move |e: &Event| {
            each(of(e), |a| Some(sector(a).to_string()))
        }),
        Column::new(title, Text, "Always None.", |_: &Event| Cell::Empty),
        Column::new(raw, List, "Words of the reports.", move |e: &Event| {
            each(of(e), |a| Some(a.quote.text.clone()))
        }),
        Column::new(wikipedia, Text, "Always None.", |_: &Event| Cell::Empty),
    ]
}

fn place() -> Vec<Column<Event>> {
    use Kind::{Real, Text, Whole};
    let alpha3 = |e: &Event| e.place()?.country.as_deref().and_then(countries::by_code).map(|c| c.alpha3);
    let feature = |e: &Event| match e.place()?.precision {
        Precision::Exact => None,
        Precision::Settlement => Some("PPL"),
        Precision::District => Some("ADM2"),
        Precision::Province => Some("ADM1"),
        Precision::Country => Some("PCLI"),
    };
    vec![
        Column::new("Placename", Text, "Name of the place.", |e: &Event| e.place().map(|p| p.name.clone())),
        Column::new("City", Text, "The same where it is a site or settlement.", |e: &Event| {
            e.named(&[Precision::Exact, Precision::Settlement])
        }),
        Column::new("District", Text, "The same where it is a district.", |e: &Event| {
            e.named(&[Precision::District])
        }),
        Column::new("Province", Text, "First-order administrative area.", |e: &Event| {
            e.place().and_then(|p| p.admin1.clone())
        }),
        Column::new("Country", Text, "ISO 3166-1 alpha-3.", alpha3),
        Column::new("Latitude", Real, "Degrees north.", |e: &Event| e.place().and_then(|p| p.lat)),
        Column::new("Longitude", Real, "Degrees east.", |e: &Event| e.place().and_then(|p| p.lon)),
        Column::new("GeoNames ID", Whole, "GeoNames id.", |e: &Event| e.place().and_then(|p| p.geonames)),
        Column::new("Raw Placename", Text, "Words of the report.", |e: &Event| {
            e.place().map(|p| p.quote.text.clone())
        }),
        Column::new(
            "Feature Type",
            Text,
            "GeoNames feature code by precision: PPL, ADM2, ADM1, PCLI.",
            feature,
        ),
    ]
}

fn told() -> Vec<Column<Event>> {
    use Kind::{Day, Text};
    let none = |_: &Event| Cell::Empty;
    vec![
        Column::new("Source", Text, "Outlets of all reports.", |e: &Event| join(&e.incident.outlets)),
        Column::new("Publication Date", Day, "Day of the first report.", |e: &Event| {
            e.incident.first_published
        }),
        Column::new("Story People", Text, "Always None.", none),
        Column::new("Story Organizations", Text, "Always None.", none),
        Column::new("Story Locations", Text, "Always None.", none),
        Column::new("Language", Text, "Of the first report, ISO 639-1.", Event::language),
        Column::new("Version", Text, "Dateline and its version.", |_: &Event| {
            concat!("Dateline ", env!("CARGO_PKG_VERSION"))
        }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_are_polecats_in_its_order() {
        let names: Vec<&str> = COLUMNS.iter().map(|c| c.name.as_ref()).collect();
        assert_eq!(
            names.join(", "),
            "Event ID, Event Date, Event Type, Event Mode, Intensity, Quad Code, Contexts, Actor Name, Actor Country, \
             Actor COW, Primary Actor Sector, Actor Sectors, Actor Title, Actor Name Raw, Wikipedia Actor ID, \
             Recipient Name, Recipient Country, Recipient COW, Primary Recipient Sector, Recipient Sectors, Recipient \
             Title, Recipient Name Raw, Wikipedia Recipient ID, Placename, City, District, Province, Country, Latitude, \
             Longitude, GeoNames ID, Raw Placename, Feature Type, Source, Publication Date, Story People, Story \
             Organizations, Story Locations, Language, Version"
        );
    }
}
