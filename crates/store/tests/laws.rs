//! Laws of the record: whatever comes in whatever order.

mod desk;

use dateline_code::fuse::{Ties, fuse};
use dateline_code::pair::Pairing;
use dateline_store::{Arrival, Filter, Look, Store, sha256};
use dateline_terms::Ruling;
use desk::{Told, grouping, incidents, report, take, whole};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn told() -> impl Strategy<Value = Told> {
    let kind = prop_oneof![Just("air_drone_strike"), Just("shelling_artillery_missile"), Just("armed_clash")];
    let killed = prop_oneof![Just(None), (1u64..20).prop_map(|n| Some((n, Some(n))))];
    (0usize..4, 5u8..9, kind, killed).prop_map(|(site, day, kind, killed)| Told { site, day, kind, killed })
}

/// Reports of one to three attacks each, of five outlets.
fn reports() -> impl Strategy<Value = Vec<(u8, u8, Vec<Told>)>> {
    prop::collection::vec((0u8..5, 8u8..12, prop::collection::vec(told(), 1..4)), 1..10)
}

fn made(reports: &[(u8, u8, Vec<Told>)]) -> Vec<dateline_store::Intake> {
    let unlike = |told: &[Told]| {
        let mut kept: Vec<Told> = Vec::new();
        told.iter().for_each(|t| {
            if !kept.iter().any(|k| (k.site, k.day) == (t.site, t.day)) {
                kept.push(t.clone());
            }
        });
        kept
    };
    let one = |(n, (outlet, day, told)): (usize, &(u8, u8, Vec<Told>))| {
        report(&format!("r{n}"), &format!("Outlet {outlet}"), *day, &unlike(told))
    };
    reports.iter().enumerate().map(one).collect()
}

/// Month, country and type.
type Cell = (Option<String>, Option<String>, String);

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// The same groups come out whether reports come at once, one by one, backwards, or twice.
    #[test]
    fn groups_do_not_depend_on_order_or_repetition(told in reports(), order in any::<prop::sample::Index>()) {
        let reports = made(&told);
        let mut at_once = Store::in_memory().expect("a store");
        take(&mut at_once, 1, &reports);
        let mut one_by_one = Store::in_memory().expect("a store");
        let start = order.index(reports.len());
        let turned = reports[start..].iter().rev().chain(&reports[..start]).chain(&reports);
        for (second, report) in turned.enumerate() {
            take(&mut one_by_one, second as u32 + 1, std::slice::from_ref(report));
        }
        prop_assert_eq!(grouping(&at_once), grouping(&one_by_one));
    }

    /// What claims come to apart from any store is what a store makes of them as they come, and what it makes of all anew.
    #[test]
    fn fused_apart_is_fused_in_a_store(told in reports()) {
        let (books, reports) = (dateline_code::Books::embedded(), made(&told));
        let mut store = Store::in_memory().expect("a store");
        take(&mut store, 1, &reports);
        let apart = |report: &dateline_store::Intake| {
            let (key, name, sha256) = (report.key.clone(), report.name.clone(), sha256(&report.bytes));
            Arrival { key, name, sha256, url: None }.apart(&report.coded, &books).expect("a coded report").claims
        };
        let claims: Vec<_> = reports.iter().flat_map(apart).collect();
        let borrowed: Vec<_> = claims.iter().map(|(entry, account)| (entry.claim.as_str(), account)).collect();
        let groups = fuse(&borrowed, &Ties::default(), Pairing::embedded());
        let named = |group: Vec<usize>| group.into_iter().map(|n| claims[n].0.claim.clone()).collect();
        let groups: BTreeSet<BTreeSet<String>> = groups.into_iter().map(named).collect();
        prop_assert_eq!(&groups, &grouping(&store));
        let anew = store.change(&desk::stamp("fuse", 100), &books, |change| change.groups()).expect("groups");
        prop_assert_eq!(anew.into_iter().map(|group| group.into_iter().collect()).collect::<BTreeSet<_>>(), groups);
        prop_assert_eq!(store.change(&desk::stamp("fuse", 101), &books, |change| Ok(change.number())).expect("a number"), 2);
    }

    /// What is compared and grouped as it comes is what comes of doing so with everything at once.
    #[test]
    fn fused_as_it_comes_is_fused_at_once(told in reports(), changed in reports(), two in any::<[prop::sample::Index; 2]>()) {
        let books = dateline_code::Books::embedded();
        let folder = desk::Folder::new();
        let path = folder.path().join("record.db");
        let mut store = Store::open(&path).expect("a store");
        for (second, report) in made(&told).iter().chain(&made(&changed)).enumerate() {
            take(&mut store, second as u32 + 1, std::slice::from_ref(report));
        }
        let all: Vec<String> = grouping(&store).into_iter().flatten().collect();
        let claims = two.map(|index| all[index.index(all.len())].clone()).to_vec();
        store.change(&desk::stamp("judge", 100), &books, |c| c.judge(Ruling::Same { claims })).expect("judged");
        let kept = |store: &Store| (desk::rows(&path, "block"), desk::rows(&path, "edge"), grouping(store));
        let as_it_came = kept(&store);
        // As a version that fused otherwise would leave it.
        rusqlite::Connection::open(&path).and_then(|c| c.execute("UPDATE fused SET form = 0", [])).expect("set");
        store.change(&desk::stamp("ingest", 200), &books, |_| Ok(())).expect("nothing else");
        prop_assert_eq!(desk::rows(&path, "change WHERE what = 'fuse'").len(), 1);
        prop_assert_eq!(kept(&store), as_it_came);
    }

    /// Months by type add up to what the incidents say, whatever came, changed and was removed.
    #[test]
    fn months_are_what_the_incidents_say(told in reports(), changed in reports()) {
        let books = dateline_code::Books::embedded();
        let mut store = Store::in_memory().expect("a store");
        take(&mut store, 1, &made(&told));
        take(&mut store, 2, &made(&changed));
        store.change(&desk::stamp("remove", 3), &books, |change| change.remove("r0")).expect("removed");
        let mut counted: BTreeMap<Cell, (i64, i64)> = BTreeMap::new();
        for incident in incidents(&store, &Filter::default(), &Look::default()) {
            let month = incident.days.map(|days| days.start.to_string()[..7].to_string());
            let country = incident.place.as_ref().and_then(|p| p.country.clone());
            let of = counted.entry((month, country, incident.event_type.clone())).or_default();
            *of = (of.0 + 1, of.1 + incident.toll(dateline_terms::HarmKind::Killed).map_or(0, |t| t.best as i64));
        }
        let told = store.sql("SELECT month, country, type, count, killed FROM months").expect("an answer");
        let text = |value: &serde_json::Value| value.as_str().map(str::to_string);
        let told: BTreeMap<Cell, _> = told.rows.iter().map(|row| {
            ((text(&row[0]), text(&row[1]), text(&row[2]).unwrap_or_default()),
             (row[3].as_i64().unwrap_or(0), row[4].as_i64().unwrap_or(0)))
        }).collect();
        prop_assert_eq!(told, counted);
    }

    /// What the record said at a time can be read later, to the letter.
    #[test]
    fn the_past_can_be_read_again(first in reports(), second in reports()) {
        let mut store = Store::in_memory().expect("a store");
        take(&mut store, 1, &made(&first));
        let was = incidents(&store, &Filter::default(), &whole());
        take(&mut store, 100, &made(&second));
        let then = Look { as_of: Some("2024-01-01T00:00:50.000Z".into()), ..whole() };
        prop_assert_eq!(incidents(&store, &Filter::default(), &then), was);
    }
}
