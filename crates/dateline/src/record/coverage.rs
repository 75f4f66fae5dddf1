//! The command `coverage`: which outlet reported on which area on which days, and when none did. Where no report came
//! from, silence says nothing.

use super::args::{Db, time};
use crate::show::columns::{Cell, lay_out};
use crate::show::paint::{DIM, HARM, PLACE, PLAIN, SPEAKER, TIME};
use crate::show::words::several;
use crate::show::{self, paragraph};
use anyhow::Result;
use dateline_code::gazetteer::fold::fold;
use dateline_store::{Coverage, Look, Store};
use dateline_terms::Date;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// Which reports to count.
#[derive(clap::Args, Debug)]
pub(crate) struct CoverageArgs {
    /// Published on or after a day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub from: Option<Date>,
    /// Published on or before a day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub until: Option<Date>,
    /// That tell of events in a country, by its two letters
    #[arg(long, value_name = "CC")]
    pub country: Option<String>,
    /// Of this outlet
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// What the record held at this time: a day (its end, UTC) or a time such as 2024-01-08T12:00:00Z
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub as_of: Option<String>,
    /// Print a line of JSON for each outlet, country and day that has reports
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub record: Db,
}

/// Prints who reported on what, and the days on which nobody did.
///
/// # Errors
/// When the record cannot be read.
pub(crate) fn run(args: &CoverageArgs) -> Result<()> {
    let store = Store::read(&args.record.db)?;
    let look = Look { as_of: args.as_of.clone(), ..Look::default() };
    let country = args.country.as_ref().map(|cc| cc.to_uppercase());
    let meant = |row: &Coverage| {
        country.as_ref().is_none_or(|cc| row.country == *cc)
            && args.outlet.as_ref().is_none_or(|name| fold(&row.outlet) == fold(name))
    };
    let mut rows = store.coverage(args.from, args.until, &look)?;
    rows.retain(meant);
    if args.json {
        let mut out = std::io::stdout().lock();
        for Coverage { outlet, country, day, reports } in &rows {
            let line = json!({"outlet": outlet, "country": country, "day": day, "reports": reports});
            writeln!(out, "{line}")?;
        }
        return Ok(());
    }
    let text = told(&rows, args, show::width());
    Ok(anstream::stdout().lock().write_all(text.as_bytes())?)
}

fn told(rows: &[Coverage], args: &CoverageArgs, width: usize) -> String {
    if rows.is_empty() {
        return paragraph("The record has no such report.", width);
    }
    let days = || rows.iter().filter_map(|row| row.day);
    let window = args.from.or_else(|| days().min()).zip(args.until.or_else(|| days().max()));
    let mut groups: BTreeMap<(&str, &str), Vec<&Coverage>> = BTreeMap::new();
    for row in rows {
        groups.entry((&row.outlet, &row.country)).or_default().push(row);
    }
    let head = ["OUTLET", "ABOUT", "REPORTS", "FIRST", "LAST", "DAYS WITHOUT", "LONGEST SILENCE"];
    let mut table = vec![head.map(|h| vec![(DIM, h.to_string())]).to_vec()];
    table.extend(groups.into_iter().map(|((outlet, country), rows)| line(outlet, country, &rows, window)));
    let all: u64 = rows.iter().map(|row| row.reports).sum();
    let end = match window {
        Some((first, last)) => format!(
            "{} by outlet and area, from {first} to {last}; one that tells of two areas counts in both. On days \
             without reports the record's silence says nothing.",
            several(all, "report")
        ),
        None => format!("{} by outlet and area, none of them with its day.", several(all, "report")),
    };
    lay_out(&table, width) + &paragraph(&end, width)
}

fn line(outlet: &str, country: &str, rows: &[&Coverage], window: Option<(Date, Date)>) -> Vec<Cell> {
    let cell = |style, text: String| vec![(style, text)];
    let named = |name: &str, none: &str| if name.is_empty() { none.to_string() } else { name.to_string() };
    let days: BTreeSet<Date> = rows.iter().filter_map(|row| row.day).collect();
    let day = |day: Option<&Date>| day.map_or("–".into(), Date::to_string);
    let reports: u64 = rows.iter().map(|row| row.reports).sum();
    let (without, silence) = match window {
        Some(window) if !days.is_empty() => silences(&days, window),
        _ => ("–".into(), "–".into()),
    };
    vec![
        cell(SPEAKER, named(outlet, "unnamed outlet")),
        cell(PLACE, named(country, "no place")),
        cell(PLAIN, reports.to_string()),
        cell(TIME, day(days.first())),
        cell(TIME, day(days.last())),
        cell(PLAIN, without),
        cell(HARM, silence),
    ]
}

/// "58 of 71" days without a report, and the longest run of them: "28 from 2023-11-02".
fn silences(days: &BTreeSet<Date>, (first, last): (Date, Date)) -> (String, String) {
    let number = |from: Date, to: Date| i64::from((to - from).get_days());
    let all = number(first, last) + 1;
    let (mut longest, mut begins) = (0, first);
    let mut next = Some(first);
    for day in days.iter().copied().chain(last.tomorrow().ok()) {
        let Some(free) = next else { break };
        if number(free, day) > longest {
            (longest, begins) = (number(free, day), free);
        }
        next = day.tomorrow().ok();
    }
    let silence = if longest == 0 { "none".into() } else { format!("{longest} from {begins}") };
    (format!("{} of {all}", all - days.len() as i64), silence)
}

#[cfg(test)]
mod tests {
    use super::silences;
    use dateline_terms::Date;
    use std::collections::BTreeSet;

    #[test]
    fn days_without_reports_are_counted() {
        let day = |n| Date::constant(2024, 1, n);
        let days: BTreeSet<Date> = [day(3), day(4), day(9)].into();
        assert_eq!(silences(&days, (day(1), day(10))), ("7 of 10".into(), "4 from 2024-01-05".into()));
        assert_eq!(silences(&[day(3)].into(), (day(3), day(3))), ("0 of 1".into(), "none".into()));
        assert_eq!(
            silences(&[day(1)].into(), (day(1), day(10))),
            ("9 of 10".into(), "9 from 2024-01-02".into())
        );
    }
}
