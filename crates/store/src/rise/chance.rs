//! How likely a negative binomial count is.

/// The chance that a count with this mean and variance is at least `least`. The count is negative binomial; where the
/// variance is not above the mean it is taken for a hair above, which is a Poisson count's.
pub fn at_least(least: u64, mean: f64, variance: f64) -> f64 {
    if least == 0 {
        return 1.0;
    }
    let over = (variance - mean).max(mean * 1e-9);
    let size = mean * mean / over;
    let share = mean / (size + mean);
    // Of the ways to reach `count` from one below, in the recursion p(count) = p(count − 1) × step(count).
    let step = |count: f64| (size + count - 1.0) / count * share;
    let mut log = -size * (mean / size).ln_1p();
    for count in 1..=least {
        log += step(count as f64).ln();
    }
    if least as f64 <= mean {
        // The chance of fewer, from the likeliest of them down: where the mean is great each is too small for a number,
        // and so is their sum.
        let (mut term, mut below) = (log.exp() / step(least as f64), 0.0);
        for count in (1..least).rev() {
            below += term;
            term /= step(count as f64);
        }
        return (1.0 - below - term).clamp(0.0, 1.0);
    }
    let (mut term, mut sum, mut count) = (log.exp(), 0.0, least as f64);
    // Beyond the mean each term is less than the one before it.
    while term > sum * 1e-15 {
        sum += term;
        count += 1.0;
        term *= step(count);
    }
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::at_least;

    /// Sums of the probabilities themselves, by gamma functions of whole and half numbers.
    #[test]
    fn tails_are_those_of_the_distribution() {
        // Poisson(2): P(X ≥ 3) = 1 − e⁻²(1 + 2 + 2).
        assert!((at_least(3, 2.0, 2.0) - (1.0 - 5.0 * (-2.0f64).exp())).abs() < 1e-7);
        // Geometric, size 1 and mean 3: P(X ≥ k) = (3/4)^k.
        assert!((at_least(5, 3.0, 12.0) - 0.75f64.powi(5)).abs() < 1e-12);
        assert_eq!(at_least(0, 3.0, 12.0), 1.0);
        // Far out it stays a number above 0.
        assert!((1e-125..1e-100).contains(&at_least(200, 20.0, 20.0)));
        assert!((at_least(1, 5000.0, 6000.0) - 1.0).abs() < 1e-9);
        // About the middle of a great count, whose share of chances below is near a half.
        assert!((0.49..0.51).contains(&at_least(5000, 5000.0, 6000.0)));
        assert!((at_least(5000, 5000.0, 6000.0) - at_least(5001, 5000.0, 6000.0)) < 0.006);
        // Poisson(2): P(X ≥ 1) = 1 − e⁻², P(X ≥ 2) = 1 − 3e⁻².
        assert!((at_least(1, 2.0, 2.0) - (1.0 - (-2.0f64).exp())).abs() < 1e-7);
        assert!((at_least(2, 2.0, 2.0) - (1.0 - 3.0 * (-2.0f64).exp())).abs() < 1e-7);
    }
}
