//! Two people who review, and often the same incident at once.

use crate::Span;
use crate::server::{Server, agent};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use ureq::Agent;

/// How long a reviewer looks at an incident.
const LOOK: Duration = Duration::from_millis(700);

/// What became of one reviewer's work.
pub struct Reviews {
    name: String,
    /// Judgements that the server said are kept.
    kept: Vec<String>,
    /// How often they were told that somebody was before them.
    told: usize,
    slowest: Duration,
}

/// Accepts and corrects what stands at the head of the queue until the end.
pub fn review(server: &Server, name: &str, span: Span) -> Reviews {
    let agent = agent();
    let mut reviews = Reviews { name: name.to_string(), kept: Vec::new(), told: 0, slowest: Duration::ZERO };
    std::thread::sleep(span.begin.saturating_duration_since(Instant::now()));
    while Instant::now() < span.end {
        let queue = ask(server, &agent, name, "/review?queue=high_harm&limit=1");
        let Some(id) = queue["items"][0]["id"].as_str() else { break };
        let seen = ask(server, &agent, name, &format!("/incidents/{id}"));
        std::thread::sleep(LOOK);
        let body = ruling(id, &seen, reviews.kept.len() + reviews.told);
        let begun = Instant::now();
        let (status, answer) = post(server, &agent, name, "/judgements", &body);
        reviews.slowest = reviews.slowest.max(begun.elapsed());
        match status {
            200 => reviews.kept.push(answer["judgement"]["id"].as_str().expect("an id").to_string()),
            409 => reviews.told += 1,
            _ => panic!("{status}: {answer}"),
        }
    }
    reviews
}

/// Accepts, and corrects at times.
fn ruling(id: &str, seen: &Value, n: usize) -> Value {
    let claims: Vec<&Value> =
        seen["incident"]["entries"].as_array().into_iter().flatten().map(|entry| &entry["claim"]).collect();
    let ruling = match n % 4 {
        0 => json!({"ruling": "field", "claim": id, "value": {"field": "status", "value": "occurred"}}),
        _ => json!({"ruling": "accepted", "claims": claims}),
    };
    json!({"ruling": ruling, "why": "looked at", "incident": id, "version": seen["version"]})
}

/// Nothing that was confirmed is lost, and both were told at times.
pub fn check(server: &Server, reviews: &[Reviews]) {
    let agent = agent();
    for Reviews { name, kept, told, slowest } in reviews {
        let mut held = BTreeSet::new();
        let mut after = String::new();
        loop {
            let page = ask(server, &agent, name, &format!("/judgements?by={name}&limit=200{after}"));
            held.extend(
                page["items"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(|j| j["id"].as_str().map(str::to_string)),
            );
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        let lost = kept.iter().filter(|id| !held.contains(*id)).count();
        println!(
            "{name}: {} judgements kept, {lost} lost, {told} times told that another was first; slowest {:.0} ms",
            kept.len(),
            slowest.as_secs_f64() * 1e3
        );
        assert_eq!(lost, 0, "an edit was lost");
    }
}

fn bearer(server: &Server, name: &str) -> String {
    let (_, token) = server.tokens.iter().find(|(who, _)| who == name).expect("a token");
    format!("Bearer {token}")
}

fn ask(server: &Server, agent: &Agent, name: &str, path: &str) -> Value {
    let request =
        agent.get(format!("{}/api/v1{path}", server.at)).header("authorization", bearer(server, name));
    let mut answer = request.call().expect("an answer");
    let text = answer.body_mut().read_to_string().expect("text");
    assert_eq!(answer.status(), 200, "{path}: {text}");
    serde_json::from_str(&text).expect("JSON")
}

fn post(server: &Server, agent: &Agent, name: &str, path: &str, body: &Value) -> (u16, Value) {
    let request =
        agent.post(format!("{}/api/v1{path}", server.at)).header("authorization", bearer(server, name));
    let mut answer = request.content_type("application/json").send(body.to_string()).expect("an answer");
    let text = answer.body_mut().read_to_string().expect("text");
    (answer.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null))
}
