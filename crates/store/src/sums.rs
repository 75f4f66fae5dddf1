//! Sums that reports state, each held against the record, and what is odd about them.

use crate::asked::actor_key;
use crate::query::{Filter, Look, Sort};
use crate::tallies::Stated;
use crate::{Result, Store};
use dateline_code::Books;
use dateline_code::gazetteer::fold::fold;
use dateline_code::tally::{Contradiction, Counted, Held, Holding, Series, Sum, inside, series};
use dateline_terms::{Date, Incident};
use std::collections::{BTreeMap, BTreeSet};

/// Which sums are meant: those that fit everything that is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SumFilter {
    /// By or against this actor: its name, or its id in the actor files.
    pub actor: Option<String>,
    /// Of this area: a place, or a first-order area or country that holds it.
    pub place: Option<String>,
    /// Of areas in a country, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Of what is counted: a word of the contract.
    pub counts: Option<String>,
    /// That count up to this day or a later one.
    pub from: Option<Date>,
    /// That count up to this day or an earlier one.
    pub until: Option<Date>,
    /// Told by this outlet.
    pub outlet: Option<String>,
}

/// Sums, each with what the record holds of it, and what is odd about them.
#[derive(Clone, Debug)]
pub struct Sums {
    /// In order of the day up to which they count.
    pub sums: Vec<(Sum, Holding)>,
    /// Sums of one report that cannot all be so, with the report's id.
    pub contradictions: Vec<(String, Contradiction)>,
    /// Sums that ask the same, over time.
    pub series: Vec<Series>,
}

impl Store {
    /// The sums that fit, held against the record.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn sums(&self, filter: &SumFilter, look: &Look, books: &Books<'_>) -> Result<Sums> {
        let mut sums = Vec::new();
        self.tallies(look, &mut |stated: Stated| {
            let sum = Sum::new(&stated.tally, &stated.source, stated.country.as_deref(), books);
            if filter.is_about(&sum, stated.country.as_deref(), books) {
                sums.push(sum);
            }
            Ok(())
        })?;
        sums.sort_by(|a, b| order(a).cmp(&order(b)));
        // Which sums belong together does not hang on how many of them are asked for.
        let (mut series, contradictions) = (series(&sums), contradictions(&sums));
        sums.retain(|sum| filter.asks(sum));
        let asked: BTreeSet<(&str, &str)> =
            sums.iter().map(|s| (s.report.as_str(), s.tid.as_str())).collect();
        series.retain(|series| {
            series.points.iter().any(|p| asked.contains(&(p.report.as_str(), p.tid.as_str())))
        });
        let holdings = self.hold(&sums, look, books)?;
        let shown: BTreeSet<&str> = sums.iter().map(|sum| sum.report.as_str()).collect();
        let contradictions = contradictions.into_iter().filter(|(report, _)| shown.contains(report.as_str()));
        let contradictions = contradictions.collect();
        Ok(Sums { sums: sums.into_iter().zip(holdings).collect(), contradictions, series })
    }

    /// Holds all sums against the record, reading it once: the incidents of their days and countries, and those without
    /// a day.
    fn hold(&self, sums: &[Sum], look: &Look, books: &Books<'_>) -> Result<Vec<Holding>> {
        let mut held: Vec<Held<'_>> = sums.iter().map(Held::new).collect();
        for filter in filters(sums) {
            let each = &mut |incident: Incident| {
                held.iter_mut().for_each(|held| held.add(&incident, books));
                Ok(())
            };
            self.incidents(&filter, Sort::Earliest, look, books, each)?;
        }
        Ok(held.into_iter().map(Held::done).collect())
    }
}

/// What contradicts itself inside each report.
fn contradictions(sums: &[Sum]) -> Vec<(String, Contradiction)> {
    let mut by_report: BTreeMap<&str, Vec<Sum>> = BTreeMap::new();
    for sum in sums {
        by_report.entry(&sum.report).or_default().push(sum.clone());
    }
    let of = |(report, sums): (&str, Vec<Sum>)| {
        let report = report.to_string();
        inside(&sums).into_iter().map(move |found| (report.clone(), found))
    };
    by_report.into_iter().flat_map(of).collect()
}

fn order(sum: &Sum) -> (Option<Date>, Option<Date>, &str, &str) {
    (sum.query.window.until, sum.published, &sum.report, &sum.tid)
}

impl SumFilter {
    /// Whether a sum is about what is asked for.
    fn is_about(&self, sum: &Sum, about: Option<&str>, books: &Books<'_>) -> bool {
        let query = &sum.query;
        let actor = self.actor.as_ref().map(|name| actor_key(name, books));
        let mut parties = query.by.iter().chain(&query.against);
        let meant = |key: &String| parties.any(|p| p.id.as_ref() == Some(key) || fold(&p.name) == *key);
        let named = |name: &String| {
            let same = |other: &str| fold(other) == fold(name);
            query.areas.iter().any(|a| same(&a.place.name) || a.place.admin1.as_deref().is_some_and(same))
        };
        let inside = |cc: &String| {
            let of = |country: Option<&str>| country.is_some_and(|c| c.eq_ignore_ascii_case(cc));
            if query.areas.is_empty() {
                of(about)
            } else {
                query.areas.iter().any(|area| of(area.place.country.as_deref()))
            }
        };
        actor.as_ref().is_none_or(meant)
            && self.place.as_ref().is_none_or(named)
            && self.country.as_ref().is_none_or(inside)
            && self.counts.as_ref().is_none_or(|word| query.counted.as_str() == counted(word))
    }

    /// Whether a sum counts up to one of the days asked for, and is told by the outlet asked for.
    fn asks(&self, sum: &Sum) -> bool {
        let until = sum.query.window.until;
        let told = |name: &String| sum.outlet.as_ref().is_some_and(|outlet| fold(outlet) == fold(name));
        self.from.is_none_or(|from| until.is_some_and(|until| until >= from))
            && self.until.is_none_or(|last| until.is_some_and(|until| until <= last))
            && self.outlet.as_ref().is_none_or(told)
    }
}

/// What a query calls what a tally's word counts.
fn counted(word: &str) -> &'static str {
    Counted::parse(word).as_str()
}

/// Where incidents that may count are looked for.
fn filters(sums: &[Sum]) -> Vec<Filter> {
    if sums.is_empty() {
        return Vec::new();
    }
    let bound = |days: Vec<Option<Date>>| days.into_iter().collect::<Option<Vec<Date>>>();
    let from = bound(sums.iter().map(|s| s.query.window.since).collect()).and_then(|d| d.into_iter().min());
    let to = bound(sums.iter().map(|s| s.query.window.until).collect()).and_then(|d| d.into_iter().max());
    let dated = from.is_some() || to.is_some();
    let mut filters = Vec::new();
    for country in countries(sums) {
        let of = Filter { country, ..Filter::default() };
        if dated {
            filters.push(Filter { undated: true, ..of.clone() });
        }
        filters.push(Filter { from, to, ..of });
    }
    filters
}

/// Countries of all areas; one `None` where some sum bounds none.
fn countries(sums: &[Sum]) -> Vec<Option<String>> {
    let mut all = BTreeSet::new();
    for sum in sums {
        let areas = &sum.query.areas;
        let known = !areas.is_empty() && areas.iter().all(|area| area.place.country.is_some());
        if !known {
            return vec![None];
        }
        all.extend(areas.iter().filter_map(|area| area.place.country.clone()));
    }
    all.into_iter().map(Some).collect()
}

/// The words of the contract for what tallies count.
pub const COUNTS: [&str; 7] = dateline_code::attribute::tallies::COUNTS;

impl Sums {
    /// Each sum with what is held of it, as one JSON object.
    pub fn told(&self) -> Vec<serde_json::Value> {
        let of = |(sum, holding): &(Sum, Holding)| {
            let Holding { low, best, high, lacking, above, counted, perhaps, words } = holding;
            let window = sum.query.window;
            serde_json::json!({
                "kind": "tally", "report": sum.report, "tid": sum.tid, "outlet": sum.outlet,
                "published": sum.published, "said_by": sum.speaker, "text": sum.quote,
                "counts": sum.query.counted.as_str(), "low": sum.low, "high": sum.high,
                "asks": sum.query.in_words(), "since": window.since, "until": window.until,
                "left_out": sum.query.left_out,
                "held": {"low": low, "best": best, "high": high, "lacking": lacking, "above": above,
                         "counted": counted, "perhaps": perhaps, "words": words},
            })
        };
        self.sums.iter().map(of).collect()
    }

    /// Each contradiction as one JSON object.
    pub fn contradictions_told(&self) -> Vec<serde_json::Value> {
        let of = |(report, found): &(String, Contradiction)| serde_json::json!({"kind": "contradiction", "report": report, "tallies": found.tallies, "words": found.words});
        self.contradictions.iter().map(of).collect()
    }

    /// Each series of several sums as one JSON object.
    pub fn series_told(&self) -> Vec<serde_json::Value> {
        let of = |series: &Series| {
            let point = |p: &dateline_code::tally::Point| {
                serde_json::json!({"until": p.until, "low": p.low, "high": p.high, "said_by": p.speaker,
                                   "report": p.report, "tid": p.tid})
            };
            let points: Vec<_> = series.points.iter().map(point).collect();
            serde_json::json!({"kind": "series", "asks": series.words, "points": points, "remarks": series.remarks})
        };
        self.series.iter().filter(|series| series.points.len() > 1).map(of).collect()
    }
}
