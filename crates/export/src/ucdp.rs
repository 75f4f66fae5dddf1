//! CSV in the shape of UCDP's Georeferenced Event Dataset: 49 columns.

use crate::countries::{self, Country};
use crate::crosswalk::{is_state, organised, unarmed};
use crate::delimited::{Delimited, Style};
use crate::format::{Row, Spec, Takes};
use crate::span;
use crate::table::{Cell, Column, Kind, join};
use crate::{acled, prio};
use dateline_terms::told::{Actor, Place};
use dateline_terms::{Days, Entry, HarmKind, Incident, Precision, Status, Who, Word};
use std::sync::LazyLock;

pub(crate) static SPEC: Spec = Spec {
    name: "ucdp",
    endings: &[".ucdp.csv", ".ged.csv"],
    about: "The shape of UCDP's Georeferenced Event Dataset: 49 columns in UCDP's order. The rows are ours, not \
            UCDP's; ids of conflicts, dyads and actors, which UCDP gives, stay empty.",
    loses: &[
        "Incidents without a death, without an organised actor on a side, without a second side, a day or a country, \
         and foiled or withdrawn ones: the shape has no place for them. They are left out and counted.",
        "UCDP's ids of conflicts, dyads and sides, and active_year, which needs a year's sum of UCDP's own: empty.",
        "Injured, missing, abducted, arrested and displaced people, and weapons.",
        "An open upper bound: high is then the greatest figure that is stated.",
        "Who said what, but for source_original, which names the speakers of death figures.",
        "adm_2, which stays empty.",
        "Where combatants died, which side they were on is known only where one side struck the other; else they \
         count as deaths_unknown.",
        "A text that a spreadsheet would run as a formula has an apostrophe before it.",
    ],
    tables: || vec![("events", COLUMNS.iter().map(Column::told).collect())],
    takes: Takes::Claims,
    begin: |draft, _| Ok(Box::new(Delimited::begin(draft, Style::Commas, &COLUMNS, event)?)),
};

/// An incident in UCDP's words.
struct Event {
    incident: Incident,
    days: Days,
    place: Place,
    country: &'static Country,
    violence: u32,
    sides: [String; 2],
    states: [Option<u32>; 2],
    deaths: Deaths,
}

/// Deaths of side A, side B, civilians and unknown people; they add up to the best estimate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Deaths {
    a: u64,
    b: u64,
    civilians: u64,
    unknown: u64,
    best: u64,
    low: u64,
    high: u64,
}

fn event(incident: &Incident) -> Row<Event> {
    match (incident.word, incident.status) {
        (Word::Retracted, _) => return Err("withdrawn"),
        (_, Status::Foiled) => return Err("foiled"),
        _ => {}
    }
    let (violence, swapped) = violence(incident)?;
    let days = incident.days.ok_or("without a day")?;
    let place = incident.place.clone().ok_or("without a country")?;
    let country = place.country.as_deref().and_then(countries::by_code).ok_or("without a country")?;
    let deaths = deaths(incident, swapped).filter(|d| d.best > 0).ok_or("without a death")?;
    let mut sides = [&incident.side_a, &incident.side_b];
    if swapped {
        sides.swap(0, 1);
    }
    let state =
        |side: &[Actor]| side.iter().find(|a| is_state(a.kind)).and_then(|a| countries::of_actor(&a.name));
    let states = [0, 1].map(|k| state(sides[k]).and_then(|c| c.gw));
    let b = if violence == 3 { "Civilians".to_string() } else { side(sides[1]) };
    Ok(Event {
        incident: incident.clone(),
        days,
        place,
        country,
        violence,
        sides: [side(sides[0]), b],
        states,
        deaths,
    })
}

/// 1 state-based, 2 non-state, 3 one-sided, and whether side B comes first: UCDP puts a state first, and those who
/// attack the unarmed.
fn violence(incident: &Incident) -> Row<(u32, bool)> {
    let kinds =
        |side: &[Actor], fits: fn(dateline_terms::ActorKind) -> bool| side.iter().any(|a| fits(a.kind));
    let (a, b) = (&incident.side_a, &incident.side_b);
    let states = [kinds(a, is_state), kinds(b, is_state)];
    match [kinds(a, organised), kinds(b, organised)] {
        [true, true] if states == [false, false] => Ok((2, false)),
        [true, true] => Ok((1, !states[0])),
        [true, false] if kinds(b, unarmed) || b.is_empty() && civilians_died(incident) => Ok((3, false)),
        [false, true] if kinds(a, unarmed) && incident.event_type == "excessive_force_protest" => {
            Ok((3, true))
        }
        [false, false] => Err("without an organised actor"),
        _ => Err("without a second side"),
    }
}

fn civilians_died(incident: &Incident) -> bool {
    incident.toll_of(HarmKind::Killed, Who::Civilians).is_some_and(|toll| toll.best > 0)
}

fn deaths(incident: &Incident, swapped: bool) -> Option<Deaths> {
    let all = incident.toll(HarmKind::Killed)?;
    let of = |who| incident.toll_of(HarmKind::Killed, who).map_or(0, |toll| toll.best);
    let best = all.best;
    let civilians = of(Who::Civilians).min(best);
    let fighters = of(Who::Combatants).min(best - civilians);
    // Who strikes from afar loses nobody there; in a fight either side may.
    let struck = ["strike", "bomb"]
        .contains(&crate::crosswalk::by_id(&incident.event_type).map_or("", |act| act.family));
    let on_b = struck && incident.side_b.iter().any(|actor| organised(actor.kind));
    let (mut a, mut b) = if on_b { (0, fighters) } else { (0, 0) };
    if swapped {
        std::mem::swap(&mut a, &mut b);
    }
    let greatest = incident.harm.iter().filter(|t| t.what == HarmKind::Killed).filter_map(|t| t.high).max();
    let high = all.high.or(greatest).unwrap_or(best).max(best);
    Some(Deaths { a, b, civilians, unknown: best - civilians - a - b, best, low: all.low.min(best), high })
}

/// The side's name: forces of a state stand for its government, as UCDP has it.
fn side(actors: &[Actor]) -> String {
    let mut names: Vec<String> = Vec::new();
    for actor in actors.iter().filter(|a| organised(a.kind)) {
        let state = if is_state(actor.kind) { countries::of_actor(&actor.name) } else { None };
        let name = state.map_or(actor.name.clone(), |c| format!("Government of {}", c.ucdp_name));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}

impl Event {
    fn dyad(&self) -> String {
        self.sides.join(" - ")
    }

    /// UCDP files the Palestinian territories under Israel.
    fn country_id(&self) -> Option<u32> {
        match self.country.code {
            "PS" => countries::by_code("IL").and_then(|israel| israel.gw),
            _ => self.country.gw,
        }
    }

    /// One item a report, in the order of publication.
    fn reports(&self, of: fn(&Entry) -> Option<String>) -> Vec<String> {
        let mut seen = Vec::new();
        let mut items = Vec::new();
        for entry in &self.incident.entries {
            if !seen.contains(&&entry.source.id) {
                seen.push(&entry.source.id);
                items.push(of(entry).unwrap_or_else(|| "-".to_string()));
            }
        }
        items
    }

    /// Speakers of death figures, each once.
    fn speakers(&self) -> Vec<String> {
        let figures = self.incident.entries.iter().flat_map(|entry| &entry.event.harm);
        let said =
            figures.filter(|harm| harm.what == HarmKind::Killed).filter_map(|harm| harm.said_by.as_ref());
        let mut speakers: Vec<String> = Vec::new();
        for speaker in said.map(|quote| quote.text.trim().to_string()) {
            if !speaker.is_empty() && !speakers.contains(&speaker) {
                speakers.push(speaker);
            }
        }
        speakers
    }

    fn where_prec(&self) -> u32 {
        match self.place.precision {
            Precision::Exact | Precision::Settlement if self.place.radius_km.is_none_or(|r| r <= 25.0) => 1,
            Precision::Exact | Precision::Settlement => 2,
            Precision::District => 3,
            Precision::Province => 4,
            Precision::Country => 6,
        }
    }

    fn date_prec(&self) -> u32 {
        match span::length(self.days) {
            1 => 1,
            2..=6 => 2,
            7 => 3,
            8..=31 => 4,
            _ => 5,
        }
    }

    fn at(&self) -> Option<(f64, f64)> {
        self.place.lat.zip(self.place.lon)
    }

    fn relid(&self) -> String {
        format!("{}-{}-{}-{}", self.country.alpha3, self.days.start.year(), self.violence, self.incident.id)
    }
}

static COLUMNS: LazyLock<Vec<Column<Event>>> = LazyLock::new(|| {
    let mut all = what();
    all.extend(sources());
    all.extend(place());
    all.extend(days());
    all.extend(dead());
    all
});

/// A column that only UCDP can fill.
fn theirs(name: &'static str, kind: Kind) -> Column<Event> {
    Column::new(name, kind, "UCDP's own; always empty.", |_: &Event| Cell::Empty)
}

fn what() -> Vec<Column<Event>> {
    use Kind::{Text, Whole};
    let status = |e: &Event| match e.incident.word {
        Word::Reported | Word::Corroborated => "Clear".to_string(),
        other => format!("Check {}", other.as_str()),
    };
    let conflict = |e: &Event| (e.violence != 1).then(|| e.dyad());
    vec![
        Column::new(
            "id",
            Whole,
            "Our id as a number of 53 bits, which every reader keeps exact.",
            |e: &Event| acled::number(&e.incident.id) >> 7,
        ),
        Column::new("relid", Text, "Country, year, type of violence and our id.", Event::relid),
        Column::new("year", Whole, "Year of the first day.", |e: &Event| i64::from(e.days.start.year())),
        theirs("active_year", Whole),
        Column::new("code_status", Text, "Clear; Check disputed; Check denied.", status),
        Column::new("type_of_violence", Whole, "1 state-based, 2 non-state, 3 one-sided.", |e: &Event| {
            e.violence
        }),
        theirs("conflict_dset_id", Whole),
        theirs("conflict_new_id", Whole),
        Column::new(
            "conflict_name",
            Text,
            "The dyad; empty for state-based violence, whose issue only UCDP names.",
            conflict,
        ),
        theirs("dyad_dset_id", Whole),
        theirs("dyad_new_id", Whole),
        Column::new("dyad_name", Text, "Both sides.", Event::dyad),
        theirs("side_a_dset_id", Whole),
        theirs("side_a_new_id", Whole),
        Column::new("side_a", Text, "A government first, else who did it.", |e: &Event| e.sides[0].clone()),
        theirs("side_b_dset_id", Whole),
        theirs("side_b_new_id", Whole),
        Column::new("side_b", Text, "The other side; Civilians where one-sided.", |e: &Event| {
            e.sides[1].clone()
        }),
    ]
}

fn sources() -> Vec<Column<Event>> {
    use Kind::{List, Text, Whole};
    let article = |entry: &Entry| {
        let source = &entry.source;
        let day = source.published.map(|day| day.to_string());
        let parts = [source.outlet.clone(), day, source.title.clone()];
        Some(parts.into_iter().flatten().collect::<Vec<_>>().join(", ")).filter(|text| !text.is_empty())
    };
    vec![
        Column::new("number_of_sources", Whole, "Reports.", |e: &Event| e.incident.reports),
        Column::new(
            "source_article",
            List,
            "Outlet, day and headline of each report; - for none.",
            move |e: &Event| e.reports(article),
        ),
        Column::new("source_office", List, "Outlets, in step.", |e: &Event| {
            e.reports(|r| r.source.outlet.clone())
        }),
        Column::new("source_date", List, "Days of publication, in step.", |e: &Event| {
            e.reports(|r| r.source.published.map(|d| d.to_string()))
        }),
        Column::new("source_headline", List, "Headlines, in step.", |e: &Event| {
            e.reports(|r| r.source.title.clone())
        }),
        Column::new("source_original", Text, "Speakers of death figures.", |e: &Event| join(&e.speakers())),
    ]
}

fn place() -> Vec<Column<Event>> {
    use Kind::{Real, Text, Whole};
    let point = |e: &Event| e.at().map(|(lat, lon)| format!("POINT ({lon} {lat})"));
    vec![
        Column::new(
            "where_prec",
            Whole,
            "1 site or settlement, 2 within more than 25 km of it, 3 district, 4 province, 6 country.",
            Event::where_prec,
        ),
        Column::new("where_coordinates", Text, "Name of the place.", |e: &Event| e.place.name.clone()),
        Column::new("where_description", Text, "Words of the report for it.", |e: &Event| {
            e.place.quote.text.clone()
        }),
        Column::new("adm_1", Text, "First-order administrative area.", |e: &Event| e.place.admin1.clone()),
        Column::new("adm_2", Text, "Always empty.", |_: &Event| Cell::Empty),
        Column::new("latitude", Real, "Degrees north.", |e: &Event| e.at().map(|at| at.0)),
        Column::new("longitude", Real, "Degrees east.", |e: &Event| e.at().map(|at| at.1)),
        Column::new("geom_wkt", Text, "The same as a point.", point),
        Column::new("priogrid_gid", Whole, "PRIO-GRID cell.", |e: &Event| {
            e.at().and_then(|(lat, lon)| prio::cell(lat, lon))
        }),
        Column::new("country", Text, "UCDP's name of the country.", |e: &Event| e.country.ucdp_name),
        Column::new("country_id", Whole, "Gleditsch and Ward's number of it.", Event::country_id),
        Column::new("region", Text, "UCDP's region.", |e: &Event| e.country.ucdp_region),
    ]
}

fn days() -> Vec<Column<Event>> {
    use Kind::{Text, Whole};
    let clarity = |e: &Event| if e.date_prec() == 1 { 1_u32 } else { 2 };
    vec![
        Column::new("event_clarity", Whole, "1 one event on one day, 2 told as a run of days.", clarity),
        Column::new(
            "date_prec",
            Whole,
            "1 day, 2 two to six days, 3 a week, 4 up to a month, 5 longer.",
            Event::date_prec,
        ),
        Column::new("date_start", Text, "Earliest day.", |e: &Event| {
            format!("{} 00:00:00.000", e.days.start)
        }),
        Column::new("date_end", Text, "Latest day.", |e: &Event| format!("{} 00:00:00.000", e.days.end)),
    ]
}

fn dead() -> Vec<Column<Event>> {
    use Kind::Whole;
    vec![
        Column::new("deaths_a", Whole, "Dead of side A.", |e: &Event| e.deaths.a),
        Column::new(
            "deaths_b",
            Whole,
            "Dead of side B: combatants, where A struck from afar.",
            |e: &Event| e.deaths.b,
        ),
        Column::new("deaths_civilians", Whole, "Dead civilians.", |e: &Event| e.deaths.civilians),
        Column::new(
            "deaths_unknown",
            Whole,
            "All other dead, so that the four add up to best.",
            |e: &Event| e.deaths.unknown,
        ),
        Column::new("best", Whole, "Published figure.", |e: &Event| e.deaths.best),
        Column::new("high", Whole, "Greatest credible figure.", |e: &Event| e.deaths.high),
        Column::new("low", Whole, "Least credible figure.", |e: &Event| e.deaths.low),
        Column::new(
            "gwnoa",
            Whole,
            "Gleditsch and Ward's number of side A where it is a state.",
            |e: &Event| e.states[0],
        ),
        Column::new("gwnob", Whole, "Of side B.", |e: &Event| e.states[1]),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_are_ucdps_in_its_order() {
        let names: Vec<&str> = COLUMNS.iter().map(|c| c.name.as_ref()).collect();
        assert_eq!(
            names.join(", "),
            "id, relid, year, active_year, code_status, type_of_violence, conflict_dset_id, conflict_new_id, \
             conflict_name, dyad_dset_id, dyad_new_id, dyad_name, side_a_dset_id, side_a_new_id, side_a, \
             side_b_dset_id, side_b_new_id, side_b, number_of_sources, source_article, source_office, source_date, \
             source_headline, source_original, where_prec, where_coordinates, where_description, adm_1, adm_2, \
             latitude, longitude, geom_wkt, priogrid_gid, country, country_id, region, event_clarity, date_prec, \
             date_start, date_end, deaths_a, deaths_b, deaths_civilians, deaths_unknown, best, high, low, gwnoa, gwnob"
        );
    }
}
