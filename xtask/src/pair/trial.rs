//! How good likelihoods are: over pairs, and over the incidents that they make.

use super::cases::{Batch, Cases, Item};
use anyhow::Result;
use dateline::eval::{Figure, read_reports, score};
use dateline_code::fuse::{EDGE, Edge, Ties, cluster};
use dateline_code::pair::features;
use dateline_code::weigh::{Model, Seen};
use serde_json::{Value, json};

/// Which list of a batch.
pub type Which = fn(&Batch) -> &[Item];

/// Likelihoods of all pairs of one list of events; `None` where two contradict.
pub struct Table {
    count: usize,
    cells: Vec<Option<f32>>,
}

impl Table {
    /// Weighs each pair by the signs of the groups that `keep` chooses.
    pub fn new(items: &[Item], model: &Model, keep: &dyn Fn(&str) -> bool) -> Table {
        let mut cells = Vec::with_capacity(items.len() * items.len());
        for (i, a) in items.iter().enumerate() {
            for (j, b) in items.iter().enumerate() {
                cells.push(
                    (i < j && a.account.contradicts(&b.account).is_none())
                        .then(|| model.one(&features(&a.account, &b.account, keep), &Seen::default())),
                );
            }
        }
        Table { count: items.len(), cells }
    }

    fn at(&self, a: usize, b: usize) -> Option<f32> {
        self.cells[a * self.count + b]
    }

    /// Each event's incident where groups are joined from `join` on.
    pub fn groups(&self, join: f32) -> Vec<usize> {
        let pairs = (0..self.count).flat_map(|a| (a + 1..self.count).map(move |b| (a, b)));
        let edge = |a: usize, b: usize, likelihood| Edge { a: a as u32, b: b as u32, likelihood };
        let likely = |(a, b)| self.at(a, b).filter(|p| *p >= EDGE).map(|likelihood| edge(a, b, likelihood));
        let edges: Vec<Edge> = pairs.filter_map(likely).collect();
        let ids: Vec<usize> = (0..self.count).collect();
        let contradicts = |a: usize, b: usize| self.at(a.min(b), a.max(b)).is_none();
        let mut of = vec![0; self.count];
        for (n, group) in cluster(&ids, &edges, &Ties::default(), contradicts, join).iter().enumerate() {
            group.iter().for_each(|event| of[*event] = n);
        }
        of
    }

    /// Likelihood and truth of each pair of different reports whose incidents are known.
    pub fn told(&self, items: &[Item]) -> Vec<(f32, bool)> {
        let mut told = Vec::new();
        for (i, a) in items.iter().enumerate() {
            for (j, b) in items.iter().enumerate().skip(i + 1).filter(|(_, b)| b.report != a.report) {
                if a.incident.is_some() && b.incident.is_some() {
                    told.push((self.at(i, j).unwrap_or(0.0), a.incident == b.incident));
                }
            }
        }
        told
    }
}

/// Mean precision over the positives, the likeliest first; equal likelihoods count as one step.
pub fn average_precision(told: &[(f32, bool)]) -> f64 {
    let mut told: Vec<_> = told.to_vec();
    told.sort_by(|a, b| b.0.total_cmp(&a.0));
    let all = told.iter().filter(|t| t.1).count().max(1) as f64;
    let (mut seen, mut right, mut sum) = (0usize, 0usize, 0.0);
    for step in told.chunk_by(|a, b| a.0 == b.0) {
        let hits = step.iter().filter(|t| t.1).count();
        seen += step.len();
        right += hits;
        sum += hits as f64 * right as f64 / seen as f64;
    }
    sum / all
}

/// F1 of calling pairs the same from `limit` on.
pub fn pair_f1(told: &[(f32, bool)], limit: f32) -> f64 {
    f1(told.iter().map(|(p, same)| (*p >= limit, *same)))
}

fn f1(pairs: impl Iterator<Item = (bool, bool)>) -> f64 {
    let (mut hit, mut gold, mut said) = (0usize, 0usize, 0usize);
    for (yes, same) in pairs {
        hit += usize::from(yes && same);
        gold += usize::from(same);
        said += usize::from(yes);
    }
    2.0 * hit as f64 / (gold + said).max(1) as f64
}

/// Expected calibration error over ten bins, of the pairs held at least a twentieth likely: of the others
/// nearly all are rightly held unlikely.
pub fn calibration(told: &[(f32, bool)]) -> f64 {
    let told: Vec<_> = told.iter().filter(|t| t.0 >= 0.05).collect();
    let bin = |p: f32| ((p * 10.0) as usize).min(9);
    let error = (0..10).map(|n| {
        let of: Vec<_> = told.iter().filter(|t| bin(t.0) == n).collect();
        let (sum, right) =
            (of.iter().map(|t| f64::from(t.0)).sum::<f64>(), of.iter().filter(|t| t.1).count());
        (sum - right as f64).abs()
    });
    error.sum::<f64>() / told.len().max(1) as f64
}

/// F1 of links where groups are joined from `join` on, over several batches.
pub fn links(batches: &[(&[Item], Table)], join: f32) -> f64 {
    let mut pairs = Vec::new();
    for (items, table) in batches {
        let of = table.groups(join);
        for (i, a) in items.iter().enumerate() {
            for (j, b) in items.iter().enumerate().skip(i + 1).filter(|(_, b)| b.report != a.report) {
                if a.incident.is_some() && b.incident.is_some() {
                    pairs.push((of[i] == of[j], a.incident == b.incident));
                }
            }
        }
    }
    f1(pairs.into_iter())
}

/// The scorer's F1 of links and of incidents, with our groups as the incidents of the lines `told`.
///
/// # Errors
/// When the lines are no reports.
pub fn scored(cases: &Cases, told: &[Value], of: &[(&[Item], Vec<usize>)]) -> Result<[f64; 2]> {
    let mut told = told.to_vec();
    for (batch, (items, groups)) in of.iter().enumerate() {
        for (item, group) in items.iter().zip(groups) {
            told[item.report]["events"][item.event]["incident"] = json!(format!("{batch} {group}"));
        }
    }
    let lines = |values: &[Value]| values.iter().map(|v| format!("{v}\n")).collect::<String>();
    let figures = score(&read_reports(&lines(&cases.gold))?, &read_reports(&lines(&told))?).0;
    Ok(["links", "incidents"].map(|name| figures.get(name).and_then(Figure::headline).unwrap_or(0.0)))
}
