use crate::{Quantity, Span, Speaker};

/// A date known to the day, the month or the year: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    /// Year.
    pub year: i16,
    /// Month, 1–12.
    pub month: Option<i8>,
    /// Day, 1–31; only where the month is known.
    pub day: Option<i8>,
}

impl std::fmt::Display for PartialDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

/// A stated sum over many events: "over 115 attacks to date".
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// The words.
    pub at: Span,
    /// What is counted: killed, injured, attacks, displaced, arrested, abducted, other.
    pub counts: &'static str,
    /// The figure.
    pub quantity: Quantity,
    /// Canonical name of whoever did it.
    pub by: Option<String>,
    /// Canonical name of those it was done to.
    pub against: Option<String>,
    /// Name of the area.
    pub area: Option<String>,
    /// First day, month or year that it covers.
    pub since: Option<PartialDate>,
    /// Last.
    pub until: Option<PartialDate>,
    /// Who gives the sum; `None` for the report's own voice.
    pub said_by: Option<Speaker>,
}
