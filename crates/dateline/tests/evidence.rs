//! The evidence beside a record, as its user meets it: kept by `watch`, proven by `verify`, stamped, taken out by `remove`, and
//! written into a package.

mod program;

use dateline_intake::wacz::parts;
use program::{Done, Folder, run};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;

fn page(n: usize) -> String {
    format!(
        "<html><head><title>Report {n}</title><meta property=\"article:published_time\" content=\"2024-01-09\"></head><body>\
         <article><h1>Report {n}</h1><p>Islamic State militants attacked an army checkpoint in Kobani, Syria, on 8 January \
         2024, killing {} soldiers, the army said in statement number {n}.</p><p>The road was closed for the rest of the \
         day.</p></article></body></html>",
        n + 2
    )
}

/// A DER value of some parts, each shorter than 128 bytes.
fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    [&[tag, u8::try_from(content.len()).expect("short")], content.as_slice()].concat()
}

/// What a time stamp server replies to a query: a stamp of its imprint, with no signature.
fn reply(query: &[u8]) -> Vec<u8> {
    // Behind the sequence's head and the version.
    let length = usize::from(query[6]) + 2;
    let imprint = &query[5..5 + length];
    let told =
        der(0x30, &[&[2, 1, 1], &[6, 1, 0x2a], imprint, &[2, 1, 9], &der(0x18, &[b"20240108120000Z"])]);
    let content = der(0x30, &[&[6, 1, 0x2a], &der(0xa0, &[&der(4, &[&told])])]);
    let signed = der(0x30, &[&[2, 1, 3], &der(0x31, &[]), &content]);
    let token = der(0x30, &[&[6, 1, 0x2a], &der(0xa0, &[&signed])]);
    der(0x30, &[&der(0x30, &[&[2, 1, 0]]), &token])
}

/// Answers one request: the feed, a page, or a time stamp.
fn answer(mut stream: TcpStream, host: &str) {
    let (mut asked, mut piece) = (Vec::new(), [0; 4096]);
    let end = loop {
        let n = stream.read(&mut piece).unwrap_or(0);
        asked.extend_from_slice(&piece[..n]);
        match asked.windows(4).position(|four| four == b"\r\n\r\n") {
            Some(end) => break end + 4,
            None if n == 0 => return,
            None => {}
        }
    };
    let head = String::from_utf8_lossy(&asked[..end]).to_lowercase();
    let path = head.split_whitespace().nth(1).unwrap_or("/").to_string();
    let (kind, body) = if path == "/stamp" {
        let length =
            head.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next()?.parse().ok());
        while asked.len() < end + length.unwrap_or(0) {
            let n = stream.read(&mut piece).unwrap_or(0);
            asked.extend_from_slice(&piece[..n]);
        }
        ("application/timestamp-reply", reply(&asked[end..]))
    } else if path == "/feed.xml" {
        let items = (0..5).map(|n| format!("<item><title>{n}</title><link>http://{host}/{n}</link></item>"));
        let items: String = items.collect();
        (
            "application/rss+xml",
            format!("<rss version=\"2.0\"><channel><title>x</title>{items}</channel></rss>").into(),
        )
    } else if let Ok(n) = path.trim_start_matches('/').parse() {
        ("text/html", page(n).into_bytes())
    } else {
        ("text/plain", Vec::new())
    };
    let status = if body.is_empty() { "404 Not Found" } else { "200 OK" };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}

/// A server on this machine; gives its host and port.
fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let host = listener.local_addr().expect("an address").to_string();
    let own = host.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let own = own.clone();
            std::thread::spawn(move || answer(stream, &own));
        }
    });
    host
}

struct Record {
    folder: Folder,
    db: PathBuf,
}

impl Record {
    /// A record of the five pages of a feed, watched once.
    fn watched(host: &str) -> Record {
        let folder = Folder::new();
        let record = Record { db: folder.join("record.db"), folder };
        let source = format!("[[source]]\nname = \"Example\"\nfeed = \"http://{host}/feed.xml\"\npace = 0\n");
        let sources = record.folder.file("sources.toml", source.as_bytes());
        let sources = sources.to_str().expect("UTF-8");
        let done = record.run(&["watch", "--once", "--allow-private", "--sources", sources]);
        assert!(done.stdout.contains("5 taken in"), "{} {}", done.stdout, done.stderr);
        record
    }

    fn run(&self, args: &[&str]) -> Done {
        run(&[args, &["--db", self.db.to_str().expect("UTF-8")]].concat(), b"")
    }

    fn archive(&self) -> PathBuf {
        self.folder.join("record.db.evidence").join("evidence-000001.warc.gz")
    }

    fn verified(&self) -> Done {
        let done = self.run(&["verify"]);
        assert_eq!(done.code, Some(0), "{} {}", done.stdout, done.stderr);
        done
    }
}

#[test]
fn what_was_watched_is_kept_proven_and_stamped() {
    let host = server();
    let record = Record::watched(&host);
    let done = record.verified();
    assert!(
        done.stdout.contains("5 pages checked") && done.stdout.contains("All of it is as it was written.")
    );
    let stamped = record.run(&["verify", "--timestamp-server", &format!("http://{host}/stamp")]);
    assert!(stamped.stdout.contains("has stamped the chain"), "{} {}", stamped.stdout, stamped.stderr);
    let done = record.verified();
    assert!(
        done.stdout.contains("saw the chain up to record") && done.stdout.contains("20240108120000Z"),
        "{}",
        done.stdout
    );
    let none = record.run(&["verify", "--timestamp-server", &format!("http://{host}/nowhere")]);
    assert_eq!(none.code, Some(1));
    assert!(none.stderr.contains("gave no stamp"), "{}", none.stderr);

    let mut bytes = std::fs::read(record.archive()).expect("an archive");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    std::fs::write(record.archive(), bytes).expect("writes");
    let wrong = record.run(&["verify"]);
    assert_eq!(wrong.code, Some(1), "{}", wrong.stdout);
    assert!(wrong.stdout.contains("is not as it was written"), "{}", wrong.stdout);
}

#[test]
fn a_page_that_is_removed_is_out_of_the_evidence_too() {
    let host = server();
    let record = Record::watched(&host);
    let removed = record.run(&["remove", &format!("http://{host}/3"), "--reason", "a name", "--by", "Ada"]);
    assert!(removed.stdout.contains("out of the evidence archive"), "{} {}", removed.stdout, removed.stderr);
    let done = record.verified();
    assert!(
        done.stdout.contains("Removed by Ada") && done.stdout.contains(": a name (records "),
        "{}",
        done.stdout
    );
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(std::fs::File::open(record.archive()).expect("an archive"))
        .read_to_string(&mut text)
        .expect("text");
    assert!(text.contains("statement number 2") && !text.contains("statement number 3"));
    assert!(!text.contains(&format!("http://{host}/3")));
}

#[test]
fn the_pages_behind_a_selection_are_written_into_a_package() {
    let host = server();
    let record = Record::watched(&host);
    let to = record.folder.join("pages.wacz");
    let to = to.to_str().expect("UTF-8");
    let done = record.run(&["export", "--evidence", "--to", to, "--country", "SY"]);
    assert!(done.stdout.contains("5 pages written"), "{} {}", done.stdout, done.stderr);
    let (found, left_out) = parts(std::fs::File::open(to).expect("a file")).expect("a package");
    assert_eq!((found.len(), left_out.len()), (1, 0));
    let fresh = record.folder.join("fresh.db");
    let fresh = run(&["ingest", to, "--db", fresh.to_str().expect("UTF-8")], b"");
    assert!(fresh.stdout.starts_with("5 new"), "{} {}", fresh.stdout, fresh.stderr);
    let none = record.run(&["export", "--evidence", "--to", to, "--country", "KE"]);
    assert!(none.stderr.contains("nothing was written"), "{}", none.stderr);
}
