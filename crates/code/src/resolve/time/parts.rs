//! Parts of weeks, months and years: "early", "the end of", "the second week of", "the first half of".

use super::calendar::{Days, add, length, months, unit_of};
use dateline_terms::{Date, Unit};

/// Part `nth` of a whole: counted in `unit`s, or early (1), mid (2), late (3), the beginning (0), the end (-1).
///
/// In news early, mid and late are thirds of a month, as coders of the gold had them, and quarters of a year
/// from its ends (with June to August for the middle); by the letter they are halves, as in Recognizers-Text.
pub(super) fn part(whole: Days, nth: i8, unit: Option<Unit>, news: bool) -> Option<Days> {
    match unit {
        Some(unit) => counted(whole, nth, unit, news),
        None if news => news_part(whole, nth),
        None => literal_part(whole, nth),
    }
}

/// Days `a` to `b` of a stretch, counted from 1; `b` beyond its end is its end.
fn slice(whole: Days, a: i64, b: i64) -> Option<Days> {
    let start = add(whole.0, a - 1, Unit::Day)?;
    let end = add(whole.0, b - 1, Unit::Day)?.min(whole.1);
    (start <= end).then_some((start, end))
}

/// Months `a` to `b` of a year.
fn slice_months(whole: Days, a: i8, b: i8) -> Option<Days> {
    months(whole.0.year(), a, i64::from(b - a) + 1)
}

fn news_part(whole: Days, nth: i8) -> Option<Days> {
    let days = length(whole);
    match (days, nth) {
        (360..=370, 0) => slice_months(whole, 1, 1),
        (360..=370, 1) => slice_months(whole, 1, 3),
        (360..=370, 2) => slice_months(whole, 6, 8),
        (360..=370, 3) => slice_months(whole, 10, 12),
        (360..=370, -1) => slice_months(whole, 12, 12),
        (28..=31, 0 | 1) => slice(whole, 1, 10),
        (28..=31, 2) => slice(whole, 11, 20),
        (28..=31, _) => slice(whole, 21, days),
        (7, 0 | 1) => slice(whole, 1, 3),
        (7, 2) => slice(whole, 3, 5),
        (7, _) => slice(whole, 4, 7),
        _ => thirds(whole, nth),
    }
}

fn literal_part(whole: Days, nth: i8) -> Option<Days> {
    let days = length(whole);
    match (days, nth) {
        (360..=370, 1) => slice_months(whole, 1, 6),
        (360..=370, 3) => slice_months(whole, 7, 12),
        (360..=370, 0) => slice_months(whole, 1, 4),
        (360..=370, -1) => slice_months(whole, 9, 12),
        (360..=370, _) => slice_months(whole, 5, 8),
        (28..=31, 0 | 1) => slice(whole, 1, 15),
        (28..=31, 2) => slice(whole, 10, 20),
        (28..=31, _) => slice(whole, 16, days),
        (7, 0 | 1) => slice(whole, 1, 3),
        (7, 2) => slice(whole, 2, 5),
        (7, _) => slice(whole, 4, 7),
        _ => thirds(whole, nth),
    }
}

fn thirds(whole: Days, nth: i8) -> Option<Days> {
    let third = (length(whole) / 3).max(1);
    match nth {
        0 | 1 => slice(whole, 1, third),
        2 => slice(whole, third + 1, 2 * third),
        _ => {
            slice(whole, 2 * third + 1, i64::MAX / 2).or(Some((add(whole.1, 1 - third, Unit::Day)?, whole.1)))
        }
    }
}

/// "the first week of May", "the third quarter of 2016", "the last day of July", "week 31".
fn counted(whole: Days, nth: i8, unit: Unit, news: bool) -> Option<Days> {
    let n = i64::from(nth);
    let days = length(whole);
    let found = match unit {
        Unit::Week if days > 31 => iso_week(whole, n)?,
        Unit::Week if news && nth > 0 => {
            slice(whole, 7 * n - 6, if n == 4 && days < 30 { days } else { 7 * n })?
        }
        Unit::Week if news => (add(whole.1, -6, Unit::Day)?, whole.1),
        Unit::Week => iso_week(whole, n)?,
        Unit::Day if nth > 0 => slice(whole, n, n)?,
        Unit::Day => add(whole.1, n + 1, Unit::Day).map(|d| (d, d))?,
        Unit::Weekend => {
            let saturday = super::calendar::nth_weekday(whole, 6, nth)?.0;
            (saturday, add(saturday, 1, Unit::Day)?)
        }
        _ => {
            let first = if nth > 0 { add(whole.0, n - 1, unit)? } else { whole.1 };
            unit_of(first, unit)
        }
    };
    (found.0 <= whole.1).then_some(found)
}

/// Week `n` of a stretch by the ISO rule: the week belongs where its Thursday lies; -1 is the last.
fn iso_week(whole: Days, n: i64) -> Option<Days> {
    let thursday = |nth: i8| super::calendar::nth_weekday(whole, 4, nth).map(|d| d.0);
    let day: Date = if n > 0 { add(thursday(1)?, n - 1, Unit::Week)? } else { thursday(-1)? };
    Some(unit_of(day, Unit::Week))
}

/// Half 1 or 2 of a year (by months) or of any other stretch (by days, 15 to the first of a month).
pub(super) fn half(whole: Days, nth: i8) -> Option<Days> {
    let days = length(whole);
    match (days, nth) {
        (360..=370, 1) => slice_months(whole, 1, 6),
        (360..=370, _) => slice_months(whole, 7, 12),
        (_, 1) => slice(whole, 1, days / 2),
        _ => slice(whole, days / 2 + 1, days),
    }
}
