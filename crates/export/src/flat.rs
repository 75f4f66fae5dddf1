//! Our own full shape: every field of an incident as a column.

use crate::crosswalk;
use crate::table::{Cell, Column, Kind, Told};
use dateline_terms::told::{Actor, Place};
use dateline_terms::{HarmKind, Incident, Toll, Who};
use std::sync::LazyLock;

/// The columns.
pub(crate) static COLUMNS: LazyLock<Vec<Column<Incident>>> = LazyLock::new(|| {
    let mut all = what();
    all.extend(place());
    all.extend(sides());
    for what in HarmKind::ALL {
        all.extend(harm(*what, None));
    }
    for what in [HarmKind::Killed, HarmKind::Injured] {
        for who in Who::ALL {
            all.extend(harm(what, Some(*who)));
        }
    }
    all.extend(ledger());
    all
});

/// What documents say of them.
pub(crate) fn told() -> Vec<Told> {
    COLUMNS.iter().map(Column::told).collect()
}

fn what() -> Vec<Column<Incident>> {
    use Kind::{Day, List, Text};
    vec![
        Column::new("id", Text, "Lasting id of the incident.", |i: &Incident| i.id.clone()),
        Column::new("aliases", List, "Ids of incidents that were merged into it.", |i: &Incident| {
            i.aliases.clone()
        }),
        Column::new("rule", Text, "Rule that the published values follow.", |i: &Incident| i.rule.as_str()),
        Column::new(
            "word",
            Text,
            "How it stands: reported, corroborated, disputed, denied or retracted.",
            |i: &Incident| i.word.as_str(),
        ),
        Column::new("type", Text, "Event type, an id of the codebook.", |i: &Incident| i.event_type.clone()),
        Column::new("family", Text, "Family of the type in the codebook.", |i: &Incident| {
            crosswalk::by_id(&i.event_type).map(|a| a.family)
        }),
        Column::new("status", Text, "occurred or foiled.", |i: &Incident| i.status.as_str()),
        Column::new(
            "standing",
            Text,
            "main where any report has it as news, else background.",
            |i: &Incident| i.standing.as_str(),
        ),
        Column::new(
            "first_day",
            Day,
            "First day on which it may have happened; empty where none is stated.",
            |i: &Incident| i.days.map(|d| d.start),
        ),
        Column::new("last_day", Day, "Last day, inclusive.", |i: &Incident| i.days.map(|d| d.end)),
    ]
}

/// Degrees north and east, where both are known and on the globe.
pub(crate) fn at(incident: &Incident) -> Option<(f64, f64)> {
    let place = incident.place.as_ref()?;
    place.lat.zip(place.lon).filter(|(lat, lon)| lat.abs() <= 90.0 && lon.abs() <= 180.0)
}

/// A column of the incident's place.
fn of_place<C: Into<Cell> + 'static>(
    name: &'static str,
    kind: Kind,
    about: &'static str,
    make: fn(&Place) -> C,
) -> Column<Incident> {
    Column::new(name, kind, about, move |i: &Incident| i.place.as_ref().map(make))
}

fn place() -> Vec<Column<Incident>> {
    use Kind::{Real, Text, Whole};
    vec![
        of_place("place", Text, "Name of the place in the gazetteer.", |p| p.name.clone()),
        of_place("place_words", Text, "Words of the report for it.", |p| p.quote.text.clone()),
        of_place("admin1", Text, "First-order administrative area.", |p| p.admin1.clone()),
        of_place("country", Text, "Country, ISO 3166-1 alpha-2.", |p| p.country.clone()),
        of_place("latitude", Real, "Degrees north, WGS 84.", |p| p.lat),
        of_place("longitude", Real, "Degrees east.", |p| p.lon),
        of_place("radius_km", Real, "Radius in kilometres within which it lies.", |p| p.radius_km),
        of_place("precision", Text, "exact, settlement, district, province or country.", |p| {
            p.precision.as_str()
        }),
        of_place("geonames", Whole, "GeoNames id.", |p| p.geonames),
        of_place("place_basis", Text, "stated, context, or judged by people.", |p| p.basis.clone()),
    ]
}

/// One text an actor, in the order of the side, so that a side's columns run in step.
fn each(side: &[Actor], of: fn(&Actor) -> &str) -> Vec<String> {
    side.iter().map(|actor| of(actor).to_string()).collect()
}

fn id(actor: &Actor) -> &str {
    actor.actor.as_deref().unwrap_or("none")
}

fn sides() -> Vec<Column<Incident>> {
    use Kind::List;
    vec![
        Column::new("side_a", List, "Who did it: canonical names.", |i: &Incident| {
            each(&i.side_a, |a| &a.name)
        }),
        Column::new("side_a_kinds", List, "Their kinds, in the same order.", |i: &Incident| {
            each(&i.side_a, |a| a.kind.as_str())
        }),
        Column::new("side_a_actors", List, "Their ids in the actor file, or none.", |i: &Incident| {
            each(&i.side_a, id)
        }),
        Column::new("side_a_words", List, "Words of the reports for them.", |i: &Incident| {
            each(&i.side_a, |a| &a.quote.text)
        }),
        Column::new("side_b", List, "To whom it was done: canonical names.", |i: &Incident| {
            each(&i.side_b, |a| &a.name)
        }),
        Column::new("side_b_kinds", List, "Their kinds, in the same order.", |i: &Incident| {
            each(&i.side_b, |a| a.kind.as_str())
        }),
        Column::new("side_b_actors", List, "Their ids in the actor file, or none.", |i: &Incident| {
            each(&i.side_b, id)
        }),
        Column::new("side_b_words", List, "Words of the reports for them.", |i: &Incident| {
            each(&i.side_b, |a| &a.quote.text)
        }),
        Column::new("weapons", List, "Kinds of weapon.", |i: &Incident| i.weapons.clone()),
    ]
}

fn toll(incident: &Incident, what: HarmKind, who: Option<Who>) -> Option<&Toll> {
    incident.harm.iter().find(|toll| toll.what == what && toll.who == who)
}

/// Low, best and high of one kind of harm.
fn harm(what: HarmKind, who: Option<Who>) -> [Column<Incident>; 3] {
    let among = who.map_or(String::new(), |who| format!("_{}", who.as_str()));
    let of = who.map_or(String::new(), |who| format!(" ({})", who.as_str()));
    let name = |end: &str| format!("{}{among}_{end}", what.as_str());
    let about = |start: &str, end: &str| format!("{start} number {}{of}{end}", what.as_str());
    [
        Column::new(name("low"), Kind::Whole, about("Least credible", "."), move |i: &Incident| {
            toll(i, what, who).map(|t| t.low)
        }),
        Column::new(
            name("best"),
            Kind::Whole,
            about("Published", "; empty where none is given."),
            move |i: &Incident| toll(i, what, who).map(|t| t.best),
        ),
        Column::new(
            name("high"),
            Kind::Whole,
            about("Greatest credible", "; empty beside a best value: the words leave it open."),
            move |i: &Incident| toll(i, what, who).and_then(|t| t.high),
        ),
    ]
}

/// Figures by whom that have no columns of their own: "abducted civilians: low 3 best 3 high open".
fn other_harm(incident: &Incident) -> Vec<String> {
    let own = |toll: &&Toll| toll.who.is_none() || matches!(toll.what, HarmKind::Killed | HarmKind::Injured);
    let rest = incident.harm.iter().filter(|toll| !own(toll));
    rest.map(|toll| {
        let high = toll.high.map_or("open".to_string(), |high| high.to_string());
        let who = toll.who.map_or("all", Who::as_str);
        format!("{} {who}: low {} best {} high {high}", toll.what.as_str(), toll.low, toll.best)
    })
    .collect()
}

fn ledger() -> Vec<Column<Incident>> {
    use Kind::{Day, List, Real, Text, Whole};
    vec![
        Column::new(
            "harm_by_whom",
            List,
            "Figures by whom of other harm: what, whom, least, best, greatest.",
            other_harm,
        ),
        Column::new("reports", Whole, "Reports that tell of it.", |i: &Incident| i.reports),
        Column::new("voices", Whole, "Independent voices among them.", |i: &Incident| i.voices),
        Column::new("outlets", List, "Outlets of those reports.", |i: &Incident| i.outlets.clone()),
        Column::new("first_published", Day, "Day of the first report.", |i: &Incident| i.first_published),
        Column::new("last_published", Day, "Day of the last.", |i: &Incident| i.last_published),
        Column::new("evidence", Text, "Words of the report that tell it best.", |i: &Incident| {
            i.evidence.clone()
        }),
        Column::new("parties", List, "Voices that are parties to the conflict.", |i: &Incident| {
            i.parties.clone()
        }),
        Column::new("disputed", List, "Fields over which claims disagree.", |i: &Incident| {
            i.disputed.clone()
        }),
        Column::new("corrected", List, "Fields that people set.", |i: &Incident| i.corrected.clone()),
        Column::new("confidence", Real, "Greatest confidence of its claims, 0 to 1.", |i: &Incident| {
            i.confidence
        }),
        Column::new("changed", Text, "When the record last changed it, RFC 3339, UTC.", |i: &Incident| {
            i.changed.clone()
        }),
    ]
}
