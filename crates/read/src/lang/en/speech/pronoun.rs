//! Whom a pronoun that speaks stands for.

use super::line::Line;
use dateline_terms::{NameMention, Span};

/// Someone who spoke, or was named.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    at: Span,
    /// Could be one person.
    person: bool,
    /// Could be a body or a country.
    body: bool,
    /// More than one.
    plural: bool,
}

impl Known {
    /// Where it stands.
    pub fn at(&self) -> Span {
        self.at
    }

    /// What a noun phrase could stand for, by its words.
    pub fn new(line: &Line, at: Span) -> Known {
        let norms = || line.tokens.iter().filter(|t| at.contains(t.span)).map(|t| t.norm.as_str());
        let person = norms().any(|n| line.words.people.contains(n));
        let body = norms().any(|n| line.words.bodies.contains(n));
        let many =
            |n: &str| matches!(n, "men" | "women" | "people" | "children" | "others" | "several" | "some");
        let listed = |n: &str| line.words.nouns.contains(n) && n.ends_with('s') && n != "news";
        let plural = norms().any(|n| many(n) || listed(n));
        Known { at, person: person || !body, body: body || !person, plural }
    }

    fn fits(&self, pronoun: &str) -> bool {
        match pronoun {
            "he" | "she" | "him" | "her" => self.person && !self.plural,
            "it" => self.body && !self.plural,
            "they" | "them" => self.plural || self.body,
            _ => false,
        }
    }
}

/// The nearest earlier speaker that the pronoun can stand for, else for a person the nearest name of two words or
/// more before it.
pub(super) fn resolve(
    pronoun: &str,
    at: Span,
    spoke: &[Known],
    names: &[NameMention],
    text: &str,
) -> Option<Span> {
    let speaker = spoke.iter().rev().find(|k| k.at.end <= at.start && k.fits(pronoun)).map(|k| k.at);
    let person = matches!(pronoun, "he" | "she" | "him" | "her");
    speaker.or_else(|| {
        let i = names.partition_point(|n| n.span.end <= at.start);
        let near = names.get(..i)?.iter().rev().take(12);
        near.filter(|_| person).find(|n| n.span.of(text).contains(' ')).map(|n| n.span)
    })
}
