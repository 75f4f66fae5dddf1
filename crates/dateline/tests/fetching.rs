//! `ingest --fetch`, as its user runs it: lists in every shape, from a site on loopback that has some of what they name.

mod program;

use program::{Folder, command, finish, run};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

type Asked = Arc<Mutex<Vec<String>>>;

/// A site with ten reports, a page that may not be fetched, and nothing else.
fn site() -> (SocketAddr, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let (address, asked) = (listener.local_addr().expect("an address"), Asked::default());
    let own = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _ = answer(stream, &own);
        }
    });
    (address, asked)
}

fn answer(mut stream: TcpStream, asked: &Asked) -> std::io::Result<()> {
    let mut head = [0; 4096];
    let n = stream.read(&mut head)?;
    let head = String::from_utf8_lossy(&head[..n]).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().to_string();
    asked
        .lock()
        .expect("a lock")
        .push(format!("{path} {}", head.lines().find(|l| l.contains("agent")).unwrap_or("")));
    let (status, body) = match path.strip_prefix("/news/").and_then(|n| n.parse::<u32>().ok()) {
        Some(n) if n < 10 => (
            "200 OK",
            format!(
                "<!doctype html><html><head><title>Attack {n}</title></head><body><article><h1>Attack {n}</h1><p>Islamic State \
             militants attacked an army checkpoint in Kobani, Syria, on 8 January 2024, killing {} soldiers, the army said in \
             statement number {n}.</p><p>The road was closed for the rest of the day.</p></article></body></html>",
                n + 2
            ),
        ),
        _ if path == "/robots.txt" => ("200 OK", "User-agent: *\nDisallow: /private/\n".to_string()),
        _ => ("404 Not Found", "no".to_string()),
    };
    write!(stream, "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
}

struct Setup {
    folder: Folder,
    site: SocketAddr,
    asked: Asked,
}

impl Setup {
    fn new() -> Setup {
        let (site, asked) = site();
        Setup { folder: Folder::new(), site, asked }
    }

    fn path(&self, name: &str) -> String {
        self.folder.join(name).to_str().expect("UTF-8").to_string()
    }

    fn list(&self, name: &str, text: &str) -> String {
        self.folder.file(name, text.replace("SITE", &self.site.to_string()).as_bytes());
        self.path(name)
    }

    fn args<'a>(&self, db: &'a str, more: &[&'a str]) -> Vec<&'a str> {
        let ingest = ["ingest", "--fetch", "--allow-private", "--pace", "0", "--reader", "rules", "--db", db];
        [&ingest[..], more].concat()
    }

    fn column(&self, db: &str, sql: &str) -> Vec<String> {
        let done = run(&["sql", "--csv", sql, "--db", db], b"");
        done.stdout.lines().skip(1).map(str::to_string).collect()
    }

    fn asked(&self) -> usize {
        self.asked.lock().expect("a lock").len()
    }
}

#[test]
fn a_list_is_fetched_once_and_what_is_missing_is_listed() {
    let setup = Setup::new();
    let list = setup.list(
        "list.txt",
        "# reports\nhttp://SITE/news/1?utm_source=x\nhttp://SITE/news/1#top\nhttp://SITE/news/2\nhttp://SITE/none\n\
         http://SITE/private/x\nnowhere\n",
    );
    let (db, failed) = (setup.path("r.db"), setup.path("failed.csv"));
    // Without being asked to, nothing is fetched.
    for command in ["ingest", "code"] {
        let mut args = vec![command, list.as_str(), "--reader", "rules"];
        args.extend((command == "ingest").then_some(["--db", &db]).into_iter().flatten());
        let done = run(&args, b"");
        assert_eq!(done.code, Some(1), "{}", done.stdout);
    }
    let only = setup.list("only.txt", "http://SITE/news/1\nhttp://SITE/news/2\n");
    let done = run(&["ingest", &only, "--db", &db], b"");
    assert!(done.stderr.contains("`dateline ingest --fetch FILE` fetches"), "{}", done.stderr);
    assert_eq!(setup.asked(), 0);

    let more =
        [list.as_str(), "--contact", "desk@example.org", "--failed", &failed, "--outlet", "Example Times"];
    let done = run(&setup.args(&db, &more), b"");
    assert_eq!(done.code, Some(1), "{} {}", done.stdout, done.stderr);
    assert!(done.stderr.contains("line 7: \"nowhere\" is no address"), "{}", done.stderr);
    assert!(done.stdout.starts_with("4 pages to fetch, 0 known.\n"), "{}", done.stdout);
    let sums = "2 fetched, 0 known, 0 known under another address, 2 refused, 0 failed, 0 left for later.";
    assert!(done.stdout.contains(sums), "{}", done.stdout);
    assert!(done.stdout.contains("The server answers 404."), "{}", done.stdout);
    let table = std::fs::read_to_string(&failed).expect("a table");
    let site = setup.site;
    assert_eq!(
        table,
        format!(
            "url,state,status,reason\nhttp://{site}/none,refused,404,The server answers 404.\nhttp://{site}/private/x,refused,,\
             The site's robots.txt does not let it be fetched.\n"
        )
    );
    assert_eq!(setup.column(&db, "SELECT outlet FROM reports"), ["Example Times", "Example Times"]);
    let agents = setup
        .asked
        .lock()
        .expect("a lock")
        .iter()
        .filter(|asked| asked.contains("(+desk@example.org)"))
        .count();
    assert_eq!(agents, setup.asked());
    assert_eq!(setup.column(&db, "SELECT count(DISTINCT report) FROM claims"), ["2"]);
    let verified = run(&["verify", "--db", &db], b"");
    assert!(verified.stdout.contains("All of it is as it was written."), "{}", verified.stdout);
    assert_eq!(setup.column(&db, "SELECT count(*) FROM reports"), ["2"]);

    // What is there is known; what failed is asked for again where that is said, and a table of failures is a list.
    let before = setup.asked();
    let again = run(&setup.args(&db, &[&list]), b"");
    assert!(
        again.stdout.contains("0 pages to fetch, 3 known, 2 failed or refused of late: --from-start"),
        "{}",
        again.stdout
    );
    assert_eq!(setup.asked(), before);
    let again = run(&setup.args(&db, &[&failed, "--from-start"]), b"");
    assert!(
        again.stdout.contains("0 fetched, 0 known, 0 known under another address, 2 refused"),
        "{}",
        again.stdout
    );
    assert_eq!(setup.asked(), before + 1);
    // What lists name is no source.
    assert_eq!(run(&["sources", "--db", &db], b"").stdout, "");
}

#[test]
fn files_of_gdelt_are_fetched_packed_as_they_are_and_uncoded_where_that_is_asked() {
    let setup = Setup::new();
    let row = |n: u32| format!("115000000{n}{}\thttp://{}/news/{n}\n", "\tx".repeat(59), setup.site);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("20240108120000.export.CSV", zip::write::SimpleFileOptions::default()).expect("begins");
    zip.write_all((0..3).map(row).collect::<String>().as_bytes()).expect("writes");
    setup.folder.file("20240108120000.export.CSV.zip", &zip.finish().expect("a zip").into_inner());
    let (db, list) = (setup.path("r.db"), setup.path("20240108120000.export.CSV.zip"));
    let plain = run(&["ingest", &list, "--db", &db], b"");
    assert_eq!((plain.code, setup.asked()), (Some(1), 0), "{}", plain.stderr);
    let args = ["ingest", "--fetch", "--allow-private", "--pace", "0", "--no-coding", "--db", &db, &list];
    let done = run(&args, b"");
    assert_eq!(done.code, Some(0), "{} {}", done.stdout, done.stderr);
    assert!(done.stdout.contains("3 fetched"), "{}", done.stdout);
    assert_eq!(setup.column(&db, "SELECT count(*) FROM claims"), ["0"]);
    let recoded =
        run(&["recode", "--uncoded", "--accept", "--by", "Ada", "--reader", "rules", "--db", &db], b"");
    assert_eq!(recoded.code, Some(0), "{}", recoded.stderr);
    assert_ne!(setup.column(&db, "SELECT count(*) FROM claims"), ["0"]);
}

#[test]
fn addresses_of_ones_own_network_are_refused_unless_allowed() {
    let setup = Setup::new();
    let (list, db) = (setup.list("list.csv", "link,x\nhttp://SITE/news/1,1\n"), setup.path("r.db"));
    let done = run(&["ingest", "--fetch", "--reader", "rules", "--db", &db, &list], b"");
    assert_eq!(done.code, Some(1), "{}", done.stdout);
    assert!(done.stdout.contains("1 refused") && done.stdout.contains("own network"), "{}", done.stdout);
    assert_eq!(setup.asked(), 0);
    let input = format!("http://{}/news/1\n", setup.site);
    let done = finish(command(&setup.args(&db, &["-"])), input.as_bytes());
    assert!(done.stdout.contains("1 fetched"), "{} {}", done.stdout, done.stderr);
}
