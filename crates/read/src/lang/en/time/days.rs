//! Single days by name: "yesterday", "last Friday", "Friday of next week", "early on Monday", "overnight".

use super::calendar_words::{day_part, pick, weekday};
use super::{Grammar, Read, calendar};
use crate::lang::en::pieces::is_dash;
use dateline_terms::{TimeExpr, Unit};

/// So many days from the publication day.
pub(super) fn days(count: i32) -> TimeExpr {
    TimeExpr::Offset { count, unit: Unit::Day, whole: false, from_focus: false }
}

/// So many days from the day last spoken of.
fn days_from_focus(count: i32) -> TimeExpr {
    TimeExpr::Offset { count, unit: Unit::Day, whole: false, from_focus: true }
}

impl Grammar<'_> {
    /// A single day at `i`, with the part of the day around it: "early on Monday morning".
    pub(super) fn day(&self, i: usize) -> Read {
        self.led_day(i).or_else(|| self.plain_day(i)).or_else(|| self.part_of_today(i))
    }

    /// "late on Friday", "the evening of 11 November", "in the early hours of Monday", "at dawn on Saturday".
    fn led_day(&self, i: usize) -> Read {
        let mut at = self.skip(i, &["shortly", "just"]);
        let before = at;
        at = self.skip(at, &["before", "after"]);
        let part_needed = at > before;
        at = self.skip(at, &["the"]);
        let words = at;
        at = self.skip(at, &["early", "late", "earlier", "later", "very"]);
        at += usize::from(at > words && is_dash(self.low(at)));
        let part = self.low(at) == "hours" || day_part(self.low(at));
        at += usize::from(part);
        if at == words || part_needed && !part {
            return None;
        }
        at = self.skip(at, &["on", "of"]);
        at = self.skip(at, &["in"]);
        let (expr, end) = self.date(at).filter(|(e, _)| is_day(e)).or_else(|| self.plain_day(at))?;
        Some((expr, end))
    }

    /// A day's name without words before it but "last", "this" and "next", and with a part of the day after it.
    fn plain_day(&self, i: usize) -> Read {
        let (expr, end) =
            self.named_day(i).or_else(|| self.picked_weekday(i)).or_else(|| self.weekday_alone(i))?;
        Some((expr, self.day_parts(end)))
    }

    /// Past "morning", "night and early Saturday"'s first half, "before dawn": parts of the day after its name.
    fn day_parts(&self, end: usize) -> usize {
        let mut at = end;
        if matches!(self.low(at), "before" | "after" | "at" | "in")
            && (day_part(self.low(at + 1)) || self.low(at + 1) == "the" && day_part(self.low(at + 2)))
        {
            return at + 2 + usize::from(self.low(at + 1) == "the");
        }
        let more = at + usize::from(matches!(self.low(at), "early" | "late" | "mid"));
        if day_part(self.low(more)) {
            at = more + 1;
            if self.low(at) == "and" && day_part(self.low(at + 1)) {
                at += 2;
            }
        }
        at
    }

    /// "today", "yesterday", "tomorrow" and the days beside them.
    fn named_day(&self, i: usize) -> Read {
        let the = self.skip(i, &["the"]);
        if self.says(the, &["day", "before", "yesterday"]) {
            return Some((days(-2), the + 3));
        }
        if self.low(the) == "day"
            && self.low(the + 1) == "after"
            && matches!(self.low(the + 2), "tomorrow" | "tmrw")
        {
            return Some((days(2), the + 3));
        }
        let expr = match self.low(i) {
            "today" | "todays" | "tonight" | "tonights" => days(0),
            "yesterday" | "yesterdays" => days(-1),
            "tomorrow" | "tomorrows" | "tmrw" => days(1),
            _ => return None,
        };
        Some((expr, i + 1))
    }

    /// "last Friday", "next Sunday", "this week Friday", "Friday next week", "Sunday of last week".
    fn picked_weekday(&self, i: usize) -> Read {
        let the = self.skip(i, &["the"]);
        if let Some(shift) = pick(self.low(the)) {
            if let Some(day) = self.weekday_name(the + 1, true) {
                return Some((picked(day, shift), the + 2));
            }
            if self.low(the + 1) == "week" {
                let at = self.skip(the + 2, &["on", ","]);
                let day = self.weekday_name(at, at > the + 2)?;
                return Some((in_week(day, shift), at + 1));
            }
        }
        let day = self.weekday_name(i, false)?;
        let at = self.skip(self.day_parts(i + 1), &["of"]);
        let at = self.skip(at, &["the"]);
        let shift = pick(self.low(at))?;
        (self.low(at + 1) == "week").then(|| (in_week(day, shift), at + 2))
    }

    fn weekday_alone(&self, i: usize) -> Read {
        let day = self.weekday_name(i, false)?;
        let stop =
            self.low(i).len() <= 4 && self.low(i + 1) == "." && self.glued(i + 1) && self.p.len() > i + 2;
        Some((TimeExpr::Weekday { day, shift: 0 }, i + 1 + usize::from(stop)))
    }

    /// A weekday's name; the short ones only where a word before them (`led`) or a date after them vouches.
    pub(super) fn weekday_name(&self, i: usize, led: bool) -> Option<i8> {
        let word = self.low(i);
        let day = weekday(word)?;
        if word.len() >= 6 {
            return Some(day);
        }
        let asked = matches!(
            self.before(i),
            "on" | "from" | "to" | "until" | "till" | "since" | "between" | "and" | "by"
        );
        let common = matches!(word, "sun" | "sat" | "mon" | "wed");
        let capital = self.capital(i) && (!common || asked || self.low(i + 1) == ".");
        (led || capital || asked && !common).then_some(day)
    }

    /// "overnight", "last night", "this morning", "at dawn", "the same day", "the previous evening".
    fn part_of_today(&self, i: usize) -> Read {
        let the = self.skip(i, &["the"]);
        let word = self.low(the);
        let next = self.low(the + 1);
        let night = matches!(word, "overnight" | "night") && (word == "overnight" || self.low(i) == "the");
        if night && !matches!(next, "of" | "before" | "after" | "time" | "raid" | "raids" | "-") {
            let range = TimeExpr::Range { from: Some(Box::new(days(-1))), to: Some(Box::new(days(0))) };
            return Some((range, the + 1));
        }
        if matches!(next, "before" | "after" | "earlier" | "later")
            && self.low(i) == "the"
            && (day_part(word) || word == "day")
        {
            let count = if matches!(next, "before" | "earlier") { -1 } else { 1 };
            return self.shifted_from(the + 2, count, Unit::Day, next);
        }
        let part = day_part(next) || next == "day" || next == "nights";
        if let Some(end) = self.in_passing(i) {
            return Some((TimeExpr::SameDay, end));
        }
        match word {
            "last" if next == "night" || next == "evening" || next == "nights" => Some((days(-1), the + 2)),
            "earlier" | "later" if next == "this" && day_part(self.low(the + 2)) => Some((days(0), the + 3)),
            "earlier" | "later"
                if matches!(self.low(the + 1), "in" | "on") && self.says(the + 2, &["the", "day"]) =>
            {
                Some((TimeExpr::SameDay, the + 4))
            }
            "earlier" | "later" if matches!(next, "that" | "the") && self.part_or_day(the + 2) => {
                Some((TimeExpr::SameDay, the + 3))
            }
            "this" if part => Some((days(0), the + 2)),
            "that" if part => Some((TimeExpr::SameDay, the + 2)),
            "same" if part => Some((TimeExpr::SameDay, the + 2)),
            "previous" | "preceding" if part => Some((days_from_focus(-1), the + 2)),
            "next" | "following" if part => Some((days_from_focus(1), the + 2)),
            "last" | "past" if next == "day" => Some((days(-1), the + 2)),
            "my" if next == "day" => Some((days(0), the + 2)),
            "day" if self.low(i) == "the" && self.at_end(the + 1) => Some((TimeExpr::SameDay, the + 1)),
            "midnight" | "dawn" | "daybreak" | "dusk" | "noon" if self.before(i) != "golden" => {
                let led = matches!(self.before(i), "at" | "after" | "before" | "since" | "around" | "by");
                led.then_some((TimeExpr::SameDay, the + 1))
            }
            "early" if next == "hours" => Some((TimeExpr::SameDay, self.day_parts(the + 2))),
            "early" if day_part(next) => Some((TimeExpr::SameDay, the + 2)),
            "morning" | "afternoon" | "evening"
                if self.low(i) == "the" && matches!(self.before(i), "in" | "during") =>
            {
                Some((TimeExpr::SameDay, the + 1))
            }
            _ => None,
        }
    }

    /// "meanwhile", "hours later", "soon afterwards": words that stay with the day last spoken of.
    fn in_passing(&self, i: usize) -> Option<usize> {
        const WORDS: &[&[&str]] = &[
            &["meanwhile"],
            &["in", "the", "meantime"],
            &["meantime"],
            &["at", "the", "same", "time"],
            &["soon", "afterwards"],
            &["soon", "after"],
            &["shortly", "afterwards"],
            &["shortly", "after", "midnight"],
            &["shortly", "after"],
            &["shortly", "before"],
            &["moments", "later"],
            &["minutes", "later"],
            &["minutes", "after"],
            &["hours", "later"],
            &["hours", "earlier"],
            &["hours", "after"],
            &["hours", "before"],
            &["later", "in", "the", "evening"],
            &["later", "in", "the", "night"],
        ];
        WORDS.iter().find(|words| self.says(i, words)).map(|words| i + words.len())
    }

    fn part_or_day(&self, i: usize) -> bool {
        day_part(self.low(i)) || self.low(i) == "day"
    }

    /// Whether the sentence ends at `i`.
    pub(super) fn at_end(&self, i: usize) -> bool {
        self.p.get(i).is_none() || matches!(self.low(i), "." | "!" | "?") && self.p.get(i + 1).is_none()
    }
}

/// "last Friday" counts weeks; "this Friday" is in this week.
fn picked(day: i8, shift: i8) -> TimeExpr {
    if shift == 0 { in_week(day, 0) } else { TimeExpr::Weekday { day, shift } }
}

/// A weekday of this, the last or the next week.
fn in_week(day: i8, shift: i8) -> TimeExpr {
    let week = TimeExpr::Offset { count: i32::from(shift), unit: Unit::Week, whole: true, from_focus: false };
    TimeExpr::WeekdayOf { day, nth: 1, of: Box::new(week) }
}

/// Whether a date is known to the day.
fn is_day(expr: &TimeExpr) -> bool {
    matches!(expr, TimeExpr::Calendar { day: Some(_), .. } | TimeExpr::CalendarIn { day: Some(_), .. })
}

/// The day of the month alone, as an expression.
pub(super) fn day_alone(day: i8) -> TimeExpr {
    calendar(None, None, Some(day))
}
