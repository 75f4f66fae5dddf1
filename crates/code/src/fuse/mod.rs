//! Fusion: the claims of many reports become incidents.
//!
//! Claims that share a block ([`keys`]) are compared ([`edge`]); pairs that are likely enough are edges, and along
//! them claims are clustered ([`components`], [`cluster`]). What comes out is a function of the set of claims and
//! ties: their order, and how often one is given, change nothing. So a record need only look at what a new claim
//! touches: find the edges between it and the claims it meets, then cluster the component that it falls into anew.

mod block;
mod cluster;
mod compare;

pub use block::{Key, keys};
pub use cluster::{Edge, Ties, cluster, components};
pub use compare::{EDGE, edge};

use crate::pair::{Account, Pairing};
use std::collections::{BTreeMap, HashMap};

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
    let edges = edges(&accounts, pairing);
    let ties = ties.map(|id| ids.binary_search(&id).ok());
    let groups = grouped(&accounts, &edges, &ties, pairing.join);
    let copies: Vec<Vec<usize>> = copies.into_values().collect();
    let all =
        |group: Vec<usize>| group.into_iter().filter_map(|n| copies.get(n)).flatten().copied().collect();
    groups.into_iter().map(all).collect()
}

/// All edges between the accounts, each once.
pub fn edges(accounts: &[&Account], pairing: &Pairing) -> Vec<Edge> {
    let mut blocks: HashMap<u64, Vec<(usize, bool)>> = HashMap::new();
    let keys: Vec<Vec<Key>> = accounts.iter().map(|account| keys(account)).collect();
    for (n, keys) in keys.iter().enumerate() {
        keys.iter().for_each(|key| blocks.entry(key.block).or_default().push((n, key.wide)));
    }
    let mut edges = Vec::new();
    let mut met: Vec<usize> = Vec::new();
    for (a, keys) in keys.iter().enumerate() {
        met.clear();
        for key in keys {
            let others = blocks.get(&key.block).map_or(&[][..], Vec::as_slice);
            met.extend(others.iter().filter(|(b, wide)| *b > a && (key.wide || *wide)).map(|(b, _)| *b));
        }
        met.sort_unstable();
        met.dedup();
        let Some(account) = accounts.get(a) else { continue };
        let likely = met.iter().filter_map(|&b| {
            let likelihood = edge(account, accounts.get(b)?, pairing)?;
            Some(Edge { a, b, likelihood })
        });
        edges.extend(likely);
    }
    edges
}

/// Clusters each component by itself, and puts the groups in order.
fn grouped(accounts: &[&Account], edges: &[Edge], ties: &Ties<usize>, join: f32) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for Part { members, edges, ties } in parts(accounts.len(), edges, ties, join) {
        let account = |n: usize| members.get(n).and_then(|n| accounts.get(*n));
        let contradicts =
            |a: usize, b: usize| account(a).zip(account(b)).is_some_and(|(a, b)| a.contradicts(b).is_some());
        let found = cluster(&members, &edges, &ties, contradicts, join);
        let named = |group: Vec<usize>| group.into_iter().filter_map(|n| members.get(n).copied()).collect();
        groups.extend(found.into_iter().map(named));
    }
    groups.sort();
    groups
}

/// A component: its claims, and what lies between them by their places in that list.
#[derive(Default)]
struct Part {
    members: Vec<usize>,
    edges: Vec<Edge>,
    ties: Ties<usize>,
}

/// Hands edges and ties to the components that they are in; a tie between two of them has nothing to say.
fn parts(count: usize, edges: &[Edge], ties: &Ties<usize>, join: f32) -> Vec<Part> {
    let components = components(count, edges, ties, join);
    let mut places = vec![(0, 0); count];
    for (part, members) in components.iter().enumerate() {
        for (place, n) in members.iter().enumerate() {
            places.get_mut(*n).into_iter().for_each(|slot| *slot = (part, place));
        }
    }
    let within = |a: usize, b: usize| {
        let ((of, a), (other, b)) = (*places.get(a)?, *places.get(b)?);
        (of == other).then_some((of, a, b))
    };
    let mut parts: Vec<Part> =
        components.into_iter().map(|members| Part { members, ..Part::default() }).collect();
    let mut hand = |a: usize, b: usize, give: &dyn Fn(&mut Part, usize, usize)| {
        if let Some((of, a, b)) = within(a, b) {
            parts.get_mut(of).into_iter().for_each(|part| give(part, a, b));
        }
    };
    for edge in edges {
        hand(edge.a, edge.b, &|part, a, b| part.edges.push(Edge { a, b, likelihood: edge.likelihood }));
    }
    ties.same.iter().for_each(|&(a, b)| hand(a, b, &|part, a, b| part.ties.same.push((a, b))));
    ties.apart.iter().for_each(|&(a, b)| hand(a, b, &|part, a, b| part.ties.apart.push((a, b))));
    parts
}

#[cfg(test)]
mod tests;
