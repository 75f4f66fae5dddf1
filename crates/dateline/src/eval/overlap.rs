//! How far two events' quotes lie on each other, counted in characters of the report.

use super::gold::{Event, Quotes};

/// Start and end of a quote in characters (Unicode scalar values), end exclusive.
pub(super) type Stretch = (usize, usize);

/// A report's text with the character number of every byte.
pub(super) struct Text<'a> {
    text: &'a str,
    characters: Vec<u32>,
}

impl<'a> Text<'a> {
    pub fn new(text: &'a str) -> Text<'a> {
        let mut characters = Vec::with_capacity(text.len() + 1);
        for (n, c) in text.chars().enumerate() {
            characters.extend(std::iter::repeat_n(n as u32, c.len_utf8()));
        }
        characters.push(text.chars().count() as u32);
        Text { text, characters }
    }

    /// Where `quote` stands, first place only.
    pub fn first(&self, quote: &str) -> Option<Stretch> {
        self.text.find(quote).map(|at| self.stretch(at, quote))
    }

    fn stretch(&self, at: usize, quote: &str) -> Stretch {
        (self.characters[at] as usize, self.characters[at + quote.len()] as usize)
    }

    /// Every place where one of the event's quotes stands.
    pub fn spans(&self, event: &Event) -> Vec<Stretch> {
        let first = match &event.fields.evidence {
            Quotes::One(quote) => std::slice::from_ref(quote),
            Quotes::Many(quotes) => quotes.as_slice(),
        };
        let mut found = Vec::new();
        for quote in first.iter().chain(&event.fields.more_evidence).filter_map(|q| q.words()) {
            let step = quote.chars().next().map_or(1, char::len_utf8);
            let mut from = 0;
            while let Some(at) = self.text.get(from..).and_then(|rest| rest.find(quote)) {
                found.push(self.stretch(from + at, quote));
                from += at + step;
            }
        }
        found
    }
}

/// The best share of the shorter stretch that two lists have in common; 0 where that is under 15 % of the
/// longer one, since a lone word is no evidence, nor is a whole page.
pub(super) fn overlap(a: &[Stretch], b: &[Stretch]) -> f64 {
    let mut best = 0.0f64;
    for &(s, e) in a {
        for &(t, f) in b {
            let both = e.min(f) as f64 - s.max(t) as f64;
            let (short, long) = ((e - s).min(f - t) as f64, (e - s).max(f - t) as f64);
            if short > 0.0 && both >= 0.15 * long {
                best = best.max(both / short);
            }
        }
    }
    best
}
