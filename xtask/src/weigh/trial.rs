//! Scores a set of weights on coded reports, without building them in.

use anyhow::{Context, Result};
use dateline::Coder;
use dateline::contract;
use dateline::eval::{Figures, GoldReport, read_reports, score};
use dateline_code::Books;
use dateline_code::weigh::{Limits, Model, Weights};
use dateline_terms::{Format, Page};
use std::collections::BTreeMap;

/// Coded reports and the coder that tries weights on them.
pub struct Trial {
    gold: Vec<GoldReport>,
    models: BTreeMap<&'static str, Model>,
}

impl Trial {
    /// A trial of `models` on a gold file; `keep` chooses reports by their place in it.
    ///
    /// # Errors
    /// Names the file that could not be read.
    pub fn new(
        path: &str,
        models: BTreeMap<&'static str, Model>,
        keep: impl Fn(usize) -> bool,
    ) -> Result<Trial> {
        let text = std::fs::read_to_string(path).with_context(|| format!("{path} could not be read"))?;
        let all = read_reports(&text)?;
        Ok(Trial {
            gold: all.into_iter().enumerate().filter(|(i, _)| keep(*i)).map(|(_, r)| r).collect(),
            models,
        })
    }

    /// The contract's lines of the trial's reports, coded under `limits`.
    pub fn lines(&self, limits: Limits) -> Vec<String> {
        let get = |name: &str| self.models.get(name).cloned().unwrap_or_default();
        let weights: &'static Weights = Box::leak(Box::new(Weights { limits, ..Weights::from_models(get) }));
        let coder = Coder::with(Books { weights, ..Books::embedded() });
        self.gold.iter().map(|g| contract::line(&coder.code(&page(g)))).collect()
    }

    /// The figures under `limits`.
    ///
    /// # Errors
    /// When the program's own output is no report.
    pub fn score(&self, limits: Limits) -> Result<Figures> {
        Ok(score(&self.gold, &read_reports(&self.lines(limits).join("\n"))?).0)
    }
}

fn page(g: &GoldReport) -> Page {
    let mut page = Page::new(g.id.clone(), g.text.clone().into_bytes(), Format::Text);
    page.keep_text = true;
    page.title = g.title.clone();
    page.outlet = g.outlet.clone();
    page.published = g.published.as_deref().and_then(|d| d.parse().ok());
    page
}

/// The figures on few lines.
pub fn print(figures: &Figures) {
    let mut cells = Vec::new();
    for (name, figure) in &figures.0 {
        if let Some(value) = figure.headline() {
            cells.push(format!("{name} {value:.3}"));
        }
    }
    println!("{}", cells.join(" · "));
}

/// The mean of each figure over the trials, on one line.
///
/// # Errors
/// As [`Trial::score`].
pub fn print_mean(trials: &[Trial], limits: Limits) -> Result<()> {
    let mut sums: Vec<(&'static str, f64)> = Vec::new();
    for trial in trials {
        for (name, figure) in &trial.score(limits)?.0 {
            let value = figure.headline().unwrap_or(0.0) / trials.len() as f64;
            match sums.iter_mut().find(|(n, _)| n == name) {
                Some((_, sum)) => *sum += value,
                None => sums.push((name, value)),
            }
        }
    }
    let skip = ["reports", "status", "admin1", "links", "incidents"];
    let cells: Vec<String> =
        sums.iter().filter(|(n, _)| !skip.contains(n)).map(|(n, v)| format!("{n} {v:.3}")).collect();
    println!("{}", cells.join(" · "));
    Ok(())
}
