//! Whether one reader is better than another, or was luckier in its reports.

use dateline::eval::F1;

/// How often reports are drawn.
pub const DRAWS: usize = 10_000;

/// A small generator with a fixed seed (Marsaglia's xorshift): the same draws on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

/// F1 of `a` minus F1 of `b`, and between what it lies in 95 of 100 draws of as many reports, each drawn for
/// both (Efron and Tibshirani 1993). One entry a report, in one order.
pub fn difference(a: &[F1], b: &[F1]) -> (f64, f64, f64) {
    let n = a.len().min(b.len());
    let all: Vec<usize> = (0..n).collect();
    let off = |drawn: &[usize]| sum(a, drawn).f1() - sum(b, drawn).f1();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut drawn: Vec<f64> =
        (0..DRAWS).map(|_| off(&(0..n).map(|_| dice.below(n)).collect::<Vec<_>>())).collect();
    drawn.sort_by(f64::total_cmp);
    (off(&all), drawn[DRAWS / 40], drawn[DRAWS - 1 - DRAWS / 40])
}

fn sum(counts: &[F1], drawn: &[usize]) -> F1 {
    drawn.iter().fold(F1::default(), |sum, i| F1 {
        hit: sum.hit + counts[*i].hit,
        gold: sum.gold + counts[*i].gold,
        predicted: sum.predicted + counts[*i].predicted,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reports(hits: impl Iterator<Item = usize>) -> Vec<F1> {
        hits.map(|hit| F1 { hit, gold: 4, predicted: 4 }).collect()
    }

    #[test]
    fn what_is_better_in_every_report_is_surely_better() {
        let (mean, low, high) = difference(&reports((0..60).map(|_| 3)), &reports((0..60).map(|_| 2)));
        assert!((mean - 0.25).abs() < 1e-12 && (low - 0.25).abs() < 1e-12 && (high - 0.25).abs() < 1e-12);
    }

    #[test]
    fn what_is_better_as_often_as_worse_is_not() {
        let (a, b) = (reports((0..60).map(|k| k % 2 * 4)), reports((0..60).map(|k| (k + 1) % 2 * 4)));
        let (mean, low, high) = difference(&a, &b);
        assert!(mean.abs() < 1e-12 && low < -0.1 && high > 0.1, "{mean} {low} {high}");
    }
}
