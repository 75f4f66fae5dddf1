//! Word pieces: what the encoder reads in place of words. Cut as BERT's vocabulary wants it: lower case,
//! accents dropped, marks apart, then the longest known piece first (Schuster and Nakajima 2012; Devlin and
//! others 2018). Crate `rten-text` does the same but panics on some words with accents.

use dateline_terms::{Reading, Span};
use std::collections::HashMap;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Most pieces that are read together, the two marks around them left out. Longer stretches make the
/// arithmetic slower a piece; training cuts its reports the same way.
pub const LONGEST: usize = 126;

/// Most letters of one piece of the vocabulary.
const LONGEST_PIECE: usize = 24;

/// The pieces of a report, cut into stretches that are read together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pieces {
    /// Index of each piece in the vocabulary.
    pub ids: Vec<i32>,
    /// Where the token that it is a piece of stands; the pieces of one token share its span.
    pub spans: Vec<Span>,
    /// Stretches, as ranges of pieces, in text order: whole sentences as long as they fit.
    pub stretches: Vec<Range<usize>>,
}

/// Cuts words into the pieces of one vocabulary.
#[derive(Debug)]
pub struct Cutter {
    /// Pieces that begin a word.
    heads: HashMap<&'static str, i32>,
    /// Pieces that go on with one.
    tails: HashMap<&'static str, i32>,
    /// The piece for what is unknown.
    unknown: i32,
    /// Mark before a stretch.
    pub opens: i32,
    /// Mark after a stretch.
    pub closes: i32,
}

impl Cutter {
    /// A cutter for a vocabulary: one piece a line, its index the line's number from 0.
    pub fn new(vocabulary: &'static str) -> Cutter {
        let (mut heads, mut tails) = (HashMap::new(), HashMap::new());
        for (piece, id) in vocabulary.lines().zip(0i32..) {
            match piece.strip_prefix("##").filter(|tail| !tail.is_empty()) {
                Some(tail) => tails.insert(tail, id),
                None => heads.insert(piece, id),
            };
        }
        let mark = |name: &str| heads.get(name).copied().unwrap_or(0);
        let (unknown, opens, closes) = (mark("[UNK]"), mark("[CLS]"), mark("[SEP]"));
        Cutter { heads, tails, unknown, opens, closes }
    }

    /// Adds the pieces of one token.
    fn cut_token(&self, token: &str, ids: &mut Vec<i32>) {
        let plain: String =
            token.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
        let mut rest = plain.as_str();
        while let Some(first) = rest.chars().next() {
            let end = if first.is_alphanumeric() {
                rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
            } else {
                first.len_utf8()
            };
            let (word, after) = rest.split_at(end);
            if !first.is_whitespace() && !first.is_control() {
                self.cut_word(word, ids);
            }
            rest = after;
        }
    }

    /// Longest known piece first; a word that cannot be put together is one unknown piece.
    fn cut_word(&self, word: &str, ids: &mut Vec<i32>) {
        let from = ids.len();
        let (mut known, mut rest) = (&self.heads, word);
        while !rest.is_empty() {
            let ends = rest.char_indices().map(|(i, c)| i + c.len_utf8()).take(LONGEST_PIECE);
            let best = ends.filter_map(|e| Some((*known.get(rest.get(..e)?)?, e))).last();
            let Some((id, end)) = best else {
                ids.truncate(from);
                ids.push(self.unknown);
                return;
            };
            ids.push(id);
            rest = rest.get(end..).unwrap_or("");
            known = &self.tails;
        }
    }

    /// The pieces of the sentences that `keep` names, in text order.
    pub fn cut(&self, text: &str, reading: &Reading, keep: impl Fn(usize) -> bool) -> Pieces {
        let mut out = Pieces::default();
        let mut from = 0;
        for (_, sentence) in reading.sentences.iter().enumerate().filter(|(i, _)| keep(*i)) {
            let start = out.ids.len();
            for token in reading.tokens.get(sentence.tokens.clone()).unwrap_or(&[]) {
                self.cut_token(token.span.of(text), &mut out.ids);
                out.spans.resize(out.ids.len(), token.span);
            }
            if start > from && out.ids.len() - from > LONGEST {
                out.stretches.push(from..start);
                from = start;
            }
            while out.ids.len() - from > LONGEST {
                out.stretches.push(from..from + LONGEST);
                from += LONGEST;
            }
        }
        if out.ids.len() > from {
            out.stretches.push(from..out.ids.len());
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(token: &str) -> Vec<&'static str> {
        let mut ids = Vec::new();
        Cutter::new(super::super::VOCABULARY).cut_token(token, &mut ids);
        let lines: Vec<&str> = super::super::VOCABULARY.lines().collect();
        ids.iter().map(|id| lines[*id as usize]).collect()
    }

    #[test]
    fn words_are_cut_as_the_vocabulary_was_made() {
        assert_eq!(cut("Rocket"), ["rocket"]);
        assert_eq!(cut("Deir"), ["dei", "##r"]);
        assert_eq!(cut("al-Asad"), ["al", "-", "asa", "##d"]);
        assert_eq!(cut("Kata'ib"), ["kata", "'", "ib"]);
        assert_eq!(cut("Bogotá"), ["bogota"]);
        assert_eq!(cut("\u{4e00}\u{fffd}"), ["一", "[UNK]"]);
    }
}
