//! A pattern that is compiled when it is first needed.

use regex::Regex;
use std::sync::OnceLock;

/// A pattern that few reports need: most never pay for compiling it.
pub(super) struct Pattern {
    source: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// The pattern, not yet compiled.
    pub fn new(source: &'static str) -> Pattern {
        Pattern { source, compiled: OnceLock::new() }
    }

    /// The pattern, compiled.
    pub fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| Regex::new(self.source).ok()).as_ref()
    }
}
