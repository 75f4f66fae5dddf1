//! How alike two names are.

use std::collections::HashMap;
use std::rc::Rc;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words of names that tell nothing of which one is meant.
#[rustfmt::skip]
const EMPTY: [&str; 17] = [
    "the", "of", "and", "al", "el", "an", "ad", "as", "ash", "governorate", "province", "region", "oblast", "state",
    "district", "city", "forces",
];

/// A name's words, as their numbers in a lexicon, in order.
pub(super) type Words = Rc<[u32]>;

/// The words of a comparison's names: each name is taken apart once, and kept once.
#[derive(Default)]
pub(super) struct Lexicon {
    words: HashMap<String, u32>,
    names: HashMap<String, Words>,
}

impl Lexicon {
    /// A name's words, without case, marks, years in brackets and words that tell nothing.
    pub(super) fn words(&mut self, name: &str) -> Words {
        if let Some(known) = self.names.get(name) {
            return known.clone();
        }
        let mut numbers: Vec<u32> = telling(name).into_iter().map(|word| self.number(word)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let words: Words = numbers.into();
        self.names.insert(name.to_string(), words.clone());
        words
    }

    fn number(&mut self, word: String) -> u32 {
        let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        *self.words.entry(word).or_insert(next)
    }
}

/// Words that tell which one is meant; all, where none does.
fn telling(name: &str) -> Vec<String> {
    let plain: String = name.nfkd().filter(|c| !is_combining_mark(*c)).collect::<String>().to_lowercase();
    let years = |inside: &str| inside.chars().all(|c| c.is_ascii_digit() || "-–/ ".contains(c));
    let dated = plain.split(['(', ')']).filter(|part| part.trim().is_empty() || !years(part));
    let kept = dated.collect::<Vec<_>>().join(" ");
    let all: Vec<&str> = kept.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let some: Vec<&str> = all.iter().copied().filter(|word| !EMPTY.contains(word)).collect();
    if some.is_empty() { all } else { some }.into_iter().map(str::to_string).collect()
}

/// Words that both have, as a share of the shorter name's; 0 where one has none.
pub(super) fn alike(a: &[u32], b: &[u32]) -> f64 {
    let shorter = a.len().min(b.len());
    if shorter == 0 {
        return 0.0;
    }
    a.iter().filter(|word| b.binary_search(word).is_ok()).count() as f64 / shorter as f64
}

/// How alike the most alike pair of two lists is.
pub(super) fn closest(a: &[Words], b: &[Words]) -> f64 {
    let pairs = a.iter().flat_map(|a| b.iter().map(move |b| alike(a, b)));
    pairs.fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_alike_whatever_their_marks_years_and_articles() {
        let mut lexicon = Lexicon::default();
        let mut like = |a, b| alike(&lexicon.words(a), &lexicon.words(b));
        assert_eq!(like("Military Forces of Syria (2000-2024)", "Military Forces of Syria"), 1.0);
        assert_eq!(like("Military Forces of Sudan (2019-)", "Military Forces of Chad (2021-)"), 0.5);
        assert_eq!(like("Deïr ez-Zor", "Deir ez Zor Governorate"), 1.0);
        assert_eq!(like("Al-Bab", "Bab"), 1.0);
        assert_eq!(like("Brigade 101", "Brigade 47"), 0.5);
        assert_eq!(like("Islamic State", "Free Syrian Army"), 0.0);
        assert_eq!(like("Al Ad", "Al Ad"), 1.0, "nothing but empty words");
        assert_eq!(like("", "x"), 0.0);
    }
}
