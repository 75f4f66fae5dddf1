//! The record held against another dataset: which events both have, and how far they agree on them.

mod agree;
mod names;
mod pair;

use crate::Foreign;
pub use agree::Agreement;
use dateline_terms::{Date, Incident};
use names::Lexicon;
use pair::{ENOUGH, Event, mark, window};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a comparison found.
///
/// Only what both could have is compared: days that both datasets reach (with the slack of a match), and countries
/// that both name. What lies outside is counted, not called missing.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Comparison {
    /// Events that both have, in the order of our ids.
    pub matched: Vec<Match>,
    /// Our ids that match none of theirs.
    pub ours_alone: Vec<String>,
    /// Their ids that match none of ours.
    pub theirs_alone: Vec<String>,
    /// Incidents of ours outside what was compared: another time or country, no day, no place's country.
    pub ours_outside: usize,
    /// Events of theirs outside.
    pub theirs_outside: usize,
    /// First and last day that were compared; `None` where the datasets share none.
    pub days: Option<(Date, Date)>,
    /// Field by field, over the matches.
    pub fields: Vec<Agreement>,
    /// Deaths, over matches where both give a number.
    pub deaths: Deaths,
    /// Types, ours and theirs, and how often they met: most frequent first.
    pub types: Vec<(String, String, usize)>,
}

/// Two events that are one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Match {
    /// Our id.
    pub ours: String,
    /// Theirs.
    pub theirs: String,
    /// How likely, 0–1; at least 0.6.
    pub mark: f64,
}

/// How numbers of dead differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Deaths {
    /// Matches where both give a number.
    pub both: usize,
    /// Mean of ours less theirs.
    pub mean_difference: f64,
    /// Mean of the difference, whatever its sign.
    pub mean_absolute_difference: f64,
    /// Our sum.
    pub ours: u64,
    /// Theirs.
    pub theirs: u64,
}

/// Matches incidents one to one with another dataset's events, by place, days, family of type, actors and deaths.
///
/// Only pairs of nearby days and places are looked at, so that time grows with the number of events and not with its
/// square. The best pair is matched first, then the best of the rest; ties go by the ids, so the order of neither
/// list matters.
pub fn compare(ours: impl Iterator<Item = Incident>, theirs: &[Foreign]) -> Comparison {
    let mut lexicon = Lexicon::default();
    let all: Vec<Option<Event>> = ours.map(|incident| Event::ours(&incident, &mut lexicon)).collect();
    let undated = all.iter().filter(|event| event.is_none()).count();
    let mut ours: Vec<Event> = all.into_iter().flatten().collect();
    let scope = Scope::of(&ours, theirs);
    let before = (ours.len(), theirs.len());
    ours.retain(|event| scope.holds(event.first, event.last, event.country.as_ref()));
    let inside = theirs.iter().filter(|event| scope.holds(event.first, event.last, event.country.as_ref()));
    let mut theirs: Vec<Event> = inside.map(|event| Event::theirs(event, &mut lexicon)).collect();
    ours.sort_by(|a, b| a.id.cmp(&b.id));
    theirs.sort_by(|a, b| a.id.cmp(&b.id));
    let pairs = matches(&ours, &theirs);
    let mut found = told(&ours, &theirs, &pairs);
    found.ours_outside = undated + before.0 - ours.len();
    found.theirs_outside = before.1 - theirs.len();
    found.days = scope.days;
    found
}

/// What both datasets could have.
struct Scope {
    days: Option<(Date, Date)>,
    countries: BTreeSet<String>,
}

impl Scope {
    fn of(ours: &[Event], theirs: &[Foreign]) -> Scope {
        let a = (ours.iter().map(|e| e.first).min(), ours.iter().map(|e| e.last).max());
        let b = (theirs.iter().map(|e| e.first).min(), theirs.iter().map(|e| e.last).max());
        let first = a.0.zip(b.0).map(|(a, b)| a.max(b));
        let last = a.1.zip(b.1).map(|(a, b)| a.min(b));
        let named: BTreeSet<&String> = ours.iter().filter_map(|e| e.country.as_ref()).collect();
        let theirs = theirs.iter().filter_map(|e| e.country.as_ref());
        Scope {
            days: first.zip(last).filter(|(first, last)| first <= last),
            countries: theirs.filter(|country| named.contains(country)).cloned().collect(),
        }
    }

    fn holds(&self, first: Date, last: Date, country: Option<&String>) -> bool {
        let (from, until) = window(first, last);
        self.days.is_some_and(|(first, last)| from <= last && first <= until)
            && country.is_some_and(|country| self.countries.contains(country))
    }
}

/// Days a block.
const BLOCK_DAYS: i64 = 7;
/// Degrees a block.
const BLOCK_DEGREES: f64 = 0.5;

/// What events that may be one share: a stretch of days, and a square of the globe or, for those known less closely
/// than that, a country.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Where {
    Square(i64, i64),
    Country(String),
}

/// The number of the stretch of days that holds a day.
fn block(day: Date) -> i64 {
    let days = Date::constant(1970, 1, 1).until(day).map_or(0, |span| i64::from(span.get_days()));
    days.div_euclid(BLOCK_DAYS)
}

/// The square of a point; none for what lies within a radius wider than a square.
fn square(event: &Event) -> Option<(i64, i64)> {
    let (lat, lon) = event.at.filter(|_| event.radius_km <= 25.0)?;
    Some(((lat / BLOCK_DEGREES).floor() as i64, (lon / BLOCK_DEGREES).floor() as i64))
}

/// Pairs that are one: index of ours, index of theirs, mark.
fn matches(ours: &[Event], theirs: &[Event]) -> Vec<(usize, usize, f64)> {
    let index = index(theirs);
    let mut pairs = Vec::new();
    for (a, event) in ours.iter().enumerate() {
        for b in candidates(event, &index) {
            if let Some(mark) = theirs.get(b).and_then(|other| mark(event, other)).filter(|m| *m >= ENOUGH) {
                pairs.push((a, b, mark));
            }
        }
    }
    // Both lists are in the order of their ids, so ties fall the same way every time.
    pairs.sort_by(|x, y| y.2.total_cmp(&x.2).then((x.0, x.1).cmp(&(y.0, y.1))));
    let (mut taken_a, mut taken_b) = (BTreeSet::new(), BTreeSet::new());
    pairs.retain(|(a, b, _)| {
        let free = !taken_a.contains(a) && !taken_b.contains(b);
        if free {
            taken_a.insert(*a);
            taken_b.insert(*b);
        }
        free
    });
    pairs.sort_by_key(|(a, _, _)| *a);
    pairs
}

type Index = HashMap<(i64, Where), Vec<usize>>;

/// Theirs by block. Each stands under its square and, for ours that are known less closely, under its country;
/// one that is itself known less closely stands under `Country` with a mark before it.
fn index(events: &[Event]) -> Index {
    let mut index = Index::new();
    for (at, event) in events.iter().enumerate() {
        let country = event.country.clone().unwrap_or_default();
        let mut places = vec![Where::Country(country.clone())];
        places.push(match square(event) {
            Some((row, column)) => Where::Square(row, column),
            None => Where::Country(format!("vague {country}")),
        });
        for week in block(event.first)..=block(event.last) {
            for place in &places {
                index.entry((week, place.clone())).or_default().push(at);
            }
        }
    }
    index
}

/// Theirs that may be one with an event of ours, each once.
fn candidates(event: &Event, index: &Index) -> BTreeSet<usize> {
    let country = event.country.clone().unwrap_or_default();
    let places: Vec<Where> = match square(event) {
        Some((row, column)) => {
            let around = (-1..=1).flat_map(|up| (-1..=1).map(move |side| (row + up, column + side)));
            let squares = around.map(|(row, column)| Where::Square(row, column));
            squares.chain([Where::Country(format!("vague {country}"))]).collect()
        }
        None => vec![Where::Country(country)],
    };
    let (from, until) = window(event.first, event.last);
    let weeks = block(from)..=block(until);
    let keys = weeks.flat_map(|week| places.iter().map(move |place| (week, place.clone())));
    keys.filter_map(|key| index.get(&key)).flatten().copied().collect()
}

fn told(ours: &[Event], theirs: &[Event], pairs: &[(usize, usize, f64)]) -> Comparison {
    let matched: Vec<(&Event, &Event, f64)> =
        pairs.iter().map(|(a, b, mark)| (&ours[*a], &theirs[*b], *mark)).collect();
    let (seen_a, seen_b): (BTreeSet<usize>, BTreeSet<usize>) = pairs.iter().map(|(a, b, _)| (*a, *b)).unzip();
    let alone = |events: &[Event], seen: &BTreeSet<usize>| {
        let rest = events.iter().enumerate().filter(|(at, _)| !seen.contains(at));
        rest.map(|(_, event)| event.id.clone()).collect()
    };
    let mut types: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (a, b, _) in &matched {
        *types.entry((a.called.clone(), b.called.clone())).or_default() += 1;
    }
    let mut types: Vec<_> = types.into_iter().map(|((a, b), n)| (a, b, n)).collect();
    types.sort_by_key(|(_, _, n)| std::cmp::Reverse(*n));
    Comparison {
        ours_alone: alone(ours, &seen_a),
        theirs_alone: alone(theirs, &seen_b),
        fields: agree::fields(&matched),
        deaths: agree::deaths(&matched),
        types,
        matched: matched
            .iter()
            .map(|(a, b, mark)| Match {
                ours: a.id.clone(),
                theirs: b.id.clone(),
                mark: (mark * 1000.0).round() / 1000.0,
            })
            .collect(),
        ..Comparison::default()
    }
}
