use crate::Span;
use std::ops::Range;
use std::sync::Arc;

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
    /// The stretches that were read together, in text order; none where they cannot be read again.
    pub stretches: Vec<Stretch>,
    /// How a stretch is read again with an act in it marked.
    pub again: Option<Again>,
}

/// Pieces that were read together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stretch {
    /// Which pieces.
    pub pieces: Range<usize>,
    /// What the lower half of the encoder made of them, with the marks before and after them:
    /// `(pieces.len() + 2) * width` numbers.
    pub lower: Vec<f32>,
}

/// The upper half of an encoder: from what the lower half made of a stretch, and a number for each piece
/// (0, [`Again::CLAUSE`] or [`Again::ACT`]), to its vectors, those of the marks at both ends among them.
/// `None` where it fails.
#[derive(Clone)]
pub struct Again(pub Arc<Upper>);

/// See [`Again`].
pub type Upper = dyn Fn(&[f32], &[i32]) -> Option<Vec<f32>> + Send + Sync;

impl Again {
    /// A piece of the clause that tells of the act.
    pub const CLAUSE: i32 = 1;
    /// A piece of the act.
    pub const ACT: i32 = 2;
}

impl PartialEq for Again {
    fn eq(&self, other: &Again) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl std::fmt::Debug for Again {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Again")
    }
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
        let stretches = self
            .stretches
            .iter()
            .filter(|s| pieces.start <= s.pieces.start && s.pieces.end <= pieces.end)
            .map(|s| Stretch {
                pieces: s.pieces.start - pieces.start..s.pieces.end - pieces.start,
                lower: s.lower.clone(),
            })
            .collect();
        Vectors { stretches, again: self.again.clone(), ..self.rows(pieces) }
    }

    /// The vectors of some pieces, without what reading them again takes.
    fn rows(&self, pieces: Range<usize>) -> Vectors {
        let values = self.values.get(pieces.start * self.width..pieces.end * self.width).unwrap_or(&[]);
        let spans = self.spans.get(pieces).unwrap_or(&[]);
        Vectors { width: self.width, spans: spans.to_vec(), values: values.to_vec(), ..Vectors::default() }
    }

    /// The stretch in which `act` begins, read again with the act and the clause around it marked: which
    /// pieces those are, and their vectors. `None` where the act was not read or cannot be read again.
    pub fn marked(&self, clause: Span, act: Span) -> Option<(Range<usize>, Vectors)> {
        let (clause, act) = (self.pieces(clause), self.pieces(act));
        let stretch = self.stretches.iter().find(|s| s.pieces.contains(&act.start))?;
        if act.is_empty() {
            return None;
        }
        let mark = |k: usize| {
            if act.contains(&k) {
                Again::ACT
            } else if clause.contains(&k) {
                Again::CLAUSE
            } else {
                0
            }
        };
        let marks: Vec<i32> =
            std::iter::once(0).chain(stretch.pieces.clone().map(mark)).chain(std::iter::once(0)).collect();
        let all = (self.again.as_ref()?.0)(&stretch.lower, &marks)?;
        let values = all.get(self.width..self.width * (1 + stretch.pieces.len()))?.to_vec();
        Some((stretch.pieces.clone(), Vectors { values, ..self.rows(stretch.pieces.clone()) }))
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
        let v = Vectors { width: 2, spans, values: vec![1.0, 0.0, 2.0, 4.0, 4.0, 8.0], ..Vectors::default() };
        assert_eq!(v.mean(Span::new(4, 9)), [3.0, 6.0]);
        assert_eq!(v.mean(Span::new(0, 1)), [1.0, 0.0]);
        assert_eq!(v.mean(Span::new(20, 30)), [0.0, 0.0]);
        assert_eq!(v.pieces(Span::new(3, 4)), 1..1);
    }

    /// Four pieces in two stretches; reading again gives each piece its mark.
    fn twice() -> Vectors {
        let stretch = |pieces: Range<usize>| Stretch { lower: vec![0.0; pieces.len() + 2], pieces };
        Vectors {
            width: 1,
            spans: (0..4).map(|k| Span::new(k * 2, k * 2 + 1)).collect(),
            values: vec![9.0; 4],
            stretches: vec![stretch(0..1), stretch(1..4)],
            again: Some(Again(Arc::new(|_, marks| Some(marks.iter().map(|m| *m as f32).collect())))),
        }
    }

    #[test]
    fn the_stretch_of_an_act_is_read_again_with_the_act_and_its_clause_marked() {
        let (pieces, again) = twice().marked(Span::new(0, 5), Span::new(4, 5)).unwrap();
        assert_eq!(pieces, 1..4);
        assert_eq!(again.values, [1.0, 2.0, 0.0]);
        assert!(twice().marked(Span::new(0, 5), Span::new(5, 5)).is_none(), "an act of no piece");
        let part = twice().part(Span::new(2, 9));
        assert_eq!(part.marked(Span::new(2, 3), Span::new(6, 7)).unwrap().1.values, [1.0, 0.0, 2.0]);
    }
}
