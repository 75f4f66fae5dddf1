use super::*;
use crate::pair::tests::any_told;
use proptest::prelude::*;
use std::collections::{BTreeSet, HashSet};

/// Claims by number, each of a report of its own or of one of a few.
fn any_claims() -> impl Strategy<Value = Vec<(u32, Account)>> {
    let claim = (any_told(), 0u8..12).prop_map(|(mut told, report)| {
        told.report = format!("r{report}");
        told.account()
    });
    prop::collection::vec(claim, 0..24).prop_map(|accounts| (100..).zip(accounts).collect())
}

fn any_ties() -> impl Strategy<Value = Ties<u32>> {
    let pairs = || prop::collection::vec((100u32..124, 100u32..124), 0..4);
    (pairs(), pairs()).prop_map(|(same, apart)| Ties { same, apart })
}

fn fused(claims: &[(u32, Account)], ties: &Ties<u32>) -> BTreeSet<BTreeSet<u32>> {
    let borrowed: Vec<(u32, &Account)> = claims.iter().map(|(id, account)| (*id, account)).collect();
    let groups = fuse(&borrowed, ties, Pairing::embedded());
    groups.iter().map(|group| group.iter().map(|n| claims[*n].0).collect()).collect()
}

/// A record as a store keeps it: keys and edges stay, and what a new claim touches is clustered anew.
#[derive(Default)]
struct Kept {
    claims: Vec<(u32, Account)>,
    edges: Vec<Edge>,
    groups: BTreeSet<BTreeSet<u32>>,
}

impl Kept {
    fn add(&mut self, id: u32, account: Account, ties: &Ties<u32>) {
        let pairing = Pairing::embedded();
        if self.claims.iter().any(|claim| claim.0 == id) {
            return;
        }
        let of = self.claims.len();
        for (n, (_, known)) in self.claims.iter().enumerate() {
            let (ours, theirs) = (keys(&account), keys(known));
            let meet = |a: &Key, b: &Key| a.block == b.block && (a.wide || b.wide);
            if ours.iter().any(|a| theirs.iter().any(|b| meet(a, b)))
                && let Some(likelihood) = edge(&account, known, pairing)
            {
                self.edges.push(Edge { a: of as u32, b: n as u32, likelihood });
            }
        }
        self.claims.push((id, account));
        self.settle(of, ties);
    }

    /// Clusters the component of one claim anew.
    fn settle(&mut self, of: usize, ties: &Ties<u32>) {
        let join = Pairing::embedded().join;
        let place = |id: &u32| self.claims.iter().position(|claim| claim.0 == *id);
        let all = components(self.claims.len(), &self.edges, &ties.map(place), join);
        let members = all.into_iter().find(|members| members.contains(&of)).expect("it is in one");
        let ids: Vec<u32> = members.iter().map(|n| self.claims[*n].0).collect();
        let within = |n: u32| members.iter().position(|m| *m == n as usize).map(|n| n as u32);
        let edges = self
            .edges
            .iter()
            .filter_map(|e| Some(Edge { a: within(e.a)?, b: within(e.b)?, likelihood: e.likelihood }));
        let edges: Vec<Edge> = edges.collect();
        let ties = ties.map(|id| ids.iter().position(|known| known == id));
        let contradicts =
            |a: usize, b: usize| self.claims[members[a]].1.contradicts(&self.claims[members[b]].1).is_some();
        let found = cluster(&ids, &edges, &ties, contradicts, join);
        self.groups.retain(|group| group.iter().all(|id| !ids.contains(id)));
        self.groups.extend(found.iter().map(|group| group.iter().map(|n| ids[*n]).collect::<BTreeSet<_>>()));
    }
}

#[test]
fn reports_of_one_strike_are_one_incident() {
    let claim = |report: &str, text: &str, day: i8| {
        crate::pair::tests::told(report, text)
            .on(day, day)
            .at("Tarsh", dateline_terms::Precision::Settlement, 10.0, 10.0)
            .killed(16, Some(16))
            .account()
    };
    let claims = [
        (1, claim("a", "A strike killed 16 people in a bakery of Tarsh on Monday.", 5)),
        (2, claim("b", "Sixteen people were killed when a strike hit the Tarsh bakery.", 5)),
        (3, claim("c", "A strike killed 16 people in Tarsh.", 25)),
    ];
    let groups = fused(&claims, &Ties::default());
    assert_eq!(groups, BTreeSet::from([BTreeSet::from([1, 2]), BTreeSet::from([3])]));
    let ties = Ties { same: vec![(1, 3)], apart: vec![(2, 1)] };
    assert_eq!(fused(&claims, &ties), BTreeSet::from([BTreeSet::from([1, 3]), BTreeSet::from([2])]));
}

proptest! {
    #[test]
    fn grouping_is_a_function_of_the_set(
        (claims, shuffled) in any_claims().prop_flat_map(|claims| {
            let twice: Vec<_> = claims.iter().chain(claims.iter().take(5)).cloned().collect();
            (Just(claims), Just(twice).prop_shuffle())
        }),
        ties in any_ties(),
    ) {
        let groups = fused(&claims, &ties);
        prop_assert_eq!(&groups, &fused(&shuffled, &ties));
        prop_assert_eq!(groups.iter().map(BTreeSet::len).sum::<usize>(), claims.len());
    }

    #[test]
    fn adding_claims_one_by_one_in_any_order_gives_the_same(
        (claims, shuffled) in any_claims().prop_flat_map(|c| (Just(c.clone()), Just(c).prop_shuffle())),
        ties in any_ties(),
    ) {
        let mut kept = Kept::default();
        shuffled.into_iter().for_each(|(id, account)| kept.add(id, account, &ties));
        prop_assert_eq!(kept.groups, fused(&claims, &ties));
    }

    #[test]
    fn groups_hold_what_people_say_and_no_contradiction(claims in any_claims(), ties in any_ties()) {
        let groups = fused(&claims, &ties);
        let of = |id: u32| groups.iter().position(|group| group.contains(&id));
        for (a, b) in ties.same.iter().filter(|(a, b)| of(*a).is_some() && of(*b).is_some()) {
            prop_assert_eq!(of(*a), of(*b));
        }
        if ties.same.is_empty() {
            for (a, b) in ties.apart.iter().filter(|(a, b)| a != b && of(*a).is_some()) {
                prop_assert_ne!(of(*a), of(*b));
            }
            for (a, x) in &claims {
                for (b, y) in claims.iter().filter(|(b, _)| a != b && of(*a) == of(*b)) {
                    prop_assert_eq!(x.contradicts(y), None, "{} {}", a, b);
                }
            }
        }
    }

    #[test]
    fn threads_change_nothing(claims in any_claims()) {
        let accounts: Vec<&Account> = claims.iter().map(|(_, account)| account).collect();
        let pairing = Pairing::embedded();
        let one = edges(&accounts, pairing, 1);
        prop_assert_eq!(&one, &edges(&accounts, pairing, 3));
        for (a, x) in accounts.iter().enumerate() {
            for (b, y) in accounts.iter().enumerate().skip(a + 1) {
                let meet = |k: &Key, l: &Key| k.block == l.block && (k.wide || l.wide);
                let met = keys(x).iter().any(|k| keys(y).iter().any(|l| meet(k, l)));
                let known = one.iter().find(|e| (e.a as usize, e.b as usize) == (a, b)).map(|e| e.likelihood);
                prop_assert_eq!(known, edge(x, y, pairing).filter(|_| met));
            }
        }
    }

    #[test]
    fn a_claim_meets_itself_and_blocks_are_named_once(told in any_told()) {
        let keys = keys(&told.account());
        let blocks: HashSet<u64> = keys.iter().map(|key| key.block).collect();
        prop_assert_eq!(blocks.len(), keys.len());
        prop_assert!(keys.iter().any(|key| key.wide));
    }
}
