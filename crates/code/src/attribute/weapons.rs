//! Weapons named beside an event.

use super::draft::Draft;
use super::view::View;
use dateline_terms::{Span, Weapon};

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
        let hit =
            WORDS.iter().filter_map(|(w, kind)| fits(view, k, w).map(|n| (n, *kind))).max_by_key(|(n, _)| *n);
        match hit {
            Some((n, kind)) => {
                out.push((super::events::token_span(view, k, k + n), kind));
                k += n;
            }
            None => k += 1,
        }
    }
    out
}

/// How many tokens from `k` on spell `words`, its last one singular or plural.
fn fits(view: &View<'_>, k: usize, words: &str) -> Option<usize> {
    let n = words.split(' ').count();
    for (i, word) in words.split(' ').enumerate() {
        let token = view.reading.tokens.get(k + i)?;
        let plain = token.norm == word;
        let plural = i + 1 == n && token.norm.strip_suffix('s') == Some(word);
        if !plain && !plural {
            return None;
        }
    }
    Some(n)
}
