//! Days with a name. Fixed dates, Easter by the Gregorian computus, and the days of the Islamic calendar by its
//! tabular form (30-year cycle, counted from
//! Thursday 15 July 622 Julian, which falls on the days announced in Mecca more often than the Friday epoch does).

use super::calendar::{Days, add};
use dateline_terms::{Date, Unit};

/// The days of holiday `name` in `year`, or the latest to have begun up to the ceiling.
pub(super) fn days(name: &str, year: Option<i16>, ceiling: Option<Date>) -> Option<Days> {
    if let Some(year) = year {
        return in_year(name, year).into_iter().next();
    }
    let ceiling = ceiling?;
    let years = (0..=2).filter_map(|back| ceiling.year().checked_sub(back));
    years.flat_map(|y| in_year(name, y).into_iter().rev()).find(|days| days.0 <= ceiling)
}

/// Every time that the holiday falls in a Gregorian year, in order; an Islamic day may do so twice.
fn in_year(name: &str, year: i16) -> Vec<Days> {
    let day = |m: i8, d: i8| Date::new(year, m, d).ok();
    let single = match name {
        "new year's day" => day(1, 1),
        "valentine's day" => day(2, 14),
        "women's day" => day(3, 8),
        "nowruz" => day(3, 21),
        "may day" => day(5, 1),
        "halloween" => day(10, 31),
        "christmas eve" => day(12, 24),
        "christmas" => day(12, 25),
        "boxing day" => day(12, 26),
        "new year's eve" => day(12, 31),
        "thanksgiving" => day(11, 1).and_then(|first| {
            let offset = (4 - i64::from(first.weekday().to_monday_one_offset())).rem_euclid(7);
            add(first, offset + 21, Unit::Day)
        }),
        "easter" => easter(year),
        "palm sunday" => easter(year).and_then(|e| add(e, -7, Unit::Day)),
        "good friday" => easter(year).and_then(|e| add(e, -2, Unit::Day)),
        "easter monday" => easter(year).and_then(|e| add(e, 1, Unit::Day)),
        _ => return islamic(name, year),
    };
    single.map(|d| (d, d)).into_iter().collect()
}

/// Easter Sunday of the western churches (the anonymous Gregorian computus).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19).rem_euclid(32);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Month and day of the Islamic year on which a holiday begins, and how many days it lasts.
fn islamic(name: &str, year: i16) -> Vec<Days> {
    let (month, day, lasts) = match name {
        "ashura" => (1, 10, 1),
        "ramadan" => (9, 1, 30),
        "eid" => {
            let both = [islamic("eid al-fitr", year), islamic("eid al-adha", year)];
            let mut days = both.concat();
            days.sort();
            return days;
        }
        "eid al-fitr" => (10, 1, 3),
        "eid al-adha" => (12, 10, 4),
        _ => return Vec::new(),
    };
    // Islamic years are about 11 days shorter: at most three can touch one Gregorian year.
    let near = (i64::from(year) - 622) * 33 / 32;
    (near - 1..=near + 2)
        .filter_map(|hijri| {
            let first = from_islamic(hijri, month, day)?;
            Some((first, add(first, lasts - 1, Unit::Day)?))
        })
        .filter(|days| days.0.year() == year)
        .collect()
}

/// The Gregorian day of a day of the tabular Islamic calendar (Thursday 15 July 622 Julian).
fn from_islamic(year: i64, month: i64, day: i64) -> Option<Date> {
    let before = (year - 1) * 354 + (3 + 11 * year).div_euclid(30);
    let days = before + 29 * (month - 1) + month / 2 + day - 1;
    add(Date::new(622, 7, 18).ok()?, days, Unit::Day)
}
