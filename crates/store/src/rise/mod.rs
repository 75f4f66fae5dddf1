//! Whether there are more acts than their own past makes likely: a pure function of counts, one a day or week.
//!
//! The form is that of EARS C2 (Hutwagner and others, Journal of Urban Health 80, 2003): the stretch that is judged is held
//! against a baseline that ends a few stretches before it, so that the beginning of a rise does not raise what it is
//! judged by. EARS judges by standard deviations; counts of attacks are few and come in bursts, so that here the baseline
//! makes a negative binomial distribution, and the chance of so many or more under it is judged. `docs/alerts.md` says
//! how often that errs; `cargo xtask rise` measures it.

mod chance;
mod series;
mod words;

pub use chance::at_least;
pub use series::{By, Rise};

use serde::Serialize;

/// How likely it may be, at most, that a rise is none: one stretch in a thousand.
pub const RATE: f64 = 0.001;

/// How much the level may have moved since the baseline, as a share of it (one standard deviation): counts of a year are
/// seldom steadier.
const DRIFT: f64 = 0.1;

/// What is judged by what.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// Stretches of the baseline.
    pub baseline: usize,
    /// Stretches between the baseline and the one that is judged.
    pub guard: usize,
    /// Stretches of the baseline that must have reports.
    pub covered: usize,
    /// Incidents that make a rise at least: one or two prove nothing, however quiet it was.
    pub least: u64,
    /// The chance below which so many incidents are a rise: the rate of false alarms, a series and a stretch.
    pub rate: f64,
}

impl Test {
    /// A day against eight weeks that end a week before it.
    pub fn daily(rate: f64) -> Test {
        Test { baseline: 56, guard: 7, covered: 28, least: 3, rate }
    }

    /// A week against half a year that ends a week before it.
    pub fn weekly(rate: f64) -> Test {
        Test { baseline: 26, guard: 1, covered: 13, least: 3, rate }
    }

    /// Stretches that it takes before the one that is judged.
    pub fn before(&self) -> usize {
        self.baseline + self.guard
    }
}

/// One day or week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stretch {
    /// Incidents that happened in it.
    pub count: u64,
    /// Whether the record has any report from it: where it has none, that nothing is told means nothing.
    pub covered: bool,
    /// Reports from it that tell of other areas: where they are more than before, more is read, and more is to be expected
    /// here too.
    pub elsewhere: u64,
}

/// Why nothing can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Abstains {
    /// The record does not go back far enough.
    TooShort,
    /// Too many stretches of the baseline are without reports.
    TooSilent,
    /// The baseline has no incident: there is no past to hold anything against.
    NothingBefore,
}

/// A stretch beside its past.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Judged {
    /// Incidents in it.
    pub count: u64,
    /// Incidents that the baseline makes likely, with `more_read` in it.
    pub expected: f64,
    /// The variance about that.
    pub variance: f64,
    /// How likely so many or more are if nothing changed, from 0 to 1.
    pub chance: f64,
    /// Whether that is a rise.
    pub rises: bool,
    /// Stretches of the baseline that have reports.
    pub covered: usize,
    /// Incidents in these.
    pub before: u64,
    /// How many times as many reports of elsewhere there are as in the baseline; 1 where there are not more.
    pub more_read: f64,
}

/// Judges a stretch by those before it, the last of which is the one just before.
///
/// # Errors
/// Why nothing can be said, where the past is too short, too silent or empty.
pub fn judge(past: &[Stretch], now: &Stretch, test: &Test) -> Result<Judged, Abstains> {
    let end = past.len().saturating_sub(test.guard);
    let baseline = end.checked_sub(test.baseline).and_then(|begin| past.get(begin..end));
    let baseline = baseline.ok_or(Abstains::TooShort)?;
    let covered: Vec<&Stretch> = baseline.iter().filter(|stretch| stretch.covered).collect();
    if covered.len() < test.covered.max(2) {
        return Err(Abstains::TooSilent);
    }
    let before: u64 = covered.iter().map(|stretch| stretch.count).sum();
    if before == 0 {
        return Err(Abstains::NothingBefore);
    }
    let counts: Vec<f64> = covered.iter().map(|stretch| stretch.count as f64).collect();
    let more_read = more_read(&covered, now);
    let (expected, variance) = likely(&counts, more_read);
    let chance = at_least(now.count, expected, variance);
    let rises = now.count >= test.least && chance <= test.rate;
    Ok(Judged {
        count: now.count,
        expected,
        variance,
        chance,
        rises,
        covered: covered.len(),
        before,
        more_read,
    })
}

/// How many incidents a baseline makes likely, and the variance about it.
///
/// Half an incident more than there were, as Jeffreys' prior has it, so that a quiet past does not make the first incidents
/// impossible. The variance of the baseline is known from few stretches: it is taken two standard errors greater than it
/// is found (that of the variance of n values is √(2 ÷ (n − 1)) of it). It is never less than a Poisson process has, with
/// room for drift; and what is not known of the mean is in it too.
fn likely(counts: &[f64], more_read: f64) -> (f64, f64) {
    let n = counts.len() as f64;
    let found = counts.iter().sum::<f64>() / n;
    let squares = counts.iter().map(|count| (count - found).powi(2)).sum::<f64>() / (n - 1.0);
    let wide = squares * (1.0 + 2.0 * (2.0 / (n - 1.0)).sqrt());
    let bursts = ((wide - found) / (found * found)).max(0.0) + DRIFT * DRIFT;
    let mean = (found + 0.5 / n) * more_read;
    let variance = mean + mean * mean * bursts;
    (mean, variance * (1.0 + more_read / n))
}

/// How many times as many reports of elsewhere a stretch has as the baseline; at least 1, for less reading lets nobody
/// expect more.
fn more_read(baseline: &[&Stretch], now: &Stretch) -> f64 {
    let before = baseline.iter().map(|stretch| stretch.elsewhere).sum::<u64>() as f64;
    if before == 0.0 { 1.0 } else { (now.elsewhere as f64 * baseline.len() as f64 / before).max(1.0) }
}

#[cfg(test)]
mod tests;
