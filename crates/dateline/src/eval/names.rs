//! When two names mean the same place, speaker or body.

use super::ratio;
use regex::Regex;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// A leading article, English or Arabic, that writers put in or leave out.
static ARTICLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(al|el|ash|as|at|ad|an|ar|az|the|ain|ayn)[\s-]+").expect("a fixed pattern")
});
static MARKS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[^\p{L}\p{N}_\s\x1c-\x1f-]|_").expect("a fixed pattern"));
static GAPS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\s\x1c-\x1f-]+").expect("a fixed pattern"));

/// Words that make a namesake another body ("Kataib Hezbollah", "Free Syrian Army").
const TELLING: [&str; 9] = ["kataib", "free", "south", "north", "new", "anti", "pro", "former", "democratic"];

/// A name without case, accents, punctuation and leading article; hyphens are spaces.
pub(super) fn norm(name: &str) -> String {
    let decomposed: String = name.nfkd().collect();
    let bare: String =
        decomposed.to_lowercase().chars().filter(|&c| canonical_combining_class(c) == 0).collect();
    let plain = MARKS.replace_all(&bare, "");
    let rest = ARTICLE.replace(strip(&plain), "").into_owned();
    strip(&GAPS.replace_all(&rest, " ")).to_string()
}

fn strip(s: &str) -> &str {
    s.trim_matches(|c: char| c.is_whitespace() || ('\x1c'..='\x1f').contains(&c))
}

/// Whether two names are alike: equal when normalised, nearly so, or one's words all in the other.
pub fn same_name(a: &str, b: &str) -> bool {
    same_normed(&norm(a), &norm(b))
}

fn same_normed(a: &str, b: &str) -> bool {
    if a.is_empty() || b.is_empty() {
        return false;
    }
    if a == b || ratio::at_least(a, b, 0.84) {
        return true;
    }
    let (ta, tb): (Vec<&str>, Vec<&str>) = (a.split_whitespace().collect(), b.split_whitespace().collect());
    let (short, long) = if ta.len() <= tb.len() { (ta, tb) } else { (tb, ta) };
    short.join(" ").chars().count() >= 4 && short.iter().all(|w| long.contains(w))
}

/// Alike, and no word that tells namesakes apart ("Military Forces of Iran" and "… of Iraq").
pub fn same_body(a: &str, b: &str) -> bool {
    let (a, b) = (norm(a), norm(b));
    if !same_normed(&a, &b) {
        return false;
    }
    let (x, y): (Vec<&str>, Vec<&str>) = (a.split_whitespace().collect(), b.split_whitespace().collect());
    if TELLING.iter().any(|t| x.contains(t) != y.contains(t)) {
        return false;
    }
    x.len() != y.len() || x.iter().zip(&y).all(|(u, v)| u == v || near(u, v))
}

fn near(u: &str, v: &str) -> bool {
    u.chars().count().abs_diff(v.chars().count()) <= 1 && ratio::at_least(u, v, 0.8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_article_accent_and_case() {
        assert_eq!(norm("Al-Ḥasakah"), "hasakah");
        assert_eq!(norm("the U.S. Army"), "us army");
        assert!(same_name("Deir ez-Zor", "deir ez zor"));
        assert!(same_name("Hasakah", "al-Hasakah province"));
        assert!(!same_name("", "Hasakah"));
        assert!(!same_name("Idlib", "Homs"));
    }

    #[test]
    fn namesakes_are_told_apart() {
        assert!(!same_body("Military Forces of Iran", "Military Forces of Iraq"));
        assert!(!same_body("Kataib Hezbollah", "Hezbollah"));
        assert!(!same_body("Syrian Army", "Free Syrian Army"));
        assert!(same_body("Islamic State", "Islamic State group"));
    }
}
