//! Grouping inside connected parts, as the parts come by.

use crate::columns::{all_wholes, bytes, reals, wholes};
use crate::error::said;
use crate::fusing::{account, table};
use crate::table::{Table, taken};
use arrow_array::builder::StringBuilder;
use dateline_code::fuse::{self, Edge, Ties};
use dateline_code::pair::{Account, Pairing};
use dateline_store::ranked;
use pyo3::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Groups the claims of connected parts that come one after the other, in as many tables as there are: rows of one ``part``
/// stand together. A row is a claim (``a`` is its number, ``account`` what is compared of it) or an edge (``a``, ``b``,
/// ``likelihood``).
#[pyclass(frozen, module = "dateline")]
pub(crate) struct Grouped {
    open: Mutex<Open>,
}

/// A part that may go on in the next table.
#[derive(Default)]
struct Open {
    part: Option<i64>,
    /// What is compared of each; one that is alone in its part needs nothing.
    claims: BTreeMap<i64, Option<Account>>,
    edges: BTreeMap<(i64, i64), f32>,
}

/// Claims with their incidents, in the making.
#[derive(Default)]
struct Groups {
    claims: StringBuilder,
    incidents: StringBuilder,
}

impl Groups {
    fn table(mut self) -> PyResult<Table> {
        table([("claim", Arc::new(self.claims.finish())), ("incident", Arc::new(self.incidents.finish()))])
    }
}

impl Open {
    /// Groups what is there, and begins anew.
    fn close(&mut self, groups: &mut Groups) -> PyResult<()> {
        let Open { part, claims, edges } = std::mem::take(self);
        if part.is_none() {
            return Ok(());
        }
        let numbers: Vec<i64> = claims.keys().copied().collect();
        if let [alone] = numbers.as_slice() {
            let id = ranked('c', alone.cast_unsigned());
            groups.claims.append_value(&id);
            groups.incidents.append_value(&id);
            return Ok(());
        }
        let lacking = || said("A claim of a part of several lacks its account.");
        let accounts = claims
            .values()
            .map(|one| one.as_ref().ok_or_else(lacking))
            .collect::<PyResult<Vec<&Account>>>()?;
        let place = |number: i64| numbers.binary_search(&number).ok().map(|n| n as u32);
        let mut joined = Vec::new();
        for ((a, b), likelihood) in edges {
            let ends = place(a).zip(place(b));
            let (a, b) = ends.ok_or_else(|| said("An edge leads to a claim that its part does not hold."))?;
            joined.push(Edge { a, b, likelihood });
        }
        let found = fuse::group(&numbers, &accounts, &joined, &Ties::default(), Pairing::embedded());
        let id =
            |n: usize| numbers.get(n).map(|number| ranked('c', number.cast_unsigned())).unwrap_or_default();
        for group in found {
            let Some(least) = group.iter().min().copied().map(id) else { continue };
            for n in group {
                groups.claims.append_value(id(n));
                groups.incidents.append_value(&least);
            }
        }
        Ok(())
    }
}

#[pymethods]
impl Grouped {
    #[new]
    fn new() -> Grouped {
        Grouped { open: Mutex::new(Open::default()) }
    }

    /// Takes the next rows. Gives each ``claim`` of parts that are whole with its ``incident``, called by its least claim.
    fn push(&self, py: Python<'_>, rows: &Bound<'_, PyAny>) -> PyResult<Table> {
        let rows = taken(rows)?;
        py.detach(|| {
            let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            let mut groups = Groups::default();
            for batch in &rows.batches {
                let (parts, ones) = (all_wholes(batch, "part")?, all_wholes(batch, "a")?);
                let (others, likely) = (wholes(batch, "b")?, reals(batch, "likelihood")?);
                let accounts = bytes(batch, "account")?;
                let ends = ones.into_iter().zip(others).zip(likely);
                for ((part, told), ((a, b), likelihood)) in parts.into_iter().zip(accounts).zip(ends) {
                    if open.part != Some(part) {
                        open.close(&mut groups)?;
                        open.part = Some(part);
                    }
                    match b.zip(likelihood) {
                        Some((b, likelihood)) => {
                            open.edges.insert((a.min(b), a.max(b)), likelihood);
                        }
                        None => {
                            open.claims.insert(a, told.map(|told| account(Some(told))).transpose()?);
                        }
                    }
                }
            }
            groups.table()
        })
    }

    /// The groups of the last part.
    fn finish(&self, py: Python<'_>) -> PyResult<Table> {
        py.detach(|| {
            let mut groups = Groups::default();
            self.open.lock().unwrap_or_else(PoisonError::into_inner).close(&mut groups)?;
            groups.table()
        })
    }
}
