//! The languages that reports are read in.
//!
//! To add one: a folder beside `en` with the functions that [`Language`] names, `codebook/words/<xx>.toml`
//! with its words, and a row in [`LANGUAGES`] and in `words.rs` of crate `code`. All else in these two crates serves
//! any language.

pub mod en;

use crate::sentences::Stops;
use dateline_terms::{Cue, Flaw, Quantity, Reading, Report, Span, SpeechMention, TimeExpr};
use std::collections::HashSet;

/// Times said in one sentence: where, and what they say.
pub type Times = Vec<(Span, TimeExpr)>;
/// Quantities of one sentence: the phrase with its noun, the number alone, the noun in lower case, the figure.
pub type Quantities = Vec<(Span, Span, Option<String>, Quantity)>;

/// What the reader needs of a language.
#[derive(Debug)]
pub struct Language {
    /// ISO 639-1.
    pub code: &'static str,
    /// In English, for flaws.
    pub name: &'static str,
    /// Abbreviations, for sentence splitting.
    pub stops: fn() -> &'static Stops,
    /// Words that name nobody though a capital begins them at the head of a sentence.
    pub common: fn() -> &'static HashSet<String>,
    /// Of these, the ones that head no name anywhere: articles, pronouns, days and months.
    pub never: fn() -> &'static HashSet<String>,
    /// Small words inside names ("of", "al", "and the").
    pub links: fn() -> &'static HashSet<String>,
    /// Time expressions of the text inside one sentence.
    pub times: fn(&str, Span) -> Times,
    /// Numbers with bounds inside one sentence.
    pub quantities: fn(&str, Span) -> Quantities,
    /// Hedges, negations, plans, threats of a report, given its sentences and tokens.
    pub cues: fn(&str, &Reading) -> Vec<Cue>,
    /// Who says what in a report, given its sentences, tokens and names.
    pub speech: fn(&str, &Reading) -> Vec<SpeechMention>,
}

impl Language {
    /// Its abbreviations.
    pub fn stops(&self) -> &'static Stops {
        (self.stops)()
    }
}

/// The languages, the first being that of short or unmarked texts.
pub const LANGUAGES: &[Language] = &[Language {
    code: "en",
    name: "English",
    stops: en::stops,
    common: en::common,
    never: en::never,
    links: en::links,
    times: en::times,
    quantities: en::quantities,
    cues: en::cues::find,
    speech: en::speech::find,
}];

/// Letters that a text must have before its language is judged from them; shorter ones are taken at their
/// word or for English.
const ENOUGH: usize = 120;

/// The language to read a report in, or a flaw that says why it cannot be read.
pub fn detect(report: &Report) -> Result<&'static Language, Flaw> {
    let declared =
        report.language.as_deref().map(|l| l.split(['-', '_']).next().unwrap_or(l).to_ascii_lowercase());
    let known = |code: &str| LANGUAGES.iter().find(|l| l.code == code);
    let sample = sample(&report.text);
    if looks_english(sample) {
        return Ok(&LANGUAGES[0]);
    }
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    if letters < ENOUGH {
        return match declared {
            Some(code) => known(&code).ok_or_else(|| flaw(&code, "declared")),
            None => script(sample).map_or(Ok(&LANGUAGES[0]), |name| Err(flaw(name, "seen"))),
        };
    }
    match whatlang::detect(sample) {
        Some(info) if info.lang() == whatlang::Lang::Eng => Ok(&LANGUAGES[0]),
        Some(info) if info.is_reliable() => Err(flaw(info.lang().eng_name(), "detected")),
        _ => match declared {
            Some(code) => known(&code).ok_or_else(|| flaw(&code, "declared")),
            None => script(sample).map_or(Ok(&LANGUAGES[0]), |name| Err(flaw(name, "seen"))),
        },
    }
}

/// The first 2,000 bytes or so: enough to tell a language.
fn sample(text: &str) -> &str {
    let mut end = text.len().min(2_000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

/// Whether one word in eight is among the commonest of English; foreign texts stay under one in twenty.
fn looks_english(sample: &str) -> bool {
    const COMMON: [&str; 22] = [
        "the", "of", "and", "to", "in", "a", "that", "was", "for", "on", "with", "by", "were", "said", "at",
        "from", "as", "is", "it", "has", "have", "their",
    ];
    let words = sample.split_whitespace();
    let (mut all, mut hits) = (0, 0);
    for word in words {
        all += 1;
        hits += usize::from(COMMON.iter().any(|c| word.eq_ignore_ascii_case(c)));
    }
    all >= 8 && hits * 8 >= all && sample.to_ascii_lowercase().contains("the ")
}

/// Says so if most letters are of a script that no language of ours uses.
fn script(sample: &str) -> Option<&'static str> {
    let letters = sample.chars().filter(|c| c.is_alphabetic());
    let (all, latin) = letters.fold((0, 0), |(all, latin), c| (all + 1, latin + usize::from(c < '\u{250}')));
    (all >= 12 && latin * 2 < all).then_some("one not written in Latin letters")
}

fn flaw(language: &str, how: &str) -> Flaw {
    let ours: Vec<&str> = LANGUAGES.iter().map(|l| l.name).collect();
    Flaw::new(
        "read",
        format!(
            "The language ({language}, {how}) cannot be read yet, so nothing was coded; give a translation into {}.",
            ours.join(" or ")
        ),
    )
}
