//! What the days of two accounts say.

use super::bytes::Day;
use super::sign::{Tell, reached, stem};
use super::{Account, in_order};
use dateline_terms::Standing;

/// Days between publications that are told apart.
const BETWEEN: [f32; 8] = [1.0, 2.0, 3.0, 5.0, 8.0, 15.0, 31.0, 100.0];

/// How the days of two accounts stand to each other, and when the two were published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Seen {
    /// Whether both are what their reports are news of, and how many of [`BETWEEN`] lie between publications; `None`
    /// where a day of publication is unknown.
    published: Option<(bool, u8)>,
    days: Days,
}

/// How the days themselves stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Days {
    Neither,
    /// Of one the days are unknown: when it was published after those of the other, and its standing.
    One(u8, Standing),
    /// A word of [`RELATIONS`], one of [`WIDTHS`] for the narrower and the wider days, and whether the wider are fewer than
    /// 2 more than one, fewer than 8 (1), or more (2).
    Both(u8, u8, u8, u8),
}

/// How long after the days of one account the other was published.
const LAGS: [&str; 7] = ["unpublished", "later", "0-1", "2-3", "4-7", "8-30", "long"];
const RELATIONS: [&str; 6] = ["equal", "overlap", "1 apart", "2-3 apart", "4-10 apart", "far apart"];
const WIDTHS: [&str; 5] = ["day", "days", "week", "month", "longer"];

/// How the days stand to each other.
pub fn seen(a: &Account, b: &Account) -> Seen {
    let days = match (a.days, b.days) {
        (None, None) => Days::Neither,
        (Some(days), None) => one(days, b),
        (None, Some(days)) => one(days, a),
        (Some(x), Some(y)) => both(x, y),
    };
    Seen { published: published(a, b), days }
}

/// One account has days, the other, `undated`, has none: what a report tells undated is as a rule news.
fn one((_, end): (Day, Day), undated: &Account) -> Days {
    let lag = undated.published.map_or(0, |day| match day - end {
        ..0 => 1,
        0..=1 => 2,
        2..=3 => 3,
        4..=7 => 4,
        8..=30 => 5,
        _ => 6,
    });
    Days::One(lag, undated.standing)
}

fn both(x: (Day, Day), y: (Day, Day)) -> Days {
    let (narrow, wide) = in_order(x.1 - x.0, y.1 - y.0);
    let relation = match (x.0 - y.1).max(y.0 - x.1) {
        _ if x == y => 0,
        ..=0 => 1,
        1 => 2,
        2..=3 => 3,
        4..=10 => 4,
        _ => 5,
    };
    let few = if wide < 2 { 0 } else { 1 + u8::from(wide >= 8) };
    Days::Both(relation, width(narrow), width(wide), few)
}

fn width(days: Day) -> u8 {
    match days {
        ..=0 => 0,
        1..=2 => 1,
        3..=9 => 2,
        10..=31 => 3,
        _ => 4,
    }
}

fn published(a: &Account, b: &Account) -> Option<(bool, u8)> {
    let gap = (a.published? - b.published?).abs() as f32;
    let both_main = a.standing == b.standing && a.standing == Standing::Main;
    Some((both_main, BETWEEN.iter().take_while(|days| gap >= **days).count() as u8))
}

/// One of a list of words.
fn word(words: &[&'static str], place: u8) -> &'static str {
    words.get(usize::from(place)).copied().unwrap_or_default()
}

impl Seen {
    /// Tells it in signs.
    pub fn tell(self, tell: &mut Tell<'_>) {
        match self.published {
            None => tell(stem!("published", "unknown"), &[]),
            Some((true, count)) => reached(stem!("published", "of main"), count, tell),
            Some((false, count)) => reached(stem!("published", "of others"), count, tell),
        }
        match self.days {
            Days::Neither => tell(stem!("days", "neither"), &[]),
            Days::One(lag, standing) => {
                tell(stem!("days", "one"), &[]);
                tell(stem!("days", "one"), &[word(&LAGS, lag), standing.as_str()]);
            }
            Days::Both(relation, narrow, wide, _) => {
                let relation = word(&RELATIONS, relation);
                tell(stem!("days"), &[relation]);
                tell(stem!("days"), &[relation, word(&WIDTHS, narrow), word(&WIDTHS, wide)]);
            }
        }
    }

    /// The days as one word.
    pub fn word(self) -> &'static str {
        match self.days {
            Days::Neither => "unknown",
            Days::One(2 | 3, _) => "undated near",
            Days::One(..) => "undated",
            Days::Both(0, _, _, 0) => "equal",
            Days::Both(..2, _, _, ..2) => "overlap",
            Days::Both(..2, ..) => "wide",
            Days::Both(2, ..) => "1 apart",
            Days::Both(..) => "apart",
        }
    }
}
