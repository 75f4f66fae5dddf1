//! Incidents by day, week, month or year of their first day.

use super::sieve::day;
use crate::filters::choice;
use dateline_terms::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// How long the stretches of a timeline are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum By {
    /// A day.
    Day,
    /// Monday to Sunday.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

choice!(ByName { Day = "day", Week = "week", Month = "month", Year = "year", Auto = "auto" });

impl By {
    /// The stretch of that name.
    pub fn parse(word: &str) -> Option<By> {
        match word {
            "day" => Some(By::Day),
            "week" => Some(By::Week),
            "month" => Some(By::Month),
            "year" => Some(By::Year),
            _ => None,
        }
    }

    /// The one that shows so many days in a hundred bars or so.
    pub fn fitting(days: i64) -> By {
        match days {
            ..121 => By::Day,
            121..801 => By::Week,
            801..7301 => By::Month,
            _ => By::Year,
        }
    }

    fn first(self, day: Date) -> Option<Date> {
        match self {
            By::Day => Some(day),
            By::Week => {
                let back = i64::from(day.weekday().to_monday_zero_offset());
                day.checked_sub(jiff::Span::new().days(back)).ok()
            }
            By::Month => Some(day.first_of_month()),
            By::Year => Some(day.first_of_year()),
        }
    }

    fn last(self, first: Date) -> Option<Date> {
        match self {
            By::Day => Some(first),
            By::Week => first.checked_add(jiff::Span::new().days(6)).ok(),
            By::Month => Some(first.last_of_month()),
            By::Year => Some(first.last_of_year()),
        }
    }
}

/// Incidents over time.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct Timeline {
    /// How long a stretch is.
    pub by: By,
    /// Stretches in which incidents began, in order; those without are left out.
    pub bins: Vec<Bin>,
}

/// A stretch of days.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct Bin {
    /// First day.
    pub start: Date,
    /// Last day, inclusive.
    pub end: Date,
    /// Incidents whose first day is in it, by family.
    #[schema(value_type = BTreeMap<String, u64>)]
    pub counts: BTreeMap<String, u64>,
}

/// Puts days, numbered from 1970-01-01, into stretches. `counts`: by number of family, named by `families`.
pub(super) fn of(days: &BTreeMap<i32, Vec<u64>>, by: Option<By>, families: &[String]) -> Timeline {
    let span = days.first_key_value().zip(days.last_key_value());
    let span = span.map_or(0, |((first, _), (last, _))| i64::from(*last) - i64::from(*first) + 1);
    let by = by.unwrap_or(By::fitting(span));
    let mut bins: BTreeMap<Date, Vec<u64>> = BTreeMap::new();
    for (number, counts) in days {
        let Some(first) = day(*number).and_then(|day| by.first(day)) else { continue };
        let bin = bins.entry(first).or_insert_with(|| vec![0; counts.len()]);
        bin.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    let bin = |(start, counts): (Date, Vec<u64>)| {
        Some(Bin { start, end: by.last(start)?, counts: super::overview::named(&counts, families) })
    };
    Timeline { by, bins: bins.into_iter().filter_map(bin).collect() }
}

#[cfg(test)]
mod tests {
    use super::{By, of};
    use std::collections::BTreeMap;

    #[test]
    fn weeks_begin_on_monday_and_months_end_on_their_last_day() {
        // 2024-02-25 is a Sunday, number 19778.
        let days: BTreeMap<i32, Vec<u64>> = [(19778, vec![1]), (19779, vec![2]), (19783, vec![4])].into();
        let bins = |by| {
            let told = of(&days, Some(by), &["fight".into()]).bins;
            told.iter()
                .map(|bin| format!("{} {} {}", bin.start, bin.end, bin.counts["fight"]))
                .collect::<Vec<_>>()
        };
        assert_eq!(bins(By::Week), ["2024-02-19 2024-02-25 1", "2024-02-26 2024-03-03 6"]);
        assert_eq!(bins(By::Month), ["2024-02-01 2024-02-29 3", "2024-03-01 2024-03-31 4"]);
        assert_eq!(bins(By::Year), ["2024-01-01 2024-12-31 7"]);
        assert_eq!(of(&days, None, &["fight".into()]).by, By::Day);
    }
}
