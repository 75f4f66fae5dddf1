//! Searches that are kept, and what tells of them: the real program, over the network.

mod program;
mod served;

use hmac::{Hmac, Mac};
use program::{Folder, run};
use serde_json::{Value, json};
use served::Served;
use sha2::Sha256;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver as Receiving, channel};
use std::time::Duration;

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
    assert!(total > 1, "{total} would be little to tell feeds apart by");
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

/// Takes requests, one a connection, and answers each with a status.
struct Receiver {
    port: u16,
    requests: Receiving<(String, String)>,
}

impl Receiver {
    fn new(status: &'static str) -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (sender, requests) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let _ = sender.send(taken(stream, status));
            }
        });
        Receiver { port, requests }
    }

    /// The head and the body of the next request.
    fn next(&self) -> (String, String) {
        self.requests.recv_timeout(Duration::from_secs(60)).expect("a request")
    }
}

fn taken(stream: TcpStream, status: &str) -> (String, String) {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).expect("a line") > 0 {}
    let length = value(&head, "content-length").parse().expect("a length");
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    reader.get_mut().write_all(answer.as_bytes()).expect("answered");
    (head, String::from_utf8(body).expect("text"))
}

/// The value of a header of a request's head.
fn value(head: &str, name: &str) -> String {
    let of = |line: &str| {
        line.split_once(": ").filter(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.to_string())
    };
    head.lines().find_map(of).unwrap_or_default()
}

/// A record with one report, served with webhooks to loopback allowed.
fn serving(more: &[&str]) -> (Folder, String, Served) {
    let folder = Folder::new();
    let db = folder.join("r.db").display().to_string();
    ingest(&folder, &db, "one", "Gunmen killed three people in Homs on Monday, police said.\n");
    let server = Served::with(&[&["--db", &db], more].concat());
    (folder, db, server)
}

fn ingest(folder: &Folder, db: &str, name: &str, text: &str) {
    let page = folder.file(&format!("{name}.txt"), text.as_bytes()).display().to_string();
    let done = run(&["ingest", "--db", db, "--published", "2024-01-08", &page], b"");
    assert_eq!(done.code, Some(0), "{}", done.stderr);
}

fn search(server: &Served, query: &str) -> String {
    let kept = server.send("POST", "/api/v1/searches", &[], &json!({"name": "mine", "query": query}));
    kept.json()["id"].as_str().expect("an id").to_string()
}

#[test]
fn a_webhook_is_told_of_what_changes_in_its_search_and_can_tell_that_it_is_true() {
    let (folder, db, server) = serving(&["--allow-private-webhooks"]);
    let receiver = Receiver::new("204 No Content");
    let id = search(&server, "country=IQ");
    let url = format!("http://127.0.0.1:{}/told", receiver.port);
    let made = server.send("POST", "/api/v1/alerts", &[], &json!({"search": id, "url": url}));
    assert_eq!(made.status, 201, "{}", String::from_utf8_lossy(&made.body));
    let made = made.json();
    ingest(&folder, &db, "two", "Gunmen killed four people in Aleppo, Syria, on Monday, police said.\n");
    ingest(&folder, &db, "three", "A car bomb killed five people in Mosul, Iraq, on Monday, police said.\n");

    let (head, body) = receiver.next();
    let told: Value = serde_json::from_str(&body).expect("JSON");
    let incidents = told["incidents"].as_array().expect("incidents");
    assert_eq!(incidents.len(), 1, "of its search alone: {body}");
    assert_eq!((&incidents[0]["what"], &incidents[0]["fits"]), (&json!("added"), &json!(true)));
    assert_eq!(incidents[0]["incident"]["place"]["country"], "IQ");
    assert_eq!(told["search"]["id"], id);

    let signature = value(&head, "dateline-signature");
    let (time, hex) = signature.strip_prefix("t=").and_then(|s| s.split_once(",v1=")).expect("a signature");
    let mut mac =
        Hmac::<Sha256>::new_from_slice(made["secret"].as_str().expect("a secret").as_bytes()).expect("a key");
    mac.update(format!("{time}.{body}").as_bytes());
    let expected: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, expected);

    let webhook = made["id"].as_str().expect("an id");
    let address = format!("/api/v1/alerts/{webhook}/deliveries");
    let delivered = |kept: &Value| kept["items"][0]["outcome"] == "delivered";
    let kept = eventually(|| Some(server.json(&address)).filter(delivered));
    assert_eq!(value(&head, "dateline-delivery"), kept["items"][0]["number"].to_string());
    assert_eq!(kept["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(server.send("POST", &format!("/api/v1/alerts/{webhook}/try"), &[], &Value::Null).status, 202);
    assert!(receiver.next().1.contains("\"incidents\":[]"));
}

#[test]
fn a_delivery_that_fails_is_kept_with_what_went_wrong_and_tried_again() {
    let (_folder, _db, server) = serving(&["--allow-private-webhooks"]);
    let receiver = Receiver::new("500 Internal Server Error");
    let id = search(&server, "");
    let url = format!("http://127.0.0.1:{}/", receiver.port);
    let made = server.send("POST", "/api/v1/alerts", &[], &json!({"search": id, "url": url})).json();
    let webhook = made["id"].as_str().expect("an id").to_string();
    server.send("POST", &format!("/api/v1/alerts/{webhook}/try"), &[], &Value::Null);
    receiver.next();
    let address = format!("/api/v1/alerts/{webhook}/deliveries");
    let kept = eventually(|| Some(server.json(&address)).filter(|kept| kept["items"][0]["tries"] == 1));
    assert_eq!(kept["items"][0]["status"], 500);
    assert!(kept["items"][0]["due"].is_i64(), "{kept}");
}

#[test]
fn webhooks_of_the_machine_and_its_network_are_refused() {
    let (_folder, _db, server) = serving(&[]);
    let id = search(&server, "");
    for url in [
        "http://hooks.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://10.0.0.1/x",
        "https://169.254.169.254/",
        "https://localhost:8321/",
        "https://a:b@hooks.example/",
        "file:///etc/passwd",
        "no address",
    ] {
        let refused = server.send("POST", "/api/v1/alerts", &[], &json!({"search": id, "url": url}));
        assert_eq!(refused.status, 400, "{url}");
    }
    // A name that leads to the machine is found out when it is asked.
    let url = "https://localhost.:9/";
    let made = server.send("POST", "/api/v1/alerts", &[], &json!({"search": id, "url": url})).json();
    let webhook = made["id"].as_str().expect("an id").to_string();
    server.send("POST", &format!("/api/v1/alerts/{webhook}/try"), &[], &Value::Null);
    let address = format!("/api/v1/alerts/{webhook}/deliveries");
    let kept = eventually(|| Some(server.json(&address)).filter(|kept| kept["items"][0]["tries"] == 1));
    let outcome = kept["items"][0]["outcome"].as_str().expect("an outcome");
    assert!(outcome.contains("its own network") || outcome.contains("leads nowhere"), "{outcome}");
}

/// What `look` finds, as soon as it does.
fn eventually<T>(mut look: impl FnMut() -> Option<T>) -> T {
    for _ in 0..600 {
        if let Some(found) = look() {
            return found;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("it did not come about")
}
