//! Comparing inside blocks, as the blocks come by.

use crate::columns::{all_wholes, bytes};
use crate::error::said;
use crate::fusing::{account, table};
use crate::table::{Table, taken};
use arrow_array::builder::{BooleanBuilder, Float32Builder, Int64Builder};
use dateline_code::fuse;
use dateline_code::pair::{Account, Pairing};
use pyo3::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};

/// Compares claims inside blocks that come one after the other, in as many tables as there are: the rows of one task, a
/// block with the two parts of it that are compared (twice the same part where all are compared with all), stand together.
#[pyclass(frozen, module = "dateline")]
pub(crate) struct Compared {
    open: Mutex<Open>,
}

/// A task that may go on in the next table.
#[derive(Default)]
struct Open {
    task: Option<(i64, i64, i64)>,
    first: Vec<(i64, Account)>,
    second: Vec<(i64, Account)>,
}

/// Edges in the making.
#[derive(Default)]
struct Edges {
    a: Int64Builder,
    b: Int64Builder,
    likelihood: Float32Builder,
    strong: BooleanBuilder,
}

impl Edges {
    fn table(mut self) -> PyResult<Table> {
        table([
            ("a", Arc::new(self.a.finish())),
            ("b", Arc::new(self.b.finish())),
            ("likelihood", Arc::new(self.likelihood.finish())),
            ("strong", Arc::new(self.strong.finish())),
        ])
    }
}

impl Open {
    /// Compares what is there, and begins anew.
    fn close(&mut self, edges: &mut Edges) {
        let Some((block, one, other)) = self.task.take() else { return };
        let (mut first, mut second) = (std::mem::take(&mut self.first), std::mem::take(&mut self.second));
        // The same claim twice is one claim; and what comes out does not depend on the order of rows.
        for half in [&mut first, &mut second] {
            half.sort_by_key(|(number, _)| *number);
            half.dedup_by_key(|(number, _)| *number);
        }
        let split = (one != other).then_some(first.len());
        first.extend(second);
        let accounts: Vec<&Account> = first.iter().map(|(_, account)| account).collect();
        let number = |n: u32| first.get(n as usize).map(|(number, _)| *number);
        for edge in fuse::edges_in(block.cast_unsigned(), &accounts, split, Pairing::embedded()) {
            let Some((a, b)) = number(edge.a).zip(number(edge.b)) else { continue };
            edges.a.append_value(a.min(b));
            edges.b.append_value(a.max(b));
            edges.likelihood.append_value(edge.likelihood);
            edges.strong.append_value(fuse::reaches(edge.likelihood, Pairing::embedded().join));
        }
    }
}

#[pymethods]
impl Compared {
    #[new]
    fn new() -> Compared {
        Compared { open: Mutex::new(Open::default()) }
    }

    /// Takes the next rows: ``block``, the parts ``one`` and ``other`` of it that are compared, the ``part`` that the claim is
    /// of, its ``number`` and ``account``. Gives the edges of tasks that are whole: ``a``, ``b``, ``likelihood``, and
    /// whether they are ``strong`` enough that an incident may be reached along them.
    fn push(&self, py: Python<'_>, rows: &Bound<'_, PyAny>) -> PyResult<Table> {
        let rows = taken(rows)?;
        py.detach(|| {
            let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            let mut edges = Edges::default();
            for batch in &rows.batches {
                let column = |name: &str| all_wholes(batch, name);
                let (blocks, ones, others) = (column("block")?, column("one")?, column("other")?);
                let (parts, numbers) = (column("part")?, column("number")?);
                let accounts = bytes(batch, "account")?;
                let tasks = blocks.into_iter().zip(ones).zip(others);
                for (((block, one), other), ((part, number), told)) in
                    tasks.zip(parts.into_iter().zip(numbers).zip(accounts))
                {
                    let task = Some((block, one, other));
                    if open.task != task {
                        open.close(&mut edges);
                        open.task = task;
                    }
                    let claim = (number, account(told)?);
                    if part == one {
                        open.first.push(claim);
                    } else if part == other {
                        open.second.push(claim);
                    } else {
                        return Err(said("A claim is of neither part that its task compares."));
                    }
                }
            }
            edges.table()
        })
    }

    /// The edges of the last task.
    fn finish(&self, py: Python<'_>) -> PyResult<Table> {
        py.detach(|| {
            let mut edges = Edges::default();
            self.open.lock().unwrap_or_else(PoisonError::into_inner).close(&mut edges);
            edges.table()
        })
    }
}
