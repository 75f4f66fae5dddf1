//! Calendar dates in words: "4 November 2017", "Nov. 4th", "Monday, January 12th, 2016", "June of 2015", "2013".

use super::calendar_words::{doubtful_month, month, unit, weekday};
use super::{Grammar, Read, calendar};
use crate::lang::en::number::{cardinal, ordinal};
use crate::lang::en::pieces::{Kind, is_apostrophe, is_dash};
use dateline_terms::{TimeExpr, Unit};

impl Grammar<'_> {
    /// A calendar date at `i`, day and month or less; with a weekday before it where there is one.
    pub(super) fn date(&self, i: usize) -> Read {
        if let Some(named) = weekday(self.low(i)) {
            return self.dated_weekday(i, named);
        }
        self.day_and_month(i).or_else(|| self.year_and_month(i)).or_else(|| self.bare_years(i))
    }

    /// "Monday, January 12th, 2016", "Friday the 15th", "Fri Sep 27 2013", "Saturday (March 28)".
    fn dated_weekday(&self, i: usize, named: i8) -> Read {
        let mut at = i + 1;
        if self.low(i).len() <= 5 {
            at = self.skip(at, &["."]);
        }
        at = self.skip(at, &[",", "("]);
        let (expr, end) = match self.day_and_month(at) {
            Some((TimeExpr::Calendar { day: Some(_), .. }, _)) => self.day_and_month(at)?,
            _ => {
                let the = self.low(at) == "the";
                let (day, end) = self.day_of_month(at + usize::from(the), the)?;
                let spelled = self.digits(at + usize::from(the)).is_none();
                if !the || spelled && !self.ends_phrase(end) {
                    return None;
                }
                (calendar(None, None, Some(day)), end)
            }
        };
        match expr {
            TimeExpr::Calendar { year, month, day, .. } => {
                Some((TimeExpr::Calendar { year, month, day, weekday: Some(named) }, end))
            }
            other => Some((other, end)),
        }
    }

    /// A day of the month: "4", "4th", "twenty-first"; number words only where `spelled`.
    pub(super) fn day_of_month(&self, i: usize, spelled: bool) -> Option<(i8, usize)> {
        if let Some((n, len)) = ordinal(self.p, i).filter(|(n, _)| (1..=31).contains(n)) {
            return Some((n as i8, i + len));
        }
        let number = cardinal(self.p, i).filter(|c| (1..=31).contains(&c.value))?;
        let short = self.low(i).len() <= 2;
        let shown = if number.digits { short && number.len == 1 } else { spelled };
        // "5th" was read above; "5pm", "5:30" and "5%" are no days.
        let tail = self.glued(i + 1)
            && !matches!(self.low(i + 1), "," | "." | ")" | ";" | "!" | "?" | "-" | "–" | "/" | "]");
        let more =
            self.glued(i + 2) && self.glued(i + 1) && self.digits(i + 2).is_some() && self.low(i + 1) != "-";
        (shown && !(number.digits && (tail || more))).then_some((number.value as i8, i + number.len))
    }

    /// A month's name at `i` and one past it and its full stop.
    pub(super) fn month(&self, i: usize) -> Option<(i8, usize)> {
        let m = month(self.low(i))?;
        let stop = self.low(i + 1) == "." && self.glued(i + 1);
        let short = self.low(i).len() <= 4 && !matches!(self.low(i), "may" | "june" | "july");
        let ends = stop && (short && self.p.len() > i + 2 || self.digits(i + 2).is_some());
        Some((m, i + 1 + usize::from(ends)))
    }

    /// "November 4", "Nov. 4th, 2017", "4 November", "the 4th of November 2017", "November 2017", "November".
    pub(super) fn day_and_month(&self, i: usize) -> Read {
        if let Some((m, end)) = self.month(i) {
            return self.month_first(i, m, end);
        }
        let the = usize::from(self.low(i) == "the");
        let (day, end) = self.day_of_month(i + the, true)?;
        let stop = self.low(end) == "." && self.glued(end) && month(self.low(end + 1)).is_some();
        let of = if stop { end + 1 } else { self.skip(end, &["of", "-", "–", "day"]) };
        let of = self.skip(of, &["of"]);
        let (m, end) = self.month(of)?;
        if self.low(i + the).parse::<u64>().is_ok() && self.low(of) == "may" && !self.capital(of) {
            return None; // "the 3 may have fled"
        }
        Some(self.with_year(calendar(None, Some(m), Some(day)), end))
    }

    fn month_first(&self, i: usize, m: i8, end: usize) -> Read {
        let the = self.skip(self.skip(end, &["-", "/", "–"]), &["the"]);
        if let Some((day, after)) = self.day_of_month(the, true)
            && self.is_day_here(i, the, after)
        {
            return Some(self.with_year(calendar(None, Some(m), Some(day)), after));
        }
        let comma = self.skip(end, &["of", ","]);
        if let Some((year, after)) = self.year(comma).or_else(|| self.short_year(i, end)) {
            return Some((calendar(Some(year), Some(m), None), after));
        }
        if let Some(found) = self.month_of_year(m, None, end) {
            return Some(found);
        }
        self.bare_month(i).then_some((calendar(None, Some(m), None), end))
    }

    /// "August 99": two digits too great for a day.
    fn short_year(&self, _i: usize, end: usize) -> Option<(i16, usize)> {
        let value =
            self.digits(end).filter(|n| *n > 31 && self.low(end).len() == 2 && !self.glued(end + 1))?;
        Some((super::year_words::century(value), end + 1))
    }

    /// Whether the number after a month is its day, and not the count of something: "in March 20 people died".
    fn is_day_here(&self, month_at: usize, day_at: usize, after: usize) -> bool {
        let written = self.digits(day_at).is_some();
        let ordinal = after > day_at + 1;
        if ordinal && written {
            return true;
        }
        if !written {
            return self.ends_phrase(after) || self.year(self.skip(after, &[","])).is_some();
        }
        // "in March 20 people died", but "on August 6 rebels fled"
        if matches!(self.before(month_at), "in" | "during" | "")
            && crate::lang::en::quantity::counts(self.low(after))
        {
            return false;
        }
        let lower =
            doubtful_month(self.low(month_at)) && !self.capital(month_at) && self.low(month_at).len() > 4;
        !lower || self.year(self.skip(after, &[","])).is_some()
    }

    /// A month's name alone: long names always, the doubtful ones only after a word that asks for a time.
    fn bare_month(&self, i: usize) -> bool {
        let word = self.low(i);
        if !doubtful_month(word) {
            return true;
        }
        let short = !matches!(word, "may" | "march");
        let asked = matches!(
            self.before(i),
            "in" | "since"
                | "of"
                | "last"
                | "this"
                | "next"
                | "early"
                | "late"
                | "mid"
                | "until"
                | "till"
                | "during"
                | "from"
                | "by"
                | "through"
                | "between"
                | "to"
                | "-"
                | "earlier"
        );
        let mid = is_dash(self.before(i)) && i > 1 && self.low(i - 2) == "mid";
        // "a March ceasefire", "at May talks"
        let named = matches!(self.before(i), "a" | "the" | "at" | "that")
            && self.p.get(i + 1).is_some_and(|p| p.kind == Kind::Letters && !p.capital)
            && !self.ends_phrase(i + 1)
            && !matches!(self.low(i + 1), "on" | "of" | "through" | "into" | "from" | "against");
        (asked || mid || named) && (short || self.capital(i))
            || short && self.capital(i) && self.low(i + 1) == "."
    }

    /// A year after a date: "4 November 2017", "Nov. 4, 2017", "June 4 last year", "August of 2013".
    pub(super) fn with_year(&self, expr: TimeExpr, end: usize) -> (TimeExpr, usize) {
        let TimeExpr::Calendar { month: Some(m), day, .. } = expr else { return (expr, end) };
        let at = self.skip(self.skip(end, &[",", "."]), &["of", "in"]);
        let stop = self.low(end) == "." && !self.glued(at);
        if !stop && let Some((year, after)) = self.year(at) {
            return (calendar(Some(year), Some(m), day), after);
        }
        self.month_of_year(m, day, end).unwrap_or((expr, end))
    }

    /// "last year", "of that year", "next year" after a month or a day of one.
    fn month_of_year(&self, m: i8, day: Option<i8>, end: usize) -> Read {
        let at = self.skip(self.skip(end, &[","]), &["of"]);
        let (expr, after) = self.picked_unit(at)?;
        match expr {
            TimeExpr::Offset { unit: Unit::Year, .. } => {
                Some((TimeExpr::CalendarIn { month: m, day, year: Box::new(expr) }, after))
            }
            TimeExpr::Offset { unit: Unit::Month, .. } if day.is_none() => None,
            _ => None,
        }
    }

    /// "2016 June", "2016, nov".
    fn year_and_month(&self, i: usize) -> Read {
        let (year, end) = self.year_digits(i)?;
        let at = self.skip(end, &[","]);
        let (m, end) = self.month(at)?;
        // "in 2016 May was …": the name must not begin a clause
        let asked = !doubtful_month(self.low(at)) || self.low(at).len() == 3 && self.low(at) != "may";
        let day = self.day_of_month(end, false);
        match day {
            Some((d, after)) => Some((calendar(Some(year), Some(m), Some(d)), after)),
            None => asked.then_some((calendar(Some(year), Some(m), None), end)),
        }
    }

    /// "2013", "the 1990s", "the '90s", "the nineties", "the 15th century".
    fn bare_years(&self, i: usize) -> Read {
        self.decade(i).or_else(|| self.century(i)).or_else(|| {
            let year_word = usize::from(self.low(i) == "year");
            if let Some((year, end)) = self.year_digits(i + year_word) {
                let fits = (1900..2100).contains(&year) && self.may_stand_alone(i + year_word, end);
                return fits.then_some((calendar(Some(year), None, None), end));
            }
            if year_word == 1 {
                let number = cardinal(self.p, i + 1).filter(|c| (100..3000).contains(&c.value))?;
                return Some((calendar(Some(number.value as i16), None, None), i + 1 + number.len));
            }
            let led =
                matches!(self.before(i), "in" | "since" | "of" | "from" | "until" | "between" | "and" | "to");
            let (year, end) = self.year_in_words(i).filter(|_| led)?;
            Some((calendar(Some(year), None, None), end))
        })
    }

    /// A four-digit number that reads as a year where it stands: it counts nothing and belongs to no name.
    fn may_stand_alone(&self, i: usize, end: usize) -> bool {
        let before = self.before(i);
        if matches!(
            before,
            "$" | "£" | "€" | "#" | "about" | "around" | "some" | "nearly" | "least" | "than" | "almost"
        ) {
            return false;
        }
        if self.glued(i)
            && i > 0
            && (is_dash(before)
                || matches!(before, "/" | "." | ",") && self.digits(i.wrapping_sub(2)).is_some())
        {
            return is_dash(before) && self.low(i.wrapping_sub(2)) == "mid";
        }
        let next = self.low(end);
        let people = crate::lang::en::quantity::counts_people(next);
        let led = matches!(before, "the" | "a" | "of" | "in" | "since" | "during");
        let measured = unit(next).is_some() || people || !led && crate::lang::en::quantity::counts(next);
        let glued = self.glued(end) && matches!(next, "/" | "%" | ":" | "-" | "°") && self.glued(end + 1);
        let hours = matches!(next, "gmt" | "hours" | "hrs" | "utc" | "local" | "h");
        !measured && !hours && (!glued || is_dash(next))
    }

    fn decade(&self, i: usize) -> Read {
        let at = self.skip(i, &["the"]);
        let quoted = at + usize::from(is_apostrophe(self.low(at)));
        let span = |from: i16, end: usize| {
            let range = TimeExpr::Range {
                from: Some(Box::new(calendar(Some(from), None, None))),
                to: Some(Box::new(calendar(Some(from + 9), None, None))),
            };
            Some((range, end))
        };
        if let Some(value) = self.digits(quoted).filter(|n| n % 10 == 0) {
            let from = match self.low(quoted).len() {
                4 if (1000..3000).contains(&value) => value as i16,
                2 if quoted > i || self.before(i) == "in" => super::year_words::century(value),
                _ => return None,
            };
            let s = quoted + 1 + usize::from(is_apostrophe(self.low(quoted + 1)));
            return if self.low(s) == "s" && self.glued(s) { span(from, s + 1) } else { None };
        }
        if at == i {
            return None;
        }
        let plural = |k: usize| decade_word(self.low(k));
        if let Some(ten) = plural(at).filter(|_| !self.says(at, &["tens"])) {
            return span(if ten < 1000 { 1900 + ten } else { ten }, at + 1);
        }
        let dash = usize::from(is_dash(self.low(at + 1)));
        match (self.low(at), plural(at + 1 + dash)) {
            ("nineteen", Some(ten)) if ten < 1000 => span(1900 + ten, at + 2 + dash),
            ("twenty", Some(ten)) if ten < 1000 => span(2000 + ten, at + 2 + dash),
            ("two", _) if self.low(at + 1) == "thousands" => span(2000, at + 2),
            ("two", _) if self.says(at + 1, &["thousand", "and", "tens"]) => span(2010, at + 4),
            _ => None,
        }
    }

    fn century(&self, i: usize) -> Read {
        let at = self.skip(i, &["the"]);
        let (n, len) = ordinal(self.p, at).filter(|(n, _)| (1..=21).contains(n))?;
        let end = at + len + usize::from(is_dash(self.low(at + len)));
        if self.low(end) != "century" {
            return None;
        }
        let from = (n as i16 - 1) * 100;
        let year = |y: i16| Some(Box::new(calendar(Some(y.max(1)), None, None)));
        Some((TimeExpr::Range { from: year(from), to: year(from + 99) }, end + 1))
    }

    /// "on the 27th", "on 15": a day of the month alone, only where nothing that it could count follows.
    pub(super) fn day_number(&self, i: usize) -> Read {
        let the = usize::from(self.low(i) == "the");
        let (day, end) = self.day_of_month(i + the, the == 1)?;
        let next = self.p.get(end);
        let last = next.is_none_or(|p| {
            matches!(p.low, "." | "," | "!" | "?" | ";" | ")") && self.digits(end + 1).is_none()
        });
        let ordinal = self.digits(i + the).is_some() && end > i + the + 1;
        let led =
            matches!(self.before(i), "on" | "for" | "by" | "until" | "till" | "since" | "of" | "to" | "from");
        (led && (last || ordinal && the == 1 && self.ends_phrase(end)))
            .then_some((calendar(None, None, Some(day)), end))
    }

    /// Whether the word at `i` can't be a noun that the ordinal before it belongs to.
    fn ends_phrase(&self, i: usize) -> bool {
        matches!(
            self.low(i),
            "" | "."
                | ","
                | ";"
                | "!"
                | "?"
                | ")"
                | "and"
                | "in"
                | "at"
                | "when"
                | "after"
                | "by"
                | "to"
                | "until"
                | "with"
                | "from"
                | "as"
                | "near"
                | "was"
                | "were"
                | "while"
                | "for"
                | "that"
        )
    }
}

/// "seventies" 70, "tens" 10, "noughties" 2000.
fn decade_word(word: &str) -> Option<i16> {
    Some(match word {
        "tens" => 10,
        "twenties" => 20,
        "thirties" => 30,
        "forties" => 40,
        "fifties" => 50,
        "sixties" => 60,
        "seventies" => 70,
        "eighties" => 80,
        "nineties" => 90,
        "noughties" => 2000,
        _ => return None,
    })
}
