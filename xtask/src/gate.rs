//! The gate: figures that may rise and never silently fall.
//!
//! `gate/floors.json` holds, for each set as the rules code it and as they do with the fast reader and with the
//! encoder, the least value of each figure (F1 where a figure has one); `false` is a share of mistakes and
//! `calibration error` one too, so their floors are the greatest values.

use anyhow::{Context, Result};
use dateline::eval::{Figures, GoldReport, Reliability, judged, read_reports, score};
use dateline::{Coder, Decider, code_gold};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

/// Figures where less is better.
const CEILINGS: [&str; 2] = ["false", SURE];
/// How far confidence is from the share of events that are right.
const SURE: &str = "calibration error";
/// Share of withheld publication dates that are found.
const DATES: &str = "publication date";

/// What is scored, and what is added to a set's name for it.
const DECIDERS: [(Decider, &str); 3] =
    [(Decider::Rules, ""), (Decider::Fast, " with fast"), (Decider::Encoder, " with encoder")];

/// Scores every set that is there and prints a table; true if no figure is under its floor.
///
/// # Errors
/// When a file is missing or cannot be read, or a floor names a figure or a set that there is not.
pub fn run() -> Result<bool> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let floors: Map<String, Value> = serde_json::from_str(&read(&root.join("gate/floors.json"))?)
        .context("gate/floors.json is not a JSON object")?;
    let mut passed = true;
    for (set, path) in sets(&root) {
        for (decider, of) in DECIDERS {
            let name = format!("{set}{of}");
            let Some(floors) = floors.get(&name).and_then(Value::as_object) else {
                anyhow::bail!("gate/floors.json has no floors for the set {name:?}");
            };
            passed &= check(&name, &path, floors, &Coder::new().decided_by(decider))?;
        }
    }
    println!("{}", if passed { "gate: passed" } else { "gate: FAILED" });
    Ok(passed)
}

/// The sets to score: the examples, and dev where the environment names a folder of gold.
fn sets(root: &Path) -> Vec<(&'static str, PathBuf)> {
    let mut sets = vec![("examples", root.join("examples/gold.jsonl"))];
    match std::env::var_os("DATELINE_GOLD") {
        Some(folder) => sets.push(("dev", PathBuf::from(folder).join("dev.jsonl"))),
        None => println!("gate: DATELINE_GOLD is not set; scoring the examples alone"),
    }
    sets
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn check(set: &str, path: &Path, floors: &Map<String, Value>, coder: &Coder) -> Result<bool> {
    let gold = read_reports(&read(path)?).with_context(|| path.display().to_string())?;
    let coded = code_gold(coder, &gold, true)?;
    let figures = score(&gold, &coded).0;
    println!("{set}: {} reports", gold.len());
    println!("  {:20} {:>9} {:>9} {:>9} {:>9}", "figure", "precision", "recall", "value", "floor");
    let floor = |name: &str| floors.get(name).and_then(Value::as_f64);
    let mut passed = true;
    for (name, _) in figures.0.iter().filter(|(name, _)| *name != "reports") {
        passed &= row(&figures, name, floor(name));
    }
    let sure = Reliability::new(&judged(&gold, &coded)).error();
    for (name, value) in [(SURE, sure), (DATES, dates_right(&gold)?)] {
        passed &= verdict(name, ["", ""], Some(value), floor(name));
    }
    let known = |name: &str| figures.get(name).is_some() || [SURE, DATES].contains(&name);
    if let Some(unknown) = floors.keys().find(|name| !known(name)) {
        anyhow::bail!("gate/floors.json has a floor for {unknown:?}, which is no figure");
    }
    println!();
    Ok(passed)
}

fn row(figures: &Figures, name: &str, floor: Option<f64>) -> bool {
    use dateline::eval::Figure;
    let figure = figures.get(name);
    let (precision, recall) = match figure {
        Some(Figure::Rates(r)) => (format!("{:.4}", r.precision), format!("{:.4}", r.recall)),
        _ => (String::new(), String::new()),
    };
    verdict(name, [&precision, &recall], figure.and_then(Figure::headline), floor)
}

fn verdict(name: &str, [precision, recall]: [&str; 2], value: Option<f64>, floor: Option<f64>) -> bool {
    let passed = match (value, floor) {
        (Some(value), Some(floor)) if CEILINGS.contains(&name) => value <= floor,
        (Some(value), Some(floor)) => value >= floor,
        (None, Some(_)) => false,
        (_, None) => true,
    };
    let number = |x: Option<f64>| x.map_or("-".to_string(), |x| format!("{x:.4}"));
    let mark = if passed { "" } else { "  UNDER ITS FLOOR" };
    println!("  {name:20} {precision:>9} {recall:>9} {:>9} {:>9}{mark}", number(value), number(floor));
    passed
}

/// Share of reports whose publication date is found when it is withheld.
fn dates_right(gold: &[GoldReport]) -> Result<f64> {
    let dated: Vec<&GoldReport> = gold.iter().filter(|r| r.day().is_some()).collect();
    let coded = code_gold(&Coder::new(), gold, false)?;
    let same_day = |g: &GoldReport| coded.iter().any(|c| c.id == g.id && c.day() == g.day());
    let right = dated.iter().filter(|g| same_day(g)).count();
    Ok(right as f64 / dated.len().max(1) as f64)
}
