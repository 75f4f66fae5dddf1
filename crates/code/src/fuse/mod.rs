//! Fusion: the claims of many reports become incidents.
//!
//! Claims that share a block ([`keys`]) are compared ([`edge`]); pairs that are likely enough are edges, and along
//! them claims are clustered ([`cluster`]). What comes out is a function of the set of claims and
//! ties: their order, and how often one is given, change nothing. So a record need only look at what a new claim
//! touches: find the edges between it and the claims it meets, then group anew what that changes ([`regroup`]).

mod block;
mod cluster;
mod compare;
mod linkage;
mod meet;
mod regroup;

pub use block::{Key, keys};
pub use cluster::{Edge, Ties, cluster, components, reaches};
pub use compare::{EDGE, edge};
pub use meet::{edges, edges_in};
pub use regroup::{Record, regroup};

use crate::pair::{Account, Pairing};
use std::collections::BTreeMap;

/// Groups claims into incidents. `claims`: the lasting id and the account of each; one that is given twice counts
/// once. Gives indices into `claims`: each in one group, groups in the order of their least ids, and each group in
/// the order of ids.
pub fn fuse<Id: Ord>(claims: &[(Id, &Account)], ties: &Ties<Id>, pairing: &Pairing) -> Vec<Vec<usize>> {
    let mut copies: BTreeMap<&Id, Vec<usize>> = BTreeMap::new();
    for (n, (id, _)) in claims.iter().enumerate() {
        copies.entry(id).or_default().push(n);
    }
    // From here on a claim is its rank among the ids.
    let ids: Vec<&Id> = copies.keys().copied().collect();
    let first = |indices: &Vec<usize>| indices.first().and_then(|n| claims.get(*n)).map(|claim| claim.1);
    let accounts: Vec<&Account> = copies.values().filter_map(first).collect();
    let edges = edges(&accounts, pairing, 1);
    let ties = ties.map(|id| ids.binary_search(&id).ok());
    let groups = group(&ids, &accounts, &edges, &ties, pairing);
    let copies: Vec<Vec<usize>> = copies.into_values().collect();
    let all =
        |group: Vec<usize>| group.into_iter().filter_map(|n| copies.get(n)).flatten().copied().collect();
    groups.into_iter().map(all).collect()
}

/// Clusters accounts along the edges between them, never over what contradicts. `ids`, `accounts`: of the nodes of `edges`
/// and `ties`; gives what [`cluster`] gives.
pub fn group<Id: Ord>(
    ids: &[Id],
    accounts: &[&Account],
    edges: &[Edge],
    ties: &Ties<usize>,
    pairing: &Pairing,
) -> Vec<Vec<usize>> {
    let account = |n: usize| accounts.get(n);
    let contradicts =
        |a: usize, b: usize| account(a).zip(account(b)).is_some_and(|(a, b)| a.contradicts(b).is_some());
    cluster(ids, edges, ties, contradicts, pairing.join)
}

#[cfg(test)]
mod tests;
