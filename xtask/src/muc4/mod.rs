//! `cargo xtask muc4 DOCUMENTS.jsonl[.gz] [--reader encoder]`: codes documents of the Fourth Message
//! Understanding Conference and scores what came of it against their templates, slot by slot.

mod answer;
mod fill;
mod key;
mod score;

use anyhow::{Context, Result};
use dateline::{Coder, Decider};
use dateline_terms::{Format, Page};
use score::{Count, Score};
use serde_json::Value;
use std::io::Read;

/// Slots that are scored, by the names of the official score reports.
pub const SLOTS: [&str; 8] = [
    "inc-type",
    "inc-date",
    "inc-loc",
    "inc-instr-id",
    "perp-ind-id",
    "perp-org-id",
    "phys-tgt-id",
    "hum-tgt-id",
];

/// One fill of a slot: the texts that all stand for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fill {
    /// Any of them.
    pub texts: Vec<String>,
    /// Whether a reader may leave it out.
    pub optional: bool,
}

/// One incident: its fills, in the order of [`SLOTS`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    /// Fills by slot.
    pub slots: [Vec<Fill>; SLOTS.len()],
    /// Whether a reader may leave the incident out.
    pub optional: bool,
}

/// Runs the task.
///
/// # Errors
/// Names what could not be read.
pub fn run(args: &[String]) -> Result<()> {
    let path = args.first().context("usage: cargo xtask muc4 DOCUMENTS.jsonl[.gz] [--reader encoder]")?;
    let decider = match args.iter().position(|a| a == "--reader").and_then(|i| args.get(i + 1)) {
        None => Decider::Rules,
        Some(name) if name == "rules" => Decider::Rules,
        Some(name) if name == "encoder" => Decider::Encoder,
        Some(name) => anyhow::bail!("there is no reader {name:?}: rules or encoder"),
    };
    let coder = Coder::new().decided_by(decider);
    let mut score = Score::default();
    for line in read(path)?.lines().filter(|l| !l.trim().is_empty()) {
        let document: Value =
            serde_json::from_str(line).with_context(|| format!("{path}: a line is no JSON"))?;
        let coded = coder.code(&page(&document));
        score.add(&key::templates(&document), &answer::templates(&coded));
    }
    print(&score);
    Ok(())
}

/// The text of a file, unpacked where its name ends in `.gz`.
///
/// # Errors
/// Names the file that could not be read.
pub fn read(path: &str) -> Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("{path} could not be read"))?;
    let mut text = String::new();
    if path.ends_with(".gz") {
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text)?;
    } else {
        text = String::from_utf8(bytes)?;
    }
    Ok(text)
}

fn page(document: &Value) -> Page {
    let word = |key: &str| document[key].as_str().unwrap_or_default();
    let mut page = Page::new(word("id"), word("text"), Format::Text);
    page.keep_text = true;
    page.published = word("date").parse().ok();
    page
}

fn print(score: &Score) {
    println!(
        "{:14} {:>8} {:>7} {:>6} {:>10} {:>7} {:>6}",
        "", "possible", "actual", "right", "precision", "recall", "F1"
    );
    row("template-id", score.templates);
    for (name, count) in SLOTS.iter().zip(score.slots) {
        row(name, count);
    }
    row("all slots", score.all());
}

fn row(name: &str, count: Count) {
    let Count { possible, actual, right } = count;
    let (p, r, f) = (count.precision(), count.recall(), count.f1());
    println!("{name:14} {possible:>8} {actual:>7} {right:>6} {p:>10.2} {r:>7.2} {f:>6.3}");
}
