//! Coded reports as the trainer reads them.

use anyhow::{Context, Result};
use dateline_code::codebook::{Codebook, EventType};
use dateline_terms::Span;
use serde_json::Value;

/// One actor of a side.
#[derive(Clone, Debug)]
pub struct GoldActor {
    pub text: String,
    pub name: String,
    pub kind: String,
}

/// One harm row or tally.
#[derive(Clone, Debug)]
pub struct GoldFigure {
    pub what: String,
    pub text: String,
    pub low: u64,
    pub high: Option<u64>,
    pub said_by: Option<String>,
}

/// One row of an event's claims.
#[derive(Clone, Debug)]
pub struct GoldClaim {
    pub about: String,
    pub stance: String,
    pub said_by: Option<String>,
}

/// One event.
#[derive(Clone, Debug)]
pub struct GoldEvent {
    pub evidence: Vec<Span>,
    pub more: Vec<Span>,
    pub event_type: String,
    pub main: bool,
    pub time: Option<(String, String, Option<String>)>,
    pub place: Option<(String, String)>,
    pub side_a: Vec<GoldActor>,
    pub side_b: Vec<GoldActor>,
    pub harm: Vec<GoldFigure>,
    pub claims: Vec<GoldClaim>,
}

/// One coded report.
#[derive(Clone, Debug)]
pub struct GoldReport {
    pub id: String,
    pub title: Option<String>,
    pub text: String,
    pub published: Option<String>,
    pub outlet: Option<String>,
    pub events: Vec<GoldEvent>,
    pub tallies: Vec<GoldFigure>,
    pub refusals: Vec<(Span, String)>,
    /// Whether it comes from other coders.
    pub more: bool,
}

/// Reads a JSONL file of coded reports.
///
/// # Errors
/// Names the file or line that could not be read.
pub fn read(path: &str) -> Result<Vec<GoldReport>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{path} could not be read"))?;
    text.lines()
        .enumerate()
        .filter(|(_, l)| !l.trim().is_empty())
        .map(|(n, l)| {
            let v: Value =
                serde_json::from_str(l).with_context(|| format!("{path}: line {} is no JSON", n + 1))?;
            Ok(report(&v))
        })
        .collect()
}

/// The reports of one file, then those of `more`, which other coders coded.
///
/// # Errors
/// As [`read`].
pub fn read_with(path: &str, more: Option<&str>) -> Result<Vec<GoldReport>> {
    let mut reports = read(path)?;
    if let Some(more) = more {
        reports.extend(read(more)?.into_iter().map(|r| GoldReport { more: true, ..r }));
    }
    Ok(reports)
}

fn report(v: &Value) -> GoldReport {
    let text = string(&v["text"]).unwrap_or_default();
    GoldReport {
        id: string(&v["id"]).unwrap_or_default(),
        title: string(&v["title"]),
        published: string(&v["published"]),
        outlet: string(&v["outlet"]),
        events: list(&v["events"]).iter().map(|e| event(&text, e)).collect(),
        tallies: list(&v["tallies"]).iter().map(|t| figure(t, "counts")).collect(),
        refusals: list(&v["not_events"])
            .iter()
            .flat_map(|n| {
                let why = string(&n["why"]).unwrap_or_default();
                places(&text, &n["text"]).into_iter().take(1).map(move |s| (s, why.clone()))
            })
            .collect(),
        text,
        more: false,
    }
}

fn event(text: &str, v: &Value) -> GoldEvent {
    GoldEvent {
        evidence: places(text, &v["evidence"]),
        more: list(&v["more_evidence"]).iter().flat_map(|q| places(text, q)).collect(),
        event_type: string(&v["type"]).unwrap_or_default(),
        main: v["standing"] == "main",
        time: v["time"].as_object().map(|t| {
            let get = |k: &str| t.get(k).and_then(string);
            (get("start").unwrap_or_default(), get("end").unwrap_or_default(), get("text"))
        }),
        place: v["place"]["text"]
            .as_str()
            .map(|t| (t.to_string(), string(&v["place"]["country"]).unwrap_or_default())),
        side_a: list(&v["side_a"]).iter().map(actor).collect(),
        side_b: list(&v["side_b"]).iter().map(actor).collect(),
        harm: list(&v["harm"]).iter().map(|h| figure(h, "what")).collect(),
        claims: list(&v["claims"])
            .iter()
            .map(|c| GoldClaim {
                about: string(&c["about"]).unwrap_or_default(),
                stance: string(&c["stance"]).unwrap_or_default(),
                said_by: string(&c["said_by"]),
            })
            .collect(),
    }
}

fn actor(v: &Value) -> GoldActor {
    let get = |key: &str| string(&v[key]).unwrap_or_default();
    GoldActor { text: get("text"), name: get("name"), kind: get("kind") }
}

fn figure(v: &Value, what: &str) -> GoldFigure {
    GoldFigure {
        what: string(&v[what]).unwrap_or_default(),
        text: string(&v["text"]).unwrap_or_default(),
        low: v["low"].as_u64().unwrap_or(0),
        high: v["high"].as_u64(),
        said_by: string(&v["said_by"]),
    }
}

/// A string, or the `text` of an object with offsets.
fn string(v: &Value) -> Option<String> {
    v.as_str().or_else(|| v["text"].as_str()).map(str::to_string)
}

fn list(v: &Value) -> &[Value] {
    v.as_array().map_or(&[], Vec::as_slice)
}

/// Every place where a quote stands in the text.
fn places(text: &str, quote: &Value) -> Vec<Span> {
    let Some(quote) = string(quote).filter(|q| !q.is_empty()) else { return Vec::new() };
    text.match_indices(&quote).map(|(at, q)| Span::new(at, at + q.len())).collect()
}

/// Each sentence of a coded report as a report of its own: what is told must be seen without the rest too.
pub fn alone(gold: &GoldReport, sentences: &[Span]) -> Vec<GoldReport> {
    let inside = |all: &[Span], at: Span| -> Vec<Span> {
        let cut = |q: &Span| {
            Span::new(q.start.max(at.start) - at.start, q.end.min(at.end).saturating_sub(at.start))
        };
        all.iter().filter(|q| q.overlaps(at)).map(cut).collect()
    };
    sentences
        .iter()
        .map(|at| GoldReport {
            text: at.of(&gold.text).to_string(),
            title: None,
            events: gold
                .events
                .iter()
                .map(|e| GoldEvent {
                    evidence: inside(&e.evidence, *at),
                    more: inside(&e.more, *at),
                    ..e.clone()
                })
                .filter(|e| !e.evidence.is_empty() || !e.more.is_empty())
                .collect(),
            tallies: Vec::new(),
            refusals: (gold.refusals.iter())
                .flat_map(|(q, why)| inside(&[*q], *at).into_iter().map(|q| (q, why.clone())))
                .collect(),
            ..gold.clone()
        })
        .collect()
}

/// The examples of one event type as coded reports: what must be coded is evidence from end to end, what must
/// not is refused, or is evidence of the type that it should be coded as.
pub fn examples(entry: &EventType, codebook: &Codebook) -> Vec<GoldReport> {
    let must = entry.must_code.iter().map(|text| (text, entry.id.as_str()));
    let must_not = entry.must_not_code.iter().map(|n| (&n.text, n.why.as_str()));
    must.chain(must_not)
        .map(|(text, class)| {
            let all = Span::new(0, text.len());
            let mut report = report(&Value::Null);
            report.text.clone_from(text);
            report.id = format!("codebook-{}", entry.id);
            if codebook.has(class) {
                let mut event = event(text, &Value::Null);
                event.evidence = vec![all];
                event.event_type = class.to_string();
                report.events.push(event);
            } else {
                report.refusals.push((all, class.to_string()));
            }
            report
        })
        .collect()
}
