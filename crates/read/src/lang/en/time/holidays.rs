//! Days with a name: "Christmas", "Eid al-Adha", "New Year's Eve".

use super::{Grammar, Read};
use crate::lang::en::pieces::{is_apostrophe, is_dash};
use dateline_terms::{TimeExpr, Unit};

/// Names as their words in lower case, and the rule's name that `code::resolve::time` knows.
const HOLIDAYS: &[(&[&str], &str)] = &[
    (&["new", "year", "s", "eve"], "new year's eve"),
    (&["new", "years", "eve"], "new year's eve"),
    (&["new", "year", "s", "day"], "new year's day"),
    (&["new", "years", "day"], "new year's day"),
    (&["new", "year", "s"], "new year's day"),
    (&["christmas", "eve"], "christmas eve"),
    (&["christmas", "day"], "christmas"),
    (&["christmas"], "christmas"),
    (&["boxing", "day"], "boxing day"),
    (&["valentine", "s", "day"], "valentine's day"),
    (&["valentines", "day"], "valentine's day"),
    (&["international", "women", "s", "day"], "women's day"),
    (&["may", "day"], "may day"),
    (&["halloween"], "halloween"),
    (&["thanksgiving"], "thanksgiving"),
    (&["good", "friday"], "good friday"),
    (&["palm", "sunday"], "palm sunday"),
    (&["easter", "sunday"], "easter"),
    (&["easter", "monday"], "easter monday"),
    (&["easter"], "easter"),
    (&["eid", "al", "adha"], "eid al-adha"),
    (&["eid", "ul", "adha"], "eid al-adha"),
    (&["eid", "al", "fitr"], "eid al-fitr"),
    (&["eid", "ul", "fitr"], "eid al-fitr"),
    (&["eid"], "eid"),
    (&["feast", "of", "sacrifice"], "eid al-adha"),
    (&["ramadan"], "ramadan"),
    (&["ashura"], "ashura"),
    (&["nowruz"], "nowruz"),
    (&["newroz"], "nowruz"),
];

impl Grammar<'_> {
    /// A named day at `i`, with its year if one follows; apostrophes and hyphens in the name are skipped.
    pub(super) fn holiday(&self, i: usize) -> Read {
        let the = self.skip(i, &["the"]);
        let first = self.says(the, &["first", "day", "of"]);
        let at = if first { self.skip(the + 3, &["the"]) } else { the };
        let at = self.skip(at, &["holy", "muslim"]);
        let at = self.skip(at, &["month"]);
        let at = self.skip(at, &["of"]);
        let (name, end) =
            HOLIDAYS.iter().find_map(|(words, name)| Some((*name, self.spelled(at, words)?)))?;
        let of = self.skip(self.skip(end, &[","]), &["of", "in"]);
        let (year, end) = self.year_digits(of).map_or((None, end), |(y, end)| (Some(y), end));
        let holiday = TimeExpr::Holiday { name, year };
        let day = if first {
            TimeExpr::Part { of: Box::new(holiday), nth: 1, unit: Some(Unit::Day) }
        } else {
            holiday
        };
        Some((day, end))
    }

    /// The index past `words` at `i`, marks inside words skipped.
    fn spelled(&self, i: usize, words: &[&str]) -> Option<usize> {
        let mut at = i;
        for (k, word) in words.iter().enumerate() {
            if k > 0 && (is_apostrophe(self.low(at)) || is_dash(self.low(at))) {
                at += 1;
            }
            if self.low(at) != *word {
                return None;
            }
            at += 1;
        }
        Some(at)
    }
}
