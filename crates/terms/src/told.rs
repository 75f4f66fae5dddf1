//! A coded report in the contract's own words: what the program prints, what a record keeps, and what exports
//! hand on. Every quote carries its words as well as its place, so that it can be read without the report.
//!
//! Field names are the contract's. Reading is lenient, so that coded reports of other hands (gold among them)
//! can be taken in: what is missing is empty, and a quote may be a bare string (its place is then unknown,
//! `0..0`, until [`Quote::locate`] finds it in the text).

use crate::{About, ActorKind, Date, HarmKind, Precision, Span, Stance, Standing, Status, Who};
use serde::{Deserialize, Deserializer, Serialize};

/// Words of the report and where they stand in its text: UTF-8 byte offsets, `end` exclusive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Quote {
    /// The words.
    pub text: String,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Quote {
    /// The words that `at` points at.
    pub fn new(text: &str, at: Span) -> Quote {
        Quote { text: at.of(text).to_string(), start: at.start, end: at.end }
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }

    /// Gives a quote of unknown place the first place where its words stand in `text`.
    pub fn locate(&mut self, text: &str) {
        if self.end == 0
            && let Some(at) = text.find(&self.text)
        {
            (self.start, self.end) = (at, at + self.text.len());
        }
    }
}

impl<'de> Deserialize<'de> for Quote {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Quote, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Bare(String),
            Placed {
                text: String,
                #[serde(default)]
                start: usize,
                #[serde(default)]
                end: usize,
            },
        }
        Ok(match Form::deserialize(from)? {
            Form::Bare(text) => Quote { text, start: 0, end: 0 },
            Form::Placed { text, start, end } => Quote { text, start, end },
        })
    }
}

/// Where words stand, without the words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct At {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// Days of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Time {
    /// First day.
    pub start: Date,
    /// Last day, inclusive.
    pub end: Date,
    /// The words that say so.
    #[serde(default)]
    pub text: Option<String>,
    /// Where those stand.
    #[serde(default)]
    pub at: Option<At>,
    /// `stated` or `relative`; a correction says `judged`.
    #[serde(default)]
    pub basis: String,
}

/// Place of an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Place {
    /// The words.
    #[serde(flatten)]
    pub quote: Quote,
    /// Name in the gazetteer, or the words themselves.
    #[serde(default)]
    pub name: String,
    /// First-order administrative area.
    #[serde(default)]
    pub admin1: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(default)]
    pub country: Option<String>,
    /// Degrees north.
    #[serde(default)]
    pub lat: Option<f64>,
    /// Degrees east.
    #[serde(default)]
    pub lon: Option<f64>,
    /// Radius in kilometres within which the event lies.
    #[serde(default)]
    pub radius_km: Option<f64>,
    /// How closely it is known.
    #[serde(default = "settlement")]
    pub precision: Precision,
    /// GeoNames id.
    #[serde(default)]
    pub geonames: Option<u32>,
    /// `stated` or `context`; a correction says `judged`.
    #[serde(default)]
    pub basis: String,
}

fn settlement() -> Precision {
    Precision::Settlement
}

/// An actor on one side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Actor {
    /// The words.
    #[serde(flatten)]
    pub quote: Quote,
    /// Canonical English name.
    pub name: String,
    /// Kind, seen from the country where the event happened.
    pub kind: ActorKind,
    /// Id in the actor file.
    #[serde(default)]
    pub actor: Option<String>,
    /// `stated` or `context`; a correction says `judged`.
    #[serde(default)]
    pub basis: String,
}

/// A weapon as mentioned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Weapon {
    /// The words.
    #[serde(flatten)]
    pub quote: Quote,
    /// Kind word of the guide.
    pub kind: String,
    /// Least number used, if said.
    #[serde(default)]
    pub low: Option<u64>,
    /// Greatest.
    #[serde(default)]
    pub high: Option<u64>,
}

/// One stated harm figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Harm {
    /// What is counted.
    pub what: HarmKind,
    /// To whom.
    pub who: Who,
    /// The number phrase with its noun.
    #[serde(flatten)]
    pub quote: Quote,
    /// Least number that the words allow.
    pub low: u64,
    /// Greatest; `None` where the words leave it open.
    #[serde(default)]
    pub high: Option<u64>,
    /// Who gives it; `None` for the report's own voice.
    #[serde(default)]
    pub said_by: Option<Quote>,
    /// How the speaker stands to it.
    pub stance: Stance,
}

/// Who says what about one event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Attribution {
    /// Aspect.
    pub about: About,
    /// Speaker; `None` for the report's own voice.
    #[serde(default)]
    pub said_by: Option<Quote>,
    /// Stance.
    pub stance: Stance,
    /// The clause.
    pub quote: Quote,
}

/// One event as one report coded it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Event {
    /// Unique in its report.
    pub eid: String,
    /// The record's lasting id of the incident, `None` where the report was coded by itself.
    #[serde(default)]
    pub incident: Option<String>,
    /// The clause or sentence that reports it best.
    pub evidence: Quote,
    /// Other sentences that add to it.
    #[serde(default)]
    pub more_evidence: Vec<Quote>,
    /// Id of the codebook.
    #[serde(rename = "type")]
    pub event_type: String,
    /// Occurred or foiled.
    pub status: Status,
    /// Main or background.
    pub standing: Standing,
    /// Days.
    #[serde(default)]
    pub time: Option<Time>,
    /// Place.
    #[serde(default)]
    pub place: Option<Place>,
    /// Who did it.
    #[serde(default)]
    pub side_a: Vec<Actor>,
    /// To whom.
    #[serde(default)]
    pub side_b: Vec<Actor>,
    /// Weapons.
    #[serde(default)]
    pub weapons: Vec<Weapon>,
    /// Harm figures.
    #[serde(default)]
    pub harm: Vec<Harm>,
    /// Who says so.
    #[serde(default)]
    pub claims: Vec<Attribution>,
    /// How likely a coder would agree, 0–1; 1 where people coded it.
    #[serde(default = "certain")]
    pub confidence: f64,
    /// Rules that fired.
    #[serde(default)]
    pub why: Vec<String>,
}

fn certain() -> f64 {
    1.0
}

/// A sum over many events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Tally {
    /// Unique in its report.
    pub tid: String,
    /// The words.
    #[serde(flatten)]
    pub quote: Quote,
    /// What is counted: killed, injured, attacks, displaced, arrested, abducted, other.
    pub counts: String,
    /// Least number that the words allow.
    pub low: u64,
    /// Greatest; `None` where the words leave it open.
    #[serde(default)]
    pub high: Option<u64>,
    /// Canonical name of whoever did it.
    #[serde(default)]
    pub by: Option<String>,
    /// Canonical name of those it was done to.
    #[serde(default)]
    pub against: Option<String>,
    /// Name of the area.
    #[serde(default)]
    pub area: Option<String>,
    /// First day, month or year that it covers: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    #[serde(default)]
    pub since: Option<String>,
    /// Last.
    #[serde(default)]
    pub until: Option<String>,
    /// Who gives the sum.
    #[serde(default)]
    pub said_by: Option<Quote>,
}

/// Something seen and refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NotEvent {
    /// The words.
    #[serde(flatten)]
    pub quote: Quote,
    /// Why.
    pub why: String,
}
