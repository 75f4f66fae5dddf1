//! How far matched events agree, field by field.

use super::Deaths;
use super::names::{Words, alike, closest};
use super::pair::{Event, gap};
use crate::care::distance_km;
use serde::Serialize;

/// How often two datasets say the same in one field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// What is compared, and what counts as the same.
    pub field: &'static str,
    /// Matches where both state it.
    pub both: usize,
    /// Those that agree.
    pub same: usize,
}

impl Agreement {
    /// Share that agrees; `None` where both never state it.
    pub fn share(&self) -> Option<f64> {
        (self.both > 0).then(|| self.same as f64 / self.both as f64)
    }
}

/// Whether two events agree in a field; `None` where one says nothing.
type Test = fn(&Event, &Event) -> Option<bool>;

const FIELDS: [(&str, Test); 12] = [
    ("days: the same first and last day", |a, b| Some(a.first == b.first && a.last == b.last)),
    ("days: a day in common", |a, b| Some(gap(a, b) == 0)),
    ("country", |a, b| Some(a.country.as_ref()? == b.country.as_ref()?)),
    ("province: the same name", |a, b| names(&a.admin1, &b.admin1)),
    ("place: the same name", |a, b| names(&a.place, &b.place)),
    ("place: at most 10 km apart", |a, b| Some(distance_km(a.at?, b.at?) <= 10.0)),
    ("type: the same, where theirs is one of ours", |a, b| {
        Some(a.event_type.as_ref()? == b.event_type.as_ref()?)
    }),
    ("type: the same family", |a, b| Some(b.families.contains(a.families.first()?))),
    ("side A: a name in common", |a, b| sides(&a.sides[0], &b.sides[0])),
    ("side B: a name in common", |a, b| sides(&a.sides[1], &b.sides[1])),
    ("deaths: the same number", |a, b| Some(a.deaths? == b.deaths?)),
    ("deaths: theirs within our range", |a, b| {
        let (low, theirs) = (a.range.0?, b.deaths?);
        Some(low <= theirs && a.range.1.is_none_or(|high| theirs <= high))
    }),
];

fn names(a: &Words, b: &Words) -> Option<bool> {
    (!a.is_empty() && !b.is_empty()).then(|| alike(a, b) == 1.0)
}

/// Whether two names have more than half of the shorter one's words in common.
fn sides(a: &[Words], b: &[Words]) -> Option<bool> {
    (!a.is_empty() && !b.is_empty()).then(|| closest(a, b) > 0.5)
}

/// The agreement in every field.
pub(super) fn fields(matched: &[(&Event, &Event, f64)]) -> Vec<Agreement> {
    let count = |(field, test): &(&'static str, Test)| {
        let stated: Vec<bool> = matched.iter().filter_map(|(a, b, _)| test(a, b)).collect();
        Agreement { field, both: stated.len(), same: stated.iter().filter(|same| **same).count() }
    };
    FIELDS.iter().map(count).collect()
}

/// How numbers of dead differ.
pub(super) fn deaths(matched: &[(&Event, &Event, f64)]) -> Deaths {
    let pairs: Vec<(u64, u64)> = matched.iter().filter_map(|(a, b, _)| a.deaths.zip(b.deaths)).collect();
    let mean = |of: &dyn Fn(f64) -> f64| {
        let sum: f64 = pairs.iter().map(|(a, b)| of(*a as f64 - *b as f64)).sum();
        if pairs.is_empty() { 0.0 } else { sum / pairs.len() as f64 }
    };
    Deaths {
        both: pairs.len(),
        mean_difference: mean(&|d| d),
        mean_absolute_difference: mean(&f64::abs),
        ours: pairs.iter().map(|(a, _)| a).sum(),
        theirs: pairs.iter().map(|(_, b)| b).sum(),
    }
}
