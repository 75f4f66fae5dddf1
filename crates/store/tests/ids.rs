//! Lasting ids and judgements: whatever people judge, in whatever order, the record can be made again from claims and
//! judgements, and every id that was ever given leads somewhere.

mod desk;

use dateline_code::Books;
use dateline_store::{Filter, Store};
use dateline_terms::{Incident, Judgement, Ruling, Word};
use desk::{Told, grouping, incidents, report, stamp, take, whole};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// What a person does: to the claims of these ranks, the earlier judgement of this rank.
#[derive(Clone, Debug)]
enum Act {
    Same(usize, usize),
    NotSame(usize, usize),
    NotEvent(usize),
    Withdraw(usize),
}

fn act() -> impl Strategy<Value = Act> {
    let claim = 0usize..40;
    prop_oneof![
        (claim.clone(), claim.clone()).prop_map(|(a, b)| Act::Same(a, b)),
        (claim.clone(), claim.clone()).prop_map(|(a, b)| Act::NotSame(a, b)),
        claim.prop_map(Act::NotEvent),
        (0usize..10).prop_map(Act::Withdraw),
    ]
}

/// Six reports of the same few attacks.
fn reports(days: &[u8]) -> Vec<dateline_store::Intake> {
    let one = |(n, day): (usize, &u8)| {
        let told = [Told::new(n % 3, *day), Told::new(3, 7)];
        report(&format!("r{n}"), &format!("Outlet {n}"), 10, &told)
    };
    days.iter().enumerate().map(one).collect()
}

fn claims(store: &Store) -> Vec<String> {
    let all = incidents(store, &every(), &whole());
    let ids: BTreeSet<String> = all.into_iter().flat_map(|i| i.entries).map(|e| e.claim).collect();
    ids.into_iter().collect()
}

/// All that stands now, retracted ones too.
fn every() -> Filter {
    Filter { standing: Word::ALL.to_vec(), ..Filter::default() }
}

fn ruling(act: &Act, claims: &[String], made: &[Judgement]) -> Option<Ruling> {
    let claim = |n: usize| claims[n % claims.len()].clone();
    Some(match act {
        Act::Same(a, b) if claim(*a) != claim(*b) => Ruling::Same { claims: vec![claim(*a), claim(*b)] },
        Act::NotSame(a, b) if claim(*a) != claim(*b) => {
            Ruling::NotSame { claims: vec![claim(*a)], others: vec![claim(*b)] }
        }
        Act::NotEvent(a) => Ruling::NotEvent { claim: claim(*a) },
        Act::Withdraw(n) => Ruling::Withdrawn { judgement: made.get(n % made.len().max(1))?.id.clone() },
        _ => return None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_record_can_be_made_again_and_every_id_leads_somewhere(
        days in prop::collection::vec(5u8..8, 3..7),
        acts in prop::collection::vec(act(), 1..12),
    ) {
        let books = Books::embedded();
        let mut store = Store::in_memory().expect("a store");
        take(&mut store, 1, &reports(&days));
        let claims = claims(&store);
        let mut made: Vec<Judgement> = Vec::new();
        let mut ids: BTreeSet<String> = BTreeSet::new();
        for (n, act) in acts.iter().enumerate() {
            ids.extend(incidents(&store, &Filter::default(), &whole()).into_iter().map(|i| i.id));
            let Some(ruling) = ruling(act, &claims, &made) else { continue };
            let stamp = stamp("judge", 10 + n as u32);
            made.push(store.change(&stamp, &books, |change| change.judge(ruling)).expect("judged"));
        }
        let now = incidents(&store, &Filter::default(), &whole());
        let held: Vec<String> = now.iter().flat_map(|i| &i.entries).map(|e| e.claim.clone()).collect();
        let once: BTreeSet<&String> = held.iter().collect();
        prop_assert_eq!(held.len(), once.len(), "a claim is in two incidents");
        let names: BTreeSet<&String> = now.iter().map(|i| &i.id).collect();
        prop_assert_eq!(names.len(), now.len(), "two incidents have one id");
        for id in &ids {
            prop_assert!(store.incident(id, &whole(), &books).is_ok(), "{} leads nowhere", id);
        }
        let mut again = Store::in_memory().expect("a store");
        take(&mut again, 1, &reports(&days));
        let all = |change: &mut dateline_store::Change<'_, '_>| {
            made.iter().try_for_each(|judgement| change.add_judgement(judgement).map(|_| ()))
        };
        again.change(&stamp("merge", 2), &books, all).expect("judged again");
        prop_assert_eq!(grouping(&store), grouping(&again));
    }
}

fn told_by_five() -> (Store, Incident) {
    let mut store = Store::in_memory().expect("a store");
    let reports: Vec<_> =
        (0..5).map(|n| report(&format!("r{n}"), &format!("Outlet {n}"), 9, &[Told::new(0, 8)])).collect();
    take(&mut store, 1, &reports);
    let all = incidents(&store, &Filter::default(), &whole());
    assert_eq!(all.len(), 1);
    let incident = all.into_iter().next().expect("one");
    (store, incident)
}

#[test]
fn a_split_keeps_the_id_with_the_larger_part_and_a_merge_the_oldest() {
    let (mut store, whole_one) = told_by_five();
    let books = Books::embedded();
    let ids: Vec<String> = whole_one.entries.iter().map(|e| e.claim.clone()).collect();
    // The founder goes with the smaller part.
    let (few, many) = (ids[..2].to_vec(), ids[2..].to_vec());
    let ruling = Ruling::NotSame { claims: few.clone(), others: many };
    let split = store.change(&stamp("judge", 2), &books, |c| c.judge(ruling)).expect("judged");
    let now = incidents(&store, &Filter::default(), &whole());
    let kept = now.iter().find(|i| i.id == whole_one.id).expect("the id is still there");
    assert_eq!((now.len(), kept.entries.len()), (2, 3));
    let other = now.iter().find(|i| i.id != whole_one.id).expect("the smaller part").id.clone();
    let ruling = Ruling::Withdrawn { judgement: split.id };
    store.change(&stamp("judge", 3), &books, |c| c.judge(ruling)).expect("withdrawn");
    let now = incidents(&store, &Filter::default(), &whole());
    assert_eq!((now.len(), &now[0].id, &now[0].aliases), (1, &whole_one.id, &vec![other]));
}
