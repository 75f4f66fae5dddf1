//! What the days of two accounts say.

use super::bytes::Day;
use super::sign::{Tell, stem, steps};
use super::{Account, in_order};

/// Days between publications that are told apart.
const BETWEEN: [f32; 8] = [1.0, 2.0, 3.0, 5.0, 8.0, 15.0, 31.0, 100.0];

/// Tells how the days stand to each other; gives that as one word.
pub fn signs(a: &Account, b: &Account, tell: &mut Tell<'_>) -> &'static str {
    published(a, b, tell);
    match (a.days, b.days) {
        (None, None) => {
            tell(stem!("days", "neither"), &[]);
            "unknown"
        }
        (Some(days), None) => one(days, b, tell),
        (None, Some(days)) => one(days, a, tell),
        (Some(x), Some(y)) => both(x, y, tell),
    }
}

/// One account has days, the other, `undated`, has none: what a report tells undated is as a rule news.
fn one((_, end): (Day, Day), undated: &Account, tell: &mut Tell<'_>) -> &'static str {
    let lag = undated.published.map_or("unpublished", |day| match day - end {
        ..0 => "later",
        0..=1 => "0-1",
        2..=3 => "2-3",
        4..=7 => "4-7",
        8..=30 => "8-30",
        _ => "long",
    });
    tell(stem!("days", "one"), &[]);
    tell(stem!("days", "one"), &[lag, undated.standing.as_str()]);
    match lag {
        "0-1" | "2-3" => "undated near",
        _ => "undated",
    }
}

fn both(x: (Day, Day), y: (Day, Day), tell: &mut Tell<'_>) -> &'static str {
    let (narrow, wide) = in_order(x.1 - x.0, y.1 - y.0);
    let gap = (x.0 - y.1).max(y.0 - x.1);
    let relation = match gap {
        _ if x == y => "equal",
        ..=0 => "overlap",
        1 => "1 apart",
        2..=3 => "2-3 apart",
        4..=10 => "4-10 apart",
        _ => "far apart",
    };
    tell(stem!("days"), &[relation]);
    tell(stem!("days"), &[relation, width(narrow), width(wide)]);
    match (relation, wide) {
        ("equal", ..2) => "equal",
        ("equal" | "overlap", ..8) => "overlap",
        ("equal" | "overlap", _) => "wide",
        ("1 apart", _) => "1 apart",
        _ => "apart",
    }
}

fn width(days: Day) -> &'static str {
    match days {
        ..=0 => "day",
        1..=2 => "days",
        3..=9 => "week",
        10..=31 => "month",
        _ => "longer",
    }
}

fn published(a: &Account, b: &Account, tell: &mut Tell<'_>) {
    let (Some(x), Some(y)) = (a.published, b.published) else {
        return tell(stem!("published", "unknown"), &[]);
    };
    let gap = (x - y).abs() as f32;
    let both_main = a.standing == b.standing && a.standing == dateline_terms::Standing::Main;
    let stem = if both_main { stem!("published", "of main") } else { stem!("published", "of others") };
    steps(stem, gap, &BETWEEN, tell);
}
