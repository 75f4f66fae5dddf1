//! Places: which words of a report name one, and which place of the world each means.
//!
//! `spot` finds names of places and leaves out people, bodies and common words; `weigh` chooses among the places of
//! one name, all names of the report together; `within` gives a town or quarter that the gazetteer lacks the
//! coordinates of what it lies in. What stays unclear keeps its words and has no country.

mod focus;
mod judge;
mod names;
mod spot;
mod weigh;
mod weights;
mod within;
pub(crate) mod words;

pub use weights::Weights;

use crate::gazetteer::{Gazetteer, Kind};
use dateline_terms::{Basis, Place, Precision, Reading, Report, Span};
use focus::Focus;
use spot::Spot;

/// Score under which a place is unsure: its coordinates are kept back.
const UNSURE: f32 = 0.2;

/// Every place that the report names, resolved together, in the order of the text. Furniture is left out.
/// A place with no country is a name whose place is not known; `score` says how sure the choice is.
pub fn find(report: &Report, reading: &Reading, gazetteer: &Gazetteer) -> Vec<Place> {
    let mut focus = Focus::of(&report.text, reading, gazetteer);
    let mut spots = spot::spots(&report.text, reading, gazetteer, &focus);
    spots.retain(|s| !report.is_furniture(s.at));
    let home = report.url.as_deref().and_then(within::home_of_url);
    let mut chosen = weigh::choose(&report.text, &spots, gazetteer, home, &Weights::default());
    within::count(&spots, &chosen, gazetteer, &mut focus);
    within::unlist(&mut spots, &mut chosen, gazetteer, &focus);
    let mut places: Vec<Place> = Vec::new();
    for (i, spot) in spots.iter().enumerate() {
        if spot.demonym.is_some() || spot.sure < spot::LEAST {
            continue;
        }
        let place = match chosen.get(i).cloned().flatten() {
            Some(choice) => {
                let code = gazetteer.record(choice.id).and_then(|r| r.admin1());
                let mut place = place(spot.at, choice, gazetteer);
                within::outside(&report.text, spot, &mut place, code, gazetteer);
                place
            }
            None if spot.unknown => within::place(&report.text, i, &spots, &chosen, gazetteer, &focus),
            None => continue,
        };
        places.push(Place { score: place.score * spot.sure.min(1.0), ..place });
    }
    places
}

/// The places that given names mean, one for each span and in their order: for measuring, and for callers that
/// have found the names themselves. A name that is not known or unclear has no country and no coordinates.
pub fn resolve_given(text: &str, spans: &[Span], gazetteer: &Gazetteer) -> Vec<Place> {
    resolve_with(text, spans, gazetteer, None, &Weights::default())
}

/// As `resolve_given`, with the address of the page and chosen weights.
pub fn resolve_with(
    text: &str,
    spans: &[Span],
    gazetteer: &Gazetteer,
    url: Option<&str>,
    weights: &Weights,
) -> Vec<Place> {
    let spots: Vec<Spot> = spans.iter().map(|at| spot::given(text, *at, gazetteer)).collect();
    let home = url.and_then(within::home_of_url);
    let chosen = weigh::choose(text, &spots, gazetteer, home, weights);
    spots
        .iter()
        .zip(chosen)
        .map(|(spot, choice)| match choice {
            Some(choice) => place(spot.at, choice, gazetteer),
            None => unknown(text, spot.at),
        })
        .collect()
}

/// A place whose coordinates are not known.
fn unknown(text: &str, at: Span) -> Place {
    Place {
        at,
        name: at.of(text).to_string(),
        admin1: None,
        country: None,
        lat: None,
        lon: None,
        radius_km: None,
        precision: Precision::Settlement,
        geonames: None,
        basis: Basis::Stated,
        score: 0.0,
    }
}

/// The place that was chosen for the words at `at`.
fn place(at: Span, choice: weigh::Choice, gazetteer: &Gazetteer) -> Place {
    let name = gazetteer.name(choice.id);
    let Some(record) = gazetteer.record(choice.id) else { return unknown("", at) };
    let known = choice.score >= UNSURE;
    let country = Some(record.country().to_string()).filter(|c| known && !c.is_empty());
    Place {
        at,
        name,
        admin1: record.admin1().filter(|_| known).and_then(|code| gazetteer.admin1_name(code)),
        country,
        lat: known.then_some(record.lat),
        lon: known.then_some(record.lon),
        radius_km: known.then_some(record.radius_km),
        precision: precision(record.kind, record.radius_km),
        geonames: record.geonames.filter(|_| known),
        basis: Basis::Stated,
        score: choice.score,
    }
}

/// How closely a place of a kind is known. A wide region counts as a country, a small one as a province or district.
fn precision(kind: Kind, radius_km: f64) -> Precision {
    match kind {
        Kind::Country => Precision::Country,
        Kind::Admin1 => Precision::Province,
        Kind::Admin2 => Precision::District,
        Kind::Settlement => Precision::Settlement,
        Kind::Site => Precision::Exact,
        Kind::Region if radius_km > 400.0 => Precision::Country,
        Kind::Region if radius_km > 25.0 => Precision::Province,
        Kind::Region => Precision::District,
    }
}

#[cfg(test)]
mod tests;
