//! What a careless reader would code, and why it is refused.

use super::draft::Draft;
use super::events;
use super::view::View;
use crate::weigh::{Features, Model};
use dateline_terms::{CueKind, Refusal};

/// The guide's reasons.
pub const REASONS: [&str; 7] =
    ["planned", "threatened", "hypothetical", "denied", "general", "historical_war", "political"];

/// At most so many refusals are listed: the most tempting ones.
pub const MOST: usize = 5;

/// Sentences that speak of acts but tell of no event, each with its likeliest reason.
pub fn refusals(view: &View<'_>, drafts: &[Draft], model: &Model, least: f32) -> Vec<Refusal> {
    let mut found: Vec<(f32, Refusal)> = Vec::new();
    for i in 0..view.reading.sentences.len() {
        let coded = drafts.iter().any(|d| d.hint_in(i).is_some());
        if coded || view.held(i).acts.is_empty() {
            continue;
        }
        let scores = model.score(&features(view, i));
        let best = model
            .classes()
            .iter()
            .zip(scores)
            .filter(|(c, _)| *c != events::ANY)
            .max_by(|a, b| a.1.total_cmp(&b.1));
        let Some((class, p)) = best else { continue };
        let reason = REASONS.iter().copied().find(|r| r == class);
        if let (Some(why), true) = (cue_reason(view, i).or(reason), p >= least) {
            found.push((p, Refusal { at: view.span(i), why }));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.truncate(MOST);
    let mut out: Vec<Refusal> = found.into_iter().map(|(_, r)| r).collect();
    out.sort_by_key(|r| r.at);
    out
}

/// A threat, plan or denial that stands right before an act names the reason by itself.
fn cue_reason(view: &View<'_>, i: usize) -> Option<&'static str> {
    let held = view.held(i);
    let act = view.reading.acts.get(held.acts)?.first()?;
    let cue = view
        .reading
        .cues
        .get(held.cues)?
        .iter()
        .rfind(|c| c.span.end <= act.span.start)
        .filter(|c| act.span.start - c.span.end < 25)?;
    match cue.kind {
        CueKind::Threat => Some("threatened"),
        CueKind::Plan => Some("planned"),
        CueKind::Conditional => Some("hypothetical"),
        CueKind::Negation => Some("denied"),
        _ => None,
    }
}

/// What tells why a sentence is no event: all that the events are weighed by.
pub fn features(view: &View<'_>, i: usize) -> Features {
    events::features(view, &events::whole(view, i))
}
