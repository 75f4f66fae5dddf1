//! What a coder makes of an item, and how far two of them agree.

use crate::agreement::{Metric, alpha, kappa};
use crate::desk::Item;
use crate::problem::{Answer, Problem};
use dateline_store::{Books, fold};
use dateline_terms::{Date, Status};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a coder makes of one item, from its texts alone. What the texts do not say is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = BlindCoding)]
#[serde(deny_unknown_fields)]
pub(super) struct Coding {
    /// Whether it is an event at all; if not, the rest is left out.
    pub event: bool,
    /// Event type: an id of the codebook.
    #[serde(rename = "type", default)]
    pub event_type: Option<String>,
    /// Occurred or foiled.
    #[serde(default)]
    pub status: Option<Status>,
    /// First day.
    #[serde(default)]
    pub day: Option<Date>,
    /// Last day, where it is another.
    #[serde(default)]
    pub last_day: Option<Date>,
    /// ISO 3166-1 alpha-2.
    #[serde(default)]
    pub country: Option<String>,
    /// Name of the place.
    #[serde(default)]
    pub place: Option<String>,
    /// People killed.
    #[serde(default)]
    pub killed: Option<u64>,
    /// People injured.
    #[serde(default)]
    pub injured: Option<u64>,
    /// A remark for those who read this later.
    #[serde(default)]
    pub note: Option<String>,
}

/// People harmed at most.
const GREATEST: u64 = 100_000_000;

impl Coding {
    /// Checks what it says.
    ///
    /// # Errors
    /// Says what cannot be so.
    pub fn check(&self, books: &Books<'_>) -> Answer<()> {
        let wrong = |what: &str| Err(Problem::asked(what));
        if self.event_type.as_ref().is_some_and(|id| !books.codebook.has(id)) {
            return wrong("There is no such event type: /api/v1/codebook lists them.");
        }
        if self.event && self.event_type.is_none() {
            return wrong("An event has a type.");
        }
        if !self.event && self.clone().without_note() != Coding::no_event() {
            return wrong("What is no event has no further values.");
        }
        if self.last_day.is_some_and(|last| self.day.is_none_or(|day| last < day)) {
            return wrong("A last day comes after a first one.");
        }
        if self
            .country
            .as_ref()
            .is_some_and(|cc| cc.len() != 2 || !cc.bytes().all(|b| b.is_ascii_uppercase()))
        {
            return wrong("A country is two capital letters, such as SY.");
        }
        if [self.killed, self.injured].into_iter().flatten().any(|figure| figure > GREATEST) {
            return wrong("A figure is at most 100,000,000.");
        }
        let texts = [&self.place, &self.note].into_iter().flatten();
        match texts.into_iter().any(|text| text.chars().count() > 2000) {
            true => wrong("A text has at most 2,000 characters."),
            false => Ok(()),
        }
    }

    fn no_event() -> Coding {
        Coding {
            event: false,
            event_type: None,
            status: None,
            day: None,
            last_day: None,
            country: None,
            place: None,
            killed: None,
            injured: None,
            note: None,
        }
    }

    fn without_note(self) -> Coding {
        Coding { note: None, ..self }
    }

    /// Whether another coding has other values; case and accents of places do not matter.
    pub fn differs(&self, other: &Coding) -> bool {
        let plain = |coding: &Coding| Coding {
            place: coding.place.as_deref().map(fold),
            ..coding.clone().without_note()
        };
        plain(self) != plain(other)
    }

    /// A field's value as a category; empty where it was left out, which is a statement too.
    fn category(&self, field: &str) -> String {
        match field {
            "event" => self.event.to_string(),
            "type" => self.event_type.clone().unwrap_or_default(),
            "status" => self.status.map(Status::as_str).unwrap_or_default().to_string(),
            "country" => self.country.clone().unwrap_or_default(),
            _ => self.place.as_deref().map(fold).unwrap_or_default(),
        }
    }

    /// A field's value as a number; `None` where it was left out.
    fn number(&self, field: &str) -> Option<f64> {
        match field {
            "day" => self.day.map(|day| f64::from((day - Date::constant(1970, 1, 1)).get_days())),
            "killed" => self.killed.map(|n| n as f64),
            _ => self.injured.map(|n| n as f64),
        }
    }
}

/// Fields that are compared, and how.
const FIELDS: [(&str, Metric); 8] = [
    ("event", Metric::Nominal),
    ("type", Metric::Nominal),
    ("status", Metric::Nominal),
    ("day", Metric::Interval),
    ("country", Metric::Nominal),
    ("place", Metric::Nominal),
    ("killed", Metric::Ratio),
    ("injured", Metric::Ratio),
];

/// How far two coders agree on a field.
#[derive(Serialize, ToSchema)]
#[schema(as = FieldAgreement)]
pub(super) struct Figure {
    /// event, type, status, day, country, place, killed or injured.
    field: &'static str,
    /// nominal, interval or ratio: how differences are weighed.
    metric: &'static str,
    /// Items that both coded the field of: but for `event`, those that both took for events; of days and figures, those for
    /// which both gave one.
    items: usize,
    /// How many of these have the same value.
    same: usize,
    /// Cohen's kappa, of nominal fields; `null` where chance explains all.
    kappa: Option<f64>,
    /// Krippendorff's alpha; `null` where nothing varies.
    alpha: Option<f64>,
}

/// How far codings of the same items agree, field by field.
pub(super) fn agreement(codings: &[[Coding; 2]]) -> Vec<Figure> {
    FIELDS.iter().map(|(field, metric)| figure(codings, field, *metric)).collect()
}

fn figure(codings: &[[Coding; 2]], field: &'static str, metric: Metric) -> Figure {
    let meant = codings.iter().filter(|[a, b]| field == "event" || (a.event && b.event));
    if metric == Metric::Nominal {
        let pairs: Vec<(String, String)> =
            meant.map(|[a, b]| (a.category(field), b.category(field))).collect();
        let mut categories: Vec<&String> = pairs.iter().flat_map(|(a, b)| [a, b]).collect();
        categories.sort_unstable();
        categories.dedup();
        let number = |value: &String| categories.binary_search(&value).unwrap_or_default() as f64;
        let units: Vec<Vec<f64>> = pairs.iter().map(|(a, b)| vec![number(a), number(b)]).collect();
        let same = pairs.iter().filter(|(a, b)| a == b).count();
        let (kappa, alpha) = (kappa(&pairs), alpha(&units, metric));
        return Figure { field, metric: metric.as_str(), items: pairs.len(), same, kappa, alpha };
    }
    let units: Vec<Vec<f64>> =
        meant.map(|[a, b]| [a, b].into_iter().filter_map(|one| one.number(field)).collect()).collect();
    let both = || units.iter().filter(|unit| unit.len() == 2);
    let same = both().filter(|unit| unit.first() == unit.last()).count();
    let alpha = alpha(&units, metric);
    Figure { field, metric: metric.as_str(), items: both().count(), same, kappa: None, alpha }
}

/// What the desk keeps of a coding.
///
/// # Errors
/// When it is not as it was written.
pub(super) fn read(kept: &str) -> Answer<Coding> {
    serde_json::from_str(kept).map_err(Problem::broken)
}

/// What both coders made of an item; `None` until both did.
///
/// # Errors
/// As those of [`read`].
pub(super) fn both(item: &Item) -> Answer<Option<[Coding; 2]>> {
    match &item.coded {
        [Some(a), Some(b)] => Ok(Some([read(a)?, read(b)?])),
        _ => Ok(None),
    }
}
