//! `cargo xtask sieve GOLD.jsonl OFF.jsonl`: learns which sentences are worth the encoder's time, from the
//! evidence of coded reports and from texts on other matters (`{"text": …}` a line), and writes
//! `crates/code/weights/sieve.bin`. `--check GOLD.jsonl OFF.jsonl` prints how many of the evidence
//! sentences of other reports pass, and how many of the sentences of other texts.

use super::{Lesson, gold, labels, plain};
use anyhow::{Context, Result};
use dateline::Coder;
use dateline_code::sieve;
use dateline_code::weigh::{Example, Model, Settings, train};
use dateline_terms::Reading;
use serde_json::Value;

/// Runs the task.
///
/// # Errors
/// Names what could not be read or written.
pub fn run(args: &[String]) -> Result<()> {
    let usage = "usage: cargo xtask sieve GOLD.jsonl OFF.jsonl [--check GOLD.jsonl OFF.jsonl]";
    let [gold, off, rest @ ..] = args else { anyhow::bail!(usage) };
    let mut examples = evidence(gold)?;
    examples.extend(texts(off)?.iter().flat_map(|r| labels::sieve_examples(r, None)));
    let settings = Settings { rate: 0.1, ..Settings::default() };
    let model = train(&["yes".to_string()], &examples, settings);
    if let [_, gold, off] = rest {
        check(&model, gold, off)?;
    }
    let out = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/code/weights/sieve.bin");
    Ok(std::fs::write(out, model.write())?)
}

fn evidence(path: &str) -> Result<Vec<Example>> {
    let reports = gold::read(path)?;
    let lesson = Lesson::read(&reports);
    let pairs = lesson.read.iter().zip(&reports);
    Ok(pairs.flat_map(|((_, reading), gold)| labels::sieve_examples(reading, Some(gold))).collect())
}

fn texts(path: &str) -> Result<Vec<Reading>> {
    let coder = Coder::new();
    let file = std::fs::read_to_string(path).with_context(|| format!("{path} could not be read"))?;
    let read = |line: &str| {
        let row: Value = serde_json::from_str(line)?;
        let text = row.get("text").and_then(Value::as_str).unwrap_or_default();
        Ok(coder.read(&plain("off", text)).1)
    };
    file.lines().map(read).collect()
}

fn check(model: &Model, gold: &str, off: &str) -> Result<()> {
    let reports = gold::read(gold)?;
    let lesson = Lesson::read(&reports);
    let (mut told, mut other) = (Vec::new(), Vec::new());
    for ((_, reading), gold) in lesson.read.iter().zip(&reports) {
        let evidence = labels::sieve_examples(reading, Some(gold));
        for (example, worth) in evidence.iter().zip(sieve::worth(reading, model)) {
            if example.labels.first() == Some(&true) { told.push(worth) } else { other.push(worth) }
        }
    }
    let off: Vec<f32> = texts(off)?.iter().flat_map(|r| sieve::worth(r, model)).collect();
    let share = |scores: &[f32], least: f32| {
        scores.iter().filter(|p| **p >= least).count() as f32 / scores.len().max(1) as f32
    };
    println!(
        "sentences: {} evidence, {} others of the reports, {} off topic",
        told.len(),
        other.len(),
        off.len()
    );
    for least in [sieve::LEAST, 0.02, 0.03, 0.05, 0.08, 0.1, 0.15, 0.2, 0.3] {
        let [a, b, c] = [&told, &other, &off].map(|s| share(s, least));
        println!("at {least}: {a:.4} of evidence, {b:.4} of the others, {c:.4} off topic pass");
    }
    Ok(())
}
