//! `cargo xtask bless`: after a change to cleaning that was meant, puts the text that cleaning now yields
//! into `examples/gold.jsonl`, and says which of its quotes no longer stand in it.

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value};
use std::path::Path;
use std::process::Command;

/// Rewrites the gold file; false if a quote was lost or an example has no gold.
pub fn run() -> Result<bool> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let path = root.join("examples/gold.jsonl");
    let texts = texts(&root)?;
    let mut whole = true;
    let mut lines = String::new();
    let gold = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    for line in gold.lines() {
        let mut report: Value = serde_json::from_str(line)?;
        let id = report["id"].as_str().unwrap_or("").to_owned();
        let Some(text) = texts.get(&id) else {
            eprintln!("{id}: no example has this id");
            whole = false;
            continue;
        };
        report["text"] = text.clone();
        for quote in quotes(&report).into_iter().filter(|q| !text.as_str().unwrap_or("").contains(q)) {
            eprintln!("{id}: no longer in the text: {quote}");
            whole = false;
        }
        lines.push_str(&format!("{report}\n"));
    }
    std::fs::write(&path, lines)?;
    Ok(whole)
}

/// The text that cleaning yields for each example, by the id that `dateline code` gives it.
fn texts(root: &Path) -> Result<Map<String, Value>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let command = ["run", "--quiet", "--package", "dateline", "--", "code", "--json", "examples/reports"];
    let output = Command::new(cargo).args(command).current_dir(root).output()?;
    ensure!(
        output.status.success(),
        "coding the examples failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let mut texts = Map::new();
    for line in std::str::from_utf8(&output.stdout)?.lines() {
        let coded: Value = serde_json::from_str(line)?;
        texts.insert(coded["id"].as_str().unwrap_or("").to_owned(), coded["report"]["text"].clone());
    }
    Ok(texts)
}

/// All that gold quotes from the text.
fn quotes(report: &Value) -> Vec<&str> {
    let rows = |key: &str| report[key].as_array().into_iter().flatten();
    let events = rows("events").flat_map(|e| {
        let more = e["more_evidence"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let alone =
            [&e["evidence"], &e["time"]["text"], &e["place"]["text"]].into_iter().filter_map(Value::as_str);
        let parts = ["side_a", "side_b", "weapons", "harm"]
            .into_iter()
            .flat_map(|key| e[key].as_array().into_iter().flatten());
        let claims = e["claims"].as_array().into_iter().flatten().filter_map(|c| c["quote"].as_str());
        alone.chain(more).chain(parts.filter_map(|p| p["text"].as_str())).chain(claims)
    });
    events.chain(rows("tallies").chain(rows("not_events")).filter_map(|r| r["text"].as_str())).collect()
}
