//! Reports are added, listed, told of and downloaded: the real program, asked over the network.

mod program;
mod served;

use serde_json::{Value, json};
use served::Served;
use std::sync::mpsc::Receiver;
use std::time::Duration;

const TEXT: &str = "BAGHDAD, Jan 9, 2024 (Example Wire) - A drone attack targeted Ain al-Asad Air Base in western Iraq \
    on Tuesday, killing two soldiers. The Islamic Resistance in Iraq claimed the attack.";

fn pasted() -> Value {
    json!({"text": TEXT, "title": "Drone attack on Ain al-Asad", "outlet": "Example Wire", "published": "2024-01-09"})
}

/// The next news of each kind, whichever comes first: of how far adding has come, and of a change.
fn heard(news: &Receiver<(String, Value)>, kinds: [&str; 2]) -> [Value; 2] {
    let mut heard = [Value::Null, Value::Null];
    while heard.iter().zip(kinds).any(|(said, kind)| said.is_null() && !kind.is_empty()) {
        let (told, said) = news.recv_timeout(Duration::from_secs(60)).expect("news");
        if let Some(at) = kinds.iter().position(|kind| *kind == told) {
            heard[at] = said;
        }
    }
    heard
}

#[test]
fn a_pasted_text_is_looked_at_first_and_then_kept_once() {
    let server = Served::demo();
    let before = server.json("/api/v1/reports")["total"].as_u64().expect("a number");
    let look = server.send("POST", "/api/v1/reports?preview=true", &[], &pasted()).json();
    let events = look["items"][0]["coded"]["events"].as_array().expect("events").clone();
    assert_eq!(events[0]["type"], "air_drone_strike", "{look}");
    assert!(look["items"][0]["report"].is_null() && look["preview"] == true);
    assert_eq!(server.json("/api/v1/reports")["total"], before, "a look keeps nothing");

    let news = server.news(None);
    let kept = server.send("POST", "/api/v1/reports", &[], &pasted()).json();
    assert_eq!(kept["items"][0]["outcome"], "new", "{kept}");
    let id = kept["items"][0]["report"].as_str().expect("an id");
    assert_eq!(server.json("/api/v1/reports")["total"], before + 1);
    let report = server.json(&format!("/api/v1/reports/{id}"));
    assert_eq!((&report["text"], &report["source"]["outlet"]), (&TEXT.into(), &"Example Wire".into()));
    let incident = report["coded"]["events"][0]["incident"].as_str().expect("an incident").to_string();

    let [adding, change] = heard(&news, ["ingest", "change"]);
    assert_eq!((&adding["done"], &adding["of"], &adding["failed"]), (&1.into(), &1.into(), &0.into()));
    assert_eq!((&change["who"], &change["what"]), (&"analyst".into(), &"ingest".into()));
    assert!(change["incidents"].as_array().is_some_and(|ids| ids.contains(&incident.into())), "{change}");
    let number = change["number"].as_i64().expect("a number");
    let [missed, _] = heard(&server.news(Some(number - 1)), ["change", ""]);
    assert_eq!(missed, change, "who comes back is told what was missed");

    let again = server.send("POST", "/api/v1/reports", &[], &pasted()).json();
    assert_eq!((&again["items"][0]["outcome"], &again["items"][0]["report"]), (&"known".into(), &id.into()));
    let overview = server.json("/api/v1/overview?from=2024-01-09&to=2024-01-09");
    assert_eq!(overview["total"], 1, "counts keep up with changes");
}

#[test]
fn files_are_told_by_their_names_and_each_fails_by_itself() {
    let server = Served::demo();
    let page = format!("<html><head><title>Drones</title></head><body><p>{TEXT}</p></body></html>");
    let lines =
        format!("{}\n{{broken\n", json!({"id": "7", "text": TEXT.replace("two", "three"), "outlet": "Post"}));
    let parts: [(&str, &[u8]); 5] = [
        ("folder/drones.html", page.as_bytes()),
        ("more.jsonl", lines.as_bytes()),
        ("empty.txt", b""),
        ("outlet=", b"Example Post"),
        ("published=", b"2024-01-09"),
    ];
    let added = server.send_files("/api/v1/reports", &parts).json();
    let items = added["items"].as_array().expect("items");
    let names: Vec<&str> = items.iter().filter_map(|one| one["name"].as_str()).collect();
    assert_eq!(names, ["drones.html", "7"], "{added}");
    assert_eq!(items[0]["coded"]["report"]["outlet"], "Example Post");
    assert_eq!(items[1]["coded"]["report"]["outlet"], "Post", "what a report says of itself counts");
    let failed = added["failed"].as_array().expect("failures");
    assert_eq!(failed.len(), 2, "{added}");
    assert!(failed.iter().all(|one| one["what"].as_str().is_some_and(|what| what.ends_with('.'))));
    let other =
        server.send_files("/api/v1/reports", &[("drones.html", b"<p>Another page about goats.</p>")]).json();
    assert_eq!(other["items"][0]["outcome"], "new", "another file of the same name is another report");
}

#[test]
fn what_cannot_be_added_is_refused_in_words() {
    let server = Served::demo();
    let post = |body: &Value| server.send("POST", "/api/v1/reports", &[], body);
    assert_eq!(post(&json!({"text": " "})).status, 400);
    assert_eq!(post(&json!({"text": TEXT, "published": "Tuesday"})).status, 422);
    assert_eq!(post(&json!({"text": TEXT, "author": "A"})).status, 422);
    assert_eq!(post(&json!({"text": "x".repeat(17 << 20)})).status, 413);
    assert_eq!(server.send_files("/api/v1/reports", &[]).status, 400);
    let elsewhere = [("origin", "http://evil.example")];
    assert_eq!(server.send("POST", "/api/v1/reports", &elsewhere, &pasted()).status, 403);
}

#[test]
fn lists_come_as_files_with_all_that_fits() {
    let server = Served::demo();
    let total = server.json("/api/v1/incidents?country=IQ")["total"].as_u64().expect("a number") as usize;
    let csv = server.get("/api/v1/incidents.csv?country=IQ");
    assert!(csv.header("content-type").starts_with("text/csv"));
    assert!(csv.header("content-disposition").contains("incidents.csv"));
    let text = String::from_utf8(csv.body).expect("UTF-8");
    let ids = text.lines().filter(|line| line.starts_with('i') && !line.starts_with("id,")).count();
    assert_eq!(ids, total, "{text}");
    let shapes = server.json("/api/v1/incidents.geojson?country=IQ");
    assert_eq!(shapes["features"].as_array().map(Vec::len), Some(total));
    let reports =
        String::from_utf8(server.get("/api/v1/reports.csv?outlet=example+wire").body).expect("UTF-8");
    let listed = server.json("/api/v1/reports?outlet=example+wire")["total"].as_u64().expect("a number");
    assert_eq!(reports.lines().filter(|line| line.starts_with('r')).count() as u64, listed);
    for format in ["jsonl", "contract", "acled", "kml", "geopackage", "parquet", "xlsx"] {
        let file = server.get(&format!("/api/v1/export/{format}"));
        assert!(file.status == 200 && file.body.len() > 300, "{format}");
    }
    assert_eq!(server.get("/api/v1/export/word").status, 404);
    let tag = server.get("/api/v1/incidents.csv").header("etag").to_string();
    assert_eq!(server.get_with("/api/v1/incidents.csv", &[("if-none-match", &tag)]).status, 304);
}
