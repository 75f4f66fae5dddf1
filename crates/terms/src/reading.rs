use crate::{ActMention, Cue, NameMention, QuantityMention, Span, SpeechMention, TimeMention, Vectors};
use std::ops::Range;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters (with inner apostrophes and hyphens).
    Word,
    /// Digits, with separators.
    Number,
    /// One mark of punctuation or symbol.
    Punct,
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Case {
    /// "rocket", or no letters with case.
    Lower,
    /// "Rocket".
    Title,
    /// "ROCKET".
    Upper,
    /// "iPhone", "al-Omar" (an inner capital).
    Mixed,
}

/// One word, number or mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Lower case, curly apostrophes made straight; what lexicons are matched against.
    pub norm: String,
    /// What it is made of.
    pub kind: TokenKind,
    /// How it is written.
    pub case: Case,
}

/// One sentence. Sentences never reach into furniture and never overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands, white space trimmed.
    pub span: Span,
    /// Its tokens, as indices into `Reading::tokens`.
    pub tokens: Range<usize>,
    /// Which paragraph, from 0.
    pub paragraph: usize,
    /// Whether it is the report's headline.
    pub headline: bool,
}

/// A report as read: sentences, tokens and mentions, each pointing at the text, in order of place.
/// Nothing here is resolved: "Monday" is a weekday, "militants" are words.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// ISO 639-1 code of the language that it was read as; `None` if it could not be read.
    pub language: Option<String>,
    /// Sentences.
    pub sentences: Vec<Sentence>,
    /// Tokens of all sentences.
    pub tokens: Vec<Token>,
    /// Acts: words that may tell of an event.
    pub acts: Vec<ActMention>,
    /// Numbers with bounds.
    pub quantities: Vec<QuantityMention>,
    /// Time expressions.
    pub times: Vec<TimeMention>,
    /// Runs of capitalised words.
    pub names: Vec<NameMention>,
    /// Who says what.
    pub speech: Vec<SpeechMention>,
    /// Hedges, negations, plans, threats, conditionals.
    pub cues: Vec<Cue>,
    /// What the encoder made of it.
    pub vectors: Vectors,
}

impl Reading {
    /// Index of the sentence that `span` begins in.
    pub fn sentence_at(&self, span: Span) -> Option<usize> {
        let i = self.sentences.partition_point(|s| s.span.end <= span.start);
        self.sentences.get(i).filter(|s| s.span.start <= span.start).map(|_| i)
    }

    /// Indices of the tokens that lie wholly inside `span`.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let a = self.tokens.partition_point(|t| t.span.start < span.start);
        let b = self.tokens.partition_point(|t| t.span.end <= span.end);
        a..b.max(a)
    }
}
