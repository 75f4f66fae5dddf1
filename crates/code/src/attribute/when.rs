//! The day of an event: each time expression near it is weighed, and none may be good enough.

use super::draft::Draft;
use super::events::{age, back, bucket, forth, where_bucket};
use super::view::{Moment, View};
use crate::weigh::{Features, Model};
use dateline_terms::When;

/// Indices of the moments worth weighing: in the draft's sentences, up to three sentences before its
/// evidence, one after, and at the top.
pub fn candidates(view: &View<'_>, draft: &Draft) -> Vec<usize> {
    draft
        .around()
        .into_iter()
        .flat_map(|i| view.held(i).times)
        .filter(|t| view.times.get(*t).is_some_and(|m| m.days.is_some() && draft.may_hold(m.at)))
        .collect()
}

/// The event's days, from the likeliest moment; `None` where the report does not say.
pub fn time(view: &View<'_>, draft: &Draft, model: &Model, least: f32) -> Option<When> {
    let best = candidates(view, draft)
        .into_iter()
        .map(|t| (model.one(&features(view, draft, t), &view.seen), t))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
        .filter(|(p, _)| *p >= least)?;
    let m = view.times.get(best.1)?;
    let (start, end) = m.days?;
    Some(When { start, end, at: Some(m.at), basis: m.basis })
}

/// What tells whether moment `t` is the time of a draft's event.
pub fn features(view: &View<'_>, draft: &Draft, t: usize) -> Features {
    let mut f = Features::new();
    let Some(m) = view.times.get(t) else { return f };
    let s = draft.sentence();
    let hint = draft.hint_in(m.sentence);
    let place = match hint {
        Some(h) if h.sentence == s => "evidence".to_string(),
        Some(_) => "more".to_string(),
        None if m.sentence < s => format!("before {}", bucket(s - m.sentence, &[1, 2, 3])),
        None => "after".to_string(),
    };
    let place = place.as_str();
    f.add(&["bias"]);
    f.add(&["place", place]);
    f.add(&["shape", m.shape]);
    f.add(&["place shape", place, m.shape]);
    f.add(&["age", age(view, m.days)]);
    f.add(&["age place", age(view, m.days), place]);
    f.add(&["age shape", age(view, m.days), m.shape]);
    f.add(&["type", &draft.event_type, place]);
    f.add(&["top", where_bucket(m.sentence)]);
    f.add(&["top place", where_bucket(m.sentence), place]);
    rivals(view, draft, m, t, place, &mut f);
    words(view, m, place, &mut f);
    speech(view, m, place, &mut f);
    distance(view, draft, m, place, &mut f);
    f.about(&draft.anchor(view, m.sentence));
    f.about(&[m.at]);
    f
}

fn rivals(view: &View<'_>, draft: &Draft, m: &Moment, t: usize, place: &str, f: &mut Features) {
    let own = view.held(draft.sentence()).times;
    f.add(&["evidence times", bucket(own.len(), &[0, 1, 2]), place]);
    let here = view.held(m.sentence).times;
    f.add(&["here", bucket(here.len(), &[1, 2]), bucket(t.saturating_sub(here.start), &[0, 1]), place]);
    let sentence = view.span(m.sentence);
    if m.at.start <= sentence.start + 2 {
        f.add(&["opens", place]);
        f.add(&["opens shape", m.shape, place]);
    }
}

fn words(view: &View<'_>, m: &Moment, place: &str, f: &mut Features) {
    let tokens = view.reading.tokens_in(m.at);
    let prev = back(view, tokens.start).unwrap_or("^");
    let next = forth(view, tokens.end).unwrap_or("$");
    f.add(&["prev", prev]);
    f.add(&["next", next]);
    f.add(&["prev place", prev, place]);
    f.add(&["next place", next, place]);
    for k in tokens {
        if let Some(token) = view.reading.tokens.get(k) {
            f.add(&["own", &token.norm]);
            f.add(&["own place", &token.norm, place]);
        }
    }
}

/// "On Wednesday a monitor said …" dates the saying, not the event.
fn speech(view: &View<'_>, m: &Moment, place: &str, f: &mut Features) {
    for s in view.reading.speech.get(view.held(m.sentence).speech).unwrap_or(&[]) {
        let gap = if m.at.start >= s.cue.end {
            m.at.start - s.cue.end
        } else {
            s.cue.start.saturating_sub(m.at.end)
        };
        let side = if m.at.start >= s.cue.end { "after" } else { "before" };
        f.add(&["speech", side, bucket(gap, &[1, 4, 12, 30]), place]);
        f.add(&["in content", if s.content.contains(m.at) { "yes" } else { "no" }, place]);
    }
}

fn distance(view: &View<'_>, draft: &Draft, m: &Moment, place: &str, f: &mut Features) {
    let Some(act) = draft.hint_in(m.sentence).and_then(|h| h.trigger).and_then(|t| view.reading.acts.get(t))
    else {
        return;
    };
    let (mine, its) = (view.reading.tokens_in(m.at), view.reading.tokens_in(act.span));
    let (order, gap) = if mine.end <= its.start {
        ("before", its.start - mine.end)
    } else {
        ("after", mine.start.saturating_sub(its.end))
    };
    f.add(&["distance", order, bucket(gap, &[0, 2, 5, 10, 18]), place]);
    let acts_between = view
        .reading
        .acts
        .get(view.held(m.sentence).acts)
        .unwrap_or(&[])
        .iter()
        .filter(|a| a.span.start > m.at.start.min(act.span.start) && a.span.end < m.at.end.max(act.span.end))
        .count();
    f.add(&["acts between", bucket(acts_between, &[0, 1, 2]), order, place]);
}
