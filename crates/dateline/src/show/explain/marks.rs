//! Which words get a mark, and what stands under them.

use super::super::paint::{ACT, DIM, HARM, PLACE, SIDE, SPEAKER, TIME, WRONG};
use super::super::words::{harm, place, quantity, spaced, tally, voice, when};
use crate::CodedReport;
use crate::contract::furniture_kind;
use anstyle::Style;
use dateline_terms::{About, Actor, Claim, CueKind, Place, Reading, Span, Stance};

/// Words with what they were read as.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mark {
    pub at: Span,
    pub label: String,
    pub style: Style,
}

/// All marks of a report, in order of place. Marks that say the same of the same words are one, with the
/// numbers of all their events.
pub(super) fn all(coded: &CodedReport) -> Vec<Mark> {
    let text = coded.report.text.as_str();
    let mut found: Vec<(Option<usize>, Mark)> = Vec::new();
    for (n, claim) in coded.coded.claims.iter().enumerate() {
        found.extend(of_claim(claim, text).into_iter().map(|mark| (Some(n + 1), mark)));
    }
    let rest = of_sums(coded).into_iter().chain(of_reading(coded)).chain(of_furniture(coded));
    found.extend(rest.map(|mark| (None, mark)));
    let mut merged: Vec<(Vec<usize>, Mark)> = Vec::new();
    for (number, mark) in found {
        match merged.iter_mut().find(|(_, m)| *m == mark) {
            Some((numbers, _)) => numbers.extend(number),
            None => merged.push((number.into_iter().collect(), mark)),
        }
    }
    let mut marks: Vec<Mark> = merged.into_iter().map(|(numbers, mark)| numbered(&numbers, mark)).collect();
    marks.retain(|mark| !mark.at.is_empty());
    marks.sort_by_key(|mark| (mark.at.start, std::cmp::Reverse(mark.at.end)));
    marks
}

fn numbered(numbers: &[usize], mut mark: Mark) -> Mark {
    if !numbers.is_empty() {
        let mut numbers = numbers.to_vec();
        numbers.dedup();
        let list = numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        mark.label = format!("e{list} {}", mark.label);
    }
    mark
}

fn of_claim(claim: &Claim, text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut mark = |at: Span, style, label: String| marks.push(Mark { at, label, style });
    if let Some((time, at)) = claim.time.as_ref().and_then(|time| Some((time, time.at?))) {
        mark(at, TIME, format!("day: {} ({})", when(time), time.basis.as_str()));
    }
    if let Some(place) = &claim.place {
        mark(place.at, PLACE, format!("place: {}", place_facts(place)));
    }
    for actor in &claim.side_a {
        mark(actor.at, SIDE, format!("by: {}", actor_facts(actor)));
    }
    for actor in &claim.side_b {
        mark(actor.at, SIDE, format!("on: {}", actor_facts(actor)));
    }
    for weapon in &claim.weapons {
        let many = weapon.quantity.map(|q| format!(", {}", quantity(q))).unwrap_or_default();
        mark(weapon.at, ACT, format!("weapon: {}{many}", weapon.kind));
    }
    for row in &claim.harm {
        let voice = voice(row.stance, row.said_by, text);
        let voice = if voice.is_empty() { String::new() } else { format!(", {voice}") };
        mark(row.at, HARM, format!("harm: {} ({}){voice}", harm(row), row.who.as_str()));
    }
    for row in &claim.attributions {
        let words = match row.stance {
            Stance::ClaimsResponsibility => "speaker: claims responsibility".to_string(),
            stance => format!("speaker: {} {}", spaced(stance.as_str()), about(row.about)),
        };
        if let Some(speaker) = row.said_by {
            mark(speaker.at, SPEAKER, words);
        }
    }
    marks
}

/// What a speaker speaks of, in the words of the table.
fn about(about: About) -> String {
    match about {
        About::SideA => "who did it".into(),
        About::SideB => "to whom".into(),
        other => spaced(other.as_str()),
    }
}

fn place_facts(known: &Place) -> String {
    let radius = known.radius_km.map(|km| format!(" within {} km", km.round().max(1.0))).unwrap_or_default();
    format!("{} ({}{radius}, {})", place(known), known.precision.as_str(), known.basis.as_str())
}

fn actor_facts(actor: &Actor) -> String {
    let entry = actor.id.as_deref().map_or("no entry", |id| id);
    format!("{} ({}, {entry}, {})", actor.name, spaced(actor.kind.as_str()), actor.basis.as_str())
}

fn of_sums(coded: &CodedReport) -> Vec<Mark> {
    let tallies = coded.coded.tallies.iter().enumerate().map(|(n, row)| Mark {
        at: row.at,
        label: format!("t{} tally: {}", n + 1, tally(row)),
        style: HARM,
    });
    let refusals = coded.coded.refusals.iter().map(|refusal| Mark {
        at: refusal.at,
        label: format!("not coded: {}", spaced(refusal.why)),
        style: WRONG,
    });
    tallies.chain(refusals).collect()
}

/// Act words with their codebook entries, and the cues that change what they mean.
fn of_reading(coded: &CodedReport) -> Vec<Mark> {
    let Reading { acts, cues, speech, .. } = &coded.reading;
    let told = |span: Span| {
        coded.coded.claims.iter().any(|claim| {
            claim.evidence.overlaps(span) || claim.more_evidence.iter().any(|more| more.overlaps(span))
        })
    };
    let acts = acts.iter().map(|act| {
        let types = act.types.iter().map(|id| spaced(id)).collect::<Vec<_>>().join(" or ");
        let entry = format!("act “{}”, codebook: {types}", act.word);
        match told(act.span) {
            true => Mark { at: act.span, label: entry, style: ACT },
            false => Mark { at: act.span, label: format!("{entry}; no event here"), style: DIM },
        }
    });
    let cues = cues.iter().map(|cue| Mark {
        at: cue.span,
        label: format!("cue: {}", cue_word(cue.kind)),
        style: WRONG,
    });
    let speech = speech.iter().map(|row| Mark {
        at: row.cue,
        label: format!("speech: {}", spaced(row.stance.as_str())),
        style: SPEAKER,
    });
    acts.chain(cues).chain(speech).collect()
}

fn cue_word(kind: CueKind) -> &'static str {
    match kind {
        CueKind::Negation => "negation",
        CueKind::Hedge => "hedge",
        CueKind::Plan => "plan",
        CueKind::Threat => "threat",
        CueKind::Conditional => "condition",
        CueKind::Demand => "demand",
        CueKind::Foiled => "foiled",
        CueKind::General => "general talk",
        CueKind::Recall => "recalls an earlier act",
        CueKind::Growth => "growth",
    }
}

fn of_furniture(coded: &CodedReport) -> Vec<Mark> {
    let mark = |f: &dateline_terms::Furniture| Mark {
        at: f.span,
        label: format!("set aside: {}", spaced(furniture_kind(f.kind))),
        style: DIM,
    };
    coded.report.furniture.iter().map(mark).collect()
}
