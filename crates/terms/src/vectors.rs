use crate::Span;
use std::ops::Range;

/// What the encoder makes of a report: one vector for each piece of a word that it read, in text order.
/// Empty where no encoder was run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vectors {
    /// Numbers in a vector.
    pub width: usize,
    /// Where the token that each piece is of stands in the report's text, in order; pieces of one token share it.
    pub spans: Vec<Span>,
    /// The vectors, one after another: `spans.len() * width` numbers.
    pub values: Vec<f32>,
}

impl Vectors {
    /// Whether nothing was read.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Indices of the pieces that share a byte with `span`; empty where none was read there.
    pub fn pieces(&self, span: Span) -> Range<usize> {
        let a = self.spans.partition_point(|s| s.end <= span.start);
        let b = self.spans.partition_point(|s| s.start < span.end);
        a..b.max(a)
    }

    /// The vectors of the pieces in `span` alone.
    pub fn part(&self, span: Span) -> Vectors {
        let pieces = self.pieces(span);
        let values = self.values.get(pieces.start * self.width..pieces.end * self.width).unwrap_or(&[]);
        let spans = self.spans.get(pieces).unwrap_or(&[]);
        Vectors { width: self.width, spans: spans.to_vec(), values: values.to_vec() }
    }

    /// Mean of the vectors of the pieces in `span`; zeros where none was read there.
    pub fn mean(&self, span: Span) -> Vec<f32> {
        let mut sum = vec![0f32; self.width];
        let pieces = self.pieces(span);
        let count = pieces.len().max(1) as f32;
        for row in pieces.filter_map(|k| self.values.get(k * self.width..(k + 1) * self.width)) {
            sum.iter_mut().zip(row).for_each(|(s, v)| *s += v);
        }
        sum.iter_mut().for_each(|s| *s /= count);
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_of_the_pieces_touched() {
        let spans = vec![Span::new(0, 3), Span::new(4, 6), Span::new(6, 9)];
        let v = Vectors { width: 2, spans, values: vec![1.0, 0.0, 2.0, 4.0, 4.0, 8.0] };
        assert_eq!(v.mean(Span::new(4, 9)), [3.0, 6.0]);
        assert_eq!(v.mean(Span::new(0, 1)), [1.0, 0.0]);
        assert_eq!(v.mean(Span::new(20, 30)), [0.0, 0.0]);
        assert_eq!(v.pieces(Span::new(3, 4)), 1..1);
    }
}
