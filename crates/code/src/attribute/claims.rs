//! Who says what about an event.

use super::draft::Draft;
use super::events::{bucket, where_bucket};
use super::view::{View, kind_tag};
use crate::weigh::{Features, Model};
use crate::words::List;
use dateline_terms::{About, Actor, ActorKind, Attribution, Span, Speaker, SpeechMention, Stance};

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
        .filter(|(_, s)| {
            let said = draft.hints.iter().any(|h| s.content.overlaps(view.span(h.sentence)));
            (near(s.sentence) || said) && (!draft.is_recalled() || draft.may_hold(s.cue))
        })
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
pub fn attributions(
    view: &View<'_>,
    draft: &Draft,
    sides: Sides<'_>,
    model: &Model,
    least: f32,
) -> Vec<Attribution> {
    let mut rows: Vec<(f32, Attribution)> = draft.claims(view).map(|(_, s)| (1.0, claim(view, s))).collect();
    for voice in voices(view, draft).into_iter().filter(|v| v.is_none_or(|k| !draft.claimed.contains(&k))) {
        let scores = model.score(&features(view, draft, sides, voice), &view.seen);
        for (class, p) in model.classes().iter().zip(scores) {
            if p < least {
                continue;
            }
            let Some((about, stance)) = parse(class) else { continue };
            let speech = voice.and_then(|k| view.reading.speech.get(k));
            let said_by = speech.map(|s| Speaker { at: s.speaker });
            let quote = speech.map_or_else(|| view.span(draft.sentence()), |s| view.span(s.sentence));
            let (about, stance) =
                speech.map_or((about, stance), |s| by_the_guide(view, s, sides, about, stance));
            rows.push((p, Attribution { about, said_by, stance, quote }));
        }
    }
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut kept: Vec<Attribution> = Vec::new();
    for (_, row) in rows {
        if !kept.iter().any(|k| repeats(view, k, &row)) {
            kept.push(row);
        }
    }
    kept.sort_by_key(|r| (r.quote, r.about));
    kept
}

/// Who claims an act says no more than that it was theirs.
fn claim(view: &View<'_>, s: &SpeechMention) -> Attribution {
    Attribution {
        about: About::Responsibility,
        said_by: Some(Speaker { at: s.speaker }),
        stance: Stance::ClaimsResponsibility,
        quote: view.span(s.sentence),
    }
}

/// The guide's rule on blame: a speaker who names who did it speaks about side_a, and not about the
/// occurrence besides. A party, its media or an authority accuses; a monitor or a witness asserts.
fn by_the_guide(
    view: &View<'_>,
    s: &SpeechMention,
    sides: Sides<'_>,
    about: About,
    stance: Stance,
) -> (About, Stance) {
    let blames = matches!(
        (about, stance),
        (About::Occurrence, Stance::Asserts) | (About::SideA, Stance::Asserts | Stance::Accuses)
    );
    let named = sides.a.iter().any(|a| {
        view.actors.iter().any(|m| m.name == a.name && s.content.contains(m.at) && !s.speaker.overlaps(m.at))
    });
    let itself =
        view.actors.iter().any(|m| s.speaker.overlaps(m.at) && sides.a.iter().any(|a| a.name == m.name));
    if !blames || itself || (about == About::Occurrence && !named) {
        return (about, stance);
    }
    match is_party(view, s.speaker) {
        Some(true) => (About::SideA, Stance::Accuses),
        Some(false) => (About::SideA, Stance::Asserts),
        // "Militants" is no name: a speaker who takes no part blames nobody with it.
        None if about == About::SideA || sides.a.iter().all(|a| a.kind == ActorKind::Unidentified) => {
            (about, stance)
        }
        None => (About::SideA, Stance::Accuses),
    }
}

/// Whether a speaker is a party to conflicts or speaks for one: by its kind of actor, then by the words
/// of the phrase; `None` where neither tells.
fn is_party(view: &View<'_>, at: Span) -> Option<bool> {
    let text = view.text(in_full(view, at)).to_lowercase();
    let (words, speakers) = (view.words, &view.words.speakers);
    let has = |list: &List| {
        text.split(|c: char| !c.is_alphanumeric())
            .any(|w| list.has(w) || words.singular(w).is_some_and(|w| list.has(w)))
    };
    if has(&speakers.neutral) && !has(&speakers.partisan) {
        return Some(false);
    }
    let armed = view.actors.iter().any(|m| {
        m.at.overlaps(at)
            && !matches!(
                m.kind,
                ActorKind::Civilians | ActorKind::Other | ActorKind::Protesters | ActorKind::Unidentified
            )
    });
    (armed || has(&speakers.partisan)).then_some(true)
}

/// The longest phrase by which the report has named this speaker so far: "the source" is "a source at the
/// police command" of the sentence before.
fn in_full(view: &View<'_>, at: Span) -> Span {
    let mine = view.text(at);
    view.reading
        .speech
        .iter()
        .map(|s| s.speaker)
        .take_while(|s| s.start < at.start)
        .filter(|s| same_speaker(view, mine, view.text(*s)) && s.len() > at.len())
        .last()
        .unwrap_or(at)
}

/// Whether a row says again what a kept one says: the same aspect by the same speaker, who may be called
/// by a shorter phrase the second time ("the source", "the Observatory").
fn repeats(view: &View<'_>, kept: &Attribution, row: &Attribution) -> bool {
    let one_blame = |r: &Attribution| matches!(r.about, About::SideA | About::Occurrence);
    if kept.about != row.about && !(one_blame(kept) && one_blame(row)) {
        return false;
    }
    match (kept.said_by, row.said_by) {
        (None, None) => kept.about == row.about,
        (Some(a), Some(b)) => same_speaker(view, view.text(a.at), view.text(b.at)),
        _ => false,
    }
}

/// Whether two phrases name one speaker: all telling words of the shorter stand in the longer, but for
/// a bare plural, number of the noun aside ("the sources" is not "a source").
fn same_speaker(view: &View<'_>, a: &str, b: &str) -> bool {
    let telling = |t: &str| -> Vec<String> {
        t.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.len() > 1 && !view.words.speakers.small.has(w))
            .map(str::to_string)
            .collect()
    };
    let (a, b) = (telling(a), telling(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !short.is_empty() && short.iter().all(|w| long.contains(w))
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
        let [part, act] = draft.anchor(view, draft.sentence());
        f.about(&[part, act, part, act, part]);
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
    f.about(&draft.anchor(view, s.sentence));
    f.about(&[s.speaker, s.cue, s.content]);
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
            f.add(&["said", view.words.stem(w)]);
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
                f.add(&["own said", view.words.stem(w)]);
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
