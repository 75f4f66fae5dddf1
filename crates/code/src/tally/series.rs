use super::Sum;
use super::inside::{same_areas, same_subject};
use crate::gazetteer::fold::fold;
use dateline_terms::Date;

/// One stated sum of a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The day up to which it counts.
    pub until: Option<Date>,
    /// Least number.
    pub low: u64,
    /// Greatest; `None` where open.
    pub high: Option<u64>,
    /// Who gives it.
    pub speaker: String,
    /// Lasting id of the report.
    pub report: String,
    /// Id of the tally in it.
    pub tid: String,
}

/// Sums for one running count, as speakers gave them over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// What is counted, of whom, where and since when, in words.
    pub words: String,
    /// In order of the day up to which they count, then of speaker.
    pub points: Vec<Point>,
    /// Where a speaker's own count falls, and where two speakers' counts cannot both be so, in words.
    pub remarks: Vec<String>,
}

/// Puts sums of many reports into series: the same things counted in the same places from the same day. A sum that names
/// no first day goes with the longest series of its kind. In order of their words.
pub fn series(sums: &[Sum]) -> Vec<Series> {
    let mut groups: Vec<Vec<&Sum>> = Vec::new();
    let mut sorted: Vec<&Sum> = sums.iter().filter(|s| s.query.is_whole()).collect();
    // Those with a first day come first, the earliest before others.
    sorted.sort_by_key(|s| (s.query.window.since.is_none(), s.query.window.since, &s.report, &s.tid));
    for sum in sorted {
        let fits = |group: &&mut Vec<&Sum>| {
            group.first().is_some_and(|first| {
                let (x, y) = (&first.query, &sum.query);
                let since = y.window.since.is_none() || x.window.since == y.window.since;
                since && same_subject(x, y) && same_areas(x, y)
            })
        };
        match groups.iter_mut().find(fits) {
            Some(group) => group.push(sum),
            None => groups.push(vec![sum]),
        }
    }
    let mut series: Vec<Series> = groups.into_iter().map(one).collect();
    series.sort_by(|a, b| a.words.cmp(&b.words));
    series
}

fn one(mut group: Vec<&Sum>) -> Series {
    let words = group.first().map(|s| {
        let mut query = s.query.clone();
        query.window.until = None;
        query.in_words()
    });
    group.sort_by_key(|s| (s.query.window.until, fold(s.said_by()), s.low, s.high, &s.report, &s.tid));
    group.dedup_by_key(|s| (&s.report, &s.tid));
    let pairs = group.iter().enumerate().flat_map(|(i, a)| group.iter().skip(i + 1).map(move |b| (*a, *b)));
    let mut remarks: Vec<String> = Vec::new();
    for remark in pairs.filter_map(|(a, b)| remark(a, b)) {
        if !remarks.contains(&remark) {
            remarks.push(remark);
        }
    }
    Series { words: words.unwrap_or_default(), points: group.into_iter().map(point).collect(), remarks }
}

fn point(sum: &Sum) -> Point {
    Point {
        until: sum.query.window.until,
        low: sum.low,
        high: sum.high,
        speaker: sum.said_by().to_string(),
        report: sum.report.clone(),
        tid: sum.tid.clone(),
    }
}

/// What is odd about two points, the first of which counts up to no later a day.
fn remark(earlier: &Sum, later: &Sum) -> Option<String> {
    let (from, to) = (earlier.query.window.until?, later.query.window.until?);
    let falls = later.high.is_some_and(|high| high < earlier.low);
    let apart = from == to && !earlier.meets(later);
    if !falls && !apart {
        return None;
    }
    let one_voice = fold(earlier.said_by()) == fold(later.said_by());
    Some(if one_voice {
        format!("{} gives {} by {from} and {} by {to}.", earlier.said_by(), earlier.number(), later.number())
    } else {
        let (a, b) = (earlier.said_by(), later.said_by());
        format!(
            "{a} gives {} by {from}, {b} {} by {to}: they do not count alike.",
            earlier.number(),
            later.number()
        )
    })
}
