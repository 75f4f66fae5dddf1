//! What the report is news of, and what it recalls.

use super::draft::Draft;
use super::events::{age, back, bucket, where_bucket};
use super::view::{View, content_words};
use crate::weigh::{Features, Model};
use dateline_terms::Standing;

/// Main or background.
pub fn standing(view: &View<'_>, draft: &Draft, model: &Model) -> Standing {
    let p = model.one(&features(view, draft), &view.seen);
    if p >= 0.5 && !draft.is_recalled() { Standing::Main } else { Standing::Background }
}

/// What tells whether an event is what the report is news of.
pub fn features(view: &View<'_>, draft: &Draft) -> Features {
    let mut f = Features::new();
    let s = draft.sentence();
    let first = draft.first_sentence();
    f.add(&["bias"]);
    f.add(&["where", where_bucket(s)]);
    f.add(&["first", where_bucket(first)]);
    f.add(&["type", &draft.event_type]);
    f.add(&["type first", &draft.event_type, where_bucket(first)]);
    f.add(&["hints", bucket(draft.hints.len(), &[1, 2, 3])]);
    let headline =
        draft.hints.iter().any(|h| view.reading.sentences.get(h.sentence).is_some_and(|s| s.headline));
    f.add(&["headline", if headline { "yes" } else { "no" }]);
    let words = content_words(view.text(view.span(s)));
    let shared = words.iter().filter(|w| view.title_words.binary_search(w).is_ok()).count();
    f.add(&["title", bucket(shared * 100 / view.title_words.len().max(1), &[0, 10, 25, 40, 60])]);
    f.add(&["title where", bucket(shared, &[0, 1, 2, 4]), where_bucket(s)]);
    for m in view.times.get(view.held(s).times).unwrap_or(&[]) {
        f.add(&["age", age(view, m.days)]);
        f.add(&["shape", m.shape]);
    }
    f.add(&["times", bucket(view.held(s).times.len(), &[0, 1])]);
    if let Some(act) = draft.best().and_then(|h| h.trigger).and_then(|t| view.reading.acts.get(t)) {
        f.add(&["act", &act.word]);
        let at = view.reading.tokens_in(act.span).start;
        f.add(&["prev", back(view, at).unwrap_or("^")]);
    }
    if let Some(sentence) = view.reading.sentences.get(s) {
        for t in sentence.tokens.clone() {
            if let Some(w) = view.word(t) {
                f.add(&["w", w]);
            }
        }
    }
    let lead = view.held(0).places;
    let lead_names: Vec<&str> =
        view.places.get(lead).unwrap_or(&[]).iter().map(|p| p.name.as_str()).collect();
    let same = view
        .places
        .get(view.held(s).places)
        .unwrap_or(&[])
        .iter()
        .any(|p| lead_names.contains(&p.name.as_str()));
    f.add(&["lead place", if same { "same" } else { "other" }]);
    f.about(&draft.anchor(view, s));
    f.settle();
    f
}
