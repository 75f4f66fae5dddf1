//! Gold events in the form of coded ones: their words found in the report, their places and actors looked up.

use dateline_code::Books;
use dateline_code::attribute::view::View;
use dateline_code::gazetteer::{Candidate, Kind};
use dateline_terms::told::{Actor, Event, Place, Quote};
use dateline_terms::{Precision, Span};
use serde_json::Value;

/// The gold events of a line that are found in its report, each behind its place in the line's list.
pub fn events(line: &Value, view: &View<'_>, books: &Books<'_>) -> Vec<(usize, Event)> {
    let rows = line["events"].as_array().map_or(&[][..], Vec::as_slice);
    rows.iter().enumerate().filter_map(|(n, row)| Some((n, event(row, view, books)?))).collect()
}

/// The event that a row of gold makes; `None` where its evidence is not in the report.
fn event(row: &Value, view: &View<'_>, books: &Books<'_>) -> Option<Event> {
    let text = view.report.text.as_str();
    let mut event: Event = serde_json::from_value(row.clone()).ok()?;
    event.evidence.locate(text);
    if event.evidence.text.is_empty() || event.evidence.end == 0 {
        return None;
    }
    event.more_evidence.iter_mut().for_each(|quote| quote.locate(text));
    event.more_evidence.retain(|quote| quote.end > 0);
    let evidence = event.evidence.span();
    event.place = event.place.map(|p| place(p, evidence, view, books));
    for actor in event.side_a.iter_mut().chain(&mut event.side_b) {
        actor.actor = id(actor, books);
    }
    Some(event)
}

fn id(actor: &Actor, books: &Books<'_>) -> Option<String> {
    let found = books.actors.lookup(&actor.name).into_iter();
    found.filter(|c| c.score >= 0.85 && c.name == actor.name).map(|c| c.id).next()
}

/// The place that gold names: as the report's own mention of those words was resolved, or as the gazetteer
/// knows the name, where that is in the country that gold gives.
fn place(gold: Place, evidence: Span, view: &View<'_>, books: &Books<'_>) -> Place {
    let text = view.report.text.as_str();
    let said = gold.quote.text.as_str();
    let nearest = text
        .match_indices(said)
        .map(|(at, words)| Span::new(at, at + words.len()))
        .min_by_key(|at| at.start.abs_diff(evidence.start))
        .unwrap_or_default();
    let fits = |p: &&dateline_terms::Place| nearest.overlaps(p.at) && p.country == gold.country;
    let mention = view.places.iter().filter(fits).min_by_key(|p| p.precision);
    let place = match mention {
        Some(mention) => of_mention(mention, text),
        None => listed(said, &gold, books).unwrap_or(Place { name: said.to_string(), ..gold.clone() }),
    };
    Place { admin1: place.admin1.or(gold.admin1), country: gold.country, ..place }
}

/// A place as the report's own mention of it was resolved.
pub fn of_mention(mention: &dateline_terms::Place, text: &str) -> Place {
    Place {
        quote: Quote::new(text, mention.at),
        name: mention.name.clone(),
        admin1: mention.admin1.clone(),
        country: mention.country.clone(),
        lat: mention.lat,
        lon: mention.lon,
        radius_km: mention.radius_km,
        precision: mention.precision,
        geonames: mention.geonames,
        basis: mention.basis.as_str().to_string(),
    }
}

fn listed(said: &str, gold: &Place, books: &Books<'_>) -> Option<Place> {
    let there = |c: &Candidate| c.country == gold.country;
    let found = books.gazetteer.lookup(said).into_iter().find(there)?;
    Some(Place {
        quote: gold.quote.clone(),
        name: found.name,
        admin1: found.admin1,
        country: found.country,
        lat: Some(found.lat),
        lon: Some(found.lon),
        radius_km: Some(found.radius_km),
        precision: match found.kind {
            Kind::Country | Kind::Region => Precision::Country,
            Kind::Admin1 => Precision::Province,
            Kind::Admin2 => Precision::District,
            Kind::Settlement => Precision::Settlement,
            Kind::Site => Precision::Exact,
        },
        geonames: found.geonames,
        basis: "stated".to_string(),
    })
}
