//! Meeting: all pairs of many claims that share a block are compared, on as many threads as there are.

use super::block::{Key, keys};
use super::cluster::Edge;
use super::compare::EDGE;
use crate::pair::{Account, Comparison, Pairing};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Claims that a thread takes at once.
const CHUNK: usize = 1024;

/// All edges between the accounts, each once, the lesser end first and in its order; the same on any number of threads.
pub fn edges(accounts: &[&Account], pairing: &Pairing, threads: usize) -> Vec<Edge> {
    let blocks = Blocks::new(accounts);
    let order = by_area(accounts);
    let chunks: Vec<&[u32]> = order.chunks(CHUNK).collect();
    let (next, found) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        let mut comparison = Comparison::new(pairing);
        while let Some(chunk) = chunks.get(next.fetch_add(1, Ordering::Relaxed)) {
            let edges = of_chunk(accounts, &blocks, chunk, &mut comparison);
            found.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(edges);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.min(chunks.len()) {
            scope.spawn(work);
        }
        work();
    });
    let found = found.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
    let mut edges = found.concat();
    edges.sort_unstable_by_key(|edge| (edge.a, edge.b));
    edges
}

/// The edges that are found in one block: between accounts of the block that meet there and in no block before it, so that
/// all blocks together give what [`edges`] gives, each edge once. Where `first` is given, pairs are compared of which one
/// stands among so many first accounts and the other after them: a block of many claims can be looked at part by part.
pub fn edges_in(block: u64, accounts: &[&Account], first: Option<usize>, pairing: &Pairing) -> Vec<Edge> {
    let keys: Vec<Vec<Key>> = accounts.iter().map(|account| keys(account)).collect();
    let wide = |keys: &[Key]| keys.iter().any(|key| key.block == block && key.wide);
    let all: Vec<u32> = (0..accounts.len() as u32).collect();
    let wides: Vec<u32> = (0..).zip(&keys).filter(|(_, keys)| wide(keys)).map(|(n, _)| n).collect();
    let mut comparison = Comparison::new(pairing);
    let mut edges = Vec::new();
    for ((a, account), mine) in (0u32..).zip(accounts).zip(&keys).take(first.unwrap_or(accounts.len())) {
        let mut one = comparison.of(account);
        let others = if wide(mine) { &all } else { &wides };
        let from = first.map_or(a + 1, |first| first as u32);
        for b in others.iter().skip(others.partition_point(|other| *other < from)) {
            let Some((other, theirs)) = accounts.get(*b as usize).zip(keys.get(*b as usize)) else {
                continue;
            };
            if meeting(mine, theirs) != Some(block) {
                continue;
            }
            if let Some(likelihood) = one.likely(other, EDGE) {
                edges.push(Edge { a, b: *b, likelihood });
            }
        }
    }
    edges
}

/// The first block in which two claims meet, given their blocks in order.
fn meeting(a: &[Key], b: &[Key]) -> Option<u64> {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    while let Some((x, y)) = a.peek().copied().zip(b.peek().copied()) {
        if x.block == y.block && (x.wide || y.wide) {
            return Some(x.block);
        }
        if x.block <= y.block {
            a.next();
        }
        if y.block <= x.block {
            b.next();
        }
    }
    None
}

/// Claims of one area and time one after the other: they meet the same others, which are at hand then.
fn by_area(accounts: &[&Account]) -> Vec<u32> {
    let area = |account: &Account| {
        let site = account.site.as_ref();
        (site.and_then(|s| s.country), site.and_then(|s| s.admin1), account.published)
    };
    let mut order: Vec<_> = accounts.iter().map(|account| area(account)).zip(0u32..).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, n)| n).collect()
}

/// Edges from some claims to later ones.
fn of_chunk(
    accounts: &[&Account],
    blocks: &Blocks,
    chunk: &[u32],
    comparison: &mut Comparison<'_>,
) -> Vec<Edge> {
    let (mut edges, mut met) = (Vec::new(), Vec::new());
    for &a in chunk {
        let Some(account) = accounts.get(a as usize) else { continue };
        blocks.met_later(a, &mut met);
        let mut one = comparison.of(account);
        edges.extend(met.iter().filter_map(|&b| {
            let likelihood = one.likely(accounts.get(b as usize)?, EDGE)?;
            Some(Edge { a, b, likelihood })
        }));
    }
    edges
}

/// Who is in which block.
struct Blocks {
    /// Claims block by block: first those that are in it widely, then the others, each in order.
    claims: Vec<u32>,
    /// Where each block's wide claims begin, where its others do, and where it ends.
    bounds: Vec<[u32; 3]>,
    /// The blocks of each claim, as places in `bounds`, and whether it is in it widely.
    of: Vec<(u32, bool)>,
    /// Where each claim's blocks begin.
    first: Vec<usize>,
}

impl Blocks {
    fn new(accounts: &[&Account]) -> Blocks {
        let mut entries: Vec<(u64, bool, u32)> = Vec::with_capacity(accounts.len() * 5);
        let mut first = vec![0usize; accounts.len() + 1];
        for (n, account) in (0u32..).zip(accounts) {
            let before = entries.len();
            entries.extend(keys(account).into_iter().map(|Key { block, wide }| (block, !wide, n)));
            first.get_mut(n as usize + 1).into_iter().for_each(|end| *end = entries.len());
            debug_assert!(entries.len() > before, "a claim is in some block");
        }
        entries.sort_unstable();
        let (mut next, mut of) = (first.clone(), vec![(0, false); entries.len()]);
        let mut bounds: Vec<[u32; 3]> = Vec::new();
        let mut last = None;
        for (at, (block, narrow, n)) in (0u32..).zip(&entries) {
            if last != Some(*block) {
                bounds.push([at; 3]);
                last = Some(*block);
            }
            let number = bounds.len() as u32 - 1;
            if let Some([_, others, end]) = bounds.last_mut() {
                *others += u32::from(!narrow);
                *end = at + 1;
            }
            if let Some(place) = next.get_mut(*n as usize) {
                of.get_mut(*place).into_iter().for_each(|slot| *slot = (number, !narrow));
                *place += 1;
            }
        }
        Blocks { claims: entries.into_iter().map(|(_, _, n)| n).collect(), bounds, of, first }
    }

    /// The later claims that a claim meets, in order, each once.
    fn met_later(&self, claim: u32, met: &mut Vec<u32>) {
        met.clear();
        let at = |n: usize| self.first.get(n).copied().unwrap_or_default();
        let own = self.of.get(at(claim as usize)..at(claim as usize + 1)).unwrap_or_default();
        for (block, wide) in own {
            let Some(&[start, others, end]) = self.bounds.get(*block as usize) else { continue };
            // Who is in a block narrowly meets only those who are in it widely.
            for part in [start..others, others..if *wide { end } else { others }] {
                let part = self.claims.get(part.start as usize..part.end as usize).unwrap_or_default();
                let later = part.partition_point(|other| *other <= claim);
                met.extend(part.iter().skip(later));
            }
        }
        met.sort_unstable();
        met.dedup();
    }
}
