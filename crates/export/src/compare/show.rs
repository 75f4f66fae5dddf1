//! A comparison as a table for people.

use super::Comparison;
use std::fmt;

/// Rows of the list of types that are printed.
const TYPES: usize = 20;

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.days {
            Some((first, last)) => writeln!(f, "Compared: {first} to {last}, countries that both name.")?,
            None => writeln!(f, "The two have no day in common: nothing was compared.")?,
        }
        writeln!(f)?;
        row(f, "events of both", self.matched.len())?;
        row(f, "ours alone", self.ours_alone.len())?;
        row(f, "theirs alone", self.theirs_alone.len())?;
        row(f, "ours outside the comparison", self.ours_outside)?;
        row(f, "theirs outside the comparison", self.theirs_outside)?;
        writeln!(f, "\n{:44} {:>7} {:>7} {:>6}", "agreement of events of both", "stated", "same", "share")?;
        for field in &self.fields {
            let share = field.share().map_or("-".to_string(), |share| format!("{share:.2}"));
            writeln!(f, "{:44} {:>7} {:>7} {share:>6}", field.field, field.both, field.same)?;
        }
        let deaths = self.deaths;
        writeln!(
            f,
            "\nDeaths where both give a number: ours {}, theirs {}; ours less theirs {:+.2} on average, {:.2} apart.",
            deaths.ours, deaths.theirs, deaths.mean_difference, deaths.mean_absolute_difference
        )?;
        if !self.types.is_empty() {
            writeln!(f, "\n{:32} {:36} {:>6}", "our type", "theirs", "events")?;
        }
        for (ours, theirs, n) in self.types.iter().take(TYPES) {
            writeln!(f, "{ours:32} {theirs:36} {n:>6}")?;
        }
        if self.types.len() > TYPES {
            writeln!(f, "and {} more pairs of types", self.types.len() - TYPES)?;
        }
        Ok(())
    }
}

fn row(f: &mut fmt::Formatter<'_>, name: &str, n: usize) -> fmt::Result {
    writeln!(f, "{name:44} {n:>7}")
}
