//! Calendar units and their parts: "last month", "early 2014", "the first week of May", "the summer of 2012",
//! "the end of last year", "Q3 2016", "the second Monday of next month".

use super::calendar_words::{month, part, part_of, pick, season, unit};
use super::{Grammar, Read, calendar};
use crate::lang::en::number::{cardinal, ordinal};
use crate::lang::en::pieces::is_dash;
use dateline_terms::{TimeExpr, Unit};

/// A whole calendar unit, so many from the present one.
pub(super) fn whole(count: i32, unit: Unit, from_focus: bool) -> TimeExpr {
    TimeExpr::Offset { count, unit, whole: true, from_focus }
}

impl Grammar<'_> {
    /// A unit, a part of one, a season or a counted part at `i`.
    pub(super) fn relative(&self, i: usize) -> Read {
        self.part_first(i)
            .or_else(|| self.ordinal_first(i))
            .or_else(|| self.week_of(i))
            .or_else(|| self.coded(i))
            .or_else(|| self.rest_of(i))
            .or_else(|| self.picked_month(i))
            .or_else(|| self.season(i))
            .or_else(|| self.picked_unit(i))
    }

    /// A whole that parts are taken of: a month, a year, a picked unit, a season, a decade.
    fn stretch_whole(&self, i: usize) -> Read {
        let found = self
            .picked_month(i)
            .or_else(|| self.season(i))
            .or_else(|| self.picked_unit(i))
            .or_else(|| self.any_month(i))
            .or_else(|| self.date(i))
            .or_else(|| self.year_in_words(i).map(|(y, end)| (calendar(Some(y), None, None), end)))
            .or_else(|| self.the_unit(i));
        found.filter(|(expr, _)| !matches!(expr, TimeExpr::Calendar { day: Some(_), .. }))
    }

    /// A month with or without its year, even of doubtful name: something before it asked for a time.
    fn any_month(&self, i: usize) -> Read {
        let (m, end) = self.month(i)?;
        if self.day_of_month(end, false).is_some() && self.year(end).is_none() {
            return None;
        }
        Some(self.with_year(calendar(None, Some(m), None), end))
    }

    /// "the month", "the year", "the week": the present one.
    fn the_unit(&self, i: usize) -> Read {
        let at = self.skip(i, &["the", "my"]);
        let found = unit(self.low(at)).filter(|u| at > i && *u != Unit::Day)?;
        Some((whole(0, found, false), at + 1))
    }

    /// "early 2014", "mid-July", "late last year", "earlier this month", "the end of June", "early in May".
    fn part_first(&self, i: usize) -> Read {
        let the = self.skip(i, &["the"]);
        if matches!(self.low(the), "earlier" | "later" | "previously") {
            return self.earlier_or_later(the);
        }
        if let Some(nth) = part(self.low(the)) {
            let at = the + 1;
            let at = at + usize::from(is_dash(self.low(at)));
            let at = self.skip(self.skip(at, &["of", "in", "to"]), &["late", "the"]);
            return self.part_of_whole(nth, at);
        }
        let nth = part_of(self.low(the)).or_else(|| {
            let half = self.low(the + 1) == "half";
            half.then(|| ordinal(self.p, the).map(|(n, _)| n as i8 + 10)).flatten()
        })?;
        let at = if nth > 10 { the + 2 } else { the + 1 };
        let of = self.skip(at, &["of", "in"]);
        (of > at).then(|| self.part_of_whole(nth, of)).flatten()
    }

    fn part_of_whole(&self, nth: i8, i: usize) -> Read {
        let (of, end) = self.stretch_whole(i)?;
        if matches!(of, TimeExpr::Offset { unit: Unit::Day, .. }) {
            return None;
        }
        let of = Box::new(of);
        let expr = if nth > 10 {
            TimeExpr::Half { nth: nth - 10, of }
        } else {
            TimeExpr::Part { of, nth, unit: None }
        };
        Some((expr, end))
    }

    /// "earlier this year", "earlier in the week", "later that month", "earlier in April".
    fn earlier_or_later(&self, i: usize) -> Read {
        let earlier = self.low(i) != "later";
        let at = self.skip(i + 1, &["in"]);
        let (of, end) = self
            .picked_unit(at)
            .or_else(|| self.the_unit(at))
            .or_else(|| (at > i + 1).then(|| self.any_month(at)).flatten())
            .or_else(|| unit(self.low(at)).filter(|_| earlier).map(|u| (whole(0, u, false), at + 1)))?;
        let TimeExpr::Offset { count, unit, from_focus, .. } = of else {
            let expr = if earlier { TimeExpr::Range { from: Some(Box::new(of)), to: None } } else { of };
            return Some((expr, end));
        };
        if unit == Unit::Day || unit == Unit::Weekend {
            return None;
        }
        if from_focus || count != 0 {
            return Some((of, end));
        }
        let today = super::days::days(0);
        let (from, to) = if earlier { (of, today) } else { (today, of) };
        Some((TimeExpr::Range { from: Some(Box::new(from)), to: Some(Box::new(to)) }, end))
    }

    /// "the first week of May", "the third quarter of 2016", "the second Monday of next month",
    /// "the last day of July", "the 20th of next month".
    fn ordinal_first(&self, i: usize) -> Read {
        let the = self.skip(i, &["the"]);
        let (nth, at) = match self.low(the) {
            "last" | "final" => (-1, the + 1),
            _ => ordinal(self.p, the)
                .map(|(n, len)| (n as i8, the + len))
                .filter(|(n, _)| *n > 0 && *n <= 53)?,
        };
        if let Some(found) = self.first_few(at, nth) {
            return Some(found);
        }
        if let Some(day) = self.weekday_name(at, true) {
            let of = self.skip(at + 1, &["of", "in"]);
            let found = (of > at + 1).then(|| self.stretch_whole(of)).flatten();
            let (of, end) = match found {
                Some(found) => found,
                None if nth > 0 && nth <= 5 && self.at_end(at + 1) => (whole(0, Unit::Month, false), at + 1),
                None => return None,
            };
            return Some((TimeExpr::WeekdayOf { day, nth, of: Box::new(of) }, end));
        }
        let counted = unit(self.low(at))
            .filter(|u| matches!(u, Unit::Day | Unit::Week | Unit::Weekend | Unit::Quarter | Unit::Month));
        if let Some(counted) = counted {
            let of = self.skip(at + 1, &["of", "in"]);
            let (of, end) = self.stretch_whole(of)?;
            return Some((TimeExpr::Part { of: Box::new(of), nth, unit: Some(counted) }, end));
        }
        let of = self.skip(at, &["of"]);
        let (of_expr, end) = (of > at && nth > 0 && nth <= 31).then(|| self.picked_unit(of)).flatten()?;
        let monthly = matches!(of_expr, TimeExpr::Offset { unit: Unit::Month, .. });
        monthly.then(|| (TimeExpr::DayOf { day: nth, of: Box::new(of_expr) }, end))
    }

    /// "the first three days of May", "the last 12 days of September".
    fn first_few(&self, i: usize, nth: i8) -> Read {
        let number =
            cardinal(self.p, i).filter(|c| (2..=31).contains(&c.value) && (nth == 1 || nth == -1))?;
        let counted =
            unit(self.low(i + number.len)).filter(|u| matches!(u, Unit::Day | Unit::Week | Unit::Month))?;
        let at = i + number.len + 1;
        let of = self.skip(at, &["of", "in"]);
        let (of, end) = (of > at).then(|| self.stretch_whole(of)).flatten()?;
        let part = |nth: i8| TimeExpr::Part { of: Box::new(of.clone()), nth, unit: Some(counted) };
        let count = number.value as i8;
        let (a, b) = if nth > 0 { (part(1), part(count)) } else { (part(-count), part(-1)) };
        Some((TimeExpr::Range { from: Some(Box::new(a)), to: Some(Box::new(b)) }, end))
    }

    /// "the week of 16 September", "week of the 18th", "the week starting February 4", "w/c Feb 4", "week 31".
    fn week_of(&self, i: usize) -> Read {
        let the = self.skip(i, &["the"]);
        if self.says(the, &["w", "/", "c"]) {
            let (of, end) = self.date(the + 3)?;
            return Some((TimeExpr::Holding { unit: Unit::Week, of: Box::new(of) }, end));
        }
        let held = unit(self.low(the)).filter(|u| matches!(u, Unit::Week | Unit::Month))?;
        if let Some(number) =
            cardinal(self.p, the + 1).filter(|c| (1..=53).contains(&c.value) && held == Unit::Week)
        {
            let year = self
                .date(the + 1 + number.len)
                .filter(|(e, _)| matches!(e, TimeExpr::Calendar { month: None, .. }));
            let (of, end) = year.unwrap_or((whole(0, Unit::Year, false), the + 1 + number.len));
            let nth = number.value as i8;
            return Some((TimeExpr::Part { of: Box::new(of), nth, unit: Some(Unit::Week) }, end));
        }
        let mut at = self.skip(the + 1, &["of", "commencing", "starting", "beginning"]);
        if at == the + 1 {
            return None;
        }
        at = self.skip(at, &["on"]);
        let (of, end) = self.day_and_month(at).or_else(|| self.day_number(at))?;
        Some((TimeExpr::Holding { unit: held, of: Box::new(of) }, end))
    }

    /// "Q3 2016", "2016 Q3", "Q3 this year", "H1 2016", "2016H2", "2016 the third quarter".
    fn coded(&self, i: usize) -> Read {
        let code = |k: usize| {
            let letter = self.low(k);
            let n = self.digits(k + 1).filter(|_| self.glued(k + 1) && self.low(k + 1).len() == 1)?;
            let fits = letter == "q" && (1..=4).contains(&n) || letter == "h" && (1..=2).contains(&n);
            fits.then_some((letter == "q", n as i8))
        };
        let build = |quarter: bool, nth: i8, of: TimeExpr| {
            let of = Box::new(of);
            if quarter {
                TimeExpr::Part { of, nth, unit: Some(Unit::Quarter) }
            } else {
                TimeExpr::Half { nth, of }
            }
        };
        if let Some((year, end)) = self.year_digits(i) {
            let of = calendar(Some(year), None, None);
            if let Some((quarter, nth)) = code(end) {
                return Some((build(quarter, nth, of), end + 2));
            }
            let the = self.skip(end, &["the"]);
            let (nth, len) = ordinal(self.p, the).filter(|(n, _)| (1..=4).contains(n))?;
            return (self.low(the + len) == "quarter").then(|| (build(true, nth as i8, of), the + len + 1));
        }
        let (quarter, nth) = code(i)?;
        let of = self.skip(i + 2, &["of"]);
        let year = self.year(of).map(|(y, end)| (calendar(Some(y), None, None), end));
        match year.or_else(|| self.picked_unit(of).filter(|(e, _)| is_year(e))) {
            Some((of, end)) => Some((build(quarter, nth, of), end)),
            None => quarter.then(|| (build(true, nth, whole(0, Unit::Year, false)), i + 2)),
        }
    }

    /// "the rest of the week", "rest of the year".
    fn rest_of(&self, i: usize) -> Read {
        let the = self.skip(i, &["the"]);
        if self.low(the) != "rest" {
            return None;
        }
        let at = self.skip(the + 1, &["of"]);
        let at = self.skip(at, &["the", "this", "my", "current"]);
        let found = unit(self.low(at)).filter(|u| *u != Unit::Day)?;
        let range = TimeExpr::Range {
            from: Some(Box::new(super::days::days(0))),
            to: Some(Box::new(whole(0, found, false))),
        };
        Some((range, at + 1))
    }

    /// "last September", "this May", "next June".
    fn picked_month(&self, i: usize) -> Read {
        let shift = pick(self.low(i))?;
        let m = month(self.low(i + 1))?;
        let (_, end) = self.month(i + 1)?;
        // "this March 5", "last December 2016": the date says more than the word.
        if self.day_of_month(end, false).is_some() || self.year(end).is_some() {
            return None;
        }
        Some((TimeExpr::Month { month: m, shift }, end))
    }

    /// "summer 2016", "the summer of 2012", "last winter", "the fall of last year".
    fn season(&self, i: usize) -> Read {
        let the = self.skip(i, &["the"]);
        let picked = pick(self.low(the));
        let at = the + usize::from(picked.is_some());
        let found = season(self.low(at))?;
        let shift = picked.unwrap_or(0);
        let of = self.skip(self.skip(at + 1, &[","]), &["of", "in"]);
        let year = self.year(of).map(|(y, end)| (calendar(Some(y), None, None), end));
        if let Some((year, end)) = year.or_else(|| self.picked_unit(of).filter(|(e, _)| is_year(e))) {
            return Some((TimeExpr::Season { season: found, year: Some(Box::new(year)), shift: 0 }, end));
        }
        // "fall" and "spring" are verbs too, and "the fall of the city" is no season.
        let doubtful = matches!(self.low(at), "fall" | "spring");
        let asked = picked.is_some()
            || matches!(self.before(i), "in" | "during" | "this" | "since" | "by")
                && self.low(at + 1) != "of";
        (asked || !doubtful && self.low(at + 1) != "camp")
            .then(|| (TimeExpr::Season { season: found, year: None, shift }, at + 1))
    }

    /// "last month", "this week", "next year", "the previous month", "that year", "the weekend", "the year before".
    pub(super) fn picked_unit(&self, i: usize) -> Read {
        let the = self.skip(i, &["the"]);
        let named = the > i;
        let word = self.low(the);
        if let Some(found) = unit(word) {
            return self.unit_alone(i, the, found);
        }
        let singular = unit(self.low(the + 1)).filter(|u| *u != Unit::Day)?;
        let plural = self.low(the + 1).ends_with('s');
        // "this weeks offensive" has lost its apostrophe; "last months" too.
        if plural && !matches!(word, "this" | "last" | "next") {
            return None;
        }
        let end = self.skip_possessive(the + 2);
        if let Some(shift) = pick(word) {
            let focus = named && matches!(word, "previous" | "following") || word == "following";
            return Some((whole(i32::from(shift), singular, focus), end));
        }
        let same = self.skip(the + 1, &["same"]);
        match word {
            "same" => Some((whole(0, singular, true), end)),
            "that" | "those" => Some((whole(0, singular, true), self.skip_possessive(same + 1))),
            "my" => Some((whole(0, singular, false), end)),
            _ => None,
        }
    }

    /// A unit with no word that picks one: "the weekend", "the week after next", "the year before", "the week".
    fn unit_alone(&self, i: usize, at: usize, found: Unit) -> Read {
        let singular = !self.low(at).ends_with('s');
        let named = at > i;
        let after = |k: usize| self.skip(k, &["the"]);
        if named && singular && self.says(at + 1, &["after"]) && self.low(after(at + 2)) == "next" {
            return Some((whole(2, found, false), after(at + 2) + 1));
        }
        if named && singular && self.says(at + 1, &["before", "last"]) {
            return Some((whole(-2, found, false), at + 3));
        }
        if found == Unit::Day {
            return None;
        }
        if named && singular && matches!(self.low(at + 1), "before" | "after" | "earlier") {
            let count = if self.low(at + 1) == "after" { 1 } else { -1 };
            return Some((whole(count, found, true), at + 2));
        }
        let lone = named && singular && self.at_end(at + 1);
        (lone || found == Unit::Weekend).then(|| (whole(0, found, false), self.skip_possessive(at + 1)))
    }
}

/// Whether an expression is a calendar year spoken of.
fn is_year(expr: &TimeExpr) -> bool {
    matches!(expr, TimeExpr::Offset { unit: Unit::Year, .. })
}
