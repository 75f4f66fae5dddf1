//! Coded reports as the scorer reads them: gold, and predictions in the contract's shape.

use anyhow::{Context, Result};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::collections::HashMap;

/// One report of a gold or a predicted file. Fields that a file lacks are empty.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldReport {
    /// Pairs gold with prediction.
    pub id: String,
    /// Text of the report; only gold needs it.
    #[serde(default)]
    pub text: String,
    /// Headline, as given.
    #[serde(default)]
    pub title: Option<String>,
    /// Publication day, as given.
    #[serde(default, deserialize_with = "day")]
    pub published: Option<String>,
    /// What the contract says of the report itself.
    #[serde(default)]
    report: Cleaned,
    /// Outlet, as given.
    #[serde(default)]
    pub outlet: Option<String>,
    /// Whose coding it is; incident names hold within one batch.
    #[serde(default)]
    pub(super) batch: Value,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) events: Vec<Event>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) tallies: Vec<Tally>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) not_events: Vec<NotEvent>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Cleaned {
    #[serde(deserialize_with = "day")]
    published: Option<String>,
}

impl GoldReport {
    /// Publication day: given in gold, found in predictions.
    pub fn day(&self) -> Option<&str> {
        self.published.as_deref().or(self.report.published.as_deref())
    }
}

/// One event; `raw` is the row as it stood in the file, for the list of errors.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub fields: Fields,
    pub raw: Value,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Fields {
    pub eid: Value,
    pub incident: Value,
    pub evidence: Quotes,
    #[serde(deserialize_with = "or_default")]
    pub more_evidence: Vec<Quote>,
    #[serde(rename = "type")]
    pub event_type: Option<String>,
    pub status: Option<String>,
    pub standing: Option<String>,
    pub time: Option<Time>,
    pub place: Option<Place>,
    #[serde(deserialize_with = "or_default")]
    pub side_a: Vec<Actor>,
    #[serde(deserialize_with = "or_default")]
    pub side_b: Vec<Actor>,
    #[serde(deserialize_with = "or_default")]
    pub harm: Vec<Harm>,
    #[serde(deserialize_with = "or_default")]
    pub claims: Vec<Claim>,
    pub confidence: Option<f64>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Time {
    pub start: Option<String>,
    pub end: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Place {
    pub text: Quote,
    pub name: Option<String>,
    pub admin1: Option<String>,
    pub country: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Actor {
    pub text: Quote,
    pub name: Option<String>,
    pub kind: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Harm {
    pub what: Option<String>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub said_by: Quote,
    pub stance: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Claim {
    pub about: Option<String>,
    pub said_by: Quote,
    pub stance: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Tally {
    pub counts: Option<String>,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct NotEvent {
    pub text: Quote,
}

/// Words of a report: a bare string in gold, an object with offsets in predictions.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "QuoteForm")]
pub(super) struct Quote(pub Option<String>);

impl Quote {
    /// The words, unless there are none.
    pub fn words(&self) -> Option<&str> {
        self.0.as_deref().filter(|w| !w.is_empty())
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum QuoteForm {
    Words(String),
    Placed { text: Option<String> },
    Nothing(()),
}

impl From<QuoteForm> for Quote {
    fn from(form: QuoteForm) -> Quote {
        Quote(match form {
            QuoteForm::Words(words) => Some(words),
            QuoteForm::Placed { text } => text,
            QuoteForm::Nothing(()) => None,
        })
    }
}

/// One quote, or a list of them.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Quotes {
    Many(Vec<Quote>),
    One(Quote),
}

impl Default for Quotes {
    fn default() -> Quotes {
        Quotes::Many(Vec::new())
    }
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Event, D::Error> {
        let raw = Value::deserialize(from)?;
        let fields = Fields::deserialize(&raw).map_err(serde::de::Error::custom)?;
        Ok(Event { fields, raw })
    }
}

fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    from: D,
) -> std::result::Result<T, D::Error> {
    Ok(Option::<T>::deserialize(from)?.unwrap_or_default())
}

/// A date given as a string, or as the contract's object with a `date`.
fn day<'de, D: Deserializer<'de>>(from: D) -> std::result::Result<Option<String>, D::Error> {
    let value = Value::deserialize(from)?;
    let date = value.get("date").unwrap_or(&value);
    Ok(date.as_str().map(str::to_string))
}

/// The reports of a JSONL file, in order; of two with one id the later counts, at the earlier one's place.
///
/// # Errors
/// Names the line that is no report.
pub fn read_reports(jsonl: &str) -> Result<Vec<GoldReport>> {
    let mut reports: Vec<GoldReport> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (n, line) in jsonl.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let report: GoldReport =
            serde_json::from_str(line).with_context(|| format!("line {} is not a coded report", n + 1))?;
        match places.get(&report.id) {
            Some(&at) => reports[at] = report,
            None => {
                places.insert(report.id.clone(), reports.len());
                reports.push(report);
            }
        }
    }
    Ok(reports)
}
