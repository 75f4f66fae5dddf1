//! Finds runs of capitalised words.

use crate::lang::Language;
use dateline_terms::{Case, NameMention, Reading, Sentence, Token, TokenKind};

/// Name mentions in order of place. In text that is all capitals no word stands out, so there are none.
pub fn find(text: &str, reading: &Reading, language: &Language) -> Vec<NameMention> {
    let mut found = Vec::new();
    for (sentence, s) in reading.sentences.iter().enumerate() {
        let tokens = reading.tokens.get(s.tokens.clone()).unwrap_or(&[]);
        if is_shouted(tokens) {
            continue;
        }
        for range in runs(text, tokens, s, language) {
            found.push(NameMention { span: crate::sentences::span_of(tokens, range), sentence });
        }
    }
    found
}

/// Whether a stretch is written in capitals throughout (at least four words, none in lower case).
pub fn is_shouted(tokens: &[Token]) -> bool {
    let words = tokens.iter().filter(|t| t.kind == TokenKind::Word);
    let (all, upper) =
        words.fold((0, 0), |(all, upper), t| (all + 1, upper + usize::from(t.case == Case::Upper)));
    all >= 4 && upper * 10 >= all * 8
}

fn runs(
    _text: &str,
    tokens: &[Token],
    _sentence: &Sentence,
    language: &Language,
) -> Vec<std::ops::Range<usize>> {
    let (common, never, links) = ((language.common)(), (language.never)(), (language.links)());
    let named = |i: usize| tokens.get(i).is_some_and(is_named);
    let mut found = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        if !named(i) {
            i += 1;
            continue;
        }
        let from = i;
        let mut to = i + 1;
        while to < tokens.len() {
            let gap = (to..tokens.len()).take(3).take_while(|k| is_link(tokens, *k, links)).count();
            match (named(to), gap) {
                (true, _) => to += 1,
                (false, 1..) if named(to + gap) => to += gap + 1,
                _ => break,
            }
        }
        i = to;
        let first = tokens.get(from.wrapping_sub(1)).is_none_or(|t| t.kind == TokenKind::Punct);
        let skips = |k: usize| {
            let heads = k + 1 < to && is_link(tokens, k + 1, links);
            let norm = tokens.get(k).map_or("", |t| t.norm.as_str());
            never.contains(norm) || (first && !heads && common.contains(norm))
        };
        let from = from + (from..to).take_while(|k| skips(*k)).count();
        let from = from + (from..to).take_while(|k| is_link(tokens, *k, links)).count();
        if from < to {
            found.push(from..to);
        }
    }
    found
}

/// A word with a capital, or one such as "al-Omar"; numbers only as parts ("Harakat 59" is cut before "59").
fn is_named(token: &Token) -> bool {
    token.kind == TokenKind::Word
        && token.case != Case::Lower
        && !token.norm.starts_with(|c: char| c.is_ascii_digit())
}

fn is_link(tokens: &[Token], i: usize, links: &std::collections::HashSet<String>) -> bool {
    tokens.get(i).is_some_and(|t| t.case == Case::Lower && links.contains(&t.norm))
}
