/// How often an event that the weights hold likely is right: its log-odds times a slope, and a shift, as
/// Platt (1999) has it. The slope is positive, so that of two events the likelier stays the surer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    /// What the log-odds are multiplied by.
    pub slope: f32,
    /// What is added then.
    pub shift: f32,
}

/// `crates/code/weights/confidence.tsv`, written by `cargo xtask calibrate`.
static FITTED: &str = include_str!("../../weights/confidence.tsv");

/// Likelihoods nearer to 0 or 1 are taken for this near.
const NEAREST: f32 = 1e-6;

impl Default for Calibration {
    /// Likelihoods as they are.
    fn default() -> Calibration {
        Calibration { slope: 1.0, shift: 0.0 }
    }
}

impl Calibration {
    /// The one fitted for the weights of `reader`; none where nothing was fitted for them.
    pub fn embedded(reader: &str) -> Calibration {
        Calibration::read(FITTED, reader).unwrap_or_default()
    }

    /// The row of `reader` in a table of reader, slope and shift, tabs between them.
    fn read(table: &str, reader: &str) -> Option<Calibration> {
        let row = table.lines().find_map(|line| line.strip_prefix(reader)?.strip_prefix('\t'))?;
        let mut numbers = row.split('\t').map(|n| n.parse::<f32>().ok().filter(|n| n.is_finite()));
        let (slope, shift) = (numbers.next()??, numbers.next()??);
        (slope > 0.0).then_some(Calibration { slope, shift })
    }

    /// How often an event that is `likely` by its weights is right.
    pub fn confidence(&self, likely: f32) -> f32 {
        let x = self.slope * log_odds(likely) + self.shift;
        1.0 / (1.0 + (-x).exp())
    }
}

/// Log-odds of a likelihood; finite for 0 and 1 too.
pub fn log_odds(likely: f32) -> f32 {
    let p = likely.clamp(NEAREST, 1.0 - NEAREST);
    (p / (1.0 - p)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likelier_event_is_the_surer_one() {
        for reader in ["rules", "fast", "encoder"] {
            let fitted = Calibration::embedded(reader);
            let sure: Vec<f32> = (0..=100).map(|k| fitted.confidence(k as f32 / 100.0)).collect();
            assert!(sure.windows(2).all(|w| w[0] < w[1]), "{reader}: {sure:?}");
            assert!(sure.iter().all(|p| (0.0..=1.0).contains(p)));
        }
    }

    #[test]
    fn a_row_that_would_turn_the_order_round_counts_for_none() {
        assert_eq!(
            Calibration::read("# all\na\t0.5\t-1\tx", "a"),
            Some(Calibration { slope: 0.5, shift: -1.0 })
        );
        for table in ["a\t-0.5\t1", "a\t0\t1", "a\t1", "a\tNaN\t1", "ab\t1\t1", ""] {
            assert_eq!(Calibration::read(table, "a"), None, "{table}");
        }
    }
}
