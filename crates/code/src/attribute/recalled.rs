//! Acts that a sentence recalls in passing: "in retaliation for a strike on X", "two days after a bombing in Y".
//! Such an act is an event of its own, with sides, day and place of its own.

use super::draft::{Hint, trigger};
use super::events::{self, Unit, token_span};
use super::view::View;
use crate::codebook::Family;
use crate::weigh::Weights;
use dateline_terms::{ActMention, Cue, CueKind, Precision, Span};

/// Most tokens between the words that recall and the act.
const REACH: usize = 10;

/// The stretches of sentence `i` that recall an earlier act. A stretch begins after the words that recall; it runs
/// to the end of the sentence or to the next such words, and to the first comma where it opens the sentence.
pub fn units(view: &View<'_>, i: usize) -> Vec<Unit> {
    let cues = view.reading.cues.get(view.held(i).cues).unwrap_or(&[]);
    let recalls: Vec<&Cue> = cues.iter().filter(|c| c.kind == CueKind::Recall).collect();
    let unit = |(k, cue): (usize, &&Cue)| {
        let next = recalls.get(k + 1).map(|c| c.span.start);
        stretch(view, i, cue, next).filter(|u| is_told(view, u))
    };
    recalls.iter().enumerate().filter_map(unit).collect()
}

fn stretch(view: &View<'_>, i: usize, cue: &Cue, next: Option<usize>) -> Option<Unit> {
    let sentence = view.reading.sentences.get(i)?.tokens.clone();
    let start = view.reading.tokens_in(cue.span).end;
    let norm = |k: usize| view.reading.tokens.get(k).map_or("", |t| t.norm.as_str());
    let opens = view.reading.tokens_in(cue.span).start <= sentence.start + 2;
    let ends = |k: &usize| {
        let at = view.reading.tokens.get(*k).map_or(0, |t| t.span.start);
        next.is_some_and(|n| at >= n) || norm(*k) == ";" || opens && norm(*k) == ","
    };
    let end = (start..sentence.end).find(ends);
    if opens && end.is_none() {
        return None;
    }
    let tokens = start..end.unwrap_or(sentence.end);
    let at = token_span(view, tokens.start, tokens.end);
    (!tokens.is_empty()).then_some(Unit { sentence: i, at, tokens, clause: true })
}

/// Whether the stretch soon names an act, as done: nothing before it plans, threatens or denies it. Acts in the
/// plural are talk of a stretch of time unless a town, a day or the number of those hurt
/// stands with them.
fn is_told(view: &View<'_>, unit: &Unit) -> bool {
    let held = view.held_in(unit.sentence, unit.at);
    let acts = view.reading.acts.get(held.acts).unwrap_or(&[]);
    let Some(act) = acts.iter().find(|a| is_telling(view, a)) else { return false };
    // A sentence that opens so may go on without a comma: a second act would be its own.
    let ends = unit.tokens.end == events::whole(view, unit.sentence).tokens.end;
    let alone = ends || acts.iter().filter(|a| is_telling(view, a)).count() == 1;
    let near = view.reading.tokens_in(act.span).start <= unit.tokens.start + REACH;
    let cues = view.reading.cues.get(held.cues).unwrap_or(&[]);
    let doubted = cues
        .iter()
        .any(|c| c.span.start < act.span.start && !matches!(c.kind, CueKind::Hedge | CueKind::Recall));
    let placed =
        view.places.get(held.places).unwrap_or(&[]).iter().any(|p| p.precision <= Precision::Settlement);
    let people = view.reading.quantities.get(held.quantities).unwrap_or(&[]).iter();
    let hurt = people.map(|q| q.span).any(|q| view.actors.iter().any(|a| a.at.overlaps(q)));
    let many = view.words.is_plural(&act.word) && !placed && held.times.is_empty() && !hurt;
    near && alone && !doubted && !many
}

/// The acts that sentence `i` recalls, as far as they are likely to be events.
pub fn hints(view: &View<'_>, i: usize, weights: &Weights) -> Vec<Hint> {
    units(view, i).iter().filter_map(|unit| hint(view, unit, weights)).collect()
}

fn hint(view: &View<'_>, unit: &Unit, weights: &Weights) -> Option<Hint> {
    let scores = events::weigh(view, unit, weights);
    let (p, refused) = scores.likely(weights);
    if p < weights.limits.recalled || p < refused {
        return None;
    }
    let types = events::types(view, unit, &scores, weights);
    let (likeliest, sure) = types.iter().find(|(t, _)| is_harmful(view, t))?;
    let event_type = if *sure < UNSURE { plain(view, unit)? } else { likeliest.to_string() };
    let trigger = trigger(view, unit.sentence, unit.at, &event_type);
    Some(Hint { sentence: unit.sentence, event_type, p, at: unit.at, trigger, recalled: true })
}

/// Under this likelihood of its likeliest type, a stretch says no more than its first act does.
const UNSURE: f32 = 0.1;

/// The type of a stretch that only names an act: "attack" where its word may mean that.
fn plain(view: &View<'_>, unit: &Unit) -> Option<String> {
    let acts = view.reading.acts.get(view.held_in(unit.sentence, unit.at).acts)?;
    let types = &acts.iter().find(|a| is_telling(view, a))?.types;
    types.iter().find(|t| *t == "attack").or(types.first()).cloned()
}

/// Whether an act word may tell of violence.
pub fn is_telling(view: &View<'_>, act: &ActMention) -> bool {
    act.types.iter().any(|t| is_harmful(view, t))
}

fn is_harmful(view: &View<'_>, event_type: &str) -> bool {
    view.codebook.family(event_type).is_some_and(|f| f != Family::Development)
}

/// What is left of sentence `i` to tell of other events: the part before what it recalls, or after it where it
/// opens with that.
pub fn rest(view: &View<'_>, i: usize, recalled: &[Hint]) -> Unit {
    let whole = events::whole(view, i);
    let Some(first) = recalled.first() else { return whole };
    let told = view.reading.tokens_in(first.at);
    let (before, after) = (whole.tokens.start..told.start, told.end..whole.tokens.end);
    let tokens = if before.len() > after.len() { before } else { after };
    Unit { at: token_span(view, tokens.start, tokens.end), tokens, ..whole }
}

/// Whether a hint recalls an act as one that is new to the reader: "a strike", "another raid".
pub fn is_new(view: &View<'_>, hint: &Hint) -> bool {
    if !hint.recalled {
        return false;
    }
    let Some(act) = hint.trigger.and_then(|t| view.reading.acts.get(t)) else { return false };
    let before = Span::new(hint.at.start, act.span.start.max(hint.at.start));
    let tokens = view.reading.tokens_in(before);
    let words = view.reading.tokens.get(tokens).unwrap_or(&[]);
    words.iter().any(|t| view.words.new.has(&t.norm))
}
