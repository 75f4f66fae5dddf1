//! Stretches up to the publication day or on from it: "in the past 24 hours", "the last two weeks",
//! "in recent days", "for more than two years", "the next three months".

use super::counted::Length;
use super::{Grammar, Read};
use crate::lang::en::pieces::is_dash;
use dateline_terms::{TimeExpr, Unit};

impl Grammar<'_> {
    /// A stretch at `i`.
    pub(super) fn stretch(&self, i: usize) -> Read {
        self.duration(i).or_else(|| self.long(i)).or_else(|| self.recent(i)).or_else(|| self.past_or_next(i))
    }

    /// "for nearly two years", "for three days".
    fn duration(&self, i: usize) -> Read {
        if self.low(i) != "for" {
            return None;
        }
        let at = self.approximately(self.skip(i + 1, &["the"]));
        if let Some(found) = self.past_or_next(at) {
            return Some(found);
        }
        if matches!(self.low(at), "weeks" | "months" | "years" | "days" | "decades") {
            let length = self.unit_of(at, 3)?;
            return Some((past(length, false), at + 1));
        }
        let (lengths, end) = self.lengths(at)?;
        let length = *lengths.first()?;
        let long = length.count > 0
            && !matches!(self.low(end), "old" | "in" | "to" | "prison" | "jail" | "after" | "before");
        // "for 1 week, from 20 December", "for 3 days from today"
        let from = self.skip(end, &[","]);
        let from_word = self.skip(self.skip(from, &["starting", "beginning"]), &["from"]);
        if from_word > from
            && let Some((start, after)) = self.single(from_word)
        {
            return Some((span_from(start, length), after));
        }
        (long && length.unit != Unit::Weekend && self.low(i + 1) != "a").then_some((past(length, false), end))
    }

    /// "month-long", "more than two-week-old", "three-day-old": so much time up to now.
    fn long(&self, i: usize) -> Read {
        let at = self.approximately(i);
        let (count, at) =
            self.count(at).map_or((1, at), |(n, end)| (n, end + usize::from(is_dash(self.low(end)))));
        let length = self.unit_of(at, count)?;
        let old = self.low(at + 2) == "old" && matches!(length.unit, Unit::Day | Unit::Week);
        let joined = is_dash(self.low(at + 1)) && (old || self.low(at + 2) == "long");
        (joined && length.count > 0).then(|| (past(length, false), at + 3))
    }

    /// "recent days", "recent weeks", "in recent months".
    fn recent(&self, i: usize) -> Read {
        let at = self.skip(i, &["the", "more", "most"]);
        if self.low(at) != "recent" {
            return None;
        }
        let length = self.unit_of(at + 1, if self.low(at + 1) == "days" { 4 } else { 3 })?;
        Some((past(length, false), at + 2))
    }

    /// "the past 24 hours", "last two weeks", "the past week", "the next 3 days", "the coming weeks".
    fn past_or_next(&self, i: usize) -> Read {
        let the = self.low(i) == "the" || self.low(i) == "these";
        let at = i + usize::from(the);
        let ahead = match self.low(at) {
            "past" | "last" | "previous" | "preceding" => false,
            "next" | "coming" | "upcoming" | "following" => true,
            _ => return None,
        };
        let number = self.approximately(at + 1);
        if let Some((count, after)) = self.count(number).filter(|_| self.low(number) != "a") {
            let (lengths, end) =
                self.lengths(number).or_else(|| Some((vec![self.unit_of(after, count)?], after + 1)))?;
            let length = *lengths.first()?;
            if let [first, rest @ ..] = lengths.as_slice()
                && !rest.is_empty()
                && ahead
            {
                return Some((span_ahead(*first, rest), end));
            }
            let decades = length.unit == Unit::Decade && !the;
            return (!decades && length.unit != Unit::Weekend).then_some((past(length, ahead), end));
        }
        let word = self.low(at + 1);
        if matches!(word, "days" | "weeks" | "months" | "years" | "hours" | "nights" | "decades") {
            return Some((past(self.unit_of(at + 1, 3)?, ahead), at + 2));
        }
        // "the past week", "in the last month": up to now; "last week" without "the" is a whole week.
        let open =
            self.low(at) == "past" && !matches!(word, "day" | "night") || the && self.low(at) == "last";
        if open && matches!(word, "week" | "month" | "year" | "hour" | "decade" | "fortnight" | "quarter") {
            let (lengths, end) = (self.unit_of(at + 1, 1)?, at + 2);
            if self.says(end, &["and", "a", "half"]) {
                return Some((past(Length { count: 18, unit: Unit::Month }, ahead), end + 3));
            }
            return Some((past(lengths, ahead), end));
        }
        if word == "decade" && ahead {
            let next = TimeExpr::Offset { count: 1, unit: Unit::Decade, whole: true, from_focus: false };
            return Some((next, at + 2));
        }
        None
    }

    /// "in three weeks", "within 5 days": so far ahead, or inside so much time.
    pub(super) fn ahead(&self, i: usize, within: bool) -> Read {
        let at = self.approximately(self.skip(i, &["the"]));
        let (lengths, end) = self.lengths(at)?;
        let (first, rest) = lengths.split_first()?;
        // "in the five-year war" says how long, not when.
        if end > at + 1 && is_dash(self.low(end - 2)) {
            return None;
        }
        if matches!(
            self.low(end),
            "of" | "prison" | "jail" | "ago" | "after" | "before" | "earlier" | "later"
        ) || first.unit == Unit::Weekend
            || first.count == 0
        {
            return None;
        }
        if within {
            if self.low(end) == "from" {
                let (start, after) = self.single(end + 1)?;
                return Some((span_from(start, *first), after));
            }
            let expr = if rest.is_empty() { None } else { Some(span_ahead(*first, rest)) };
            return Some((expr.unwrap_or_else(|| span_from(super::days::days(0), *first)), end));
        }
        if self.low(end) == "from" {
            return None;
        }
        let first_offset =
            TimeExpr::Offset { count: first.count, unit: first.unit, whole: false, from_focus: false };
        let expr = rest.iter().fold(first_offset, |from, next| TimeExpr::Shift {
            count: next.count,
            unit: next.unit,
            from: Box::new(from),
        });
        Some((expr, end))
    }
}

fn past(length: Length, ahead: bool) -> TimeExpr {
    TimeExpr::Past { count: length.count.max(1), unit: length.unit, ahead }
}

/// From a day to so much later.
pub(super) fn span_from(start: TimeExpr, length: Length) -> TimeExpr {
    let to = TimeExpr::Shift { count: length.count, unit: length.unit, from: Box::new(start.clone()) };
    TimeExpr::Range { from: Some(Box::new(start)), to: Some(Box::new(to)) }
}

/// From the publication day to several lengths later.
fn span_ahead(first: Length, rest: &[Length]) -> TimeExpr {
    let today = super::days::days(0);
    let step =
        |from: TimeExpr, l: &Length| TimeExpr::Shift { count: l.count, unit: l.unit, from: Box::new(from) };
    let to = rest.iter().fold(step(today.clone(), &first), step);
    TimeExpr::Range { from: Some(Box::new(today)), to: Some(Box::new(to)) }
}
