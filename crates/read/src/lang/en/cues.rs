//! Finds hedges, negations, plans, threats, conditionals, demands, failed attempts and general talk.

use dateline_terms::{Cue, Reading};

/// Cues in order of place.
pub fn find(_text: &str, _reading: &Reading) -> Vec<Cue> {
    Vec::new()
}
