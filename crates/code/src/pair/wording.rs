//! What two accounts' words have in common: the rarer a shared word, the more it tells.

use super::Account;
use super::bytes::Bytes;
use super::sign::{self, Stem, Tell, stem, steps};
use crate::gazetteer::fold::fold;
use crate::weigh::{Features, Model, key32};
use dateline_terms::{Cursor, Standing};

/// How rare each word is in news of conflict, as the logarithm of one in how many reports has it. Words
/// that it lacks are the rarest. Made by `cargo xtask pair`; it holds hashes, no words.
#[derive(Clone, Debug, Default)]
pub struct WordWeights(Model);

/// Reports that a word must be in to be listed.
const LEAST_REPORTS: usize = 3;
/// Most words, and most runs, that are kept of one stretch: far more than any evidence has.
const MOST: usize = 4096;
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

    /// How rare a folded word is.
    pub fn of(&self, word: &str) -> Rarity {
        let look = |word: &str| {
            let mut f = Features::new();
            f.add(&["word", word]);
            self.0.logits(&f).first().copied().filter(|rarity| *rarity > 0.0)
        };
        Rarity::new(look(word).or_else(|| look("")).unwrap_or(0.0))
    }
}

/// How rare a word is, in sixteenths of the logarithm of one in how many reports has it; 0 for one that
/// is in every report, at most 127.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rarity(u8);

impl Rarity {
    /// A word this rare stands in fewer than one of fifty reports.
    const RARE: Rarity = Rarity(4 * 16);

    fn new(logarithm: f32) -> Rarity {
        Rarity((logarithm * 16.0).round().clamp(0.0, 127.0) as u8)
    }

    /// The logarithm.
    pub fn value(self) -> f32 {
        f32::from(self.0) / 16.0
    }
}

impl Bytes for Rarity {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
    }

    fn take(at: &mut Cursor<'_>) -> Option<Rarity> {
        u8::take(at).filter(|n| *n < 128).map(Rarity)
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

/// One word of a stretch of text.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Word {
    key: u32,
    rarity: Rarity,
    /// Whether it is written with a capital and does not open the stretch.
    name: bool,
}

impl Bytes for Word {
    /// The lowest bit of the byte that follows the key says whether it is a name.
    fn put(&self, out: &mut Vec<u8>) {
        self.key.put(out);
        (self.rarity.0 << 1 | u8::from(self.name)).put(out);
    }

    fn take(at: &mut Cursor<'_>) -> Option<Word> {
        let (key, rest) = <(u32, u8)>::take(at)?;
        Some(Word { key, rarity: Rarity(rest >> 1), name: rest & 1 == 1 })
    }
}

/// The words of a stretch of text, laid out for comparison.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wording {
    /// In order of key, each once.
    words: Vec<Word>,
    runs: Vec<u32>,
}

/// How many numbers two ordered lists share.
fn in_both(a: &[u32], b: &[u32]) -> usize {
    let mut rest = b.iter().peekable();
    let shared = a.iter().filter(|x| {
        while rest.next_if(|y| y < x).is_some() {}
        rest.next_if(|y| y == x).is_some()
    });
    shared.count()
}

/// What two stretches of text have in common.
#[derive(Default)]
struct Common {
    /// Rarity of the shared words, added up.
    sum: f32,
    /// How many of them are rare.
    rare: usize,
    /// How many are rare names.
    names: usize,
    /// The sum as a share of the shorter stretch's words'.
    share: f32,
}

impl Wording {
    /// Lays out the words of `quotes`, and the runs that they share with copies.
    pub fn new(quotes: &[&str], weights: &WordWeights) -> Wording {
        let (mut words, mut runs) = (Vec::new(), Vec::new());
        for quote in quotes {
            let said: Vec<(String, bool)> = pieces(quote).collect();
            let word =
                |(w, name): &(String, bool)| Word { key: key32(&[w]), rarity: weights.of(w), name: *name };
            words.extend(said.iter().map(word));
            let run = |w: &[(String, bool)]| key32(&w.iter().map(|(w, _)| w.as_str()).collect::<Vec<_>>());
            runs.extend(said.windows(RUN).map(run));
        }
        words.sort_by_key(|w: &Word| (w.key, !w.name, w.rarity));
        words.dedup_by_key(|w| w.key);
        words.truncate(MOST);
        runs.sort_unstable();
        runs.dedup();
        runs.truncate(MOST);
        Wording { words, runs }
    }

    /// The same without its runs.
    pub fn without_runs(self) -> Wording {
        Wording { runs: Vec::new(), ..self }
    }

    fn common(&self, other: &Wording) -> Common {
        let mut found = Common::default();
        let mut sixteenths = 0u32;
        let mut rest = other.words.iter().peekable();
        for word in &self.words {
            while rest.next_if(|w| w.key < word.key).is_some() {}
            let Some(also) = rest.next_if(|w| w.key == word.key) else { continue };
            let rarity = word.rarity.min(also.rarity);
            let rare = rarity >= Rarity::RARE;
            sixteenths += u32::from(rarity.0);
            found.rare += usize::from(rare);
            found.names += usize::from(rare && word.name && also.name);
        }
        found.sum = sixteenths as f32 / 16.0;
        found.share = found.sum / self.weight().min(other.weight()).max(1.0);
        found
    }

    /// Rarity of its words, added up.
    fn weight(&self) -> f32 {
        self.words.iter().map(|w| u32::from(w.rarity.0)).sum::<u32>() as f32 / 16.0
    }
}

impl Bytes for Wording {
    fn put(&self, out: &mut Vec<u8>) {
        self.words.put(out);
        self.runs.put(out);
    }

    fn take(at: &mut Cursor<'_>) -> Option<Wording> {
        Some(Wording { words: Bytes::take(at)?, runs: Bytes::take(at)? })
    }
}

const SHARES: [f32; 10] = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.65, 0.8];
const SUMS: [f32; 10] = [2.0, 4.0, 6.0, 9.0, 12.0, 16.0, 24.0, 36.0, 50.0, 80.0];
const COUNTS: [f32; 7] = [1.0, 2.0, 3.0, 4.0, 6.0, 9.0, 14.0];

/// Tells what the evidence has in common, and what the headlines have.
pub fn signs(a: &Account, b: &Account, tell: &mut Tell<'_>) {
    let common = a.wording.common(&b.wording);
    let runs = in_both(&a.wording.runs, &b.wording.runs);
    let counts = [common.rare, common.names, runs].map(|count| count as f32);
    let values = [common.share, common.sum].into_iter().chain(counts);
    for ((stem, scale), value) in LADDERS.into_iter().zip(values) {
        steps(stem, value, scale, tell);
    }
    let mains = [a, b].iter().filter(|account| account.standing == Standing::Main).count();
    let stem = TITLES.get(mains).copied().unwrap_or(stem!("title", "none"));
    steps(stem, a.title.common(&b.title).share, &SHARES, tell);
}

/// What is told of the evidence, and in which steps.
const LADDERS: [(&Stem, &[f32]); 5] = [
    (stem!("words", "share"), &SHARES),
    (stem!("words", "sum"), &SUMS),
    (stem!("words", "rare"), &COUNTS),
    (stem!("words", "rare names"), &COUNTS),
    (stem!("words", "runs"), &COUNTS),
];

/// What is told of the headlines, by how many of the two events are what their report is news of.
const TITLES: [&Stem; 3] = [stem!("title", "none"), stem!("title", "one"), stem!("title", "both")];

/// The most that signs of words can add.
pub fn most(weight: &dyn Fn(u32) -> i32) -> i32 {
    let evidence: i32 = LADDERS.iter().map(|(stem, steps)| sign::most(stem, steps, weight)).sum();
    let title = TITLES.iter().map(|stem| sign::most(stem, &SHARES, weight)).max();
    evidence + title.unwrap_or(0)
}
