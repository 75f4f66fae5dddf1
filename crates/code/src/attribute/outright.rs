//! Sides that the words state outright: "against X", "by X", "X came under fire". Where they do, no
//! weighing overrules them.

use super::draft::Hint;
use super::view::View;
use dateline_terms::{Actor, ActorKind};

/// A side of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Who did it.
    A,
    /// To whom.
    B,
}

/// The side that the words around a mention state, if they do.
pub fn side(view: &View<'_>, hint: &Hint, actor: &Actor) -> Option<Side> {
    let tokens = view.reading.tokens_in(actor.at);
    let sentence = view.reading.sentences.get(hint.sentence)?.tokens.clone();
    let before: Vec<&str> =
        (sentence.start..tokens.start).rev().filter_map(|k| norm(view, k)).take(4).collect();
    let after: Vec<&str> = (tokens.end..sentence.end).filter_map(|k| norm(view, k)).take(5).collect();
    let placed = |k: &usize| {
        view.reading.tokens.get(*k).is_some_and(|t| view.places.iter().any(|p| p.at.contains(t.span)))
    };
    let past: Vec<&str> =
        (tokens.end..sentence.end).filter(|k| !placed(k)).filter_map(|k| norm(view, k)).take(7).collect();
    if is_aimed_at(view, &before) || suffers(view, &past) || owns(view, &before) {
        return Some(Side::B);
    }
    if describes_act(view, actor) || acts_itself(view, &after) {
        return Some(Side::A);
    }
    let words = &view.words.outright;
    let done = |w: &str| w.ends_with(words.participle.as_str()) || is_act(view, w) || words.done.has(w);
    let by =
        before.first().is_some_and(|w| words.by.has(w)) && before.iter().skip(1).take(2).any(|w| done(w));
    by.then_some(Side::A)
}

fn norm<'v>(view: &'v View<'_>, k: usize) -> Option<&'v str> {
    let word = view.reading.tokens.get(k)?.norm.as_str();
    (!view.words.outright.skipped.has(word)).then_some(word)
}

fn is_act(view: &View<'_>, word: &str) -> bool {
    view.words.outright.acts.has(view.words.stem(word))
}

/// "against X", "targeting X"; "attack on X", "rockets at X".
fn is_aimed_at(view: &View<'_>, before: &[&str]) -> bool {
    let words = &view.words.outright;
    let near = before.first().is_some_and(|w| words.aimed.has(w));
    let passive = before.get(1).is_some_and(|w| words.turned.has(w));
    let on = before.first().is_some_and(|w| words.at.has(w));
    (near && !passive) || (on && before.iter().skip(1).any(|w| is_act(view, w)))
}

/// "X was targeted", "X have been attacked", "X came under attack".
fn suffers(view: &View<'_>, after: &[&str]) -> bool {
    let words = &view.words.outright;
    let passive = after
        .iter()
        .position(|w| words.was.has(w))
        .is_some_and(|k| k < 5 && after.iter().skip(k + 1).take(2).any(|w| words.suffered.has(w)));
    let under = after
        .iter()
        .position(|w| words.under.has(w))
        .is_some_and(|k| k < 3 && after.get(k + 1).is_some_and(|w| is_act(view, w)));
    passive || under
}

/// "A truck belonging to X".
fn owns(view: &View<'_>, before: &[&str]) -> bool {
    let words = &view.words.outright;
    before.first().is_some_and(|w| words.to.has(w)) && before.get(1).is_some_and(|w| words.belonging.has(w))
}

/// "A militant drone attack", "US air strikes": the mention describes the noun of the act, with nothing but words of
/// acts between them. A site of theirs does not ("the army base attack").
fn describes_act(view: &View<'_>, actor: &Actor) -> bool {
    let tokens = view.reading.tokens_in(actor.at);
    let last = tokens.end.checked_sub(1).and_then(|k| norm(view, k)).unwrap_or_default();
    if actor.kind == ActorKind::Civilians || view.words.outright.sites.has(last) {
        return false;
    }
    let word = |k: usize| norm(view, k).filter(|w| is_act(view, w) || view.words.outright.means.has(w));
    let run: Vec<&str> = (tokens.end..tokens.end + 4).map_while(word).collect();
    let noun = |w: &&str| is_act(view, w) && !w.ends_with(view.words.outright.participle.as_str());
    run.last().is_some_and(noun)
}

/// "X fired rockets", "X have attacked", but not "X attacked by Y".
fn acts_itself(view: &View<'_>, after: &[&str]) -> bool {
    let words = &view.words.outright;
    let verb = after.iter().position(|w| !words.have.has(w)).filter(|k| *k < 2);
    verb.is_some_and(|k| {
        after.get(k).is_some_and(|w| words.did.has(w)) && after.get(k + 1).is_none_or(|w| !words.by.has(w))
    })
}
