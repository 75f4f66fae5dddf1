//! `cargo xtask curve GOLD.jsonl --score DEV.jsonl`: what the rules reach by how many reports they learn from.
//! It tells whether coding more reports would still help.

use super::pass::Pass;
use super::{option, page};
use crate::weigh::{self, gold};
use anyhow::{Context, Result};
use dateline::Decider;
use dateline::eval::{Figure, Figures, score};
use dateline_code::weigh::Weights;

/// The figures that make a column.
const COLUMNS: [&str; 9] =
    ["events", "main events recall", "coded", "harm", "claims", "tallies", "side_a", "side_b", "type"];

/// Parts that the training reports are divided into.
const PARTS: usize = 4;

/// Runs the task.
///
/// # Errors
/// Names what could not be read or written.
pub fn run(args: &[String]) -> Result<()> {
    let usage = "usage: cargo xtask curve GOLD.jsonl --score DEV.jsonl";
    let reports = gold::read(args.first().context(usage)?)?;
    let pass = Pass::read(option(args, "--score").context(usage)?, Decider::Rules)?;
    let mut table = format!("| reports | {} |\n|---|{}\n", COLUMNS.join(" | "), "---|".repeat(COLUMNS.len()));
    for parts in 1..=PARTS {
        // Each draw begins with another part; all of them are one draw.
        let draws = if parts == PARTS { 1 } else { PARTS };
        let mut trials = Vec::new();
        for first in 0..draws {
            let chosen = |i: &usize| (i + first) % PARTS < parts;
            let some: Vec<_> =
                reports.iter().enumerate().filter(|(i, _)| chosen(i)).map(|(_, r)| r.clone()).collect();
            let models = weigh::learn(&some);
            let get = |name: &str| models.get(name).cloned().unwrap_or_default();
            let predicted = pass.scored(&pass.code(Weights::from_models(get), |_| true))?;
            trials.push(score(&pass.gold, &predicted).0);
        }
        let cells: Vec<String> = COLUMNS.iter().map(|name| format!("{:.3}", mean(&trials, name))).collect();
        table += &format!("| {} | {} |\n", reports.len() * parts / PARTS, cells.join(" | "));
    }
    println!("{table}");
    page::put("curve", &table)
}

fn mean(trials: &[Figures], name: &str) -> f64 {
    let values = trials.iter().filter_map(|f| f.get(name).and_then(Figure::headline));
    values.sum::<f64>() / trials.len().max(1) as f64
}
