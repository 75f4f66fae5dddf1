//! Sources as they are kept in the workbench: added, tried, changed, paused and removed over the API of a server that
//! watches, and how each of them does.

mod program;
mod served;

use program::{Folder, run};
use serde_json::{Value, json};
use served::{Answered, Served};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

const STORY: &str = "Rockets killed three soldiers at a base near Homs on Sunday, the army said. Militants attacked the \
                     base with rockets before dawn, and the soldiers fired back, a spokesman said.";

/// A site with a front page, two feeds and three pages, one of which is none.
fn site() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _ = answer(stream, address);
        }
    });
    address
}

fn answer(mut stream: TcpStream, address: SocketAddr) -> std::io::Result<()> {
    let mut head = [0; 4096];
    let n = stream.read(&mut head)?;
    let head = String::from_utf8_lossy(&head[..n]).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default();
    let feed = |pages: &[u8]| {
        let item = |n: &u8| {
            format!("<item><title>Report {n}</title><link>http://{address}/news/2024/no-{n}-x</link></item>")
        };
        let items: String = pages.iter().map(item).collect();
        format!("<rss version=\"2.0\"><channel><title>A</title>{items}</channel></rss>")
    };
    let time = "<meta property=\"article:published_time\" content=\"2024-01-08T09:00:00Z\">";
    let (status, body) = match path {
        "/" => {
            let link = |n: u8| format!("<a href=\"/news/2024/no-{n}-x\">Report {n}</a>");
            ("200 OK", format!("<!doctype html><body>{}{}</body>", link(1), link(2)))
        }
        "/rss" => ("200 OK", feed(&[1, 9])),
        // A list of who asks.
        "/agent" => {
            let agent = head.lines().find_map(|line| line.strip_prefix("user-agent: ")).unwrap_or_default();
            (
                "200 OK",
                format!(
                    "<rss version=\"2.0\"><channel><title>A</title><item><title>{agent}</title><link>/x</link></item></channel></rss>"
                ),
            )
        }
        "/more" => ("200 OK", feed(&[1, 2])),
        "/news/2024/no-1-x" | "/news/2024/no-2-x" => (
            "200 OK",
            format!(
                "<!doctype html><html><head><title>Attack {path}</title>{time}</head><body><article><h1>Attack {path}</h1>\
                 <p>{STORY}</p></article></body></html>"
            ),
        ),
        _ => ("404 Not Found", "no".to_string()),
    };
    write!(stream, "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
}

/// A server over an empty record, with further arguments.
struct Setup {
    folder: Folder,
    server: Served,
    site: SocketAddr,
}

impl Setup {
    fn new(more: &[&str]) -> Setup {
        let folder = Folder::new();
        let site = site();
        let file = format!(
            "contact = \"desk@example.org\"\n[[source]]\nname = \"File\"\nfeed = \"http://{site}/none\"\npace = 0\nallow_private = true\n"
        );
        let toml = folder.file("sources.toml", file.as_bytes());
        let db = folder.join("r.db");
        let (db, toml) = (db.to_str().expect("UTF-8"), toml.to_str().expect("UTF-8"));
        let sources = if more.contains(&"--watch") { vec!["--sources", toml] } else { vec![] };
        let server = Served::with(&[&["--db", db, "--reader", "rules"], more, &sources].concat());
        Setup { folder, server, site }
    }

    fn send(&self, method: &str, path: &str, body: &Value) -> Answered {
        self.server.send(method, &format!("/api/v1/sources{path}"), &[], body)
    }

    /// A feed of the site as it is added.
    fn feed(&self, name: &str, path: &str) -> Value {
        let address = format!("http://{}{path}", self.site);
        json!({"name": name, "kind": "feed", "address": address, "pace": 0, "every": "1s", "allow_private": true})
    }

    /// Adds a source: its id.
    fn add(&self, source: &Value) -> String {
        let made = self.send("POST", "", source);
        assert_eq!(made.status, 201, "{}", String::from_utf8_lossy(&made.body));
        made.json()["id"].as_str().expect("an id").to_string()
    }

    fn one(&self, id: &str) -> Value {
        self.server.json(&format!("/api/v1/sources/{id}"))
    }

    /// Waits until a source is as it should be.
    fn wait(&self, id: &str, is: impl Fn(&Value) -> bool) -> Value {
        loop {
            let one = self.one(id);
            if is(&one) {
                return one;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// What an address is refused with.
    fn refused(&self, method: &str, path: &str, body: &Value) -> (u16, String) {
        let answer = self.send(method, path, body);
        (answer.status, answer.json()["detail"].as_str().unwrap_or_default().to_string())
    }
}

#[test]
fn a_source_that_is_added_is_watched_within_seconds_and_says_how_it_does() {
    let setup = Setup::new(&["--watch", "--allow-private-sources"]);
    assert_eq!(setup.server.json("/api/v1/sources")["watched"], true);
    let id = setup.add(&setup.feed("Site", "/rss"));
    let one = setup.wait(&id, |one| one["week"]["taken"] == 1 && one["week"]["failed"] == 1);
    assert_eq!((one["state"].as_str(), one["origin"].as_str()), (Some("well"), Some("added")), "{one}");
    assert_eq!((one["by_day"].as_array().map(Vec::len), one["daily"][27].as_u64()), (Some(28), Some(1)));
    assert_eq!((one["per_day"].as_f64(), one["host"]["robots"]["allows"].as_bool()), (Some(1.0), Some(true)));
    let pages = one["pages"].as_array().expect("pages");
    let outcome = |word: &str| pages.iter().find(|page| page["outcome"] == word).expect(word);
    assert!(outcome("refused")["wrong"].as_str().is_some_and(|wrong| wrong.contains("404")), "{one}");
    assert_eq!(outcome("refused")["report"], Value::Null);
    let taken = outcome("taken");
    assert!(taken["title"].as_str().is_some_and(|title| title.starts_with("Attack")), "{taken}");
    let report =
        setup.server.json(&format!("/api/v1/reports/{}", taken["report"].as_str().expect("a report")));
    assert!(report.to_string().contains("Homs"));
    let agent = json!({"address": format!("http://{}/agent", setup.site), "pace": 0, "allow_private": true});
    let tried = setup.send("POST", "/try", &agent).json();
    let said = tried["first"][0]["title"].as_str().unwrap_or_default();
    assert!(said.starts_with("Dateline/") && said.ends_with("(+desk@example.org)"), "{tried}");
    // Changed to another feed, it is asked there at once.
    let address = format!("http://{}/more", setup.site);
    let changed = json!({"name": "Other", "address": address, "pace": 0, "every": "1s", "allow_private": true, "why": "it moved"});
    let answer = setup.send("PUT", &format!("/{id}"), &changed);
    assert_eq!((answer.status, answer.json()["name"].as_str()), (200, Some("Other")));
    setup.wait(&id, |one| one["week"]["taken"] == 2);
    // Paused, it is asked no more; resumed, it is again.
    assert_eq!(setup.send("POST", &format!("/{id}/pause"), &json!({"why": "rebuilt"})).status, 200);
    let one = setup.one(&id);
    assert_eq!((one["state"].as_str(), one["paused"].as_str()), (Some("paused"), Some("rebuilt")));
    assert_eq!(setup.send("POST", &format!("/{id}/resume"), &json!({})).json()["paused"], Value::Null);
    assert_eq!(setup.send("DELETE", &format!("/{id}?why=gone"), &Value::Null).status, 204);
    assert_eq!(setup.send("GET", &format!("/{id}"), &Value::Null).status, 404);
    let audit = setup.server.json("/api/v1/audit");
    let lines: Vec<(&str, &str)> = audit["items"]
        .as_array()
        .expect("lines")
        .iter()
        .map(|line| (line["what"].as_str().unwrap_or_default(), line["about"].as_str().unwrap_or_default()))
        .collect();
    let expected = [
        ("source removed", "Other, because gone"),
        ("source resumed", "Other"),
        ("source paused", "Other, because rebuilt"),
        ("source changed", "Other, because it moved"),
        ("source added", "Site"),
    ];
    assert_eq!(lines, expected);
    assert!(audit["items"].as_array().expect("lines").iter().all(|line| line["who"] == "analyst"));
}

#[test]
fn what_stands_in_the_file_is_paused_here_and_changed_there() {
    let setup = Setup::new(&["--watch"]);
    let listed = setup.server.json("/api/v1/sources");
    let id = listed["items"][0]["id"].as_str().expect("an id").to_string();
    let failing = setup.wait(&id, |one| one["wrong"].is_string());
    assert_eq!(failing["state"], "failing", "{failing}");
    assert!(failing["wrong"].as_str().is_some_and(|wrong| wrong.contains("404")), "{failing}");
    let changed = json!({"name": "File", "why": "x"});
    for (method, path, body) in
        [("PUT", format!("/{id}"), &changed), ("DELETE", format!("/{id}?why=x"), &Value::Null)]
    {
        let (status, detail) = setup.refused(method, &path, body);
        assert!(status == 409 && detail.contains("sources.toml"), "{method}: {status} {detail}");
    }
    assert_eq!(setup.send("POST", &format!("/{id}/pause"), &json!({"why": "slow"})).status, 200);
    assert_eq!(setup.send("POST", &format!("/{id}/resume"), &json!({})).status, 200);
}

#[test]
fn sources_that_are_not_as_they_should_be_are_refused_in_words() {
    let setup = Setup::new(&[]);
    let listed = setup.server.json("/api/v1/sources");
    assert_eq!((listed["watched"].as_bool(), listed["total"].as_u64()), (Some(false), Some(0)));
    let public = |more: Value| {
        let mut source = json!({"name": "A", "kind": "feed", "address": "https://a.example/rss"});
        source.as_object_mut().expect("members").extend(more.as_object().expect("members").clone());
        source
    };
    let cases = [
        (json!({"address": "ftp://a.example/"}), 400, "https://"),
        (json!({"name": " "}), 400, "name"),
        (json!({"kind": "index"}), 400, "links"),
        (json!({"links": "("}), 400, "no pattern"),
        (json!({"every": "often"}), 400, "15m"),
        (json!({"pace": -1}), 400, "pace"),
        (json!({"language": "English"}), 400, "two letters"),
        (json!({"kind": "folder", "address": "/etc"}), 422, "kind"),
        (json!({"allow_private": true}), 403, "--allow-private-sources"),
        (json!({"outlet": "x".repeat(600)}), 400, "500"),
    ];
    for (more, status, said) in cases {
        let (got, detail) = setup.refused("POST", "", &public(more.clone()));
        assert!(got == status && detail.contains(said), "{more}: {got} {detail}");
    }
    let id = setup.add(&public(json!({})));
    let (status, detail) = setup.refused("POST", "", &public(json!({})));
    assert!(status == 409 && detail.contains("already"), "{status} {detail}");
    let (status, detail) = setup.refused("POST", &format!("/{id}/pause"), &json!({}));
    assert!(status == 400 && detail.contains("why"), "{status} {detail}");
    assert_eq!(setup.one(&id)["state"], "new");
    // What the operator allowed at the machine is allowed where it was meant, and nowhere else.
    let db = setup.folder.join("r.db");
    let own = format!("http://{}/rss", setup.site);
    let args =
        ["sources", "add", "Own", "--feed", &own, "--allow-private", "--db", db.to_str().expect("UTF-8")];
    assert_eq!(run(&args, b"").code, Some(0));
    let listed = setup.server.json("/api/v1/sources");
    let id = listed["items"].as_array().expect("items").iter().find(|one| one["name"] == "Own").expect("it")
        ["id"]
        .clone();
    let path = format!("/{}", id.as_str().expect("an id"));
    let kept = json!({"name": "Own", "address": own, "allow_private": true, "outlet": "Own", "why": "x"});
    assert_eq!(setup.send("PUT", &path, &kept).status, 200);
    let moved = json!({"name": "Own", "address": "http://10.0.0.1/", "allow_private": true, "why": "x"});
    assert_eq!(setup.refused("PUT", &path, &moved).0, 403);
}

#[test]
fn an_address_is_tried_out_before_it_is_watched() {
    let setup = Setup::new(&["--allow-private-sources"]);
    let tried = |path: &str, more: Value| {
        let mut body =
            json!({"address": format!("http://{}{path}", setup.site), "pace": 0, "allow_private": true});
        body.as_object_mut().expect("members").extend(more.as_object().expect("members").clone());
        let answer = setup.send("POST", "/try", &body);
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        answer.json()
    };
    let feed = tried("/rss", json!({}));
    assert_eq!((feed["kind"].as_str(), feed["leads_to"].as_u64()), (Some("feed"), Some(2)), "{feed}");
    assert_eq!(feed["first"][0]["title"], "Report 1");
    let page = tried("/", json!({}));
    assert_eq!(page["patterns"][0]["fits"], 2, "{page}");
    let fitting = tried("/", json!({"links": page["patterns"][0]["pattern"]}));
    assert_eq!(
        (fitting["leads_to"].as_u64(), fitting["first"][1]["title"].as_str()),
        (Some(2), Some("Report 2"))
    );
    let none = tried("/none", json!({}));
    assert!(
        none["kind"].is_null() && none["wrong"].as_str().is_some_and(|wrong| wrong.contains("404")),
        "{none}"
    );
    let inside = tried("/rss", json!({"allow_private": false}));
    assert!(inside["wrong"].as_str().is_some_and(|wrong| wrong.contains("its own network")), "{inside}");
    setup.add(&setup.feed("Site", "/rss"));
    assert_eq!(tried("/rss", json!({}))["watched_as"], "Site");
    // Nothing was kept, and nothing is watched: no program does.
    assert_eq!(setup.server.json("/api/v1/reports")["items"].as_array().map(Vec::len), Some(0));
}
