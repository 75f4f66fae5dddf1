//! A rise in plain words.

use super::{By, Rise};

impl Rise {
    /// What was counted, beside what is likely, and how sure that is: two or three sentences.
    pub fn in_words(&self) -> String {
        let judged = &self.judged;
        let (stretch, at) = match self.by {
            By::Day => ("day", format!("on {}", self.start)),
            By::Week => ("week", format!("in the week from {} to {}", self.start, self.end)),
        };
        let mut text = format!(
            "{} {at}, where the past makes {} likely ({} in the {} {stretch}s with reports between {} and {}).",
            incidents(judged.count),
            about(judged.expected),
            incidents(judged.before),
            judged.covered,
            self.past_start,
            self.past_end,
        );
        if judged.more_read >= 1.05 {
            text += &format!(
                " That counts in that {} times as many reports of other places were read as then.",
                about(judged.more_read)
            );
        }
        text += &format!(
            " If nothing had changed, so many or more would come about on one {stretch} in {}; the alert is set to one in \
             {}. Reports that come late may still change it.",
            rounded(1.0 / judged.chance),
            rounded(1.0 / self.rate),
        );
        text
    }
}

fn incidents(count: u64) -> String {
    if count == 1 { "1 incident".into() } else { format!("{count} incidents") }
}

/// A number of people's size: one decimal under ten, two under one.
fn about(number: f64) -> String {
    match number {
        ..1.0 => format!("{number:.2}"),
        ..10.0 => format!("{number:.1}"),
        _ => format!("{number:.0}"),
    }
}

/// Two figures that count, with commas between thousands; a million and more as that.
fn rounded(number: f64) -> String {
    if number.is_nan() || number >= 1_000_000.0 {
        return "more than a million".into();
    }
    let unit = 10f64.powf((number.max(1.0).log10() - 1.0).floor().max(0.0));
    let whole = ((number / unit).round() * unit) as u64;
    if whole < 1000 { whole.to_string() } else { format!("{},{:03}", whole / 1000, whole % 1000) }
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn chances_are_said_in_round_numbers() {
        let said: Vec<String> = [20.0, 1000.0, 12_345.0, 987_654.0, f64::INFINITY].map(rounded).into();
        assert_eq!(said, ["20", "1,000", "12,000", "990,000", "more than a million"]);
    }
}
