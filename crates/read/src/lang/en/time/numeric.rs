//! Dates written in digits: 2017-11-04, 11/04/2017, 21.4.2016, 08/12,2015, 4/22, 11/2016, 2019-aug-1.

use super::calendar_words::month;
use super::year_words::century;
use super::{Grammar, Read, calendar};
use crate::lang::en::pieces::Kind;

impl Grammar<'_> {
    /// A date in digits at `i`.
    pub(super) fn numeric(&self, i: usize) -> Read {
        self.digits(i)?;
        self.three_parts(i).or_else(|| self.two_parts(i))
    }

    /// A separator at `i`, glued on both sides unless `loose`.
    fn separator(&self, i: usize, loose: bool) -> Option<&str> {
        let mark = self.low(i);
        let tight = self.glued(i) && self.glued(i + 1);
        (matches!(mark, "-" | "/" | "." | ",") && (tight || loose && mark != "." && mark != ","))
            .then_some(mark)
    }

    /// Nothing that would make the figures part of a longer one stands at `i`.
    fn closed(&self, i: usize) -> bool {
        let Some(next) = self.p.get(i).filter(|p| p.glued) else { return true };
        match next.kind {
            Kind::Letters | Kind::Digits => false,
            Kind::Mark => {
                !(matches!(next.low, "-" | "/" | "." | "," | ":" | "%")
                    && self.glued(i + 1)
                    && self.digits(i + 1).is_some())
            }
        }
    }

    fn three_parts(&self, i: usize) -> Read {
        let (first, second) = (self.separator(i + 1, false)?, self.separator(i + 3, false)?);
        // A comma may only stand before the year: "08/12,2015".
        if first == "," || (second != first && second != ",") || !self.closed(i + 5) {
            return None;
        }
        let (a, c) = (self.digits(i)?, self.digits(i + 4)?);
        let (a_len, c_len) = (self.low(i).len(), self.low(i + 4).len());
        let named = month(self.low(i + 2));
        if a_len == 4 && c_len <= 2 {
            let m = named.or_else(|| small_number(self.digits(i + 2)?, 12))?;
            let day = small_number(c, 31)?;
            return Some((calendar(Some(a as i16), Some(m), Some(day)), i + 5));
        }
        if a_len > 2 || !matches!(c_len, 2 | 4) {
            return None;
        }
        let year = if c_len == 4 { i16::try_from(c).ok()? } else { century(c) };
        if let Some(m) = named {
            return Some((calendar(Some(year), Some(m), Some(small_number(a, 31)?)), i + 5));
        }
        let (m, d) = month_first(a, self.digits(i + 2)?, first == ".")?;
        Some((calendar(Some(year), Some(m), Some(d)), i + 5))
    }

    fn two_parts(&self, i: usize) -> Read {
        let mark = self.separator(i + 1, true)?;
        if mark == "," || !self.closed(i + 3) {
            return None;
        }
        let (a, b) = (self.digits(i)?, self.digits(i + 2)?);
        let (a_len, b_len) = (self.low(i).len(), self.low(i + 2).len());
        let year = |n: u64| (1900..2100).contains(&n).then_some(n as i16);
        if a_len == 4 && b_len <= 2 {
            // "2016-11", "2016/11", but "2014-15" is two years
            return Some((calendar(Some(year(a)?), Some(small_number(b, 12)?), None), i + 3));
        }
        if a_len <= 2 && b_len == 4 {
            return Some((calendar(Some(year(b)?), Some(small_number(a, 12)?), None), i + 3));
        }
        if a_len > 2 || b_len > 2 || !(self.glued(i + 1) && self.glued(i + 2)) {
            return None;
        }
        // "4/22" may stand alone; "4-22" and "4.22" need "on" or "in" before them, being more often a score
        // or a decimal.
        let led = matches!(self.before(i), "on" | "in");
        if mark != "/" && !led {
            return None;
        }
        let (m, d) = month_first(a, b, false)?;
        Some((calendar(None, Some(m), Some(d)), i + 3))
    }
}

/// Month and day from two figures: American order unless it can't be, or unless points part them.
fn month_first(a: u64, b: u64, points: bool) -> Option<(i8, i8)> {
    let american = || Some((small_number(a, 12)?, small_number(b, 31)?));
    let european = || Some((small_number(b, 12)?, small_number(a, 31)?));
    if points { european().or_else(american) } else { american().or_else(european) }
}

fn small_number(n: u64, top: u64) -> Option<i8> {
    (1..=top).contains(&n).then_some(n as i8)
}
