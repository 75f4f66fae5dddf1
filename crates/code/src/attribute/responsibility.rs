//! Who says that an act was theirs: "X claimed responsibility for both attacks", "X said that it had fired rockets at Y".

use super::draft::Draft;
use super::view::View;
use dateline_terms::{ActorKind, SpeechMention, Stance};

/// Most sentences between an act and the claim to it.
const REACH: usize = 3;
/// Most words of a saying before the act that the speaker says was theirs.
const SOON: usize = 6;

/// Notes on each draft the sayings that claim it: those in a sentence that tells of it, and those that follow it
/// in a sentence that tells of nothing itself.
pub fn note(view: &View<'_>, drafts: &mut [Draft]) {
    for (k, s) in view.reading.speech.iter().enumerate() {
        if !claims_act(view, s) {
            continue;
        }
        let told = |d: &Draft| d.hints.iter().any(|h| h.sentence == s.sentence && !h.recalled);
        let best = |d: &Draft| told(d) && d.sentence() == s.sentence;
        let (here, first) = (drafts.iter().any(told), drafts.iter().any(best));
        let many = speaks_of_many(view, s);
        let last = |d: &Draft| d.hints.iter().map(|h| h.sentence).filter(|i| *i < s.sentence).max();
        let nearest = drafts.iter().filter_map(last).max();
        for d in drafts.iter_mut() {
            let near = last(d).is_some_and(|i| s.sentence - i <= REACH && (many || Some(i) == nearest));
            let mine = if first { best(d) } else { told(d) };
            if mine || !here && near {
                d.claimed.push(k);
            }
        }
    }
}

/// Whether a saying claims an act of the speaker's own.
fn claims_act(view: &View<'_>, s: &SpeechMention) -> bool {
    s.stance == Stance::ClaimsResponsibility
        || s.stance == Stance::Asserts && fights(view, s) && tells_own_act(view, s)
}

/// Whether the speaker bears arms for no state: what a state's forces say that they did is an account, not a claim.
fn fights(view: &View<'_>, s: &SpeechMention) -> bool {
    let kind = |k| matches!(k, ActorKind::Rebel | ActorKind::PoliticalMilitia | ActorKind::IdentityMilitia);
    view.actors.iter().any(|a| a.at.overlaps(s.speaker) && kind(a.kind))
}

/// "It had attacked", "they carried out": a pronoun for the speaker, and soon after it what was done.
fn tells_own_act(view: &View<'_>, s: &SpeechMention) -> bool {
    let words = &view.words.responsibility;
    let said = view.reading.tokens_in(s.content);
    let norm = |k: usize| view.reading.tokens.get(k).map_or("", |t| t.norm.as_str());
    let Some(own) = said.clone().take(2).find(|k| words.itself.has(norm(*k))) else { return false };
    (own + 1..said.end.min(own + SOON))
        .any(|k| words.did.has(norm(k)) || view.words.outright.did.has(norm(k)))
}

/// "Both attacks", "the strikes".
fn speaks_of_many(view: &View<'_>, s: &SpeechMention) -> bool {
    let said = view.reading.tokens.get(view.reading.tokens_in(s.content)).unwrap_or(&[]);
    let acts = view.reading.acts.get(view.held(s.sentence).acts).unwrap_or(&[]);
    said.iter().any(|t| view.words.responsibility.all.has(&t.norm))
        || acts.iter().any(|a| a.span.start > s.cue.end && view.words.singular(&a.word).is_some())
}
