//! Scores a set of weights on coded reports, without building them in.

use anyhow::{Context, Result};
use dateline::Coder;
use dateline::contract;
use dateline::eval::{Figures, GoldReport, read_reports, score};
use dateline_code::Books;
use dateline_code::weigh::{Limits, Model, Weights, read_heads};
use dateline_read::encode::{Cnn, Encoder};
use dateline_terms::{Again, Flaw, Reading, Report};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

type Models = BTreeMap<&'static str, Model>;

/// Coded reports, read once, and the weights to be tried on them.
pub struct Trial {
    gold: Vec<GoldReport>,
    read: Vec<(Report, Reading, Vec<Flaw>)>,
    models: Models,
}

impl Trial {
    /// A trial of `models` on a gold file; `keep` chooses reports by their place in it. With `reader`, a
    /// folder that holds `heads.bin` and either `encoder.onnx` or `cnn.bin`, of a trained reader.
    ///
    /// # Errors
    /// Names the file that could not be read.
    pub fn new(
        path: &str,
        mut models: Models,
        reader: Option<&str>,
        keep: impl Fn(usize) -> bool,
    ) -> Result<Trial> {
        let text = std::fs::read_to_string(path).with_context(|| format!("{path} could not be read"))?;
        let all = read_reports(&text)?;
        let gold: Vec<GoldReport> =
            all.into_iter().enumerate().filter(|(i, _)| keep(*i)).map(|(_, r)| r).collect();
        let mut coder = Coder::new();
        if let Some(folder) = reader {
            coder = trained(folder, &mut models, coder)?;
        }
        let mut read: Vec<_> = gold.iter().map(|g| coder.read(&dateline::page(g, true))).collect();
        for (_, reading, _) in &mut read {
            reading.vectors.again = reading.vectors.again.take().map(remembered);
        }
        Ok(Trial { gold, read, models })
    }

    /// The contract's lines of the trial's reports, coded under `limits`.
    pub fn lines(&self, limits: Limits) -> Vec<String> {
        let get = |name: &str| self.models.get(name).cloned().unwrap_or_default();
        let weights: &'static Weights = Box::leak(Box::new(Weights { limits, ..Weights::from_models(get) }));
        let coder = Coder::with(Books { weights, ..Books::embedded() });
        self.read.iter().map(|r| contract::line(&coder.code_read(r.clone()))).collect()
    }

    /// The figures under `limits`.
    ///
    /// # Errors
    /// When the program's own output is no report.
    pub fn score(&self, limits: Limits) -> Result<Figures> {
        Ok(score(&self.gold, &read_reports(&self.lines(limits).join("\n"))?).0)
    }
}

/// The bits of a stretch's first vector, and its marks.
type Marked = (Vec<u32>, Vec<i32>);

/// The upper half of the encoder, asked once for each stretch and its marks: limits are tried on the same
/// reports a hundred times over. What the lower half made of the first mark tells stretches apart.
fn remembered(again: Again) -> Again {
    let known: Mutex<HashMap<Marked, Option<Vec<f32>>>> = Mutex::default();
    Again(Arc::new(move |lower, marks| {
        let first = lower.len() / marks.len().max(1);
        let key = (lower.iter().take(first).map(|x| x.to_bits()).collect::<Vec<u32>>(), marks.to_vec());
        let mut known = known.lock().ok()?;
        known.entry(key).or_insert_with(|| (again.0)(lower, marks)).clone()
    }))
}

/// The coder with the network of `folder`; its heads are put on `models`.
fn trained(folder: &str, models: &mut Models, coder: Coder) -> Result<Coder> {
    let file = |name: &str| {
        let path = format!("{folder}/{name}");
        std::fs::read(&path).with_context(|| format!("{path} could not be read"))
    };
    for head in read_heads(&file("heads.bin")?).context("heads.bin holds no heads")? {
        if let Some((name, model)) = models.remove_entry(head.name()) {
            models.insert(name, model.with_head(head));
        }
    }
    let coder = match file("cnn.bin") {
        Ok(bytes) => Cnn::from_bytes(&bytes).map(|cnn| coder.with_cnn(cnn)),
        Err(_) => Encoder::from_bytes(file("encoder.onnx")?).map(|encoder| coder.with_encoder(encoder)),
    };
    coder.map_err(|flaw| anyhow::anyhow!(flaw.what))
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
