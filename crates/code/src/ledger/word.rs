//! How an incident stands, in one word.

use super::figures;
use super::parties::Parties;
use super::values::denies;
use crate::voice::Side;
use dateline_terms::{About, Entry, Incident, Stance, Word};
use std::collections::BTreeSet;

/// Fields whose dispute makes the whole incident disputed: what it was, whether it came about, and who did it.
const GRAVE: [&str; 3] = ["side_a", "status", "type"];

/// In this order: `retracted` where nothing is left that counts; `denied` where somebody denies that it happened, or
/// where every figure of a kind is denied; `disputed` where voices differ over what it was, whether it came about or who
/// did it, or where a figure is denied or another is twice as great; `corroborated` where two or more independent voices
/// tell of it; else `reported`. What people corrected is not in dispute.
pub fn word(incident: &Incident, entries: &[&Entry], parties: &Parties<'_>, retracted: bool) -> Word {
    if retracted {
        Word::Retracted
    } else if is_denied(incident, entries) {
        Word::Denied
    } else if incident.disputed.iter().any(|f| GRAVE.contains(&f.as_str()) || is_grave(f, entries)) {
        Word::Disputed
    } else if is_corroborated(entries, parties) {
        Word::Corroborated
    } else {
        Word::Reported
    }
}

/// Unless people ruled that it occurred.
fn is_denied(incident: &Incident, entries: &[&Entry]) -> bool {
    let ruled = incident.corrected.iter().any(|field| field == "status");
    !ruled && (denies(entries, &[About::Occurrence]) || figures_are_denied(entries))
}

fn figures_are_denied(entries: &[&Entry]) -> bool {
    let rows = || entries.iter().flat_map(|e| &e.event.harm);
    let kinds: BTreeSet<_> = rows().map(|h| h.what).collect();
    kinds.into_iter().any(|what| rows().filter(|h| h.what == what).all(|h| h.stance == Stance::Denied))
}

/// Whether the figures of a disputed kind of harm cannot be two counts of one thing.
fn is_grave(field: &str, entries: &[&Entry]) -> bool {
    let all: Vec<_> = entries.iter().flat_map(|e| figures(&e.event)).collect();
    let of = || all.iter().filter(|f| f.what.as_str() == field && f.who.is_none());
    let stated = || of().filter(|f| f.stance != Stance::Denied);
    let least = stated().filter_map(|f| f.high).min();
    let most = stated().map(|f| f.low).max();
    of().any(|f| f.stance == Stance::Denied)
        || least.zip(most).is_some_and(|(least, most)| most >= least.saturating_mul(2))
}

/// Two voices of whom one at least is no party, or two that stand on opposite sides.
fn is_corroborated(entries: &[&Entry], parties: &Parties<'_>) -> bool {
    let voices: BTreeSet<usize> = entries.iter().map(|e| e.voice).collect();
    let sides: BTreeSet<Option<Side>> = voices.iter().map(|voice| parties.of_voice(*voice)).collect();
    let both = sides.contains(&Some(Side::A)) && sides.contains(&Some(Side::B));
    voices.len() >= 2 && (sides.contains(&None) || both)
}
