//! Sides that the words state outright: "against X", "by X", "X came under fire". Where they do, no
//! weighing overrules them.

use super::draft::Hint;
use super::events::stem;
use super::view::View;
use dateline_terms::{Actor, Stance};

/// A side of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Who did it.
    A,
    /// To whom.
    B,
}

/// Words after which stands what an act is aimed at.
const AIMED: [&str; 8] =
    ["against", "targeting", "targeted", "attacked", "bombed", "shelled", "struck", "hitting"];
/// Nouns of acts that, with "on" or "at", say the same.
const ACTS: [&str; 14] = [
    "attack",
    "strik",
    "raid",
    "assault",
    "shell",
    "rocket",
    "missil",
    "fir",
    "bomb",
    "drone",
    "barrag",
    "airstrik",
    "shot",
    "bombardment",
];
/// What is done to a subject in the passive.
const SUFFERED: [&str; 9] =
    ["attacked", "targeted", "hit", "struck", "shelled", "bombed", "ambushed", "killed", "fired"];

/// The side that the words around a mention state, if they do.
pub fn side(view: &View<'_>, hint: &Hint, actor: &Actor) -> Option<Side> {
    let tokens = view.reading.tokens_in(actor.at);
    let sentence = view.reading.sentences.get(hint.sentence)?.tokens.clone();
    let before: Vec<&str> =
        (sentence.start..tokens.start).rev().filter_map(|k| norm(view, k)).take(4).collect();
    let after: Vec<&str> = (tokens.end..sentence.end).filter_map(|k| norm(view, k)).take(5).collect();
    if claims_it(view, hint, actor) {
        return Some(Side::A);
    }
    if is_aimed_at(&before) || suffers(&after) {
        return Some(Side::B);
    }
    let by = before.first() == Some(&"by")
        && before.iter().skip(1).take(2).any(|w| w.ends_with("ed") || is_act(w) || *w == "out");
    by.then_some(Side::A)
}

fn norm<'v>(view: &'v View<'_>, k: usize) -> Option<&'v str> {
    let word = view.reading.tokens.get(k)?.norm.as_str();
    (!matches!(word, "the" | "a" | "an" | "of" | "its" | "their")).then_some(word)
}

fn is_act(word: &str) -> bool {
    ACTS.contains(&stem(word))
}

/// "against X", "targeting X"; "attack on X", "rockets at X".
fn is_aimed_at(before: &[&str]) -> bool {
    let near = before.first().is_some_and(|w| AIMED.contains(w));
    let passive = before.get(1).is_some_and(|w| matches!(*w, "was" | "were" | "been" | "being"));
    let on = before.first().is_some_and(|w| matches!(*w, "on" | "at"));
    (near && !passive) || (on && before.iter().skip(1).any(|w| is_act(w)))
}

/// "X was targeted", "X have been attacked", "X came under attack".
fn suffers(after: &[&str]) -> bool {
    let passive = after
        .iter()
        .position(|w| matches!(*w, "was" | "were" | "been"))
        .is_some_and(|k| k < 3 && after.iter().skip(k + 1).take(2).any(|w| SUFFERED.contains(w)));
    let under = after
        .iter()
        .position(|w| *w == "under")
        .is_some_and(|k| k < 3 && after.get(k + 1).is_some_and(|w| is_act(w)));
    passive || under
}

/// Whether the mention speaks, and claims the act.
fn claims_it(view: &View<'_>, hint: &Hint, actor: &Actor) -> bool {
    view.reading
        .speech
        .get(view.held(hint.sentence).speech)
        .unwrap_or(&[])
        .iter()
        .any(|s| s.stance == Stance::ClaimsResponsibility && s.speaker.overlaps(actor.at))
}
