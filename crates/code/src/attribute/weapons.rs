//! Weapons named beside an event.

use super::draft::Draft;
use super::view::View;
use dateline_terms::{Span, Weapon};

/// The weapons named in the draft's sentences, each kind once, with the number used where one is said.
pub fn weapons(view: &View<'_>, draft: &Draft) -> Vec<Weapon> {
    let mut out: Vec<Weapon> = Vec::new();
    for hint in &draft.hints {
        let span = view.span(hint.sentence);
        for (at, kind) in named(view, span) {
            if out.iter().any(|w| w.kind == kind) || !draft.may_hold(at) {
                continue;
            }
            let number =
                view.reading.quantities.iter().find(|q| q.span.overlaps(at) || q.span.end + 1 == at.start);
            let at = number.map_or(at, |q| q.number.cover(at));
            out.push(Weapon { at, kind: kind.to_string(), quantity: number.map(|q| q.quantity) });
        }
    }
    out
}

fn named(view: &View<'_>, sentence: Span) -> Vec<(Span, &'static str)> {
    let tokens = view.reading.tokens_in(sentence);
    let mut out = Vec::new();
    let mut k = tokens.start;
    while k < tokens.end {
        match longest(view, k) {
            Some((n, kind)) => {
                out.push((super::events::token_span(view, k, k + n), kind));
                k += n;
            }
            None => k += 1,
        }
    }
    out
}

/// The longest name of a weapon that tokens from `k` on spell, its last word singular or plural: how many
/// tokens, and its kind.
fn longest(view: &View<'_>, k: usize) -> Option<(usize, &'static str)> {
    let norm = |i: usize| view.reading.tokens.get(i).map(|t| t.norm.as_str());
    let first = norm(k)?;
    let singular = view.words.singular(first).unwrap_or(first);
    let is = |word: &str, i: usize| norm(i) == Some(word);
    let are =
        |word: &str, i: usize| norm(i).is_some_and(|n| n == word || view.words.singular(n) == Some(word));
    let fits = |rest: &[String]| match rest.split_last() {
        None => true,
        Some((last, middle)) => {
            middle.iter().enumerate().all(|(i, w)| is(w, k + 1 + i)) && are(last, k + rest.len())
        }
    };
    let whole = view.words.weapons(first).iter();
    let plural = view.words.weapons(singular).iter().filter(|(rest, _)| rest.is_empty());
    whole
        .chain(plural)
        .filter(|(rest, _)| fits(rest))
        .map(|(rest, kind)| (rest.len() + 1, kind.as_str()))
        .max_by_key(|(n, _)| *n)
}
