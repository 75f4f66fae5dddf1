//! What two accounts' words have in common: the rarer a shared word, the more it tells.

use super::{Account, Tell, steps};
use crate::gazetteer::fold::fold;
use crate::weigh::{Features, Model, key64};
use dateline_terms::Standing;

/// How rare each word is in news of conflict, as the logarithm of one in how many reports has it. Words
/// that it lacks are the rarest. Made by `cargo xtask pair`; it holds hashes, no words.
#[derive(Clone, Debug, Default)]
pub struct WordWeights(Model);

/// Reports that a word must be in to be listed.
const LEAST_REPORTS: usize = 3;
/// A word this rare stands in fewer than one of fifty reports.
const RARE: f32 = 4.0;
/// Words of a run: two reports that share one have copied it, from each other or from one wire story.
const RUN: usize = 5;

impl WordWeights {
    /// As written by [`WordWeights::model`].
    pub fn new(model: Model) -> WordWeights {
        WordWeights(model)
    }

    /// Counts the words of `texts`, one a report.
    pub fn learn<'t>(texts: impl Iterator<Item = &'t str>) -> WordWeights {
        let mut counts = std::collections::BTreeMap::<String, usize>::new();
        let mut reports = 0usize;
        for text in texts {
            reports += 1;
            let words: std::collections::BTreeSet<String> = pieces(text).map(|(word, _)| word).collect();
            words.into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
        }
        // Never 0, which would read as a word that is not listed.
        let rarity = |n: usize| (reports.max(1) as f32 / n as f32).ln().max(0.01);
        let mut rows: Vec<(u32, Vec<f32>)> = vec![(sought(""), vec![rarity(1)])];
        let listed = counts.iter().filter(|(_, n)| **n >= LEAST_REPORTS);
        rows.extend(listed.map(|(word, n)| (sought(word), vec![rarity(*n)])));
        rows.sort_by(|a, b| a.0.cmp(&b.0).then(a.1[0].total_cmp(&b.1[0])));
        rows.dedup_by_key(|row| row.0);
        WordWeights(Model::from_rows(vec!["rarity".to_string()], &rows))
    }

    /// The table to be written.
    pub fn model(&self) -> &Model {
        &self.0
    }

    /// How rare a folded word is: 0 for one in every report.
    pub fn of(&self, word: &str) -> f32 {
        let look = |word: &str| {
            let mut f = Features::new();
            f.add(&["word", word]);
            self.0.logits(&f).first().copied().filter(|rarity| *rarity > 0.0)
        };
        look(word).or_else(|| look("")).unwrap_or(0.0)
    }
}

fn sought(word: &str) -> u32 {
    let mut f = Features::new();
    f.add(&["word", word]);
    f.keys().first().copied().unwrap_or(0)
}

/// Folded words of a text, each with whether it is written with a capital and does not open the text.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = (String, bool)> + '_ {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’'));
    words.filter(|w| !w.is_empty()).enumerate().filter_map(|(n, word)| {
        let folded = fold(word);
        let capital = n > 0 && word.starts_with(char::is_uppercase);
        (!folded.is_empty()).then_some((folded, capital))
    })
}

/// The words of a stretch of text, laid out for comparison.
#[derive(Clone, Debug, Default)]
pub struct Wording {
    /// Hash, rarity, whether a name: in order of hash, each once.
    words: Vec<(u64, f32, bool)>,
    sum: f32,
    runs: Vec<u64>,
}

impl Wording {
    /// Lays out the words of `quotes`.
    pub fn new(quotes: &[&str], weights: &WordWeights) -> Wording {
        let (mut words, mut runs) = (Vec::new(), Vec::new());
        for quote in quotes {
            let said: Vec<(String, bool)> = pieces(quote).collect();
            words.extend(said.iter().map(|(w, name)| (key64(&[w]), weights.of(w), *name)));
            let run = |w: &[(String, bool)]| key64(&w.iter().map(|(w, _)| w.as_str()).collect::<Vec<_>>());
            runs.extend(said.windows(RUN).map(run));
        }
        words.sort_by(|a, b| a.0.cmp(&b.0).then(b.2.cmp(&a.2)));
        words.dedup_by_key(|w| w.0);
        runs.sort_unstable();
        runs.dedup();
        Wording { sum: words.iter().map(|w| w.1).sum(), words, runs }
    }

    /// Rarity of the shared words, added up; how many of them are rare; how many rare names.
    fn shared(&self, other: &Wording) -> (f32, usize, usize) {
        let (mut sum, mut rare, mut names) = (0.0, 0, 0);
        let mut rest = other.words.iter().peekable();
        for (key, rarity, name) in &self.words {
            while rest.next_if(|w| w.0 < *key).is_some() {}
            let Some((_, _, also)) = rest.next_if(|w| w.0 == *key) else { continue };
            sum += rarity;
            rare += usize::from(*rarity >= RARE);
            names += usize::from(*rarity >= RARE && *name && *also);
        }
        (sum, rare, names)
    }

    fn share(&self, other: &Wording, sum: f32) -> f32 {
        sum / self.sum.min(other.sum).max(1.0)
    }
}

const SHARES: [f32; 10] = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.65, 0.8];
const SUMS: [f32; 10] = [2.0, 4.0, 6.0, 9.0, 12.0, 16.0, 24.0, 36.0, 50.0, 80.0];
const COUNTS: [f32; 7] = [1.0, 2.0, 3.0, 4.0, 6.0, 9.0, 14.0];

/// Tells what the evidence has in common, and what the headlines have.
pub fn signs(a: &Account, b: &Account, tell: &mut Tell<'_>) {
    let (sum, rare, names) = a.wording.shared(&b.wording);
    steps(&["words", "share"], a.wording.share(&b.wording, sum), &SHARES, tell);
    steps(&["words", "sum"], sum, &SUMS, tell);
    steps(&["words", "rare"], rare as f32, &COUNTS, tell);
    steps(&["words", "rare names"], names as f32, &COUNTS, tell);
    let runs = a.wording.runs.iter().filter(|run| b.wording.runs.binary_search(run).is_ok()).count();
    steps(&["words", "runs"], runs as f32, &COUNTS, tell);
    let (sum, _, _) = a.title.shared(&b.title);
    let mains = [a, b].iter().filter(|x| x.standing == Standing::Main).count();
    let mains = ["none", "one", "both"].get(mains).copied().unwrap_or("");
    steps(&["title", mains], a.title.share(&b.title, sum), &SHARES, tell);
}
