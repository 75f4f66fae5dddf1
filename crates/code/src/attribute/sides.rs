//! Who did it, and to whom: each actor mention near an event is weighed for each side.

use super::draft::{Draft, Hint};
use super::events::{back, bucket, forth};
use super::outright::{self, Side};
use super::view::{View, kind_tag};
use crate::weigh::{Features, Limits, Model};
use dateline_terms::{Actor, ActorKind, Span};

/// An actor mention that may take part in a draft's event.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// Index into `View::actors`.
    pub actor: usize,
    /// Sentence of the mention.
    pub sentence: usize,
}

/// The mentions worth weighing: those in the draft's sentences, in the sentences before and after its
/// evidence, and in the report's first two sentences; not those before one that begins something else
/// ("Separately, …").
pub fn candidates(view: &View<'_>, draft: &Draft) -> Vec<Candidate> {
    let mut sentences: Vec<usize> = draft.hints.iter().map(|h| h.sentence).collect();
    let s = draft.sentence();
    sentences.extend([s + 1, 0, 1]);
    let opens = view.reading.tokens.get(view.reading.tokens_in(view.span(s)).start);
    let before = s.saturating_sub(1);
    if opens.is_some_and(|t| view.words.elsewhere.has(&t.norm)) {
        sentences.retain(|i| *i != before || draft.hint_in(before).is_some());
    } else {
        sentences.push(before);
    }
    sentences.extend(draft.claims(view).map(|(_, s)| s.sentence));
    sentences.sort_unstable();
    sentences.dedup();
    sentences
        .into_iter()
        .flat_map(|i| view.held(i).actors.map(move |actor| Candidate { actor, sentence: i }))
        .filter(|c| view.actors.get(c.actor).is_some_and(|a| draft.may_hold(a.at)))
        .collect()
}

/// Codes both sides of a draft.
pub fn sides(view: &View<'_>, draft: &Draft, model: &Model, limits: &Limits) -> (Vec<Actor>, Vec<Actor>) {
    let (Some(a), Some(b)) = (model.class("side_a"), model.class("side_b")) else {
        return Default::default();
    };
    let mut found: Vec<Found> = Vec::new();
    for c in candidates(view, draft) {
        let Some(actor) = view.actors.get(c.actor) else { continue };
        let p = model.score(&features(view, draft, c), &view.seen);
        let (mut pa, mut pb) = (p.get(a).copied().unwrap_or(0.0), p.get(b).copied().unwrap_or(0.0));
        let author = draft.claims(view).any(|(_, s)| s.speaker.overlaps(actor.at)).then_some(Side::A);
        let stated = || draft.hint_in(c.sentence).and_then(|h| outright::side(view, h, actor));
        match author.or_else(stated) {
            Some(Side::A) => (pa, pb) = (pa.max(limits.outright), 0.0),
            Some(Side::B) => (pa, pb) = (0.0, pb.max(limits.outright)),
            None => {}
        }
        let away = if author.is_some() { 0 } else { away(draft, c) };
        let new = Found { actor: actor.clone(), a: pa, b: pb, away };
        match found.iter_mut().find(|f| is_same(&f.actor, actor)) {
            Some(old) if new.away < old.away || (new.away == old.away && pa.max(pb) > old.a.max(old.b)) => {
                *old = new
            }
            Some(_) => {}
            None => found.push(new),
        }
    }
    // Once someone claims it, "gunmen" did it no more.
    let author = |f: &Found| draft.claims(view).any(|(_, s)| s.speaker.overlaps(f.actor.at));
    if found.iter().any(author) {
        for f in found.iter_mut().filter(|f| f.actor.kind == ActorKind::Unidentified) {
            f.a = 0.0;
        }
    }
    (choose(&found, |f| f.a, |f| f.b, limits), choose(&found, |f| f.b, |f| f.a, limits))
}

/// An actor with the likelihoods of its most telling mention: the nearest to the evidence, and of those the
/// likeliest.
struct Found {
    actor: Actor,
    a: f32,
    b: f32,
    away: u8,
}

/// 0 in the evidence, 1 in another sentence of the draft, 2 outside.
fn away(draft: &Draft, c: Candidate) -> u8 {
    match draft.hint_in(c.sentence) {
        Some(h) if h.sentence == draft.sentence() => 0,
        Some(_) => 1,
        None => 2,
    }
}

fn choose(
    found: &[Found],
    mine: impl Fn(&Found) -> f32,
    other: impl Fn(&Found) -> f32,
    limits: &Limits,
) -> Vec<Actor> {
    let mut fit: Vec<&Found> =
        found.iter().filter(|f| mine(f) >= limits.side && mine(f) >= other(f)).collect();
    fit.sort_by(|x, y| mine(y).total_cmp(&mine(x)).then(x.actor.at.cmp(&y.actor.at)));
    fit.iter()
        .enumerate()
        .filter(|(k, f)| *k == 0 || (*k < 3 && mine(f) >= limits.second))
        .map(|(_, f)| f.actor.clone())
        .collect()
}

/// Whether two mentions are one actor: the same canonical name, and unnamed civilians alike.
pub fn is_same(a: &Actor, b: &Actor) -> bool {
    a.name == b.name
}

/// What tells on which side of a draft's event a mention stands.
pub fn features(view: &View<'_>, draft: &Draft, c: Candidate) -> Features {
    let mut f = Features::new();
    let Some(actor) = view.actors.get(c.actor) else { return f };
    let kind = kind_tag(actor.kind);
    let home = if actor.country.is_some() && actor.country == view.home { "home" } else { "away" };
    f.add(&["bias"]);
    f.add(&["type kind", &draft.event_type, kind]);
    f.add(&["kind home", kind, home]);
    f.add(&["mentions", bucket(view.actors.iter().filter(|a| a.name == actor.name).count(), &[1, 2, 4])]);
    let hint = draft.hint_in(c.sentence);
    let place = match hint {
        Some(h) if h.sentence == draft.sentence() => "evidence",
        Some(_) => "more",
        None if c.sentence < 2 && draft.sentence() > 2 => "top",
        None if c.sentence < draft.sentence() => "before",
        None => "after",
    };
    f.add(&["place", place]);
    f.add(&["place kind", place, kind]);
    surroundings(view, actor, place, &mut f);
    voice(view, actor.at, c.sentence, place, &mut f);
    if let Some(h) = hint {
        position(view, draft, h, c, &mut f);
    } else {
        f.add(&["outside", place, kind, &draft.event_type]);
    }
    rivals(view, draft, c, place, &mut f);
    f.about(&draft.anchor(view, c.sentence));
    f.about(&[actor.at]);
    f
}

/// The words right before and after the mention.
fn surroundings(view: &View<'_>, actor: &Actor, place: &str, f: &mut Features) {
    let tokens = view.reading.tokens_in(actor.at);
    let kind = kind_tag(actor.kind);
    let (p, n) = (back(view, tokens.start), forth(view, tokens.end));
    let (prev, next) = (p.unwrap_or("^"), n.unwrap_or("$"));
    f.add(&["prev", prev]);
    f.add(&["next", view.words.stem(next)]);
    f.add(&["prev kind", prev, kind]);
    f.add(&["next kind", view.words.stem(next), kind]);
    f.add(&["prev next", prev, view.words.stem(next)]);
    f.add(&["place prev", place, prev]);
    f.add(&["place next", place, view.words.stem(next)]);
    let prev2 = before_that(view, tokens.start);
    f.add(&["prev2", prev2, prev]);
    f.add(&["next2", view.words.stem(next), view.words.stem(after_that(view, tokens.end))]);
    for w in view.text(actor.at).to_lowercase().split_whitespace() {
        f.add(&["own word", w]);
    }
}

fn before_that<'v>(view: &'v View<'_>, i: usize) -> &'v str {
    (0..i).rev().take(8).filter_map(|k| view.word(k)).filter(|w| w.len() > 1).nth(1).unwrap_or("^")
}

fn after_that<'v>(view: &'v View<'_>, i: usize) -> &'v str {
    (i..i + 8).filter_map(|k| view.word(k)).filter(|w| w.len() > 1).nth(1).unwrap_or("$")
}

/// Whether the mention speaks rather than acts.
fn voice(view: &View<'_>, at: Span, sentence: usize, place: &str, f: &mut Features) {
    for s in view.reading.speech.get(view.held(sentence).speech).unwrap_or(&[]) {
        if s.speaker.overlaps(at) {
            f.add(&["speaks", place]);
            f.add(&["speaks", s.stance.as_str()]);
        } else if s.content.contains(at) {
            f.add(&["in speech", s.stance.as_str()]);
        }
    }
    let held = view.held(sentence);
    if view.reading.quantities.get(held.quantities).unwrap_or(&[]).iter().any(|q| q.span.overlaps(at)) {
        f.add(&["counted"]);
        f.add(&["counted", place]);
    }
}

/// Where the mention stands as seen from the word that tells the act.
fn position(view: &View<'_>, draft: &Draft, hint: &Hint, c: Candidate, f: &mut Features) {
    let Some(actor) = view.actors.get(c.actor) else { return };
    let kind = kind_tag(actor.kind);
    let Some(act) = hint.trigger.and_then(|t| view.reading.acts.get(t)) else {
        f.add(&["no trigger", kind, &draft.event_type]);
        return;
    };
    let (mine, its) = (view.reading.tokens_in(actor.at), view.reading.tokens_in(act.span));
    let order = if act.span.overlaps(actor.at) {
        "in"
    } else if mine.end <= its.start {
        "before"
    } else {
        "after"
    };
    let (from, to) = if order == "before" { (mine.end, its.start) } else { (its.end, mine.start) };
    let gap = to.saturating_sub(from);
    let far = bucket(gap, &[0, 1, 2, 4, 8, 15]);
    let prev = back(view, mine.start).unwrap_or("^");
    f.add(&["order", order]);
    f.add(&["order far", order, far]);
    f.add(&["order kind", order, kind]);
    f.add(&["order kind type", order, kind, &draft.event_type]);
    f.add(&["order type", order, &draft.event_type]);
    f.add(&["order prev", order, prev]);
    f.add(&["order prev kind", order, prev, kind]);
    f.add(&["act", &act.word]);
    f.add(&["act order", &act.word, order]);
    f.add(&["act order prev", &act.word, order, prev]);
    f.add(&["act order far", &act.word, order, far]);
    let passive = back(view, its.start).is_some_and(|w| view.words.passive.has(w));
    f.add(&["order passive", order, if passive { "passive" } else { "active" }]);
    f.add(&["order passive prev", order, if passive { "passive" } else { "active" }, prev]);
    if gap <= 12 {
        for k in from..to {
            if let Some(w) = view.word(k) {
                f.add(&["between", order, view.words.stem(w)]);
            }
        }
    }
    if gap <= 4 {
        let path: Vec<&str> = (from..to).filter_map(|k| view.word(k)).map(|w| view.words.stem(w)).collect();
        f.add(&["path", order, &path.join(" ")]);
    }
}

/// The other actors that compete for the sides.
fn rivals(view: &View<'_>, draft: &Draft, c: Candidate, place: &str, f: &mut Features) {
    let Some(actor) = view.actors.get(c.actor) else { return };
    let held = view.held(c.sentence);
    let others: Vec<&Actor> =
        view.actors.get(held.actors.clone()).unwrap_or(&[]).iter().filter(|a| a.name != actor.name).collect();
    let armed = others
        .iter()
        .filter(|a| !matches!(a.kind, ActorKind::Civilians | ActorKind::Other | ActorKind::Protesters))
        .count();
    let rank = c.actor.saturating_sub(held.actors.start);
    f.add(&["rank", bucket(rank, &[0, 1, 2, 4]), kind_tag(actor.kind)]);
    f.add(&["others", bucket(others.len(), &[0, 1, 2, 4])]);
    f.add(&["armed others", bucket(armed, &[0, 1, 2]), kind_tag(actor.kind), place]);
    let civilians = others.iter().any(|a| a.kind == ActorKind::Civilians);
    f.add(&["civilians too", if civilians { "yes" } else { "no" }, kind_tag(actor.kind), &draft.event_type]);
    let evidence = view.held(draft.sentence());
    let armed_in_evidence = view
        .actors
        .get(evidence.actors)
        .unwrap_or(&[])
        .iter()
        .any(|a| !matches!(a.kind, ActorKind::Civilians | ActorKind::Other));
    f.add(&["evidence armed", if armed_in_evidence { "yes" } else { "no" }, place, kind_tag(actor.kind)]);
}
