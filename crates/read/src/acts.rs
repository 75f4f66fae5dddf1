//! Finds the codebook's act words.

use crate::reader::Lexicon;
use crate::tokens;
use dateline_terms::{ActMention, Reading, Span, Token};
use std::collections::HashMap;

/// The act words of a lexicon. Phrases and text are both matched as normalised tokens, so that line ends
/// and curly apostrophes make no difference, whole words only, longest first.
#[derive(Debug, Default)]
pub struct Acts {
    /// First token of a phrase → the further tokens and the entry, longest first.
    by_first: HashMap<String, Vec<(Vec<String>, usize)>>,
    /// For each phrase, as listed, the types that list it.
    entries: Vec<(String, Vec<String>)>,
}

impl Acts {
    /// Sorts the act words by their first token.
    pub fn new(lexicon: &Lexicon) -> Acts {
        let mut acts = Acts::default();
        for act in &lexicon.acts {
            for spelling in spellings(&act.phrase) {
                acts.add(&act.phrase, &spelling, &act.event_type);
            }
        }
        for phrases in acts.by_first.values_mut() {
            phrases.sort_by_key(|(rest, entry)| (std::cmp::Reverse(rest.len()), *entry));
        }
        acts
    }

    fn add(&mut self, phrase: &str, spelling: &str, event_type: &str) {
        let mut words = tokens::tokens(spelling, Span::new(0, spelling.len())).into_iter().map(|t| t.norm);
        let Some(first) = words.next() else { return };
        let rest: Vec<String> = words.collect();
        let phrases = self.by_first.entry(first).or_default();
        let at = match phrases.iter().find(|(r, _)| *r == rest) {
            Some((_, at)) => *at,
            None => {
                phrases.push((rest, self.entries.len()));
                self.entries.push((phrase.to_owned(), Vec::new()));
                self.entries.len() - 1
            }
        };
        if let Some((_, types)) = self.entries.get_mut(at)
            && !types.iter().any(|t| t == event_type)
        {
            types.push(event_type.to_owned());
        }
    }

    /// Act mentions in order of place; they do not overlap and do not cross sentences.
    pub fn find(&self, reading: &Reading) -> Vec<ActMention> {
        let mut found = Vec::new();
        for (sentence, s) in reading.sentences.iter().enumerate() {
            let words = reading.tokens.get(s.tokens.clone()).unwrap_or(&[]);
            let mut k = 0;
            while k < words.len() {
                let hit = self.at(words, k);
                k += hit.map_or(1, |(length, _)| length);
                let Some((length, (word, types))) = hit else { continue };
                let (Some(a), Some(b)) = (words.get(k - length), words.get(k - 1)) else { continue };
                let span = Span::new(a.span.start, b.span.end);
                found.push(ActMention { span, sentence, word: word.clone(), types: types.clone() });
            }
        }
        found
    }

    /// The longest phrase that begins with token `k`: its length in tokens, and its entry.
    fn at(&self, words: &[Token], k: usize) -> Option<(usize, &(String, Vec<String>))> {
        let phrases = self.by_first.get(words.get(k)?.norm.as_str())?;
        let fits = |rest: &[String]| {
            words
                .get(k + 1..k + 1 + rest.len())
                .is_some_and(|w| w.iter().zip(rest).all(|(t, r)| t.norm == *r))
        };
        let (rest, entry) = phrases.iter().find(|(rest, _)| fits(rest))?;
        Some((rest.len() + 1, self.entries.get(*entry)?))
    }
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
