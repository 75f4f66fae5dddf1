//! The command `diff`: what became of incidents between two times.

use super::args::{Db, time};
use super::brief::{brief, turns};
use super::ingest::now;
use super::log::{as_json, table};
use crate::show::columns::{Cell, lay_out};
use crate::show::paint::{ACT, DIM, PLAIN, WRONG};
use crate::show::{self, paragraph};
use anyhow::Result;
use dateline_store::{Difference, Kind, Store};
use serde_json::{Value, json};
use std::io::Write;

/// Between which times.
#[derive(clap::Args, Debug)]
pub(crate) struct DiffArgs {
    /// The earlier time: a day (its end, UTC) or a time such as 2024-01-08T12:00:00Z
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub from: String,
    /// The later time [default: now]
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub to: Option<String>,
    /// Print it as JSON, one incident a line
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub record: Db,
}

/// Prints what was added, changed and retracted.
///
/// # Errors
/// When the record cannot be read, or the times are turned round.
pub(crate) fn run(args: &DiffArgs) -> Result<()> {
    let store = Store::read(&args.record.db)?;
    let to = args.to.clone().unwrap_or_else(now);
    let mut counts = [0usize; 3];
    let width = show::width();
    let mut out = anstream::stdout().lock();
    let mut raw = args.json.then(|| std::io::BufWriter::new(std::io::stdout()));
    let each = &mut |difference: Difference| {
        let done = match &mut raw {
            Some(raw) => writeln!(raw, "{}", line(&difference)?),
            None => out.write_all(told(&difference, width)?.as_bytes()),
        };
        counts[difference.kind as usize] += 1;
        done.map_err(dateline_store::Error::from_cause)
    };
    store.snapshot(|store| store.diff(&args.from, &to, each))?;
    if let Some(mut raw) = raw {
        return Ok(raw.flush()?);
    }
    let [added, changed, retracted] = counts;
    let sums = format!("{added} added, {changed} changed, {retracted} retracted.");
    Ok(out.write_all(paragraph(&sums, width).as_bytes())?)
}

/// A difference as a line of JSON.
pub(crate) fn line(difference: &Difference) -> dateline_store::Result<Value> {
    let fields = difference.fields()?;
    let Difference { id, kind, into, before, after } = difference;
    Ok(json!({
        "id": id, "kind": kind.as_str(), "into": into, "fields": as_json(&fields), "before": before, "after": after,
    }))
}

/// A difference for people, in a few lines.
pub(crate) fn told(difference: &Difference, width: usize) -> dateline_store::Result<String> {
    let (style, kind) = match difference.kind {
        Kind::Added => (ACT, "added"),
        Kind::Changed => (PLAIN, "changed"),
        Kind::Retracted => (WRONG, "retracted"),
    };
    let stands = difference.after.as_ref().or(difference.before.as_ref()).map(brief).unwrap_or_default();
    let what = match &difference.into {
        Some(into) => format!("merged into {into}; it was: {stands}"),
        None => stands,
    };
    let row: Vec<Cell> =
        vec![vec![(style, kind.into())], vec![(DIM, difference.id.clone())], vec![(PLAIN, what)]];
    let turns: Vec<_> = difference.fields()?.iter().flat_map(turns).collect();
    Ok(lay_out(&[row], width) + &table(&turns, false, width))
}
