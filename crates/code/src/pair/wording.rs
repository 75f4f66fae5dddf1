//! What two accounts' words have in common: the rarer a shared word, the more it tells.

use super::Account;
use super::bytes::Bytes;
use super::sign::{self, Stem, Tell, reached, stem};
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
    /// Rarity of the words, added up.
    sixteenths: u32,
}

/// Which hashes a list may hold: one bit of 256 a hash. It lets nearly nothing through that the list lacks, so that few
/// are looked for in vain.
#[derive(Clone, Copy, Debug, Default)]
struct Sieve([u64; 4]);

impl Sieve {
    fn of(hashes: impl Iterator<Item = u32>) -> Sieve {
        let mut sieve = Sieve::default();
        for (slot, bit) in hashes.map(Sieve::place) {
            sieve.0.get_mut(slot).into_iter().for_each(|bits| *bits |= bit);
        }
        sieve
    }

    fn place(hash: u32) -> (usize, u64) {
        (hash as usize >> 6 & 3, 1 << (hash & 63))
    }

    fn may_hold(&self, hash: u32) -> bool {
        let (slot, bit) = Sieve::place(hash);
        self.0.get(slot).is_some_and(|bits| bits & bit != 0)
    }
}

/// Sieves of an account that is compared with many.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sieves {
    words: Sieve,
    runs: Sieve,
    title: Sieve,
}

impl Sieves {
    /// Those of one account.
    pub fn new(account: &Account) -> Sieves {
        let words = |wording: &Wording| Sieve::of(wording.words.iter().map(|word| word.key));
        let (words, title) = (words(&account.wording), words(&account.title));
        Sieves { words, runs: Sieve::of(account.wording.runs.iter().copied()), title }
    }
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
        Wording::of(words, runs)
    }

    /// The same without its runs.
    pub fn without_runs(self) -> Wording {
        Wording { runs: Vec::new(), ..self }
    }

    /// What it has in common with another; `own` is the sieve of its words.
    fn common(&self, other: &Wording, own: &Sieve) -> Common {
        let mut found = Common::default();
        let mut sixteenths = 0u32;
        for word in other.words.iter().filter(|word| own.may_hold(word.key)) {
            let same = self.words.binary_search_by_key(&word.key, |w| w.key).ok();
            let Some(also) = same.and_then(|at| self.words.get(at)) else { continue };
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
        self.sixteenths as f32 / 16.0
    }

    /// `words` in order of key, each once, and `runs` in order.
    fn of(words: Vec<Word>, runs: Vec<u32>) -> Wording {
        let sixteenths = words.iter().map(|w| u32::from(w.rarity.0)).sum();
        Wording { words, runs, sixteenths }
    }
}

impl Bytes for Wording {
    fn put(&self, out: &mut Vec<u8>) {
        self.words.put(out);
        self.runs.put(out);
    }

    fn take(at: &mut Cursor<'_>) -> Option<Wording> {
        Some(Wording::of(Bytes::take(at)?, Bytes::take(at)?))
    }
}

const SHARES: [f32; 10] = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.65, 0.8];
const SUMS: [f32; 10] = [2.0, 4.0, 6.0, 9.0, 12.0, 16.0, 24.0, 36.0, 50.0, 80.0];
const COUNTS: [f32; 7] = [1.0, 2.0, 3.0, 4.0, 6.0, 9.0, 14.0];

/// What the words of two accounts have in common: how many steps of each scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Of [`LADDERS`].
    evidence: [u8; 5],
    /// How many of the two are what their reports are news of.
    mains: u8,
    /// Of [`SHARES`], for the headlines.
    title: u8,
}

/// What the evidence has in common, and what the headlines have. `own`: the sieves of `a`.
pub fn seen(a: &Account, b: &Account, own: &Sieves) -> Seen {
    let common = a.wording.common(&b.wording, &own.words);
    let shared = |run: &&u32| own.runs.may_hold(**run) && a.wording.runs.binary_search(run).is_ok();
    let runs = b.wording.runs.iter().filter(shared).count();
    let [rare, names, runs] = [common.rare, common.names, runs].map(|count| count as f32);
    let steps = |value: f32, scale: &[f32]| scale.iter().take_while(|step| value >= **step).count() as u8;
    let mut values = [common.share, common.sum, rare, names, runs].into_iter();
    let title = a.title.common(&b.title, &own.title).share;
    Seen {
        evidence: LADDERS.map(|(_, scale)| steps(values.next().unwrap_or(0.0), scale)),
        mains: [a, b].iter().filter(|account| account.standing == Standing::Main).count() as u8,
        title: steps(title, &SHARES),
    }
}

impl Seen {
    /// Tells it in signs.
    pub fn tell(self, tell: &mut Tell<'_>) {
        for ((stem, _), count) in LADDERS.into_iter().zip(self.evidence) {
            reached(stem, count, tell);
        }
        let stem = TITLES.get(usize::from(self.mains)).copied().unwrap_or(stem!("title", "none"));
        reached(stem, self.title, tell);
    }
}

/// What the signs of words weigh, for every number of steps.
#[derive(Clone, Debug, Default)]
pub struct Ladders {
    evidence: [Vec<i32>; 5],
    titles: [Vec<i32>; 3],
}

impl Ladders {
    /// `weight` gives the weight of a sign by its key.
    pub fn new(weight: &dyn Fn(u32) -> i32) -> Ladders {
        Ladders {
            evidence: LADDERS.map(|(stem, scale)| sign::ladder(stem, scale.len(), weight)),
            titles: TITLES.map(|stem| sign::ladder(stem, SHARES.len(), weight)),
        }
    }

    /// What all signs of words add up to.
    pub fn weight(&self, seen: Seen) -> i32 {
        let at = |ladder: &Vec<i32>, count: u8| ladder.get(usize::from(count)).copied().unwrap_or(0);
        let evidence: i32 = self.evidence.iter().zip(seen.evidence).map(|(l, count)| at(l, count)).sum();
        evidence + self.titles.get(usize::from(seen.mains)).map_or(0, |ladder| at(ladder, seen.title))
    }

    /// The most that they can add.
    pub fn most(&self) -> i32 {
        let most = |ladder: &Vec<i32>| ladder.iter().max().copied().unwrap_or(0);
        self.evidence.iter().map(most).sum::<i32>() + self.titles.iter().map(most).max().unwrap_or(0)
    }
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
