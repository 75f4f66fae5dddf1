//! The countries that a report is about, by the countries and peoples that it names.

use crate::gazetteer::fold::fold;
use crate::gazetteer::pack::is_transliterated;
use crate::gazetteer::{Gazetteer, Kind};
use dateline_terms::{Case, Reading, Span, TokenKind};
use std::collections::BTreeMap;

/// How often each country is named, by itself or by its people, in order of their codes.
#[derive(Clone, Debug, Default)]
pub struct Focus {
    counts: BTreeMap<String, f32>,
}

impl Focus {
    /// Counts the countries and peoples named in the sentences; the first quarter of them counts double.
    pub fn of(text: &str, reading: &Reading, gazetteer: &Gazetteer) -> Focus {
        let mut focus = Focus::default();
        let early = reading.sentences.len() / 4;
        let mut hits = Vec::new();
        for (number, sentence) in reading.sentences.iter().enumerate() {
            let weight = if number <= early { 2.0 } else { 1.0 };
            for i in sentence.tokens.clone() {
                let Some(token) =
                    reading.tokens.get(i).filter(|t| t.kind == TokenKind::Word && t.case != Case::Lower)
                else {
                    continue;
                };
                for last in [i, i + 1] {
                    let Some(end) = reading
                        .tokens
                        .get(last)
                        .filter(|t| t.kind == TokenKind::Word && t.case != Case::Lower)
                    else {
                        break;
                    };
                    let words = Span::new(token.span.start, end.span.end).of(text);
                    let head = words.split(['-', '\u{2010}']).next().filter(|_| last == i).unwrap_or(words);
                    let key = fold(head.trim_end_matches("'s").trim_end_matches("’s"));
                    let named = country(&key, gazetteer, &mut hits)
                        .or_else(|| country(key.strip_suffix('s')?, gazetteer, &mut hits));
                    if let Some((country, itself)) = named {
                        // A people acts abroad as well ("Russian warplanes"); a country named is more often where it happens.
                        *focus.counts.entry(country).or_default() +=
                            if itself { weight } else { 0.4 * weight };
                    }
                }
            }
        }
        focus
    }

    /// How often a country is named.
    pub fn count(&self, country: &str) -> f32 {
        self.counts.get(country).copied().unwrap_or(0.0)
    }

    /// Adds to a country's count.
    pub fn add(&mut self, country: &str, count: f32) {
        if !country.is_empty() {
            *self.counts.entry(country.to_string()).or_default() += count;
        }
    }

    /// The country that is named most.
    pub fn first(&self) -> Option<&str> {
        self.counts
            .iter()
            .fold(
                None,
                |best: Option<(&str, f32)>, (c, n)| {
                    if best.is_some_and(|b| b.1 >= *n) { best } else { Some((c, *n)) }
                },
            )
            .map(|(c, _)| c)
    }

    /// Whether the report is about a country whose names come in many Latin spellings.
    pub fn is_transliterated(&self) -> bool {
        let (here, all) = self.counts.iter().fold((0.0, 0.0), |(here, all), (c, n)| {
            (here + if is_transliterated(c) { *n } else { 0.0 }, all + n)
        });
        here > 0.0 && here * 2.5 >= all
    }
}

/// The country that a folded word names, and whether by itself or by its people.
fn country(
    key: &str,
    gazetteer: &Gazetteer,
    hits: &mut Vec<crate::gazetteer::Hit>,
) -> Option<(String, bool)> {
    if let Some(country) = gazetteer.demonym(key) {
        return Some((country.to_string(), false));
    }
    hits.clear();
    gazetteer.named(key, hits);
    let found = hits.iter().filter_map(|h| gazetteer.record(h.id)).find(|r| r.kind == Kind::Country);
    found.map(|r| (r.country().to_string(), true))
}
