use crate::{Quantity, Span, Stance, TimeExpr};

/// A word or phrase that may tell of an act, as the codebook lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActMention {
    /// The words.
    pub span: Span,
    /// Sentence index.
    pub sentence: usize,
    /// The codebook's act word as listed (its base form).
    pub word: String,
    /// Event types whose codebook entry lists it, in codebook order.
    pub types: Vec<String>,
}

/// A number with its bounds and the noun that it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuantityMention {
    /// The number phrase with its noun: "at least 16 people".
    pub span: Span,
    /// The number alone, with its bound words: "at least 16".
    pub number: Span,
    /// The head noun in lower case ("people", "rockets"), if one follows.
    pub noun: Option<String>,
    /// Sentence index.
    pub sentence: usize,
    /// The figure.
    pub quantity: Quantity,
}

/// Words that speak of a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeMention {
    /// The words, with a leading "on" or "in" where there is one.
    pub span: Span,
    /// Sentence index.
    pub sentence: usize,
    /// What they say.
    pub expr: TimeExpr,
}

/// A run of capitalised words that may name someone, something or some place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameMention {
    /// The words.
    pub span: Span,
    /// Sentence index.
    pub sentence: usize,
}

/// Someone says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeechMention {
    /// Noun phrase that names the speaker; for a pronoun, the nearest noun phrase that names the same one.
    pub speaker: Span,
    /// The verb or cue: "said", "according to", "has yet to comment".
    pub cue: Span,
    /// What is said; may reach over the following sentences of a quotation.
    pub content: Span,
    /// `Asserts`, `Denies`, `Suspects`, `ClaimsResponsibility`, `Accuses`, `NoComment` or `Unconfirmed`.
    pub stance: Stance,
    /// Sentence index of the cue.
    pub sentence: usize,
}

/// What kind of doubt or distance words put between the reader and an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CueKind {
    /// "not", "no", "never", "failed to".
    Negation,
    /// "reportedly", "allegedly", "believed to".
    Hedge,
    /// "plans to", "will", "is set to".
    Plan,
    /// "threatened to", "vowed to", "warned".
    Threat,
    /// "if", "would", "could", "might".
    Conditional,
    /// "called for", "demanded", "urged".
    Demand,
    /// "foiled", "thwarted", "attempted".
    Foiled,
    /// "often", "usually", "has repeatedly".
    General,
    /// "in retaliation for", "days after": an earlier act is recalled next.
    Recall,
    /// "ramped up", "intensified": what grows is next.
    Growth,
}

/// A word that changes whether an act counts as having happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// The words.
    pub span: Span,
    /// Sentence index.
    pub sentence: usize,
    /// What it does.
    pub kind: CueKind,
}
