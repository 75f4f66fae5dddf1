//! Grouping again what a change touched: a new claim, one that went, something that people judged.
//!
//! The parts of a record that are connected by likely pairs grow without bound (in a war with a thousand reports a day
//! every claim leads to every other), but the groups are small. So it is groups that are looked at, not connected
//! parts. Those that were touched, the core, are clustered together with all groups that a likely pair joins them to,
//! the ring. Where no group of the ring comes out changed, no group further out can be: the first join across the
//! border of the core would be of nodes that a likely pair connects, so of a group of the ring, and nothing else had
//! changed before it. Where some did change they belong to the core, and it is done again. What comes out is what
//! clustering everything would give.

use super::cluster::{Edge, Ties, cluster, components};
use super::linkage::steps;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// What a record knows of its claims, told by number.
pub trait Record {
    /// Why it cannot be read.
    type Error;

    /// The other ends of a claim's edges, with how likely the pairs are.
    fn near(&mut self, claim: i64) -> Result<Rc<[(i64, f32)]>, Self::Error>;

    /// The group that holds a claim until now, whole; the claim alone where it is new.
    fn group(&mut self, claim: i64) -> Result<Vec<i64>, Self::Error>;

    /// What of lasting ids tells of several claims, in their order: of two equally likely joins that of the least is made.
    fn order(&mut self, claims: &[i64]) -> Result<Vec<u64>, Self::Error>;

    /// What people said of several claims, as places among them.
    fn ties(&mut self, claims: &[i64]) -> Result<Ties<usize>, Self::Error>;

    /// Whether two claims cannot be one incident.
    fn contradict(&mut self, a: i64, b: i64) -> Result<bool, Self::Error>;
}

/// The groups of today of the claims `touched`, and of all that was grouped with any of them or is now, given that all
/// else was grouped rightly. `touched`: claims that are new; one of each group that lost a claim; those that people
/// judged since. A group whose claims all went is not touched. `join`: as [`cluster`]'s.
///
/// # Errors
/// Those of the record.
pub fn regroup<R: Record>(
    record: &mut R,
    touched: impl IntoIterator<Item = i64>,
    join: f32,
) -> Result<Vec<Vec<i64>>, R::Error> {
    let mut core: BTreeSet<i64> = BTreeSet::new();
    for claim in touched {
        if core.insert(claim) {
            core.extend(record.group(claim)?);
        }
    }
    let mut done = HashMap::new();
    loop {
        let ring = ring(record, &core, join)?;
        let claims: Vec<i64> = core.iter().chain(ring.values().flatten()).copied().collect();
        let groups = in_parts(record, claims, join, &mut done)?;
        let (inside, outside): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|group| group.iter().any(|claim| core.contains(claim)));
        let whole: BTreeSet<Vec<i64>> = outside.into_iter().collect();
        let changed: Vec<&Vec<i64>> = ring.values().filter(|group| !whole.contains(*group)).collect();
        if changed.is_empty() {
            return Ok(inside);
        }
        core.extend(changed.into_iter().flatten());
    }
}

/// Groups of claims, by those claims.
type Done = HashMap<Vec<i64>, Vec<Vec<i64>>>;

/// Clusters these claims, each connected part by itself and once: most parts stay the same while a few grow. Each group
/// is in order.
fn in_parts<R: Record>(
    record: &mut R,
    mut claims: Vec<i64>,
    join: f32,
    done: &mut Done,
) -> Result<Vec<Vec<i64>>, R::Error> {
    claims.sort_unstable();
    let ties = Ties { apart: Vec::new(), ..record.ties(&claims)? };
    let edges = edges(record, &claims)?;
    let mut groups = Vec::new();
    for part in components(claims.len(), &edges, &ties, join) {
        let part: Vec<i64> = part.into_iter().filter_map(|n| claims.get(n).copied()).collect();
        let known = match done.get(&part) {
            Some(known) => known.clone(),
            None => {
                let mut known = clustered(record, &part, join)?;
                known.iter_mut().for_each(|group| group.sort_unstable());
                done.insert(part, known.clone());
                known
            }
        };
        groups.extend(known);
    }
    Ok(groups)
}

/// The edges between claims that are in order, by their places.
fn edges<R: Record>(record: &mut R, claims: &[i64]) -> Result<Vec<Edge>, R::Error> {
    let mut edges = Vec::new();
    for (claim, a) in claims.iter().zip(0..) {
        for &(other, likelihood) in record.near(*claim)?.iter().filter(|(other, _)| other > claim) {
            let place = claims.binary_search(&other).ok();
            edges.extend(place.map(|b| Edge { a, b: b as u32, likelihood }));
        }
    }
    Ok(edges)
}

/// Groups outside the core that a pair likely enough to be joined connects with it: by their least claims, each in order.
fn ring<R: Record>(
    record: &mut R,
    core: &BTreeSet<i64>,
    join: f32,
) -> Result<BTreeMap<i64, Vec<i64>>, R::Error> {
    let (mut ring, mut seen) = (BTreeMap::new(), BTreeSet::new());
    for claim in core {
        for &(other, likelihood) in record.near(*claim)?.iter() {
            if steps(likelihood) < steps(join) || core.contains(&other) || !seen.insert(other) {
                continue;
            }
            let mut group = record.group(other)?;
            group.sort_unstable();
            seen.extend(group.iter().copied());
            ring.extend(group.first().copied().map(|least| (least, group)));
        }
    }
    Ok(ring)
}

/// Clusters these claims, which are in order, as if there were no others.
fn clustered<R: Record>(record: &mut R, claims: &[i64], join: f32) -> Result<Vec<Vec<i64>>, R::Error> {
    let edges = edges(record, claims)?;
    let (order, ties) = (record.order(claims)?, record.ties(claims)?);
    // A contradiction is looked for while groups are joined, where nothing can be said of a record that fails.
    let failed = std::cell::Cell::new(None);
    let record = std::cell::RefCell::new(record);
    let contradicts = |a: usize, b: usize| {
        let (Some(a), Some(b)) = (claims.get(a), claims.get(b)) else { return false };
        record.borrow_mut().contradict(*a, *b).unwrap_or_else(|error| {
            failed.set(Some(error));
            false
        })
    };
    let groups = cluster(&order, &edges, &ties, contradicts, join);
    match failed.into_inner() {
        Some(error) => Err(error),
        None => {
            let named =
                |group: Vec<usize>| group.into_iter().filter_map(|n| claims.get(n).copied()).collect();
            Ok(groups.into_iter().map(named).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const COUNT: i64 = 14;
    const JOIN: f32 = 0.4;

    /// A record of a few claims, some of which are in it now.
    #[derive(Clone, Debug, Default)]
    struct Kept {
        edges: BTreeMap<(i64, i64), f32>,
        bad: BTreeSet<(i64, i64)>,
        live: BTreeSet<i64>,
        same: BTreeSet<(i64, i64)>,
        apart: BTreeSet<(i64, i64)>,
        groups: BTreeSet<BTreeSet<i64>>,
    }

    impl Record for Kept {
        type Error = std::convert::Infallible;

        fn near(&mut self, claim: i64) -> Result<Rc<[(i64, f32)]>, Self::Error> {
            let both = self.edges.iter().flat_map(|(&(a, b), p)| [(a, b, *p), (b, a, *p)]);
            let live = both.filter(|(a, b, _)| *a == claim && self.live.contains(b));
            Ok(live.map(|(_, b, p)| (b, p)).collect())
        }

        fn group(&mut self, claim: i64) -> Result<Vec<i64>, Self::Error> {
            let group = self.groups.iter().find(|group| group.contains(&claim));
            Ok(group.map_or(vec![claim], |group| group.iter().copied().collect()))
        }

        fn order(&mut self, claims: &[i64]) -> Result<Vec<u64>, Self::Error> {
            Ok(claims.iter().map(|claim| (claim * 5 % COUNT) as u64).collect())
        }

        fn ties(&mut self, claims: &[i64]) -> Result<Ties<usize>, Self::Error> {
            let place = |claim: &i64| claims.iter().position(|c| c == claim);
            let all = |ties: &BTreeSet<(i64, i64)>| {
                ties.iter().filter_map(|(a, b)| Some((place(a)?, place(b)?))).collect()
            };
            Ok(Ties { same: all(&self.same), apart: all(&self.apart) })
        }

        fn contradict(&mut self, a: i64, b: i64) -> Result<bool, Self::Error> {
            Ok(self.bad.contains(&(a.min(b), a.max(b))))
        }
    }

    /// What is done to the record.
    #[derive(Clone, Debug)]
    enum Act {
        /// A claim comes, or goes.
        Turn(i64),
        /// People say that two are the same, or take it back.
        Same(i64, i64),
        /// That they are not.
        Apart(i64, i64),
    }

    impl Kept {
        /// Does something; gives the claims that it touched.
        fn act(&mut self, act: &Act) -> Vec<i64> {
            let turn = |ties: &mut BTreeSet<(i64, i64)>, a: i64, b: i64| {
                let pair = (a.min(b), a.max(b));
                if a != b && !ties.remove(&pair) {
                    ties.insert(pair);
                }
            };
            let touched = match *act {
                Act::Turn(claim) if self.live.remove(&claim) => {
                    let group = self.groups.iter().find(|g| g.contains(&claim)).cloned().unwrap_or_default();
                    self.groups.remove(&group);
                    let rest: BTreeSet<i64> = group.into_iter().filter(|c| *c != claim).collect();
                    let one = rest.first().copied();
                    self.groups.extend(one.is_some().then_some(rest));
                    one.into_iter().collect()
                }
                Act::Turn(claim) => {
                    self.live.insert(claim);
                    // People said more of it than of those that are there.
                    let tied = self.same.iter().filter(|(a, b)| *a == claim || *b == claim);
                    tied.flat_map(|(a, b)| [*a, *b]).chain([claim]).collect()
                }
                Act::Same(a, b) => {
                    turn(&mut self.same, a, b);
                    vec![a, b]
                }
                Act::Apart(a, b) => {
                    turn(&mut self.apart, a, b);
                    vec![a, b]
                }
            };
            touched.into_iter().filter(|claim| self.live.contains(claim)).collect()
        }

        fn settle(&mut self, touched: Vec<i64>) {
            let Ok(groups) = regroup(self, touched, JOIN);
            for group in groups {
                let group: BTreeSet<i64> = group.into_iter().collect();
                self.groups.retain(|old| old.is_disjoint(&group));
                self.groups.insert(group);
            }
        }

        fn clustered_at_once(&mut self) -> BTreeSet<BTreeSet<i64>> {
            let live: Vec<i64> = self.live.iter().copied().collect();
            let Ok(groups) = clustered(self, &live, JOIN);
            groups.into_iter().map(|group| group.into_iter().collect()).collect()
        }
    }

    fn pair() -> impl Strategy<Value = (i64, i64)> {
        (0..COUNT, 1..COUNT).prop_map(|(a, on)| (a.min((a + on) % COUNT), a.max((a + on) % COUNT)))
    }

    fn any_record() -> impl Strategy<Value = Kept> {
        let edges =
            prop::collection::btree_map(pair(), (0u8..6).prop_map(|n| 0.2 + 0.12 * f32::from(n)), 10..50);
        (edges, prop::collection::btree_set(pair(), 0..8)).prop_map(|(edges, bad)| Kept {
            edges,
            bad,
            ..Kept::default()
        })
    }

    fn any_act() -> impl Strategy<Value = Act> {
        prop_oneof![
            8 => (0..COUNT).prop_map(Act::Turn),
            1 => pair().prop_map(|(a, b)| Act::Same(a, b)),
            1 => pair().prop_map(|(a, b)| Act::Apart(a, b)),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

        /// Whatever came and went, many at once or one by one, the groups are those of clustering all anew.
        #[test]
        fn it_gives_what_clustering_everything_gives(
            mut record in any_record(),
            changes in prop::collection::vec(prop::collection::vec(any_act(), 1..4), 1..24),
        ) {
            for acts in changes {
                let mut touched = Vec::new();
                for act in &acts {
                    touched.extend(record.act(act));
                    touched.retain(|claim| record.live.contains(claim));
                }
                record.settle(touched);
                prop_assert_eq!(&record.groups, &record.clone().clustered_at_once());
            }
        }
    }
}
