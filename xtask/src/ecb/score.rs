//! Measures of coreference, as CoNLL's shared tasks average them: links (MUC), mentions (B³) and aligned clusters
//! (CEAF with entity similarity).

use dateline_code::fuse::{Ties, components};
use std::collections::{BTreeMap, BTreeSet};

/// Clusters of mentions; each mention is in one.
pub type Clusters = Vec<Vec<usize>>;

/// Precision and recall.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rates {
    /// Precision.
    pub precision: f64,
    /// Recall.
    pub recall: f64,
}

impl Rates {
    /// Harmonic mean.
    pub fn f1(self) -> f64 {
        let sum = self.precision + self.recall;
        if sum > 0.0 { 2.0 * self.precision * self.recall / sum } else { 0.0 }
    }
}

/// MUC, B³ and CEAF-e of `told` against `key`, clusters of the same mentions.
pub fn measures(key: &Clusters, told: &Clusters) -> [Rates; 3] {
    let pair = |measure: fn(&Clusters, &Clusters) -> f64| Rates {
        precision: measure(told, key),
        recall: measure(key, told),
    };
    let similarity = aligned(key, told);
    let ceaf = Rates {
        precision: similarity / told.len().max(1) as f64,
        recall: similarity / key.len().max(1) as f64,
    };
    [pair(links), pair(mentions), ceaf]
}

fn cluster_of(clusters: &Clusters) -> BTreeMap<usize, usize> {
    let each = clusters.iter().enumerate();
    each.flat_map(|(n, cluster)| cluster.iter().map(move |mention| (*mention, n))).collect()
}

/// Share of the links of `a`'s clusters that `b` keeps.
fn links(a: &Clusters, b: &Clusters) -> f64 {
    let of = cluster_of(b);
    let (mut kept, mut all) = (0usize, 0usize);
    for cluster in a {
        let parts: BTreeSet<usize> = cluster.iter().map(|mention| of[mention]).collect();
        kept += cluster.len() - parts.len();
        all += cluster.len() - 1;
    }
    kept as f64 / all.max(1) as f64
}

/// For each mention, how much of its cluster in `a` is with it in `b`; averaged.
fn mentions(a: &Clusters, b: &Clusters) -> f64 {
    let of = cluster_of(b);
    let (mut sum, mut all) = (0.0, 0usize);
    for cluster in a {
        let mut parts: BTreeMap<usize, usize> = BTreeMap::new();
        cluster.iter().for_each(|mention| *parts.entry(of[mention]).or_default() += 1);
        sum += parts.values().map(|n| (n * n) as f64).sum::<f64>() / cluster.len() as f64;
        all += cluster.len();
    }
    sum / all.max(1) as f64
}

/// The greatest sum of similarities (Dice) of clusters that are aligned one to one: added up over the parts that
/// share no mention.
fn aligned(key: &Clusters, told: &Clusters) -> f64 {
    let of = cluster_of(told);
    let overlaps = key.iter().enumerate();
    let overlaps = overlaps.flat_map(|(n, cluster)| cluster.iter().map(move |mention| (n, mention)));
    let same = overlaps.map(|(n, mention)| (n, key.len() + of[mention])).collect();
    let parts = components(key.len() + told.len(), &[], &Ties { same, apart: Vec::new() }, 1.0);
    let part = |nodes: Vec<usize>| {
        let (rows, columns): (Vec<usize>, Vec<usize>) = nodes.into_iter().partition(|n| *n < key.len());
        let rows: Vec<&[usize]> = rows.into_iter().map(|n| key[n].as_slice()).collect();
        let columns: Vec<&[usize]> = columns.into_iter().map(|n| told[n - key.len()].as_slice()).collect();
        if rows.len() <= columns.len() { best(&rows, &columns) } else { best(&columns, &rows) }
    };
    parts.into_iter().map(part).sum()
}

fn best(rows: &[&[usize]], columns: &[&[usize]]) -> f64 {
    let shared = |a: &[usize], b: &[usize]| a.iter().filter(|mention| b.contains(mention)).count();
    let dice = |a: &[usize], b: &[usize]| 2.0 * shared(a, b) as f64 / (a.len() + b.len()) as f64;
    let costs: Vec<Vec<f64>> =
        rows.iter().map(|row| columns.iter().map(|column| -dice(row, column)).collect()).collect();
    -assignment(&costs)
}

/// The least sum of costs where each row has a column of its own, by the Hungarian method with potentials; there
/// are at least as many columns as rows.
fn assignment(costs: &[Vec<f64>]) -> f64 {
    let columns = costs.first().map_or(0, Vec::len);
    let (mut of_row, mut of_column) = (vec![0.0; costs.len() + 1], vec![0.0; columns + 1]);
    // The row of each column, counted from 1; column 0 holds the row that is being placed.
    let mut row_of = vec![0; columns + 1];
    for row in 1..=costs.len() {
        row_of[0] = row;
        let (mut least, mut from) = (vec![f64::INFINITY; columns + 1], vec![0; columns + 1]);
        let mut seen = vec![false; columns + 1];
        let mut at = 0;
        while row_of[at] != 0 {
            seen[at] = true;
            let (row, mut step, mut next) = (row_of[at], f64::INFINITY, 0);
            for column in (1..=columns).filter(|column| !seen[*column]) {
                let cost = costs[row - 1][column - 1] - of_row[row] - of_column[column];
                if cost < least[column] {
                    (least[column], from[column]) = (cost, at);
                }
                if least[column] < step {
                    (step, next) = (least[column], column);
                }
            }
            for column in 0..=columns {
                if seen[column] {
                    of_row[row_of[column]] += step;
                    of_column[column] -= step;
                } else {
                    least[column] -= step;
                }
            }
            at = next;
        }
        while at != 0 {
            row_of[at] = row_of[from[at]];
            at = from[at];
        }
    }
    let placed = (1..=columns).filter(|column| row_of[*column] != 0);
    placed.map(|column| costs[row_of[column] - 1][column - 1]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worked example of Pradhan and others, "Scoring coreference partitions of predicted mentions" (2014), with
    /// its mentions a, b, c, d, e, f, g as numbers; of its response the mentions that the key lacks are left out.
    #[test]
    fn measures_are_those_of_worked_examples() {
        let key = vec![vec![0, 1, 2], vec![3, 4, 5, 6]];
        let told = vec![vec![0, 1], vec![2, 3], vec![5, 6], vec![4]];
        let [muc, b3, ceaf] = measures(&key, &told);
        assert!((muc.recall - 2.0 / 5.0).abs() < 1e-9 && (muc.precision - 2.0 / 3.0).abs() < 1e-9);
        let recall = (4.0 / 3.0 + 1.0 / 3.0 + 1.0 / 4.0 + 1.0 / 4.0 + 4.0 / 4.0) / 7.0;
        assert!((b3.recall - recall).abs() < 1e-9, "{b3:?}");
        assert!((b3.precision - (2.0 + 1.0 + 2.0 + 1.0) / 7.0).abs() < 1e-9, "{b3:?}");
        // Best aligned: {0 1} with the first (4/5), {5 6} with the second (4/6).
        assert!((ceaf.recall - (0.8 + 2.0 / 3.0) / 2.0).abs() < 1e-9, "{ceaf:?}");
        assert!((ceaf.precision - (0.8 + 2.0 / 3.0) / 4.0).abs() < 1e-9, "{ceaf:?}");
    }

    #[test]
    fn what_is_equal_is_right() {
        let key = vec![vec![0], vec![1, 2], vec![3]];
        assert!(measures(&key, &key).iter().all(|rates| (rates.f1() - 1.0).abs() < 1e-9));
    }
}
