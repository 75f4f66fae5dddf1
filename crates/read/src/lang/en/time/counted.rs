//! Times counted from another: "two days ago", "a day earlier", "three weeks from tomorrow", "a week after 5 May".

use super::calendar_words::{season, unit};
use super::days::days;
use super::{Grammar, Read};
use crate::lang::en::number::cardinal;
use crate::lang::en::pieces::is_dash;
use dateline_terms::{TimeExpr, Unit};

/// So many calendar units.
#[derive(Clone, Copy, Debug)]
pub(super) struct Length {
    pub count: i32,
    pub unit: Unit,
}

impl Grammar<'_> {
    /// "about two weeks ago", "a day earlier", "1 month and 21 days ago", "two days after 5 May".
    pub(super) fn counted(&self, i: usize) -> Read {
        let at = self.approximately(i);
        let (lengths, end) = self.lengths(at)?;
        let (first, rest) = lengths.split_first()?;
        let end = self.skip(end, &["time"]);
        let word = self.low(end);
        let (sign, focus) = match word {
            "ago" | "back" => (-1, false),
            "earlier" | "previously" | "prior" | "before" => (-1, true),
            "later" | "afterwards" | "afterward" | "thereafter" | "after" => (1, true),
            "from" | "hence" => (1, false),
            "in" if self.says(end + 1, &["the", "future"]) => {
                return Some((TimeExpr::Past { count: first.count, unit: first.unit, ahead: true }, end + 3));
            }
            _ => return None,
        };
        if word == "back" && !self.at_end(end + 1) {
            return None;
        }
        let base = match word {
            "from" | "before" | "after" | "prior" | "later" | "earlier" | "hence" => {
                self.base(end + 1, word, first.count * sign, first.unit)?
            }
            _ => (self.offset(first.count * sign, first.unit, focus), end + 1),
        };
        let whole = rest.iter().fold(base.0, |from, next| TimeExpr::Shift {
            count: next.count * sign,
            unit: next.unit,
            from: Box::new(from),
        });
        Some((whole, base.1))
    }

    fn offset(&self, count: i32, unit: Unit, from_focus: bool) -> TimeExpr {
        TimeExpr::Offset { count, unit, whole: false, from_focus }
    }

    /// What a count is counted from: a time that follows, or the day last spoken of.
    fn base(&self, i: usize, word: &str, count: i32, unit: Unit) -> Read {
        if word == "from" {
            let at = self.skip(i, &["the"]);
            if self.low(at) == "now" {
                return Some((TimeExpr::Shift { count, unit, from: Box::new(days(0)) }, at + 1));
            }
            let (from, end) = self.single(at)?;
            return Some((TimeExpr::Shift { count, unit, from: Box::new(from) }, end));
        }
        if word == "hence" {
            return Some((TimeExpr::Past { count, unit, ahead: true }, i));
        }
        self.shifted_from(i, count, unit, word)
    }

    /// After "before" or "after" (`word`): a date that follows is counted from, else the day last spoken of.
    pub(super) fn shifted_from(&self, i: usize, count: i32, unit: Unit, word: &str) -> Read {
        let at = if word == "prior" { self.skip(i, &["to"]) } else { self.skip(i, &["on"]) };
        if matches!(word, "before" | "after" | "prior")
            && let Some((from, end)) = self.single(at)
            && !matches!(from, TimeExpr::SameDay)
        {
            return Some((TimeExpr::Shift { count, unit, from: Box::new(from) }, end));
        }
        Some((self.offset(count, unit, true), i))
    }

    /// Past "about", "nearly", "more than", "just" before a count.
    pub(super) fn approximately(&self, i: usize) -> usize {
        let mut at = i;
        for _ in 0..3 {
            let two = self.says(at, &["more", "than"])
                || self.says(at, &["less", "than"])
                || self.says(at, &["at", "least"])
                || self.says(at, &["close", "to"])
                || self.says(at, &["up", "to"]);
            at += if two { 2 } else { 0 };
            at = self.skip(
                at,
                &[
                    "about",
                    "around",
                    "nearly",
                    "almost",
                    "just",
                    "some",
                    "over",
                    "roughly",
                    "only",
                    "approximately",
                ],
            );
        }
        at
    }

    /// One or more lengths: "2 years 1 month and 21 days".
    pub(super) fn lengths(&self, i: usize) -> Option<(Vec<Length>, usize)> {
        let (first, mut end) = self.length(i)?;
        let mut all = vec![first];
        while all.len() < 4 {
            let at = self.skip(self.skip(end, &[","]), &["and"]);
            let Some((next, after)) = self.length(at).filter(|_| self.low(at) != "a") else { break };
            all.push(next);
            end = after;
        }
        // "a year and a half"
        if let [only] = all.as_slice()
            && self.says(end, &["and", "a", "half"])
            && only.unit == Unit::Year
        {
            let months = only.count.saturating_mul(12).saturating_add(6);
            return Some((vec![Length { count: months, unit: Unit::Month }], end + 3));
        }
        Some((all, end))
    }

    /// A count and its unit: "two weeks", "24 hours", "a month", "a few days", "3year".
    pub(super) fn length(&self, i: usize) -> Option<(Length, usize)> {
        let (count, at) = self.count(i)?;
        let at = at + usize::from(is_dash(self.low(at)) && self.glued(at));
        let at = self.skip(at, &["business", "working", "straight", "consecutive", "full", "whole"]);
        self.unit_of(at, count).map(|length| (length, at + 1))
    }

    /// The number before a unit; "a few" and "few" are 3, "several" 5.
    pub(super) fn count(&self, i: usize) -> Option<(i32, usize)> {
        let at = self.skip(i, &["a", "the"]);
        let vague = match self.low(at) {
            "few" => Some(3),
            "several" => Some(5),
            "couple" => Some(2),
            "fortnight" => return None,
            _ => None,
        };
        if let Some(n) = vague {
            return Some((n, self.skip(at + 1, &["of", "more"])));
        }
        if let Some(number) = cardinal(self.p, i) {
            let mut end = i + number.len;
            if self.says(end, &["and", "half"]) {
                end += 2;
            } else if self.says(end, &["and", "a", "half"]) {
                end += 3;
            }
            return Some((i32::try_from(number.value).ok().filter(|n| *n < 10_000)?, end));
        }
        matches!(self.low(i), "a" | "an").then_some((1, i + 1))
    }

    /// The unit at `i` with its count; hours become days, a fortnight two weeks, minutes and seconds none.
    pub(super) fn unit_of(&self, i: usize, count: i32) -> Option<Length> {
        let word = self.low(i);
        if let Some(found) = unit(word) {
            return Some(Length { count, unit: found });
        }
        match word {
            "hour" | "hours" | "hrs" | "hr" => {
                Some(Length { count: count.saturating_add(23) / 24, unit: Unit::Day })
            }
            "minute" | "minutes" | "mins" => Some(Length { count: 0, unit: Unit::Day }),
            "night" | "nights" => Some(Length { count, unit: Unit::Day }),
            "fortnight" => Some(Length { count: count.saturating_mul(2), unit: Unit::Week }),
            _ if season(word).is_some() && word != "fall" && word != "spring" => None,
            _ => None,
        }
    }
}
