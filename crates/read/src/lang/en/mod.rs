//! English.

pub mod cues;
pub mod speech;
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

/// Small words inside names.
pub fn links() -> &'static HashSet<String> {
    &words::words().name_links
}

/// Time expressions of one sentence.
pub fn times(_text: &str, _sentence: Span) -> Times {
    Vec::new()
}

/// Quantities of one sentence.
pub fn quantities(_text: &str, _sentence: Span) -> Quantities {
    Vec::new()
}
