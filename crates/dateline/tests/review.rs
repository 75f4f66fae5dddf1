//! The queue of what people should look at: the real program, asked over the network.

mod desk;
mod program;
mod served;

use desk::{Desk, Story};
use serde_json::{Value, json};
use served::Served;

/// Attacks on three towns: of Homs two reports differ widely over the dead, Raqqa has most, Tartus none.
fn record() -> (Desk, Served) {
    let desk = Desk::new();
    desk.ingest(&[
        Story::new("1", "Wire", 4).attack("Homs", 3, Some(3)),
        Story::new("2", "Post", 4).attack("Homs", 3, Some(20)),
        Story::new("3", "Herald", 12).attack("Raqqa", 11, Some(50)),
        Story::new("4", "Herald", 20).attack("Tartus", 19, None),
    ]);
    let server = Served::with(&["--db", &desk.db()]);
    (desk, server)
}

fn towns(queue: &Value) -> Vec<&str> {
    let items = queue["items"].as_array().expect("items");
    items.iter().filter_map(|item| item["place"]["name"].as_str()).collect()
}

fn accept(server: &Served, town: &str) {
    let list = server.json(&format!("/api/v1/incidents?place={town}"));
    let path = format!("/api/v1/incidents/{}", list["items"][0]["id"].as_str().expect("an incident"));
    let version = server.json(&path)["version"].clone();
    let answer = server.send("POST", &format!("{path}/accept"), &[], &json!({"version": version}));
    assert_eq!(answer.status, 200);
}

#[test]
fn what_was_accepted_or_corrected_leaves_the_queue_until_it_changes() {
    let (desk, server) = record();
    let queue = server.json("/api/v1/review?queue=high_harm");
    assert_eq!(
        (towns(&queue), &queue["total"], &queue["reviewed"]),
        (vec!["Raqqa", "Homs"], &2.into(), &0.into())
    );
    accept(&server, "Raqqa");
    let queue = server.json("/api/v1/review?queue=high_harm");
    assert_eq!((towns(&queue), &queue["total"], &queue["reviewed"]), (vec!["Homs"], &1.into(), &1.into()));

    let shown =
        server.json(&format!("/api/v1/incidents/{}", queue["items"][0]["id"].as_str().expect("an id")));
    let ruling = json!({"ruling": "field", "claim": shown["incident"]["id"], "value": {"field": "status", "value": "occurred"}});
    let judged = server
        .send("POST", "/api/v1/judgements", &[], &json!({"ruling": ruling, "why": "it says so"}))
        .json();
    assert_eq!(judged["reviewed"], true, "{judged}");
    assert_eq!(server.json("/api/v1/review?queue=high_harm")["total"], 0);

    let path = format!("/api/v1/judgements/{}", judged["judgement"]["id"].as_str().expect("an id"));
    assert_eq!(server.send("DELETE", &path, &[], &Value::Null).json()["reviewed"], false);
    assert_eq!(
        towns(&server.json("/api/v1/review?queue=high_harm")),
        ["Homs"],
        "an undone correction reviews nothing"
    );
    desk.ingest(&[Story::new("5", "Gazette", 12).attack("Raqqa", 11, Some(60))]);
    let queue = server.json("/api/v1/review?queue=high_harm");
    assert_eq!(
        (towns(&queue), &queue["reviewed"]),
        (vec!["Raqqa", "Homs"], &0.into()),
        "another report tells of it"
    );
}

#[test]
fn each_queue_has_what_it_is_for_and_goes_page_by_page() {
    let (_desk, server) = record();
    assert_eq!(towns(&server.json("/api/v1/review?queue=disputed")), ["Homs"]);
    assert_eq!(
        towns(&server.json("/api/v1/review?queue=low_confidence")),
        Vec::<&str>::new(),
        "people coded these"
    );
    let search =
        server.send("POST", "/api/v1/searches", &[], &json!({"name": "Syria", "query": "country=SY"})).json();
    let id = search["id"].as_str().expect("an id");
    let (mut all, mut after) = (Vec::new(), String::new());
    loop {
        let page = server.json(&format!("/api/v1/review?queue=search&search={id}&limit=1{after}"));
        assert_eq!(page["total"], 3);
        all.extend(towns(&page).into_iter().map(str::to_string));
        let Some(next) = page["next"].as_str() else { break };
        after = format!("&after={next}");
    }
    assert_eq!(all, ["Homs", "Raqqa", "Ţarţūs"], "the disputed first, then most dead");
    assert_eq!(server.get("/api/v1/review?queue=search").status, 400);
    assert_eq!(server.get("/api/v1/review?queue=search&search=s000000000000").status, 404);
    assert_eq!(server.get("/api/v1/review?queue=disputed&after=1.2").status, 400);
}

#[test]
fn what_one_skips_comes_back_when_it_changes_or_is_taken_up() {
    let (desk, server) = record();
    let queue = server.json("/api/v1/review?queue=high_harm");
    let raqqa = format!("/api/v1/incidents/{}/skip", queue["items"][0]["id"].as_str().expect("an id"));
    let homs = format!("/api/v1/incidents/{}/skip", queue["items"][1]["id"].as_str().expect("an id"));
    for path in [&raqqa, &homs, &homs] {
        assert_eq!(server.send("POST", path, &[], &Value::Null).status, 204);
    }
    let queue = server.json("/api/v1/review?queue=high_harm");
    assert_eq!((&queue["total"], &queue["skipped"]), (&0.into(), &2.into()));
    assert_eq!(server.send("DELETE", &homs, &[], &Value::Null).status, 204);
    assert_eq!(server.send("DELETE", &homs, &[], &Value::Null).status, 404);
    assert_eq!(towns(&server.json("/api/v1/review?queue=high_harm")), ["Homs"]);
    desk.ingest(&[Story::new("5", "Gazette", 12).attack("Raqqa", 11, Some(60))]);
    assert_eq!(towns(&server.json("/api/v1/review?queue=high_harm")), ["Raqqa", "Homs"]);
}
