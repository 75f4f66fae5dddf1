//! Clustering: average linkage along edges, never over a contradiction, and never against what people say.

use super::linkage::{Linkage, Roots, steps};

/// Two nodes that are likely one incident; a pair is given once, in either order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// A node.
    pub a: u32,
    /// Another.
    pub b: u32,
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

/// Whether an edge is likely enough that an incident may be reached along it: [`components`] are what such edges connect.
pub fn reaches(likelihood: f32, join: f32) -> bool {
    steps(likelihood) >= steps(join)
}

/// The `count` nodes by what an incident cannot reach beyond: two nodes of one incident are joined by a chain of
/// `ties.same` and of edges that are at least `join` likely. Nodes in order, and parts in the order of their first.
pub fn components(count: usize, edges: &[Edge], ties: &Ties<usize>, join: f32) -> Vec<Vec<usize>> {
    let mut roots = Roots::new(count);
    let strong = edges.iter().filter(|e| reaches(e.likelihood, join)).map(|e| (e.a, e.b));
    let same = ties.same.iter().map(|(a, b)| (*a as u32, *b as u32));
    strong.chain(same).for_each(|(a, b)| roots.join(a, b));
    roots.groups().into_iter().map(|group| group.into_iter().map(|n| n as usize).collect()).collect()
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
    order.iter().zip(0u32..).for_each(|(n, r)| {
        if let Some(slot) = rank.get_mut(*n) {
            *slot = r
        }
    });
    let of = |n: u32| rank.get(n as usize).copied();
    let ties = ties.map(|n| rank.get(*n).copied());
    let edges = || edges.iter().filter_map(|e| Some((of(e.a)?, of(e.b)?, steps(e.likelihood))));
    let node = |rank: u32| order.get(rank as usize).copied().unwrap_or_default();
    let groups = Linkage::new(ids.len(), edges, &ties).run(steps(join), |a, b| contradicts(node(a), node(b)));
    groups.into_iter().map(|group| group.into_iter().map(node).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::linkage::Candidate;
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
                    let is = |e: &Edge, m: usize, n: usize| (e.a as usize, e.b as usize) == (m, n);
                    let of = |(m, n)| edges.iter().find(|e| is(e, m, n) || is(e, n, m));
                    let sum = between().filter_map(of).map(|e| u64::from(steps(e.likelihood))).sum();
                    let now = Candidate {
                        sum,
                        pairs: (x.len() * y.len()) as u64,
                        nodes: (x[0] as u32, y[0] as u32),
                    };
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
                .map(|((a, b), n)| Edge { a: a as u32, b: b as u32, likelihood: likelihood(n) })
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
