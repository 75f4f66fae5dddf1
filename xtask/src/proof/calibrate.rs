//! `cargo xtask calibrate GOLD.jsonl DEV.jsonl [--more GOLD.jsonl] [--reader KIND]`: fits how sure the readers
//! say they are to how often they are right, and writes `crates/code/weights/confidence.tsv`.
//!
//! The rules are fitted on reports of GOLD that their weights were not learnt from, fold by fold. A trained
//! reader has read all of GOLD, so its two numbers are fitted on DEV; what they are worth is told by folds of
//! DEV that they were not fitted on.

use super::pass::Pass;
use super::{decider, option};
use crate::weigh::{self, gold};
use anyhow::{Context, Result, ensure};
use dateline::Decider;
use dateline::eval::Reliability;
use dateline_code::weigh::{Calibration, Limits, Weights, log_odds};

/// Likelihood of each event of each report by its weights, and whether it is right.
type Judged = Vec<Vec<(f32, bool)>>;

/// Parts that reports are divided into: weights learn from all but one.
const FOLDS: usize = 5;

/// Runs the task.
///
/// # Errors
/// Names what could not be read or written.
pub fn run(args: &[String]) -> Result<()> {
    let [path, dev, ..] = args else {
        anyhow::bail!("usage: cargo xtask calibrate GOLD.jsonl DEV.jsonl [--more GOLD.jsonl] [--reader KIND]")
    };
    let of_rules = || rules(path, dev, option(args, "--more"));
    if option(args, "--reader").is_none() {
        of_rules()?;
        return trained(dev, Decider::Encoder, "encoder");
    }
    match decider(args)? {
        (Decider::Rules, _) => of_rules(),
        (decider, name) => trained(dev, decider, name),
    }
}

/// The rules: fitted on folds of the reports that they learn from, tried on others.
fn rules(path: &str, dev: &str, more: Option<&str>) -> Result<()> {
    let reports = gold::read_with(path, more)?;
    let pass = Pass::read(path, Decider::Rules)?;
    let mut judged: Judged = Vec::new();
    for k in 0..FOLDS {
        let rest: Vec<_> =
            (0..).zip(&reports).filter(|(i, _)| i % FOLDS != k).map(|(_, r)| r.clone()).collect();
        let models = weigh::learn(&rest);
        let get = |name: &str| models.get(name).cloned().unwrap_or_default();
        let weights = Weights { limits: Limits::default(), ..Weights::from_models(get) };
        judged.extend(pass.judged(&pass.code(weights, |i| i % FOLDS == k))?);
    }
    let fitted = fit(&judged.concat())?;
    let events = judged.iter().map(Vec::len).sum::<usize>();
    println!("rules: {fitted:?} on {events} events of {} reports that the weights left out", judged.len());
    tell("before", &judged, |_| Calibration::default());
    tell("fitted", &judged, |_| fitted);
    let other = plain(dev, Decider::Rules)?;
    tell("before, on other reports", &other, |_| Calibration::default());
    tell("fitted, on other reports", &other, |_| fitted);
    write("rules", fitted, &format!("{events} events of reports that the weights left out"))
}

/// A trained reader: fitted on reports that nothing was trained on, and tried by folds of them.
fn trained(dev: &str, decider: Decider, name: &str) -> Result<()> {
    let judged = plain(dev, decider)?;
    let fitted = fit(&judged.concat())?;
    let folds: Vec<Calibration> = (0..FOLDS)
        .map(|k| {
            let rest = judged.iter().enumerate().filter(|(i, _)| i % FOLDS != k);
            fit(&rest.flat_map(|(_, events)| events.clone()).collect::<Vec<_>>())
        })
        .collect::<Result<_>>()?;
    let events = judged.iter().map(Vec::len).sum::<usize>();
    println!("{name}: {fitted:?} on {events} events of {} reports", judged.len());
    tell("before", &judged, |_| Calibration::default());
    tell("fitted", &judged, |_| fitted);
    let crossed = tell("each report by what the other folds fit", &judged, |i| folds[i % FOLDS]);
    write(name, fitted, &format!("{events} events; by folds of reports the error is {crossed:.3}"))
}

/// What a reader codes, with its likelihoods as they are.
fn plain(path: &str, decider: Decider) -> Result<Judged> {
    let pass = Pass::read(path, decider)?;
    let weights = Weights { calibration: Calibration::default(), ..pass.weights() };
    pass.judged(&pass.code(weights, |_| true))
}

/// Prints the calibration error where `by` gives each report's numbers, and gives it.
fn tell(what: &str, judged: &Judged, by: impl Fn(usize) -> Calibration) -> f64 {
    let sure = |(i, events): (usize, &Vec<(f32, bool)>)| {
        let by = by(i);
        events.iter().map(|(p, right)| (f64::from(by.confidence(*p)), *right)).collect::<Vec<_>>()
    };
    let all: Vec<(f64, bool)> = judged.iter().enumerate().flat_map(sure).collect();
    let error = Reliability::new(&all).error();
    println!("  {what}: calibration error {error:.4}");
    error
}

/// Steps that bring the two numbers to where they stay.
const STEPS: usize = 50;

/// The slope and shift under which the judgements are likeliest (Newton's method, each step halved until it
/// leads down).
fn fit(judged: &[(f32, bool)]) -> Result<Calibration> {
    let points: Vec<(f64, f64)> =
        judged.iter().map(|(p, right)| (f64::from(log_odds(*p)), f64::from(u8::from(*right)))).collect();
    let mut at = [0.5, 0.0];
    for _ in 0..STEPS {
        let ([gx, g], [hxx, hx, h]) = slopes(&points, at);
        let area = hxx * h - hx * hx;
        ensure!(area > 1e-9, "the events are too few, or all as likely, to fit anything to");
        let step = [(gx * h - g * hx) / area, (g * hxx - gx * hx) / area];
        let by = |k: i32| [at[0] - step[0] / 2f64.powi(k), at[1] - step[1] / 2f64.powi(k)];
        at = (0..20).map(by).find(|to| unlikelihood(&points, *to) <= unlikelihood(&points, at)).unwrap_or(at);
    }
    ensure!(at[0] > 0.0, "likelier events are not righter here: nothing can be fitted");
    Ok(Calibration { slope: at[0] as f32, shift: at[1] as f32 })
}

/// First and second derivatives of [`unlikelihood`].
fn slopes(points: &[(f64, f64)], [slope, shift]: [f64; 2]) -> ([f64; 2], [f64; 3]) {
    let (mut g, mut h) = ([0.0; 2], [0.0; 3]);
    for (x, y) in points {
        let p = 1.0 / (1.0 + (-(slope * x + shift)).exp());
        let (off, steep) = (p - y, p * (1.0 - p));
        g = [g[0] + off * x, g[1] + off];
        h = [h[0] + steep * x * x, h[1] + steep * x, h[2] + steep];
    }
    (g, h)
}

/// Minus the logarithm of how likely the judgements are.
fn unlikelihood(points: &[(f64, f64)], [slope, shift]: [f64; 2]) -> f64 {
    let of = |(x, y): &(f64, f64)| {
        let z = (slope * x + shift) * (1.0 - 2.0 * y);
        z.max(0.0) + (-z.abs()).exp().ln_1p()
    };
    points.iter().map(of).sum()
}

/// Puts the numbers of one reader into the table, in place of those that it had.
fn write(reader: &str, fitted: Calibration, on: &str) -> Result<()> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/code/weights/confidence.tsv");
    let table = std::fs::read_to_string(path).with_context(|| format!("{path} could not be read"))?;
    let others = table.lines().filter(|l| l.split('\t').next() != Some(reader));
    let mut lines: Vec<String> = others.map(str::to_string).collect();
    lines.push(format!("{reader}\t{:.4}\t{:.4}\t{on}", fitted.slope, fitted.shift));
    Ok(std::fs::write(path, lines.join("\n") + "\n")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_sure_is_made_less_so() {
        // Of events held 90 % likely half are right, of those held 50 % likely a quarter.
        let judged: Vec<(f32, bool)> =
            (0..400).map(|k| if k % 2 == 0 { (0.9, k % 4 == 0) } else { (0.5, k % 8 == 1) }).collect();
        let fitted = fit(&judged).expect("fits");
        assert!((fitted.confidence(0.9) - 0.5).abs() < 1e-3, "{fitted:?}");
        assert!((fitted.confidence(0.5) - 0.25).abs() < 1e-3, "{fitted:?}");
    }

    #[test]
    fn what_cannot_be_fitted_is_an_error() {
        assert!(fit(&[(0.9, false), (0.8, true), (0.9, false), (0.1, true)]).is_err());
        assert!(fit(&[]).is_err());
    }
}
