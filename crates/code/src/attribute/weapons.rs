//! Weapons named beside an event.

use super::draft::Draft;
use super::view::View;
use dateline_terms::{Span, Weapon};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Word → kind, the guide's list; the longest word that fits wins. Lower case, singular; a plural "s" is
/// allowed for.
const WORDS: [(&str, &str); 52] = [
    ("barrel bomb", "barrel_bomb"),
    ("car bomb", "car_bomb"),
    ("car-bomb", "car_bomb"),
    ("truck bomb", "car_bomb"),
    ("vehicle bomb", "car_bomb"),
    ("booby-trapped car", "car_bomb"),
    ("bomb-laden car", "car_bomb"),
    ("vbied", "car_bomb"),
    ("suicide vest", "suicide_vest"),
    ("suicide belt", "suicide_vest"),
    ("explosive belt", "suicide_vest"),
    ("explosive vest", "suicide_vest"),
    ("improvised explosive device", "ied"),
    ("roadside bomb", "ied"),
    ("explosive device", "ied"),
    ("ied", "ied"),
    ("bomb", "other"),
    ("landmine", "mine"),
    ("land mine", "mine"),
    ("mine", "mine"),
    ("rocket-propelled grenade", "grenade"),
    ("hand grenade", "grenade"),
    ("grenade", "grenade"),
    ("ballistic missile", "missile"),
    ("cruise missile", "missile"),
    ("missile", "missile"),
    ("rocket shell", "rocket"),
    ("rocket", "rocket"),
    ("katyusha", "rocket"),
    ("grad", "rocket"),
    ("mortar shell", "mortar"),
    ("mortar round", "mortar"),
    ("mortar", "mortar"),
    ("artillery shell", "artillery"),
    ("artillery", "artillery"),
    ("howitzer", "artillery"),
    ("tank shell", "artillery"),
    ("shell", "artillery"),
    ("drone", "drone"),
    ("unmanned aerial vehicle", "drone"),
    ("uav", "drone"),
    ("warplane", "aircraft"),
    ("fighter jet", "aircraft"),
    ("helicopter", "aircraft"),
    ("jet", "aircraft"),
    ("aircraft", "aircraft"),
    ("chlorine", "chemical"),
    ("sarin", "chemical"),
    ("mustard gas", "chemical"),
    ("knife", "knife"),
    ("machete", "knife"),
    ("machine gun", "small_arms"),
];

/// The weapons named in the draft's sentences, each kind once, with the number used where one is said.
pub fn weapons(view: &View<'_>, draft: &Draft) -> Vec<Weapon> {
    let mut out: Vec<Weapon> = Vec::new();
    for hint in &draft.hints {
        let span = view.span(hint.sentence);
        for (at, kind) in named(view, span) {
            if out.iter().any(|w| w.kind == kind) {
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

/// The list's words by their first one, with the others and the kind.
type ByFirst = HashMap<&'static str, Vec<(Vec<&'static str>, &'static str)>>;

static BY_FIRST: LazyLock<ByFirst> = LazyLock::new(|| {
    let mut index = ByFirst::new();
    for (words, kind) in WORDS {
        let mut words = words.split(' ');
        if let Some(first) = words.next() {
            index.entry(first).or_default().push((words.collect(), kind));
        }
    }
    index
});

/// The longest of the words that tokens from `k` on spell, its last one singular or plural: how many
/// tokens, and its kind.
fn longest(view: &View<'_>, k: usize) -> Option<(usize, &'static str)> {
    let norm = |i: usize| view.reading.tokens.get(i).map(|t| t.norm.as_str());
    let first = norm(k)?;
    let singular = first.strip_suffix('s').unwrap_or(first);
    let is = |word: &str, i: usize| norm(i) == Some(word);
    let are = |word: &str, i: usize| norm(i).is_some_and(|n| n == word || n.strip_suffix('s') == Some(word));
    let fits = |rest: &[&str]| match rest.split_last() {
        None => true,
        Some((last, middle)) => {
            middle.iter().enumerate().all(|(i, w)| is(w, k + 1 + i)) && are(last, k + rest.len())
        }
    };
    let whole = BY_FIRST.get(first).into_iter().flatten();
    let plural = BY_FIRST.get(singular).into_iter().flatten().filter(|(rest, _)| rest.is_empty());
    whole
        .chain(plural)
        .filter(|(rest, _)| fits(rest))
        .map(|(rest, kind)| (rest.len() + 1, *kind))
        .max_by_key(|(n, _)| *n)
}
