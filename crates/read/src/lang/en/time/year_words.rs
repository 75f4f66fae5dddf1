//! Years, in digits and in words: "2018", "nineteen ninety nine", "two thousand and eighteen".

use super::Grammar;
use crate::lang::en::number::{cardinal, small, tens};
use crate::lang::en::pieces::{is_apostrophe, is_dash};

impl Grammar<'_> {
    /// A year that stands beside a month: four digits, two after an apostrophe, or words.
    pub(super) fn year(&self, i: usize) -> Option<(i16, usize)> {
        if let Some(found) = self.year_digits(i) {
            return Some(found);
        }
        if is_apostrophe(self.low(i)) && self.low(i + 1).len() == 2 && self.glued(i + 1) {
            return self.digits(i + 1).map(|n| (century(n), i + 2));
        }
        self.year_in_words(i)
    }

    /// Four digits that make a year from 1000 to 2999, with nothing glued to them.
    pub(super) fn year_digits(&self, i: usize) -> Option<(i16, usize)> {
        let value = self.digits(i).filter(|_| self.low(i).len() == 4)?;
        let tail = self.glued(i + 1) && self.p.get(i + 1).is_some_and(|p| p.value.is_some());
        (!tail && (1000..3000).contains(&value)).then_some((value as i16, i + 1))
    }

    /// "nineteen seventy eight", "twenty fifteen", "two thousand and eighteen", "nineteen zero one".
    pub(super) fn year_in_words(&self, i: usize) -> Option<(i16, usize)> {
        if self.digits(i).is_some() {
            return None;
        }
        if let Some(head) = small(self.low(i)).filter(|n| (13..=20).contains(n)) {
            let mut at = i + 1 + usize::from(is_dash(self.low(i + 1)));
            let zero = matches!(self.low(at), "zero" | "oh");
            at += usize::from(zero);
            let first = small(self.low(at)).filter(|n| *n > 0)?;
            let mut rest = first;
            at += 1;
            let dash = usize::from(is_dash(self.low(at)));
            if tens(self.low(at - 1)).is_some()
                && let Some(one) = small(self.low(at + dash)).filter(|n| (1..10).contains(n))
            {
                rest += one;
                at += 1 + dash;
            }
            return (zero || rest >= 10).then_some(((head * 100 + rest) as i16, at));
        }
        let number = cardinal(self.p, i)?;
        let long = self.p.get(i..i + number.len)?.iter().any(|p| p.low == "thousand");
        (long && (1000..3000).contains(&number.value)).then_some((number.value as i16, i + number.len))
    }
}

/// The year that two digits mean: 00–39 are in this century.
pub(super) fn century(two: u64) -> i16 {
    let two = two.min(99) as i16;
    if two < 40 { 2000 + two } else { 1900 + two }
}
