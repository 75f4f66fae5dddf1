//! What a careless reader would code, and why it is refused.

use super::draft::Draft;
use super::events;
use super::view::View;
use crate::weigh::Weights;
use dateline_terms::{ActMention, CueKind, Refusal};

/// The guide's reasons.
pub const REASONS: [&str; 7] =
    ["planned", "threatened", "hypothetical", "denied", "general", "historical_war", "political"];

/// At most so many refusals are listed: the most tempting ones.
pub const MOST: usize = 5;

/// Sentences that speak of acts but tell of no event, each with its likeliest reason.
/// `refused` has an entry a sentence: how likely each class of the refusals model is.
pub fn refusals(view: &View<'_>, drafts: &[Draft], refused: &[Vec<f32>], weights: &Weights) -> Vec<Refusal> {
    let (classes, least) = (weights.refusals.classes(), weights.limits.refusal);
    let mut found: Vec<(f32, Refusal)> = Vec::new();
    for (i, scores) in refused.iter().enumerate() {
        let coded = drafts.iter().any(|d| d.hint_in(i).is_some());
        let acts = view.reading.acts.get(view.held(i).acts);
        let Some(act) = acts.and_then(<[_]>::first).filter(|_| !coded) else { continue };
        let best =
            classes.iter().zip(scores).filter(|(c, _)| *c != events::ANY).max_by(|a, b| a.1.total_cmp(b.1));
        let Some((class, p)) = best else { continue };
        let reason = REASONS.iter().copied().find(|r| r == class);
        if let (Some(why), true) = (cue_reason(view, i, act).or(reason), *p >= least) {
            found.push((*p, Refusal { at: view.span(i), why }));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.truncate(MOST);
    let mut out: Vec<Refusal> = found.into_iter().map(|(_, r)| r).collect();
    out.sort_by_key(|r| r.at);
    out
}

/// A threat, plan, condition or denial that stands right before an act of sentence `i` names the reason by itself.
pub fn cue_reason(view: &View<'_>, i: usize, act: &ActMention) -> Option<&'static str> {
    let cue = view
        .reading
        .cues
        .get(view.held(i).cues)?
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
