//! Clustering: average linkage along edges, never over a contradiction, and never against what people say.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap};

/// Two nodes that are likely one incident; a pair is given once, in either order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// A node.
    pub a: usize,
    /// Another.
    pub b: usize,
    /// How likely, 0–1.
    pub likelihood: f32,
}

/// What people say of two nodes. `same` comes first: it overrules contradictions, and where it puts two nodes
/// into one group, directly or through others, `apart` says nothing of them any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ties<Id> {
    /// The two are one incident.
    pub same: Vec<(Id, Id)>,
    /// They are not.
    pub apart: Vec<(Id, Id)>,
}

impl<Id> Default for Ties<Id> {
    fn default() -> Ties<Id> {
        Ties { same: Vec::new(), apart: Vec::new() }
    }
}

impl<Id> Ties<Id> {
    /// The ties between those nodes that `of` knows.
    pub fn map<'t, To>(&'t self, of: impl Fn(&'t Id) -> Option<To>) -> Ties<To> {
        let all = |ties: &'t [(Id, Id)]| ties.iter().filter_map(|(a, b)| Some((of(a)?, of(b)?))).collect();
        Ties { same: all(&self.same), apart: all(&self.apart) }
    }
}

/// Likelihoods are added up in these steps, so that a sum is the same in any order.
const ONE: f32 = (1 << 24) as f32;

fn steps(likelihood: f32) -> u64 {
    (likelihood.clamp(0.0, 1.0) * ONE) as u64
}

/// The `count` nodes by what an incident cannot reach beyond: two nodes of one incident are joined by a chain of
/// `ties.same` and of edges that are at least `join` likely. Nodes in order, and parts in the order of their first.
pub fn components(count: usize, edges: &[Edge], ties: &Ties<usize>, join: f32) -> Vec<Vec<usize>> {
    let mut roots = Roots::new(count);
    let strong = edges.iter().filter(|e| steps(e.likelihood) >= steps(join)).map(|e| (e.a, e.b));
    strong.chain(ties.same.iter().copied()).for_each(|(a, b)| roots.join(a, b));
    roots.groups()
}

/// Joins the two groups of greatest mean likelihood until none reaches `join`. A pair without an edge counts 0.
/// Groups are not joined where `contradicts` says that any two of their nodes cannot be one incident, or `ties`
/// keep two of them apart. `ids` are lasting, and told apart: of equally likely joins the one with the least
/// id comes first. Gives indices into `ids`: groups in the order of their least ids, each in the order of ids.
pub fn cluster<Id: Ord>(
    ids: &[Id],
    edges: &[Edge],
    ties: &Ties<usize>,
    contradicts: impl Fn(usize, usize) -> bool,
    join: f32,
) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..ids.len()).collect();
    order.sort_by(|a, b| ids.get(*a).cmp(&ids.get(*b)));
    let mut rank = vec![0; ids.len()];
    order.iter().enumerate().for_each(|(r, n)| {
        if let Some(slot) = rank.get_mut(*n) {
            *slot = r
        }
    });
    let rank = |n: usize| rank.get(n).copied();
    let ties = ties.map(|n| rank(*n));
    let edges = edges.iter().filter_map(|e| Some((rank(e.a)?, rank(e.b)?, steps(e.likelihood))));
    let node = |rank: usize| order.get(rank).copied().unwrap_or(rank);
    let mut linkage = Linkage::new(ids.len(), edges.collect(), &ties);
    linkage.run(steps(join), |a, b| contradicts(node(a), node(b)));
    let named = |group: Vec<usize>| group.into_iter().map(node).collect();
    linkage.roots.groups().into_iter().map(named).collect()
}

/// What lies between two groups.
#[derive(Clone, Copy, Debug, Default)]
struct Bond {
    /// Likelihoods of their edges, added up.
    sum: u64,
    /// Whether they must not be joined.
    barred: bool,
}

#[derive(Debug, Default)]
struct Group {
    least: usize,
    members: Vec<usize>,
    bonds: HashMap<usize, Bond>,
}

/// A join that may be made. The least nodes of the two groups name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Candidate {
    sum: u64,
    /// Pairs of nodes between the groups.
    pairs: u64,
    /// The lesser first.
    nodes: (usize, usize),
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

/// Groups of nodes while they are joined; a group is found under the root of its nodes.
struct Linkage {
    roots: Roots,
    groups: Vec<Group>,
}

impl Linkage {
    fn new(count: usize, mut edges: Vec<(usize, usize, u64)>, ties: &Ties<usize>) -> Linkage {
        let mut roots = Roots::new(count);
        ties.same.iter().for_each(|&(a, b)| roots.join(a, b));
        let mut groups: Vec<Group> = (0..count).map(|_| Group::default()).collect();
        for n in (0..count).rev() {
            if let Some(group) = groups.get_mut(roots.of(n)) {
                group.least = n;
                group.members.push(n);
            }
        }
        edges.iter_mut().for_each(|e| *e = (e.0.min(e.1), e.0.max(e.1), e.2));
        edges.sort_unstable();
        edges.dedup_by_key(|e| (e.0, e.1));
        let mut linkage = Linkage { roots, groups };
        for (a, b, sum) in edges {
            linkage.bind(a, b, Bond { sum, barred: false });
        }
        for &(a, b) in &ties.apart {
            linkage.bind(a, b, Bond { sum: 0, barred: true });
        }
        linkage
    }

    fn bind(&mut self, a: usize, b: usize, more: Bond) {
        let (a, b) = (self.roots.of(a), self.roots.of(b));
        if a == b {
            return;
        }
        for (x, y) in [(a, b), (b, a)] {
            if let Some(group) = self.groups.get_mut(x) {
                let bond = group.bonds.entry(y).or_default();
                *bond = Bond { sum: bond.sum + more.sum, barred: bond.barred || more.barred };
            }
        }
    }

    /// The join of the groups that two nodes are in, as it stands now; `None` where there is none to make.
    fn candidate(&mut self, a: usize, b: usize) -> Option<Candidate> {
        let (a, b) = (self.roots.of(a), self.roots.of(b));
        let (x, y) = (self.groups.get(a)?, self.groups.get(b)?);
        let bond = x.bonds.get(&b).filter(|bond| !bond.barred)?;
        let pairs = x.members.len() as u64 * y.members.len() as u64;
        let (a, b) = (x.least, y.least);
        Some(Candidate { sum: bond.sum, pairs, nodes: (a.min(b), a.max(b)) })
    }

    /// The mean of a joined group is never more than the greater of its parts' means, so a candidate that was
    /// right once is never too low: it is looked at again when its turn comes, and put back where it belongs.
    fn run(&mut self, join: u64, contradicts: impl Fn(usize, usize) -> bool) {
        let bonded = self.groups.iter().flat_map(|a| a.bonds.keys().map(move |b| (a.least, *b)));
        let bonded: Vec<(usize, usize)> = bonded.collect();
        let candidates = bonded.into_iter().filter_map(|(a, b)| self.candidate(a, b));
        let mut heap: BinaryHeap<Candidate> = candidates.filter(|c| c.reaches(join)).collect();
        while let Some(was) = heap.pop() {
            let (a, b) = (self.roots.of(was.nodes.0), self.roots.of(was.nodes.1));
            let Some(now) = self.candidate(a, b) else { continue };
            match now.cmp(&was) {
                Ordering::Equal => self.join_or_bar(a, b, &contradicts),
                Ordering::Less if now.reaches(join) => heap.push(now),
                // Another candidate stands for the same two groups, at least as high.
                _ => {}
            }
        }
    }

    /// Joins the groups under two roots, unless nodes of them contradict.
    fn join_or_bar(&mut self, a: usize, b: usize, contradicts: &impl Fn(usize, usize) -> bool) {
        let (Some(x), Some(y)) = (self.groups.get(a), self.groups.get(b)) else { return };
        if x.members.iter().any(|m| y.members.iter().any(|n| contradicts(*m, *n))) {
            return self.bind(a, b, Bond { sum: 0, barred: true });
        }
        // The one with fewer bonds moves, so that a bond seldom does.
        let (root, other) = if x.bonds.len() >= y.bonds.len() { (a, b) } else { (b, a) };
        self.roots.lead(other, root);
        let Group { least, members, bonds } =
            self.groups.get_mut(other).map(std::mem::take).unwrap_or_default();
        for (c, bond) in bonds {
            if let Some(group) = self.groups.get_mut(c) {
                group.bonds.remove(&other);
            }
            self.bind(root, c, bond);
        }
        if let Some(group) = self.groups.get_mut(root) {
            group.least = group.least.min(least);
            group.members.extend(members);
        }
    }
}

impl Candidate {
    fn reaches(&self, join: u64) -> bool {
        u128::from(self.sum) >= u128::from(join) * u128::from(self.pairs)
    }
}

/// Which nodes belong together: each leads, step by step, to the root of its group.
struct Roots(Vec<usize>);

impl Roots {
    fn new(count: usize) -> Roots {
        Roots((0..count).collect())
    }

    fn of(&mut self, node: usize) -> usize {
        let mut at = node;
        while let Some(&up) = self.0.get(at)
            && up != at
        {
            let further = self.0.get(up).copied().unwrap_or(up);
            if let Some(slot) = self.0.get_mut(at) {
                *slot = further;
            }
            at = further;
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.of(a), self.of(b));
        self.lead(a.max(b), a.min(b));
    }

    /// Puts the group under the root `from` under the root `to`.
    fn lead(&mut self, from: usize, to: usize) {
        if to < self.0.len()
            && let Some(slot) = self.0.get_mut(from)
        {
            *slot = to;
        }
    }

    fn groups(&mut self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); self.0.len()];
        for n in 0..self.0.len() {
            let root = self.of(n);
            if let Some(group) = groups.get_mut(root) {
                group.push(n);
            }
        }
        groups.retain(|group| !group.is_empty());
        groups.sort_unstable();
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Average linkage as it is told: over all pairs of groups, again and again.
    fn told(
        count: usize,
        edges: &[Edge],
        ties: &Ties<usize>,
        bad: &[(usize, usize)],
        join: f32,
    ) -> Vec<Vec<usize>> {
        let has =
            |list: &[(usize, usize)], a: usize, b: usize| list.contains(&(a, b)) || list.contains(&(b, a));
        let mut groups: Vec<Vec<usize>> = (0..count).map(|n| vec![n]).collect();
        let find =
            |groups: &[Vec<usize>], n: usize| groups.iter().position(|g| g.contains(&n)).expect("a group");
        let merge = |groups: &mut Vec<Vec<usize>>, a: usize, b: usize| {
            let moved = groups.remove(a.max(b));
            groups[a.min(b)].extend(moved);
            groups.iter_mut().for_each(|g| g.sort());
            groups.sort();
        };
        for (a, b) in &ties.same {
            let (a, b) = (find(&groups, *a), find(&groups, *b));
            if a != b {
                merge(&mut groups, a, b);
            }
        }
        loop {
            let mut best: Option<(Candidate, usize, usize)> = None;
            for (a, x) in groups.iter().enumerate() {
                for (b, y) in groups.iter().enumerate().skip(a + 1) {
                    let between = || x.iter().flat_map(|m| y.iter().map(move |n| (*m, *n)));
                    if between().any(|(m, n)| has(bad, m, n) || has(&ties.apart, m, n)) {
                        continue;
                    }
                    let of = |(m, n)| edges.iter().find(|e| (e.a, e.b) == (m, n) || (e.b, e.a) == (m, n));
                    let sum = between().filter_map(of).map(|e| steps(e.likelihood)).sum();
                    let now = Candidate { sum, pairs: (x.len() * y.len()) as u64, nodes: (x[0], y[0]) };
                    if now.reaches(steps(join)) && sum > 0 && best.is_none_or(|(most, ..)| now > most) {
                        best = Some((now, a, b));
                    }
                }
            }
            let Some((_, a, b)) = best else { return groups };
            merge(&mut groups, a, b);
        }
    }

    const COUNT: usize = 9;

    fn any_pairs(most: usize) -> impl Strategy<Value = Vec<(usize, usize)>> {
        prop::collection::vec((0..COUNT, 0..COUNT).prop_filter("two", |(a, b)| a != b), 0..most)
    }

    fn any_edges() -> impl Strategy<Value = Vec<Edge>> {
        // Few likelihoods, so that there are ties.
        let likelihoods = prop::collection::vec(0u8..5, COUNT * COUNT);
        (any_pairs(30), likelihoods).prop_map(|(pairs, likelihoods)| {
            let mut pairs: Vec<(usize, usize)> =
                pairs.into_iter().map(|(a, b)| (a.min(b), a.max(b))).collect();
            pairs.sort();
            pairs.dedup();
            let likelihood = |n: u8| 0.2 + 0.2 * f32::from(n);
            pairs
                .into_iter()
                .zip(likelihoods)
                .map(|((a, b), n)| Edge { a, b, likelihood: likelihood(n) })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn it_is_average_linkage(
            edges in any_edges(), same in any_pairs(3), apart in any_pairs(4), bad in any_pairs(6),
        ) {
            let ties = Ties { same, apart };
            let contradicts = |a: usize, b: usize| bad.contains(&(a, b)) || bad.contains(&(b, a));
            let ids: Vec<usize> = (0..COUNT).collect();
            let found = cluster(&ids, &edges, &ties, contradicts, 0.4);
            prop_assert_eq!(found, told(COUNT, &edges, &ties, &bad, 0.4));
        }

        #[test]
        fn no_group_reaches_beyond_its_component(edges in any_edges(), same in any_pairs(3)) {
            let ties = Ties { same, apart: Vec::new() };
            let ids: Vec<usize> = (0..COUNT).collect();
            let parts = components(COUNT, &edges, &ties, 0.4);
            for group in cluster(&ids, &edges, &ties, |_, _| false, 0.4) {
                prop_assert!(parts.iter().any(|part| group.iter().all(|n| part.contains(n))));
            }
        }
    }

    #[test]
    fn people_overrule_contradictions_and_keep_apart() {
        let likely = |a, b| Edge { a, b, likelihood: 0.9 };
        let edges = [likely(0, 1), likely(1, 2), likely(0, 2)];
        let never = |a: usize, b: usize| a.min(b) == 0 && a.max(b) == 2;
        let run = |same: &[(usize, usize)], apart: &[(usize, usize)]| {
            let ties = Ties { same: same.to_vec(), apart: apart.to_vec() };
            cluster(&["a", "b", "c"], &edges, &ties, never, 0.3)
        };
        assert_eq!(run(&[], &[]), [vec![0, 1], vec![2]]);
        assert_eq!(run(&[(0, 2)], &[]), [vec![0, 1, 2]]);
        assert_eq!(run(&[], &[(0, 1)]), [vec![0], vec![1, 2]]);
        assert_eq!(run(&[(0, 2)], &[(2, 0), (0, 1)]), [vec![0, 2], vec![1]]);
    }
}
