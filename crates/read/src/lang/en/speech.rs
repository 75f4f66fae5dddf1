//! Finds who says what.

use dateline_terms::{Reading, SpeechMention};

/// Speech mentions in order of place.
pub fn find(_text: &str, _reading: &Reading) -> Vec<SpeechMention> {
    Vec::new()
}
