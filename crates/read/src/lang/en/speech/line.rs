//! One sentence as a row of tokens, with the classes of word that speech rules look at.

use crate::lang::en::words::{Speakers, words};
use dateline_terms::{Case, Span, Token, TokenKind};
use std::ops::Range;

/// A sentence's tokens, numbered from 0; asking beyond either end gives the empty word.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub tokens: &'a [Token],
    pub words: &'static Speakers,
    /// Written in capitals throughout, so that a capital marks no name.
    pub shouted: bool,
    /// Written with a capital on most words, as headlines are.
    pub titled: bool,
}

impl<'a> Line<'a> {
    pub fn new(tokens: &'a [Token]) -> Line<'a> {
        let shouted = crate::names::is_shouted(tokens);
        let words = || tokens.iter().filter(|t| t.kind == TokenKind::Word);
        let titled = words().filter(|t| t.case == Case::Lower).count() * 3 < words().count();
        Line { tokens, words: &self::words().speakers, shouted, titled }
    }

    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    pub fn norm(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |t| t.norm.as_str())
    }

    /// The word before `i`, or the empty word.
    pub fn left(&self, i: usize) -> &'a str {
        i.checked_sub(1).map_or("", |k| self.norm(k))
    }

    pub fn span(&self, range: Range<usize>) -> Span {
        crate::sentences::span_of(self.tokens, range)
    }

    fn kind(&self, i: usize) -> Option<TokenKind> {
        self.tokens.get(i).map(|t| t.kind)
    }

    pub fn is_word(&self, i: usize) -> bool {
        self.kind(i) == Some(TokenKind::Word)
    }

    pub fn is_number(&self, i: usize) -> bool {
        self.kind(i) == Some(TokenKind::Number)
    }

    /// Any mark of punctuation, and the end of the sentence.
    pub fn is_mark(&self, i: usize) -> bool {
        matches!(self.kind(i), Some(TokenKind::Punct) | None)
    }

    pub fn is_quote(&self, i: usize) -> bool {
        is_quote(self.norm(i))
    }

    /// A capitalised word that is no function word and no time.
    pub fn is_cap(&self, i: usize) -> bool {
        let Some(token) = self.tokens.get(i) else { return false };
        let w = self.words;
        if self.is_initials(i) {
            return true;
        }
        token.kind == TokenKind::Word
            && (token.case != Case::Lower || self.is_particle(i))
            && !(i == 0 && token.norm.ends_with("ing"))
            && !self.shouted
            && !w.times.contains(&token.norm)
            && !w.stops.contains(&token.norm)
            && !w.joins.contains(&token.norm)
            && !w.adverbs.contains(&token.norm)
            && !w.determiners.contains(&token.norm)
            && !w.pronouns.contains(&token.norm)
            && !w.nobody.contains(&token.norm)
    }

    /// "al", "bin" and the like right before a name's word.
    fn is_particle(&self, i: usize) -> bool {
        matches!(self.norm(i), "al" | "el" | "bin" | "ibn" | "abu" | "de" | "van" | "von")
            && self.tokens.get(i + 1).is_some_and(|t| t.kind == TokenKind::Word && t.case != Case::Lower)
    }

    pub fn is_det(&self, i: usize) -> bool {
        self.words.determiners.contains(self.norm(i))
    }

    pub fn is_time(&self, i: usize) -> bool {
        self.words.times.contains(self.norm(i))
    }

    /// A lower-case head noun of speakers ("source"), which a capital at the head of a sentence does not change.
    pub fn is_noun(&self, i: usize) -> bool {
        self.words.nouns.contains(self.norm(i))
    }

    pub fn is_plural_noun(&self, i: usize) -> bool {
        let norm = self.norm(i);
        self.is_noun(i) && !self.is_cap(i) && norm.ends_with('s') && !norm.ends_with("ss")
    }

    /// A word that stands before such a head: listed, hyphenated, possessive, or a number.
    pub fn is_modifier(&self, i: usize) -> bool {
        let norm = self.norm(i);
        self.words.before.contains(norm)
            || norm.ends_with("'s")
            || (norm.contains('-') && self.is_word(i) && !norm.ends_with("-old"))
            || self.is_number(i)
    }

    pub fn is_known(&self, i: usize) -> bool {
        self.is_cap(i) || self.is_noun(i) || self.is_modifier(i) || self.words.outlets.contains(self.norm(i))
    }

    pub fn is_pronoun(&self, i: usize) -> bool {
        let word = self.norm(i).split('\'').next().unwrap_or("");
        matches!(word, "he" | "she" | "they" | "it" | "we" | "i" | "him" | "her" | "them")
            && !self.is_initials(i)
    }

    /// A word that makes what stands before it a clause of its own.
    pub fn is_finite(&self, i: usize) -> bool {
        self.is_lower(i)
            && matches!(
                self.norm(i),
                "was"
                    | "were"
                    | "is"
                    | "are"
                    | "has"
                    | "have"
                    | "had"
                    | "will"
                    | "would"
                    | "could"
                    | "can"
                    | "may"
                    | "might"
                    | "did"
                    | "said"
                    | "told"
            )
    }

    pub fn is_lower(&self, i: usize) -> bool {
        self.shouted || self.tokens.get(i).is_some_and(|t| t.case == Case::Lower)
    }

    /// Plural nouns that stand before other nouns ("rights group", "news agency").
    pub fn is_compound(&self, i: usize) -> bool {
        matches!(
            self.norm(i),
            "rights"
                | "news"
                | "forces"
                | "reports"
                | "operations"
                | "relations"
                | "defenders"
                | "journalists"
                | "workers"
                | "teachers"
                | "ministers"
        )
    }

    /// A word that hangs on the noun before it.
    pub fn is_linked(&self, i: usize) -> bool {
        self.words.joins.contains(self.norm(i)) || matches!(self.norm(i), "and" | "or" | "&")
    }

    pub fn is_relative(&self, i: usize) -> bool {
        matches!(self.norm(i), "who" | "which" | "that" | "whose")
    }

    /// A lower-case word of no listed class that could be a noun or an adjective.
    pub fn is_open(&self, i: usize) -> bool {
        let norm = self.norm(i);
        self.is_word(i)
            && !self.words.stops.contains(norm)
            && !self.words.joins.contains(norm)
            && !self.words.adverbs.contains(norm)
            && !self.words.times.contains(norm)
            && !self.words.nobody.contains(norm)
            && !self.is_det(i)
            && !norm.ends_with("ly")
            && !norm.ends_with("n't")
    }

    /// Whether a range looks like someone who speaks: a listed noun, a name, a pronoun.
    pub fn is_speaker(&self, range: &Range<usize>) -> bool {
        !self.words.nobody.contains(self.norm(range.start))
            && self.norm(range.start) != "no"
            && range
                .clone()
                .any(|i| self.is_noun(i) || self.is_cap(i) || self.is_pronoun(i) || self.is_acronym(i))
    }

    /// Whether a range has a listed head noun.
    pub fn has_noun(&self, range: &Range<usize>) -> bool {
        range.clone().any(|i| self.is_noun(i))
    }

    /// An acronym of two letters or more.
    pub fn is_initials(&self, i: usize) -> bool {
        !self.words.outlets.contains(self.norm(i))
            && self.is_acronym(i)
            && self.tokens.get(i).is_some_and(|t| t.norm.len() > 1 && t.kind == TokenKind::Word)
    }

    fn is_acronym(&self, i: usize) -> bool {
        !self.shouted && self.tokens.get(i).is_some_and(|t| t.case == Case::Upper)
    }

    /// Whether the full stop at `i` belongs to a title or an initial ("Gen.", "J.").
    pub fn is_title_stop(&self, i: usize) -> bool {
        let before = self.left(i);
        self.norm(i) == "." && (self.words.titles.contains(before) || before.chars().count() == 1)
    }
}

/// A quotation mark, single ones left out: they are apostrophes more often than not.
pub(super) fn is_quote(mark: &str) -> bool {
    matches!(mark, "\"" | "“" | "”" | "«" | "»" | "„")
}
