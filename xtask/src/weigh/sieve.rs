//! `cargo xtask sieve GOLD.jsonl OFF.jsonl`: learns which sentences are worth the encoder's time, from the
//! evidence of coded reports and from texts on other matters (`{"text": …}` a line), and writes
//! `crates/code/weights/sieve.bin`. `--check GOLD.jsonl OFF.jsonl` prints how many of the evidence
//! sentences of other reports pass, and how many of the sentences of other texts; alone, it does so with the
//! weights that ship.

use super::gold::GoldReport;
use super::{Lesson, gold, labels, plain};
use anyhow::{Context, Result};
use dateline::Coder;
use dateline_code::sieve;
use dateline_code::weigh::{Example, Model, Settings, Weights, train};
use dateline_terms::{Reading, Report};
use serde_json::Value;

/// Runs the task.
///
/// # Errors
/// Names what could not be read or written.
pub fn run(args: &[String]) -> Result<()> {
    let usage = "usage: cargo xtask sieve [GOLD.jsonl OFF.jsonl] [--check GOLD.jsonl OFF.jsonl]";
    if let [first, gold, off] = args
        && first == "--check"
    {
        return check(&Weights::embedded().sieve, gold, off);
    }
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

/// Sentences of one report, each with what it is worth and whether it is evidence.
type Judged = Vec<(f32, bool)>;

fn check(model: &Model, gold: &str, off: &str) -> Result<()> {
    let reports = gold::read(gold)?;
    let lesson = Lesson::read(&reports);
    let judged = |((_, reading), gold): (&(Report, Reading), &GoldReport)| -> Judged {
        let evidence = labels::sieve_examples(reading, Some(gold));
        let told = evidence.iter().map(|e| e.labels.first() == Some(&true));
        sieve::worth(reading, model).into_iter().zip(told).collect()
    };
    let on: Vec<Judged> = lesson.read.iter().zip(&reports).map(judged).collect();
    let off: Vec<Judged> = texts(off)?
        .iter()
        .map(|r| sieve::worth(r, model).into_iter().map(|w| (w, false)).collect())
        .collect();
    let count = |of: &[Judged], told: bool| of.iter().flatten().filter(|s| s.1 == told).count();
    println!(
        "sentences: {} evidence, {} others of the reports, {} off topic",
        count(&on, true),
        count(&on, false),
        count(&off, false)
    );
    for best in [0.0, sieve::BEST, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8] {
        for least in [sieve::LEAST, 0.03, 0.07, 0.1] {
            let passes = |page: &&Judged| page.iter().any(|s| s.0 >= best);
            let share = |of: &[Judged], told: bool| {
                let passed =
                    of.iter().filter(passes).flatten().filter(|s| s.1 == told && s.0 >= least).count();
                passed as f32 / count(of, told).max(1) as f32
            };
            let [a, b, c] = [share(&on, true), share(&on, false), share(&off, false)];
            println!(
                "best {best}, least {least}: {a:.4} of evidence, {b:.4} of the others, {c:.4} off topic pass"
            );
        }
    }
    Ok(())
}
