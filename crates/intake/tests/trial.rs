//! Trying addresses out: what is said of them, what is not asked, and that it is asked as politely as watching does.

mod fixture;

use dateline_intake::watch::{Register, Settings, Source, Tried, path, try_out};
use fixture::world::settings;
use fixture::{Hosts, Request, Site, send};
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::Arc;

/// A site of an outlet: a front page, a feed, a sitemap and an index of sitemaps; some of it is shut.
struct Outlet;

const FRONT: &str = "<!doctype html><html><head><title>Front</title>\
    <link rel=\"alternate\" type=\"application/rss+xml\" href=\"/rss\"></head><body>\
    <a href=\"/about\">About us</a><a href=\"/news/2024/rockets-hit-base\">Rockets hit <b>base</b></a>\
    <a href=\"/news/2024/two-hurt-in-blast\">Two hurt in blast</a><a href=\"http://127.0.0.1/x\">x</a></body></html>";

impl Site for Outlet {
    fn answer(&self, request: &Request, stream: &mut TcpStream) -> std::io::Result<()> {
        let item = |n: u8| {
            format!(
                "<item><title>Report {n}</title><link>http://site0.test/news/{n}</link>\
                 <pubDate>Mon, 08 Jan 2024 12:00:00 GMT</pubDate></item>"
            )
        };
        let items: String = (0..12).map(item).collect();
        let body = match request.path.as_str() {
            "/robots.txt" => "User-agent: *\nDisallow: /shut\n".to_string(),
            "/" => FRONT.to_string(),
            "/rss" => format!(
                "<rss version=\"2.0\"><channel><title>A</title><language>en</language>{items}</channel></rss>"
            ),
            "/map.xml" => "<urlset><url><loc>http://site0.test/a</loc></url></urlset>".to_string(),
            "/maps.xml" => {
                "<sitemapindex><sitemap><loc>http://site0.test/map.xml</loc></sitemap></sitemapindex>"
                    .to_string()
            }
            "/picture" => "\u{0}\u{1}\u{2}\u{3}not a list".to_string(),
            "/moved" => return send(stream, "301 Moved", &[("location", "/rss")], b""),
            "/inside" => return send(stream, "302 Found", &[("location", "http://127.0.0.1:1/rss")], b""),
            "/busy" => return send(stream, "503 Busy", &[("retry-after", "600")], b""),
            _ => return send(stream, "404 Not Found", &[], b"no"),
        };
        send(stream, "200 OK", &[], body.as_bytes())
    }
}

struct Setup {
    hosts: Hosts,
    folder: PathBuf,
}

impl Setup {
    fn new(label: &str) -> Setup {
        let folder = std::env::temp_dir().join(format!("dateline-trial-{label}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        Setup { hosts: Hosts::listen(vec![Arc::new(Outlet)]), folder }
    }

    fn settings(&self) -> Settings {
        settings(self.folder.join("record.db"), self.hosts.port, true)
    }

    fn tried(&self, settings: Settings, path: &str, links: Option<&str>) -> Result<Tried, String> {
        let address =
            if path.starts_with("http") { path.to_string() } else { format!("http://site0.test{path}") };
        let links = links.map(str::to_string);
        let source = Source { name: "A".into(), feed: Some(address), links, ..Source::default() };
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("threads");
        runtime.block_on(try_out(settings, source)).expect("a register")
    }

    fn ask(&self, path: &str, links: Option<&str>) -> Result<Tried, String> {
        self.tried(self.settings(), path, links)
    }
}

impl Drop for Setup {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn what_stands_at_an_address_is_said_and_nothing_is_kept() {
    let setup = Setup::new("kinds");
    let feed = setup.ask("/moved", None).expect("a feed");
    assert_eq!((feed.kind, feed.leads_to, feed.first.len()), ("feed", 12, 10));
    assert_eq!(feed.address, "http://site0.test/rss");
    assert_eq!(feed.first[0].title.as_deref(), Some("Report 0"));
    assert_eq!(feed.first[0].language.as_deref(), Some("en"));
    assert_eq!(setup.ask("/rss", Some("/news/1$")).expect("a feed").leads_to, 1);
    let map = setup.ask("/map.xml", None).expect("a sitemap");
    assert_eq!((map.kind, map.of_sitemaps, map.leads_to), ("sitemap", false, 1));
    let maps = setup.ask("/maps.xml", None).expect("an index");
    assert_eq!((maps.kind, maps.of_sitemaps, maps.leads_to), ("sitemap", true, 1));
    let front = setup.ask("/", None).expect("a page");
    assert_eq!((front.kind, front.leads_to), ("index", 4));
    assert_eq!(front.feeds, ["http://site0.test/rss"]);
    let shapes: Vec<(&str, usize)> = front.shapes.iter().map(|s| (s.pattern.as_str(), s.fits)).collect();
    assert_eq!(shapes, [("/news/[0-9]{4}/[^/?]+/?$", 2)]);
    let fitting = setup.ask("/", Some(&front.shapes[0].pattern)).expect("a page");
    let titles: Vec<Option<&str>> = fitting.first.iter().map(|entry| entry.title.as_deref()).collect();
    assert_eq!(titles, [Some("Rockets hit base"), Some("Two hurt in blast")]);
    assert!(setup.ask("/picture", None).expect_err("no list").contains("no feed"));
    assert!(setup.ask("/gone", None).expect_err("no list").contains("404"));
    // Its rules were read once, and nothing is watched or waits.
    let asked = setup.hosts.paths(0);
    assert_eq!(asked.iter().filter(|path| *path == "/robots.txt").count(), 1, "{asked:?}");
    let register = Register::open(&setup.folder.join("record.db")).expect("a register");
    assert!(register.health(0).expect("health").is_empty());
    let file = rusqlite::Connection::open(path(&setup.folder.join("record.db"))).expect("a file");
    let pages: i64 = file.query_row("SELECT count(*) FROM page", [], |row| row.get(0)).expect("a count");
    assert_eq!(pages, 0);
}

#[test]
fn what_may_not_be_asked_is_not() {
    let setup = Setup::new("guard");
    assert!(setup.ask("/shut/rss", None).expect_err("shut").contains("robots.txt"));
    let public = || Settings { allow_private: false, ..setup.settings() };
    for address in ["http://site0.test/rss", "http://127.0.0.1/", "http://[::1]/", "http://0x7f000001/"] {
        let what = setup.tried(public(), address, None).expect_err(address);
        assert!(what.contains("its own network"), "{address}: {what}");
    }
    let asked = setup.hosts.paths(0);
    assert_eq!(asked, ["/robots.txt"]);
    // A host that is named may be anywhere, where it leads to may not.
    let named = Source {
        name: "A".into(),
        feed: Some("http://site0.test/inside".into()),
        allow_private: true,
        ..Source::default()
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("threads");
    let what = runtime.block_on(try_out(public(), named)).expect("a register").expect_err("inside");
    assert!(what.contains("its own network"), "{what}");
}

#[test]
fn a_host_that_has_too_much_to_do_is_left_alone_by_all() {
    let setup = Setup::new("busy");
    assert!(setup.ask("/busy", None).expect_err("busy").contains("503"));
    let what = setup.ask("/rss", None).expect_err("left alone");
    assert!(what.contains("left alone") && what.contains("503"), "{what}");
    assert!(!setup.hosts.paths(0).contains(&"/rss".to_string()));
}
