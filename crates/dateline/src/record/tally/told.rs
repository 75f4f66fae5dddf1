//! Sums held against the record, for people and for machines.

use crate::show::columns::{Cell, lay_out, wrap};
use crate::show::paint::{DIM, HARM, PLAIN, SPEAKER, STRONG, TIME, WRONG, paint};
use crate::show::paragraph;
use crate::show::words::{one_line, quantity, several};
use dateline_code::tally::{Holding, Series, Sum};
use dateline_store::Sums;
use dateline_terms::Quantity;
use std::collections::{BTreeMap, BTreeSet};

/// A line of JSON for each sum, each contradiction and each series that has remarks.
pub(super) fn lines(found: &Sums) -> String {
    let all = found.told().into_iter().chain(found.contradictions_told()).chain(found.series_told());
    all.map(|line| format!("{line}\n")).collect()
}

/// A table for each thing that is counted, in order of date, and what is odd about them.
pub(super) fn tables(found: &Sums, width: usize) -> String {
    if found.sums.is_empty() {
        return paragraph("No stated sum fits.", width);
    }
    let by_name: BTreeMap<(&str, &str), &(Sum, Holding)> =
        found.sums.iter().map(|held| (name(&held.0), held)).collect();
    let mut text = String::new();
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    for series in &found.series {
        let ids = series.points.iter().map(|p| (p.report.as_str(), p.tid.as_str()));
        let mine: Vec<&(Sum, Holding)> = ids.filter_map(|id| by_name.get(&id).copied()).collect();
        seen.extend(mine.iter().map(|held| name(&held.0)));
        text += &heading(&series.words, width);
        text += &(table(&mine, width) + &remarks(series, width) + "\n");
    }
    let rest: Vec<&(Sum, Holding)> =
        found.sums.iter().filter(|(sum, _)| !seen.contains(&name(sum))).collect();
    for (sum, holding) in &rest {
        text += &(heading(&format!("{} {}", sum.number(), sum.query.in_words()), width)
            + &table(&[&(sum.clone(), holding.clone())], width)
            + &left_out(sum, width)
            + "\n");
    }
    for (report, found) in &found.contradictions {
        text += &warning(&format!("{report}: {}", found.words), width);
    }
    text + &paragraph(&sums(found), width)
}

fn name(sum: &Sum) -> (&str, &str) {
    (&sum.report, &sum.tid)
}

fn heading(words: &str, width: usize) -> String {
    let mut letters = words.chars();
    let words: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    wrap(&words, width).iter().map(|line| paint(STRONG, line) + "\n").collect()
}

/// Columns below which the report stands under whoever says so.
const NARROW: usize = 80;

fn table(rows: &[&(Sum, Holding)], width: usize) -> String {
    let cell = |style, text: String| vec![(style, text)];
    let narrow = width < NARROW;
    let mut head = vec!["UNTIL", "STATED", "HELD", "LACKING", "WHO SAYS SO"];
    if !narrow {
        head.push("REPORT");
    }
    let mut table: Vec<Vec<Cell>> = vec![head.into_iter().map(|h| cell(DIM, h.to_string())).collect()];
    table.extend(rows.iter().map(|(sum, holding)| {
        let mut row = vec![
            cell(TIME, sum.query.window.until.map_or("not said".into(), |day| day.to_string())),
            cell(HARM, quantity(Quantity { low: sum.low, high: sum.high })),
            cell(PLAIN, held(sum, holding)),
            cell(WRONG, gap(sum, holding)),
            cell(SPEAKER, who(sum)),
        ];
        match row.last_mut() {
            Some(last) if narrow => last.push((DIM, sum.report.clone())),
            _ => row.push(cell(DIM, sum.report.clone())),
        }
        row
    }));
    lay_out(&table, width)
}

/// "the Pentagon in Example Wire", or the outlet.
fn who(sum: &Sum) -> String {
    let outlet = sum.outlet.as_deref().unwrap_or("unnamed outlet");
    sum.speaker.as_ref().map_or(outlet.to_string(), |speaker| format!("{} in {outlet}", one_line(speaker)))
}

/// "9", or "9, up to 12" with those that may count.
fn held(sum: &Sum, holding: &Holding) -> String {
    if sum.query.counted == dateline_code::tally::Counted::Other {
        return "–".into();
    }
    match holding.high {
        Some(high) if high > holding.best => format!("{}, up to {high}", holding.best),
        Some(_) => holding.best.to_string(),
        None => format!("{} or more", holding.best),
    }
}

fn gap(sum: &Sum, holding: &Holding) -> String {
    match (holding.lacking, holding.above) {
        _ if sum.query.counted == dateline_code::tally::Counted::Other => "–".into(),
        (0, 0) => "none".into(),
        (0, above) => format!("none, {above} more"),
        (lacking, _) => lacking.to_string(),
    }
}

fn remarks(series: &Series, width: usize) -> String {
    series.remarks.iter().map(|remark| warning(remark, width)).collect()
}

fn warning(words: &str, width: usize) -> String {
    wrap(words, width).iter().map(|line| paint(WRONG, line) + "\n").collect()
}

fn left_out(sum: &Sum, width: usize) -> String {
    sum.query.left_out.iter().map(|left| paragraph(&format!("Not asked: {left}."), width)).collect()
}

fn sums(found: &Sums) -> String {
    let lacking = found.sums.iter().filter(|(_, holding)| holding.lacking > 0).count();
    let remarks: usize = found.series.iter().map(|series| series.remarks.len()).sum();
    format!(
        "{}; the record holds fewer than stated of {lacking}. {} inside reports, {remarks} between statements.",
        several(found.sums.len(), "stated sum"),
        several(found.contradictions.len(), "contradiction")
    )
}
