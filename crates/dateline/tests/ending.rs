//! The server is asked to end, by Ctrl-C or by whatever manages services: what is under way is finished and kept.
#![cfg(unix)]

mod program;
mod served;

use program::Folder;
use serde_json::{Value, json};
use served::Served;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

const TEXT: &str = "BAGHDAD, Jan 9, 2024 (Example Wire) - A drone attack targeted Ain al-Asad Air Base in western Iraq \
    on Tuesday, killing two soldiers.";

/// A request for a report to be kept of which the server has read the head, and waits for the body.
fn begun(server: &Served, body: &str) -> TcpStream {
    let host = server.at.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).expect("a connection");
    let head = format!(
        "POST /api/v1/reports HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Expect: 100-continue\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).expect("sent");
    let mut told = [0; 25];
    stream.read_exact(&mut told).expect("it says to go on");
    assert_eq!(&told, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream
}

/// Waits until nobody listens there any more.
fn closed(server: &Served) {
    let host = server.at.trim_start_matches("http://");
    while TcpStream::connect(host).is_ok() {
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn ends_in_good_order(signal: &str) {
    let folder = Folder::new();
    let db = folder.join("dateline.db");
    let db = db.to_str().expect("UTF-8");
    let mut server = Served::with(&["--db", db]);
    let news = server.news(None);
    let body = json!({"text": TEXT, "published": "2024-01-09"}).to_string();
    let mut request = begun(&server, &body);

    server.ask_to_end(signal);
    closed(&server);
    request.write_all(body.as_bytes()).expect("the connection is still there");
    let mut answer = String::new();
    request.read_to_string(&mut answer).expect("an answer, and the end of the connection");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("\"outcome\":\"new\""), "{answer}");
    while let Ok((kind, _)) = news.recv() {
        assert!(["ingest", "change"].contains(&kind.as_str()), "{kind}");
    }
    assert_eq!(server.ended(), Some(0), "{signal}");

    let left = |ending: &str| Path::new(&format!("{db}{ending}")).exists();
    assert!(!left("-wal") && !left(".desk-wal"), "the files were closed");
    let again = Served::with(&["--db", db]);
    let reports: Value = again.json("/api/v1/reports");
    assert_eq!(reports["total"], 1, "what was answered for is kept");
}

#[test]
fn it_ends_in_good_order_when_a_service_manager_asks() {
    ends_in_good_order("TERM");
}

#[test]
fn it_ends_in_good_order_at_an_interrupt() {
    ends_in_good_order("INT");
}
