//! Average linkage by chains of nearest neighbours: from any group one goes to the one that it would rather be joined
//! with than with any other, from that to its own, until two would rather have each other. These are joined.
//!
//! That gives what joining the likeliest pair of all again and again would give, since a joined group is never
//! nearer to a third than the nearer of its parts was (Bruynooghe 1977, Murtagh 1983); ties are settled by a total
//! order that has the same property, and a pair that must not be joined counts as infinitely far. A group whose
//! nearest is too far is done, for nothing comes nearer.

use super::cluster::Ties;
use std::cmp::Ordering;

/// Likelihoods are added up in these steps, so that a sum is the same in any order.
const ONE: f32 = (1 << 24) as f32;

/// A likelihood as a whole number of steps.
pub(super) fn steps(likelihood: f32) -> u32 {
    (likelihood.clamp(0.0, 1.0) * ONE) as u32
}

/// The sum of a bond of two groups that must not be joined.
const BARRED: u64 = u64::MAX;

/// What lies between a group and another.
#[derive(Clone, Copy, Debug)]
struct Bond {
    /// A node of the other, its root when this was last looked at.
    other: u32,
    /// Likelihoods of the edges between them, added up; [`BARRED`] where they must not be joined.
    sum: u64,
}

#[derive(Debug, Default)]
struct Group {
    least: u32,
    /// Empty in a group that was joined to another.
    members: Vec<u32>,
    /// In order of `other`. `None` as long as they are the node's edges and no more.
    bonds: Option<Vec<Bond>>,
}

/// A join that may be made. The least nodes of the two groups name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub sum: u64,
    /// Pairs of nodes between the groups.
    pub pairs: u64,
    /// The lesser first.
    pub nodes: (u32, u32),
}

impl Candidate {
    /// Whether its mean is at least so many steps.
    pub fn reaches(&self, join: u32) -> bool {
        u128::from(self.sum) >= u128::from(join) * u128::from(self.pairs)
    }
}

impl Ord for Candidate {
    /// By mean likelihood, then the lesser nodes first.
    fn cmp(&self, other: &Candidate) -> Ordering {
        let mean = |x: &Candidate, y: &Candidate| u128::from(x.sum) * u128::from(y.pairs);
        mean(self, other).cmp(&mean(other, self)).then_with(|| other.nodes.cmp(&self.nodes))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Candidate) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The edges of every node, from both ends: those of node `n` stand from `first[n]` to `first[n + 1]`.
#[derive(Debug)]
struct Near {
    first: Vec<usize>,
    edges: Vec<(u32, u32)>,
}

impl Near {
    fn new<E: Iterator<Item = (u32, u32, u32)>>(count: usize, edges: impl Fn() -> E) -> Near {
        let mut first = vec![0usize; count + 1];
        let both = || edges().filter(|(a, b, _)| a != b).flat_map(|(a, b, sum)| [(a, b, sum), (b, a, sum)]);
        for (a, ..) in both() {
            first.get_mut(a as usize + 1).into_iter().for_each(|n| *n += 1);
        }
        let mut sum = 0;
        for count in &mut first {
            sum += *count;
            *count = sum;
        }
        let mut next = first.clone();
        let mut list = vec![(0, 0); sum];
        for (a, b, sum) in both() {
            let Some(at) = next.get_mut(a as usize) else { continue };
            list.get_mut(*at).into_iter().for_each(|slot| *slot = (b, sum));
            *at += 1;
        }
        Near { first, edges: list }
    }

    fn of(&self, node: u32) -> &[(u32, u32)] {
        let at = |n: usize| self.first.get(n).copied().unwrap_or_default();
        self.edges.get(at(node as usize)..at(node as usize + 1)).unwrap_or_default()
    }
}

/// Groups of nodes while they are joined; a group is found under the root of its nodes.
pub(super) struct Linkage {
    roots: Roots,
    groups: Vec<Group>,
    near: Near,
}

impl Linkage {
    /// The nodes 0 to `count`, joined where `ties` say that they are the same. `edges`: each once, with their likelihood in
    /// steps.
    pub fn new<E: Iterator<Item = (u32, u32, u32)>>(
        count: usize,
        edges: impl Fn() -> E,
        ties: &Ties<u32>,
    ) -> Linkage {
        let group = |least: u32| Group { least, members: vec![least], bonds: None };
        let groups = (0..count as u32).map(group).collect();
        let mut linkage = Linkage { roots: Roots::new(count), groups, near: Near::new(count, edges) };
        for (a, b) in &ties.same {
            let (a, b) = (linkage.roots.of(*a), linkage.roots.of(*b));
            if a != b {
                linkage.join(a, b);
            }
        }
        for (a, b) in &ties.apart {
            let (a, b) = (linkage.roots.of(*a), linkage.roots.of(*b));
            if a != b {
                linkage.bar(a, b);
            }
        }
        linkage
    }

    /// Joins what is at least `join` steps likely in the mean, but for nodes that contradict each other. Gives the groups in
    /// order of their least nodes, each in order.
    pub fn run(mut self, join: u32, contradicts: impl Fn(u32, u32) -> bool) -> Vec<Vec<u32>> {
        let mut chain: Vec<u32> = Vec::new();
        for start in 0..self.groups.len() as u32 {
            if self.roots.of(start) == start {
                chain.push(start);
            }
            while let Some(&top) = chain.last() {
                let before = chain.len().checked_sub(2).and_then(|n| chain.get(n)).copied();
                match self.nearest(top, join) {
                    None => {
                        chain.pop();
                    }
                    Some(next) if Some(next) != before => chain.push(next),
                    Some(next) if self.contradict(top, next, &contradicts) => {
                        self.bar(top, next);
                        chain.pop();
                    }
                    Some(next) => {
                        chain.truncate(chain.len() - 2);
                        let joined = self.join(top, next);
                        if chain.is_empty() {
                            chain.push(joined);
                        }
                    }
                }
            }
        }
        self.roots.groups()
    }

    /// The root of the group that the one under a root would rather be joined with than with any other; `None` where none
    /// is near enough.
    fn nearest(&mut self, root: u32, join: u32) -> Option<u32> {
        let own = self.groups.get(root as usize)?;
        let (least, size) = (own.least, own.members.len() as u64);
        let candidate = |other: u32, sum: u64, groups: &[Group]| {
            let group = groups.get(other as usize)?;
            let nodes = (least.min(group.least), least.max(group.least));
            Some((Candidate { sum, pairs: size * group.members.len() as u64, nodes }, other))
        };
        let best = |found: Option<(Candidate, u32)>, next: (Candidate, u32)| match found {
            Some(most) if most.0 >= next.0 => Some(most),
            _ => Some(next),
        };
        let near = |(candidate, _): &(Candidate, u32)| candidate.reaches(join);
        let found = if own.bonds.is_none() && self.is_fresh(root) {
            let edges = self.near.of(root).iter();
            let all = edges.filter_map(|(other, sum)| candidate(*other, u64::from(*sum), &self.groups));
            all.filter(near).fold(None, best)
        } else {
            let bonds = self.bonds(root);
            let open = bonds.iter().filter(|bond| bond.sum != BARRED);
            let all = open.filter_map(|bond| candidate(bond.other, bond.sum, &self.groups));
            let found = all.filter(near).fold(None, best);
            self.keep(root, bonds);
            found
        };
        found.map(|(_, other)| other)
    }

    /// Whether all that a node has edges to are roots still.
    fn is_fresh(&self, node: u32) -> bool {
        self.near.of(node).iter().all(|(other, _)| self.roots.is_root(*other))
    }

    /// Takes the bonds of a group, each with the root that its other end has now, one a group.
    fn bonds(&mut self, root: u32) -> Vec<Bond> {
        let kept = self.groups.get_mut(root as usize).and_then(|group| group.bonds.take());
        let mut stale = kept.is_none();
        let bond = |(other, sum): &(u32, u32)| Bond { other: *other, sum: u64::from(*sum) };
        let mut bonds = kept.unwrap_or_else(|| self.near.of(root).iter().map(bond).collect());
        for bond in &mut bonds {
            let now = self.roots.of(bond.other);
            stale |= now != bond.other;
            bond.other = now;
        }
        if stale {
            gather(root, &mut bonds);
        }
        bonds
    }

    fn keep(&mut self, root: u32, bonds: Vec<Bond>) {
        if let Some(group) = self.groups.get_mut(root as usize) {
            group.bonds = Some(bonds);
        }
    }

    /// Whether any node of one group contradicts one of the other.
    fn contradict(&self, a: u32, b: u32, contradicts: &impl Fn(u32, u32) -> bool) -> bool {
        let members = |root: u32| self.groups.get(root as usize).map_or(&[][..], |g| &g.members);
        members(a).iter().any(|m| members(b).iter().any(|n| contradicts(*m, *n)))
    }

    /// Keeps the groups under two roots apart.
    fn bar(&mut self, a: u32, b: u32) {
        for (root, other) in [(a, b), (b, a)] {
            let mut bonds = self.bonds(root);
            match bonds.binary_search_by_key(&other, |bond| bond.other) {
                Ok(at) => bonds.get_mut(at).into_iter().for_each(|bond| bond.sum = BARRED),
                Err(at) => bonds.insert(at, Bond { other, sum: BARRED }),
            }
            self.keep(root, bonds);
        }
    }

    /// Joins the groups under two roots; gives the root of both.
    fn join(&mut self, a: u32, b: u32) -> u32 {
        let mut bonds = self.bonds(a);
        bonds.extend(self.bonds(b));
        let size = |root: u32| self.groups.get(root as usize).map_or(0, |g| g.members.len());
        let (root, other) = if size(a) >= size(b) { (a, b) } else { (b, a) };
        self.roots.lead(other, root);
        let Group { least, members, .. } =
            self.groups.get_mut(other as usize).map(std::mem::take).unwrap_or_default();
        if let Some(group) = self.groups.get_mut(root as usize) {
            group.least = group.least.min(least);
            group.members.extend(members);
        }
        bonds.iter_mut().for_each(|bond| bond.other = self.roots.of(bond.other));
        gather(root, &mut bonds);
        self.keep(root, bonds);
        root
    }
}

/// Puts bonds in order, one a group, and drops those of a group with itself.
fn gather(root: u32, bonds: &mut Vec<Bond>) {
    bonds.retain(|bond| bond.other != root);
    bonds.sort_unstable_by_key(|bond| bond.other);
    bonds.dedup_by(|later, first| {
        let same = later.other == first.other;
        if same {
            first.sum = first.sum.saturating_add(later.sum);
        }
        same
    });
}

/// Which nodes belong together: each leads, step by step, to the root of its group.
pub(super) struct Roots(Vec<u32>);

impl Roots {
    /// Each node by itself.
    pub fn new(count: usize) -> Roots {
        Roots((0..count as u32).collect())
    }

    /// The root of a node.
    pub fn of(&mut self, node: u32) -> u32 {
        let mut at = node;
        while let Some(&up) = self.0.get(at as usize)
            && up != at
        {
            let further = self.0.get(up as usize).copied().unwrap_or(up);
            if let Some(slot) = self.0.get_mut(at as usize) {
                *slot = further;
            }
            at = further;
        }
        at
    }

    fn is_root(&self, node: u32) -> bool {
        self.0.get(node as usize) == Some(&node)
    }

    /// Joins the groups of two nodes.
    pub fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.of(a), self.of(b));
        self.lead(a.max(b), a.min(b));
    }

    /// Puts the group under the root `from` under the root `to`.
    fn lead(&mut self, from: u32, to: u32) {
        if (to as usize) < self.0.len()
            && let Some(slot) = self.0.get_mut(from as usize)
        {
            *slot = to;
        }
    }

    /// The groups in order of their least nodes, each in order.
    pub fn groups(&mut self) -> Vec<Vec<u32>> {
        let mut place: Vec<u32> = vec![u32::MAX; self.0.len()];
        let mut groups: Vec<Vec<u32>> = Vec::new();
        for node in 0..self.0.len() as u32 {
            let root = self.of(node);
            let Some(slot) = place.get_mut(root as usize) else { continue };
            if *slot == u32::MAX {
                *slot = groups.len() as u32;
                groups.push(Vec::new());
            }
            groups.get_mut(*slot as usize).into_iter().for_each(|group| group.push(node));
        }
        groups
    }
}
