//! Arithmetic on days: units that hold a day, dates that may not exist, weekdays.

use dateline_terms::{Date, Unit};
use jiff::ToSpan;

/// First and last day, inclusive.
pub(super) type Days = (Date, Date);

/// `date` moved by so many units; a day that a month lacks becomes its last one. `None` outside the calendar
/// (years -9999 to 9999).
pub(super) fn add(date: Date, count: i64, unit: Unit) -> Option<Date> {
    // Inside what jiff's spans take, and far outside what a report speaks of.
    let limit = if matches!(unit, Unit::Month | Unit::Quarter | Unit::Season) { 60_000 } else { 600_000 };
    if !(-limit..=limit).contains(&count) {
        return None;
    }
    let span = match unit {
        Unit::Day => count.days(),
        Unit::Weekend | Unit::Week => count.checked_mul(7)?.days(),
        Unit::Month => count.months(),
        Unit::Quarter | Unit::Season => count.checked_mul(3)?.months(),
        Unit::Year => years(count)?,
        Unit::Decade => years(count.checked_mul(10)?)?,
    };
    date.checked_add(span).ok()
}

fn years(count: i64) -> Option<jiff::Span> {
    (-9_000..=9_000).contains(&count).then(|| count.years())
}

/// The calendar unit that holds `date`; a weekend is that of the date's week (Monday to Sunday), a season the
/// meteorological one.
pub(super) fn unit_of(date: Date, unit: Unit) -> Days {
    let to_monday = i64::from(date.weekday().to_monday_zero_offset());
    let found = match unit {
        Unit::Day => Some((date, date)),
        Unit::Week => add(date, -to_monday, Unit::Day).and_then(|m| Some((m, add(m, 6, Unit::Day)?))),
        Unit::Weekend => {
            add(date, 5 - to_monday, Unit::Day).and_then(|sat| Some((sat, add(sat, 1, Unit::Day)?)))
        }
        Unit::Month => Some((date.first_of_month(), date.last_of_month())),
        Unit::Quarter => {
            let first = (date.month() - 1) / 3 * 3 + 1;
            months(date.year(), first, 3)
        }
        Unit::Season => {
            let back = i64::from(date.month() % 3);
            add(date.first_of_month(), -back, Unit::Month).and_then(|f| months(f.year(), f.month(), 3))
        }
        Unit::Year => year(date.year()),
        Unit::Decade => {
            let first = date.year() - date.year().rem_euclid(10);
            year(first).and_then(|a| Some((a.0, year(first.checked_add(9)?)?.1)))
        }
    };
    found.unwrap_or((date, date))
}

/// A whole year.
pub(super) fn year(y: i16) -> Option<Days> {
    Some((Date::new(y, 1, 1).ok()?, Date::new(y, 12, 31).ok()?))
}

/// A day, or the whole month where no day is given; `None` for 30 February.
pub(super) fn date_or_month(y: i16, m: i8, d: Option<i8>) -> Option<Days> {
    match d {
        Some(d) => Date::new(y, m, d).ok().map(|day| (day, day)),
        None => Date::new(y, m, 1).ok().map(|first| (first, first.last_of_month())),
    }
}

/// So many whole months from month `m` of year `y` on.
pub(super) fn months(y: i16, m: i8, count: i64) -> Option<Days> {
    let first = Date::new(y, m, 1).ok()?;
    Some((first, add(first, count - 1, Unit::Month)?.last_of_month()))
}

/// Season 1 spring (March to May) to 4 winter (December to February) that begins in year `y`.
pub(super) fn season(season: i8, y: i16) -> Option<Days> {
    let first = season.checked_mul(3).filter(|m| (3..=12).contains(m))?;
    months(y, first, 3)
}

/// The latest day `d` of a month up to the ceiling; with a weekday, the latest such day that falls on it, or
/// the next one within a month after the ceiling.
pub(super) fn latest_day(d: i8, weekday: Option<i8>, ceiling: Date) -> Option<Days> {
    let in_month = |back: i64| {
        let month = add(ceiling.first_of_month(), -back, Unit::Month)?;
        Date::new(month.year(), month.month(), d).ok()
    };
    let fits = |day: &Date| weekday.is_none_or(|w| day.weekday().to_monday_one_offset() == w);
    let past = |most: i64| (0..most).filter_map(in_month).find(|day| *day <= ceiling && fits(day));
    let found = match weekday {
        None => past(4),
        Some(_) => {
            past(2).or_else(|| [0, -1].into_iter().filter_map(in_month).find(fits)).or_else(|| past(14))
        }
    };
    found.map(|day| (day, day))
}

/// The `nth` weekday inside a stretch, from the end where `nth` is negative.
pub(super) fn nth_weekday(stretch: Days, weekday: i8, nth: i8) -> Option<Days> {
    let offset = |from: Date| i64::from(weekday) - i64::from(from.weekday().to_monday_one_offset());
    let day = if nth > 0 {
        let first = add(stretch.0, offset(stretch.0).rem_euclid(7), Unit::Day)?;
        add(first, i64::from(nth) - 1, Unit::Week)?
    } else {
        let last = add(stretch.1, -((-offset(stretch.1)).rem_euclid(7)), Unit::Day)?;
        add(last, i64::from(nth) + 1, Unit::Week)?
    };
    (stretch.0 <= day && day <= stretch.1).then_some((day, day))
}

/// How many days a stretch has.
pub(super) fn length(days: Days) -> i64 {
    days.0.until(days.1).map_or(1, |span| i64::from(span.get_days()) + 1)
}
