//! Folding: the form of a name that is compared. Case, diacritics, apostrophes and ayn, dots and hyphens go;
//! articles stay here and go in the skeleton, which also forgets vowels and the spelling of a sound.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Folds a name: "Deir ez-Zor" is "deir ez zor", "Ar Raqqah" "ar raqqah", "N.Y." "ny".
pub fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    // Letter by letter: normal forms (NFKD) differ from that in the order of marks alone, and marks go.
    for c in name.chars() {
        if c.is_ascii() {
            push_folded(c, &mut out);
            continue;
        }
        decompose_compatible(c, |part| {
            if !is_combining_mark(part) {
                part.to_lowercase().for_each(|c| push_folded(c, &mut out));
            }
        });
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// Appends what folding leaves of one (decomposed) character.
fn push_folded(c: char, out: &mut String) {
    match c {
        'ł' => out.push('l'),
        'ø' => out.push('o'),
        'đ' | 'ð' => out.push('d'),
        'ı' => out.push('i'),
        'ə' => out.push('a'),
        'ß' => out.push_str("ss"),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'þ' => out.push_str("th"),
        '&' => out.push_str("and"),
        // Apostrophes, ayn, hamza and the dots of abbreviations leave nothing, not even a gap.
        '\'' | '’' | '‘' | '`' | '´' | 'ʼ' | 'ʻ' | 'ʾ' | 'ʿ' | 'ˈ' | '′' | '.' => {}
        c if c.is_alphanumeric() => out.push(c.to_ascii_lowercase()),
        _ if out.is_empty() || out.ends_with(' ') => {}
        _ => out.push(' '),
    }
}

/// Arabic articles, with those that take the sound of the following letter.
const ARTICLES: &[&str] = &[
    "al", "el", "as", "ash", "ad", "ar", "an", "at", "az", "ath", "adh", "es", "esh", "ed", "er", "en", "et",
    "ez", "il", "ul", "ur", "us", "uz", "ud",
];

/// Whether a folded word is an Arabic article.
pub fn is_article(word: &str) -> bool {
    ARTICLES.contains(&word)
}

/// The folded name without a leading article: "al bab" is "bab"; `None` where there is none.
pub fn without_article(folded: &str) -> Option<&str> {
    let (first, rest) = folded.split_once(' ')?;
    (is_article(first) && rest.len() > 2).then_some(rest)
}

/// The folded name without any article and without gaps: "deir ez zor" is "deirzor".
pub fn without_articles(folded: &str) -> String {
    folded.split(' ').filter(|w| !is_article(w)).collect()
}

/// What two transliterations of one Arabic, Kurdish or Persian name have in common: the consonants, articles left out,
/// doubled letters once. "Dayr az Zawr", "Deir Ezzor" and "Deir al-Zour" are all "drzr". `None` where fewer than
/// two consonants are left.
pub fn skeleton(folded: &str) -> Option<String> {
    let mut out = String::with_capacity(folded.len());
    let words: Vec<&str> = folded.split(' ').collect();
    for (i, word) in words.iter().enumerate() {
        if is_article(word) && i + 1 < words.len() {
            continue;
        }
        consonants(word, &mut out);
    }
    (out.len() >= 2 && out.is_ascii()).then_some(out)
}

/// Appends the consonants of one word.
fn consonants(word: &str, out: &mut String) {
    let b = word.as_bytes();
    let mut i = 0;
    while let Some(&c) = b.get(i) {
        let next = b.get(i + 1).copied();
        let (sound, width) = match (c, next) {
            (b'k', Some(b'h')) | (b'x', _) => (b'x', 1 + usize::from(next == Some(b'h'))),
            (b's', Some(b'h')) | (b'c', Some(b'h')) => (b'$', 2),
            (b'g', Some(b'h')) => (b'g', 2),
            (b't', Some(b'h')) => (b't', 2),
            (b'd', Some(b'h')) => (b'd', 2),
            (b'd', Some(b'j')) => (b'j', 2),
            (b'q', _) | (b'c', _) => (b'k', 1),
            (b'z', _) => (b'z', 1),
            (b'p', _) => (b'b', 1),
            (b'v', _) => (b'f', 1),
            (b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'w', _) => (0, 1),
            // An h that ends a word stands for the feminine ending, written or not.
            (b'h', None) => (0, 1),
            _ => (c, 1),
        };
        if sound != 0 && out.as_bytes().last() != Some(&sound) {
            out.push(char::from(sound));
        }
        i += width;
    }
}

/// How alike two folded names are, 0–1: one less the share of letters to change (Levenshtein over characters).
pub fn likeness(a: &str, b: &str) -> f32 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let longest = a.len().max(b.len());
    if longest == 0 {
        return 1.0;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        for (j, y) in b.iter().enumerate() {
            let (left, up) = (row.get(j).copied().unwrap_or(0), row.get(j + 1).copied().unwrap_or(0));
            let best = (diagonal + usize::from(x != y)).min(left + 1).min(up + 1);
            diagonal = up;
            if let Some(cell) = row.get_mut(j + 1) {
                *cell = best;
            }
        }
    }
    1.0 - row.last().copied().unwrap_or(0) as f32 / longest as f32
}

#[cfg(test)]
mod tests {
    use super::{fold, is_combining_mark, push_folded};
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    /// Folding as it is told: of the normal form, without marks, in lower case.
    fn of_the_normal_form(name: &str) -> String {
        let mut out = String::new();
        let kept = name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
        kept.for_each(|c| push_folded(c, &mut out));
        out.trim_end_matches(' ').to_string()
    }

    proptest! {
        #[test]
        fn letter_by_letter_it_is_the_normal_form(
            name in "(\\PC|[a-zA-Z .'-]|[\u{300}-\u{36f}\u{591}-\u{5c7}\u{64b}-\u{65f}\u{1e00}-\u{1eff}\u{ac00}-\u{ad00}]){0,40}"
        ) {
            prop_assert_eq!(fold(&name), of_the_normal_form(&name));
        }
    }
}
