//! English.

pub mod cues;
mod number;
mod pieces;
pub mod quantity;
pub mod speech;
pub mod time;
mod words;

use super::{Quantities, Times};
use crate::sentences::Stops;
use dateline_terms::Span;
use std::collections::HashSet;

/// Abbreviations of English.
pub fn stops() -> &'static Stops {
    &words::words().stops
}

/// Words that open sentences and name nobody.
pub fn common() -> &'static HashSet<String> {
    &words::words().common
}

/// Words that head no name wherever they stand.
pub fn never() -> &'static HashSet<String> {
    &words::words().never
}

/// Small words inside names.
pub fn links() -> &'static HashSet<String> {
    &words::words().name_links
}

/// Time expressions of one sentence.
pub fn times(text: &str, sentence: Span) -> Times {
    time::find(text, sentence)
}

/// Quantities of one sentence.
pub fn quantities(text: &str, sentence: Span) -> Quantities {
    quantity::find(text, sentence)
}
