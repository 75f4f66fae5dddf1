//! Finds the words of a report that name places.

use super::focus::Focus;
use super::words::{
    Class, class, is_body, is_direction, is_given, is_saint, is_title, long_form, without_the,
};
use crate::gazetteer::fold::{fold, is_article};
use crate::gazetteer::{Gazetteer, Hit};
use dateline_terms::{Case, Reading, Sentence, Span, Token, TokenKind};
use std::collections::HashSet;

/// Least recognition score with which a name counts as a place's.
pub const LEAST: f32 = 0.5;
/// A name that may be a place's.
#[derive(Clone, Debug)]
pub struct Spot {
    /// The name itself.
    pub at: Span,
    /// Sentence index; 0 where the sentences are not known.
    pub sentence: usize,
    /// Its first token and the one after its last.
    pub tokens: (usize, usize),
    /// Folded name.
    pub key: String,
    /// Places with this name.
    pub hits: Vec<Hit>,
    /// The country whose adjective or people this is: context, not a place.
    pub demonym: Option<&'static str>,
    /// What the words beside it say it is.
    pub class: Option<Class>,
    /// How sure it is a place's name, 0–1.
    pub sure: f32,
    /// The words say that it is a place, whether the gazetteer knows it or not.
    pub unknown: bool,
}

/// The spot for a name that someone else found.
pub fn given(text: &str, at: Span, gazetteer: &Gazetteer) -> Spot {
    let key = fold(at.of(text));
    let mut spot = empty(at, key, gazetteer);
    if spot.hits.is_empty() && spot.demonym.is_none() {
        for other in other_forms(&spot.key) {
            let next = empty(at, other, gazetteer);
            if !next.hits.is_empty() || next.demonym.is_some() {
                spot = next;
                break;
            }
        }
    }
    if spot.hits.is_empty() && spot.demonym.is_none() {
        gazetteer.alike(&spot.key, &mut spot.hits);
    }
    spot.sure = 1.0;
    spot
}

/// Other forms of a folded name to look up when it is not found: without a possessive s, an article, a class word.
fn other_forms(key: &str) -> Vec<String> {
    let mut forms = Vec::new();
    if let Some(bare) = key.strip_suffix('s').filter(|b| b.len() > 3) {
        forms.push(bare.to_string());
    }
    if let Some(bare) = without_the(key) {
        forms.push(bare.to_string());
    }
    if let Some((first, rest)) = key.split_once(' ') {
        if let Some(long) = long_form(first) {
            forms.push(format!("{long} {rest}"));
        } else if is_direction(first) || is_article(first) {
            forms.push(rest.to_string());
        }
    }
    if let Some((head, last)) = key.rsplit_once(' ')
        && (class(last).is_some() || is_body(last))
    {
        forms.push(head.to_string());
    }
    forms
}

pub fn empty(at: Span, key: String, gazetteer: &Gazetteer) -> Spot {
    let mut hits = Vec::new();
    gazetteer.named(&key, &mut hits);
    let demonym = if hits.is_empty() { gazetteer.demonym(&key) } else { None };
    Spot { at, sentence: 0, tokens: (0, 0), key, hits, demonym, class: None, sure: 0.0, unknown: false }
}

/// A report's words, for looking around in.
pub struct View<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub gazetteer: &'a Gazetteer,
    /// Words that stand in lower case somewhere in the report.
    pub lower: HashSet<&'a str>,
    /// Countries that it is about.
    pub focus: &'a Focus,
    /// Whether names may be spelt in many ways.
    pub loose: bool,
    /// Parts of people's names.
    pub people: HashSet<String>,
}

/// Names of places in order; overlapping ones are left out, the longest stays.
pub fn spots(text: &str, reading: &Reading, gazetteer: &Gazetteer, focus: &Focus) -> Vec<Spot> {
    let lower = reading.tokens.iter().filter(|t| t.case == Case::Lower).map(|t| t.norm.as_str()).collect();
    let loose = focus.is_transliterated();
    let mut view =
        View { text, tokens: &reading.tokens, gazetteer, lower, focus, loose, people: HashSet::new() };
    view.people = view.people(reading);
    let mut found: Vec<Spot> = Vec::new();
    for (number, sentence) in reading.sentences.iter().enumerate() {
        let shouted = is_shouted(reading, sentence);
        let mut i = sentence.tokens.start;
        while i < sentence.tokens.end {
            match view.name_at(i, sentence) {
                Some(mut spot) => {
                    spot.sentence = number;
                    i = spot.tokens.1.max(i + 1);
                    view.judge(&mut spot, sentence, shouted, found.last());
                    if spot.sure > 0.0 {
                        found.push(spot);
                    }
                }
                None => {
                    let to = view.run_end(i, sentence);
                    if let Some(mut spot) = view.unlisted(i, to, sentence, found.last()).filter(|_| !shouted)
                    {
                        spot.sentence = number;
                        found.push(spot);
                    }
                    i = to.max(i + 1);
                }
            }
        }
    }
    found
}

fn is_shouted(reading: &Reading, sentence: &Sentence) -> bool {
    let words = reading
        .tokens
        .get(sentence.tokens.clone())
        .unwrap_or_default()
        .iter()
        .filter(|t| t.kind == TokenKind::Word);
    let (all, upper) =
        words.fold((0, 0), |(all, upper), t| (all + 1, upper + usize::from(t.case == Case::Upper)));
    all >= 4 && upper * 10 >= all * 7
}

impl View<'_> {
    /// Token `i`.
    pub fn token(&self, i: usize) -> Option<&Token> {
        self.tokens.get(i)
    }

    /// Token `i` in lower case; empty past the end.
    pub fn norm(&self, i: usize) -> &str {
        self.token(i).map_or("", |t| t.norm.as_str())
    }

    /// The token before `i` in the sentence, in lower case; empty at its head.
    pub fn before(&self, i: usize, sentence: &Sentence) -> &str {
        if i > sentence.tokens.start { self.norm(i - 1) } else { "" }
    }

    /// The token at `i`, in lower case; empty past the sentence's end.
    pub fn after(&self, i: usize, sentence: &Sentence) -> &str {
        if i < sentence.tokens.end { self.norm(i) } else { "" }
    }

    /// Whether token `i` is a word with a capital.
    pub fn is_capital(&self, i: usize) -> bool {
        self.token(i).is_some_and(|t| t.kind == TokenKind::Word && t.case != Case::Lower)
    }

    /// A short word in capitals, such as "AFP".
    pub fn is_acronym(&self, i: usize) -> bool {
        self.token(i).is_some_and(|t| t.case == Case::Upper && t.span.len() <= 6 && t.span.len() > 1)
    }

    /// Whether a sentence capitalises most of its words, as headlines do: then a capital tells nothing.
    pub fn is_headline(&self, sentence: &Sentence) -> bool {
        let words = self
            .tokens
            .get(sentence.tokens.clone())
            .unwrap_or_default()
            .iter()
            .filter(|t| t.kind == TokenKind::Word);
        let (all, capital) =
            words.fold((0, 0), |(all, capital), t| (all + 1, capital + usize::from(t.case != Case::Lower)));
        all >= 5 && capital * 10 >= all * 6
    }

    /// Surnames and given names of the people that the report names: a title or a given name before a capital.
    pub fn people(&self, reading: &Reading) -> HashSet<String> {
        let mut people = HashSet::new();
        for sentence in &reading.sentences {
            for i in sentence.tokens.clone() {
                let titled = is_title(self.norm(i)) && !is_saint(self.norm(i));
                let given = self.is_capital(i) && is_given(self.norm(i));
                let mut next = i + 1;
                if (titled || given) && self.norm(next) == "." {
                    next += 1;
                }
                if !(titled && self.is_capital(i) || given) || next >= sentence.tokens.end {
                    continue;
                }
                while next < sentence.tokens.end && self.is_capital(next) && next <= i + 3 {
                    let word = fold(self.norm(next).trim_end_matches("'s"));
                    let place = class(&word).is_some() || is_body(&word) || is_direction(&word);
                    if place {
                        break;
                    }
                    people.insert(word);
                    next += 1;
                }
            }
        }
        people
    }
}
