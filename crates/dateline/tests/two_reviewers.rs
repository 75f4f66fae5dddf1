//! Two people review one incident at the same time, while reports are taken in: the real program, asked by both.

mod desk;
mod program;
mod served;

use desk::{Desk, Story};
use serde_json::{Value, json};
use served::Served;
use std::collections::BTreeSet;
use std::process::Stdio;
use std::sync::Barrier;
use std::thread::scope;

const ROUNDS: u64 = 40;

/// The server, with two accounts, and what each signs requests with.
fn open(desk: &Desk) -> (Served, [Vec<(&'static str, String)>; 2]) {
    for (name, role) in [("Ada", "admin"), ("Bea", "reviewer")] {
        let add = desk.command(&["user", "add", name, "--role", role]);
        let done = program::finish(add, b"three calm words");
        assert_eq!(done.code, Some(0), "{}", done.stderr);
    }
    let server = Served::with(&["--db", &desk.db()]);
    let session = |name: &str| {
        let signing = json!({"name": name, "password": "three calm words"});
        let answer = server.send("POST", "/api/v1/session", &[], &signing);
        assert_eq!(answer.status, 200, "{name}: {}", String::from_utf8_lossy(&answer.body));
        let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default().to_string();
        vec![
            ("cookie", cookie),
            ("x-csrf-token", answer.json()["csrf"].as_str().expect("a text").to_string()),
        ]
    };
    let sessions = [session("Ada"), session("Bea")];
    (server, sessions)
}

fn headers<'h>(session: &'h [(&'static str, String)]) -> Vec<(&'h str, &'h str)> {
    session.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

/// What a person makes of a round: the figure that they set, whether it was kept, and the answer.
fn judge(
    server: &Served,
    session: &[(&'static str, String)],
    seen: &Value,
    figure: u64,
) -> (u64, bool, Value) {
    let ruling = json!({"ruling": "field", "claim": seen["incident"]["id"],
                        "value": {"field": "harm", "value": {"what": "killed", "low": figure, "high": figure}}});
    let body = json!({"ruling": ruling, "why": "so I read it", "incident": seen["incident"]["id"],
                      "version": seen["version"]});
    let answer = server.send("POST", "/api/v1/judgements", &headers(session), &body);
    assert!([200, 409].contains(&answer.status), "{}", String::from_utf8_lossy(&answer.body));
    (figure, answer.status == 200, answer.json())
}

fn reports() -> String {
    let line = |n: u64| {
        let words = format!("Gazette {n} said rockets struck Raqqa and killed {n} people.");
        let event = json!({"eid": "e1", "evidence": words, "type": "shelling_artillery_missile", "status": "occurred",
            "standing": "main", "time": {"start": "2024-01-11", "end": "2024-01-11", "basis": "stated"},
            "place": {"text": "Raqqa", "country": "SY"}, "side_a": [], "side_b": [], "harm": []});
        json!({"id": format!("more-{n}"), "text": words, "outlet": format!("Gazette {n}"), "published": "2024-01-12",
               "language": "en", "events": [event]})
        .to_string()
    };
    (0..400).map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn of_two_who_judge_one_state_one_is_told_and_nothing_is_lost() {
    let desk = Desk::new();
    desk.ingest(&[Story::new("1", "Wire", 4).attack("Homs", 3, Some(5))]);
    let (server, sessions) = open(&desk);
    let list = server.get_with("/api/v1/incidents?place=Homs", &headers(&sessions[0])).json();
    let path = format!("/api/v1/incidents/{}", list["items"][0]["id"].as_str().expect("an incident"));

    std::fs::write(desk.folder.join("more.jsonl"), reports()).expect("written");
    let more = desk.folder.join("more.jsonl");
    let mut ingest = desk.command(&["ingest", "--coded", more.to_str().expect("UTF-8")]);
    let mut ingest =
        ingest.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");

    let mut kept = BTreeSet::new();
    for round in 0..ROUNDS {
        let seen = server.get_with(&path, &headers(&sessions[0])).json();
        let both = Barrier::new(2);
        let one = |n: u64| {
            both.wait();
            judge(&server, &sessions[n as usize], &seen, 100 + 2 * round + n)
        };
        let [ada, bea] = scope(|scope| {
            let other = scope.spawn(|| one(1));
            [one(0), other.join().expect("an answer")]
        });
        let (won, lost) = if ada.1 { (ada, bea) } else { (bea, ada) };
        assert!(won.1 && !lost.1, "round {round}: one wins, and one is told");
        assert_eq!(won.2["incident"]["harm"][0]["best"], won.0, "the winner's figure stands");
        let current = &lost.2["current"];
        assert_eq!(current["incident"]["harm"][0]["best"], won.0, "the other is shown it: {}", lost.2);
        assert_eq!(current["version"], won.2["version"]);
        kept.insert(won.2["judgement"]["id"].as_str().expect("an id").to_string());
    }
    assert!(ingest.wait().expect("it ends").success());
    let mut all = BTreeSet::new();
    let mut after = String::new();
    loop {
        let page =
            server.get_with(&format!("/api/v1/judgements?limit=30{after}"), &headers(&sessions[1])).json();
        let items = page["items"].as_array().expect("items");
        all.extend(items.iter().filter_map(|item| item["id"].as_str().map(str::to_string)));
        let Some(next) = page["next"].as_str() else { break };
        after = format!("&after={next}");
    }
    assert_eq!(
        (all.len() as u64, &all),
        (ROUNDS, &kept),
        "every judgement that was kept is there, and no other"
    );
    let reports = server.get_with("/api/v1/reports", &headers(&sessions[0])).json();
    assert_eq!(reports["total"], 401, "and every report");
}
