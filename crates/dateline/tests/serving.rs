//! `dateline serve` as its users have it: the real program, asked over the network.

mod program;
mod served;

use served::Served;

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
    assert_eq!(server.json("/healthz")["incidents"], list["total"]);
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
    assert_eq!(server.get("/incident/i123").body, home.body, "the workbench routes its pages itself");
    let answer = server.get("/api/v1/incidents");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}
