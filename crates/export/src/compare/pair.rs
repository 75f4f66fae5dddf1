//! Whether one of our incidents and one of their events are the same: a mark from 0 to 1.

use super::names::{Lexicon, Words, alike, closest};
use crate::Foreign;
use crate::care::distance_km;
use crate::crosswalk::{self, Act};
use dateline_terms::told::Actor;
use dateline_terms::{Date, HarmKind, Incident, Precision, Status};
use jiff::ToSpan;

/// What a comparison keeps of an event of either side.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) id: String,
    pub(super) first: Date,
    pub(super) last: Date,
    pub(super) event_type: Option<String>,
    /// The type as a list of types names it.
    pub(super) called: String,
    pub(super) families: Vec<&'static str>,
    pub(super) country: Option<String>,
    pub(super) admin1: Words,
    pub(super) place: Words,
    pub(super) at: Option<(f64, f64)>,
    pub(super) radius_km: f64,
    pub(super) sides: [Vec<Words>; 2],
    pub(super) deaths: Option<u64>,
    pub(super) range: (Option<u64>, Option<u64>),
}

impl Event {
    /// One of ours; `None` without a day.
    pub(super) fn ours(incident: &Incident, lexicon: &mut Lexicon) -> Option<Event> {
        let days = incident.days?;
        let place = incident.place.as_ref();
        let killed = incident.toll(HarmKind::Killed);
        let mut names = |side: &[Actor]| side.iter().map(|actor| lexicon.words(&actor.name)).collect();
        let sides = [names(&incident.side_a), names(&incident.side_b)];
        let act = act(incident);
        Some(Event {
            id: incident.id.clone(),
            first: days.start,
            last: days.end,
            event_type: Some(act.map_or(incident.event_type.as_str(), |act| act.id).to_string()),
            called: incident.event_type.clone(),
            families: act.map(|act| act.family).into_iter().collect(),
            country: place.and_then(|p| p.country.clone()),
            admin1: lexicon.words(place.and_then(|p| p.admin1.as_deref()).unwrap_or_default()),
            place: lexicon.words(place.map(|p| p.name.as_str()).unwrap_or_default()),
            at: place.and_then(|p| p.lat.zip(p.lon)),
            radius_km: place.map_or(0.0, |p| p.radius_km.unwrap_or_else(|| radius(p.precision))),
            sides,
            deaths: killed.map(|toll| toll.best),
            range: (killed.map(|toll| toll.low), killed.and_then(|toll| toll.high)),
        })
    }

    /// One of theirs.
    pub(super) fn theirs(of: &Foreign, lexicon: &mut Lexicon) -> Event {
        let mut names = |side: &[crate::Party]| side.iter().map(|party| lexicon.words(&party.name)).collect();
        let sides = [names(&of.side_a), names(&of.side_b)];
        Event {
            id: of.id.clone(),
            first: of.first,
            last: of.last,
            event_type: of.event_type.clone(),
            called: of.their_type.clone(),
            families: of.families.clone(),
            country: of.country.clone(),
            admin1: lexicon.words(&of.admin1),
            place: lexicon.words(&of.place),
            at: of.at,
            radius_km: of.radius_km,
            sides,
            deaths: of.deaths_best,
            range: (of.deaths_low, of.deaths_high),
        }
    }
}

/// The type as others have it: a weapon that was stopped on its way is a kind of its own to them.
fn act(incident: &Incident) -> Option<&'static Act> {
    let act = crosswalk::by_id(&incident.event_type)?;
    let stopped = incident.status == Status::Foiled && ["strike", "bomb"].contains(&act.family);
    if stopped { crosswalk::by_id("disrupted_weapons") } else { Some(act) }
}

/// Kilometres for a place whose radius is not known.
fn radius(precision: Precision) -> f64 {
    match precision {
        Precision::Exact | Precision::Settlement => 5.0,
        Precision::District => 25.0,
        Precision::Province => 100.0,
        Precision::Country => 500.0,
    }
}

/// Days that the two may be apart and still be one: reports often date by the day after.
pub(super) const SLACK_DAYS: i64 = 2;
/// Kilometres that two points may be apart whatever their radius: datasets place a town differently.
const SLACK_KM: f64 = 15.0;
/// The least mark of a match.
pub(super) const ENOUGH: f64 = 0.6;

/// What a likeness in each respect is worth; they add up to 1. Set by hand: place and day say most, and names
/// and figures are what datasets differ over.
const WORTH: [f64; 5] = [0.3, 0.25, 0.2, 0.15, 0.1];

/// How likely the two are one; `None` where something speaks against it: other countries, days or places too far
/// apart, types of no common family.
pub(super) fn mark(ours: &Event, theirs: &Event) -> Option<f64> {
    if let (Some(a), Some(b)) = (&ours.country, &theirs.country)
        && a != b
    {
        return None;
    }
    let likeness = [
        place(ours, theirs)?,
        day(ours, theirs)?,
        family(ours, theirs)?,
        actors(ours, theirs),
        deaths(ours, theirs),
    ];
    Some(likeness.iter().zip(WORTH).map(|(like, worth)| like * worth).sum())
}

/// Days between two stretches; 0 where they touch.
pub(super) fn gap(a: &Event, b: &Event) -> i64 {
    let between = |from: Date, to: Date| from.until(to).map_or(i64::MAX, |span| i64::from(span.get_days()));
    between(a.last, b.first).max(between(b.last, a.first)).max(0)
}

fn day(ours: &Event, theirs: &Event) -> Option<f64> {
    let gap = gap(ours, theirs);
    if gap > SLACK_DAYS {
        return None;
    }
    let exact = ours.first == theirs.first && ours.last == theirs.last;
    Some(match gap {
        0 if exact => 1.0,
        0 => 0.8,
        gap => 0.6 - 0.15 * gap as f64,
    })
}

fn place(ours: &Event, theirs: &Event) -> Option<f64> {
    let named = alike(&ours.place, &theirs.place);
    let Some((a, b)) = ours.at.zip(theirs.at) else {
        // Without points: the same name, else the same province, else nothing known.
        let province = alike(&ours.admin1, &theirs.admin1);
        return Some(named.max(0.6 * province).max(0.2));
    };
    let apart = distance_km(a, b);
    let may = SLACK_KM + ours.radius_km + theirs.radius_km;
    if apart > may {
        return None;
    }
    // Two wide areas that meet tell less than two points that do.
    let wide = ours.radius_km.max(theirs.radius_km) > 50.0;
    let near = if wide { 0.5 } else { 1.0 - 0.5 * apart / may };
    Some(near.max(if named == 1.0 && !wide { 0.95 } else { 0.0 }))
}

/// Families that reports of one incident take for one another.
const NEAR: [(&str, &str); 5] =
    [("strike", "bomb"), ("strike", "fight"), ("bomb", "fight"), ("harm", "fight"), ("harm", "bomb")];

fn family(ours: &Event, theirs: &Event) -> Option<f64> {
    let [family] = ours.families.as_slice() else { return Some(0.3) };
    if theirs.families.contains(family) {
        // A type that names one family says more than one that leaves several open.
        let sure = ours.event_type == theirs.event_type;
        return Some(if sure || theirs.families.len() == 1 { 1.0 } else { 0.8 });
    }
    let near = |other: &&str| NEAR.contains(&(family, other)) || NEAR.contains(&(other, family));
    theirs.families.iter().any(near).then_some(0.4)
}

fn actors(ours: &Event, theirs: &Event) -> f64 {
    let [a, b] = &ours.sides;
    let [c, d] = &theirs.sides;
    if a.is_empty() && b.is_empty() || c.is_empty() && d.is_empty() {
        return 0.5;
    }
    // Datasets order the sides of a fight as they like.
    let straight = closest(a, c) + closest(b, d);
    let crossed = closest(a, d) + closest(b, c);
    straight.max(crossed) / 2.0
}

fn deaths(ours: &Event, theirs: &Event) -> f64 {
    match (ours.deaths, theirs.deaths) {
        (Some(a), Some(b)) if a == b => 1.0,
        (Some(a), Some(b)) => (a.min(b) as f64 + 1.0) / (a.max(b) as f64 + 1.0),
        // Nothing said, and ACLED's 0 for nothing said.
        (None, Some(0)) | (None, None) => 0.8,
        _ => 0.4,
    }
}

/// The days that may match a stretch.
pub(super) fn window(first: Date, last: Date) -> (Date, Date) {
    (first.saturating_sub(SLACK_DAYS.days()), last.saturating_add(SLACK_DAYS.days()))
}
