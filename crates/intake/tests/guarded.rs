//! Nothing that somebody else wrote leads a request to this machine or its network: forms of addresses, names that lead
//! inside, redirects, and names that lead elsewhere a moment later.

mod fixture;

use dateline_intake::net::{Ask, Fetcher, Limits, Reach, Resolve, Resolving, Why};
use fixture::{Hosts, Request, Site, address, send};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use url::Url;

/// An address that counts as public and leads nowhere: the translation of an address, which no route here knows.
const NOWHERE: &str = "64:ff9b::808:808";

/// Leads to the address that was written to it last; remembers whether it was asked for.
#[derive(Default)]
struct Leads(Mutex<String>);

impl Site for Leads {
    fn answer(&self, request: &Request, stream: &mut TcpStream) -> std::io::Result<()> {
        let to = self.0.lock().expect("a lock").clone();
        match request.path.as_str() {
            "/lead" => send(stream, "302 Found", &[("location", &to)], b""),
            _ => send(stream, "200 OK", &[], b"secret"),
        }
    }
}

/// `first.test` and `inner.test` lead to loopback, `rebind.test` only from the second time on.
struct Names {
    port: u16,
    asked: AtomicUsize,
}

impl Resolve for Names {
    fn resolve<'a>(&'a self, host: &'a str, port: u16) -> Resolving<'a> {
        let times = self.asked.fetch_add(1, Ordering::SeqCst);
        let inside = SocketAddr::new(IpAddr::V4(address(0)), self.port);
        let outside = SocketAddr::new(NOWHERE.parse().expect("an address"), port);
        let found = match host.trim_end_matches('.') {
            "rebind.test" if times == 0 => vec![outside],
            "mixed.test" => vec![inside, outside],
            _ => vec![inside],
        };
        Box::pin(async move { Ok(found) })
    }
}

fn limits() -> Limits {
    Limits { connect: Duration::from_millis(500), ..Limits::default() }
}

fn inside(port: u16) -> Vec<String> {
    let hosts = [
        "127.0.0.1",
        "127.1.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7F.1",
        "0177.0.0.1",
        "017700000001",
        "0",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f01:1]",
        "[64:ff9b::7f01:1]",
        "[2002:7f01:1::]",
        "[fe80::1]",
        "[fd00::1]",
        "localhost",
        "LocalHost.",
        "127.0.0.1.",
        "①②⑦.0.0.1",
        "127。1。0。1",
        "%31%32%37.1.0.1",
        "inner.test",
        "INNER.test.",
        "10.0.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.100.100.200",
    ];
    let mut all: Vec<String> = hosts.iter().map(|host| format!("http://{host}:{port}/secret")).collect();
    let odd = [
        "http://public.test@127.1.0.1:PORT/",
        "http://127.1.0.1:PORT\\@public.test/",
        "http:127.1.0.1:PORT/",
        "http:///127.1.0.1:PORT/",
        "http://user:word@inner.test/",
        "https://127.1.0.1:PORT/",
        "HTTP://127.1.0.1:PORT/",
        "file:///etc/passwd",
        "gopher://127.1.0.1:PORT/",
        "ftp://127.1.0.1:PORT/",
        "data:text/html,x",
        "javascript:x",
    ];
    all.extend(odd.iter().map(|odd| odd.replace("PORT", &port.to_string())));
    all
}

fn setup() -> (Arc<Leads>, Hosts, Arc<Names>, Fetcher) {
    let site = Arc::new(Leads::default());
    let hosts = Hosts::listen(vec![Arc::clone(&site) as Arc<dyn Site>]);
    let names = Arc::new(Names { port: hosts.port, asked: AtomicUsize::new(0) });
    let fetcher = Fetcher::with("Dateline", Arc::clone(&names) as Arc<dyn Resolve>);
    (site, hosts, names, fetcher)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_form_of_an_address_leads_inside() {
    let (_, hosts, _, fetcher) = setup();
    let mut tried = 0;
    for address in inside(hosts.port) {
        let Ok(url) = Url::parse(&address) else { continue };
        let failed = fetcher.fetch(&Ask { limits: limits(), ..Ask::new(url) }).await.expect_err(&address);
        assert!(matches!(failed.why, Why::Refused | Why::Private), "{address}: {failed}");
        tried += 1;
    }
    assert!(tried >= 35, "{tried}");
    assert_eq!(hosts.connections.load(Ordering::SeqCst), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_redirect_leads_inside() {
    let (site, hosts, _, fetcher) = setup();
    // The operator let this one host be inside; where it leads to is looked at as all is.
    let first = Url::parse("http://first.test/lead").expect("an address");
    let ask = Ask { trusted: Some("first.test".into()), limits: limits(), ..Ask::new(first) };
    let mut tried = 0;
    for address in inside(hosts.port) {
        // Some forms are paths of the same host where one leads on.
        if ask.url.join(&address).is_ok_and(|to| to.host_str() == ask.url.host_str()) {
            continue;
        }
        *site.0.lock().expect("a lock") = address.clone();
        match fetcher.fetch(&ask).await {
            Err(failed) => assert!(matches!(failed.why, Why::Refused | Why::Private), "{address}: {failed}"),
            // What is no address leads nowhere, and the answer is the redirect itself.
            Ok(fetched) => {
                assert_eq!((fetched.answer.status, fetched.answer.body), (302, Vec::new()), "{address}")
            }
        }
        tried += 1;
    }
    let asked = hosts.paths(0);
    assert!(tried >= 35, "{tried}");
    assert_eq!(asked.len(), tried, "each was asked for the redirect alone: {asked:?}");
    assert!(asked.iter().all(|path| path == "/lead"));
    // The same host may be led to again, but not for ever.
    *site.0.lock().expect("a lock") = "http://first.test/lead".into();
    assert_eq!(fetcher.fetch(&ask).await.expect_err("a circle").why, Why::Circles);
    *site.0.lock().expect("a lock") = "/there".into();
    let fetched = fetcher.fetch(&ask).await.expect("an answer");
    assert_eq!((fetched.answer.body.as_slice(), fetched.before.len()), (&b"secret"[..], 1));
    assert!(fetched.before[0].head.starts_with(b"HTTP/1.1 302 Found\r\n"));
    assert_eq!(fetched.answer.exchange.url, "http://first.test/there");
    assert_eq!(fetched.answer.exchange.ip, Some(IpAddr::V4(address(0))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_looked_up_once_and_asked_where_it_was_looked_at() {
    let (_, hosts, names, fetcher) = setup();
    let ask = |host: &str| {
        let url = Url::parse(&format!("http://{host}:{}/", hosts.port)).expect("an address");
        Ask { limits: limits(), ..Ask::new(url) }
    };
    let failed = fetcher.fetch(&ask("rebind.test")).await.expect_err("nowhere");
    assert!(matches!(failed.why, Why::Unreachable | Why::Slow), "{failed}");
    assert_eq!(names.asked.load(Ordering::SeqCst), 1);
    // Now the name leads inside.
    assert_eq!(fetcher.fetch(&ask("rebind.test")).await.expect_err("inside").why, Why::Private);
    assert_eq!(names.asked.load(Ordering::SeqCst), 2);
    // Of several addresses those inside are passed over.
    let failed = fetcher.fetch(&ask("mixed.test")).await.expect_err("nowhere");
    assert!(matches!(failed.why, Why::Unreachable | Why::Slow), "{failed}");
    assert_eq!(hosts.connections.load(Ordering::SeqCst), 0);
    let any = Ask { reach: Reach::Any, ..ask("inner.test") };
    assert_eq!(fetcher.fetch(&any).await.expect("the operator allows it").answer.body, b"secret");
}
