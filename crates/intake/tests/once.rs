//! One round of watching, of sources of every kind: what is asked for, what is not, and what the record keeps.

mod fixture;

use dateline_intake::Exchange;
use dateline_intake::pictures::Shown;
use dateline_intake::watch::{Evidence, Register, Source, Stop, Summary, run};
use fixture::world::{Plain, settings};
use fixture::{Hosts, Request, Site, send};
use std::collections::BTreeMap;
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// Answers by path: status, headers, body.
type Answer = (&'static str, Vec<(&'static str, String)>, String);

/// A site that answers what it was given.
#[derive(Default)]
struct Given(BTreeMap<String, Answer>);

impl Given {
    fn with(
        mut self,
        path: &str,
        status: &'static str,
        headers: &[(&'static str, &str)],
        body: &str,
    ) -> Given {
        let headers = headers.iter().map(|(name, value)| (*name, value.to_string())).collect();
        self.0.insert(path.to_string(), (status, headers, body.to_string()));
        self
    }

    fn page(self, path: &str, body: &str) -> Given {
        self.with(path, "200 OK", &[], body)
    }
}

impl Site for Given {
    fn answer(&self, request: &Request, stream: &mut TcpStream) -> std::io::Result<()> {
        let Some((status, headers, body)) = self.0.get(&request.path) else {
            return send(stream, "404 Not Found", &[], b"no");
        };
        let etag = headers.iter().find(|(name, _)| *name == "etag");
        if etag.is_some_and(|(_, etag)| request.head.contains(&format!("if-none-match: {etag}"))) {
            return send(stream, "304 Not Modified", &[], b"");
        }
        let headers: Vec<(&str, &str)> =
            headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        send(stream, status, &headers, body.as_bytes())
    }
}

/// A report's page; with more in its head.
fn report(number: usize, head: &str) -> String {
    format!(
        "<!doctype html><html><head><title>Report {number}</title>{head}</head><body><article><h1>Report {number}</h1>\
         <p>Rockets fell on town {number} in the night, the police said. Nobody was hurt when they hit a field outside \
         of the town, and the army did not say who had fired them at it.</p></article></body></html>"
    )
}

fn feed(links: &[&str]) -> String {
    let item = |link: &&str| {
        format!(
            "<item><title>T</title><link>{link}</link><pubDate>Mon, 08 Jan 2024 12:00:00 GMT</pubDate></item>"
        )
    };
    let items: String = links.iter().map(item).collect();
    format!("<rss version=\"2.0\"><channel><title>A</title>{items}</channel></rss>")
}

struct Setup {
    hosts: Hosts,
    folder: PathBuf,
    register: Register,
}

impl Setup {
    fn new(label: &str, sites: Vec<Given>, sources: &[Source]) -> Setup {
        let folder = std::env::temp_dir().join(format!("dateline-once-{label}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        let hosts = Hosts::listen(sites.into_iter().map(|site| Arc::new(site) as Arc<dyn Site>).collect());
        let register = Register::open(&folder.join("record.db")).expect("a register");
        register.follow(sources).expect("sources");
        Setup { hosts, folder, register }
    }

    fn run(&self, evidence: Option<Arc<dyn Evidence>>) -> Summary {
        let settings = settings(self.folder.join("record.db"), self.hosts.port, true);
        run(&settings, &Plain::default(), evidence, &Stop::default()).expect("watched")
    }

    /// The reports of the record: by what they are known, with their day.
    fn kept(&self) -> Vec<(String, Option<String>)> {
        let record = rusqlite::Connection::open(self.folder.join("record.db")).expect("a record");
        let mut rows = record.prepare("SELECT key, published FROM report ORDER BY key").expect("a question");
        let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
        rows.map(|row| row.expect("a row")).collect()
    }

    fn names(&self) -> Vec<String> {
        self.kept()
            .into_iter()
            .map(|(key, _)| key.trim_start_matches("address http://").to_string())
            .collect()
    }

    /// What is said of a page that is not in the record.
    fn wrong(&self, address: &str) -> String {
        let register = rusqlite::Connection::open(self.folder.join("record.db.watch")).expect("a register");
        let sql = "SELECT state || ': ' || ifnull(wrong, ifnull(own, '')) FROM page WHERE address = ?1";
        register.query_row(sql, [address], |row| row.get(0)).expect(address)
    }
}

impl Drop for Setup {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn source(name: &str, feed: &str) -> Source {
    Source { name: name.into(), feed: Some(feed.into()), ..Source::default() }
}

#[test]
fn pages_are_known_by_their_own_address_and_fetched_once() {
    let links = [
        "http://site0.test/a?utm_source=x",
        "http://site0.test/a#b",
        "http://site0.test/a/amp",
        "http://site0.test/print?page=b",
        "http://site0.test/b",
        "http://site0.test/old",
        "http://site0.test/copy",
        "http://site0.test/gone",
        "http://site1.test/c",
    ];
    let site = Given::default()
        .page("/feed", &feed(&links))
        .page("/a", &report(1, ""))
        .page("/print?page=b", &report(2, "<link rel=canonical href=/b>"))
        .page("/b", &report(2, "<link rel=canonical href=/b><!-- b -->"))
        .with("/old", "301 Moved", &[("location", "http://site1.test/new?fbclid=y")], "")
        .page("/copy", &report(1, ""))
        .with("/gone", "302 Found", &[("location", "/")], "");
    let other = Given::default()
        .page("/new?fbclid=y", &report(3, ""))
        .page("/c", &report(4, "<link rel=canonical href=http://evil.test/>"));
    let setup = Setup::new(
        "own",
        vec![site, other],
        &[source("A", "http://site0.test/feed"), source("B", "http://site0.test/feed")],
    );
    let summary = setup.run(None);
    assert_eq!(setup.names(), ["site0.test/a", "site0.test/b", "site1.test/c", "site1.test/new"]);
    assert_eq!((summary.taken, summary.failed), (4, 0));
    let mut asked = setup.hosts.paths(0);
    asked.sort();
    asked.dedup();
    // Another page may have said before its turn came that it is this one.
    asked.retain(|path| path != "/b");
    assert_eq!(asked, ["/a", "/copy", "/feed", "/gone", "/old", "/print?page=b", "/robots.txt"]);
    assert_eq!(setup.wrong("http://site0.test/copy"), "same: http://site0.test/a");
    assert!(setup.wrong("http://site0.test/gone").contains("front page"));
    // Another round asks for what is new alone.
    let before = setup.hosts.paths(0).len();
    assert_eq!(setup.run(None), Summary::default());
    assert!(setup.hosts.paths(0)[before..].iter().all(|path| path == "/feed"));
}

#[test]
fn rules_of_sites_are_kept() {
    let links = |host: &str| [format!("http://{host}/open"), format!("http://{host}/shut/x")];
    let feed = |host: &str| feed(&links(host).each_ref().map(String::as_str));
    let rules = "User-agent: *\nAllow: /\n\nUser-agent: Dateline\nDisallow: /shut/\nCrawl-delay: 0.1\n";
    let page = report(1, "");
    let strict = Given::default()
        .page("/robots.txt", rules)
        .page("/feed", &feed("site0.test"))
        .page("/open", &page)
        .page("/shut/x", &page);
    let none = Given::default()
        .page("/feed", &feed("site1.test"))
        .page("/open", &page)
        .page("/shut/x", &report(2, ""));
    let broken =
        Given::default().with("/robots.txt", "500 Broken", &[], "").page("/feed", &feed("site2.test"));
    // Its rules stand at another host.
    let led = Given::default()
        .with("/robots.txt", "301 Moved", &[("location", "http://site0.test/robots.txt")], "")
        .page("/feed", &feed("site3.test"))
        .page("/open", &page)
        .page("/shut/x", &page);
    let sources: Vec<Source> =
        (0..4).map(|n| source(&format!("S{n}"), &format!("http://site{n}.test/feed"))).collect();
    let setup = Setup::new("rules", vec![strict, none, broken, led], &sources);
    setup.run(None);
    assert_eq!(setup.names(), ["site0.test/open", "site1.test/open", "site1.test/shut/x", "site3.test/open"]);
    assert!(setup.wrong("http://site0.test/shut/x").contains("robots.txt"));
    let broken = setup.hosts.paths(2);
    assert!(!broken.is_empty() && broken.iter().all(|path| path == "/robots.txt"), "{broken:?}");
    let slow = setup.hosts.shortest(0).expect("requests");
    assert!(slow.as_millis() >= 20, "{slow:?}");
    let health = setup.register.health(jiff::Timestamp::now().as_millisecond()).expect("health");
    assert!(health[2].wrong.as_deref().is_some_and(|wrong| wrong.contains("500")), "{:?}", health[2].wrong);
    assert!(health[1].wrong.is_none() && health[1].last_success.is_some());
}

#[test]
fn sources_of_every_kind_are_read() {
    let index = "<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap><sitemap><loc>/s2.xml</loc></sitemap></sitemapindex>";
    let map = |page: usize| format!("<urlset><url><loc>/map/{page}</loc></url></urlset>");
    let section = "<!doctype html><a href=/story/1>1</a><a href=/about>x</a>";
    let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "A", "items": [{"id": "1", "url": "/json/1"}]}"#;
    let site = Given::default()
        .page("/index.xml", index)
        .page("/s1.xml", &map(1))
        .page("/s2.xml", index)
        .page("/map/1", &report(1, ""))
        .page("/section", section)
        .page("/story/1", &report(2, ""))
        .with("/json", "308 Moved", &[("location", "/feed.json")], "")
        .with("/feed.json", "200 OK", &[("etag", "\"v1\"")], json)
        .page("/json/1", &report(3, ""))
        .page("/nothing", "<p>Not a feed");
    let drop = std::env::temp_dir().join(format!("dateline-drop-{}", std::process::id()));
    std::fs::create_dir_all(&drop).expect("a folder");
    let file = drop.join("report.html");
    std::fs::write(&file, report(4, "")).expect("a file");
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(60);
    let opened = std::fs::File::options().write(true).open(&file).expect("a file");
    opened.set_modified(old).expect("a time");
    let at = |path: &str| Some(format!("http://site0.test{path}"));
    let sources = [
        Source { name: "Map".into(), sitemap: at("/index.xml"), ..Source::default() },
        Source {
            name: "Section".into(),
            index: at("/section"),
            links: Some("/story/".into()),
            ..Source::default()
        },
        Source { name: "JSON".into(), feed: at("/json"), ..Source::default() },
        Source { name: "Nothing".into(), feed: at("/nothing"), ..Source::default() },
        Source { name: "Drop".into(), folder: Some(drop.clone()), ..Source::default() },
    ];
    let setup = Setup::new("kinds", vec![site], &sources);
    setup.run(None);
    let path = format!("path {}", file.display());
    assert_eq!(setup.names(), ["site0.test/json/1", "site0.test/map/1", "site0.test/story/1", &path]);
    let health = setup.register.health(jiff::Timestamp::now().as_millisecond()).expect("health");
    let wrong: Vec<_> = health.iter().map(|one| (one.name.as_str(), one.wrong.is_some())).collect();
    assert_eq!(
        wrong,
        [
            ("Drop", false),
            ("JSON", false),
            ("Map", false),
            ("Map: http://site0.test/s1.xml", false),
            ("Map: http://site0.test/s2.xml", true),
            ("Nothing", true),
            ("Section", false),
        ]
    );
    // A file that changed is read again, and is the next version of its report; a feed is asked whether it changed.
    std::fs::write(&file, report(5, "")).expect("a file");
    opened.set_modified(old + std::time::Duration::from_secs(1)).expect("a time");
    let summary = setup.run(None);
    assert_eq!(summary.taken, 1, "{summary:?}");
    assert_eq!(setup.names().len(), 5);
    let health = setup.register.health(jiff::Timestamp::now().as_millisecond()).expect("health");
    assert_eq!((health[1].asked, health[1].unchanged), (2, 1));
    let _ = std::fs::remove_dir_all(drop);
}

#[test]
fn what_a_feed_says_counts_where_the_page_says_nothing() {
    let stated = report(1, "<meta property=\"article:published_time\" content=\"2024-01-07T08:00:00Z\">");
    let site = Given::default()
        .page("/feed", &feed(&["http://site0.test/stated", "http://site0.test/silent"]))
        .page("/stated", &stated)
        .page("/silent", &report(2, ""));
    let setup = Setup::new("dates", vec![site], &[source("A", "http://site0.test/feed")]);
    setup.run(None);
    let day = |day: &str| Some(day.to_string());
    assert_eq!(
        setup.kept(),
        [
            ("address http://site0.test/silent".to_string(), day("2024-01-08")),
            ("address http://site0.test/stated".to_string(), day("2024-01-07")),
        ]
    );
    let lately = setup.register.health(jiff::Timestamp::now().as_millisecond()).expect("health")[0].lately;
    assert_eq!((lately.found, lately.taken, lately.undated), (2, 2, 1));
}

/// Remembers what it was given, and fails where it is told to.
#[derive(Default)]
struct Kept {
    exchanges: Mutex<Vec<Exchange>>,
    full: bool,
}

impl Evidence for Kept {
    fn keep(&self, exchange: &Exchange) -> Result<(), String> {
        if self.full {
            return Err("The disk is full.".into());
        }
        self.exchanges.lock().expect("a lock").push(exchange.clone());
        Ok(())
    }

    fn show(&self, _: &Shown) -> Result<(), String> {
        Ok(())
    }

    fn sync(&self) -> Result<(), String> {
        Ok(())
    }
}

#[test]
fn nothing_is_kept_without_its_evidence() {
    let site = || {
        Given::default()
            .page("/feed", &feed(&["http://site0.test/old"]))
            .with("/old", "301 Moved", &[("location", "/new")], "elsewhere")
            .with("/new", "200 OK", &[("x-own", "y")], &report(1, ""))
    };
    let sources = [source("A", "http://site0.test/feed")];
    let setup = Setup::new("evidence", vec![site()], &sources);
    let kept = Arc::new(Kept::default());
    setup.run(Some(Arc::clone(&kept) as Arc<dyn Evidence>));
    let exchanges = kept.exchanges.lock().expect("a lock");
    let urls: Vec<&str> = exchanges.iter().map(|exchange| exchange.url.as_str()).collect();
    assert_eq!(urls, ["http://site0.test/old", "http://site0.test/new"]);
    let head = String::from_utf8(exchanges[1].head.clone()).expect("text");
    assert!(
        head.starts_with("HTTP/1.1 200 OK\r\n")
            && head.contains("x-own: y\r\n")
            && head.ends_with("\r\n\r\n")
    );
    let request = String::from_utf8(exchanges[1].request.clone()).expect("text");
    assert!(
        request.starts_with("GET /new HTTP/1.1\r\nhost: site0.test\r\nuser-agent: Dateline/"),
        "{request}"
    );
    assert_eq!(exchanges[1].body, report(1, "").as_bytes());
    assert!(!exchanges[1].cut && exchanges[1].ip.is_some());

    let setup = Setup::new("full", vec![site()], &sources);
    let full: Arc<dyn Evidence> = Arc::new(Kept { full: true, ..Kept::default() });
    let settings = settings(setup.folder.join("record.db"), setup.hosts.port, true);
    let error = run(&settings, &Plain::default(), Some(full), &Stop::default()).expect_err("a full disk");
    assert_eq!(error.to_string(), "The disk is full.");
    assert_eq!(setup.names(), Vec::<String>::new());
    // With room it goes on where it was.
    setup.run(Some(Arc::new(Kept::default())));
    assert_eq!(setup.names(), ["site0.test/new"]);
}

/// A site whose first feed takes its time.
struct Slow;

impl Site for Slow {
    fn answer(&self, request: &Request, stream: &mut TcpStream) -> std::io::Result<()> {
        let body = match request.path.as_str() {
            "/slow" => {
                std::thread::sleep(std::time::Duration::from_millis(700));
                feed(&["http://site0.test/old"])
            }
            "/other" => feed(&["http://site0.test/new"]),
            "/old" => report(1, ""),
            "/new" => report(2, ""),
            _ => return send(stream, "404 Not Found", &[], b"no"),
        };
        send(stream, "200 OK", &[], body.as_bytes())
    }
}

#[test]
fn what_a_source_lists_that_was_changed_meanwhile_is_not_its_any_more() {
    let setup = Setup::new("changed", vec![Given::default()], &[]);
    let hosts = Hosts::listen(vec![Arc::new(Slow)]);
    let number = setup.register.add(&source("A", "http://site0.test/slow")).expect("added");
    std::thread::scope(|scope| {
        let settings = settings(setup.folder.join("record.db"), hosts.port, true);
        let watching = scope.spawn(move || run(&settings, &Plain::default(), None, &Stop::default()));
        while !hosts.paths(0).contains(&"/slow".to_string()) {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        setup.register.change(number, &source("B", "http://site0.test/other")).expect("changed");
        watching.join().expect("an end").expect("watched");
    });
    assert_eq!(setup.names(), ["site0.test/new"]);
    assert!(!hosts.paths(0).contains(&"/old".to_string()));
}
