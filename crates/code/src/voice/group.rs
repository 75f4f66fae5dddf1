use super::Sketch;

/// Shared fingerprints that it takes at least, so that one stock phrase joins nobody.
pub const LEAST_RUNS: usize = 3;
/// The share of the shorter report's fingerprints that it takes.
///
/// Seen among 1,292 reports on Syria and the world, in which outlets print agency stories as they like, between
/// different outlets within four days of each other: 70 pairs share 0.2 and more; the 25 of them that were read print
/// one wire story, often with another lead or toll. Of the 7 between 0.15 and 0.2, six do, and one shares a site's
/// sign-up lines. Of the 17 between 0.08 and 0.15 that were read about half do; the others share an agency's stock
/// paragraph on the war or a statement that both quote. Below that hardly any does.
pub const LEAST_SHARE: f64 = 0.15;
/// Shared quotations that it takes, if they are also half of those of the report that quotes less. One shared quotation
/// is often a statement that was sent to everybody.
pub const LEAST_QUOTES: usize = 2;

/// What two sketches have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likeness {
    /// Shared fingerprints.
    pub runs: usize,
    /// The same as a share of the shorter report's, 0–1.
    pub share: f64,
    /// Shared quotations.
    pub quotes: usize,
    /// The same as a share of those of the report that has fewer, 0–1.
    pub quoted: f64,
}

impl Likeness {
    /// Whether one is a copy of the other, or both of a third.
    pub fn is_copy(&self) -> bool {
        let words = self.runs >= LEAST_RUNS && self.share >= LEAST_SHARE;
        words || (self.quotes >= LEAST_QUOTES && self.quoted >= 0.5)
    }
}

/// What two reports' words have in common.
pub fn likeness(a: &Sketch, b: &Sketch) -> Likeness {
    let (runs, share) = shared(&a.runs, &b.runs);
    let (quotes, quoted) = shared(&a.quotes, &b.quotes);
    Likeness { runs, share, quotes, quoted }
}

/// How many hashes two ordered lists share, and which part of the shorter that is.
fn shared(a: &[u32], b: &[u32]) -> (usize, f64) {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (n, i, j) = (n + 1, i + 1, j + 1),
        }
    }
    (n, n as f64 / a.len().min(b.len()).max(1) as f64)
}

/// Groups the reports of one incident by voice: for each its voice, numbered from 0 in order of first appearance.
///
/// A report speaks with the voice of the agency that it credits first, and with its outlet's where it credits none:
/// what two outlets print from one agency about one incident is one voice, and so is all that one outlet writes
/// itself. Beyond that, reports whose words are copies ([`Likeness::is_copy`]) are one voice, and so are those joined
/// by others between them. A function of the set: another order numbers the same groups otherwise.
pub fn voices(sketches: &[&Sketch]) -> Vec<usize> {
    let mut group: Vec<usize> = (0..sketches.len()).collect();
    for (i, a) in sketches.iter().enumerate() {
        for (j, b) in sketches.iter().enumerate().take(i) {
            let (x, y) = (root(&group, i), root(&group, j));
            let same = || a.speaker().is_some() && a.speaker() == b.speaker();
            if x != y && (same() || likeness(a, b).is_copy()) {
                let (low, high) = (x.min(y), x.max(y));
                group.get_mut(high).into_iter().for_each(|g| *g = low);
            }
        }
    }
    numbered((0..sketches.len()).map(|i| root(&group, i)))
}

fn root(group: &[usize], mut i: usize) -> usize {
    while let Some(up) = group.get(i).copied().filter(|up| *up != i) {
        i = up;
    }
    i
}

fn numbered(roots: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut seen: Vec<usize> = Vec::new();
    roots
        .map(|root| {
            seen.iter().position(|r| *r == root).unwrap_or_else(|| {
                seen.push(root);
                seen.len() - 1
            })
        })
        .collect()
}
