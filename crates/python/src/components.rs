//! Connected parts of what edges join.

use crate::columns::all_wholes;
use crate::fusing::table;
use crate::table::{Table, taken};
use arrow_array::builder::Int64Builder;
use pyo3::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// Nodes by the least node that they are known to be connected with.
#[derive(Default)]
struct Least {
    of: HashMap<i64, i64>,
}

impl Least {
    /// The least node known to be connected with one; the way there is shortened.
    fn root(&mut self, node: i64) -> i64 {
        let mut root = node;
        while let Some(up) = self.of.get(&root).copied().filter(|up| *up != root) {
            root = up;
        }
        let mut at = node;
        while let Some(up) = self.of.insert(at, root).filter(|up| *up != at && at != root) {
            at = up;
        }
        root
    }

    fn join(&mut self, a: i64, b: i64) {
        let (a, b) = (self.root(a), self.root(b));
        self.of.insert(a.max(b), a.min(b));
    }
}

/// What the edges ``a``, ``b`` of a table connect, as edges from each node to the least that it is connected with. There are
/// fewer of them than nodes, and they connect the same.
#[pyfunction]
pub(crate) fn components(py: Python<'_>, edges: &Bound<'_, PyAny>) -> PyResult<Table> {
    let edges = taken(edges)?;
    py.detach(|| {
        let mut least = Least::default();
        for batch in &edges.batches {
            for (a, b) in all_wholes(batch, "a")?.into_iter().zip(all_wholes(batch, "b")?) {
                least.join(a, b);
            }
        }
        let mut nodes: Vec<i64> = least.of.keys().copied().collect();
        nodes.sort_unstable();
        let (mut roots, mut others) = (Int64Builder::new(), Int64Builder::new());
        for node in nodes {
            let root = least.root(node);
            if root != node {
                roots.append_value(root);
                others.append_value(node);
            }
        }
        table([("a", Arc::new(roots.finish())), ("b", Arc::new(others.finish()))])
    })
}
