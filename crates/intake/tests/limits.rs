//! Answers that never end, drip, break off, grow or lie, and what is said of each.

mod fixture;

use dateline_intake::net::{Ask, Failed, Fetcher, Limits, Reach, Why};
use fixture::site::{Kind, Paper};
use fixture::{Hosts, Names, Site, name};
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// Pages of a site: enough for each kind.
const PAGES: usize = 140;

fn limits() -> Limits {
    Limits {
        head: Duration::from_secs(1),
        whole: Duration::from_secs(20),
        stretch: Duration::from_millis(500),
        least: 1024,
        sent: 1 << 20,
        decoded: 1 << 20,
        ..Limits::default()
    }
}

fn setup() -> (Hosts, Fetcher) {
    let hosts = Hosts::listen(vec![Arc::new(Paper::new(0, PAGES, 1)) as Arc<dyn Site>]);
    let fetcher = Fetcher::with("Dateline", Arc::new(Names(hosts.port)));
    (hosts, fetcher)
}

fn ask(path: &str) -> Ask {
    let url = Url::parse(&format!("http://{}{path}", name(0))).expect("an address");
    Ask { reach: Reach::Any, limits: limits(), ..Ask::new(url) }
}

/// Asks for the page that misbehaves so.
async fn failed(fetcher: &Fetcher, kind: Kind) -> Failed {
    let page = (0..PAGES).find(|page| Kind::of(0, *page) == kind).expect("a page of each kind");
    fetcher.fetch(&ask(&format!("/news/{page}"))).await.expect_err("no whole answer")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_an_answer_is_said() {
    let (_hosts, fetcher) = setup();
    let cases = [
        (Kind::Drips, Why::Slow, "drips"),
        (Kind::Silent, Why::Slow, "no answer within"),
        (Kind::Endless, Why::Large, "over 1 MB"),
        (Kind::Bomb, Why::Large, "over 1 MB"),
        (Kind::Short, Why::Broken, "broke off"),
        (Kind::Cut, Why::Broken, "broke off"),
        (Kind::Junk, Why::Broken, "cannot be unpacked"),
        (Kind::Circle, Why::Circles, "5 redirects"),
    ];
    for (kind, why, words) in cases {
        let failed = failed(&fetcher, kind).await;
        assert_eq!(failed.why, why, "{kind:?}: {failed}");
        assert!(failed.what.contains(words), "{kind:?}: {failed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_cut_off_says_so() {
    let (_hosts, fetcher) = setup();
    let cut = failed(&fetcher, Kind::Endless).await.exchange.expect("what came");
    assert!(cut.cut && cut.body.len() == 1 << 20 && cut.head.starts_with(b"HTTP/1.1 200 OK\r\n"));
    let damaged = failed(&fetcher, Kind::Junk).await.exchange.expect("what came");
    assert!(!damaged.cut && damaged.body.starts_with(b"<!doctype html>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_last_time_is_sent_along() {
    let (_hosts, fetcher) = setup();
    let first = fetcher.once(&ask("/news/0")).await.expect("an answer");
    assert_eq!((first.status, first.moved()), (200, None));
    let again = Ask {
        etag: Some("\"x\"".into()),
        modified: Some("Mon, 08 Jan 2024 12:00:00 GMT".into()),
        ..ask("/news/0")
    };
    let request = fetcher.once(&again).await.expect("an answer").exchange.request;
    let request = String::from_utf8(request).expect("text");
    assert!(request.contains("\r\nif-none-match: \"x\"\r\n"), "{request}");
    assert!(request.contains("\r\nif-modified-since: Mon, 08 Jan 2024 12:00:00 GMT\r\n"), "{request}");
    // What could not stand in a header is left out.
    let odd = Ask { etag: Some("\"x\"\r\nhost: elsewhere".into()), ..ask("/news/0") };
    let request = fetcher.once(&odd).await.expect("an answer").exchange.request;
    assert!(!String::from_utf8(request).expect("text").contains("elsewhere"));
}
