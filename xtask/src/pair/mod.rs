//! `cargo xtask pair GOLD.jsonl`: learns how likely two events of different reports are one incident, from
//! reports whose incidents coders named, into `crates/code/weights/pair.bin`. The same reports give the same
//! bytes.

mod cases;
mod gold;
mod trial;

pub use cases::{known, lines};
pub use gold::of_mention;

use anyhow::{Context, Result};
use cases::{Batch, Cases, Item, cases};
use dateline::Coder;
use dateline_code::Books;
use dateline_code::pair::{GROUPS, Pairing, WordWeights, features};
use dateline_code::weigh::{Example, Model, Settings, train};
use serde_json::Value;
use trial::{Table, Which, average_precision, calibration, links, pair_f1, scored};

/// Folds by which limits are chosen.
const FOLDS: usize = 5;

/// Runs the task. `args`: the gold file, then optionally `--crosswise N`, to learn from codings by weights that
/// did not see the report, of N parts; `--score GOLD.jsonl` to score on another file, with `--ablate` without
/// each group of signs in turn; `--out FILE`.
///
/// # Errors
/// Names what could not be read or written.
pub fn run(args: &[String]) -> Result<()> {
    let usage =
        "usage: cargo xtask pair GOLD.jsonl [--crosswise N] [--score DEV.jsonl [--ablate]] [--out FILE]";
    let path = args.first().context(usage)?;
    let option =
        |name: &str| args.iter().position(|a| a == name).and_then(|i| args.get(i + 1)).map(String::as_str);
    let reports = lines(path)?;
    let texts = reports.iter().filter_map(|r| r["text"].as_str());
    let words = WordWeights::learn(texts);
    let apart = option("--score").map(lines).transpose()?;
    let ablate = args.iter().any(|a| a == "--ablate");
    let coder = Coder::new();
    let lesson = match option("--crosswise") {
        Some(parts) => crosswise(path, &reports, parts.parse()?, &words)?,
        None => cases(&reports, |_| &coder, &words)?,
    };
    let (model, join) = learn(&lesson, &|_| true);
    if let Some(apart) = &apart {
        compare(&lesson, &cases(apart, |_| &coder, &words)?, ablate)?;
    }
    let out =
        option("--out").unwrap_or(concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/code/weights/pair.bin"));
    let bytes = Pairing::new(model, words, join).write();
    println!("{out}: {} bytes, join from {join:.2}", bytes.len());
    std::fs::write(out, bytes).with_context(|| format!("{out} could not be written"))
}

/// The reports, each coded by weights that were not learnt from it: coding that is better than it will be on
/// other reports would teach too much trust in what it gives.
fn crosswise(path: &str, reports: &[Value], parts: usize, words: &WordWeights) -> Result<Cases> {
    let coders = (0..parts.max(2)).map(|k| {
        let weights = Box::leak(Box::new(crate::weigh::weights(path, |n| n % parts.max(2) != k)?));
        Ok(Coder::with(Books { weights, ..Books::embedded() }))
    });
    let coders: Vec<Coder> = coders.collect::<Result<_>>()?;
    cases(reports, |n| &coders[n % coders.len()], words)
}

const LISTS: [(&str, Which); 2] = [("gold events", |b| &b.gold), ("coded events", |b| &b.coded)];

/// Learns from all batches, and the limit by folds.
fn learn(cases: &Cases, keep: &dyn Fn(&str) -> bool) -> (Model, f32) {
    let (model, join) = (fit(cases.batches.iter(), keep), by_folds(cases, keep));
    println!("join from {join:.2}");
    (model, join)
}

/// Each pair of events of two reports of a batch is an example: gold's, ours, and one of each.
fn fit<'b>(batches: impl Iterator<Item = &'b Batch>, keep: &dyn Fn(&str) -> bool) -> Model {
    let mut examples = Vec::new();
    for batch in batches {
        for list in [&batch.gold, &batch.coded] {
            for (i, a) in list.iter().enumerate() {
                examples.extend(list[i + 1..].iter().filter_map(|b| example(a, b, keep)));
            }
        }
        for a in &batch.gold {
            examples.extend(batch.coded.iter().filter_map(|b| example(a, b, keep)));
        }
    }
    // Chosen by folds: few positives, so short steps and a strong pull towards 0.
    let settings = Settings { epochs: 6, rate: 0.03, l2: 1e-3, least: 3, prune: 0.005 };
    train(&["same".to_string()], &examples, settings)
}

fn example(a: &Item, b: &Item, keep: &dyn Fn(&str) -> bool) -> Option<Example> {
    let known = a.report != b.report && a.incident.is_some() && b.incident.is_some();
    if !known || a.account.contradicts(&b.account).is_some() {
        return None;
    }
    let labels = vec![a.incident == b.incident];
    Some(Example { features: features(&a.account, &b.account, keep), labels, weight: 1.0 })
}

/// The limit of joining that gives most links right, gold's and ours together, on the batches that training
/// left out.
fn by_folds(cases: &Cases, keep: &dyn Fn(&str) -> bool) -> f32 {
    let mut tables: Vec<Vec<(&[Item], Table)>> = LISTS.iter().map(|_| Vec::new()).collect();
    for k in 0..FOLDS {
        let held = |n: usize| n % FOLDS == k;
        let of = |yes: bool| {
            cases.batches.iter().enumerate().filter(move |(n, _)| held(*n) == yes).map(|(_, b)| b)
        };
        let model = fit(of(false), keep);
        for batch in of(true) {
            for ((_, which), tables) in LISTS.iter().zip(&mut tables) {
                tables.push((which(batch), Table::new(which(batch), &model, keep)));
            }
        }
    }
    let at = |limit: f32| -> Vec<f64> { tables.iter().map(|t| links(t, limit)).collect() };
    let steps: Vec<f64> = (0..=20).map(|n| at(n as f32 * 0.05).iter().sum()).collect();
    // The middle of the best stretch of three, so that no single lucky step is chosen.
    let stretch = |n: usize| steps[n - 1..=n + 1].iter().sum::<f64>();
    let best = (2..19).max_by(|a, b| stretch(*a).total_cmp(&stretch(*b))).unwrap_or(10);
    let join = best as f32 * 0.05;
    for ((name, _), tables) in LISTS.iter().zip(&tables) {
        let told: Vec<_> = tables.iter().flat_map(|(items, table)| table.told(items)).collect();
        let links = links(tables, join);
        println!(
            "folds, {name}: pairs {:.3}, calibration error {:.3}, links {links:.3} from {join:.2}",
            average_precision(&told),
            calibration(&told)
        );
    }
    join
}

/// Scores on reports that nothing was learnt from, as a table.
fn compare(lesson: &Cases, apart: &Cases, ablate: bool) -> Result<()> {
    println!(
        "signs | events | pairs, average precision | F1 from 0.5 | calibration error | links F1 | incidents B³ F1"
    );
    row(lesson, apart, "all signs", &|_| true)?;
    let without = GROUPS.iter().filter(|_| ablate);
    for group in without {
        let keep = |name: &str| !name.split('+').any(|part| part == *group);
        row(lesson, apart, &format!("without {group}"), &keep)?;
    }
    Ok(())
}

fn row(lesson: &Cases, apart: &Cases, name: &str, keep: &dyn Fn(&str) -> bool) -> Result<()> {
    let (model, join) = learn(lesson, keep);
    for ((events, which), told) in LISTS.iter().zip([&apart.gold, &apart.coded]) {
        let tables: Vec<(&[Item], Table)> =
            apart.batches.iter().map(|b| (which(b), Table::new(which(b), &model, keep))).collect();
        let pairs: Vec<_> = tables.iter().flat_map(|(items, table)| table.told(items)).collect();
        let groups: Vec<_> = tables.iter().map(|(items, table)| (*items, table.groups(join))).collect();
        let told: &[Value] = told;
        let [links, incidents] = scored(apart, told, &groups)?;
        println!(
            "{name} | {events} | {:.3} | {:.3} | {:.3} | {links:.3} | {incidents:.3}",
            average_precision(&pairs),
            pair_f1(&pairs, 0.5),
            calibration(&pairs),
        );
    }
    Ok(())
}
