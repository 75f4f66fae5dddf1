//! The commands `watch` and `sources`, as their user runs them: a site on loopback, and a folder.

mod program;
mod served;

use program::{Done, Folder, command, run};
use served::Served;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

const STORY: &str = "Rockets killed three soldiers at a base near Homs on Sunday, the army said. Militants attacked the \
                     base with rockets before dawn, and the soldiers fired back, a spokesman said.";

/// A site with a feed of three pages, one of which is none.
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
    let item =
        |n: u8| format!("<item><title>T</title><link>http://{address}/news/{n}?utm_source=x</link></item>");
    let (status, body) = match path {
        "/rss" => {
            let items: String = (1..=3).map(item).collect();
            ("200 OK", format!("<rss version=\"2.0\"><channel><title>A</title>{items}</channel></rss>"))
        }
        "/news/1" | "/news/2" => {
            let time = "<meta property=\"article:published_time\" content=\"2024-01-08T09:00:00Z\">";
            let body = format!("<article><h1>Attack {path}</h1><p>{STORY}</p></article>");
            (
                "200 OK",
                format!(
                    "<!doctype html><html><head><title>Attack {path}</title>{time}</head><body>{body}</body></html>"
                ),
            )
        }
        _ => ("404 Not Found", "no".to_string()),
    };
    write!(stream, "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
}

struct Setup {
    folder: Folder,
    db: String,
    toml: String,
}

impl Setup {
    fn new(site: SocketAddr) -> Setup {
        let folder = Folder::new();
        let text = format!(
            "contact = \"desk@example.org\"\npace = 0.01\n[[source]]\nname = \"Site\"\nfeed = \"http://{site}/rss\"\n\
             every = \"1s\"\n[[source]]\nname = \"Drop\"\nfolder = \"in\"\nevery = \"1s\"\n"
        );
        let toml = folder.file("sources.toml", text.as_bytes());
        std::fs::create_dir(folder.join("in")).expect("a folder");
        let db = folder.join("r.db").to_str().expect("UTF-8").to_string();
        Setup { db, toml: toml.to_str().expect("UTF-8").to_string(), folder }
    }

    fn args<'a>(&'a self, more: &[&'a str]) -> Vec<&'a str> {
        let watch = ["watch", "--reader", "rules", "--sources", &self.toml, "--db", &self.db];
        [&watch[..], more].concat()
    }

    fn reports(&self) -> Vec<String> {
        let done = run(&["sql", "--csv", "SELECT name FROM reports ORDER BY name", "--db", &self.db], b"");
        done.stdout.lines().skip(1).map(str::to_string).collect()
    }

    fn sources(&self) -> Done {
        run(&["sources", "--db", &self.db], b"")
    }
}

/// Puts a file into a folder, as if it had rested there.
fn put(path: &Path, text: &str) {
    std::fs::write(path, text).expect("a file");
    let rested = std::time::SystemTime::now() - Duration::from_secs(60);
    std::fs::File::options()
        .write(true)
        .open(path)
        .and_then(|file| file.set_modified(rested))
        .expect("a time");
}

#[test]
fn what_sources_bring_is_in_the_record() {
    let site = site();
    let setup = Setup::new(site);
    put(&setup.folder.join("in/drop.txt"), STORY);
    let done = run(&setup.args(&["--once", "--allow-private"]), b"");
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{}", done.stdout);
    assert!(done.stdout.contains("2 sources are watched"), "{}", done.stdout);
    assert!(
        done.stdout.contains("3 taken in, 0 known under another address, 1 no reports, 0 failed."),
        "{}",
        done.stdout
    );
    let expected = ["drop.txt".to_string(), format!("http://{site}/news/1"), format!("http://{site}/news/2")];
    assert_eq!(setup.reports(), expected);
    assert!(run(&["incidents", "--db", &setup.db], b"").stdout.contains("Homs"));
    let listed = setup.sources().stdout;
    for part in ["Drop (folder)", "Site (feed)", "3 listed, 2 taken in, 0 known already, 1 failed; 0 wait"] {
        assert!(listed.contains(part), "{listed}");
    }
    // Another round finds nothing new; by `ingest` a page that is held is known.
    let done = run(&setup.args(&["--once", "--allow-private"]), b"");
    assert!(done.stdout.contains("0 taken in"), "{}", done.stdout);
    assert_eq!(setup.reports().len(), 3);
}

#[test]
fn what_is_inside_is_not_asked_unless_it_is_allowed() {
    let site = site();
    let setup = Setup::new(site);
    let done = run(&setup.args(&["--once"]), b"");
    assert_eq!(done.code, Some(0));
    assert!(done.stdout.contains("0 taken in"), "{}", done.stdout);
    assert!(setup.sources().stdout.contains("its own network"), "{}", setup.sources().stdout);
    let url = format!("http://{site}/rss");
    let added =
        ["sources", "add", "Own", "--feed", &url, "--pace", "0", "--allow-private", "--db", &setup.db];
    assert_eq!(run(&added, b"").code, Some(0));
    let done = run(&setup.args(&["--once"]), b"");
    assert!(done.stdout.contains("2 taken in"), "{} {}", done.stdout, done.stderr);
}

#[test]
fn sources_are_added_paused_and_removed() {
    let setup = Setup::new(site());
    let sources = |args: &[&str]| run(&[&["sources"], args, &["--db", &setup.db]].concat(), b"");
    let none = sources(&["pause", "A"]);
    assert!(none.code == Some(1) && none.stderr.contains("Nothing is watched"), "{}", none.stderr);
    assert!(run(&["watch", "--once", "--db", &setup.db], b"").stderr.contains("nothing to watch"));
    assert!(sources(&["add", "A", "--feed", "ftp://x"]).stderr.contains("https://"));
    assert_eq!(sources(&["add", "A", "--feed", "https://a.example/rss"]).code, Some(0));
    assert!(sources(&["add", "A", "--feed", "https://b.example/rss"]).stderr.contains("already"));
    assert_eq!(sources(&["pause", "A", "--why", "rebuilt"]).code, Some(0));
    let listed = sources(&["--json"]);
    let [one] = &listed.json()[..] else { panic!("{}", listed.stdout) };
    assert_eq!((one["name"].as_str(), one["paused"].as_str()), (Some("A"), Some("rebuilt")));
    assert_eq!(sources(&["resume", "A"]).code, Some(0));
    assert!(!sources(&[]).stdout.contains("paused"));
    assert_eq!(sources(&["remove", "A"]).code, Some(0));
    assert!(sources(&["remove", "A"]).stderr.contains("There is no source"));
    let wrong = setup.folder.file("wrong.toml", b"[[source]]\nname = 'A'\nfeeds = 'x'");
    let wrong = run(&["watch", "--sources", wrong.to_str().expect("UTF-8"), "--db", &setup.db], b"");
    assert!(wrong.code == Some(1) && wrong.stderr.contains("feeds"), "{}", wrong.stderr);
}

/// Waits for the record to hold so many reports.
fn wait_for(setup: &Setup, reports: usize, watching: &mut Child) {
    while setup.reports().len() < reports {
        assert!(watching.try_wait().expect("a process").is_none(), "it ended by itself");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[cfg(unix)]
#[test]
fn a_service_takes_up_what_comes_and_ends_when_it_is_asked_to() {
    let setup = Setup::new(site());
    let mut watching = command(&setup.args(&["--allow-private"])).spawn().expect("the program starts");
    wait_for(&setup, 2, &mut watching);
    put(&setup.folder.join("in/late.txt"), STORY);
    wait_for(&setup, 3, &mut watching);
    let asked = Command::new("kill").args(["-TERM", &watching.id().to_string()]).status();
    assert!(asked.expect("kill").success());
    let done = watching.wait_with_output().expect("an end");
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(
        done.status.success() && said.contains("3 taken in"),
        "{said} {}",
        String::from_utf8_lossy(&done.stderr)
    );
}

#[test]
fn the_server_watches_too_and_says_how_sources_do() {
    let site = site();
    let setup = Setup::new(site);
    let text = format!(
        "[[source]]\nname = \"Site\"\nfeed = \"http://{site}/rss\"\npace = 0\nallow_private = true\n"
    );
    std::fs::write(&setup.toml, text).expect("a file");
    let args = ["--db", &setup.db, "--reader", "rules", "--watch", "--sources", &setup.toml];
    let server = Served::with(&args);
    loop {
        let sources = server.get("/api/v1/sources").json();
        let one = &sources["items"][0];
        assert_eq!((one["name"].as_str(), one["kind"].as_str()), (Some("Site"), Some("feed")), "{sources}");
        assert_eq!(one["wrong"], serde_json::Value::Null, "{sources}");
        if one["week"]["taken"] == 2 && one["week"]["failed"] == 1 {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(server.get("/api/v1/reports").json()["items"].as_array().map(Vec::len), Some(2));
}
