use dateline_terms::{Span, Vectors};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// A head's layer and the stretch that it is applied to.
type Key = (usize, usize, Span);

/// What the encoder saw of one report, and what layers have made of its stretches so far: one stretch is
/// weighed beside many others, and each layer need look at it once.
#[derive(Debug, Default)]
pub struct Seen<'v> {
    vectors: Option<&'v Vectors>,
    made: RefCell<HashMap<Key, Rc<[f32]>>>,
}

impl<'v> Seen<'v> {
    /// What `vectors` say.
    pub fn new(vectors: &'v Vectors) -> Seen<'v> {
        Seen { vectors: Some(vectors), made: RefCell::default() }
    }

    /// The vectors; `None` where the encoder read nothing.
    pub fn vectors(&self) -> Option<&'v Vectors> {
        self.vectors.filter(|v| !v.is_empty())
    }

    /// What `make` makes of `span`, made once for each `layer` (any number that tells layers apart) and `slot`.
    pub fn once(&self, layer: usize, slot: usize, span: Span, make: impl FnOnce() -> Vec<f32>) -> Rc<[f32]> {
        let key = (layer, slot, span);
        if let Some(made) = self.made.borrow().get(&key) {
            return Rc::clone(made);
        }
        let made: Rc<[f32]> = make().into();
        self.made.borrow_mut().insert(key, Rc::clone(&made));
        made
    }
}
