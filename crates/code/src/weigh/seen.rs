use dateline_terms::{Span, Vectors};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

/// A head's layer, its slot, the stretch that it is applied to, and which reading of it.
type Key = (usize, usize, Span, usize);

/// A stretch of the report read again with one act in it marked.
#[derive(Debug)]
pub struct Marked {
    /// A number that tells it from others of the same report; 0 is the reading with nothing marked.
    number: usize,
    pieces: Range<usize>,
    vectors: Vectors,
}

/// What reading a stretch again gave, by the clause and the act that were marked.
type Again = HashMap<(Span, Span), Option<Rc<Marked>>>;

/// What the encoder saw of one report, and what layers have made of its stretches so far: one stretch is
/// weighed beside many others, and each layer need look at it once.
#[derive(Debug, Default)]
pub struct Seen<'v> {
    vectors: Option<&'v Vectors>,
    made: RefCell<HashMap<Key, Rc<[f32]>>>,
    marked: RefCell<Again>,
}

impl<'v> Seen<'v> {
    /// What `vectors` say.
    pub fn new(vectors: &'v Vectors) -> Seen<'v> {
        Seen { vectors: Some(vectors), ..Seen::default() }
    }

    /// The vectors; `None` where the encoder read nothing.
    pub fn vectors(&self) -> Option<&'v Vectors> {
        self.vectors.filter(|v| !v.is_empty())
    }

    /// The stretch of `act` as it reads with the act and its clause marked, read once for each.
    pub fn marked(&self, clause: Span, act: Span) -> Option<Rc<Marked>> {
        if let Some(known) = self.marked.borrow().get(&(clause, act)) {
            return known.clone();
        }
        let number = self.marked.borrow().len() + 1;
        let read = self.vectors().and_then(|v| v.marked(clause, act));
        let read = read.map(|(pieces, vectors)| Rc::new(Marked { number, pieces, vectors }));
        self.marked.borrow_mut().insert((clause, act), read.clone());
        read
    }

    /// What `make` makes of the mean vector of `span`, made once for each `layer` (any number that tells layers
    /// apart) and `slot`: as `marked` reads where that holds all of the span, else as it reads unmarked.
    pub fn once(
        &self,
        layer: usize,
        slot: usize,
        span: Span,
        marked: Option<&Marked>,
        make: impl FnOnce(&[f32]) -> Vec<f32>,
    ) -> Rc<[f32]> {
        let Some(vectors) = self.vectors() else { return Rc::new([]) };
        let pieces = vectors.pieces(span);
        let holds =
            |m: &&Marked| !pieces.is_empty() && m.pieces.start <= pieces.start && pieces.end <= m.pieces.end;
        let marked = marked.filter(holds);
        let key = (layer, slot, span, marked.map_or(0, |m| m.number));
        if let Some(made) = self.made.borrow().get(&key) {
            return Rc::clone(made);
        }
        let made: Rc<[f32]> = make(&marked.map_or(vectors, |m| &m.vectors).mean(span)).into();
        self.made.borrow_mut().insert(key, Rc::clone(&made));
        made
    }
}
