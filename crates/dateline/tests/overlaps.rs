//! The example reports overlap and contradict each other as the facts do (`examples/SOURCES.md`): what is one event is one
//! incident, what is told as two stays two, and contradictions show.

mod program;

use program::{Folder, root, run};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The examples as people coded them, taken in; all incidents with their claims.
fn incidents(folder: &Folder) -> Vec<Value> {
    let db = folder.join("record.db").to_string_lossy().into_owned();
    let gold = root().join("examples/gold.jsonl").to_string_lossy().into_owned();
    let done = run(&["ingest", "--coded", &gold, "--db", &db], b"");
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    run(&["incidents", "--json", "--db", &db], b"").json()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_string()
}

/// The incident that holds an event of a report.
fn of<'i>(incidents: &'i [Value], report: &str, place: &str, day: &str) -> &'i Value {
    let tells = |e: &Value| {
        let event = &e["event"];
        e["source"]["name"] == report && event["place"]["text"] == place && event["time"]["start"] == day
    };
    let found = incidents.iter().find(|i| i["entries"].as_array().is_some_and(|e| e.iter().any(tells)));
    found.unwrap_or_else(|| panic!("{report} tells of {place} on {day}"))
}

#[test]
fn one_event_is_one_incident_and_two_are_two() {
    let folder = Folder::new();
    let incidents = incidents(&folder);
    let gold = std::fs::read_to_string(root().join("examples/gold.jsonl")).expect("the examples");
    let mut names: BTreeMap<(String, String), String> = BTreeMap::new();
    for line in gold.lines() {
        let report: Value = serde_json::from_str(line).expect("a line of JSON");
        for event in report["events"].as_array().expect("events") {
            names.insert((text(&report["id"]), text(&event["eid"])), text(&event["incident"]));
        }
    }
    let mut told: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for (event, name) in &names {
        told.entry(name.clone()).or_default().insert(event.clone());
    }
    let found: BTreeSet<BTreeSet<(String, String)>> = incidents
        .iter()
        .map(|i| {
            let entries = i["entries"].as_array().expect("entries");
            entries.iter().map(|e| (text(&e["source"]["name"]), text(&e["event"]["eid"]))).collect()
        })
        .collect();
    assert_eq!(found, told.into_values().collect::<BTreeSet<_>>());
}

#[test]
fn contradictions_show() {
    let folder = Folder::new();
    let incidents = incidents(&folder);
    let disputed =
        |i: &Value, field: &str| i["disputed"].as_array().is_some_and(|d| d.iter().any(|f| f == field));
    // Rockets by one account, missiles by another, drones by a third.
    let conoco = of(&incidents, "2023-10-19-tanf-conoco.html", "Conoco gas field", "2023-10-19");
    assert!(disputed(conoco, "weapons"), "{:?}", conoco["disputed"]);
    assert_eq!((&conoco["reports"], &conoco["voices"]), (&3.into(), &3.into()));
    // The accused denies it.
    let station = incidents.iter().find(|i| i["place"]["country"] == "UA").expect("the station");
    assert_eq!(station["word"], "disputed");
    assert!(disputed(station, "side_a"), "{:?}", station["disputed"]);
    // A radio that passes a wire story on is no voice of its own.
    let garrison = incidents.iter().find(|i| {
        i["days"]["start"] == "2023-11-01" && i["place"]["name"].as_str().is_some_and(|n| n.contains("Tanf"))
    });
    let garrison = garrison.expect("al-Tanf on 1 November");
    assert_eq!((&garrison["reports"], &garrison["voices"]), (&2.into(), &1.into()));
    // An account of 20 November and one of 21 November are of one attack, and the day is in dispute.
    let asad = of(&incidents, "2023-11-22-gunship.html", "Ain al-Asad Air Base", "2023-11-20");
    assert_eq!(asad["reports"], 2);
    assert!(disputed(asad, "time"), "{:?}", asad["disputed"]);
}
