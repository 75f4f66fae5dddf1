//! Which hints tell of the same event: headline, lead and later mentions of one act become one draft.

use super::alike::{self, Telling};
use super::draft::{Draft, Hint};
use super::recalled;
use super::view::View;
use crate::weigh::{Limits, Model};
use dateline_terms::{Basis, Place, Precision, Span};

/// Hints of a group that a further one is compared with: the first and the latest.
const FIRST: usize = 8;
const LATEST: usize = 24;

/// A hint of a group, and what it says.
struct Member<'h> {
    hint: &'h Hint,
    says: Telling<'h>,
}

/// Groups hints (in text order) into drafts. Each hint joins the group to which its mean likelihood is
/// greatest, if that reaches `limits.join`; else it begins a group. A headline alone waits for the text to tell
/// its act: it takes a hint of its type that reaches `limits.headline`.
pub fn drafts(view: &View<'_>, hints: Vec<Hint>, model: &Model, limits: &Limits) -> Vec<Draft> {
    let mut groups: Vec<Vec<Member<'_>>> = Vec::new();
    for hint in &hints {
        let new = Member { hint, says: Telling::new(view, hint) };
        let best = groups
            .iter()
            .enumerate()
            .map(|(g, group)| (likeness(view, group, &new, model), g))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let best = spoken_of(view, &groups, &new).map(|g| (1.0, g)).or(best);
        match best {
            Some((p, g)) if p >= least(view, groups.get(g), &new, limits) => {
                if let Some(group) = groups.get_mut(g) {
                    group.push(new);
                }
            }
            _ => groups.push(vec![new]),
        }
    }
    let recalled: Vec<(usize, Span)> = groups
        .iter()
        .enumerate()
        .flat_map(|(g, group)| group.iter().filter(|m| m.hint.recalled).map(move |m| (g, m.hint.at)))
        .collect();
    let apart = |g| recalled.iter().filter(|(of, _)| *of != g).map(|(_, at)| *at).collect();
    let hints_of = |group: &[Member<'_>]| group.iter().map(|m| m.hint.clone()).collect();
    groups
        .iter()
        .enumerate()
        .map(|(g, group)| Draft { apart: apart(g), ..settle(view, hints_of(group)) })
        .collect()
}

fn least(view: &View<'_>, group: Option<&Vec<Member<'_>>>, new: &Member<'_>, limits: &Limits) -> f32 {
    let headline = |m: &Member<'_>| {
        m.hint.sentence == 0 || view.reading.sentences.get(m.hint.sentence).is_some_and(|s| s.headline)
    };
    let waits =
        group.is_some_and(|g| g.iter().all(|m| headline(m) && m.hint.event_type == new.hint.event_type));
    if waits { limits.headline } else { limits.join }
}

/// The event that a sentence goes on about: "The attack …" is the one told right before, unless it names a town of
/// its own.
fn spoken_of(view: &View<'_>, groups: &[Vec<Member<'_>>], new: &Member<'_>) -> Option<usize> {
    let hint = new.hint;
    let act = view.reading.acts.get(hint.trigger?)?;
    let tokens = view.reading.tokens_in(hint.at);
    let opens = view.reading.tokens.get(tokens.start).is_some_and(|t| view.words.known.has(&t.norm));
    let near = view.reading.tokens_in(act.span).start <= tokens.start + 2;
    let places = view.places.get(view.held_in(hint.sentence, hint.at).places).unwrap_or(&[]);
    let own = |p: &Place| p.precision <= Precision::Settlement && p.basis == Basis::Stated;
    if !opens || !near || hint.recalled || places.iter().any(own) {
        return None;
    }
    let last = |g: &[Member<'_>]| g.iter().map(|m| m.hint.sentence).max().filter(|s| *s + 1 == hint.sentence);
    groups.iter().rposition(|g| {
        last(g).is_some() && g.iter().all(|m| alike::may_join(&m.says, &new.says) && !m.hint.recalled)
    })
}

fn likeness(view: &View<'_>, group: &[Member<'_>], new: &Member<'_>, model: &Model) -> f32 {
    if recalled::is_new(view, new.hint)
        || group.iter().any(|m| m.hint.sentence == new.hint.sentence)
        || !group.iter().all(|m| alike::may_join(&m.says, &new.says))
    {
        return 0.0;
    }
    let later = group.len().saturating_sub(LATEST).max(FIRST);
    let vectors = &view.seen;
    let compared = group.iter().take(FIRST).chain(group.iter().skip(later));
    let scores: Vec<f32> =
        compared.map(|m| model.one(&alike::features(&m.says, &new.says), vectors)).collect();
    let mean = scores.iter().sum::<f32>() / scores.len().max(1) as f32;
    let top = scores.iter().fold(0f32, |a, b| a.max(*b));
    (mean + top) / 2.0
}

/// The draft of a group: its type is the one with the most weight (a more telling type beats "attack"),
/// its evidence the likeliest sentence of that type, body before headline.
fn settle(view: &View<'_>, hints: Vec<Hint>) -> Draft {
    let mut types: Vec<(String, f32)> = Vec::new();
    for h in &hints {
        let w = h.p * if h.event_type == "attack" { 0.6 } else { 1.0 };
        match types.iter_mut().find(|(t, _)| *t == h.event_type) {
            Some((_, sum)) => *sum += w,
            None => types.push((h.event_type.clone(), w)),
        }
    }
    let event_type =
        types.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(t, _)| t.clone()).unwrap_or_default();
    let headline = |h: &Hint| view.reading.sentences.get(h.sentence).is_some_and(|s| s.headline);
    let worth = |h: &Hint| {
        let held = view.held(h.sentence);
        h.p + if h.event_type == event_type { 0.3 } else { 0.0 }
            + if headline(h) { -0.3 } else { 0.0 }
            + if held.places.is_empty() { 0.0 } else { 0.15 }
            + if held.times.is_empty() { 0.0 } else { 0.1 }
            + if h.trigger.is_none() { -0.2 } else { 0.0 }
            + if h.recalled { -1.0 } else { 0.0 }
    };
    let best = (0..hints.len())
        .max_by(|&a, &b| match (hints.get(a), hints.get(b)) {
            (Some(x), Some(y)) => worth(x).total_cmp(&worth(y)).then(b.cmp(&a)),
            _ => std::cmp::Ordering::Equal,
        })
        .unwrap_or(0);
    let p = hints.iter().fold(0f32, |m, h| m.max(h.p));
    Draft::new(hints, best, event_type, p)
}
