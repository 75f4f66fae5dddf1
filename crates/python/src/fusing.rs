//! Fusing claims that are in a table: at once, or step by step where they are spread over many machines.

use crate::columns::{all_texts, all_wholes, bytes};
use crate::error::said;
use crate::table::{Table, taken};
use arrow_array::builder::{BinaryBuilder, BooleanBuilder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use dateline_code::fuse::{Ties, edges, group, keys};
use dateline_code::pair::{Account, Pairing};
use dateline_store::rank;
use pyo3::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Reads what fusing compares of a claim.
///
/// # Errors
/// When it is of another version of Dateline, or none.
pub(crate) fn account(bytes: Option<&[u8]>) -> PyResult<Account> {
    bytes.and_then(Account::read).ok_or_else(|| {
        said("An account cannot be read: make the claims anew with this version of Dateline (dateline.claims).")
    })
}

/// Groups the claims of a table into incidents. Gives each claim with its incident, which is called by its least claim.
#[pyfunction]
#[pyo3(signature = (claims, jobs = None))]
pub(crate) fn fuse(py: Python<'_>, claims: &Bound<'_, PyAny>, jobs: Option<usize>) -> PyResult<Table> {
    let table = taken(claims)?;
    py.detach(|| {
        let mut all: BTreeMap<String, Account> = BTreeMap::new();
        for batch in &table.batches {
            for (id, told) in all_texts(batch, "claim")?.into_iter().zip(bytes(batch, "account")?) {
                all.entry(id.to_string()).or_insert(account(told)?);
            }
        }
        let jobs = jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
        let (ids, accounts): (Vec<&String>, Vec<&Account>) = all.iter().unzip();
        let likely = edges(&accounts, Pairing::embedded(), jobs.max(1));
        let groups = group(&ids, &accounts, &likely, &Ties::default(), Pairing::embedded());
        let named = |group: Vec<usize>| {
            group.into_iter().filter_map(|n| ids.get(n).map(ToString::to_string)).collect()
        };
        grouped(groups.into_iter().map(named))
    })
}

/// A table of claims with their incidents, each called by its least claim, in the order of the claims' ids.
pub(crate) fn grouped(groups: impl Iterator<Item = Vec<String>>) -> PyResult<Table> {
    let mut rows: Vec<(String, String)> = Vec::new();
    for group in groups {
        let Some(least) = group.iter().min().cloned() else { continue };
        rows.extend(group.into_iter().map(|claim| (claim, least.clone())));
    }
    rows.sort();
    let (mut claims, mut incidents) = (StringBuilder::new(), StringBuilder::new());
    for (claim, incident) in rows {
        claims.append_value(claim);
        incidents.append_value(incident);
    }
    table([("claim", Arc::new(claims.finish())), ("incident", Arc::new(incidents.finish()))])
}

/// A table of these columns.
pub(crate) fn table<const N: usize>(columns: [(&str, ArrayRef); N]) -> PyResult<Table> {
    Table::of(RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, array)| (name, array, true)),
    ))
}

/// The claims of a table by number: ``number``, below 2^60 and in the order of the ids, and ``account``.
#[pyfunction]
pub(crate) fn numbered(py: Python<'_>, claims: &Bound<'_, PyAny>) -> PyResult<Table> {
    let claims = taken(claims)?;
    py.detach(|| {
        let (mut numbers, mut accounts) = (Int64Builder::new(), BinaryBuilder::new());
        for batch in &claims.batches {
            for (id, told) in all_texts(batch, "claim")?.into_iter().zip(bytes(batch, "account")?) {
                numbers.append_value(rank(id).cast_signed());
                accounts.append_option(told);
            }
        }
        table([("number", Arc::new(numbers.finish())), ("account", Arc::new(accounts.finish()))])
    })
}

/// The blocks that numbered claims are in: claims are compared with those that share a block that one of both is in widely.
#[pyfunction]
pub(crate) fn blocks(py: Python<'_>, claims: &Bound<'_, PyAny>) -> PyResult<Table> {
    let claims = taken(claims)?;
    py.detach(|| {
        let (mut numbers, mut blocks, mut wide) =
            (Int64Builder::new(), Int64Builder::new(), BooleanBuilder::new());
        for batch in &claims.batches {
            for (number, told) in all_wholes(batch, "number")?.into_iter().zip(bytes(batch, "account")?) {
                for key in keys(&account(told)?) {
                    numbers.append_value(number);
                    blocks.append_value(key.block.cast_signed());
                    wide.append_value(key.wide);
                }
            }
        }
        table([
            ("number", Arc::new(numbers.finish())),
            ("block", Arc::new(blocks.finish())),
            ("wide", Arc::new(wide.finish())),
        ])
    })
}
