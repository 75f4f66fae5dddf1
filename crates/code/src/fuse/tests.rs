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
    fn block_by_block_and_part_by_part_each_edge_is_found_once(claims in any_claims(), parts in 1usize..4) {
        let accounts: Vec<&Account> = claims.iter().map(|(_, account)| account).collect();
        let pairing = Pairing::embedded();
        let mut blocks: std::collections::BTreeMap<u64, Vec<u32>> = Default::default();
        for (n, account) in (0u32..).zip(&accounts) {
            keys(account).into_iter().for_each(|key| blocks.entry(key.block).or_default().push(n));
        }
        let mut found = Vec::new();
        for (block, members) in blocks {
            let chunks: Vec<&[u32]> = members.chunks(members.len().div_ceil(parts)).collect();
            for (k, one) in chunks.iter().enumerate() {
                for (l, other) in chunks.iter().enumerate().skip(k) {
                    let (first, both) = if k == l {
                        (None, one.to_vec())
                    } else {
                        (Some(one.len()), [*one, *other].concat())
                    };
                    let of: Vec<&Account> = both.iter().map(|n| accounts[*n as usize]).collect();
                    found.extend(edges_in(block, &of, first, pairing).into_iter().map(|edge| {
                        Edge { a: both[edge.a as usize], b: both[edge.b as usize], ..edge }
                    }));
                }
            }
        }
        found.sort_by_key(|edge| (edge.a, edge.b));
        prop_assert_eq!(found, edges(&accounts, pairing, 1));
    }

    #[test]
    fn a_claim_meets_itself_and_blocks_are_named_once(told in any_told()) {
        let keys = keys(&told.account());
        let blocks: HashSet<u64> = keys.iter().map(|key| key.block).collect();
        prop_assert_eq!(blocks.len(), keys.len());
        prop_assert!(keys.iter().any(|key| key.wide));
    }
}
