//! The place of an event: each place mention near it is weighed, and none may be good enough.

use super::draft::Draft;
use super::events::{back, bucket, forth, where_bucket};
use super::view::View;
use crate::weigh::{Features, Model};
use dateline_terms::{Basis, Place, Precision};

/// Indices of the place mentions worth weighing: in the draft's sentences, up to three sentences before
/// its evidence, one after, and at the top.
pub fn candidates(view: &View<'_>, draft: &Draft) -> Vec<usize> {
    let places = draft.around().into_iter().flat_map(|i| view.held(i).places);
    places.filter(|k| view.places.get(*k).is_some_and(|p| draft.may_hold(p.at))).collect()
}

/// The event's place: the likeliest mention, `basis` context where it stands outside the evidence.
pub fn place(view: &View<'_>, draft: &Draft, model: &Model, least: f32) -> Option<Place> {
    let (_, k) = candidates(view, draft)
        .into_iter()
        .map(|k| (model.one(&features(view, draft, k), &view.seen), k))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
        .filter(|(p, _)| *p >= least)?;
    let mut place = view.places.get(k)?.clone();
    let told = view.reading.sentence_at(place.at).is_some_and(|i| draft.hint_in(i).is_some());
    if !told {
        place.basis = Basis::Context;
    }
    if place.country.is_none() {
        place.country = view.home.clone();
    }
    Some(place)
}

/// What tells whether place mention `k` is where a draft's event happened.
pub fn features(view: &View<'_>, draft: &Draft, k: usize) -> Features {
    let mut f = Features::new();
    let Some(p) = view.places.get(k) else { return f };
    let sentence = view.reading.sentence_at(p.at).unwrap_or(0);
    let s = draft.sentence();
    let place = match draft.hint_in(sentence) {
        Some(h) if h.sentence == s => "evidence".to_string(),
        Some(_) => "more".to_string(),
        None if sentence < s => format!("before {}", bucket(s - sentence, &[1, 2, 3])),
        None => "after".to_string(),
    };
    let place = place.as_str();
    let fine = p.precision.as_str();
    f.add(&["bias"]);
    f.add(&["place", place]);
    f.add(&["fine", fine]);
    f.add(&["place fine", place, fine]);
    f.add(&["type place", &draft.event_type, place]);
    f.add(&["type fine", &draft.event_type, fine]);
    f.add(&["home", if p.country == view.home { "yes" } else { "no" }, fine]);
    f.add(&["top", where_bucket(sentence), place]);
    let count = view.places.iter().filter(|q| q.name == p.name).count();
    f.add(&["count", bucket(count, &[1, 2, 4]), fine]);
    f.add(&["count place", bucket(count, &[1, 2, 4]), place]);
    f.add(&["score", bucket((p.score * 10.0) as usize, &[2, 4, 6, 8]), place]);
    rivals(view, draft, p, k, sentence, place, &mut f);
    words(view, p, place, &mut f);
    distance(view, draft, p, sentence, place, &mut f);
    f.about(&draft.anchor(view, sentence));
    f.about(&[p.at]);
    f
}

fn rivals(
    view: &View<'_>,
    draft: &Draft,
    p: &Place,
    k: usize,
    sentence: usize,
    place: &str,
    f: &mut Features,
) {
    let own = view.held(draft.sentence()).places;
    let finer = |range: std::ops::Range<usize>| {
        view.places
            .get(range)
            .unwrap_or(&[])
            .iter()
            .filter(|q| q.precision < p.precision && q.country == p.country)
            .count()
    };
    f.add(&["evidence places", bucket(own.len(), &[0, 1, 2]), place, p.precision.as_str()]);
    f.add(&["finer in evidence", bucket(finer(own), &[0, 1]), place]);
    let here = view.held(sentence).places;
    f.add(&["finer here", bucket(finer(here.clone()), &[0, 1]), place]);
    f.add(&["rank", bucket(k.saturating_sub(here.start), &[0, 1, 2]), place, p.precision.as_str()]);
    if let Some(q) = view.places.get(k + 1).filter(|_| k + 1 < here.end) {
        let gap = q.at.start.saturating_sub(p.at.end);
        f.add(&["followed", bucket(gap, &[2, 6, 15]), q.precision.as_str(), p.precision.as_str()]);
    }
    if let Some(q) = k.checked_sub(1).filter(|j| *j >= here.start).and_then(|j| view.places.get(j)) {
        let gap = p.at.start.saturating_sub(q.at.end);
        f.add(&["follows", bucket(gap, &[2, 6, 15]), q.precision.as_str(), p.precision.as_str()]);
    }
    for speech in view.reading.speech.get(view.held(sentence).speech).unwrap_or(&[]) {
        if speech.speaker.overlaps(p.at) {
            f.add(&["of a speaker", place]);
        }
    }
    if view.actors.iter().any(|a| a.at.overlaps(p.at)) {
        f.add(&["of an actor", place]);
    }
}

fn words(view: &View<'_>, p: &Place, place: &str, f: &mut Features) {
    let tokens = view.reading.tokens_in(p.at);
    let prev = back(view, tokens.start).unwrap_or("^");
    let next = forth(view, tokens.end).unwrap_or("$");
    f.add(&["prev", prev]);
    f.add(&["next", view.words.stem(next)]);
    f.add(&["prev place", prev, place]);
    f.add(&["next place", view.words.stem(next), place]);
    f.add(&["prev fine", prev, p.precision.as_str()]);
    let prev2 = (0..tokens.start).rev().take(8).filter_map(|k| view.word(k)).filter(|w| w.len() > 1).nth(1);
    f.add(&["prev2", prev2.unwrap_or("^"), prev]);
    for k in tokens {
        if let Some(t) = view.reading.tokens.get(k) {
            f.add(&["own", &t.norm]);
        }
    }
}

fn distance(view: &View<'_>, draft: &Draft, p: &Place, sentence: usize, place: &str, f: &mut Features) {
    let Some(act) = draft.hint_in(sentence).and_then(|h| h.trigger).and_then(|t| view.reading.acts.get(t))
    else {
        return;
    };
    let (mine, its) = (view.reading.tokens_in(p.at), view.reading.tokens_in(act.span));
    let (order, gap) = if mine.end <= its.start {
        ("before", its.start - mine.end)
    } else {
        ("after", mine.start.saturating_sub(its.end))
    };
    let prev = back(view, mine.start).unwrap_or("^");
    f.add(&["distance", order, bucket(gap, &[0, 2, 5, 10, 18]), place]);
    f.add(&["order prev", order, prev, place]);
    let nearer = view
        .places
        .get(view.held(sentence).places)
        .unwrap_or(&[])
        .iter()
        .filter(|q| q.precision <= Precision::District && q.at != p.at)
        .filter(|q| q.at.start > p.at.start.min(act.span.start) && q.at.end < p.at.end.max(act.span.end))
        .count();
    f.add(&["nearer", bucket(nearer, &[0, 1]), order, place]);
}
