//! The examples, coded by the program as a user would, against the gold that is written for them.

use dateline::eval::{Figure, GoldReport, read_reports, score};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// What `dateline code --json examples/reports` prints.
fn coded() -> String {
    let program = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["code", "--json", "examples/reports"])
        .current_dir(root())
        .output()
        .expect("the program runs");
    assert!(program.status.success(), "{}", String::from_utf8_lossy(&program.stderr));
    String::from_utf8(program.stdout).expect("the contract is UTF-8")
}

fn by_id(lines: &str) -> BTreeMap<String, Value> {
    let each = lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("each line is JSON"));
    each.map(|v| (v["id"].as_str().expect("an id").to_owned(), v)).collect()
}

#[test]
fn each_example_has_its_gold_with_the_text_that_cleaning_yields() {
    let (coded, gold) = (by_id(&coded()), by_id(&read("examples/gold.jsonl")));
    assert_eq!(coded.keys().collect::<Vec<_>>(), gold.keys().collect::<Vec<_>>());
    let stale: Vec<_> =
        gold.iter().filter(|(id, g)| g["text"] != coded[*id]["report"]["text"]).map(|(id, _)| id).collect();
    assert!(stale.is_empty(), "the text of {stale:?} is not what cleaning yields: run `cargo xtask bless`");
}

#[test]
fn the_examples_are_coded_no_worse_than_their_floors_allow() {
    let gold = read_reports(&read("examples/gold.jsonl")).expect("gold can be read");
    let figures = score(&gold, &read_reports(&coded()).expect("the contract can be read")).0;
    println!("{figures}");
    let floors: Value = serde_json::from_str(&read("gate/floors.json")).expect("it is JSON");
    for (name, floor) in floors["examples as pages"].as_object().into_iter().flatten() {
        let value = match name.as_str() {
            "publication date" => Some(dates_right(&gold)),
            _ => figures.get(name).and_then(Figure::headline),
        };
        let (value, floor) = (value.unwrap_or(0.0), floor.as_f64().expect("a number"));
        let passed = if name == "false" { value <= floor } else { value >= floor };
        assert!(passed, "{name}: {value:.4} is past its floor of {floor}");
    }
}

/// Share of the examples of which the publication date is found, or rightly found missing.
fn dates_right(gold: &[GoldReport]) -> f64 {
    let coded = by_id(&coded());
    let right = gold
        .iter()
        .filter(|g| coded[&g.id]["report"]["published"]["date"].as_str() == g.published.as_deref());
    right.count() as f64 / gold.len().max(1) as f64
}
