//! Who says what about an event.

use super::draft::Draft;
use super::events::{bucket, stem, where_bucket};
use super::view::{View, kind_tag};
use crate::weigh::{Features, Model};
use dateline_terms::{About, Actor, Attribution, Span, Speaker, Stance};

/// A speaker who may be speaking of an event; `None` for the report's own voice.
pub type Voice = Option<usize>;

/// The speech mentions worth weighing: in the draft's sentences and in those next to them, and any whose
/// content reaches into them; last, the report's own voice.
pub fn voices(view: &View<'_>, draft: &Draft) -> Vec<Voice> {
    let near = |i: usize| draft.hints.iter().any(|h| i.abs_diff(h.sentence) <= 2);
    let mut out: Vec<Voice> = view
        .reading
        .speech
        .iter()
        .enumerate()
        .filter(|(_, s)| near(s.sentence) || draft.hints.iter().any(|h| s.content.overlaps(view.span(h.sentence))))
        .map(|(k, _)| Some(k))
        .collect();
    out.push(None);
    out
}

/// The event's sides, as far as they are known when its claims are weighed.
#[derive(Clone, Copy, Debug)]
pub struct Sides<'a> {
    /// Who did it.
    pub a: &'a [Actor],
    /// To whom.
    pub b: &'a [Actor],
}

/// The rows of an event: one a speaker and aspect.
pub fn attributions(view: &View<'_>, draft: &Draft, sides: Sides<'_>, model: &Model, least: f32) -> Vec<Attribution> {
    let mut rows: Vec<(f32, Attribution)> = Vec::new();
    for voice in voices(view, draft) {
        for (class, p) in model.classes().iter().zip(model.score(&features(view, draft, sides, voice))) {
            if p < least {
                continue;
            }
            let Some((about, stance)) = parse(class) else { continue };
            let speech = voice.and_then(|k| view.reading.speech.get(k));
            let said_by = speech.map(|s| Speaker { at: s.speaker });
            let quote = speech.map_or_else(|| view.span(draft.sentence()), |s| view.span(s.sentence));
            rows.push((p, Attribution { about, said_by, stance, quote }));
        }
    }
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut kept: Vec<Attribution> = Vec::new();
    for (_, row) in rows {
        let words = |r: &Attribution| r.said_by.map(|s| view.text(s.at).to_lowercase());
        if !kept.iter().any(|k| k.about == row.about && words(k) == words(&row)) {
            kept.push(row);
        }
    }
    kept.sort_by_key(|r| (r.quote, r.about));
    kept
}

/// Class name of an aspect and a stance.
pub fn class(about: &str, stance: &str) -> String {
    format!("{about} {stance}")
}

fn parse(class: &str) -> Option<(About, Stance)> {
    let (about, stance) = class.split_once(' ')?;
    Some((About::parse(about)?, Stance::parse(stance)?))
}

/// What tells whether, and how, a voice speaks of a draft's event.
pub fn features(view: &View<'_>, draft: &Draft, sides: Sides<'_>, voice: Voice) -> Features {
    let mut f = Features::new();
    let Some(s) = voice.and_then(|k| view.reading.speech.get(k)) else {
        own_voice(view, draft, sides, &mut f);
        return f;
    };
    let place = match draft.hint_in(s.sentence) {
        Some(h) if h.sentence == draft.sentence() => "evidence".to_string(),
        Some(_) => "more".to_string(),
        None if s.sentence < draft.first_sentence() => "earlier".to_string(),
        None => format!("apart {}", bucket(s.sentence.abs_diff(draft.sentence()), &[1, 2, 4])),
    };
    let place = place.as_str();
    f.add(&["bias"]);
    f.add(&["place", place]);
    f.add(&["stance", s.stance.as_str()]);
    f.add(&["stance place", s.stance.as_str(), place]);
    f.add(&["type", &draft.event_type]);
    f.add(&["type stance", &draft.event_type, s.stance.as_str()]);
    f.add(&["sides", bucket(sides.a.len(), &[0, 1]), bucket(sides.b.len(), &[0, 1])]);
    f.add(&["where", where_bucket(s.sentence)]);
    let cue = view.text(s.cue).to_lowercase();
    f.add(&["cue", &cue]);
    f.add(&["cue place", &cue, place]);
    f.add(&["cue side", &cue, if sides.a.is_empty() { "no side" } else { "side" }]);
    speaker(view, s.speaker, sides, place, &mut f);
    content(view, draft, s.content, sides, place, &mut f);
    f.settle();
    f
}

fn speaker(view: &View<'_>, at: Span, sides: Sides<'_>, place: &str, f: &mut Features) {
    let text = view.text(at).to_lowercase();
    for w in text.split_whitespace() {
        f.add(&["speaker", w]);
        f.add(&["speaker place", w, place]);
    }
    f.add(&["speaker last", text.split_whitespace().last().unwrap_or("")]);
    let actor = view.actors.iter().find(|a| a.at.overlaps(at));
    let kind = actor.map_or("none", |a| kind_tag(a.kind));
    f.add(&["speaker kind", kind]);
    f.add(&["speaker kind place", kind, place]);
    let side = match actor {
        Some(x) if sides.a.iter().any(|a| a.name == x.name) => "is a",
        Some(x) if sides.b.iter().any(|b| b.name == x.name) => "is b",
        _ => "neither",
    };
    f.add(&["speaker side", side]);
    f.add(&["speaker side place", side, place]);
    for a in sides.a {
        f.add(&["speaker kind accused", kind, kind_tag(a.kind)]);
        f.add(&["a name", &a.name, side]);
        for w in text.split_whitespace() {
            f.add(&["speaker accused", w, &a.name]);
        }
    }
}

/// What is said: whether it reaches the act, names a side, gives a reason.
fn content(view: &View<'_>, draft: &Draft, at: Span, sides: Sides<'_>, place: &str, f: &mut Features) {
    let acts = draft
        .hints
        .iter()
        .filter_map(|h| h.trigger)
        .filter_map(|t| view.reading.acts.get(t))
        .filter(|a| at.contains(a.span))
        .count();
    f.add(&["covers act", bucket(acts, &[0]), place]);
    let names = |side: &[Actor]| {
        side.iter().any(|x| view.actors.iter().any(|m| m.name == x.name && at.contains(m.at)))
    };
    let (a, b) = (names(sides.a), names(sides.b));
    let said = match (a, b) {
        (true, true) => "both",
        (true, false) => "a",
        (false, true) => "b",
        _ => "none",
    };
    f.add(&["names", said, place]);
    f.add(&["names act", said, bucket(acts, &[0])]);
    let tokens = view.reading.tokens_in(at);
    for k in tokens.clone().take(60) {
        if let Some(w) = view.word(k) {
            f.add(&["said", stem(w)]);
        }
    }
    f.add(&["length", bucket(tokens.len(), &[5, 12, 25, 50])]);
    let here = view.reading.quantities.iter().any(|q| at.contains(q.span));
    f.add(&["number", if here { "yes" } else { "no" }, place]);
    let places = view.places.iter().any(|p| at.contains(p.at));
    f.add(&["place said", if places { "yes" } else { "no" }, place]);
}

/// The report's own doubts and reasons: "reportedly", "in retaliation for".
fn own_voice(view: &View<'_>, draft: &Draft, sides: Sides<'_>, f: &mut Features) {
    f.add(&["own"]);
    f.add(&["own type", &draft.event_type]);
    f.add(&["own sides", bucket(sides.a.len(), &[0, 1])]);
    for h in &draft.hints {
        let Some(s) = view.reading.sentences.get(h.sentence) else { continue };
        for k in s.tokens.clone() {
            if let Some(w) = view.word(k) {
                f.add(&["own said", stem(w)]);
            }
        }
        let held = view.held(h.sentence);
        f.add(&["own speech", bucket(held.speech.len(), &[0, 1])]);
        for cue in view.reading.cues.get(held.cues).unwrap_or(&[]) {
            f.add(&["own cue", super::events::cue_name(cue.kind)]);
            f.add(&["own cue words", &view.text(cue.span).to_lowercase()]);
        }
    }
    f.settle();
}
