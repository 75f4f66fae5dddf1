//! How alike two names are.

use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words of names that tell nothing of which one is meant.
const EMPTY: [&str; 17] = [
    "the",
    "of",
    "and",
    "al",
    "el",
    "an",
    "ad",
    "as",
    "ash",
    "governorate",
    "province",
    "region",
    "oblast",
    "state",
    "district",
    "city",
    "forces",
];

/// A name's words, without case, marks, years in brackets and empty words.
pub(super) fn words(name: &str) -> BTreeSet<String> {
    let plain: String = name.nfkd().filter(|c| !is_combining_mark(*c)).collect::<String>().to_lowercase();
    let parts = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let telling = |word: &&str| !EMPTY.contains(word) && !word.chars().all(|c| c.is_ascii_digit());
    parts.filter(telling).map(str::to_string).collect()
}

/// Words that both have, as a share of the shorter name's; 0 where one has none.
pub(super) fn alike(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let shorter = a.len().min(b.len());
    if shorter == 0 {
        return 0.0;
    }
    a.intersection(b).count() as f64 / shorter as f64
}

/// How alike the most alike pair of two lists is.
pub(super) fn closest(a: &[BTreeSet<String>], b: &[BTreeSet<String>]) -> f64 {
    let pairs = a.iter().flat_map(|a| b.iter().map(move |b| alike(a, b)));
    pairs.fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_alike_whatever_their_marks_years_and_articles() {
        let like = |a, b| alike(&words(a), &words(b));
        assert_eq!(like("Military Forces of Syria (2000-2024)", "Military Forces of Syria"), 1.0);
        assert_eq!(like("Deïr ez-Zor", "Deir ez Zor Governorate"), 1.0);
        assert_eq!(like("Al-Bab", "Bab"), 1.0);
        assert_eq!(like("Islamic State", "Free Syrian Army"), 0.0);
        assert_eq!(like("", "x"), 0.0);
    }
}
