//! The command `tally`: every stated sum, what the record holds of it, and what other speakers say.

mod told;

use super::args::{Db, Looks};
use crate::books::Own;
use crate::show;
use anyhow::{Result, bail};
use dateline_code::Books;
use dateline_code::attribute::tallies::COUNTS;
use dateline_code::gazetteer::fold::fold;
use dateline_code::tally::{Contradiction, Held, Holding, Series, Sum, inside, series};
use dateline_store::{Filter, Look, Sort, Stated, Store, actor_key};
use dateline_terms::{Date, Incident};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// Which sums.
#[derive(clap::Args, Debug)]
pub(crate) struct TallyArgs {
    /// By or against this actor: its name, or its id in the actor files
    #[arg(long, value_name = "NAME")]
    pub actor: Option<String>,
    /// Of this area: a place, or a first-order area or country that holds it
    #[arg(long, value_name = "NAME")]
    pub place: Option<String>,
    /// Of areas in a country, by its two letters
    #[arg(long, value_name = "CC")]
    pub country: Option<String>,
    /// Of what is counted: attacks, killed, injured, displaced, arrested, abducted or other
    #[arg(long, value_name = "WORD")]
    pub counts: Option<String>,
    /// That count up to this day or a later one
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub from: Option<Date>,
    /// That count up to this day or an earlier one
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub until: Option<Date>,
    /// Told by this outlet
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    #[command(flatten)]
    pub looks: Looks,
    /// Print them as JSON, one a line, with the ids of incidents that count
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub record: Db,
    #[command(flatten)]
    pub own: Own,
}

/// Prints the sums that fit, held against the record.
///
/// # Errors
/// When the record cannot be read.
pub(crate) fn run(args: &TallyArgs, books: &Books<'static>) -> Result<()> {
    if let Some(word) = args.counts.as_ref().filter(|word| !COUNTS.contains(&word.as_str())) {
        bail!("No tally counts {word:?}: it is one of {}.", COUNTS.join(", "));
    }
    let look = args.looks.look(false);
    let store = Store::read(&args.record.db)?;
    let text = store.snapshot(|store| {
        let found = found(store, args, &look, books)?;
        Ok(if args.json { told::lines(&found) } else { told::tables(&found, show::width()) })
    })?;
    if args.json {
        return Ok(std::io::stdout().lock().write_all(text.as_bytes())?);
    }
    Ok(anstream::stdout().lock().write_all(text.as_bytes())?)
}

/// Sums, each with what the record holds of it, and what is odd about them.
pub(super) struct Found {
    /// In order of the day up to which they count.
    pub sums: Vec<(Sum, Holding)>,
    /// Sums of one report that cannot all be so, with the report's id.
    pub contradictions: Vec<(String, Contradiction)>,
    /// Sums that ask the same, over time.
    pub series: Vec<Series>,
}

fn found(
    store: &Store,
    args: &TallyArgs,
    look: &Look,
    books: &Books<'static>,
) -> dateline_store::Result<Found> {
    let mut sums = Vec::new();
    store.tallies(look, &mut |stated: Stated| {
        let sum = Sum::new(&stated.tally, &stated.source, stated.country.as_deref(), books);
        if is_about(&sum, stated.country.as_deref(), args, books) {
            sums.push(sum);
        }
        Ok(())
    })?;
    sums.sort_by(|a, b| order(a).cmp(&order(b)));
    // Which sums belong together does not hang on how many of them are asked for.
    let (mut series, contradictions) = (series(&sums), contradictions(&sums));
    sums.retain(|sum| is_asked(sum, args));
    let asked: BTreeSet<(&str, &str)> = sums.iter().map(|s| (s.report.as_str(), s.tid.as_str())).collect();
    series
        .retain(|series| series.points.iter().any(|p| asked.contains(&(p.report.as_str(), p.tid.as_str()))));
    let holdings = held(store, &sums, look, books)?;
    let shown: BTreeSet<&str> = sums.iter().map(|sum| sum.report.as_str()).collect();
    let contradictions = contradictions.into_iter().filter(|(report, _)| shown.contains(report.as_str()));
    let contradictions = contradictions.collect();
    Ok(Found { sums: sums.into_iter().zip(holdings).collect(), contradictions, series })
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

/// Whether a sum is about what is asked for.
fn is_about(sum: &Sum, about: Option<&str>, args: &TallyArgs, books: &Books<'static>) -> bool {
    let query = &sum.query;
    let actor = args.actor.as_ref().map(|name| actor_key(name, books));
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
        && args.place.as_ref().is_none_or(named)
        && args.country.as_ref().is_none_or(inside)
        && args.counts.as_ref().is_none_or(|word| query.counted.as_str() == counted(word))
}

/// Whether a sum counts up to one of the days asked for, and is told by the outlet asked for.
fn is_asked(sum: &Sum, args: &TallyArgs) -> bool {
    let until = sum.query.window.until;
    let told = |name: &String| sum.outlet.as_ref().is_some_and(|outlet| fold(outlet) == fold(name));
    args.from.is_none_or(|from| until.is_some_and(|until| until >= from))
        && args.until.is_none_or(|last| until.is_some_and(|until| until <= last))
        && args.outlet.as_ref().is_none_or(told)
}

/// What a query calls what a tally's word counts.
fn counted(word: &str) -> &'static str {
    dateline_code::tally::Counted::parse(word).as_str()
}

/// Holds all sums against the record, reading it once: the incidents of their days and countries, and those without a
/// day.
fn held(
    store: &Store,
    sums: &[Sum],
    look: &Look,
    books: &Books<'static>,
) -> dateline_store::Result<Vec<Holding>> {
    let mut held: Vec<Held<'_>> = sums.iter().map(Held::new).collect();
    for filter in filters(sums) {
        let each = &mut |incident: Incident| {
            held.iter_mut().for_each(|held| held.add(&incident, books));
            Ok(())
        };
        store.incidents(&filter, Sort::Earliest, look, books, each)?;
    }
    Ok(held.into_iter().map(Held::done).collect())
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
