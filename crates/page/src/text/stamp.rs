//! Dates as pages print them: "Sat Nov 18 2017", "30 April 2016", "07.07.2015", "2013-07-21",
//! "5 January, 08:45 GMT". Found in one pass, read later by whoever knows what they stand beside.

use dateline_terms::Span;
use jiff::civil::{Date, Weekday};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// How a date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// With the month's name.
    Named,
    /// Year first: "2013-07-21".
    Iso,
    /// Numbers, day or month first: "09.04.2017".
    Numbers,
}

/// One printed date. `year` is missing in "5 January"; `month` and `day` hold the day-first reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The words, with a weekday or time of day that belongs to them.
    pub span: Span,
    /// Four digits.
    pub year: Option<i16>,
    /// 1–12.
    pub month: i8,
    /// 1–31.
    pub day: i8,
    /// Month-first reading of an ambiguous number date: the two may be swapped.
    pub swappable: bool,
    /// The day is one digit beside a two-digit month with a leading zero ("5-04-2016"), so that a
    /// first digit may have been cut off.
    pub cut: bool,
    /// Weekday printed with it.
    pub weekday: Option<Weekday>,
    /// A time of day follows.
    pub clock: bool,
    /// How it is written.
    pub form: Form,
}

impl Stamp {
    /// The day, where the year is printed and such a day exists.
    pub fn date(&self) -> Option<Date> {
        self.in_year(self.year?)
    }

    /// The day in `year`.
    pub fn in_year(&self, year: i16) -> Option<Date> {
        Date::new(year, self.month, self.day).ok()
    }

    /// Every day that the printed words may mean, likeliest first.
    pub fn readings(&self) -> Vec<Date> {
        let Some(year) = self.year else { return Vec::new() };
        let mut out: Vec<Date> = Date::new(year, self.month, self.day).into_iter().collect();
        if self.swappable {
            out.extend(Date::new(year, self.day, self.month));
        }
        if self.cut {
            out.extend(
                [10, 20, 30].iter().filter_map(|tens| Date::new(year, self.month, tens + self.day).ok()),
            );
        }
        out
    }
}

const MONTH: &str = r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
const WEEKDAY: &str =
    r"mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?";
const CLOCK: &str = r"(?P<clock>,?[ \t](?:at[ \t]|-[ \t])?[0-2]?[0-9]:[0-5][0-9](?:[ \t]?[ap]\.?m\.?)?(?:[ \t]?(?:GMT|UTC|BST|EST|EDT|CET|IST)(?:[+-][0-9]+)?)?)?";

static DATES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let weekday = format!(r"(?:(?-u:\b)(?:{WEEKDAY})(?-u:\b)\.?,?[ \t]+(?:the[ \t]|\()?)?");
    let day_first = format!(
        r"(?P<wa>{weekday})(?P<da>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:[ \t]+of)?[ \t-]*(?-u:\b)(?P<ma>{MONTH})(?-u:\b)\.?(?:,?[ \t-]*(?P<ya>(?:19|20)[0-9][0-9]))?"
    );
    let month_first = format!(
        r"(?P<wb>{weekday})(?-u:\b)(?P<mb>{MONTH})(?-u:\b)\.?[ \t]+(?:(?P<db>[0-9]{{1,2}})(?:st|nd|rd|th)?,?[ \t]*(?P<yb>(?:19|20)[0-9][0-9])|(?P<dc>[0-9]{{1,2}})(?:st|nd|rd|th)?(?-u:\b))"
    );
    let iso = r"(?P<yi>(?:19|20)[0-9][0-9])(?P<si>[-/.])(?P<mi>[0-9]{1,2})[-/.](?P<di>[0-9]{1,2})";
    let numbers = format!(
        r"(?P<wn>{weekday})(?P<dn>[0-9]{{1,2}})[-/.](?P<mn>[0-9]{{1,2}})[-/.](?P<yn>(?:19|20)[0-9][0-9])"
    );
    Regex::new(&format!(r"(?i)(?:{day_first}|{month_first}|{iso}|{numbers}){CLOCK}")).ok()
});

/// Every printed date in `text`, in order of place. Days that no calendar has are left out.
pub fn find(text: &str) -> Vec<Stamp> {
    let Some(dates) = DATES.as_ref() else { return Vec::new() };
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(c) = dates.captures_at(text, from) {
        let Some(all) = c.get(0) else { break };
        from = all.end().max(from + 1);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        if let Some(stamp) = read(text, &c, Span::new(all.start(), all.end())) {
            out.push(stamp);
        }
        if from >= text.len() {
            break;
        }
    }
    out
}

fn read(text: &str, c: &Captures, span: Span) -> Option<Stamp> {
    let before = text.get(..span.start)?.chars().next_back();
    let digit_first = text.get(span.start..)?.starts_with(|ch: char| ch.is_ascii_digit());
    // "1881) 0 25 May" is no trouble, but "125 May" and "4.5 May" are no dates; a letter may run
    // into the day ("Analyst5 January"), a digit or decimal point may not.
    if digit_first
        && before
            .is_some_and(|ch| ch.is_ascii_digit() || matches!(ch, '.' | ',' | '/' | '-' | '$' | '£' | '€'))
    {
        return None;
    }
    let number = |name: &str| c.name(name).and_then(|m| m.as_str().parse::<i16>().ok());
    let word = |name: &str| c.name(name).map(|m| m.as_str());
    let clock = c.name("clock").is_some();
    let base = Stamp {
        span,
        year: None,
        month: 0,
        day: 0,
        swappable: false,
        cut: false,
        weekday: None,
        clock,
        form: Form::Named,
    };
    let stamp = if let Some(m) = word("ma") {
        Stamp {
            year: number("ya"),
            month: month(m)?,
            day: number("da")? as i8,
            weekday: word("wa").and_then(weekday),
            ..base
        }
    } else if let Some(m) = word("mb") {
        let day = number("db").or_else(|| number("dc"))? as i8;
        Stamp { year: number("yb"), month: month(m)?, day, weekday: word("wb").and_then(weekday), ..base }
    } else if let Some(year) = number("yi") {
        Stamp {
            year: Some(year),
            month: number("mi")? as i8,
            day: number("di")? as i8,
            form: Form::Iso,
            ..base
        }
    } else {
        numbers(
            number("dn")?,
            number("mn")?,
            number("yn")?,
            word("dn")?,
            word("mn")?,
            base,
            word("wn").and_then(weekday),
        )?
    };
    stamp.in_year(stamp.year.unwrap_or(2000)).map(|_| stamp)
}

fn numbers(
    a: i16,
    b: i16,
    year: i16,
    a_text: &str,
    b_text: &str,
    base: Stamp,
    weekday: Option<Weekday>,
) -> Option<Stamp> {
    let (day, month) = if b > 12 { (b, a) } else { (a, b) };
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let swappable = day <= 12 && day != month;
    let cut = a_text.len() == 1 && b_text.len() == 2 && b_text.starts_with('0');
    Some(Stamp {
        year: Some(year),
        month: month as i8,
        day: day as i8,
        swappable,
        cut,
        weekday,
        form: Form::Numbers,
        ..base
    })
}

/// The month, 1–12, that an English name or its three-letter short form stands for.
pub fn month(name: &str) -> Option<i8> {
    const NAMES: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let low = name.get(..3)?.to_ascii_lowercase();
    NAMES.iter().position(|n| *n == low).map(|i| i as i8 + 1)
}

/// The weekday that an English name or its short form stands for.
pub fn weekday(name: &str) -> Option<Weekday> {
    const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let low = name.trim_start().get(..3)?.to_ascii_lowercase();
    let i = NAMES.iter().position(|n| *n == low)?;
    Weekday::from_monday_one_offset(i as i8 + 1).ok()
}
