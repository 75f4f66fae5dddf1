//! People judge what the machine made of reports: the real program, asked over the network.

mod desk;
mod program;
mod served;

use desk::{Desk, Story};
use serde_json::{Value, json};
use served::{Answered, Served};

/// A record of two reports of one attack and one of another, and the program that serves it.
struct Bench {
    desk: Desk,
    server: Served,
}

impl Bench {
    fn new() -> Bench {
        let desk = Desk::new();
        desk.ingest(&[
            Story::new("1", "Wire", 4).attack("Homs", 3, Some(5)),
            Story::new("2", "Post", 4).attack("Homs", 3, Some(7)),
            Story::new("3", "Herald", 12).attack("Raqqa", 11, Some(2)),
        ]);
        let server = Served::with(&["--db", &desk.db()]);
        Bench { desk, server }
    }

    /// The incident of a town, as its page shows it.
    fn shown(&self, town: &str) -> Value {
        let list = self.server.json(&format!("/api/v1/incidents?place={town}"));
        let id = list["items"][0]["id"].as_str().expect("an incident").to_string();
        self.server.json(&format!("/api/v1/incidents/{id}"))
    }

    fn judge(&self, ruling: Value, of: &Value) -> Answered {
        let body = json!({"ruling": ruling, "why": "the sentence says so", "incident": of["incident"]["id"],
                          "version": of["version"]});
        self.server.send("POST", "/api/v1/judgements", &[], &body)
    }

    fn judged(&self, ruling: Value, of: &Value) -> Value {
        let answer = self.judge(ruling, of);
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        answer.json()
    }
}

fn claims(shown: &Value) -> Vec<&str> {
    let entries = shown["incident"]["entries"].as_array().expect("claims");
    entries.iter().filter_map(|entry| entry["claim"].as_str()).collect()
}

fn killed(low: u64, of: &Value) -> Value {
    json!({"ruling": "field", "claim": claims(of)[0],
           "value": {"field": "harm", "value": {"what": "killed", "low": low, "high": low}}})
}

#[test]
fn a_correction_is_kept_once_and_whoever_saw_an_older_state_is_told() {
    let bench = Bench::new();
    let seen = bench.shown("Homs");
    let judged = bench.judged(killed(6, &seen), &seen);
    assert_eq!(judged["judgement"]["by"], "analyst");
    assert_eq!(
        (&judged["incident"]["harm"][0]["best"], &judged["incident"]["corrected"][0]),
        (&6.into(), &"killed".into())
    );
    assert_ne!(judged["version"], seen["version"]);
    assert_eq!(judged["touched"][0]["kind"], "changed", "{judged}");

    let late = bench.judge(killed(9, &seen), &seen);
    assert_eq!((late.status, late.header("content-type")), (409, "application/problem+json"));
    let late = late.json();
    assert_eq!(late["current"]["incident"]["harm"][0]["best"], 6, "{late}");
    assert_eq!(late["current"]["version"], judged["version"]);
    let now = bench.shown("Homs");
    assert_eq!(now["judgements"].as_array().map(Vec::len), Some(1), "nothing was kept: {now}");
    bench.judged(killed(9, &now), &late["current"]);
}

#[test]
fn incidents_are_merged_and_claims_parted_by_naming_them() {
    let bench = Bench::new();
    let (homs, raqqa) = (bench.shown("Homs"), bench.shown("Raqqa"));
    let both = json!({"ruling": "same", "claims": [homs["incident"]["id"], raqqa["incident"]["id"]]});
    let merged = bench.judged(both.clone(), &homs);
    assert_eq!(claims(&merged).len(), 3, "{merged}");
    assert_eq!(merged["touched"].as_array().map(Vec::len), Some(2), "{merged}");
    let there =
        bench.server.json(&format!("/api/v1/incidents/{}", raqqa["incident"]["id"].as_str().expect("an id")));
    assert_eq!(there["incident"]["id"], merged["incident"]["id"]);

    let parted =
        json!({"ruling": "not_same", "claims": [claims(&raqqa)[0]], "others": [merged["incident"]["id"]]});
    let id = merged["judgement"]["id"].as_str().expect("an id");
    let undone = bench.server.send("DELETE", &format!("/api/v1/judgements/{id}"), &[], &Value::Null);
    assert_eq!(undone.status, 200, "{}", String::from_utf8_lossy(&undone.body));
    assert_eq!(claims(&bench.shown("Homs")).len(), 2);
    assert_eq!(
        bench.server.send("DELETE", &format!("/api/v1/judgements/{id}"), &[], &Value::Null).status,
        409
    );

    let again = bench.judged(both, &bench.shown("Homs"));
    let split = bench.judged(parted, &again);
    assert_eq!(claims(&split).len(), 2, "{split}");
    assert_eq!(bench.shown("Raqqa")["incident"]["reports"], 1);
}

#[test]
fn what_is_no_event_leaves_the_record_and_comes_back_when_that_is_withdrawn() {
    let bench = Bench::new();
    let seen = bench.shown("Homs");
    let id = seen["incident"]["id"].as_str().expect("an id");
    let gone = bench.judged(json!({"ruling": "not_event", "claim": id}), &seen);
    assert_eq!(
        (&gone["incident"]["word"], gone["kept"].as_array().map(Vec::len)),
        (&"retracted".into(), Some(2)),
        "{gone}"
    );
    assert_eq!(bench.server.json("/api/v1/incidents")["total"], 1);
    for judgement in gone["kept"].as_array().expect("judgements") {
        let path = format!("/api/v1/judgements/{}", judgement["id"].as_str().expect("an id"));
        assert_eq!(bench.server.send("DELETE", &path, &[], &json!({"why": "it is one"})).status, 200);
    }
    assert_eq!(claims(&bench.shown("Homs")), claims(&seen));
}

#[test]
fn an_incident_is_accepted_as_it_was_seen_until_another_report_tells_of_it() {
    let bench = Bench::new();
    let seen = bench.shown("Homs");
    let path = format!("/api/v1/incidents/{}/accept", seen["incident"]["id"].as_str().expect("an id"));
    let wrong = bench.server.send("POST", &path, &[], &json!({"version": "1000000"}));
    assert_eq!(wrong.status, 409);
    let accepted = bench.server.send("POST", &path, &[], &json!({"version": seen["version"]})).json();
    assert_eq!(
        (&accepted["reviewed"], &accepted["incident"]["accepted_by"][0]),
        (&true.into(), &"analyst".into()),
        "{accepted}"
    );
    assert_eq!(accepted["judgement"]["ruling"]["claims"].as_array().map(Vec::len), Some(2));
    bench.desk.ingest(&[Story::new("4", "Gazette", 4).attack("Homs", 3, Some(6))]);
    let now = bench.shown("Homs");
    assert_eq!((&now["reviewed"], claims(&now).len()), (&false.into(), 3));
}

#[test]
fn judgements_are_listed_newest_first_with_what_they_were_about() {
    let bench = Bench::new();
    let seen = bench.shown("Homs");
    let first = bench.judged(killed(6, &seen), &seen);
    let raqqa = bench.shown("Raqqa");
    let second = bench.judged(json!({"ruling": "not_event", "claim": claims(&raqqa)[0]}), &raqqa);
    let mine = bench.server.json("/api/v1/judgements?by=me&limit=1");
    assert_eq!((&mine["total"], &mine["items"][0]["id"]), (&2.into(), &second["judgement"]["id"]));
    assert_eq!(mine["items"][0]["about"][0]["id"], raqqa["incident"]["id"], "{mine}");
    let rest = bench
        .server
        .json(&format!("/api/v1/judgements?by=me&limit=1&after={}", mine["next"].as_str().expect("more")));
    assert_eq!(rest["items"][0]["id"], first["judgement"]["id"]);
    assert_eq!(bench.server.json("/api/v1/judgements?by=nobody")["total"], 0);
    let of = bench
        .server
        .json(&format!("/api/v1/judgements?incident={}", seen["incident"]["id"].as_str().expect("an id")));
    assert_eq!((&of["total"], &of["items"][0]["about"][0]["place"]), (&1.into(), &"Homs".into()));

    let path = format!("/api/v1/judgements/{}", first["judgement"]["id"].as_str().expect("an id"));
    assert_eq!(bench.server.send("DELETE", &path, &[], &Value::Null).status, 200);
    assert_eq!(bench.shown("Homs")["incident"]["corrected"], json!([]));
    let all = bench.server.json("/api/v1/judgements");
    assert_eq!((&all["total"], &all["items"][2]["withdrawn"]["by"]), (&3.into(), &"analyst".into()), "{all}");
    assert_eq!(bench.server.json("/api/v1/judgements?holds=true")["total"], 1);
}

#[test]
fn what_cannot_be_so_is_refused_and_named() {
    let bench = Bench::new();
    let seen = bench.shown("Homs");
    let claim = claims(&seen)[0].to_string();
    let field = |value: Value| json!({"ruling": "field", "claim": claim, "value": value});
    let wrong = [
        field(json!({"field": "type", "value": "party"})),
        field(json!({"field": "time", "value": ["2024-02-02", "2024-02-01"]})),
        field(json!({"field": "harm", "value": {"what": "killed", "low": 4, "high": 3}})),
        field(
            json!({"field": "harm", "value": {"what": "killed", "low": 9_000_000_000_000_000_000_u64, "high": null}}),
        ),
        field(json!({"field": "place", "value": {"text": "", "name": "Homs", "lat": 91.0, "lon": 0.0}})),
        json!({"ruling": "same", "claims": [claim]}),
        json!({"ruling": "not_same", "claims": [claim], "others": [claim]}),
        json!({"ruling": "not_event", "claim": "c000000000000"}),
        json!({"ruling": "withdrawn", "judgement": "j000000000000"}),
    ];
    for ruling in wrong {
        let answer = bench.judge(ruling.clone(), &seen);
        assert!([400, 404].contains(&answer.status), "{ruling}: {}", answer.status);
        assert!(answer.json()["detail"].as_str().is_some_and(|detail| detail.ends_with('.')));
    }
    let body = json!({"ruling": field(json!({"field": "status", "value": "foiled"})), "why": " "});
    assert_eq!(bench.server.send("POST", "/api/v1/judgements", &[], &body).status, 400);
    assert_eq!(bench.server.json("/api/v1/judgements")["total"], 0);
}
