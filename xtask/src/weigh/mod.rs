//! `cargo xtask weigh GOLD.jsonl`: learns the weights of the rules from coded reports and writes them to
//! `crates/code/weights/`. The same reports give the same bytes.

mod gold;
mod labels;
mod trial;

use anyhow::{Context, Result};
use dateline_code::Books;
use dateline_code::attribute::claims;
use dateline_code::attribute::draft::Draft;
use dateline_code::attribute::view::View;
use dateline_code::attribute::{events, figures};
use dateline_code::attribute::{refusals, tallies};
use dateline_code::weigh::{Example, Limits, Model, Settings, Weights, train};
use dateline_terms::{Format, HarmKind, Page, Reading, Report};
use gold::{GoldEvent, GoldReport};
use std::collections::BTreeMap;
use trial::Trial;

/// Runs the task. `args`: the gold file, then optionally `--out DIR`; `--score GOLD.jsonl` to try the
/// weights on another file at once; `--folds N` to print the mean over N trials, each on the fold that
/// its training left out, and write nothing.
///
/// # Errors
/// Names what could not be read or written.
pub fn run(args: &[String]) -> Result<()> {
    let path = args
        .first()
        .context("usage: cargo xtask weigh GOLD.jsonl [--out DIR] [--score GOLD.jsonl] [--folds N]")?;
    let option =
        |name: &str| args.iter().position(|a| a == name).and_then(|i| args.get(i + 1)).map(String::as_str);
    let reports = gold::read(path)?;
    if let Some(folds) = option("--folds") {
        return cross(path, &reports, folds.parse()?, option("--sweep"));
    }
    let models = Lesson::read(&reports).learn();
    if let Some(score) = option("--score") {
        let trial = Trial::new(score, models.clone(), |_| true)?;
        trial::print(&trial.score(Limits::default())?);
        if let Some(names) = option("--sweep") {
            return sweep_limits(&[trial], names);
        }
        if let Some(file) = option("--lines") {
            std::fs::write(file, trial.lines(Limits::default()).join("\n") + "\n")?;
        }
    }
    write(&models, option("--out").unwrap_or(concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/code/weights")))
}

fn write(models: &BTreeMap<&'static str, Model>, out: &str) -> Result<()> {
    std::fs::create_dir_all(out)?;
    for name in Weights::NAMES {
        let bytes = models.get(name).map(Model::write).unwrap_or_default();
        println!("{name:10} {:>9} bytes", bytes.len());
        std::fs::write(format!("{out}/{name}.bin"), bytes)?;
    }
    Ok(())
}

/// Trains on all folds but one and scores that one, for each; then tries values of one limit on all.
fn cross(path: &str, reports: &[GoldReport], folds: usize, sweep: Option<&str>) -> Result<()> {
    let mut trials = Vec::new();
    for k in 0..folds {
        let rest: Vec<GoldReport> =
            reports.iter().enumerate().filter(|(i, _)| i % folds != k).map(|(_, r)| r.clone()).collect();
        let models = Lesson::read(&rest).learn();
        trials.push(Trial::new(path, models, |i| i % folds == k)?);
    }
    trial::print_mean(&trials, Limits::default())?;
    sweep.map_or(Ok(()), |names| sweep_limits(&trials, names))
}

/// Tries values of each named limit (comma between names), the others as they are.
fn sweep_limits(trials: &[Trial], names: &str) -> Result<()> {
    for limit in names.split(',') {
        for step in 2..17 {
            let value = step as f32 * 0.05;
            print!("{limit} {value:.2}: ");
            trial::print_mean(trials, Limits::default().set(limit, value))?;
        }
    }
    Ok(())
}

/// The coded reports, read as the program reads them.
struct Lesson<'g> {
    gold: &'g [GoldReport],
    read: Vec<(Report, Reading)>,
}

impl<'g> Lesson<'g> {
    fn read(gold: &'g [GoldReport]) -> Lesson<'g> {
        let coder = dateline::Coder::new();
        let read = gold
            .iter()
            .map(|g| {
                let mut page = Page::new(g.id.clone(), g.text.clone().into_bytes(), Format::Text);
                page.keep_text = true;
                page.title = g.title.clone();
                page.outlet = g.outlet.clone();
                page.published = g.published.as_deref().and_then(|d| d.parse().ok());
                let (report, reading, _) = coder.read(&page);
                (report, reading)
            })
            .collect();
        Lesson { gold, read }
    }

    /// The codebook's own examples, read as reports of one text: types that coded reports seldom show are
    /// learnt from them.
    fn primer(books: &Books<'static>) -> Vec<(Report, Reading, GoldReport)> {
        let coder = dateline::Coder::with(*books);
        let read = |gold: GoldReport| {
            let mut page = Page::new(gold.id.clone(), gold.text.clone().into_bytes(), Format::Text);
            page.keep_text = true;
            let (report, reading, _) = coder.read(&page);
            (report, reading, gold)
        };
        books.codebook.types().iter().flat_map(|t| gold::examples(t, books.codebook)).map(read).collect()
    }

    fn learn(&self) -> BTreeMap<&'static str, Model> {
        let books = dateline_code::Books::embedded();
        let views: Vec<View<'_>> =
            self.read.iter().map(|(report, reading)| View::new(report, reading, &books)).collect();
        let types = self.types();
        let claim_classes = self.claim_classes();
        let figure_classes = figure_classes();
        let mut sets: BTreeMap<&'static str, (Vec<String>, Vec<Example>)> = BTreeMap::new();
        let one = || vec!["yes".to_string()];
        let classes = [
            ("events", types.clone()),
            ("same", one()),
            ("sides", vec!["side_a".to_string(), "side_b".to_string()]),
            ("time", one()),
            ("place", one()),
            ("standing", one()),
            ("figures", figure_classes.clone()),
            ("harm", one()),
            ("said_by", one()),
            ("claims", claim_classes.clone()),
            ("refusals", refusals::REASONS.iter().chain(&[events::ANY]).map(|r| (*r).to_string()).collect()),
        ];
        for (name, classes) in classes {
            sets.insert(name, (classes, Vec::new()));
        }
        let primer = Lesson::primer(&books);
        for (report, reading, gold) in &primer {
            let view = View::new(report, reading, &books);
            for (name, examples) in [
                ("events", labels::event_examples(&view, gold, &types)),
                ("refusals", labels::refusal_examples(&view, gold)),
            ] {
                if let Some((_, set)) = sets.get_mut(name) {
                    set.extend(examples);
                }
            }
        }
        for (view, gold) in views.iter().zip(self.gold) {
            let figs = figures::figures(view);
            let drafts: Vec<(Draft, &GoldEvent)> =
                gold.events.iter().filter_map(|e| labels::gold_draft(view, e).map(|d| (d, e))).collect();
            let mut put = |name: &str, examples: Vec<Example>| {
                if let Some((_, set)) = sets.get_mut(name) {
                    set.extend(examples);
                }
            };
            put("events", labels::event_examples(view, gold, &types));
            put("same", labels::same_examples(view, gold));
            put("figures", labels::figure_examples(view, gold, &figs, &figure_classes));
            put("harm", labels::harm_examples(view, &drafts, &figs));
            put("said_by", labels::said_by_examples(view, gold, &figs));
            put("refusals", labels::refusal_examples(view, gold));
            for (draft, e) in &drafts {
                put("sides", labels::side_examples(view, draft, e));
                put("time", labels::time_examples(view, draft, e));
                put("place", labels::place_examples(view, draft, e));
                put("standing", vec![labels::standing_example(view, draft, e)]);
                put("claims", labels::claim_examples(view, draft, e, &claim_classes));
            }
        }
        sets.into_iter().map(|(name, (classes, examples))| (name, fit(name, &classes, &examples))).collect()
    }

    fn types(&self) -> Vec<String> {
        let mut types: Vec<String> =
            self.gold.iter().flat_map(|g| &g.events).map(|e| e.event_type.clone()).collect();
        types.extend(Books::embedded().codebook.types().iter().map(|t| t.id.clone()));
        types.sort();
        types.dedup();
        types.push(events::ANY.to_string());
        types
    }

    /// Aspect and stance pairs that coders used at least eight times.
    fn claim_classes(&self) -> Vec<String> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for c in self.gold.iter().flat_map(|g| &g.events).flat_map(|e| &e.claims) {
            *counts.entry(claims::class(&c.about, &c.stance)).or_default() += 1;
        }
        counts.into_iter().filter(|(_, n)| *n >= 8).map(|(c, _)| c).collect()
    }
}

fn figure_classes() -> Vec<String> {
    let harm = HarmKind::ALL.iter().map(|k| k.as_str().to_string());
    harm.chain(tallies::COUNTS.iter().map(|c| format!("{}{c}", tallies::PREFIX))).collect()
}

fn fit(name: &str, classes: &[String], examples: &[Example]) -> Model {
    let positive: usize = examples.iter().filter(|e| e.labels.iter().any(|l| *l)).count();
    println!("{name:10} {:>8} examples, {positive} of them positive", examples.len());
    train(classes, examples, settings(name))
}

/// Chosen on dev: what reads whole sentences has many features that few examples share, and needs longer
/// steps; the rest does better with short ones.
fn settings(name: &str) -> Settings {
    let rate = if matches!(name, "events" | "refusals" | "same" | "figures") { 0.1 } else { 0.05 };
    Settings { rate, ..Settings::default() }
}
