//! Web archives as inputs: WARC files and WACZ packages, streamed, gone on with where they were left, coded or not.

mod program;

use dateline_intake::wacz::Wacz;
use dateline_intake::warc::{Draft, Kind, Reader, gzip_member};
use jiff::Timestamp;
use program::{Done, Folder, command, run};
use std::io::{Cursor, Write};
use std::path::Path;
use std::time::Duration;

/// A page that tells of one attack, with a headline and a day.
fn html(n: usize) -> String {
    format!(
        "<html><head><title>Report {n}</title><meta property=\"article:published_time\" content=\"2024-01-09\"></head><body>\
         <article><h1>Report {n}</h1><p>Islamic State militants attacked an army checkpoint in Kobani, Syria, on 8 January \
         2024, killing {} soldiers, the army said in statement number {n}.</p><p>The road was closed for the rest of the \
         day.</p></article></body></html>",
        n % 30 + 2
    )
}

fn at() -> Timestamp {
    "2024-01-20T12:00:00Z".parse().expect("a time")
}

fn record(n: usize) -> Vec<u8> {
    let (head, html) = (b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n", html(n));
    let url = format!("https://example.org/{n}");
    let mut draft = Draft::new(Kind::Response, at(), "application/http;msgtype=response", head);
    draft.target = Some(&url);
    draft.block.push(html.as_bytes());
    draft.payload_from = 1;
    draft.written()
}

fn members(numbers: impl IntoIterator<Item = usize>) -> Vec<u8> {
    numbers.into_iter().flat_map(|n| gzip_member(&record(n), 0)).collect()
}

fn wacz(numbers: impl IntoIterator<Item = usize>) -> Vec<u8> {
    let mut wacz = Wacz::new(Cursor::new(Vec::new()), "Pages", at()).expect("begins");
    for n in numbers {
        let member = gzip_member(&record(n), 0);
        let record = Reader::new(member.as_slice(), 1 << 20).next().expect("one").expect("whole");
        wacz.add(&record, &member).expect("adds");
    }
    wacz.finish().expect("writes").into_inner()
}

struct Record(Folder);

impl Record {
    fn new() -> Record {
        Record(Folder::new())
    }

    fn run(&self, args: &[&str]) -> Done {
        let db = self.0.join("record.db");
        run(&[args, &["--db", db.to_str().expect("UTF-8")]].concat(), b"")
    }

    fn ingest(&self, path: &Path, flags: &[&str]) -> Done {
        self.run(&[&["ingest", path.to_str().expect("UTF-8")], flags].concat())
    }

    fn reports(&self) -> Vec<serde_json::Value> {
        self.run(&["sql", "SELECT name, url, published, title FROM reports ORDER BY name", "--json"]).json()
    }
}

#[test]
fn pages_of_every_kind_of_archive_are_taken_in() {
    let plain: Vec<u8> = (0..3).flat_map(record).collect();
    for (name, bytes) in
        [("a.warc", plain.clone()), ("a.warc.gz", members(0..3)), ("a.wacz", wacz(0..3)), ("renamed", plain)]
    {
        let record = Record::new();
        let done = record.ingest(&record.0.file(name, &bytes), &[]);
        assert_eq!(done.code, Some(0), "{name}: {}", done.stderr);
        assert!(done.stdout.starts_with("3 new, 0 known"), "{name}: {}", done.stdout);
        let reports = record.reports();
        assert_eq!(reports.len(), 3, "{name}: {reports:?}");
        assert_eq!(reports[0]["url"], "https://example.org/0");
        // The page says when it was published; when it was fetched is another matter.
        assert_eq!(reports[0]["published"], "2024-01-09");
        assert!(!record.run(&["incidents", "--json"]).json().is_empty(), "{name}");
    }
}

#[test]
fn an_archive_is_read_on_where_it_was_left() {
    for name in ["a.warc.gz", "a.warc"] {
        let record = Record::new();
        let bytes = |numbers: std::ops::Range<usize>| match name {
            "a.warc" => numbers.flat_map(self::record).collect(),
            _ => members(numbers),
        };
        let path = record.0.file(name, &bytes(0..4));
        assert!(record.ingest(&path, &[]).stdout.starts_with("4 new"), "{name}");
        let again = record.ingest(&path, &[]);
        assert!(again.stdout.starts_with("0 new, 0 known"), "{name}: {}", again.stdout);
        assert!(again.stdout.contains("1 archive read on"), "{name}: {}", again.stdout);
        let whole = record.ingest(&path, &["--from-start"]);
        assert!(whole.stdout.starts_with("0 new, 4 known"), "{name}: {}", whole.stdout);
        // It has grown.
        let mut file = std::fs::OpenOptions::new().append(true).open(&path).expect("opens");
        file.write_all(&bytes(4..6)).expect("writes");
        let grown = record.ingest(&path, &[]);
        assert!(grown.stdout.starts_with("2 new, 0 known"), "{name}: {}", grown.stdout);
        // Another of its name.
        std::fs::write(&path, bytes(3..9)).expect("writes");
        let other = record.ingest(&path, &[]);
        assert!(other.stdout.starts_with("3 new, 3 known"), "{name}: {}", other.stdout);
    }
}

#[test]
fn what_is_broken_is_named_and_the_rest_is_taken_in() {
    let record = Record::new();
    let mut bytes = members(0..2);
    let second = bytes.len();
    bytes.extend(members(2..3));
    let at = second + (bytes.len() - second) / 2;
    bytes[at] ^= 0x20;
    bytes.extend(members(3..5));
    let done = record.ingest(&record.0.file("a.warc.gz", &bytes), &[]);
    assert_eq!(done.code, Some(1));
    assert!(done.stdout.starts_with("4 new, 0 known, 0 changed, 1 failed"), "{}", done.stdout);
    assert!(done.stderr.contains(&format!("byte {second}")), "{}", done.stderr);
    let none = record.ingest(&record.0.file("b.wacz", b"no package"), &[]);
    assert!(none.stderr.contains("It is no whole WACZ"), "{}", none.stderr);
}

#[test]
fn reports_that_were_not_coded_say_so_and_are_coded_later() {
    let record = Record::new();
    let done = record.ingest(&record.0.file("a.warc.gz", &members(0..5)), &["--no-coding"]);
    assert!(done.stdout.starts_with("5 new"), "{} {}", done.stdout, done.stderr);
    assert!(record.run(&["incidents", "--json"]).json().is_empty());
    let shown = record.run(&["show", "https://example.org/2"]);
    assert!(shown.stdout.contains("without being"), "{} {}", shown.stdout, shown.stderr);
    assert_eq!(record.reports()[0]["title"], "Report 0");
    let coded = record.ingest(&record.0.file("b.warc.gz", &members(7..8)), &[]);
    assert!(coded.stdout.starts_with("1 new"), "{}", coded.stdout);
    let recoded = record.run(&["recode", "--uncoded", "--accept", "--by", "Ada"]);
    assert!(recoded.stdout.contains("5 reports"), "{} {}", recoded.stdout, recoded.stderr);
    assert_eq!(record.run(&["incidents", "--json"]).json()[0]["place"]["country"], "SY");
    let shown = record.run(&["show", "https://example.org/2"]);
    assert!(!shown.stdout.contains("without being"), "{}", shown.stdout);
    let rest = record.run(&["recode", "--uncoded"]);
    assert!(!rest.stdout.contains("1 report"), "{}", rest.stdout);
}

#[test]
fn a_run_that_is_killed_loses_nothing_and_takes_nothing_twice() {
    let record = Record::new();
    let path = record.0.file("a.warc.gz", &members(0..600));
    let db = record.0.join("record.db");
    let args = ["ingest", path.to_str().expect("UTF-8"), "--no-coding", "--db", db.to_str().expect("UTF-8")];
    for moment in [40u64, 90, 150, 230, 330] {
        let mut child = command(&args).spawn().expect("the program starts");
        std::thread::sleep(Duration::from_millis(moment));
        let _ = child.kill();
        let _ = child.wait();
    }
    let done = run(&args, b"");
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let reports = record.reports();
    assert_eq!(reports.len(), 600);
    let versions = record.run(&["sql", "SELECT max(version) AS most FROM reports", "--json"]).json();
    assert_eq!(versions[0]["most"], 1);
}
