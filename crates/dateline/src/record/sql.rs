//! The command `sql`: a question over the documented views, read-only.

use super::args::Db;
use crate::show::columns::{Cell, lay_out};
use crate::show::paint::{DIM, PLAIN};
use crate::show::words::{one_line, several};
use crate::show::{self, paragraph};
use anyhow::Result;
use dateline_store::{Answer, Store};
use serde_json::{Map, Value};
use std::io::Write;

/// What to ask.
#[derive(clap::Args, Debug)]
pub(crate) struct SqlArgs {
    /// A question in SQLite's SQL, such as "SELECT country, count(*) FROM incidents GROUP BY country"
    pub query: String,
    /// Print a JSON object for each row
    #[arg(long)]
    pub json: bool,
    /// Print the rows as CSV
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
    #[command(flatten)]
    pub record: Db,
}

/// Asks, and prints the rows.
///
/// # Errors
/// When the text is no question that reads, or standard output cannot be written.
pub(crate) fn run(args: &SqlArgs) -> Result<()> {
    let answer = Store::read(&args.record.db)?.sql(&args.query)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if args.json {
        for row in answer.rows {
            let object: Map<String, Value> = answer.columns.iter().cloned().zip(row).collect();
            writeln!(out, "{}", Value::Object(object))?;
        }
        return Ok(out.flush()?);
    }
    if args.csv {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(&answer.columns)?;
        for row in &answer.rows {
            csv.write_record(row.iter().map(|value| word(value, "")))?;
        }
        return Ok(csv.flush()?);
    }
    drop(out);
    let text = table(&answer, show::width());
    Ok(anstream::stdout().lock().write_all(text.as_bytes())?)
}

fn word(value: &Value, none: &str) -> String {
    match value {
        Value::Null => none.to_string(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn table(answer: &Answer, width: usize) -> String {
    let head = answer.columns.iter().map(|name| vec![(DIM, name.clone())]).collect();
    let row = |row: &Vec<Value>| -> Vec<Cell> {
        row.iter().map(|value| vec![(PLAIN, one_line(&word(value, "–")))]).collect()
    };
    let rows: Vec<Vec<Cell>> = std::iter::once(head).chain(answer.rows.iter().map(row)).collect();
    lay_out(&rows, width) + &paragraph(&format!("{}.", several(answer.rows.len(), "row")), width)
}
