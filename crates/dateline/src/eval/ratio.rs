//! Likeness of two strings by their longest matching blocks (Ratcliff and Obershelp), as Python's
//! `difflib.SequenceMatcher.ratio` has it, including its rule for strings of 200 characters and more.

use std::collections::HashMap;

/// Twice the matching characters over all characters of both: 1.0 for equal strings (and two empty ones).
pub(super) fn ratio(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let length = a.len() + b.len();
    if length == 0 {
        return 1.0;
    }
    2.0 * matching(&a, &b) as f64 / length as f64
}

/// Whether `ratio(a, b) >= least`, without the full count where the lengths alone rule it out.
pub(super) fn at_least(a: &str, b: &str, least: f64) -> bool {
    let (m, n) = (a.chars().count(), b.chars().count());
    let bound = if m + n == 0 { 1.0 } else { 2.0 * m.min(n) as f64 / (m + n) as f64 };
    bound >= least && ratio(a, b) >= least
}

/// Number of characters in all matching blocks.
fn matching(a: &[char], b: &[char]) -> usize {
    let places = places_of(b);
    let mut queue = vec![(0, a.len(), 0, b.len())];
    let mut total = 0;
    while let Some((alo, ahi, blo, bhi)) = queue.pop() {
        let (i, j, k) = longest(a, b, &places, (alo, ahi, blo, bhi));
        if k > 0 {
            total += k;
            queue.push((alo, i, blo, j));
            queue.push((i + k, ahi, j + k, bhi));
        }
    }
    total
}

/// Where each character stands in `b`; characters that are too popular in a long `b` are left out.
fn places_of(b: &[char]) -> HashMap<char, Vec<usize>> {
    let mut places: HashMap<char, Vec<usize>> = HashMap::new();
    for (j, &c) in b.iter().enumerate() {
        places.entry(c).or_default().push(j);
    }
    if b.len() >= 200 {
        let most = b.len() / 100 + 1;
        places.retain(|_, at| at.len() <= most);
    }
    places
}

/// The longest block that both share inside the window, the earliest in `a`, then in `b`.
fn longest(
    a: &[char],
    b: &[char],
    places: &HashMap<char, Vec<usize>>,
    (alo, ahi, blo, bhi): (usize, usize, usize, usize),
) -> (usize, usize, usize) {
    let (mut besti, mut bestj, mut size) = (alo, blo, 0);
    let mut runs: HashMap<usize, usize> = HashMap::new();
    for (i, c) in a.iter().enumerate().take(ahi).skip(alo) {
        let mut next = HashMap::new();
        for &j in places.get(c).map_or(&[][..], Vec::as_slice) {
            if j < blo {
                continue;
            }
            if j >= bhi {
                break;
            }
            let k = if j == 0 { 1 } else { runs.get(&(j - 1)).copied().unwrap_or(0) + 1 };
            next.insert(j, k);
            if k > size {
                (besti, bestj, size) = (i + 1 - k, j + 1 - k, k);
            }
        }
        runs = next;
    }
    // Popular characters were left out of `places`; the block grows over them on both sides.
    while besti > alo && bestj > blo && a[besti - 1] == b[bestj - 1] {
        (besti, bestj, size) = (besti - 1, bestj - 1, size + 1);
    }
    while besti + size < ahi && bestj + size < bhi && a[besti + size] == b[bestj + size] {
        size += 1;
    }
    (besti, bestj, size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_difflib() {
        // Figures printed by difflib.SequenceMatcher(None, a, b).ratio().
        for (a, b, want) in [
            ("", "", 1.0),
            ("abcd", "bcde", 0.75),
            ("deir ez zor", "deir al zour", 0.782_608_695_652_174),
            ("qasrak base", "qasraq base", 0.909_090_909_090_909_1),
            ("abxcd", "abcd", 0.888_888_888_888_888_8),
        ] {
            assert!((ratio(a, b) - want).abs() < 1e-12, "{a} {b}: {}", ratio(a, b));
        }
    }

    #[test]
    fn popular_characters_of_long_strings_only_extend_blocks() {
        // difflib leaves out of its index every character that makes up over 1 % of 200 or more.
        let long = "ab".repeat(120);
        assert_eq!(ratio("ab", &long), 0.016_528_925_619_834_71);
        assert_eq!(ratio("b", &long), 0.0);
    }
}
