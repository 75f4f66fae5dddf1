//! An event in the making: which sentences tell of it, as what, and by which word.

use super::view::View;
use crate::codebook::Family;
use dateline_terms::{Span, SpeechMention};

/// One sentence that may tell of an event of one type.
#[derive(Clone, Debug)]
pub struct Hint {
    /// Sentence index.
    pub sentence: usize,
    /// Event type.
    pub event_type: String,
    /// How likely, 0–1.
    pub p: f32,
    /// The part of the sentence that tells it; the sentence itself where it tells of one event.
    pub at: Span,
    /// Index into `Reading::acts` of the word that tells it, if one does.
    pub trigger: Option<usize>,
    /// Whether the sentence recalls the act in passing: then only `at` tells of it.
    pub recalled: bool,
}

impl Hint {
    /// The part that tells it, and the act in it (the part again where no act does).
    pub fn anchor(&self, view: &View<'_>) -> [Span; 2] {
        let act = self.trigger.and_then(|t| view.reading.acts.get(t));
        [self.at, act.map_or(self.at, |a| a.span)]
    }
}

/// The hints that tell of one event.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Hints, best evidence first, then in text order.
    pub hints: Vec<Hint>,
    /// Event type.
    pub event_type: String,
    /// How likely, 0–1.
    pub p: f32,
    /// Stretches that recall other events: nothing in them belongs to this one.
    pub apart: Vec<Span>,
    /// Indices of the sayings that claim it.
    pub claimed: Vec<usize>,
}

impl Draft {
    /// A draft of hints in text order, `best` (an index into them) put first.
    pub fn new(mut hints: Vec<Hint>, best: usize, event_type: String, p: f32) -> Draft {
        if best < hints.len() {
            let first = hints.remove(best);
            hints.insert(0, first);
        }
        Draft { hints, event_type, p, apart: Vec::new(), claimed: Vec::new() }
    }

    /// Whether the mention at `at` may belong to the event: not where another event is recalled, and where this one
    /// is known from what is recalled alone, there.
    pub fn may_hold(&self, at: Span) -> bool {
        let told = |h: &Hint| h.at.contains(at);
        let own = self.hints.iter().any(|h| h.recalled && told(h));
        let apart = self.apart.iter().any(|a| a.contains(at));
        let recalled = self.best().is_some_and(|h| h.recalled);
        own || !apart && (!recalled || self.hints.iter().any(told))
    }

    /// The sayings that claim it.
    pub fn claims<'v>(&self, view: &'v View<'_>) -> impl Iterator<Item = (usize, &'v SpeechMention)> {
        self.claimed.iter().filter_map(|k| view.reading.speech.get(*k).map(|s| (*k, s)))
    }

    /// Whether the report tells of it only where it recalls it.
    pub fn is_recalled(&self) -> bool {
        self.hints.iter().all(|h| h.recalled)
    }

    /// The hint that reports it best.
    pub fn best(&self) -> Option<&Hint> {
        self.hints.first()
    }

    /// Sentence of the best evidence.
    pub fn sentence(&self) -> usize {
        self.best().map_or(0, |h| h.sentence)
    }

    /// Earliest sentence that tells of it.
    pub fn first_sentence(&self) -> usize {
        self.hints.iter().map(|h| h.sentence).min().unwrap_or(0)
    }

    /// Sentences in which its day and place may stand: its own, the three before its evidence, the one after,
    /// and the report's first two. In order, each once; the last may lie past the end.
    pub fn around(&self) -> Vec<usize> {
        let s = self.sentence();
        let mut sentences: Vec<usize> = self.hints.iter().map(|h| h.sentence).collect();
        sentences.extend((s.saturating_sub(3)..=s + 1).chain([0, 1]));
        sentences.sort_unstable();
        sentences.dedup();
        sentences
    }

    /// Where the event is told, seen from sentence `i`: the part that tells it and its act, there or else in
    /// the best evidence.
    pub fn anchor(&self, view: &View<'_>, i: usize) -> [Span; 2] {
        self.hint_in(i).or(self.best()).map_or([Span::default(); 2], |h| h.anchor(view))
    }

    /// The hint in sentence `i`, if it tells of the event.
    pub fn hint_in(&self, i: usize) -> Option<&Hint> {
        self.hints.iter().find(|h| h.sentence == i)
    }
}

/// The act in sentence `i` that best tells of an event of `event_type`: the first that the codebook lists
/// under the type and that lies inside `at`, else the first under a type of the same family, else none.
pub fn trigger(view: &View<'_>, i: usize, at: Span, event_type: &str) -> Option<usize> {
    let acts = view.held(i).acts;
    let family = |t: &str| view.codebook.family(t);
    let own = family(event_type);
    let inside = |k: &usize| view.reading.acts.get(*k).is_some_and(|a| at.contains(a.span));
    let of = |k: &usize, f: &dyn Fn(&str) -> bool| {
        view.reading.acts.get(*k).is_some_and(|a| a.types.iter().any(|t| f(t)))
    };
    acts.clone()
        .filter(inside)
        .find(|k| of(k, &|t| t == event_type))
        .or_else(|| acts.filter(inside).find(|k| of(k, &|t| family(t) == own)))
}

/// Whether an event of this type tells of people hurt by arms: a vague "attack" in one sentence may be the
/// shelling of another.
pub fn is_violent(view: &View<'_>, event_type: &str) -> bool {
    matches!(view.codebook.family(event_type), Some(Family::Strike | Family::Bomb))
        || matches!(event_type, "attack" | "armed_clash")
}
