//! The made-up world is what it says it is.

use dateline_bench_record::{Settings, World};
use dateline_code::Books;
use dateline_store::Intake;
use std::collections::BTreeSet;

fn reports(seed: u64) -> Vec<Intake> {
    let settings = Settings { seed, incidents: 600, days: 60 };
    World::new(settings, &Books::embedded()).reports().collect()
}

fn events(reports: &[Intake]) -> impl Iterator<Item = (&str, &serde_json::Value)> {
    let of = |r: &Intake| r.coded["events"].as_array().cloned().unwrap_or_default().len();
    reports.iter().flat_map(move |r| {
        let text = r.coded["report"]["text"].as_str().expect("a text");
        (0..of(r)).map(move |n| (text, &r.coded["events"][n]))
    })
}

#[test]
fn one_seed_makes_one_world() {
    let coded = |seed| reports(seed).into_iter().map(|r| r.coded.to_string()).collect::<Vec<_>>();
    assert_eq!(coded(1), coded(1));
    assert_ne!(coded(1), coded(2));
}

#[test]
fn every_claim_points_at_its_words() {
    let reports = reports(1);
    for (text, event) in events(&reports) {
        let quote = &event["evidence"];
        let at = |name: &str| quote[name].as_u64().expect("a place") as usize;
        assert_eq!(&text[at("start")..at("end")], quote["text"].as_str().expect("words"));
    }
}

#[test]
fn it_has_what_makes_records_hard() {
    let reports = reports(1);
    let count = events(&reports).count();
    assert!((1000..2000).contains(&count), "{count} claims of 600 incidents");
    let share = |of: &dyn Fn(&serde_json::Value) -> bool| {
        events(&reports).filter(|(_, event)| of(event)).count() as f64 / count as f64
    };
    assert!((0.1..0.4).contains(&share(&|e| e["time"].is_null())), "undated");
    assert!((0.05..0.2).contains(&share(&|e| e["place"]["precision"] == "province")), "of a province");
    let ids: BTreeSet<&str> = reports.iter().map(|r| r.name.as_str()).collect();
    assert_eq!(ids.len(), reports.len());
    let credited =
        reports.iter().filter(|r| r.coded["report"]["text"].as_str().is_some_and(|t| t.starts_with('(')));
    assert!(credited.count() > 20, "wire stories");
    // Two attacks on one place and day, told apart by one report.
    let place = |n: usize, r: &Intake| r.coded["events"][n]["place"]["name"].clone();
    assert!(
        reports
            .iter()
            .any(|r| r.coded["events"].as_array().is_some_and(|e| e.len() > 1) && place(0, r) == place(1, r))
    );
}
