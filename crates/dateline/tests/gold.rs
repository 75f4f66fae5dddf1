//! What people reviewed at the workbench scores the machine: the real program, asked over the network and run.

mod desk;
mod program;
mod served;

use desk::Desk;
use serde_json::{Value, json};
use served::Served;

const TEXT: &str = "BAGHDAD, Jan 9, 2024 (Example Wire) - A drone attack targeted Ain al-Asad Air Base in western Iraq \
    on Tuesday, killing two soldiers. The Islamic Resistance in Iraq claimed the attack.";

/// Adds a report, and gives the incident that its first event is under.
fn added(server: &Served) -> Value {
    let pasted = json!({"text": TEXT, "title": "Drone attack on Ain al-Asad", "outlet": "Example Wire", "published": "2024-01-09"});
    let kept = server.send("POST", "/api/v1/reports", &[], &pasted).json();
    let report = kept["items"][0]["report"].as_str().expect("a report").to_string();
    let report = server.json(&format!("/api/v1/reports/{report}"));
    let id = report["coded"]["events"][0]["incident"].as_str().expect("an incident").to_string();
    server.json(&format!("/api/v1/incidents/{id}"))
}

/// F1 of fields, as `dateline eval` has it, of the machine on what was reviewed.
fn scored(desk: &Desk, server: &Served, figure: &str) -> Value {
    let gold = server.get("/api/v1/gold.jsonl");
    assert_eq!((gold.status, gold.header("content-type")), (200, "application/x-ndjson"));
    let path = desk.folder.join("gold.jsonl");
    std::fs::write(&path, gold.body).expect("written");
    let done = program::finish(program::command(&["eval", "--json", path.to_str().expect("UTF-8")]), b"");
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let figures: Value = serde_json::from_str(&done.stdout).expect("JSON");
    assert!(!figures[figure].is_null(), "{figures}");
    figures[figure].clone()
}

#[test]
fn the_machine_is_scored_on_what_people_accepted_and_corrected() {
    let desk = Desk::new();
    let server = Served::with(&["--db", &desk.db()]);
    let shown = added(&server);
    assert!(server.get("/api/v1/gold.jsonl").body.is_empty(), "nobody has looked at it yet");
    let id = shown["incident"]["id"].as_str().expect("an id");
    let path = format!("/api/v1/incidents/{id}/accept");
    assert_eq!(server.send("POST", &path, &[], &json!({"version": shown["version"]})).status, 200);
    assert_eq!(scored(&desk, &server, "events")["f1"], 1.0);
    assert_eq!(scored(&desk, &server, "type"), 1.0);

    let ruling = json!({"ruling": "field", "claim": id, "value": {"field": "type", "value": "armed_clash"}});
    let judged =
        server.send("POST", "/api/v1/judgements", &[], &json!({"ruling": ruling, "why": "soldiers fought"}));
    assert_eq!(judged.status, 200);
    assert_eq!(scored(&desk, &server, "events")["f1"], 1.0);
    assert_eq!(scored(&desk, &server, "type"), 0.0);

    let shown = judged.json();
    let ruling = json!({"ruling": "not_event", "claim": id});
    let judged = server.send("POST", "/api/v1/judgements", &[], &json!({"ruling": ruling, "why": "a drill"}));
    assert_eq!(judged.status, 200, "{shown}");
    assert_eq!(scored(&desk, &server, "events")["f1"], 0.0);
}

#[test]
fn reports_that_differ_from_a_correction_of_another_are_no_gold() {
    let desk = Desk::new();
    desk.ingest(&[
        desk::Story::new("1", "Wire", 4).attack("Homs", 3, Some(5)),
        desk::Story::new("2", "Post", 4).attack("Homs", 3, Some(6)),
        desk::Story::new("3", "Herald", 4).attack("Homs", 3, Some(5)).attack("Raqqa", 2, Some(9)),
    ]);
    let server = Served::with(&["--db", &desk.db()]);
    let list = server.json("/api/v1/incidents?place=Homs");
    let shown =
        server.json(&format!("/api/v1/incidents/{}", list["items"][0]["id"].as_str().expect("an id")));
    let entries = shown["incident"]["entries"].as_array().expect("claims");
    let wire = entries.iter().find(|entry| entry["source"]["outlet"] == "Wire").expect("the wire's claim");
    let value = json!({"field": "harm", "value": {"what": "killed", "low": 6, "high": 6}});
    let ruling = json!({"ruling": "field", "claim": wire["claim"], "value": value});
    let judged =
        server.send("POST", "/api/v1/judgements", &[], &json!({"ruling": ruling, "why": "it says six"}));
    assert_eq!(judged.status, 200);
    let gold = String::from_utf8(server.get("/api/v1/gold.jsonl").body).expect("UTF-8");
    let lines: Vec<Value> = gold.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let ids: Vec<&str> = lines.iter().filter_map(|line| line["id"].as_str()).collect();
    assert_eq!(ids, ["1", "2"], "of the third nobody looked at all, and it says five: {gold}");
    assert!(
        lines.iter().all(|line| line["text"].as_str().is_some_and(|text| text.contains("Homs"))),
        "{gold}"
    );
    assert!(lines.iter().all(|line| line["events"][0]["harm"][0]["low"] == 6), "{gold}");
}
