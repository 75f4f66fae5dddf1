//! Which sentences are worth the encoder's time: a linear model over a sentence's words, learnt from the
//! evidence of coded reports against their other sentences and against news on other matters.

use crate::weigh::{Features, Model, Seen};
use dateline_terms::{Reading, TokenKind};

/// A sentence worth at least this is read. Chosen so that 99 in 100 evidence sentences of
/// reports that training left out pass.
pub const LEAST: f32 = 0.05;

/// A report is read where a sentence of it is worth at least this; in others what seems worth a little is
/// chance.
pub const BEST: f32 = 0.3;

/// What the sieve looks at in sentence `i`: its words, pairs of neighbours, and the act words in it.
pub fn features(reading: &Reading, i: usize) -> Features {
    let mut f = Features::new();
    f.add(&["bias"]);
    let Some(sentence) = reading.sentences.get(i) else { return f };
    let words: Vec<&str> = reading
        .tokens
        .get(sentence.tokens.clone())
        .unwrap_or(&[])
        .iter()
        .filter(|t| t.kind == TokenKind::Word)
        .map(|t| t.norm.as_str())
        .collect();
    for w in &words {
        f.add(&["w", w]);
    }
    for pair in words.windows(2) {
        if let [a, b] = pair {
            f.add(&["pair", a, b]);
        }
    }
    let from = reading.acts.partition_point(|a| a.span.start < sentence.span.start);
    for act in reading.acts.iter().skip(from).take_while(|a| a.span.start < sentence.span.end) {
        f.add(&["act", &act.word]);
        for t in &act.types {
            f.add(&["type", t]);
        }
    }
    f.settle();
    f
}

/// How much each sentence of a report is worth reading, 0–1: its own likelihood of being evidence, or the
/// mean of those around it, whichever is greater. A sentence that says little among sentences that tell of
/// attacks may still say where or when. Where no sentence is worth [`BEST`], none is worth anything.
pub fn worth(reading: &Reading, sieve: &Model) -> Vec<f32> {
    let none = Seen::default();
    let own: Vec<f32> =
        (0..reading.sentences.len()).map(|i| sieve.one(&features(reading, i), &none)).collect();
    let around = |i: usize| {
        let near = own.get(i.saturating_sub(AROUND)..own.len().min(i + AROUND + 1)).unwrap_or(&[]);
        near.iter().sum::<f32>() / near.len().max(1) as f32
    };
    if own.iter().all(|p| *p < BEST) {
        return vec![0.0; own.len()];
    }
    own.iter().enumerate().map(|(i, p)| p.max(around(i))).collect()
}

/// How many sentences on each side count as around.
const AROUND: usize = 6;
