//! How far two coders agree beyond chance. `docs/review.md` has the formulas; the tests hold them against examples that
//! were published with their results.

use std::collections::BTreeMap;

/// How far apart two values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Metric {
    /// The same or not.
    Nominal,
    /// By their difference: days.
    Interval,
    /// By their difference beside their sum: counts, of which 1 and 2 differ more than 101 and 102.
    Ratio,
}

impl Metric {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Metric::Nominal => "nominal",
            Metric::Interval => "interval",
            Metric::Ratio => "ratio",
        }
    }

    /// The square of the distance between two values.
    fn apart(self, a: f64, b: f64) -> f64 {
        match self {
            Metric::Nominal => f64::from(u8::from(a != b)),
            Metric::Interval => (a - b).powi(2),
            Metric::Ratio if a + b == 0.0 => 0.0,
            Metric::Ratio => ((a - b) / (a + b)).powi(2),
        }
    }
}

/// Cohen's kappa of pairs of categories (Cohen 1960): (observed agreement − agreement by chance) / (1 − agreement by
/// chance), chance being that of each coder's own frequencies. `None` where there is no pair, or where both used but one
/// and the same category, so that chance explains all.
pub(crate) fn kappa<T: Ord>(pairs: &[(T, T)]) -> Option<f64> {
    let all = pairs.len() as f64;
    let mut counts: BTreeMap<&T, (f64, f64)> = BTreeMap::new();
    for (a, b) in pairs {
        counts.entry(a).or_default().0 += 1.0;
        counts.entry(b).or_default().1 += 1.0;
    }
    let observed = pairs.iter().filter(|(a, b)| a == b).count() as f64 / all;
    let chance: f64 = counts.values().map(|(a, b)| a * b).sum::<f64>() / (all * all);
    (!pairs.is_empty() && chance < 1.0).then(|| (observed - chance) / (1.0 - chance))
}

/// Krippendorff's alpha (Krippendorff 2011): 1 − observed disagreement / expected disagreement, of units with the values
/// that any number of coders gave them; who gave none is left out, and so is a unit with fewer than two. `None` where
/// nothing can be compared, or all values are one and the same.
pub(crate) fn alpha(units: &[Vec<f64>], metric: Metric) -> Option<f64> {
    let units: Vec<&Vec<f64>> = units.iter().filter(|unit| unit.len() > 1).collect();
    let values: Vec<f64> = units.iter().flat_map(|unit| unit.iter().copied()).collect();
    let all = values.len() as f64;
    let within = |unit: &[f64]| -> f64 {
        unit.iter().map(|a| unit.iter().map(|b| metric.apart(*a, *b)).sum::<f64>()).sum()
    };
    let observed: f64 = units.iter().map(|unit| within(unit) / (unit.len() as f64 - 1.0)).sum::<f64>() / all;
    let expected = within(&values) / (all * (all - 1.0));
    (!values.is_empty() && expected > 0.0).then(|| 1.0 - observed / expected)
}

#[cfg(test)]
mod tests {
    use super::{Metric, alpha, kappa};

    #[track_caller]
    fn near(found: Option<f64>, published: f64) {
        let found = found.expect("a figure");
        assert!((found - published).abs() < 0.0005, "{found} is not {published}");
    }

    /// Pairs from a table of counts.
    fn pairs(table: &[&[usize]]) -> Vec<(usize, usize)> {
        let cell = |(a, row): (usize, &&[usize])| {
            let cells = row.iter().enumerate().flat_map(|(b, n)| std::iter::repeat_n(b, *n));
            cells.map(|b| (a, b)).collect::<Vec<_>>()
        };
        table.iter().enumerate().flat_map(cell).collect()
    }

    #[test]
    fn kappa_is_that_of_published_tables() {
        // Two psychiatrists' diagnoses of 100 patients: Fleiss, Levin & Paik, Statistical Methods for Rates and
        // Proportions, 3rd ed., table 18.1.
        near(kappa(&pairs(&[&[75, 1, 4], &[5, 4, 1], &[0, 0, 10]])), 0.6765);
        // Two readers of 50 proposals.
        near(kappa(&pairs(&[&[20, 5], &[10, 15]])), 0.4);
        near(kappa(&pairs(&[&[10, 0], &[0, 10]])), 1.0);
        assert_eq!(kappa(&pairs(&[&[10]])), None, "chance explains all");
        assert_eq!(kappa::<u8>(&[]), None);
    }

    /// Units from coders' rows, `.` for no value.
    fn units(rows: &[&str]) -> Vec<Vec<f64>> {
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.split(' ').collect()).collect();
        let unit = |at: usize| rows.iter().filter_map(|row| row[at].parse().ok()).collect();
        (0..rows[0].len()).map(unit).collect()
    }

    #[test]
    fn alpha_is_that_of_krippendorffs_examples() {
        // Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), sections A to E.
        near(alpha(&units(&["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"]), Metric::Nominal), 0.095);
        let letters = units(&["1 1 2 2 4 3 3 3 5 4 4 1", "2 1 2 2 2 3 3 3 5 4 4 4"]);
        near(alpha(&letters, Metric::Nominal), 0.692);
        let four = units(&[
            "1 2 3 3 2 1 4 1 2 . . .",
            "1 2 3 3 2 2 4 1 2 5 . 3",
            ". 3 3 3 2 3 4 2 2 5 1 .",
            "1 2 3 3 2 4 4 1 2 5 1 .",
        ]);
        near(alpha(&four, Metric::Nominal), 0.743);
        near(alpha(&four, Metric::Interval), 0.849);
        near(alpha(&four, Metric::Ratio), 0.797);
        assert_eq!(alpha(&units(&["3 . 3", "3 3 3"]), Metric::Interval), None, "nothing varies");
        assert_eq!(alpha(&[], Metric::Nominal), None);
    }
}
