//! `cargo xtask weigh GOLD.jsonl`: learns the weights of the rules from coded reports and writes them to
//! `crates/code/weights/`. The same reports give the same bytes.

mod aside;
mod dump;
pub mod gold;
mod labels;
pub mod sieve;
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

/// Runs the task. `args`: the gold file, then optionally `--more GOLD.jsonl`, reports of other coders;
/// `--alone` to learn from each sentence by itself too; `--out DIR`; `--score GOLD.jsonl` to try the
/// weights on another file at once, with `--reader DIR` the trained reader's too, with `--sweep` and `--tune`
/// (of `--limits` alone, where they are named) trying limits; `--folds N` to print the mean over N trials, each on the fold that
/// its training left out, and write nothing; `--dump FILE` to write lessons for the trained reader, with
/// `--aside REPORTS.jsonl` and `--attribution ARTICLES.jsonl` more of them (see `train/reader`).
///
/// # Errors
/// Names what could not be read or written.
pub fn run(args: &[String]) -> Result<()> {
    let path = args
        .first()
        .context("usage: cargo xtask weigh GOLD.jsonl [--more GOLD.jsonl] [--out DIR] [--score GOLD.jsonl] [--folds N]")?;
    let option =
        |name: &str| args.iter().position(|a| a == name).and_then(|i| args.get(i + 1)).map(String::as_str);
    let reports = gold::read_with(path, option("--more"))?;
    if let Some(out) = option("--dump") {
        let read = |name| option(name).map_or(Ok(Vec::new()), gold::read);
        let (apart, templates) = (read("--score")?, read("--aside")?);
        let beside = dump::Beside { apart, templates, attributions: option("--attribution") };
        return dump::dump(&reports, &beside, out);
    }
    if let Some(folds) = option("--folds") {
        return cross(path, &reports, folds.parse()?, option("--sweep"));
    }
    let alone = args.iter().any(|a| a == "--alone");
    let models = Lesson { alone, ..Lesson::read(&reports) }.learn();
    if let Some(score) = option("--score") {
        let reader = option("--reader");
        let trial = Trial::new(score, models.clone(), reader, |_| true)?;
        let limits = if reader.is_some() { Limits::trained() } else { Limits::default() };
        trial::print(&trial.score(limits)?);
        if let Some(names) = option("--sweep") {
            return sweep_limits(&[trial], names);
        }
        if let Some(rounds) = option("--tune") {
            return tune(&trial, rounds.parse()?, option("--limits"), limits);
        }
        if let Some(file) = option("--lines") {
            std::fs::write(file, trial.lines(limits).join("\n") + "\n")?;
        }
    }
    let kept = |name: &str| option("--more").is_none() || !NOT_FROM_MORE.contains(&name);
    write(models.iter().filter(|(name, _)| kept(name)), option("--out").unwrap_or(WEIGHTS))
}

/// The weights that coded reports teach.
pub fn learn(reports: &[GoldReport]) -> BTreeMap<&'static str, Model> {
    Lesson::read(reports).learn()
}

/// Where the rules' weights are kept.
const WEIGHTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/code/weights");

fn write<'m>(models: impl Iterator<Item = (&'m &'static str, &'m Model)>, out: &str) -> Result<()> {
    std::fs::create_dir_all(out)?;
    for (name, model) in models {
        let bytes = model.write();
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
        trials.push(Trial::new(path, models, None, |i| i % folds == k)?);
    }
    trial::print_mean(&trials, Limits::default())?;
    sweep.map_or(Ok(()), |names| sweep_limits(&trials, names))
}

/// What the limits are chosen by: the sum of what a user sees right.
const SOUGHT: [&str; 8] =
    ["events", "main events recall", "coded", "harm+speaker", "claims", "tallies", "side_a", "side_b"];

/// Moves each limit in turn to the value that gives the greatest sum of the figures sought, so many rounds.
fn tune(trial: &Trial, rounds: usize, only: Option<&str>, mut limits: Limits) -> Result<()> {
    let worth = |limits: Limits| -> Result<f64> {
        let figures = trial.score(limits)?;
        let each = SOUGHT.iter().filter_map(|name| figures.get(name)?.headline());
        Ok(each.sum::<f64>() + figures.get("coded").and_then(|f| f.headline()).unwrap_or(0.0))
    };
    let mut best = worth(limits)?;
    for _ in 0..rounds {
        for name in Limits::NAMES.iter().filter(|n| only.is_none_or(|o| o.split(',').any(|o| o == **n))) {
            let mut kept = limits;
            for step in (1..19).step_by(2) {
                let tried = limits.set(name, step as f32 * 0.05);
                let found = worth(tried)?;
                if found > best + 1e-9 {
                    (best, kept) = (found, tried);
                }
            }
            limits = kept;
            println!("{name}: {best:.4} {limits:?}");
        }
    }
    println!("{limits:#?}");
    trial::print(&trial.score(limits)?);
    Ok(())
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

/// Weights learnt from those reports of a gold file that `keep` chooses by their place in it.
///
/// # Errors
/// Names the file that could not be read.
pub fn weights(path: &str, keep: impl Fn(usize) -> bool) -> Result<Weights> {
    let reports = gold::read(path)?.into_iter().enumerate().filter(|(n, _)| keep(*n)).map(|(_, r)| r);
    let mut models = Lesson::read(&reports.collect::<Vec<_>>()).learn();
    Ok(Weights::from_models(|name| models.remove(name).unwrap_or_default()))
}

/// A text as a page that cleaning leaves as it is.
fn plain(id: &str, text: &str) -> Page {
    let mut page = Page::new(id.to_string(), text.as_bytes().to_vec(), Format::Text);
    page.keep_text = true;
    page
}

/// The coded reports, read as the program reads them.
struct Lesson<'g> {
    gold: &'g [GoldReport],
    read: Vec<(Report, Reading)>,
    /// Whether each sentence is learnt from by itself too.
    alone: bool,
}

impl<'g> Lesson<'g> {
    fn read(gold: &'g [GoldReport]) -> Lesson<'g> {
        let coder = dateline::Coder::new();
        let read = gold
            .iter()
            .map(|g| {
                let mut page = plain(&g.id, &g.text);
                page.title = g.title.clone();
                page.outlet = g.outlet.clone();
                page.published = g.published.as_deref().and_then(|d| d.parse().ok());
                let (report, reading, _) = coder.read(&page);
                (report, reading)
            })
            .collect();
        Lesson { gold, read, alone: false }
    }

    /// The codebook's own examples, read as reports of one text: types that coded reports seldom show are
    /// learnt from them.
    fn primer(books: &Books<'static>) -> Vec<(Report, Reading, GoldReport)> {
        let coder = dateline::Coder::with(*books);
        let read = |gold: GoldReport| {
            let (report, reading, _) = coder.read(&plain(&gold.id, &gold.text));
            (report, reading, gold)
        };
        books.codebook.types().iter().flat_map(|t| gold::examples(t, books.codebook)).map(read).collect()
    }

    /// Every sentence of the reports, read as a report of its own.
    fn alone(&self) -> Vec<(Report, Reading, GoldReport)> {
        if !self.alone {
            return Vec::new();
        }
        let coder = dateline::Coder::new();
        let read = |gold: GoldReport| {
            let mut page = plain(&gold.id, &gold.text);
            page.published = gold.published.as_deref().and_then(|d| d.parse().ok());
            let (report, reading, _) = coder.read(&page);
            (report, reading, gold)
        };
        let sentences = |reading: &Reading| reading.sentences.iter().map(|s| s.span).collect::<Vec<_>>();
        let cut = self.gold.iter().zip(&self.read).flat_map(|(g, (_, r))| gold::alone(g, &sentences(r)));
        cut.map(read).collect()
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
        for (report, reading, gold) in &self.alone() {
            let view = View::new(report, reading, &books);
            for (name, examples) in [
                ("events", labels::event_examples(&view, gold, &types)),
                ("refusals", labels::refusal_examples(&view, gold)),
            ] {
                if let Some((_, set)) = sets.get_mut(name) {
                    set.extend(examples.into_iter().map(|e| Example { weight: e.weight * ALONE, ..e }));
                }
            }
        }
        for (view, gold) in views.iter().zip(self.gold) {
            for (name, examples) in decisions(view, gold, &types, &claim_classes) {
                if gold.more && NOT_FROM_MORE.contains(&name) {
                    continue;
                }
                if let Some((_, set)) = sets.get_mut(name) {
                    set.extend(examples);
                }
            }
        }
        sets.into_iter()
            .map(|(name, (classes, examples))| (name, fit(name, &classes, &examples, self.alone)))
            .collect()
    }

    /// As [`decisions`], over the classes of `models`.
    fn decisions(
        &self,
        view: &View<'_>,
        gold: &GoldReport,
        models: &BTreeMap<&'static str, Model>,
    ) -> Vec<(&'static str, Vec<Example>)> {
        let of = |name: &str| models.get(name).map(|m| m.classes().to_vec()).unwrap_or_default();
        decisions(view, gold, &of("events"), &of("claims"))
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

/// How much a sentence counts that is read as a report of its own. A report in use may be one line; those
/// that coders read seldom are.
const ALONE: f32 = 0.3;

/// Decisions learnt from the first file alone, since what other coders do there misleads more than it teaches, by
/// the figures on reports that nothing was learnt from: what coders agree on least (on claims two of them reach
/// .69), and choices of one among a few where each coder has habits.
const NOT_FROM_MORE: [&str; 4] = ["claims", "time", "place", "said_by"];

/// Every decision about one coded report, by the name of its model.
fn decisions(
    view: &View<'_>,
    gold: &GoldReport,
    types: &[String],
    claim_classes: &[String],
) -> Vec<(&'static str, Vec<Example>)> {
    let figs = figures::figures(view);
    let drafts: Vec<(Draft, &GoldEvent)> =
        gold.events.iter().filter_map(|e| labels::gold_draft(view, e).map(|d| (d, e))).collect();
    let mut out = vec![
        ("events", labels::event_examples(view, gold, types)),
        ("same", labels::same_examples(view, gold)),
        ("figures", labels::figure_examples(view, gold, &figs, &figure_classes())),
        ("refusals", labels::refusal_examples(view, gold)),
    ];
    out.extend(labels::harm_examples(view, &drafts, &figs).into_iter().map(|e| ("harm", e)));
    out.extend(labels::said_by_examples(view, gold, &figs).into_iter().map(|e| ("said_by", e)));
    for (draft, e) in &drafts {
        out.push(("sides", labels::side_examples(view, draft, e)));
        out.push(("time", labels::time_examples(view, draft, e)));
        out.push(("place", labels::place_examples(view, draft, e)));
        out.push(("standing", vec![labels::standing_example(view, draft, e)]));
        out.push(("claims", labels::claim_examples(view, draft, e, claim_classes)));
    }
    out
}

fn figure_classes() -> Vec<String> {
    let harm = HarmKind::ALL.iter().map(|k| k.as_str().to_string());
    harm.chain(tallies::COUNTS.iter().map(|c| format!("{}{c}", tallies::PREFIX))).collect()
}

fn fit(name: &str, classes: &[String], examples: &[Example], alone: bool) -> Model {
    let positive: usize = examples.iter().filter(|e| e.labels.iter().any(|l| *l)).count();
    println!("{name:10} {:>8} examples, {positive} of them positive", examples.len());
    train(classes, examples, settings(name, alone))
}

/// Chosen on dev: what reads whole sentences has many features that few examples share, and needs longer
/// steps; the rest does better with short ones.
fn settings(name: &str, alone: bool) -> Settings {
    let rate = if matches!(name, "events" | "refusals" | "same" | "figures") { 0.1 } else { 0.05 };
    // Sentences that are read twice, alone too, show each feature twice.
    let least = if alone && matches!(name, "events" | "refusals") { 5 } else { 2 };
    Settings { rate, least, ..Settings::default() }
}
