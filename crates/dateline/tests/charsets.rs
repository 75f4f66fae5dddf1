//! Pages whose encoding only the server tells: they read the same when they are watched, out of an archive, and when they are
//! coded again.

mod program;

use program::{Folder, run};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};

/// Encodings, with words in each.
const PAGES: [(&str, &str); 4] = [
    ("windows-1251", "Обстрел города ночью"),
    ("gb18030", "昨夜城市遭到炮击"),
    ("shift_jis", "昨夜の砲撃で町に被害"),
    ("iso-8859-1", "Des tirs d'été près d'Évreux"),
];

/// A page in its encoding, which it is silent or wrong about.
fn page(n: usize) -> Vec<u8> {
    let (charset, words) = PAGES[n];
    let head = if n.is_multiple_of(2) { "<meta charset=koi8-r>" } else { "" };
    let text = format!(
        "<!doctype html><html><head>{head}<title>{words}</title></head><body><article><h1>{words}</h1><p>Rockets killed \
         {} soldiers of {words} at a base near Homs on 7 January 2024, the army said in a statement that it gave on Sunday.\
         </p>\
         <p>Militants attacked the base before dawn, and the soldiers fired back, a spokesman said.</p></article></body></html>",
        n + 2
    );
    let encoding = encoding_rs::Encoding::for_label(charset.as_bytes()).expect("an encoding");
    encoding.encode(&text).0.into_owned()
}

fn answer(mut stream: TcpStream, address: SocketAddr) -> std::io::Result<()> {
    let mut head = [0; 4096];
    let n = stream.read(&mut head)?;
    let path = String::from_utf8_lossy(&head[..n]).split(' ').nth(1).unwrap_or_default().to_string();
    let number =
        path.strip_prefix("/news/").and_then(|n| n.parse::<usize>().ok()).filter(|n| *n < PAGES.len());
    let (status, kind, body) = match number {
        Some(n) => ("200 OK", format!("text/html; charset={}", PAGES[n].0), page(n)),
        None if path == "/rss" => {
            let item =
                |n: usize| format!("<item><title>T</title><link>http://{address}/news/{n}</link></item>");
            let items: String = (0..PAGES.len()).map(item).collect();
            let feed = format!("<rss version=\"2.0\"><channel><title>A</title>{items}</channel></rss>");
            ("200 OK", "application/rss+xml".into(), feed.into_bytes())
        }
        None => ("404 Not Found", "text/plain".into(), b"no".to_vec()),
    };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    )?;
    stream.write_all(&body)
}

fn server() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _ = answer(stream, address);
        }
    });
    address
}

/// The reports' headlines, and the words that their events are read from, with the byte where they begin.
fn words(db: &str) -> (Vec<String>, Vec<String>) {
    let column = |sql: &str| {
        let done = run(&["sql", "--csv", sql, "--db", db], b"");
        done.stdout.lines().skip(1).map(|line| line.trim_matches('"').to_string()).collect()
    };
    (
        column("SELECT title FROM reports ORDER BY url"),
        column("SELECT evidence || ' ' || (body ->> '$.evidence.start') FROM claims ORDER BY 1"),
    )
}

#[test]
fn pages_are_read_in_the_encoding_that_the_server_tells() {
    let site = server();
    let folder = Folder::new();
    let path = |name: &str| folder.join(name).to_str().expect("UTF-8").to_string();
    let toml = format!("pace = 0\n[[source]]\nname = \"Site\"\nfeed = \"http://{site}/rss\"\n");
    folder.file("sources.toml", toml.as_bytes());
    let (db, toml) = (path("r.db"), path("sources.toml"));
    let done = run(
        &["watch", "--once", "--allow-private", "--reader", "rules", "--sources", &toml, "--db", &db],
        b"",
    );
    assert!(done.stdout.contains("4 taken in"), "{} {}", done.stdout, done.stderr);
    let (titles, evidence) = words(&db);
    assert_eq!(titles, PAGES.map(|(_, words)| words));
    assert!(evidence.len() >= PAGES.len() && evidence.iter().all(|words| words.len() > 20), "{evidence:?}");

    // What is coded again is read as it was.
    let accepted = run(&["recode", "--accept", "--by", "Ada", "--reader", "rules", "--db", &db], b"");
    assert_eq!(accepted.code, Some(0), "{}", accepted.stderr);
    assert_eq!(words(&db), (titles.clone(), evidence.clone()));

    // The evidence is a web archive like any other.
    let other = path("other.db");
    let archive = format!("{}/evidence-000001.warc.gz", path("r.db.evidence"));
    let taken = run(&["ingest", &archive, "--reader", "rules", "--db", &other], b"");
    assert!(taken.stdout.contains("4 new"), "{} {}", taken.stdout, taken.stderr);
    assert_eq!(words(&other), (titles, evidence));
}
