//! Searches that are kept, and what tells of them: the real program, over the network.

mod program;
mod served;

use serde_json::{Value, json};
use served::Served;

#[test]
fn a_search_is_kept_and_read_as_a_feed_with_its_token_alone() {
    let server = Served::demo();
    let wrong = json!({"name": "x", "query": "contry=SY"});
    assert_eq!(server.send("POST", "/api/v1/searches", &[], &wrong).status, 400, "its filters are checked");
    let past = json!({"name": "x", "query": "as_of=2024-01-01"});
    assert_eq!(
        server.send("POST", "/api/v1/searches", &[], &past).status,
        400,
        "of the past there is no news"
    );
    let kept = json!({"name": "Some died <there> & here", "query": "?killed=1&sort=killed"});
    let kept = server.send("POST", "/api/v1/searches", &[], &kept);
    assert_eq!(kept.status, 201, "{}", String::from_utf8_lossy(&kept.body));
    let kept = kept.json();
    let (id, address) = (kept["id"].as_str().expect("an id"), kept["feed"].as_str().expect("an address"));
    assert_eq!(server.json("/api/v1/searches")["items"][0]["id"], id);

    let feed = server.get(address);
    assert_eq!(feed.status, 200);
    assert!(feed.header("content-type").starts_with("application/atom+xml"));
    let text = String::from_utf8(feed.body.clone()).expect("text");
    let total = server.json("/api/v1/incidents?killed=1")["total"].as_u64().expect("a number").min(50);
    assert!(total > 3);
    assert_eq!(text.matches("<entry>").count() as u64, total);
    assert!(text.contains("<title>Some died &lt;there&gt; &amp; here</title>"), "{text}");
    assert!(text.contains(&format!("<link rel=\"alternate\" href=\"{}/incidents/i", server.at)), "{text}");
    let again = server.get_with(address, &[("if-none-match", feed.header("etag"))]);
    assert_eq!(again.status, 304, "a reader asks often");

    let plain = format!("/api/v1/searches/{id}.atom");
    assert_eq!(server.get(&format!("{plain}?token={}", "0".repeat(64))).status, 404);
    let renewed = server.send("POST", &format!("/api/v1/searches/{id}/feed"), &[], &Value::Null).json();
    assert_eq!(server.get(address).status, 404, "the old token reads nothing any more");
    assert_eq!(server.get(renewed["feed"].as_str().expect("an address")).status, 200);
    assert_eq!(server.send("DELETE", &format!("/api/v1/searches/{id}"), &[], &Value::Null).status, 204);
    assert_eq!(server.get(renewed["feed"].as_str().expect("an address")).status, 404);
}
