//! Days of an incident as one day with a precision, the way other datasets have them.

use dateline_terms::{Date, Days};
use jiff::ToSpan;

/// How many days it may have been, both ends among them.
pub(crate) fn length(days: Days) -> i64 {
    let between = days.start.until(days.end).map_or(0, |span| i64::from(span.get_days()));
    between.max(0) + 1
}

/// The day in the middle; of an even number the earlier one.
pub(crate) fn middle(days: Days) -> Date {
    days.start.saturating_add(((length(days) - 1) / 2).days())
}
