//! Gold events as claims, so that they go the same way as coded ones.

use dateline_code::Books;
use dateline_code::attribute::view::View;
use dateline_code::gazetteer::{Candidate, Kind};
use dateline_terms::{
    Actor, ActorKind, Basis, Claim, Date, Harm, HarmKind, Place, Precision, Quantity, Span, Stance, Standing,
    Status, Weapon, When, Who,
};
use serde_json::Value;

/// The claim that a gold event makes, its words found in the report; `None` where its evidence is not there.
pub fn claim(event: &Value, view: &View<'_>, books: &Books<'_>) -> Option<Claim> {
    let text = view.report.text.as_str();
    let evidence = span(text, &event["evidence"])?;
    let country = event["place"]["country"].as_str();
    let side = |name: &str| list(&event[name]).iter().map(|a| actor(text, a, country, books)).collect();
    Some(Claim {
        evidence,
        more_evidence: list(&event["more_evidence"]).iter().filter_map(|q| span(text, q)).collect(),
        event_type: event["type"].as_str()?.to_string(),
        status: event["status"].as_str().and_then(Status::parse).unwrap_or(Status::Occurred),
        standing: event["standing"].as_str().and_then(Standing::parse).unwrap_or(Standing::Background),
        time: time(&event["time"]),
        place: event["place"]["text"]
            .as_str()
            .map(|said| place(said, &event["place"], evidence, view, books)),
        side_a: side("side_a"),
        side_b: side("side_b"),
        weapons: list(&event["weapons"]).iter().map(|w| weapon(text, w)).collect(),
        harm: list(&event["harm"]).iter().filter_map(|h| harm(text, h)).collect(),
        attributions: Vec::new(),
        confidence: 1.0,
        why: Vec::new(),
    })
}

fn list(v: &Value) -> &[Value] {
    v.as_array().map_or(&[], Vec::as_slice)
}

fn span(text: &str, quote: &Value) -> Option<Span> {
    let quote = quote.as_str().or_else(|| quote["text"].as_str()).filter(|q| !q.is_empty())?;
    text.find(quote).map(|at| Span::new(at, at + quote.len()))
}

fn time(v: &Value) -> Option<When> {
    let day = |name: &str| v[name].as_str()?.parse::<Date>().ok();
    Some(When { start: day("start")?, end: day("end")?, at: None, basis: Basis::Stated })
}

fn actor(text: &str, v: &Value, country: Option<&str>, books: &Books<'_>) -> Actor {
    let name = v["name"].as_str().unwrap_or_default();
    let kind = v["kind"].as_str().and_then(ActorKind::parse).unwrap_or(ActorKind::Other);
    let found = books.actors.lookup(name).into_iter().find(|c| c.score >= 0.85 && c.name == name);
    Actor {
        at: span(text, &v["text"]).unwrap_or_default(),
        name: name.to_string(),
        kind,
        country: found.as_ref().and_then(|c| c.country.clone()).or_else(|| country.map(str::to_string)),
        id: found.map(|c| c.id),
        basis: Basis::Stated,
    }
}

fn weapon(text: &str, v: &Value) -> Weapon {
    Weapon {
        at: span(text, &v["text"]).unwrap_or_default(),
        kind: v["kind"].as_str().unwrap_or_default().to_string(),
        quantity: None,
    }
}

fn harm(text: &str, v: &Value) -> Option<Harm> {
    Some(Harm {
        what: HarmKind::parse(v["what"].as_str()?)?,
        who: v["who"].as_str().and_then(Who::parse).unwrap_or(Who::Unspecified),
        at: span(text, &v["text"]).unwrap_or_default(),
        quantity: Quantity { low: v["low"].as_u64()?, high: v["high"].as_u64() },
        said_by: None,
        stance: v["stance"].as_str().and_then(Stance::parse).unwrap_or(Stance::Asserted),
    })
}

/// The place that gold names: as the report's own mention of those words was resolved, or as the gazetteer
/// knows the name, where that is in the country that gold gives.
fn place(said: &str, v: &Value, evidence: Span, view: &View<'_>, books: &Books<'_>) -> Place {
    let text = view.report.text.as_str();
    let country = v["country"].as_str();
    let nearest = text
        .match_indices(said)
        .map(|(at, words)| Span::new(at, at + words.len()))
        .min_by_key(|at| at.start.abs_diff(evidence.start))
        .unwrap_or_default();
    let fits = |p: &&Place| nearest.overlaps(p.at) && p.country.as_deref() == country;
    let mention = view.places.iter().filter(fits).min_by_key(|p| p.precision).cloned();
    let place = mention.or_else(|| listed(said, nearest, country, books)).unwrap_or(Place {
        at: nearest,
        name: said.to_string(),
        admin1: None,
        country: None,
        lat: None,
        lon: None,
        radius_km: None,
        precision: Precision::Settlement,
        geonames: None,
        basis: Basis::Stated,
        score: 1.0,
    });
    Place {
        admin1: place.admin1.or_else(|| v["admin1"].as_str().map(str::to_string)),
        country: country.map(str::to_string),
        ..place
    }
}

fn listed(said: &str, at: Span, country: Option<&str>, books: &Books<'_>) -> Option<Place> {
    let there = |c: &Candidate| c.country.as_deref() == country;
    let found = books.gazetteer.lookup(said).into_iter().find(there)?;
    Some(Place {
        at,
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
        basis: Basis::Stated,
        score: 1.0,
    })
}
