//! CSV in the shape of ACLED's event files: 31 columns.

use crate::countries::{self, Country};
use crate::crosswalk::{self, Act, SUB_EVENTS};
use crate::delimited::{Delimited, Style};
use crate::format::{Row, Spec, Takes};
use crate::sentence;
use crate::span;
use crate::table::{Cell, Column, Kind, join};
use dateline_terms::told::Actor;
use dateline_terms::{ActorKind, Date, HarmKind, Incident, Precision, Status, Word};
use std::sync::LazyLock;

pub(crate) static SPEC: Spec = Spec {
    name: "acled",
    endings: &[".acled.csv"],
    about: "The shape of ACLED's event files: 31 columns in ACLED's order, with its codes and texts. The rows are \
            ours, not ACLED's, and event_id_cnty is our own number.",
    loses: &[
        "Incidents without a country, without a day, or with more than 31 days to choose from: the shape codes \
         nothing so vague. They are left out and counted.",
        "Foiled acts, but for intercepted or disarmed weapons, and incidents that were withdrawn.",
        "Ranges: fatalities is the one published figure of the rule asked for; 0 stands for none and for unknown \
         alike. ACLED's own practice is the rule lowest.",
        "Injured, missing, abducted, arrested and displaced people, but for what notes says.",
        "Who said what: the claims, speakers and quotes.",
        "Weapons, admin2, admin3 and source_scale, which stay empty: the record does not hold them in ACLED's words.",
        "A day range: event_date is its middle. Province and country stand as geo_precision 3 at their centre, not at \
         a capital.",
        "Unidentified gunmen are Political militia, other actors External/Other forces, as ACLED files them.",
        "An unknown side stays empty; ACLED would write an unidentified group.",
        "A text that a spreadsheet would run as a formula has an apostrophe before it.",
    ],
    tables: || vec![("events", COLUMNS.iter().map(Column::told).collect())],
    takes: Takes::Incidents,
    begin: |draft, _| Ok(Box::new(Delimited::begin(draft, Style::Commas, &COLUMNS, event)?)),
};

/// An incident in ACLED's words.
struct Event {
    id: String,
    tags: Vec<String>,
    day: Date,
    time_precision: u32,
    sub_event: &'static (&'static str, &'static str, &'static str),
    sides: [Side; 2],
    interaction: Option<String>,
    targeting: bool,
    country: &'static Country,
    admin1: String,
    location: String,
    at: Option<(f64, f64)>,
    geo_precision: u32,
    outlets: Vec<String>,
    notes: String,
    fatalities: u64,
    changed: Option<i64>,
}

/// One side: its first actor, those beside it, and the code of the first one's kind.
#[derive(Default)]
struct Side {
    actor: String,
    beside: Vec<String>,
    kind: Option<usize>,
}

/// ACLED's kinds of actor; the code is the place in the list, from 1.
pub(crate) const KINDS: [&str; 8] = [
    "State forces",
    "Rebel group",
    "Political militia",
    "Identity militia",
    "Rioters",
    "Protesters",
    "Civilians",
    "External/Other forces",
];

fn kind(kind: ActorKind) -> usize {
    match kind {
        ActorKind::StateForces => 1,
        ActorKind::Rebel => 2,
        ActorKind::PoliticalMilitia | ActorKind::Unidentified => 3,
        ActorKind::IdentityMilitia => 4,
        ActorKind::Rioters => 5,
        ActorKind::Protesters => 6,
        ActorKind::Civilians => 7,
        ActorKind::ExternalForces | ActorKind::Other => 8,
    }
}

fn event(incident: &Incident) -> Row<Event> {
    if incident.word == Word::Retracted {
        return Err("withdrawn");
    }
    let act = crosswalk::by_id(&incident.event_type).ok_or("of a type that ACLED has no word for")?;
    let place = incident.place.as_ref().ok_or("without a country")?;
    let country = place.country.as_deref().and_then(countries::by_code).ok_or("without a country")?;
    let days = incident.days.ok_or("without a day")?;
    let time_precision = match span::length(days) {
        1 => 1,
        2..=7 => 2,
        8..=31 => 3,
        _ => return Err("with more than 31 days to choose from"),
    };
    let sides = [side(&incident.side_a), side(&incident.side_b)];
    Ok(Event {
        id: format!("{}{}", country.alpha3, number(&incident.id)),
        tags: tags(incident),
        day: span::middle(days),
        time_precision,
        sub_event: sub_event(act, incident.status).ok_or("foiled")?,
        interaction: interaction(&sides),
        sides,
        targeting: targeting(act, incident),
        country,
        admin1: place.admin1.clone().unwrap_or_default(),
        location: place.name.clone(),
        at: place.lat.zip(place.lon),
        geo_precision: geo_precision(place.precision),
        outlets: incident.outlets.clone(),
        notes: sentence::tell(incident),
        fatalities: incident.toll(HarmKind::Killed).map_or(0, |toll| toll.best),
        changed: incident.changed.parse::<jiff::Timestamp>().ok().map(|t| t.as_second()),
    })
}

/// The number that an id stands for in base 32, so that the id can be found again. The letters are Crockford's.
pub(crate) fn number(id: &str) -> u64 {
    let digit = |c: char| b"0123456789abcdefghjkmnpqrstvwxyz".iter().position(|d| char::from(*d) == c);
    id.chars().skip(1).filter_map(digit).fold(0, |n: u64, d| n.wrapping_mul(32).wrapping_add(d as u64))
}

fn tags(incident: &Incident) -> Vec<String> {
    let mut tags = vec![format!("dateline={}", incident.id)];
    if incident.word == Word::Denied {
        tags.push("denied".to_string());
    }
    tags.extend(incident.disputed.iter().map(|field| format!("disputed: {field}")));
    tags
}

/// A weapon stopped on its way is one kind of event to ACLED; other foiled acts are none.
fn sub_event(act: &Act, status: Status) -> Option<&'static (&'static str, &'static str, &'static str)> {
    let name = match status {
        Status::Occurred => act.sub_event,
        Status::Foiled if ["strike", "bomb"].contains(&act.family) => "Disrupted weapons use",
        Status::Foiled if act.id == "disrupted_weapons" => act.sub_event,
        Status::Foiled => return None,
    };
    SUB_EVENTS.iter().find(|(sub, _, _)| *sub == name)
}

fn side(actors: &[Actor]) -> Side {
    let Some((first, rest)) = actors.split_first() else { return Side::default() };
    let mut beside: Vec<String> = Vec::new();
    for actor in rest {
        if actor.name != first.name && !beside.contains(&actor.name) {
            beside.push(actor.name.clone());
        }
    }
    Side { actor: first.name.clone(), beside, kind: Some(kind(first.kind)) }
}

/// "Rebel group-Civilians", the lower code first, but for External/Other forces before Civilians; "Protesters only".
/// Empty where nobody is known to have done it.
fn interaction([a, b]: &[Side; 2]) -> Option<String> {
    let a = a.kind?;
    let name = |code: usize| KINDS.get(code - 1).copied().unwrap_or_default();
    Some(match b.kind {
        None => format!("{} only", name(a)),
        Some(b) if (a.min(b), a.max(b)) == (7, 8) => format!("{}-{}", name(8), name(7)),
        Some(b) => format!("{}-{}", name(a.min(b)), name(a.max(b))),
    })
}

/// Whether unarmed people were the main target, as the type or the first of side B says.
fn targeting(act: &Act, incident: &Incident) -> bool {
    let civilians = incident.side_b.first().is_some_and(|actor| kind(actor.kind) == 7);
    match act.family {
        _ if incident.status == Status::Foiled => false,
        "harm" => true,
        "strike" | "bomb" => civilians,
        _ if act.id == "excessive_force_protest" => true,
        _ if ["mob_violence", "violent_demonstration"].contains(&act.id) => civilians,
        _ => false,
    }
}

fn geo_precision(precision: Precision) -> u32 {
    match precision {
        Precision::Exact | Precision::Settlement => 1,
        Precision::District => 2,
        Precision::Province | Precision::Country => 3,
    }
}

/// Degrees with four decimals, as ACLED gives them; no negative zero.
fn degrees(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0 + 0.0
}

static COLUMNS: LazyLock<Vec<Column<Event>>> = LazyLock::new(|| {
    let mut all = what();
    all.extend(who());
    all.extend(place());
    all.extend(told());
    all
});

fn what() -> Vec<Column<Event>> {
    use Kind::{Day, Text, Whole};
    vec![
        Column::new(
            "event_id_cnty",
            Text,
            "Country's alpha-3 code and a number: our id read as base 32.",
            |e: &Event| e.id.clone(),
        ),
        Column::new("event_date", Day, "Day; of several possible ones the middle.", |e: &Event| e.day),
        Column::new("year", Whole, "Its year.", |e: &Event| i64::from(e.day.year())),
        Column::new(
            "time_precision",
            Whole,
            "1 the day is known, 2 up to a week, 3 up to a month.",
            |e: &Event| e.time_precision,
        ),
        Column::new("disorder_type", Text, "ACLED's, by sub-event type.", |e: &Event| e.sub_event.2),
        Column::new("event_type", Text, "ACLED's, by sub-event type.", |e: &Event| e.sub_event.1),
        Column::new("sub_event_type", Text, "ACLED's, by our event type.", |e: &Event| e.sub_event.0),
    ]
}

fn who() -> Vec<Column<Event>> {
    use Kind::{List, Text};
    let inter = |side: &Side| side.kind.and_then(|code| KINDS.get(code - 1)).copied();
    vec![
        Column::new("actor1", Text, "First actor of side A.", |e: &Event| e.sides[0].actor.clone()),
        Column::new("assoc_actor_1", List, "Others of side A.", |e: &Event| e.sides[0].beside.clone()),
        Column::new("inter1", Text, "Kind of actor1.", move |e: &Event| inter(&e.sides[0])),
        Column::new("actor2", Text, "First actor of side B.", |e: &Event| e.sides[1].actor.clone()),
        Column::new("assoc_actor_2", List, "Others of side B.", |e: &Event| e.sides[1].beside.clone()),
        Column::new("inter2", Text, "Kind of actor2.", move |e: &Event| inter(&e.sides[1])),
        Column::new("interaction", Text, "Both kinds; empty where actor1 is.", |e: &Event| {
            e.interaction.clone()
        }),
        Column::new(
            "civilian_targeting",
            Text,
            "\"Civilian targeting\" where unarmed people were the main target.",
            |e: &Event| e.targeting.then_some("Civilian targeting"),
        ),
    ]
}

fn place() -> Vec<Column<Event>> {
    use Kind::{Real, Text, Whole};
    let none = |_: &Event| Cell::Empty;
    vec![
        Column::new("iso", Whole, "Country, ISO 3166-1 numeric.", |e: &Event| e.country.numeric),
        Column::new("region", Text, "ACLED's region of the country.", |e: &Event| e.country.acled_region),
        Column::new("country", Text, "ACLED's name of the country.", |e: &Event| e.country.acled_name),
        Column::new("admin1", Text, "First-order administrative area.", |e: &Event| e.admin1.clone()),
        Column::new("admin2", Text, "Always empty.", none),
        Column::new("admin3", Text, "Always empty.", none),
        Column::new("location", Text, "Name of the place.", |e: &Event| e.location.clone()),
        Column::new("latitude", Real, "Degrees north, four decimals.", |e: &Event| {
            e.at.map(|at| degrees(at.0))
        }),
        Column::new("longitude", Real, "Degrees east, four decimals.", |e: &Event| {
            e.at.map(|at| degrees(at.1))
        }),
        Column::new(
            "geo_precision",
            Whole,
            "1 site or settlement, 2 district, 3 province or country.",
            |e: &Event| e.geo_precision,
        ),
    ]
}

fn told() -> Vec<Column<Event>> {
    use Kind::{List, Text, Whole};
    vec![
        Column::new(
            "source",
            List,
            "Outlets of all reports: unlike ACLED's, every one is named.",
            |e: &Event| e.outlets.clone(),
        ),
        Column::new("source_scale", Text, "Always empty.", |_: &Event| Cell::Empty),
        Column::new(
            "notes",
            Text,
            "A sentence of ours from the coded facts, with what is disputed.",
            |e: &Event| e.notes.clone(),
        ),
        Column::new(
            "fatalities",
            Whole,
            "Published number of dead by the rule asked for; 0 for none and for unknown.",
            |e: &Event| e.fatalities,
        ),
        Column::new("tags", Text, "dateline=our id; denied; disputed: field.", |e: &Event| join(&e.tags)),
        Column::new("timestamp", Whole, "When the record last changed it, Unix seconds.", |e: &Event| {
            e.changed
        }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_are_acleds_in_its_order() {
        let names: Vec<&str> = COLUMNS.iter().map(|c| c.name.as_ref()).collect();
        assert_eq!(
            names.join(", "),
            "event_id_cnty, event_date, year, time_precision, disorder_type, event_type, sub_event_type, actor1, \
             assoc_actor_1, inter1, actor2, assoc_actor_2, inter2, interaction, civilian_targeting, iso, region, \
             country, admin1, admin2, admin3, location, latitude, longitude, geo_precision, source, source_scale, \
             notes, fatalities, tags, timestamp"
        );
    }

    #[test]
    fn two_kinds_make_one_of_acleds_44_interactions() {
        let side = |code: usize| Side { kind: (code > 0).then_some(code), ..Side::default() };
        let text = |a, b| interaction(&[side(a), side(b)]);
        assert_eq!(text(7, 2).as_deref(), Some("Rebel group-Civilians"));
        assert_eq!(text(7, 8).as_deref(), Some("External/Other forces-Civilians"));
        assert_eq!(text(6, 0).as_deref(), Some("Protesters only"));
        assert_eq!(text(0, 7), None);
        let all: std::collections::BTreeSet<_> =
            (1..=8).flat_map(|a| (0..=8).map(move |b| text(a, b))).collect();
        assert_eq!(all.len(), 44);
    }

    #[test]
    fn an_id_is_a_number_in_base_32() {
        assert_eq!(number("i000000000010"), 32);
        assert_eq!(number("izzzzzzzzzzzz"), (1 << 60) - 1);
    }
}
