//! `cargo xtask ablation DEV.jsonl`: what each reader reaches, and what the encoder loses without each of its
//! heads. Every reader reads the reports once; decisions are made anew for each row.

use super::bootstrap::{DRAWS, difference};
use super::page;
use super::pass::Pass;
use anyhow::{Context, Result};
use dateline::Decider;
use dateline::eval::{F1, Figure, Figures, coded, score};
use dateline_code::weigh::{Limits, Model, Weights};

/// The figures that make a column.
const COLUMNS: [&str; 13] = [
    "events",
    "main events recall",
    "coded",
    "harm",
    "harm+speaker",
    "claims",
    "tallies",
    "side_a",
    "side_b",
    "type",
    "time",
    "place",
    "false",
];

/// The limits of each decision: without its head they are those of the rules.
const LIMITS: [(&str, &[&str]); 11] = [
    ("events", &["event", "over_refusal", "clause", "recalled", "unlisted", "second_type"]),
    ("refusals", &["refusal"]),
    ("same", &["join"]),
    ("sides", &["side", "outright", "second"]),
    ("time", &["time"]),
    ("place", &["place"]),
    ("figures", &["figure", "tally", "tally_weight"]),
    ("harm", &["harm"]),
    ("said_by", &["said_by"]),
    ("claims", &["claim"]),
    ("standing", &[]),
];

/// One row: its figures, and its coded events a report.
struct Row {
    name: String,
    figures: Figures,
    coded: Vec<F1>,
}

/// Runs the task.
///
/// # Errors
/// Names what could not be read or written.
pub fn run(args: &[String]) -> Result<()> {
    let path = args.first().context("usage: cargo xtask ablation DEV.jsonl")?;
    let mut rows = Vec::new();
    let mut compared = Vec::new();
    for name in ["rules", "fast", "encoder"] {
        let Some(decider) = Decider::named(name) else { continue };
        let pass = Pass::read(path, decider)?;
        let weights = pass.weights();
        rows.push(row(&pass, name.to_string(), weights.clone())?);
        if decider == Decider::Encoder {
            let heads = LIMITS.iter().filter(|(head, _)| weights.model(head).is_some_and(Model::has_head));
            for (head, limits) in heads {
                rows.push(row(&pass, format!("encoder, not for {head}"), without(&weights, head, limits))?);
            }
        }
    }
    for row in rows.iter().filter(|r| ["fast", "encoder"].contains(&r.name.as_str())) {
        compared.push(against(row, &rows[0]));
    }
    let text = format!("{}\n{}", table(&rows), compared.join("\n"));
    println!("{text}");
    page::put("ablation", &text)
}

fn row(pass: &Pass, name: String, weights: Weights) -> Result<Row> {
    let predicted = pass.scored(&pass.code(weights, |_| true))?;
    Ok(Row { name, figures: score(&pass.gold, &predicted).0, coded: coded(&pass.gold, &predicted) })
}

/// The weights with one decision left to the rules.
fn without(weights: &Weights, head: &str, limits: &[&str]) -> Weights {
    let model = |name: &str| {
        let model = weights.model(name).cloned().unwrap_or_default();
        if name == head { model.without_head() } else { model }
    };
    Weights {
        limits: weights.limits.with_those_of(Limits::default(), limits),
        calibration: weights.calibration,
        ..Weights::from_models(model)
    }
}

fn table(rows: &[Row]) -> String {
    let mut out = format!("| | {} |\n|---|{}\n", COLUMNS.join(" | "), "---|".repeat(COLUMNS.len()));
    for row in rows {
        let value = |name: &&str| row.figures.get(name).and_then(Figure::headline);
        let cells: Vec<String> =
            COLUMNS.iter().map(|name| value(name).map_or("-".to_string(), |v| format!("{v:.3}"))).collect();
        out += &format!("| {} | {} |\n", row.name, cells.join(" | "));
    }
    out
}

fn against(row: &Row, rules: &Row) -> String {
    let (mean, low, high) = difference(&row.coded, &rules.coded);
    format!(
        "Coded F1, {} minus rules: {mean:+.3}; in 95 % of {DRAWS} draws of {} reports, paired, between {low:+.3} and {high:+.3}.",
        row.name,
        row.coded.len()
    )
}
