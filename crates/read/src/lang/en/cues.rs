//! Finds hedges, negations, plans, threats, conditionals, demands, failed attempts, general talk, and what leads
//! to acts that are recalled or that grow, as `[cues]` of `codebook/words/en.toml` lists them.

use super::words::words;
use dateline_terms::{Cue, CueKind, Reading, Token};
use serde::Deserialize;
use std::collections::HashMap;

/// The `[cues]` table: for each kind its words and phrases.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CueRows {
    negation: Vec<String>,
    hedge: Vec<String>,
    plan: Vec<String>,
    threat: Vec<String>,
    conditional: Vec<String>,
    demand: Vec<String>,
    foiled: Vec<String>,
    general: Vec<String>,
    recall: Vec<String>,
    growth: Vec<String>,
}

/// Cue phrases by their first word, longest first.
#[derive(Debug, Default)]
pub(super) struct CueLexicon {
    first: HashMap<String, Vec<(Vec<String>, CueKind)>>,
}

impl CueLexicon {
    /// Phrases as the word file lists them, words parted by spaces; a word may begin with `*` to stand for its
    /// other endings ("*threaten": threatens, threatened, threatening).
    pub(super) fn new(rows: &CueRows) -> CueLexicon {
        let mut lexicon = CueLexicon::default();
        for (list, kind) in [
            (&rows.negation, CueKind::Negation),
            (&rows.hedge, CueKind::Hedge),
            (&rows.plan, CueKind::Plan),
            (&rows.threat, CueKind::Threat),
            (&rows.conditional, CueKind::Conditional),
            (&rows.demand, CueKind::Demand),
            (&rows.foiled, CueKind::Foiled),
            (&rows.general, CueKind::General),
            (&rows.recall, CueKind::Recall),
            (&rows.growth, CueKind::Growth),
        ] {
            for phrase in list {
                let mut parts = phrase.split_whitespace();
                let Some(head) = parts.next() else { continue };
                let rest: Vec<String> = parts.map(str::to_owned).collect();
                for first in inflections(head) {
                    lexicon.first.entry(first).or_default().push((rest.clone(), kind));
                }
            }
        }
        for entries in lexicon.first.values_mut() {
            entries.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
        lexicon
    }

    /// The longest cue that begins at the first of `tokens`: how many tokens it has, and its kind.
    fn at(&self, tokens: &[Token]) -> Option<(usize, CueKind)> {
        let first = tokens.first()?;
        let entries = self.first.get(&first.norm)?;
        let fits = |rest: &[String]| {
            rest.iter().enumerate().all(|(k, word)| tokens.get(k + 1).is_some_and(|t| t.norm == *word))
        };
        entries.iter().find(|(rest, _)| fits(rest)).map(|(rest, kind)| (rest.len() + 1, *kind))
    }
}

/// A listed word, or with a leading `*` the regular forms of a verb.
fn inflections(word: &str) -> Vec<String> {
    let Some(base) = word.strip_prefix('*') else { return vec![word.to_owned()] };
    let silent = base.strip_suffix('e');
    let y = base.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    let (s, ed, ing) = match (silent, y) {
        (Some(stem), _) => (format!("{base}s"), format!("{base}d"), format!("{stem}ing")),
        (_, Some(stem)) => (format!("{stem}ies"), format!("{stem}ied"), format!("{base}ing")),
        _ => (format!("{base}s"), format!("{base}ed"), format!("{base}ing")),
    };
    vec![base.to_owned(), s, ed, ing]
}

/// Cues in order of place; they do not overlap. A capital inside a sentence marks a name ("Will", "May"), not a cue.
pub fn find(_text: &str, reading: &Reading) -> Vec<Cue> {
    let lexicon = &words().cues;
    let mut found = Vec::new();
    for (sentence, s) in reading.sentences.iter().enumerate() {
        let tokens = reading.tokens.get(s.tokens.clone()).unwrap_or(&[]);
        let shouted = crate::names::is_shouted(tokens);
        let mut i = 0;
        while let Some(rest) = tokens.get(i..).filter(|r| !r.is_empty()) {
            match lexicon
                .at(rest)
                .filter(|_| shouted || opens(tokens, i) || rest.first().is_some_and(is_plain))
            {
                Some((n, kind)) => {
                    found.push(Cue { span: crate::sentences::span_of(tokens, i..i + n), sentence, kind });
                    i += n;
                }
                None => i += 1,
            }
        }
    }
    found
}

/// Whether a capital at `i` is owed to the place: the head of a sentence or of a quotation.
fn opens(tokens: &[Token], i: usize) -> bool {
    i.checked_sub(1).and_then(|k| tokens.get(k)).is_none_or(|t| t.kind == dateline_terms::TokenKind::Punct)
}

fn is_plain(token: &Token) -> bool {
    token.case == dateline_terms::Case::Lower
}

#[cfg(test)]
mod tests {
    use crate::{Lexicon, Reader};
    use dateline_terms::{CueKind, Report};

    fn kinds(text: &str) -> Vec<CueKind> {
        let report = Report { text: text.to_owned(), ..Report::default() };
        Reader::new(&Lexicon::default()).read(&report).0.cues.iter().map(|c| c.kind).collect()
    }

    #[test]
    fn cues_of_every_kind() {
        use CueKind::*;
        assert_eq!(kinds("The army did not strike; it reportedly plans to attack."), [Negation, Hedge, Plan]);
        assert_eq!(kinds("He threatened to bomb the town if the siege went on."), [Threat, Conditional]);
        assert_eq!(kinds("The union called for an end to raids that often kill."), [Demand, General]);
        assert_eq!(kinds("Police foiled an attack in May."), [Foiled]);
        assert_eq!(kinds("Troops fired two days after a raid."), [Recall]);
        assert_eq!(kinds("Rebels stepped up raids in retaliation for a strike."), [Growth, Recall]);
    }
}
