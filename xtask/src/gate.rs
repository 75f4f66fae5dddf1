//! The gate: figures that may rise and never silently fall.
//!
//! `gate/floors.json` holds, for each set as the rules code it and as they do with the fast reader and with the
//! encoder, the least value of each figure (F1 where a figure has one); `false` is a share of mistakes and
//! `calibration error` one too, so their floors are the greatest values. What is coded is fused; under `claims of`
//! stand `links` and `incidents` of the coders' own claims, fused.

use crate::links::Gold;
use anyhow::{Context, Result};
use dateline::eval::{Figures, GoldReport, Reliability, judged, score};
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
    let of = |name: &str| {
        let of = floors.get(name).and_then(Value::as_object);
        of.with_context(|| format!("gate/floors.json has no floors for the set {name:?}"))
    };
    for (set, path) in sets(&root) {
        let gold = Gold::read(&path.display().to_string())?;
        for (decider, with) in DECIDERS {
            let name = format!("{set}{with}");
            passed &= check(&name, &gold, of(&name)?, &Coder::new().decided_by(decider))?;
        }
        let name = format!("claims of {set}");
        passed &= check_claims(&name, &gold, of(&name)?)?;
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

fn check(set: &str, gold: &Gold, floors: &Map<String, Value>, coder: &Coder) -> Result<bool> {
    let coded = gold.fused(coder)?;
    let gold = &gold.reports;
    let figures = score(gold, &coded).0;
    head(set, gold.len());
    let floor = |name: &str| floors.get(name).and_then(Value::as_f64);
    let mut passed = true;
    for (name, _) in figures.0.iter().filter(|(name, _)| *name != "reports") {
        passed &= row(&figures, name, floor(name));
    }
    let sure = Reliability::new(&judged(gold, &coded)).error();
    for (name, value) in [(SURE, sure), (DATES, dates_right(gold)?)] {
        passed &= verdict(name, ["", ""], Some(value), floor(name));
    }
    let known = |name: &str| figures.get(name).is_some() || [SURE, DATES].contains(&name);
    if let Some(unknown) = floors.keys().find(|name| !known(name)) {
        anyhow::bail!("gate/floors.json has a floor for {unknown:?}, which is no figure");
    }
    println!();
    Ok(passed)
}

/// Scores what fusion makes of the coders' own claims.
fn check_claims(set: &str, gold: &Gold, floors: &Map<String, Value>) -> Result<bool> {
    let figures = score(&gold.reports, &gold.fused_claims()?).0;
    head(set, gold.reports.len());
    let mut passed = true;
    for name in ["links", "incidents"] {
        passed &= row(&figures, name, floors.get(name).and_then(Value::as_f64));
    }
    println!();
    Ok(passed)
}

fn head(set: &str, reports: usize) {
    println!("{set}: {reports} reports");
    println!("  {:20} {:>9} {:>9} {:>9} {:>9}", "figure", "precision", "recall", "value", "floor");
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
