//! Finds the codebook's act words.

use crate::reader::Lexicon;
use crate::tokens;
use aho_corasick::{AhoCorasick, MatchKind};
use dateline_terms::{ActMention, Reading, Span};
use std::collections::BTreeMap;

/// The act words of a lexicon, compiled. Phrases and text are both matched as normalised tokens, so that line ends and curly apostrophes make no difference, whole words only, longest first.
#[derive(Debug, Default)]
pub struct Acts {
    machine: Option<AhoCorasick>,
    /// For each pattern its phrase as listed and the types that list it.
    entries: Vec<(String, Vec<String>)>,
}

impl Acts {
    /// Compiles the act words.
    pub fn new(lexicon: &Lexicon) -> Acts {
        let mut index: BTreeMap<String, usize> = BTreeMap::new();
        let (mut patterns, mut entries) = (Vec::new(), Vec::<(String, Vec<String>)>::new());
        for act in &lexicon.acts {
            for spelling in spellings(&act.phrase) {
                let at = *index.entry(joined(&spelling)).or_insert_with_key(|key| {
                    patterns.push(key.clone());
                    entries.push((act.phrase.clone(), Vec::new()));
                    entries.len() - 1
                });
                if let Some((_, types)) = entries.get_mut(at)
                    && !types.contains(&act.event_type)
                {
                    types.push(act.event_type.clone());
                }
            }
        }
        let machine = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&patterns).ok();
        Acts { machine: machine.filter(|_| !patterns.is_empty()), entries }
    }

    /// Act mentions in order of place; they do not overlap and do not cross sentences.
    pub fn find(&self, reading: &Reading) -> Vec<ActMention> {
        let Some(machine) = &self.machine else { return Vec::new() };
        let mut found = Vec::new();
        let mut line = String::new();
        let mut starts = Vec::new();
        for (sentence, s) in reading.sentences.iter().enumerate() {
            let words = reading.tokens.get(s.tokens.clone()).unwrap_or(&[]);
            line.clear();
            starts.clear();
            for token in words {
                starts.push(line.len());
                fence(&token.norm, &mut line);
            }
            for hit in machine.find_iter(&line) {
                let first = starts.partition_point(|at| *at < hit.start());
                let last = starts.partition_point(|at| *at < hit.end()).saturating_sub(1);
                let (Some(a), Some(b), Some((word, types))) =
                    (words.get(first), words.get(last), self.entries.get(hit.pattern().as_usize()))
                else {
                    continue;
                };
                found.push(ActMention {
                    span: Span::new(a.span.start, b.span.end),
                    sentence,
                    word: word.clone(),
                    types: types.clone(),
                });
            }
        }
        found
    }
}

/// The tokens of a phrase, each fenced.
fn joined(phrase: &str) -> String {
    let mut key = String::new();
    for token in tokens::tokens(phrase, Span::new(0, phrase.len())) {
        fence(&token.norm, &mut key);
    }
    key
}

/// Appends a word between two control characters, which no token holds: a pattern then matches whole words only.
fn fence(word: &str, line: &mut String) {
    line.push('\u{1}');
    line.push_str(word);
    line.push('\u{2}');
}

/// A phrase and its twins: "car bomb" is also written "car-bomb", and the other way round.
fn spellings(phrase: &str) -> impl Iterator<Item = String> {
    let twin = if phrase.contains('-') {
        Some(phrase.replace('-', " "))
    } else if phrase.split(' ').count() == 2 {
        Some(phrase.replace(' ', "-"))
    } else {
        None
    };
    [Some(phrase.to_owned()), twin].into_iter().flatten()
}
