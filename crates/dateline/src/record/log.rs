//! The command `log`: an incident's versions over time, who made them, why, and what differs.

use super::args::Db;
use super::brief::{Turn, moment, turns};
use crate::show::columns::{Cell, lay_out};
use crate::show::paint::{DIM, PLAIN, STRONG, paint};
use crate::show::{self, paragraph};
use anyhow::Result;
use dateline_store::{Field, Store, Version};
use serde_json::json;
use std::io::Write;

/// Whose history.
#[derive(clap::Args, Debug)]
pub(crate) struct LogArgs {
    /// Id of an incident, or of a claim under it
    pub id: String,
    /// Print it as JSON, one version a line
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub record: Db,
}

/// Prints the versions of an incident, the first one first.
///
/// # Errors
/// When the record holds none of that id.
pub(crate) fn run(args: &LogArgs) -> Result<()> {
    let store = Store::read(&args.record.db)?;
    let versions = store.log(&args.id)?;
    if args.json {
        let mut out = std::io::stdout().lock();
        for version in &versions {
            writeln!(out, "{}", line(version))?;
        }
        return Ok(());
    }
    let width = show::width();
    let mut text = String::new();
    for (n, version) in versions.iter().enumerate() {
        text += &told(version, n == 0, width);
    }
    Ok(anstream::stdout().lock().write_all(text.as_bytes())?)
}

fn line(version: &Version) -> serde_json::Value {
    let Version { at, who, what, why, fields, merged, judgements } = version;
    json!({
        "at": at, "who": who, "what": what, "why": why, "merged": merged, "judgements": judgements,
        "fields": as_json(fields),
    })
}

/// Fields before and after, for machines.
pub(super) fn as_json(fields: &[Field]) -> Vec<serde_json::Value> {
    let one = |field: &Field| json!({"name": field.name, "before": field.before, "after": field.after});
    fields.iter().map(one).collect()
}

fn told(version: &Version, first: bool, width: usize) -> String {
    let why = if version.why.is_empty() { String::new() } else { format!(": {}", version.why) };
    let ids = version.judgements.iter().map(|id| format!(" ({id})")).collect::<String>();
    let head = format!("{} {} by {}{why}{ids}", moment(&version.at), version.what, version.who);
    let mut text: String =
        show::columns::wrap(&head, width).iter().map(|l| paint(STRONG, l) + "\n").collect();
    if !version.merged.is_empty() {
        text += &paragraph(&format!("Merged into it: {}.", version.merged.join(", ")), width);
    }
    let all: Vec<Turn> = version.fields.iter().flat_map(turns).collect();
    text + &table(&all, first, width) + "\n"
}

/// What differs, a row each, indented; of a first version what it began with.
pub(super) fn table(turns: &[Turn], first: bool, width: usize) -> String {
    let rows: Vec<Vec<Cell>> = turns
        .iter()
        .map(|turn| {
            let mut row = vec![Vec::new(), vec![(DIM, turn.field.clone())]];
            if first {
                row.push(vec![(PLAIN, turn.after.clone())]);
            } else {
                row.push(vec![(DIM, turn.before.clone())]);
                row.push(vec![(DIM, "→".into())]);
                row.push(vec![(PLAIN, turn.after.clone())]);
            }
            row
        })
        .collect();
    lay_out(&rows, width)
}
