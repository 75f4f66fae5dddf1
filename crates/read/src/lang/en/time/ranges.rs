//! Ranges: "from 2014 to 2017", "between Monday and Wednesday", "4–6 November", "since October", "until Friday".

use super::days::{day_alone, days};
use super::{Grammar, Read, calendar};
use crate::lang::en::pieces::is_dash;
use dateline_terms::{TimeExpr, Unit};

fn range(from: TimeExpr, to: TimeExpr) -> TimeExpr {
    TimeExpr::Range { from: Some(Box::new(from)), to: Some(Box::new(to)) }
}

impl Grammar<'_> {
    /// A range that its first word announces, or two days of a month.
    pub(super) fn range(&self, i: usize) -> Read {
        match self.low(i) {
            "from" => self
                .announced(i, &["to", "until", "till", "through", "thru", "into"])
                .or_else(|| self.open_from(i)),
            "between" => self.announced(i, &["and", "to", "through", "until", "till"]),
            "for" => self.day_number(i + 1),
            "in" | "during" => {
                self.announced(i, &["through", "until", "to"]).filter(|_| self.is_year_at(i + 1))
            }
            "since" => self.since(i),
            "until" | "till" | "til" => self.until(i),
            _ => self.days_of_month(i),
        }
    }

    fn is_year_at(&self, i: usize) -> bool {
        self.year_digits(i).is_some()
    }

    /// "from X to Y", "between X and Y", also with bare days before the month: "from 4 to 22 January, 1995".
    fn announced(&self, i: usize, links: &[&str]) -> Read {
        if let Some(found) = self.days_of_month(i + 1) {
            return Some(found);
        }
        let (from, end) = self.end_point(i + 1)?;
        let mut at = self.link(end, links)?;
        at = self.skip(at, &["at", "on"]);
        self.second(from, at)
    }

    /// The index past a linking word or dash at `end`.
    fn link(&self, end: usize, links: &[&str]) -> Option<usize> {
        let end = self.skip(end, &[","]);
        (links.contains(&self.low(end)) || is_dash(self.low(end))).then_some(end + 1)
    }

    /// One end of a range: any single expression, "now", or a bare day of the month.
    fn end_point(&self, i: usize) -> Read {
        if self.low(i) == "now" {
            return Some((days(0), i + 1));
        }
        let at = self.skip(i, &["on", "in"]);
        let at = if self.low(at) == "at" && self.low(at + 1) == "least" { at + 2 } else { at };
        self.single(at).or_else(|| self.day_number(at))
    }

    /// Completes a range whose second end stands at `i`.
    fn second(&self, from: TimeExpr, i: usize) -> Read {
        // "November 19 to 20", "Nov. 14 to 17"
        if let TimeExpr::Calendar { year, month: Some(m), day: Some(_), .. } = &from
            && let Some((day, end)) = self.day_of_month(i, false)
            && self.single(i).is_none_or(|(_, e)| e <= end)
        {
            let year_after = self.year(self.skip(end, &[","]));
            let (y, end) = year_after.map_or((*year, end), |(y, end)| (Some(y), end));
            return Some((range(with_year(from.clone(), y), calendar(y, Some(*m), Some(day))), end));
        }
        let (to, end) = self.end_point(i).or_else(|| self.counted(i))?;
        let from = borrow(from, &to);
        Some((range(from, to), end))
    }

    /// Two single expressions side by side: "Friday and Saturday", "Oct. 2 to October 22", "2014-2018".
    pub(super) fn join(&self, first: TimeExpr, end: usize) -> Read {
        let dash = is_dash(self.low(end));
        let linked = dash
            || matches!(self.low(end), "to" | "until" | "till" | "through" | "and" | "&" | "or" | "into");
        if !linked {
            return self.join_between(first, end);
        }
        let both = matches!(self.low(end), "and" | "&" | "or");
        let at = self.skip(end + 1, &["into", "on", "in"]);
        let at = self.skip(at, &["early", "late"]);
        if let Some((expr, after)) = self.second(first.clone(), at)
            && let TimeExpr::Range { from: Some(a), to: Some(b) } = &expr
            && alike(a, b)
            && (!both || side_by_side(a, b))
            && !(dash && self.glued(end) != self.glued(end + 1))
        {
            return Some((expr, after));
        }
        Some((first, end))
    }

    /// "November between 19 and 20", "next week between Wednesday and Friday", "this week from Tue to Thur".
    fn join_between(&self, first: TimeExpr, end: usize) -> Read {
        let word = self.low(end);
        if !matches!(word, "between" | "from") {
            return Some((first, end));
        }
        if let TimeExpr::Calendar { year, month: Some(m), day: None, .. } = first
            && let Some((a, at)) = self.day_of_month(end + 1, false)
            && let Some(at) = self.link(at, &["and", "to", "until"])
            && let Some((b, after)) = self.day_of_month(at, false)
        {
            let found = self.year(after);
            let (y, after) = found.map_or((year, after), |(y, e)| (Some(y), e));
            return Some((range(calendar(y, Some(m), Some(a)), calendar(y, Some(m), Some(b))), after));
        }
        if let TimeExpr::Offset { unit: Unit::Week, .. } = first
            && let Some(a) = self.weekday_name(end + 1, true)
            && let Some(at) = self.link(end + 2, &["and", "to", "until", "through"])
            && let Some(b) = self.weekday_name(at, true)
        {
            let day = |day: i8| TimeExpr::WeekdayOf { day, nth: 1, of: Box::new(first.clone()) };
            return Some((range(day(a), day(b)), at + 1));
        }
        Some((first, end))
    }

    /// "4–6 November", "13 and 19 July", "4 to 22 January, 1995", "4 till 23 of this month", "02 to April 07".
    fn days_of_month(&self, i: usize) -> Read {
        let the = self.skip(i, &["the"]);
        let (a, end) = self.day_of_month(the, false)?;
        let at = self.link(end, &["to", "and", "until", "till", "through", "thru"])?;
        let at = self.skip(at, &["the"]);
        if let Some((b, end)) = self.day_of_month(at, false) {
            let of = self.skip(self.skip(end, &["of", "in"]), &["of"]);
            if let Some((m, end)) = self.month(of).filter(|_| self.month_vouched(of)) {
                let found = self.with_year(calendar(None, Some(m), Some(b)), end);
                return Some((range(same_month(&found.0, a)?, found.0), found.1));
            }
            let (of, end) = self.picked_unit(of)?;
            let day = |day: i8| TimeExpr::DayOf { day, of: Box::new(of.clone()) };
            let monthly = matches!(of, TimeExpr::Offset { unit: Unit::Month, .. });
            return monthly.then(|| (range(day(a), day(b)), end));
        }
        let led = matches!(self.before(i), "from" | "between");
        let (to, end) = self.day_and_month(at).filter(|_| led)?;
        Some((range(same_month(&to, a)?, to), end))
    }

    /// "4 to 6 may …" is no date unless the month's name has a capital.
    fn month_vouched(&self, i: usize) -> bool {
        !matches!(self.low(i), "may" | "march") || self.capital(i)
    }

    /// "from early Monday", "from July", "from 10 June on".
    fn open_from(&self, i: usize) -> Read {
        let (from, end) = self.end_point(i + 1)?;
        if self.bare_year(&from, i + 1, end) {
            return None;
        }
        let on = self.skip(end, &["on", "onwards", "onward"]);
        if on > end && self.low(end) != "on" {
            return Some((TimeExpr::Range { from: Some(Box::new(from)), to: None }, on));
        }
        Some((from, end))
    }

    /// "since October", "since then", "since late last week", "since at least 2016".
    fn since(&self, i: usize) -> Read {
        if self.low(i + 1) == "then" {
            return Some((TimeExpr::Range { from: Some(Box::new(TimeExpr::SameDay)), to: None }, i + 2));
        }
        let at = self.skip(i + 1, &["about", "around"]);
        let (from, end) = self.end_point(at)?;
        Some((TimeExpr::Range { from: Some(Box::new(from)), to: None }, end))
    }

    /// "until Friday", "till now": the end that is named.
    fn until(&self, i: usize) -> Read {
        let (to, end) = self.end_point(i + 1)?;
        Some((to, end))
    }
}

/// The day `a` in the month and year of `date`.
fn same_month(date: &TimeExpr, a: i8) -> Option<TimeExpr> {
    match date {
        TimeExpr::Calendar { year, month: Some(m), .. } => Some(calendar(*year, Some(*m), Some(a))),
        TimeExpr::CalendarIn { month, year, .. } => {
            Some(TimeExpr::CalendarIn { month: *month, day: Some(a), year: year.clone() })
        }
        _ => None,
    }
}

fn with_year(date: TimeExpr, y: Option<i16>) -> TimeExpr {
    match date {
        TimeExpr::Calendar { year: None, month, day, weekday } => {
            TimeExpr::Calendar { year: y, month, day, weekday }
        }
        other => other,
    }
}

/// Gives the first end what only the second one states: its month, or its year where that keeps the order.
fn borrow(from: TimeExpr, to: &TimeExpr) -> TimeExpr {
    let TimeExpr::Calendar { year: to_year, month: to_month, .. } = to else { return from };
    match from {
        TimeExpr::Calendar { year: None, month: Some(m), day, weekday } => {
            let earlier = to_month.is_some_and(|t| m <= t);
            let year = to_year.map(|y| if earlier { y } else { y.saturating_sub(1) });
            TimeExpr::Calendar { year, month: Some(m), day, weekday }
        }
        TimeExpr::Calendar { year: None, month: None, day: Some(d), .. } if to_month.is_some() => {
            day_in(*to_year, *to_month, d)
        }
        other => other,
    }
}

fn day_in(year: Option<i16>, month: Option<i8>, day: i8) -> TimeExpr {
    match month {
        Some(_) => calendar(year, month, Some(day)),
        None => day_alone(day),
    }
}

/// Whether two ends can bound one range: both are dates or days, not a unit and a number.
fn alike(a: &TimeExpr, b: &TimeExpr) -> bool {
    use TimeExpr::{Calendar, Weekday};
    match (a, b) {
        (Weekday { .. }, Weekday { .. }) => true,
        (Calendar { day: Some(_), .. }, Calendar { day, .. }) => day.is_some(),
        (Calendar { month: a, .. }, Calendar { month: b, .. }) => a.is_some() == b.is_some(),
        (Calendar { .. }, _) | (_, Calendar { .. }) => false,
        (Weekday { .. }, _) | (_, Weekday { .. }) => false,
        _ => !matches!(b, TimeExpr::SameDay),
    }
}

/// Whether "A and B" is one stretch: neighbouring days, months or years of the same make.
fn side_by_side(a: &TimeExpr, b: &TimeExpr) -> bool {
    use TimeExpr::{Calendar, Weekday};
    match (a, b) {
        (Weekday { day: a, .. }, Weekday { day: b, .. }) => (b - a).rem_euclid(7) <= 3 && a != b,
        (Calendar { month: m, day: Some(a), .. }, Calendar { month: n, day: Some(b), .. }) => {
            m == n && a < b && b - a <= 3
        }
        (
            Calendar { year: y, month: Some(a), day: None, .. },
            Calendar { year: z, month: Some(b), day: None, .. },
        ) => (y == z || y.is_none()) && a < b && b - a <= 2,
        (Calendar { year: Some(a), month: None, .. }, Calendar { year: Some(b), month: None, .. }) => {
            b - a == 1
        }
        _ => false,
    }
}
