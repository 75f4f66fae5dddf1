use super::Sum;
use super::query::Query;
use crate::gazetteer::fold::fold;

/// How sums of one report contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Two numbers for the same thing.
    Two,
    /// The parts do not add up to the whole.
    Parts,
    /// A part, of the days or of the places, holds more than the whole: a running count that falls is such a one.
    Exceeds,
}

/// Sums of one report that cannot all be so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// How.
    pub kind: Kind,
    /// Ids of the tallies.
    pub tallies: Vec<String>,
    /// In words.
    pub words: String,
}

/// What contradicts itself among the sums of one report.
pub fn inside(sums: &[Sum]) -> Vec<Contradiction> {
    let mut found: Vec<Contradiction> = Vec::new();
    for (i, a) in sums.iter().enumerate() {
        found.extend(
            sums.iter()
                .skip(i + 1)
                .filter_map(|b| two(a, b).or_else(|| exceeds(a, b)).or_else(|| exceeds(b, a))),
        );
        found.extend(parts(a, sums));
    }
    found.sort_by(|a, b| (a.kind, &a.tallies).cmp(&(b.kind, &b.tallies)));
    found
}

/// Whether two queries ask for the same things, wherever and whenever.
pub fn same_subject(a: &Query, b: &Query) -> bool {
    (a.counted, &a.by, &a.against) == (b.counted, &b.by, &b.against) && a.is_whole() && b.is_whole()
}

/// Whether they ask for the same places.
pub fn same_areas(a: &Query, b: &Query) -> bool {
    let names = |query: &Query| {
        let mut names: Vec<String> = query.areas.iter().map(|area| fold(&area.in_words())).collect();
        names.sort_unstable();
        names
    };
    names(a) == names(b)
}

/// Whether the one asks for a part of what the other asks for: as much or less of the world, as many days or fewer. A sum
/// that names no first day reaches back without end.
fn is_within(part: &Query, whole: &Query) -> bool {
    let names = |query: &Query| query.areas.iter().map(|area| fold(&area.in_words())).collect::<Vec<_>>();
    let (small, large) = (names(part), names(whole));
    let places = large.is_empty() || (!small.is_empty() && small.iter().all(|name| large.contains(name)));
    let (x, y) = (part.window, whole.window);
    let begins = y.since.is_none() || x.since.is_some_and(|day| Some(day) >= y.since);
    let ends = x.until.zip(y.until).is_some_and(|(x, y)| x <= y);
    same_subject(part, whole) && places && begins && ends
}

fn two(a: &Sum, b: &Sum) -> Option<Contradiction> {
    let (x, y) = (&a.query, &b.query);
    let days = (x.window.since, x.window.until) == (y.window.since, y.window.until);
    let same = same_subject(x, y) && same_areas(x, y) && days;
    (same && !a.meets(b)).then(|| {
        let other = if a.speaker == b.speaker { String::new() } else { format!("{} ", b.said_by()) };
        Contradiction {
            kind: Kind::Two,
            tallies: vec![a.tid.clone(), b.tid.clone()],
            words: format!(
                "In this report {} gives {} and {other}{} for {}.",
                a.said_by(),
                a.number(),
                b.number(),
                x.in_words()
            ),
        }
    })
}

fn exceeds(part: &Sum, whole: &Sum) -> Option<Contradiction> {
    let fewer = whole.high.is_some_and(|high| high < part.low);
    (fewer && is_within(&part.query, &whole.query)).then(|| Contradiction {
        kind: Kind::Exceeds,
        tallies: vec![part.tid.clone(), whole.tid.clone()],
        words: format!(
            "In this report {} gives {} for {}, but {} {} for {}.",
            part.said_by(),
            part.number(),
            part.query.in_words(),
            whole.said_by(),
            whole.number(),
            whole.query.in_words()
        ),
    })
}

/// Of a whole of several areas the sums of each area, by the same speaker and for the same days.
fn parts(whole: &Sum, sums: &[Sum]) -> Option<Contradiction> {
    let query = &whole.query;
    if query.areas.len() < 2 {
        return None;
    }
    let of = |name: &str| {
        sums.iter().find(|s| {
            let own = s.query.areas.len() == 1 && s.query.areas.iter().any(|a| a.in_words() == name);
            let days =
                (query.window.since, query.window.until) == (s.query.window.since, s.query.window.until);
            own && days && same_subject(query, &s.query) && s.speaker == whole.speaker
        })
    };
    let parts: Vec<&Sum> = query.areas.iter().map(|area| of(&area.in_words())).collect::<Option<_>>()?;
    let low = parts.iter().fold(0u64, |n, s| n.saturating_add(s.low));
    let high = parts.iter().try_fold(0u64, |n, s| Some(n.saturating_add(s.high?)));
    let added = Sum { low, high, ..whole.clone() };
    (!whole.meets(&added)).then(|| {
        let each = |s: &&Sum| {
            format!("{} in {}", s.number(), s.query.areas.first().map_or_else(String::new, |a| a.in_words()))
        };
        let list: Vec<String> = parts.iter().map(each).collect();
        Contradiction {
            kind: Kind::Parts,
            tallies: std::iter::once(whole).chain(parts.iter().copied()).map(|s| s.tid.clone()).collect(),
            words: format!(
                "In this report {} gives {} for {}, but {}, which is {}.",
                whole.said_by(),
                whole.number(),
                query.in_words(),
                list.join(" and "),
                added.number()
            ),
        }
    })
}
