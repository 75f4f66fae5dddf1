//! The contract: one JSON object a report, its keys in a fixed order, every quote with its place.
//!
//! A quote is `"text"` beside `"start"` and `"end"`: offsets into the UTF-8 bytes of `report.text`, end
//! exclusive. A value that the report does not state is `null` or `[]`.

use crate::CodedReport;
use dateline_terms::{
    Actor, Attribution, Claim, Furniture, FurnitureKind, Harm, Place, PublishedBasis, Quantity, Refusal,
    Report, Span, Speaker, Tally, Weapon, When,
};
use serde_json::{Map, Value, json};

/// Number of the contract that this program keeps to. Names never change without a new number.
pub const CONTRACT: u32 = 1;

/// One coded report as one line of JSON, without the line's end.
pub fn line(coded: &CodedReport) -> String {
    object(coded).to_string()
}

/// One coded report as a JSON object.
pub fn object(coded: &CodedReport) -> Value {
    let text = coded.report.text.as_str();
    let claims = coded.coded.claims.iter().enumerate();
    let tallies = coded.coded.tallies.iter().enumerate();
    json!({
        "contract": CONTRACT,
        "id": coded.report.id,
        "report": report(&coded.report),
        "events": claims.map(|(n, claim)| event(text, n + 1, claim)).collect::<Vec<_>>(),
        "tallies": tallies.map(|(n, tally)| sum(text, n + 1, tally)).collect::<Vec<_>>(),
        "not_events": coded.coded.refusals.iter().map(|r| refusal(text, r)).collect::<Vec<_>>(),
        "flaws": coded.flaws.iter().map(|f| json!({"step": f.step, "what": f.what})).collect::<Vec<_>>(),
    })
}

fn report(report: &Report) -> Value {
    let related = report.related.iter();
    let footnotes = report.footnotes.iter();
    json!({
        "title": report.title,
        "text": report.text,
        "outlet": report.outlet,
        "byline": report.byline,
        "section": report.section,
        "language": report.language,
        "published": published(report),
        "captions": report.captions,
        "related": related
            .map(|r| json!({"title": r.title, "published": r.published.map(|d| d.to_string())}))
            .collect::<Vec<_>>(),
        "footnotes": footnotes.map(|f| json!({"mark": f.mark, "text": f.text})).collect::<Vec<_>>(),
        "links": report.links,
        "furniture": report.furniture.iter().map(furniture).collect::<Vec<_>>(),
        "sha256": report.sha256,
    })
}

fn published(report: &Report) -> Value {
    let Some(published) = &report.published else { return Value::Null };
    json!({
        "date": published.date.to_string(),
        "basis": published_basis(published.basis),
        "text": published.at.map(|at| at.of(&report.text)),
        "start": published.at.map(|at| at.start),
        "end": published.at.map(|at| at.end),
    })
}

/// The contract's word for how a publication date is known.
pub fn published_basis(basis: PublishedBasis) -> &'static str {
    match basis {
        PublishedBasis::Given => "given",
        PublishedBasis::Stated => "stated",
        PublishedBasis::Inferred => "inferred",
    }
}

fn furniture(furniture: &Furniture) -> Value {
    let Furniture { span, kind } = furniture;
    json!({"start": span.start, "end": span.end, "kind": furniture_kind(*kind)})
}

/// The contract's word for what a part of a page that is no part of the report is.
pub fn furniture_kind(kind: FurnitureKind) -> &'static str {
    match kind {
        FurnitureKind::Caption => "caption",
        FurnitureKind::Related => "related",
        FurnitureKind::Footnote => "footnote",
        FurnitureKind::CommentForm => "comment_form",
        FurnitureKind::Navigation => "navigation",
        FurnitureKind::Section => "section",
        FurnitureKind::Byline => "byline",
        FurnitureKind::Advertising => "advertising",
    }
}

fn event(text: &str, number: usize, claim: &Claim) -> Value {
    let actors = |side: &[Actor]| side.iter().map(|a| actor(text, a)).collect::<Vec<_>>();
    json!({
        "eid": format!("e{number}"),
        "incident": null,
        "evidence": quote(text, claim.evidence),
        "more_evidence": claim.more_evidence.iter().map(|at| quote(text, *at)).collect::<Vec<_>>(),
        "type": claim.event_type,
        "status": claim.status.as_str(),
        "standing": claim.standing.as_str(),
        "time": claim.time.as_ref().map(|when| time(text, when)),
        "place": claim.place.as_ref().map(|p| place(text, p)),
        "side_a": actors(&claim.side_a),
        "side_b": actors(&claim.side_b),
        "weapons": claim.weapons.iter().map(|w| weapon(text, w)).collect::<Vec<_>>(),
        "harm": claim.harm.iter().map(|h| harm(text, h)).collect::<Vec<_>>(),
        "claims": claim.attributions.iter().map(|a| attribution(text, a)).collect::<Vec<_>>(),
        "confidence": rounded(f64::from(claim.confidence), 3),
        "why": claim.why,
    })
}

/// `{"text", "start", "end"}`.
fn quote(text: &str, at: Span) -> Value {
    json!({"text": at.of(text), "start": at.start, "end": at.end})
}

/// A quote with further keys behind it.
fn quote_and(text: &str, at: Span, more: Value) -> Value {
    let mut object = Map::new();
    for part in [quote(text, at), more] {
        if let Value::Object(part) = part {
            object.extend(part);
        }
    }
    Value::Object(object)
}

fn speaker(text: &str, speaker: Option<Speaker>) -> Value {
    speaker.map_or(Value::Null, |s| quote(text, s.at))
}

fn low_high(quantity: Option<Quantity>) -> (Option<u64>, Option<u64>) {
    (quantity.map(|q| q.low), quantity.and_then(|q| q.high))
}

fn time(text: &str, when: &When) -> Value {
    json!({
        "start": when.start.to_string(),
        "end": when.end.to_string(),
        "text": when.at.map(|at| at.of(text)),
        "at": when.at.map(|at| json!({"start": at.start, "end": at.end})),
        "basis": when.basis.as_str(),
    })
}

fn place(text: &str, place: &Place) -> Value {
    let more = json!({
        "name": place.name,
        "admin1": place.admin1,
        "country": place.country,
        "lat": place.lat.map(|degrees| rounded(degrees, 5)),
        "lon": place.lon.map(|degrees| rounded(degrees, 5)),
        "radius_km": place.radius_km.map(|km| rounded(km, 1)),
        "precision": place.precision.as_str(),
        "geonames": place.geonames,
        "basis": place.basis.as_str(),
    });
    quote_and(text, place.at, more)
}

fn actor(text: &str, actor: &Actor) -> Value {
    let more = json!({
        "name": actor.name,
        "kind": actor.kind.as_str(),
        "actor": actor.id,
        "basis": actor.basis.as_str(),
    });
    quote_and(text, actor.at, more)
}

fn weapon(text: &str, weapon: &Weapon) -> Value {
    let (low, high) = low_high(weapon.quantity);
    quote_and(text, weapon.at, json!({"kind": weapon.kind, "low": low, "high": high}))
}

fn harm(text: &str, harm: &Harm) -> Value {
    json!({
        "what": harm.what.as_str(),
        "who": harm.who.as_str(),
        "text": harm.at.of(text),
        "start": harm.at.start,
        "end": harm.at.end,
        "low": harm.quantity.low,
        "high": harm.quantity.high,
        "said_by": speaker(text, harm.said_by),
        "stance": harm.stance.as_str(),
    })
}

fn attribution(text: &str, attribution: &Attribution) -> Value {
    json!({
        "about": attribution.about.as_str(),
        "said_by": speaker(text, attribution.said_by),
        "stance": attribution.stance.as_str(),
        "quote": quote(text, attribution.quote),
    })
}

fn sum(text: &str, number: usize, tally: &Tally) -> Value {
    json!({
        "tid": format!("t{number}"),
        "text": tally.at.of(text),
        "start": tally.at.start,
        "end": tally.at.end,
        "counts": tally.counts,
        "low": tally.quantity.low,
        "high": tally.quantity.high,
        "by": tally.by,
        "against": tally.against,
        "area": tally.area,
        "since": tally.since.map(|date| date.to_string()),
        "until": tally.until.map(|date| date.to_string()),
        "said_by": speaker(text, tally.said_by),
    })
}

fn refusal(text: &str, refusal: &Refusal) -> Value {
    quote_and(text, refusal.at, json!({"why": refusal.why}))
}

fn rounded(x: f64, places: i32) -> f64 {
    let scale = 10f64.powi(places);
    (x * scale).round() / scale
}
