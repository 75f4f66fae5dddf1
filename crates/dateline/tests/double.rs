//! Two people code the same texts blindly, and a third decides: the real program, asked over the network by all three.

mod desk;
mod program;
mod served;

use desk::{Desk, Story};
use serde_json::{Value, json};
use served::{Answered, Served};

const PASSWORD: &str = "three calm words";

/// A person who is signed in.
struct Person<'s> {
    server: &'s Served,
    cookie: String,
    csrf: String,
}

impl Person<'_> {
    fn ask(&self, method: &str, path: &str, body: &Value) -> Answered {
        let headers = [("cookie", self.cookie.as_str()), ("x-csrf-token", self.csrf.as_str())];
        match method {
            "GET" => self.server.get_with(path, &headers),
            _ => self.server.send(method, path, &headers, body),
        }
    }

    #[track_caller]
    fn done(&self, method: &str, path: &str, body: &Value) -> Value {
        let answer = self.ask(method, path, body);
        assert!(answer.status < 300, "{method} {path}: {}", String::from_utf8_lossy(&answer.body));
        if answer.body.is_empty() { Value::Null } else { answer.json() }
    }

    fn get(&self, path: &str) -> Value {
        self.done("GET", path, &Value::Null)
    }
}

fn sign_in<'s>(server: &'s Served, name: &str) -> Person<'s> {
    let answer = server.send("POST", "/api/v1/session", &[], &json!({"name": name, "password": PASSWORD}));
    let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default().to_string();
    Person { server, cookie, csrf: answer.json()["csrf"].as_str().expect("a text").to_string() }
}

fn coding(killed: u64) -> Value {
    json!({"event": true, "type": "shelling_artillery_missile", "status": "occurred", "day": "2024-01-03", "country": "SY",
           "place": "Homs", "killed": killed})
}

#[test]
fn two_code_blindly_their_agreement_is_told_and_a_third_decides() {
    let desk = Desk::new();
    let towns = ["Homs", "Raqqa", "Tartus", "Palmyra"];
    let story =
        |(n, town): (usize, &&str)| Story::new(["1", "2", "3", "4"][n], "Wire", 4).attack(town, 3, Some(5));
    desk.ingest(&towns.iter().enumerate().map(story).collect::<Vec<_>>());
    for (name, role) in [("Ada", "admin"), ("Bea", "coder"), ("Cem", "coder")] {
        let done = program::finish(desk.command(&["user", "add", name, "--role", role]), PASSWORD.as_bytes());
        assert_eq!(done.code, Some(0), "{}", done.stderr);
    }
    let server = Served::with(&["--db", &desk.db()]);
    let [ada, bea, cem] = ["Ada", "Bea", "Cem"].map(|name| sign_in(&server, name));
    let new = json!({"name": "January", "coders": ["Bea", "Cem"], "size": 4, "query": "country=SY"});
    assert_eq!(bea.ask("POST", "/api/v1/double", &new).status, 403, "a reviewer makes rounds");
    let twice = json!({"name": "x", "coders": ["Bea", "bea"], "size": 4});
    assert_eq!(ada.ask("POST", "/api/v1/double", &twice).status, 400);
    let round = ada.done("POST", "/api/v1/double", &new);
    assert_eq!((&round["of"], &round["complete"]), (&4.into(), &false.into()));
    let path = format!("/api/v1/double/{}", round["id"].as_str().expect("an id"));
    let item = |n: usize| format!("{path}/items/{n}");

    let seen = bea.get(&item(1));
    let text = &seen["texts"][0];
    let words = &text["text"].as_str().expect("a text")
        [text["start"].as_u64().expect("a place") as usize..text["end"].as_u64().expect("a place") as usize];
    assert!(words.contains("rockets struck"), "{seen}");
    assert!(
        !seen.to_string().contains("shelling_artillery_missile"),
        "nothing of what the machine made of it: {seen}"
    );
    assert_eq!(ada.ask("PUT", &item(1), &coding(5)).status, 403);
    let party = json!({"event": true, "type": "party"});
    assert_eq!(bea.ask("PUT", &item(1), &party).status, 400);
    for n in 1..=4 {
        bea.done("PUT", &item(n), &coding(5));
    }
    let blind = cem.get(&item(1));
    assert!(blind["mine"].is_null() && blind["codings"].is_null(), "{blind}");
    assert!(ada.get(&path)["agreement"].is_null() && ada.get(&item(1))["codings"].is_null());
    let decision = json!({"coding": coding(6), "why": "six bodies are named"});
    assert_eq!(ada.ask("POST", &format!("{}/decision", item(1)), &decision).status, 409, "not finished");
    for n in 1..=3 {
        cem.done("PUT", &item(n), &coding(if n == 1 { 6 } else { 5 }));
    }
    cem.done("PUT", &item(4), &json!({"event": false, "note": "a drill"}));
    assert_eq!(bea.ask("PUT", &item(2), &coding(9)).status, 409, "both have finished");

    let whole = ada.get(&path);
    let field = |name: &str| {
        let figures = whole["agreement"].as_array().expect("figures");
        figures.iter().find(|figure| figure["field"] == name).expect("a field").clone()
    };
    let (event, killed) = (field("event"), field("killed"));
    assert_eq!(
        (&event["items"], &event["same"], &event["kappa"]),
        (&4.into(), &3.into(), &0.0.into()),
        "{whole}"
    );
    assert_eq!(
        (&killed["items"], &killed["same"], &killed["metric"]),
        (&3.into(), &2.into(), &"ratio".into())
    );
    assert!(killed["kappa"].is_null() && killed["alpha"].is_number());
    assert!(field("type")["alpha"].is_null(), "nothing varies");
    let differ: Vec<&Value> =
        whole["items"].as_array().expect("items").iter().map(|item| &item["differ"]).collect();
    assert_eq!(differ, [true, false, false, true]);

    assert_eq!(bea.ask("POST", &format!("{}/decision", item(1)), &decision).status, 403);
    let judged = ada.done("POST", &format!("{}/decision", item(1)), &decision);
    assert_eq!(
        (&judged["incident"]["harm"][0]["best"], &judged["judgement"]["by"]),
        (&6.into(), &"Ada".into()),
        "{judged}"
    );
    assert_eq!(ada.ask("POST", &format!("{}/decision", item(1)), &decision).status, 409, "decided before");
    let drill = json!({"coding": {"event": false}, "why": "a drill"});
    assert_eq!(ada.done("POST", &format!("{}/decision", item(4)), &drill)["incident"]["word"], "retracted");
    assert_eq!(
        ada.done(
            "POST",
            &format!("{}/decision", item(2)),
            &json!({"coding": coding(5), "why": "both say so"})
        )["reviewed"],
        true
    );
    assert_eq!(ada.get("/api/v1/double")["items"][0]["decided"], 3);
}
