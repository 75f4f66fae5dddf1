//! What the record keeps, and what it says of it.

mod desk;

use dateline_code::Books;
use dateline_store::{Filter, Kind, Look, Outcome, Sort, Store};
use dateline_terms::{Correction, HarmKind, Rule, Ruling, Word};
use desk::{Told, grouping, incidents, report, stamp, take, whole};

/// Three outlets tell of one attack with three tolls; one of them tells of another.
fn three() -> Store {
    let mut store = Store::in_memory().expect("a store");
    let attack = |killed| Told { killed, ..Told::new(0, 8) };
    let reports = [
        report("a", "Example Wire", 8, &[attack(Some((2, Some(2))))]),
        report("b", "Example Gazette", 9, &[attack(Some((3, Some(3)))), Told::new(1, 8)]),
        report("c", "Example Radio", 10, &[attack(Some((5, None)))]),
    ];
    assert_eq!(take(&mut store, 1, &reports), [Outcome::New; 3]);
    store
}

#[test]
fn one_event_told_thrice_is_one_incident_with_three_figures() {
    let store = three();
    let all = incidents(&store, &Filter::default(), &whole());
    assert_eq!(all.len(), 2, "{all:#?}");
    let attack = all.iter().find(|i| i.reports == 3).expect("one of three reports");
    assert_eq!((attack.voices, attack.word), (3, Word::Corroborated));
    let killed = attack.toll(HarmKind::Killed).expect("dead");
    assert_eq!((killed.low, killed.high), (2, None));
    let lowest = incidents(&store, &Filter::default(), &Look { rule: Rule::Lowest, ..Look::default() });
    let lowest = lowest.iter().find(|i| i.id == attack.id).and_then(|i| i.toll(HarmKind::Killed).copied());
    assert_eq!(lowest.map(|t| t.best), Some(2));
}

#[test]
fn what_is_there_already_changes_nothing() {
    let mut store = three();
    let before = incidents(&store, &Filter::default(), &whole());
    let attack = Told { killed: Some((2, Some(2))), ..Told::new(0, 8) };
    assert_eq!(take(&mut store, 2, &[report("a", "Example Wire", 8, &[attack])]), [Outcome::Known]);
    assert_eq!(incidents(&store, &Filter::default(), &whole()), before);
    assert_eq!(store.sql("SELECT count(*) FROM changes").expect("an answer").rows[0][0], 1);
}

#[test]
fn a_changed_report_is_a_new_version_and_the_past_stays() {
    let mut store = three();
    let was = incidents(&store, &Filter::default(), &whole());
    let raised = Told { killed: Some((9, Some(9))), ..Told::new(0, 8) };
    assert_eq!(take(&mut store, 60, &[report("a", "Example Wire", 8, &[raised])]), [Outcome::Changed]);
    let now = incidents(&store, &Filter::default(), &whole());
    let high = |all: &[dateline_terms::Incident]| {
        all.iter().filter_map(|i| i.toll(HarmKind::Killed)).map(|t| (t.low, t.high)).collect::<Vec<_>>()
    };
    assert_eq!((high(&was), high(&now)), (vec![(2, None)], vec![(3, Some(9))]));
    let then = Look { as_of: Some("2024-01-01T00:00:30.000Z".into()), ..whole() };
    assert_eq!(incidents(&store, &Filter::default(), &then), was);
    let id = &now.iter().find(|i| i.reports == 3).expect("the attack").id;
    let log = store.log(id).expect("a log");
    assert_eq!(log.len(), 2);
    assert!(log[1].fields.iter().any(|f| f.name == "harm"), "{:?}", log[1].fields);
}

#[test]
fn judgements_join_part_correct_and_are_withdrawn() {
    let mut store = three();
    let books = Books::embedded();
    let all = incidents(&store, &Filter::default(), &whole());
    let (attack, other) = (&all.iter().find(|i| i.reports == 3), &all.iter().find(|i| i.reports == 1));
    let (attack, other) = (attack.expect("the attack"), other.expect("the other"));
    let (a, b) = (attack.entries[0].claim.clone(), other.entries[0].claim.clone());
    let mut judge = |second, ruling| {
        store.change(&stamp("judge", second), &books, |change| change.judge(ruling)).expect("judged")
    };
    let all_claims = attack.entries.iter().chain(&other.entries).map(|e| e.claim.clone()).collect();
    let joined = judge(10, Ruling::Same { claims: all_claims });
    judge(
        20,
        Ruling::Field { claim: a.clone(), value: Correction::Type("shelling_artillery_missile".into()) },
    );
    let now = incidents(&store, &Filter::default(), &whole());
    assert_eq!(now.len(), 1, "two places 300 km apart, joined by a person");
    assert_eq!(
        (now[0].event_type.as_str(), now[0].corrected.as_slice()),
        ("shelling_artillery_missile", &["type".to_string()][..])
    );
    // Whatever id did not survive leads to the one that did.
    for old in [&attack.id, &other.id] {
        assert_eq!(store.incident(old, &whole(), &books).expect("found").0.id, now[0].id);
    }
    let mut judge = |second, ruling| {
        store.change(&stamp("judge", second), &books, |change| change.judge(ruling)).expect("judged")
    };
    judge(30, Ruling::Withdrawn { judgement: joined.id });
    let others = attack.entries[1..].iter().map(|e| e.claim.clone()).collect();
    let parted = judge(40, Ruling::NotSame { claims: vec![a.clone()], others });
    assert_eq!(parted.by, "tester");
    judge(50, Ruling::NotEvent { claim: b.clone() });
    let now = incidents(&store, &Filter::default(), &whole());
    assert!(now.iter().all(|i| i.entries.iter().all(|e| e.claim != b)), "what is no event counts nowhere");
    let of = |claim: &str| now.iter().position(|i| i.entries.iter().any(|e| e.claim == claim));
    assert_ne!(of(&a), of(&attack.entries[1].claim), "parted by a person");
    let retracted = Filter { standing: vec![Word::Retracted], ..Filter::default() };
    assert_eq!(incidents(&store, &retracted, &Look::default()).len(), 1, "what was withdrawn can be seen");
    assert!(
        store
            .change(&stamp("judge", 60), &books, |c| c.judge(Ruling::NotEvent { claim: "c0".into() }))
            .is_err()
    );
}

#[test]
fn a_difference_tells_what_to_add_change_and_drop() {
    let mut store = three();
    let books = Books::embedded();
    let b = incidents(&store, &Filter::default(), &whole())
        .into_iter()
        .find(|i| i.reports == 1)
        .map(|i| i.entries[0].claim.clone());
    take(&mut store, 60, &[report("d", "Example Post", 11, &[Told::new(2, 9)])]);
    take(&mut store, 61, &[report("e", "Example Mail", 11, &[Told::new(0, 8)])]);
    let ruling = Ruling::NotEvent { claim: b.expect("a claim") };
    store.change(&stamp("judge", 62), &books, |change| change.judge(ruling)).expect("judged");
    let mut kinds = Vec::new();
    let each = &mut |d: dateline_store::Difference| {
        kinds.push(d.kind);
        Ok(())
    };
    store.diff("2024-01-01T00:00:30.000Z", "2024-01-01T01:00:00.000Z", each).expect("a difference");
    kinds.sort_by_key(|k| k.as_str());
    assert_eq!(kinds, [Kind::Added, Kind::Changed, Kind::Retracted]);
}

#[test]
fn filters_find_what_fits_and_nothing_else() {
    let store = three();
    let count = |filter: &Filter| {
        let listed = incidents(&store, filter, &Look::default()).len();
        assert_eq!(store.count(filter).expect("a count"), listed as u64, "{filter:?}");
        let page = store.page(filter, Sort::Latest, &Look::default(), &Books::embedded(), (None, 10));
        assert_eq!(page.expect("a page").items.len(), listed);
        let then = Look { as_of: Some("2025-01-01T00:00:00.000Z".into()), ..Look::default() };
        assert_eq!(incidents(&store, filter, &then).len(), listed, "as of now is now: {filter:?}");
        let all = incidents(&store, &Filter::default(), &Look::default());
        let accepted = all.iter().filter(|incident| filter.accepts(incident, &Books::embedded())).count();
        assert_eq!(accepted, listed, "one by one: {filter:?}");
        listed
    };
    let day = |day: &str| Some(day.parse().expect("a day"));
    let any = Filter::default();
    assert_eq!(count(&any), 2);
    assert_eq!(count(&Filter { place: Some("harir air base".into()), ..any.clone() }), 1);
    assert_eq!(count(&Filter { area: Some([42.0, 33.0, 43.0, 34.0]), ..any.clone() }), 1);
    assert_eq!(count(&Filter { area: Some([-10.0, 33.0, 0.0, 34.0]), ..any.clone() }), 0);
    assert_eq!(count(&Filter { country: Some("iq".into()), ..any.clone() }), 2);
    assert_eq!(count(&Filter { country: Some("SY".into()), ..any.clone() }), 0);
    let actors = vec!["islamic_resistance_in_iraq".to_string()];
    assert_eq!(count(&Filter { actors: actors.clone(), ..any.clone() }), 2);
    assert_eq!(count(&Filter { actors: actors.clone(), side: Some('b'), ..any.clone() }), 0);
    assert_eq!(count(&Filter { from: day("2023-11-08"), to: day("2023-11-08"), ..any.clone() }), 2);
    assert_eq!(count(&Filter { from: day("2023-11-09"), ..any.clone() }), 0);
    assert_eq!(count(&Filter { killed: Some(1), ..any.clone() }), 1);
    assert_eq!(count(&Filter { text: Some("drone harir".into()), ..any.clone() }), 1);
    assert_eq!(count(&Filter { outlet: Some("Example Radio".into()), actors, ..any.clone() }), 1);
    assert_eq!(count(&Filter { types: vec!["armed_clash".into()], ..any.clone() }), 0);
    assert_eq!(count(&Filter { families: vec!["strike".into()], ..any.clone() }), 2);
    assert_eq!(count(&Filter { standing: vec![Word::Corroborated], ..any }), 1);
}

#[test]
fn pages_of_a_list_join_into_the_list() {
    let mut store = Store::in_memory().expect("a store");
    let told: Vec<Told> = (1..=25).flat_map(|day| [Told::new(0, day), Told::new(2, day)]).collect();
    let reports: Vec<_> = told
        .iter()
        .enumerate()
        .map(|(n, t)| report(&format!("r{n}"), "Example Wire", 27, std::slice::from_ref(t)))
        .collect();
    take(&mut store, 1, &reports);
    let books = Books::embedded();
    for sort in [Sort::Latest, Sort::Earliest, Sort::Killed, Sort::Changed] {
        let (mut seen, mut after) = (Vec::new(), None::<String>);
        loop {
            let place = (after.as_deref(), 7);
            let page = store.page(&Filter::default(), sort, &Look::default(), &books, place).expect("a page");
            seen.extend(page.items.into_iter().map(|i| i.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let mut whole = Vec::new();
        let each = &mut |i: dateline_terms::Incident| {
            whole.push(i.id);
            Ok(())
        };
        store.incidents(&Filter::default(), sort, &Look::default(), &books, each).expect("a list");
        assert_eq!(seen, whole, "{sort:?}");
        assert_eq!(seen.len(), grouping(&store).len());
    }
}

#[test]
fn what_is_removed_is_gone_from_the_file() {
    let folder = std::env::temp_dir().join(format!("dateline-store-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("removal.db");
    let mut store = Store::open(&path).expect("a store");
    let books = Books::embedded();
    take(
        &mut store,
        1,
        &[
            report("a", "Qzwxoutlet", 8, &[Told::new(0, 8)]),
            report("b", "Example Wire", 8, &[Told::new(0, 8)]),
        ],
    );
    let held = |word: &str| {
        std::fs::read_dir(&folder).expect("a folder").flatten().any(|file| {
            let bytes = std::fs::read(file.path()).expect("a file");
            bytes.windows(word.len()).any(|w| w == word.as_bytes())
        })
    };
    assert!(held("Qzwxoutlet on 8 November"));
    let stamp = dateline_store::Stamp { why: "a court order".into(), ..stamp("remove", 2) };
    store.change(&stamp, &books, |change| change.remove("a")).expect("removed");
    store.wipe().expect("wiped");
    assert!(!held("Qzwxoutlet on 8 November"), "the headline is still in the file");
    assert!(store.report("a").is_err());
    let again = take(&mut store, 3, &[report("a", "Qzwxoutlet", 8, &[Told::new(0, 8)])]);
    assert_eq!(again, [Outcome::Removed]);
    let left = incidents(&store, &Filter::default(), &whole());
    assert_eq!((left.len(), left[0].reports), (1, 1));
    drop(store);
    std::fs::remove_dir_all(&folder).expect("cleared");
}

#[test]
fn past_versions_lose_the_words_of_what_was_removed_and_no_others() {
    let attack = |killed| Told { killed: Some((killed, Some(killed))), ..Told::new(0, 8) };
    let past = |store: &Store| {
        let then = Look { as_of: Some("2024-01-01T00:00:01.500Z".into()), ..Look::default() };
        let mut all = incidents(store, &Filter::default(), &then);
        assert_eq!(all.len(), 1, "{all:#?}");
        all.remove(0)
    };
    let mut kept = 0;
    for (gone, told) in [("a", attack(2)), ("b", attack(3))] {
        let mut store = Store::in_memory().expect("a store");
        let reports =
            [report("a", "Example Wire", 8, &[attack(2)]), report("b", "Example Gazette", 8, &[attack(3)])];
        take(&mut store, 1, &reports);
        let before = past(&store);
        assert!(!before.evidence.is_empty());
        store.change(&stamp("remove", 2), &Books::embedded(), |change| change.remove(gone)).expect("removed");
        let after = past(&store);
        let was_its_own = told.sentence().contains(&before.evidence);
        assert_eq!(after.evidence, if was_its_own { String::new() } else { before.evidence });
        kept += usize::from(!was_its_own);
    }
    assert_eq!(kept, 1, "the words were those of one of the two");
}

#[test]
fn another_office_s_store_comes_in_with_its_judgements() {
    let (mut here, mut there) = (three(), Store::in_memory().expect("a store"));
    let books = Books::embedded();
    let attack = Told { killed: Some((2, Some(2))), ..Told::new(0, 8) };
    take(
        &mut there,
        5,
        &[
            report("a", "Example Wire", 8, std::slice::from_ref(&attack)),
            report("z", "Example Star", 9, &[attack]),
        ],
    );
    let claim = incidents(&there, &Filter::default(), &whole())[0].entries[0].claim.clone();
    let ruling = Ruling::Field { claim, value: Correction::Type("attack".into()) };
    there.change(&stamp("judge", 6), &books, |change| change.judge(ruling)).expect("judged");
    let merged = here.change(&stamp("merge", 7), &books, |change| change.merge(&there)).expect("merged");
    assert_eq!((merged.reports, merged.known, merged.judgements), (1, 1, 1));
    let now = incidents(&here, &Filter::default(), &whole());
    let attack = now.iter().find(|i| i.reports == 4).expect("four reports tell of it now");
    assert_eq!(attack.event_type, "attack");
    let again = here.change(&stamp("merge", 8), &books, |change| change.merge(&there)).expect("merged");
    assert_eq!((again.reports, again.judgements), (0, 0));
}

#[test]
fn coding_again_keeps_judgements() {
    let mut store = three();
    let books = Books::embedded();
    let all = incidents(&store, &Filter::default(), &whole());
    let entry = all.iter().flat_map(|i| &i.entries).find(|e| e.source.name == "a").expect("the wire's claim");
    let ruling = Ruling::Field { claim: entry.claim.clone(), value: Correction::Type("attack".into()) };
    store.change(&stamp("judge", 2), &books, |change| change.judge(ruling)).expect("judged");
    // The new reader takes the same sentence for shelling, and sees another toll in it.
    let again = report(
        "a",
        "Example Wire",
        8,
        &[Told { kind: "shelling_artillery_missile", killed: Some((2, None)), ..Told::new(0, 8) }],
    );
    let preview = store.recoding(&entry.source.id, &again.coded).expect("compared");
    assert_eq!((preview.new.len(), preview.gone.len(), preview.same), (1, 1, 0));
    store
        .change(&stamp("recode", 3), &books, |c| c.recode(&entry.source.id, &again.coded, "next"))
        .expect("recoded");
    let now = incidents(&store, &Filter::default(), &whole());
    let of = now.iter().find(|i| i.entries.iter().any(|e| e.source.name == "a")).expect("still there");
    assert_eq!((of.event_type.as_str(), of.corrected.len()), ("attack", 1), "{of:#?}");
    assert!(of.entries.iter().any(|e| e.event.event_type == "shelling_artillery_missile"));
}
