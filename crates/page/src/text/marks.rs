//! What has been set aside so far.

use super::lines::trim;
use dateline_terms::{Furniture, FurnitureKind, Span};

/// Stretches of one text that were set aside, gathered in any order.
#[derive(Debug, Default)]
pub struct Marks {
    found: Vec<Furniture>,
}

impl Marks {
    /// Sets `span` aside as `kind`; white space at its ends stays outside, and what is set aside
    /// already keeps its first kind.
    pub fn add(&mut self, text: &str, span: Span, kind: FurnitureKind) {
        let span = trim(text, span);
        if !span.is_empty() && text.get(span.start..span.end).is_some() && !self.touches(span) {
            self.found.push(Furniture { span, kind });
        }
    }

    /// Whether `span` shares a byte with something set aside.
    pub fn touches(&self, span: Span) -> bool {
        self.found.iter().any(|f| f.span.overlaps(span))
    }

    /// The stretches of the given kinds.
    pub fn of(&self, kinds: &[FurnitureKind]) -> Vec<Span> {
        self.found.iter().filter(|f| kinds.contains(&f.kind)).map(|f| f.span).collect()
    }

    /// Everything set aside, in order of place, none overlapping another.
    pub fn finish(mut self) -> Vec<Furniture> {
        self.found.sort_by_key(|f| f.span);
        self.found
    }
}
