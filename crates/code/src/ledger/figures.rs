//! What one claim says of harm: its rows added up where they add up, and told apart where they are alternatives.

use crate::gazetteer::fold::fold;
use dateline_terms::told::{Event, Harm};
use dateline_terms::{HarmKind, Stance, Who};
use std::collections::BTreeMap;

/// One figure that one speaker gives in one claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure<'e> {
    /// What is counted.
    pub what: HarmKind,
    /// Among whom; `None` for all together.
    pub who: Option<Who>,
    /// Least number.
    pub low: u64,
    /// Greatest; `None` where open.
    pub high: Option<u64>,
    /// Words that name the speaker; `None` for the report's own voice.
    pub speaker: Option<&'e str>,
    /// `Denied` and `Unconfirmed` where any of its rows is.
    pub stance: Stance,
    /// Words of its first row.
    pub quote: &'e str,
}

/// A range: least and greatest, `None` where open.
type Range = (u64, Option<u64>);

/// Figures this near, as a share of the greater, are one figure said twice.
const NEAR: f64 = 0.1;

/// The figures of a claim, for each kind of harm and speaker: of all together, and of civilians and combatants where
/// they are told apart. Figures of different speakers are alternatives. Of one speaker, rows of different people add
/// up, and so do rows of the same people that are no two wordings of one figure (the losses of two sides); a row that
/// doesn't say whom and is at least the sum of the others is the total. Denied figures are given by themselves.
pub fn figures(event: &Event) -> Vec<Figure<'_>> {
    let mut groups: BTreeMap<(HarmKind, Option<String>, bool), Vec<&Harm>> = BTreeMap::new();
    for row in &event.harm {
        let speaker = row.said_by.as_ref().map(|q| fold(&q.text));
        groups.entry((row.what, speaker, row.stance == Stance::Denied)).or_default().push(row);
    }
    groups.into_values().flat_map(|rows| of_speaker(&rows)).collect()
}

/// All figures of one kind by one speaker.
fn of_speaker<'e>(rows: &[&'e Harm]) -> Vec<Figure<'e>> {
    let range = |r: &&Harm| (r.low, r.high.map(|high| high.max(r.low)));
    let among = |who: Who| added(rows.iter().filter(|r| r.who == who).map(range).collect());
    let (civilians, combatants, rest) =
        (among(Who::Civilians), among(Who::Combatants), among(Who::Unspecified));
    let named = sum(civilians, combatants);
    let total = match (named, rest) {
        (Some(named), Some(rest)) if at_least(rest, named) => Some(rest),
        (named, rest) => sum(named, rest),
    };
    let of = [(None, total), (Some(Who::Civilians), civilians), (Some(Who::Combatants), combatants)];
    of.into_iter().filter_map(|(who, range)| figure(rows, who, range?)).collect()
}

fn figure<'e>(rows: &[&'e Harm], who: Option<Who>, (low, high): Range) -> Option<Figure<'e>> {
    let own: Vec<&&Harm> = rows.iter().filter(|r| who.is_none_or(|who| r.who == who)).collect();
    let first = own.first()?;
    let has = |stance: Stance| own.iter().any(|r| r.stance == stance);
    let stance = [Stance::Denied, Stance::Unconfirmed, Stance::Alleged].into_iter().find(|s| has(*s));
    Some(Figure {
        what: first.what,
        who,
        low,
        high,
        speaker: first.said_by.as_ref().map(|q| q.text.as_str()),
        stance: stance.unwrap_or(Stance::Asserted),
        quote: &own.iter().min_by_key(|r| (r.quote.start, &r.quote.text))?.quote.text,
    })
}

/// The sum of rows of the same people, those that are one figure counted once.
fn added(mut rows: Vec<Range>) -> Option<Range> {
    rows.sort_unstable_by_key(|(low, high)| (*low, high.is_none(), *high));
    let mut apart: Vec<Range> = Vec::new();
    for row in rows {
        match apart.iter_mut().find(|other| is_one(**other, row)) {
            Some(other) => *other = closest(*other, row),
            None => apart.push(row),
        }
    }
    apart.into_iter().reduce(|a, b| (a.0.saturating_add(b.0), plus(a.1, b.1)))
}

/// Whether two rows are one figure: their ranges meet, or lie within a tenth of each other.
pub fn is_one(a: Range, b: Range) -> bool {
    let (lesser, greater) = if a.0 <= b.0 { (a, b) } else { (b, a) };
    lesser.1.is_none_or(|high| high >= greater.0 || (greater.0 - high) as f64 <= NEAR * greater.0 as f64)
}

/// The closest bounds of two wordings of one figure.
fn closest(a: Range, b: Range) -> Range {
    let low = a.0.max(b.0);
    let high = match (a.1, b.1) {
        (Some(x), Some(y)) => Some(x.min(y)),
        (x, y) => x.or(y),
    };
    match high {
        Some(high) if high < low => (high, Some(low)),
        high => (low, high),
    }
}

fn sum(a: Option<Range>, b: Option<Range>) -> Option<Range> {
    match (a, b) {
        (Some(a), Some(b)) => Some((a.0.saturating_add(b.0), plus(a.1, b.1))),
        (a, b) => a.or(b),
    }
}

fn plus(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    Some(a?.saturating_add(b?))
}

/// Whether the one reaches the other at both ends.
fn at_least(a: Range, b: Range) -> bool {
    a.0 >= b.0 && a.1.is_none_or(|high| b.1.is_none_or(|other| high >= other))
}
