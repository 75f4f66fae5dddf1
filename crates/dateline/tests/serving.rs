//! `dateline serve` as its users have it: the real program, asked over the network.

mod program;
mod served;

use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;
use served::{Served, questions};
use std::collections::BTreeMap;

#[test]
fn the_demo_lists_and_shows_the_incidents_of_the_examples() {
    let server = Served::demo();
    let list = server.json("/api/v1/incidents?sort=killed&limit=3");
    let items = list["items"].as_array().expect("items");
    assert_eq!(items.len(), 3);
    assert!(list["total"].as_u64().is_some_and(|total| total > 10), "{}", list["total"]);
    assert!(list["next"].is_string() && items[0].get("entries").is_none());
    let id = items[0]["id"].as_str().expect("an id");
    let one = server.json(&format!("/api/v1/incidents/{id}"));
    assert_eq!(one["incident"]["id"], items[0]["id"]);
    assert!(!one["incident"]["entries"].as_array().expect("entries").is_empty());
    assert_eq!(server.json("/healthz")["status"], "ok");
}

#[test]
fn what_cannot_be_answered_is_a_problem_that_says_so() {
    let server = Served::demo();
    for (path, status, word) in [
        ("/api/v1/incidents/i000000000000", 404, "holds no incident"),
        ("/api/v1/incidents?limit=0", 400, "`limit`"),
        ("/api/v1/incidents?sort=size", 400, "`sort`"),
        ("/api/v1/incidents?contry=SY", 400, "`contry`"),
        ("/api/v1/incidents?after=1", 400, "place in a list"),
        ("/api/v1/nowhere", 404, "no such address"),
        ("/missing.js", 404, "no such file"),
        ("/assets/missing-1.js", 404, "no such file"),
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
        let problem = answer.json();
        assert_eq!(problem["status"], status);
        assert!(problem["detail"].as_str().is_some_and(|d| d.contains(word)), "{path}: {problem}");
    }
}

#[test]
fn pages_are_guarded_and_every_page_address_gives_the_workbench() {
    let server = Served::demo();
    let home = server.get("/");
    assert_eq!(home.status, 200);
    let policy = home.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(home.header("x-content-type-options"), "nosniff");
    assert_eq!(home.header("referrer-policy"), "no-referrer");
    assert_eq!(home.header("cross-origin-opener-policy"), "same-origin");
    for path in ["/incident/i123", "/outlets/example.com", "/outlets/A%2Fs%20B."] {
        assert_eq!(server.get(path).body, home.body, "the workbench routes its pages itself: {path}");
    }
    let answer = server.get("/api/v1/incidents");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}

/// Every incident that fits, read page by page.
fn all(server: &Served, query: &str) -> Vec<Value> {
    let (mut items, mut after) = (Vec::new(), String::new());
    loop {
        let page = server.json(&format!("/api/v1/incidents?limit=7{query}{after}"));
        items.extend(page["items"].as_array().expect("items").iter().cloned());
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return items,
        }
    }
}

/// How many items have each value.
fn counted(items: &[Value], value: impl Fn(&Value) -> String) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    items.iter().for_each(|item| *counts.entry(value(item)).or_default() += 1);
    counts
}

fn sum<'v>(counts: impl IntoIterator<Item = &'v Value>) -> u64 {
    counts.into_iter().flat_map(|c| c.as_object().expect("counts").values()).filter_map(Value::as_u64).sum()
}

#[test]
fn the_overview_counts_what_the_list_lists() {
    let server = Served::demo();
    let everything = all(&server, "").len();
    let holds = |query: String| {
        let items = all(&server, &query);
        let view = "view=38,30,50,37&zoom=6";
        let overview = server.json(&format!("/api/v1/overview?{view}{query}"));
        let total = server.json(&format!("/api/v1/incidents?limit=1{query}"))["total"].clone();
        assert_eq!(
            (&overview["total"], items.len()),
            (&total, total.as_u64().expect("a number") as usize),
            "{query}"
        );
        let text = |item: &Value, name: &str| item[name].as_str().expect("a word").to_string();
        let counts = |name: &str| {
            serde_json::from_value::<BTreeMap<String, u64>>(overview[name].clone()).expect("counts")
        };
        assert_eq!(counts("types"), counted(&items, |item| text(item, "event_type")), "{query}");
        assert_eq!(counts("words"), counted(&items, |item| text(item, "word")), "{query}");
        assert_eq!(sum([&overview["families"]]), items.len() as u64);
        let undated = items.iter().filter(|item| item["days"].is_null()).count() as u64;
        assert_eq!(overview["undated"], undated, "{query}");
        let bins = overview["timeline"]["bins"].as_array().expect("bins");
        assert_eq!(sum(bins.iter().map(|bin| &bin["counts"])), items.len() as u64 - undated, "{query}");
        let at = |item: &Value| Some((item["place"]["lat"].as_f64()?, item["place"]["lon"].as_f64()?));
        assert_eq!(overview["placeless"], items.iter().filter(|item| at(item).is_none()).count() as u64);
        let seen = |(lat, lon): (f64, f64)| (30.0..=37.0).contains(&lat) && (38.0..=50.0).contains(&lon);
        let in_view = items.iter().filter(|item| at(item).is_some_and(seen)).count() as u64;
        assert_eq!(overview["in_view"], in_view, "{query}");
        let clusters = overview["clusters"].as_array().expect("clusters");
        assert_eq!(clusters.iter().filter_map(|c| c["count"].as_u64()).sum::<u64>(), in_view, "{query}");
        if !query.contains("as_of") {
            assert_eq!(overview["of"], everything as u64);
        }
        items.len()
    };
    let mut runner = TestRunner::new(Config { cases: 150, failure_persistence: None, ..Config::default() });
    let found = std::cell::Cell::new(0);
    let one = |query| {
        found.set(found.get() + holds(query));
        Ok(())
    };
    runner.run(&questions::filters(), one).expect("all counts agree");
    assert!(found.get() > everything, "the questions find something");
}

#[test]
fn marks_are_single_incidents_when_the_map_is_close() {
    let server = Served::demo();
    let far = server.json("/api/v1/overview?zoom=0");
    let near = server.json("/api/v1/overview?zoom=12&view=43.5,36.2,44.7,36.9");
    let clusters = far["clusters"].as_array().expect("clusters");
    assert!(clusters[0]["count"].as_u64() > Some(1) && clusters[0].get("id").is_none());
    let one = &near["clusters"][0];
    if one["count"] == 1 {
        let shown = server.json(&format!("/api/v1/incidents/{}", one["id"].as_str().expect("an id")));
        assert_eq!(shown["incident"]["event_type"], one["type"]);
        assert_eq!(shown["incident"]["place"]["radius_km"], one["radius_km"]);
    }
}

#[test]
fn an_answer_that_was_seen_is_not_sent_again() {
    let server = Served::demo();
    let path = "/api/v1/overview?country=IQ";
    let first = server.get(path);
    let tag = first.header("etag").to_string();
    let again = server.get_with(path, &[("if-none-match", &tag)]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(server.get_with("/api/v1/overview?country=SY", &[("if-none-match", &tag)]).status, 200);
}

/// A value that a parameter of the document takes.
fn sample(parameter: &Value) -> String {
    let schema = &parameter["schema"];
    let of = |schema: &Value| schema["enum"][0].as_str().map(str::to_string);
    let either = || schema["oneOf"].as_array().into_iter().flatten().find_map(of);
    let chosen = of(schema).or_else(|| of(&schema["items"])).or_else(either);
    chosen.unwrap_or_else(|| match parameter["name"].as_str().expect("a name") {
        "bbox" | "view" => "35,32,43,38".into(),
        "country" => "IQ".into(),
        "from" | "to" | "until" | "published" | "as_of" => "2024-01-08".into(),
        "undated" | "preview" => "false".into(),
        "type" => "armed_clash".into(),
        "killed" | "limit" | "zoom" => "2".into(),
        _ => "1.1".into(),
    })
}

#[test]
fn the_document_says_which_parameters_are_known_and_no_other_is() {
    let server = Served::demo();
    let document = server.json("/api/v1/openapi.json");
    let mut asked = 0;
    for (path, item) in document["paths"].as_object().expect("paths") {
        let own = |tags: &Value| {
            ["incidents", "reports", "actors and outlets", "lookup"].iter().any(|t| tags[0] == *t)
        };
        let Some(get) = item.get("get").filter(|get| own(&get["tags"]) && !path.contains('{')) else {
            continue;
        };
        for parameter in get["parameters"].as_array().into_iter().flatten().filter(|p| p["in"] == "query") {
            let name = parameter["name"].as_str().expect("a name");
            if name == "after" {
                continue;
            }
            let answer = server.get(&format!("{path}?{name}={}", sample(parameter)));
            assert_eq!(answer.status, 200, "{path}?{name}: {}", String::from_utf8_lossy(&answer.body));
            asked += 1;
        }
        assert_eq!(server.get(&format!("{path}?no_such_thing=1")).status, 400, "{path}");
    }
    assert!(asked > 60, "only {asked} parameters");
}

#[test]
fn the_document_can_be_read_as_a_page() {
    let server = Served::demo();
    let page = server.get("/api/v1/");
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    let text = String::from_utf8(page.body).expect("UTF-8");
    assert!(text.contains("/api/v1/incidents/{id}/log") && text.contains("page.css"));
    assert_eq!(server.get("/api/v1").body, text.as_bytes(), "without its last stroke it is the same page");
    assert_eq!(server.get("/api/v1/page.css").header("content-type"), "text/css; charset=utf-8");
}

#[test]
fn long_answers_are_packed_where_browsers_can_unpack_them() {
    let server = Served::demo();
    let path = "/api/v1/incidents?limit=200";
    let plain = server.get(path).body.len();
    for (coding, share) in [("gzip", 2), ("br", 2)] {
        let packed = server.get_with(path, &[("accept-encoding", coding)]);
        assert_eq!(packed.header("content-encoding"), coding);
        assert!(packed.body.len() * share < plain, "{coding}: {} of {plain}", packed.body.len());
    }
}

#[test]
fn what_the_server_does_is_counted_by_route() {
    let server = Served::demo();
    let id = server.json("/api/v1/incidents")["items"][0]["id"].as_str().expect("an id").to_string();
    server.json(&format!("/api/v1/incidents/{id}"));
    server.get("/api/v1/incidents/i000000000000");
    let text = String::from_utf8(server.get("/metrics").body).expect("UTF-8");
    let counted = |status: u16| {
        let route = "route=\"/api/v1/incidents/{id}\"";
        text.lines().any(|l| {
            l.starts_with("dateline_requests_total")
                && l.contains(route)
                && l.contains(&format!("status=\"{status}\"}} 1"))
        })
    };
    assert!(counted(200) && counted(404), "{text}");
    assert!(text.contains("dateline_request_seconds_bucket") && text.contains("dateline_record_changes 1"));
    assert!(!text.contains(&id), "ids are no labels");
}

#[test]
fn every_request_stands_in_the_log_that_asks_for_it() {
    let server = Served::logged(&["--demo", "--log", "info", "--log-json"]);
    server.get("/api/v1/incidents?text=secret");
    let line = server.logged_line("answered");
    assert_eq!(
        (&line["path"], &line["status"], &line["level"]),
        (&"/api/v1/incidents".into(), &200.into(), &"INFO".into())
    );
    assert!(!line.to_string().contains("secret"), "what is asked for is nobody's business");
}
