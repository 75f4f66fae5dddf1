//! Event types that no weights know: those of a user's own codebook. Their act words alone tell of them.

use super::draft::Hint;
use super::refusals::cue_reason;
use super::view::View;
use crate::codebook::Codebook;
use crate::weigh::Model;

/// Ids of the codebook's types that the events model has no class for.
pub fn types<'b>(codebook: &'b Codebook, model: &Model) -> Vec<&'b str> {
    codebook.ids().filter(|id| model.class(id).is_none()).collect()
}

/// A hint in sentence `i` for each of `types` that one of its act words is listed under, as likely as `p`;
/// none where the words before that act make it a plan, a threat, a condition or a denial.
pub fn hints(view: &View<'_>, i: usize, types: &[&str], p: f32) -> Vec<Hint> {
    let mut out: Vec<Hint> = Vec::new();
    for k in view.held(i).acts {
        let Some(act) = view.reading.acts.get(k) else { continue };
        for event_type in act.types.iter().filter(|t| types.contains(&t.as_str())) {
            let told = out.iter().any(|h| h.event_type == *event_type);
            if !told && cue_reason(view, i, act).is_none() {
                let event_type = event_type.clone();
                out.push(Hint {
                    sentence: i,
                    event_type,
                    p,
                    at: view.span(i),
                    trigger: Some(k),
                    recalled: false,
                });
            }
        }
    }
    out
}
