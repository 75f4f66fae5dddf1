//! What has been set aside so far.

use super::lines::trim;
use dateline_terms::{Furniture, FurnitureKind, Span};

/// Stretches of one text that were set aside, in order of place, none overlapping another.
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
            let i = self.found.partition_point(|f| f.span.start < span.start);
            self.found.insert(i, Furniture { span, kind });
        }
    }

    /// Whether `span` shares a byte with something set aside.
    pub fn touches(&self, span: Span) -> bool {
        let i = self.found.partition_point(|f| f.span.end <= span.start);
        self.found.get(i).is_some_and(|f| f.span.overlaps(span))
    }

    /// The stretches of the given kinds.
    pub fn of(&self, kinds: &[FurnitureKind]) -> Vec<Span> {
        self.found.iter().filter(|f| kinds.contains(&f.kind)).map(|f| f.span).collect()
    }

    /// Everything set aside.
    pub fn finish(self) -> Vec<Furniture> {
        self.found
    }
}

/// Whether `span` shares a byte with one of `taken`, which stand in order and don't overlap.
pub fn inside(taken: &[Span], span: Span) -> bool {
    let i = taken.partition_point(|t| t.end <= span.start);
    taken.get(i).is_some_and(|t| t.overlaps(span))
}
