//! Gives time expressions their days, by the publication date and the day last spoken of.
//!
//! [`resolve`] reads as a coder of news does: the past is preferred, a stretch that is still running ends on
//! the publication day, "two months ago" is that whole month. [`resolve_literally`] reads the words alone, as
//! calendars and appointment books do; it is what `examples/times.rs` compares with Recognizers-Text.

mod calendar;
mod holidays;
mod parts;

use calendar::{Days, add, unit_of};
use dateline_terms::{Basis, Date, TimeExpr, Unit};

/// What expressions are counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// The publication day.
    pub published: Option<Date>,
    /// First and last day of the time last spoken of: what "a day earlier" and "the same day" count from.
    /// The publication day where there is none.
    pub focus: Option<(Date, Date)>,
}

/// First and last day (inclusive) that `expr` means in a report published on the anchor's day, and whether
/// they are stated in full or worked out. `None` where the anchor lacks what the words count from, or where
/// the words name a day that no calendar has.
pub fn resolve(expr: &TimeExpr, anchor: &Anchor) -> Option<(Date, Date, Basis)> {
    run(expr, anchor, Manner::News)
}

/// The same by the words alone: "this week" to its Sunday, "a month ago" to the day, "late" the second half.
pub fn resolve_literally(expr: &TimeExpr, anchor: &Anchor) -> Option<(Date, Date, Basis)> {
    run(expr, anchor, Manner::Literal)
}

fn run(expr: &TimeExpr, anchor: &Anchor, manner: Manner) -> Option<(Date, Date, Basis)> {
    let reckoner = Reckoner { today: anchor.published, focus: anchor.focus, manner };
    let (start, end) = reckoner.days(expr, anchor.published)?;
    let end = match anchor.published {
        Some(today) if manner == Manner::News && start <= today && today < end && !named(expr) => today,
        _ => end,
    };
    let basis = if stated(expr) { Basis::Stated } else { Basis::Relative };
    (start <= end).then_some((start, end, basis))
}

/// Whether the words name a whole, which stays whole though it is still running: "in July", "in 2017".
fn named(expr: &TimeExpr) -> bool {
    stated(expr) || matches!(expr, TimeExpr::Calendar { month: Some(_), .. })
}

/// Whether the words name their days without help: a year is said.
fn stated(expr: &TimeExpr) -> bool {
    match expr {
        TimeExpr::Calendar { year, .. } => year.is_some(),
        TimeExpr::Holiday { year, .. } => year.is_some(),
        TimeExpr::Range { from: Some(from), to: Some(to) } => stated(from) && stated(to),
        TimeExpr::Part { of, .. } | TimeExpr::Half { of, .. } | TimeExpr::Holding { of, .. } => stated(of),
        TimeExpr::WeekdayOf { of, .. } | TimeExpr::DayOf { of, .. } => stated(of),
        TimeExpr::Shift { from, .. } => stated(from),
        TimeExpr::Season { year, .. } => year.as_deref().is_some_and(stated),
        TimeExpr::CalendarIn { year, .. } => stated(year),
        _ => false,
    }
}

/// Whose way of reading.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    News,
    Literal,
}

/// Reckons days; `today` is the publication day. A `ceiling` is the latest day that a date without its year,
/// or a bare weekday, may take.
struct Reckoner {
    today: Option<Date>,
    focus: Option<Days>,
    manner: Manner,
}

impl Reckoner {
    fn news(&self) -> bool {
        self.manner == Manner::News
    }

    /// First and last day of the time last spoken of.
    fn focus(&self) -> Option<Days> {
        self.focus.or(self.today.map(|t| (t, t)))
    }

    fn days(&self, expr: &TimeExpr, ceiling: Option<Date>) -> Option<Days> {
        match expr {
            TimeExpr::Calendar { year, month, day, weekday } => {
                self.calendar(*year, *month, *day, *weekday, ceiling)
            }
            TimeExpr::Weekday { day, shift } => self.weekday(*day, *shift, ceiling?),
            TimeExpr::Offset { count, unit, whole, from_focus } => {
                self.offset(*count, *unit, *whole, *from_focus)
            }
            TimeExpr::Past { count, unit, ahead } => self.past(*count, *unit, *ahead),
            TimeExpr::Range { from, to } => self.range(from.as_deref(), to.as_deref(), ceiling),
            TimeExpr::SameDay => self.focus(),
            TimeExpr::Shift { count, unit, from } => self.shift(*count, *unit, from, ceiling),
            TimeExpr::Holding { unit, of } => Some(unit_of(self.days(of, ceiling)?.0, *unit)),
            TimeExpr::Holiday { name, year } => holidays::days(name, *year, ceiling),
            TimeExpr::Month { month, shift } => self.month(*month, *shift),
            TimeExpr::CalendarIn { month, day, year } => {
                let year = self.days(year, ceiling)?.0.year();
                calendar::date_or_month(year, *month, *day)
            }
            TimeExpr::DayOf { day, of } => {
                let month = self.days(of, ceiling)?.0;
                calendar::date_or_month(month.year(), month.month(), Some(*day))
            }
            TimeExpr::WeekdayOf { day, nth, of } => {
                calendar::nth_weekday(self.whole_days(of, ceiling)?, *day, *nth)
            }
            TimeExpr::Part { of, nth, unit } => {
                parts::part(self.whole_days(of, ceiling)?, *nth, *unit, self.news())
            }
            TimeExpr::Half { of, nth } => parts::half(self.whole_days(of, ceiling)?, *nth),
            TimeExpr::Season { season, year, shift } => {
                self.season(*season, year.as_deref(), *shift, ceiling)
            }
        }
    }

    /// The days of a whole that a part is taken of.
    fn whole_days(&self, of: &TimeExpr, ceiling: Option<Date>) -> Option<Days> {
        self.days(of, ceiling)
    }

    /// A full or partial date; what is not said is chosen so that the day is the latest up to the ceiling.
    fn calendar(
        &self,
        year: Option<i16>,
        month: Option<i8>,
        day: Option<i8>,
        weekday: Option<i8>,
        ceiling: Option<Date>,
    ) -> Option<Days> {
        match (year, month, day) {
            (Some(y), Some(m), d) => calendar::date_or_month(y, m, d),
            (Some(y), None, _) => calendar::year(y),
            (None, Some(m), d) => {
                let ceiling = ceiling?;
                (0..=8).find_map(|back| {
                    let days = calendar::date_or_month(ceiling.year() - back, m, d)?;
                    (days.0 <= ceiling).then_some(days)
                })
            }
            (None, None, Some(d)) => calendar::latest_day(d, weekday, ceiling?),
            (None, None, None) => None,
        }
    }

    /// "Monday": the latest up to the ceiling. "last Monday": in news the latest at least two days back.
    fn weekday(&self, day: i8, shift: i8, ceiling: Date) -> Option<Days> {
        let latest = |from: Date| {
            let back = (i64::from(from.weekday().to_monday_one_offset()) - i64::from(day)).rem_euclid(7);
            add(from, -back, Unit::Day)
        };
        let found = match shift {
            0 => latest(ceiling)?,
            -1 if self.news() => latest(add(ceiling, -2, Unit::Day)?)?,
            _ => {
                let week = unit_of(add(ceiling, i64::from(shift), Unit::Week)?, Unit::Week).0;
                add(week, i64::from(day) - 1, Unit::Day)?
            }
        };
        Some((found, found))
    }

    fn offset(&self, count: i32, unit: Unit, whole: bool, from_focus: bool) -> Option<Days> {
        let base = if from_focus { self.focus()? } else { self.today.map(|t| (t, t))? };
        let base = if count > 0 && !whole { base.1 } else { base.0 };
        let count = i64::from(count);
        if whole {
            return self.whole_unit(base, count, unit, from_focus);
        }
        // "in three weeks" of something that happened is how long it took.
        if self.news() && !from_focus && (count > 0 && unit != Unit::Day || count > 2) {
            let days = i64::from(unit == Unit::Day);
            return Some((add(base, days - count, unit)?, base));
        }
        let day = add(base, count, unit)?;
        let coarse = self.news() && matches!(unit, Unit::Month | Unit::Quarter | Unit::Year | Unit::Decade);
        let held = if unit == Unit::Decade { Unit::Year } else { unit };
        Some(if coarse { unit_of(day, held) } else { (day, day) })
    }

    /// "last month", "this week", "the weekend".
    fn whole_unit(&self, base: Date, count: i64, unit: Unit, from_focus: bool) -> Option<Days> {
        let days = unit_of(add(base, count, unit)?, unit);
        // On a Monday "this week" still means the days before it.
        if self.news() && unit == Unit::Week && count == 0 && days.0 == base && !from_focus {
            return Some((add(days.0, -1, Unit::Week)?, days.1));
        }
        // In news "the weekend" and "this weekend" are the latest to have begun.
        if self.news() && unit == Unit::Weekend && count == 0 && days.0 > base && !from_focus {
            return Some(unit_of(add(base, -1, Unit::Week)?, unit));
        }
        Some(days)
    }

    /// A stretch that ends today, or begins tomorrow.
    fn past(&self, count: i32, unit: Unit, ahead: bool) -> Option<Days> {
        let (today, count) = (self.today?, i64::from(count));
        if ahead {
            let first = add(today, 1, Unit::Day)?;
            return Some((first, add(first, count, unit)?));
        }
        if unit == Unit::Decade && !self.news() {
            let decade = unit_of(today, Unit::Decade).0;
            return Some((add(decade, -count, Unit::Decade)?, add(decade, -1, Unit::Day)?));
        }
        Some((add(today, -count, unit)?, today))
    }

    /// The first end is looked for up to the second; an open end is today.
    fn range(&self, from: Option<&TimeExpr>, to: Option<&TimeExpr>, ceiling: Option<Date>) -> Option<Days> {
        let Some(from) = from else { return self.days(to?, ceiling) };
        let Some(to) = to else {
            let (mut start, last) = self.days(from, ceiling)?;
            // "since mid-May" is since its middle day
            if self.news() && matches!(from, TimeExpr::Part { nth: 2, unit: None, .. }) {
                start = add(start, (calendar::length((start, last)) - 1) / 2, Unit::Day)?;
            }
            return Some((start, self.today.filter(|t| *t >= start)?));
        };
        let yearless = |e: &TimeExpr| matches!(e, TimeExpr::Calendar { year: None, month: Some(_), .. });
        // By the letter the first end is past and the second the next after it; in news both are past.
        let forward = !self.news() && yearless(from) && yearless(to);
        let end = self.days(to, ceiling)?.1;
        let before = if forward { ceiling?.yesterday().ok() } else { Some(end) };
        let start = self.days(from, before)?.0;
        if start <= end && !forward {
            return Some((start, end));
        }
        // "between now and 15 November": the second end is the next one after the first.
        let TimeExpr::Calendar { year: None, month: Some(m), day, .. } = to else { return None };
        let next = (0..=1).find_map(|on| {
            calendar::date_or_month(start.year() + on, *m, *day).filter(|days| days.1 >= start)
        })?;
        Some((start, next.1))
    }

    /// So far before the first day, or after the last day, of another time.
    fn shift(&self, count: i32, unit: Unit, from: &TimeExpr, ceiling: Option<Date>) -> Option<Days> {
        let (start, end) = self.days(from, ceiling)?;
        let day = add(if count < 0 { start } else { end }, i64::from(count), unit)?;
        let coarse = start != end && matches!(unit, Unit::Month | Unit::Year | Unit::Decade);
        let held = if unit == Unit::Decade { Unit::Year } else { unit };
        Some(if coarse && self.news() { unit_of(day, held) } else { (day, day) })
    }

    /// "last September": in news the latest that is over; by the letter, that of last year.
    fn month(&self, month: i8, shift: i8) -> Option<Days> {
        let today = self.today?;
        let this = calendar::date_or_month(today.year(), month, None)?;
        let year = match shift {
            0 if !self.news() || this.0 <= today => today.year(),
            -1 if self.news() && this.1 < today => today.year(),
            1 => today.year() + 1,
            _ => today.year() - 1,
        };
        calendar::date_or_month(year, month, None)
    }

    fn season(&self, season: i8, year: Option<&TimeExpr>, shift: i8, ceiling: Option<Date>) -> Option<Days> {
        if let Some(year) = year {
            return calendar::season(season, self.days(year, ceiling)?.0.year());
        }
        let ceiling = ceiling?;
        let mut all = (-2i16..=2).filter_map(|k| calendar::season(season, ceiling.year().checked_add(k)?));
        if shift > 0 {
            return all.find(|days| days.0 > ceiling);
        }
        all.rfind(|days| if shift < 0 { days.1 < ceiling } else { days.0 <= ceiling })
    }
}

#[cfg(test)]
mod tests;
