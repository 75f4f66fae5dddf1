use crate::{Basis, Span};
use jiff::civil::Date;

/// When an event happened, as whole days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// First day.
    pub start: Date,
    /// Last day, inclusive; the same as `start` for one day.
    pub end: Date,
    /// The words that say so.
    pub at: Option<Span>,
    /// Stated in full, or worked out from the publication date or another day.
    pub basis: Basis,
}

/// A calendar unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Twenty-four hours or less.
    Day,
    /// Saturday and Sunday.
    Weekend,
    /// Monday to Sunday.
    Week,
    /// Calendar month.
    Month,
    /// Three months from January, April, July or October.
    Quarter,
    /// Meteorological season.
    Season,
    /// Calendar year.
    Year,
    /// Ten years from one ending in 0.
    Decade,
}

/// What a time expression says, before a publication date gives it its day.
/// `code::resolve::time` turns it into days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimeExpr {
    /// A full or partial date: year, month (1–12), day (1–31), each if said; `weekday` 1 (Monday) to 7.
    Calendar {
        /// Year, four digits.
        year: Option<i16>,
        /// Month, 1–12.
        month: Option<i8>,
        /// Day of the month, 1–31.
        day: Option<i8>,
        /// Weekday said beside it, 1 Monday – 7 Sunday.
        weekday: Option<i8>,
    },
    /// A weekday alone: "Monday", "last Friday" (`shift` -1), "next Friday" (+1), "Monday" (0).
    Weekday {
        /// 1 Monday – 7 Sunday.
        day: i8,
        /// Weeks said: -1 last, 0 bare or "this", 1 next.
        shift: i8,
    },
    /// Counted from the anchor: "today" (0 days), "yesterday" (-1), "two weeks ago" (-2 weeks),
    /// "last month" (-1 month as a whole calendar month when `whole`).
    Offset {
        /// How many units, negative for the past.
        count: i32,
        /// Unit.
        unit: Unit,
        /// The whole calendar unit ("last month"), not the day so far away ("a month ago").
        whole: bool,
        /// Counted from the day last spoken of ("a day earlier"), not from publication ("a day ago").
        from_focus: bool,
    },
    /// From one expression to another; an open end is the publication day.
    Range {
        /// First.
        from: Option<Box<TimeExpr>>,
        /// Last.
        to: Option<Box<TimeExpr>>,
    },
    /// A stretch up to the anchor: "in the past two weeks", "since October" (as `Range`).
    Past {
        /// How many units.
        count: i32,
        /// Unit.
        unit: Unit,
        /// Forwards ("in the coming two weeks") instead.
        ahead: bool,
    },
    /// A part of a unit: "early January", "the first week of May", "mid-2013".
    Part {
        /// The whole.
        of: Box<TimeExpr>,
        /// Which part, counted from 1, of `parts`; or the part's number counted in `unit`s.
        nth: i8,
        /// What it is counted in: "the first *week* of May"; `None` for early (1), mid (2), late (3), the
        /// beginning (0) and the end (-1).
        unit: Option<Unit>,
    },
    /// A named or computed day ("Christmas", "Thanksgiving") as year-less rule name.
    Holiday {
        /// Lower-case name.
        name: &'static str,
        /// Year, if said.
        year: Option<i16>,
    },
    /// Words that speak of the day last spoken of: "the same day", "meanwhile".
    SameDay,
    /// A month with a word that picks one: "last September" (`shift` -1), "this September" (0), "next June" (1).
    Month {
        /// Month, 1–12.
        month: i8,
        /// -1 last, 0 this, 1 next.
        shift: i8,
    },
    /// A month, or a day of one, in a year that is itself spoken of: "June last year", "5 May of that year".
    CalendarIn {
        /// Month, 1–12.
        month: i8,
        /// Day of the month, if said.
        day: Option<i8>,
        /// The year.
        year: Box<TimeExpr>,
    },
    /// A day of the month in a month that is itself spoken of: "the 20th of next month".
    DayOf {
        /// 1–31.
        day: i8,
        /// The month.
        of: Box<TimeExpr>,
    },
    /// A weekday counted inside a stretch: "the first Friday of July", "Tuesday of last week" (`nth` 1).
    WeekdayOf {
        /// 1 Monday – 7 Sunday.
        day: i8,
        /// Counted from 1; -1 is the last.
        nth: i8,
        /// The stretch.
        of: Box<TimeExpr>,
    },
    /// So far from another time: "two days after 5 May", "a week from tomorrow".
    Shift {
        /// How many units, negative for earlier.
        count: i32,
        /// Unit.
        unit: Unit,
        /// Counted from here: its last day when later, its first when earlier.
        from: Box<TimeExpr>,
    },
    /// The calendar unit that holds a day: "the week of the 18th".
    Holding {
        /// Unit.
        unit: Unit,
        /// The day.
        of: Box<TimeExpr>,
    },
    /// "the first half of 2013".
    Half {
        /// 1 or 2.
        nth: i8,
        /// The whole.
        of: Box<TimeExpr>,
    },
    /// A season: "summer", "last summer" (`shift` -1), "the summer of 2012".
    Season {
        /// 1 spring, 2 summer, 3 autumn, 4 winter, as in the north; winter begins in its year's December.
        season: i8,
        /// Its year, if said.
        year: Option<Box<TimeExpr>>,
        /// -1 last, 0 bare or "this", 1 next.
        shift: i8,
    },
}
