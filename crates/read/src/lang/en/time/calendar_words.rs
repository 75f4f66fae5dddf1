//! Names of months, weekdays, units, seasons and parts of the day.

use dateline_terms::Unit;

/// Month 1–12 that a full or short name means; short names come without their full stop.
pub(crate) fn month(word: &str) -> Option<i8> {
    Some(match word {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sept" | "sep" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}

/// Whether a month's name is also a common word or a short form, so that it needs a date beside it.
pub(super) fn doubtful_month(word: &str) -> bool {
    matches!(word, "may" | "march") || word.len() <= 4 && !matches!(word, "june" | "july")
}

/// Weekday 1 (Monday) – 7 (Sunday) of a name, a short name, or a name with a possessive or plural s.
pub(super) fn weekday(word: &str) -> Option<i8> {
    Some(match word {
        "monday" | "mondays" | "mon" => 1,
        "tuesday" | "tuesdays" | "tue" | "tues" => 2,
        "wednesday" | "wednesdays" | "wed" | "weds" => 3,
        "thursday" | "thursdays" | "thu" | "thur" | "thurs" => 4,
        "friday" | "fridays" | "fri" => 5,
        "saturday" | "saturdays" | "sat" => 6,
        "sunday" | "sundays" | "sun" => 7,
        _ => return None,
    })
}

/// Unit that a word means, in the singular, the plural or with a possessive s.
pub(super) fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "day" | "days" => Unit::Day,
        "weekend" | "weekends" => Unit::Weekend,
        "week" | "weeks" => Unit::Week,
        "month" | "months" => Unit::Month,
        "quarter" | "quarters" => Unit::Quarter,
        "year" | "years" => Unit::Year,
        "decade" | "decades" => Unit::Decade,
        _ => return None,
    })
}

/// Season 1 spring – 4 winter.
pub(super) fn season(word: &str) -> Option<i8> {
    Some(match word {
        "spring" => 1,
        "summer" => 2,
        "autumn" | "fall" => 3,
        "winter" => 4,
        _ => return None,
    })
}

/// Words for a part of a day that may follow a weekday or "this".
pub(super) fn day_part(word: &str) -> bool {
    matches!(
        word,
        "morning"
            | "mornings"
            | "afternoon"
            | "evening"
            | "night"
            | "nights"
            | "noon"
            | "midday"
            | "midnight"
            | "dawn"
            | "daybreak"
            | "dusk"
            | "sunset"
            | "sunrise"
            | "nightfall"
            | "lunchtime"
            | "overnight"
            | "midmorning"
    )
}

/// "early" (1), "mid" (2), "late" (3) and words that mean the same.
pub(super) fn part(word: &str) -> Option<i8> {
    Some(match word {
        "early" => 1,
        "mid" | "middle" => 2,
        "late" => 3,
        _ => return None,
    })
}

/// "beginning", "start" (0), "middle" (2), "end", "close" (-1): parts that take "of".
pub(super) fn part_of(word: &str) -> Option<i8> {
    Some(match word {
        "beginning" | "start" | "outset" => 0,
        "middle" => 2,
        "end" | "close" => -1,
        _ => return None,
    })
}

/// Words that pick one of several units: -1 last, 0 this, 1 next.
pub(super) fn pick(word: &str) -> Option<i8> {
    Some(match word {
        "last" | "past" | "previous" => -1,
        "this" | "current" => 0,
        "next" | "coming" | "upcoming" | "following" => 1,
        _ => return None,
    })
}
