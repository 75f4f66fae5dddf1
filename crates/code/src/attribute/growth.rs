//! Talk of attacks that grow: "militants stepped up attacks on bases last fall" tells of a stretch of acts, and of
//! none by itself.

use super::events::Unit;
use super::recalled::is_telling;
use super::view::{Moment, View};
use dateline_terms::{CueKind, Precision};

/// Most tokens between the word for growing and the acts that grow.
const REACH: usize = 5;
/// Most days that a moment of one act spans.
const WEEK: i32 = 7;

/// Whether all that a unit tells is that acts have grown in number: no town, no day and nobody hurt stands with them.
pub fn is_all(view: &View<'_>, unit: &Unit) -> bool {
    let held = view.held_in(unit.sentence, unit.at);
    let cues = view.reading.cues.get(held.cues).unwrap_or(&[]);
    let Some(grows) = cues.iter().find(|c| c.kind == CueKind::Growth) else { return false };
    let mut acts = view.reading.acts.get(held.acts).unwrap_or(&[]).iter().filter(|a| is_telling(view, a));
    let from = view.reading.tokens_in(grows.span).end;
    let next = acts.next().is_some_and(|a| {
        a.span.start >= grows.span.end && view.reading.tokens_in(a.span).start <= from + REACH
    });
    let day = |m: &Moment| m.days.is_some_and(|(start, end)| (end - start).get_days() <= WEEK);
    let dated = view.times.get(held.times).unwrap_or(&[]).iter().any(day);
    let fine = |p: &dateline_terms::Place| p.precision <= Precision::Settlement;
    let placed = view.places.get(held.places).unwrap_or(&[]).iter().any(fine);
    next && !dated && !placed && held.quantities.is_empty()
}
