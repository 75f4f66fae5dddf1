//! The real program on input that is broken, hostile or not what its name says: each such input is named on
//! standard error with what to do, the exit code is 1, and all others are coded.

mod program;

use program::{Folder, run};
use std::io::Write;

const REPORT: &str = "Gunmen attacked a police post in Garissa, Kenya, on Monday, killing two officers.\n";

/// Runs `code --json` on the whole folder; gives the ids of the coded reports and standard error.
fn code(folder: &Folder) -> (Vec<String>, String, Option<i32>) {
    let done = run(&["code", "--json", folder.path()], b"");
    let ids = done.json().iter().map(|r| r["id"].as_str().unwrap_or_default().to_string()).collect();
    (ids, done.stderr, done.code)
}

#[track_caller]
fn assert_named(stderr: &str, name: &str, what: &str) {
    let line = stderr.lines().find(|line| line.contains(name));
    let line = line.unwrap_or_else(|| panic!("{name} is not named in:\n{stderr}"));
    assert!(line.contains(what), "{line}");
}

#[test]
fn each_bad_input_is_named_and_all_others_are_coded() {
    let folder = Folder::new();
    folder.file("a.txt", REPORT.as_bytes());
    folder.file(
        "binary.html",
        &(0..4000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect::<Vec<_>>(),
    );
    folder.file("empty.txt", b"");
    folder.file("blank.html", b" \n\n \t\n");
    folder.file("zipped.html", b"PK\x03\x04\x14\x00\x00\x00\x08\x00page.html");
    folder.file("picture.html", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR");
    folder.file("notgz.txt.gz", REPORT.as_bytes());
    folder.file("cut.txt.gz", &gzip(REPORT.as_bytes())[..30]);
    folder.file("broken.json", b"{\"id\": 1, ");
    folder.file(
        "hollow.html",
        b"<html><head><title>News</title></head><body><script>load()</script></body></html>",
    );
    folder.file("z.txt", REPORT.as_bytes());
    let (ids, stderr, exit) = code(&folder);
    assert_eq!(ids, ["a.txt", "z.txt"]);
    assert_eq!(exit, Some(1));
    assert_named(&stderr, "binary.html", "binary");
    assert_named(&stderr, "empty.txt", "empty");
    assert_named(&stderr, "blank.html", "empty");
    assert_named(&stderr, "zipped.html", "zip archive");
    assert_named(&stderr, "picture.html", "picture");
    assert_named(&stderr, "notgz.txt.gz", "rename it");
    assert_named(&stderr, "cut.txt.gz", "cannot be unpacked");
    assert_named(&stderr, "broken.json", "not JSON");
    assert_named(&stderr, "hollow.html", "No story");
    assert_eq!(stderr.lines().count(), 9, "{stderr}");
}

#[test]
fn truncated_pages_and_wrong_encodings_are_coded_all_the_same() {
    let folder = Folder::new();
    folder.file("cut.html", format!("<html><body><article><p>{REPORT}</p><p>Police sai").as_bytes());
    folder.file("invalid.txt", &[REPORT.as_bytes(), b"The \xff\xfe\x80 post burned.\n"].concat());
    folder.file("utf16.txt", &REPORT.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>());
    let nested = format!("{}{REPORT}", "<div>".repeat(100_000));
    folder.file("nested.html", nested.as_bytes());
    let (ids, stderr, exit) = code(&folder);
    assert_eq!(ids, ["cut.html", "invalid.txt", "nested.html", "utf16.txt"], "{stderr}");
    assert_eq!(exit, Some(0), "{stderr}");
}

#[test]
fn pages_and_lines_that_are_far_too_long_are_refused_without_reading_them_whole() {
    let folder = Folder::new();
    folder.file("big.html", &format!("<p>{REPORT}</p>").repeat(50 << 20 >> 6).into_bytes()[..50 << 20]);
    let line = format!("{{\"id\": \"x\", \"text\": \"{}\"}}\n", "a ".repeat(10 << 20));
    folder.file("long.jsonl", format!("{{\"id\": \"ok\", \"text\": {REPORT:?}}}\n{line}").as_bytes());
    let (ids, stderr, exit) = code(&folder);
    assert_eq!((ids, exit), (vec!["ok".to_string()], Some(1)), "{stderr}");
    assert_named(&stderr, "big.html", "over 8 MB");
    assert_named(&stderr, "long.jsonl: line 2", "over 16 MB");
}

#[test]
fn of_a_text_that_is_far_too_long_the_beginning_is_coded() {
    let folder = Folder::new();
    let filler = "The committee met again and talked about the budget of the harbour.\n\n".repeat(16_000);
    let text = format!("{REPORT}\n\n{filler}{REPORT}\n");
    let file = folder.file("long.txt", text.as_bytes());
    let done = run(&["code", "--json", file.to_str().expect("UTF-8")], b"");
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let coded: serde_json::Value = serde_json::from_str(&done.stdout).expect("one JSON object");
    assert_eq!(coded["report"]["text"].as_str().map(str::len), Some(text.len()));
    let evidence: Vec<u64> = coded["events"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|e| e["evidence"]["start"].as_u64())
        .collect();
    assert!(!evidence.is_empty() && evidence.iter().all(|at| *at < 1000), "{evidence:?}");
    let flaws = coded["flaws"].to_string();
    assert!(flaws.contains("only its first 1 MB") && flaws.contains("coded in parts"), "{flaws}");
}

#[test]
fn a_folder_without_reports_is_named() {
    let folder = Folder::new();
    folder.file("notes.odt", b"Gunmen attacked.");
    let (ids, stderr, exit) = code(&folder);
    assert_eq!((ids.len(), exit), (0, Some(1)), "{stderr}");
    assert_named(&stderr, "No report was found", ".html");
}

#[test]
fn decompression_bombs_are_bounded() {
    let folder = Folder::new();
    folder.file("page.html.gz", &gzip(&vec![b'a'; 40 << 20]));
    folder.file("blank.jsonl.gz", &gzip(&vec![b'\n'; 100 << 20]));
    folder.file("ok.txt.gz", &gzip(REPORT.as_bytes()));
    let (ids, stderr, exit) = code(&folder);
    assert_eq!((ids, exit), (vec!["ok.txt.gz".to_string()], Some(1)), "{stderr}");
    assert_named(&stderr, "page.html.gz", "over 8 MB");
    assert_named(&stderr, "blank.jsonl.gz", "decompression bombs");
}

#[test]
fn a_broken_line_is_named_by_its_number() {
    let folder = Folder::new();
    let good = format!("{{\"id\": \"a\", \"text\": {REPORT:?}}}");
    let lines = [
        &good,
        "",
        "{\"id\": \"b\", \"text\": ",
        "[1]",
        "{\"id\": \"c\"}",
        "{\"id\": 7, \"text\": \"\\ud800\"}",
        &good,
    ];
    folder.file("reports.jsonl", lines.join("\n").as_bytes());
    let (ids, stderr, exit) = code(&folder);
    assert_eq!((ids.len(), exit), (2, Some(1)), "{stderr}");
    for (line, what) in [
        ("line 3", "not a JSON object"),
        ("line 4", "not a JSON object"),
        ("line 5", "neither `text` nor `html`"),
        ("line 6", "not a JSON object"),
    ] {
        assert_named(&stderr, line, what);
    }
}

#[cfg(unix)]
#[test]
fn folders_that_lead_in_circles_are_walked_once() {
    let folder = Folder::new();
    folder.file("in/deep/a.txt", REPORT.as_bytes());
    std::os::unix::fs::symlink("..", folder.join("in/deep/back")).expect("a link");
    std::os::unix::fs::symlink("nowhere", folder.join("in/gone.txt")).expect("a link");
    let (ids, stderr, exit) = code(&folder);
    assert_eq!((ids, exit), (vec!["a.txt".to_string()], Some(1)));
    assert_named(&stderr, "back", "read already");
    assert_named(&stderr, "gone.txt", "no such file");
}

#[test]
fn wrong_use_exits_with_two() {
    for args in
        [&["code", "--published", "soon", "x.txt"][..], &["code", "--jobs", "0", "x.txt"], &["encode"], &[]]
    {
        assert_eq!(run(args, b"").code, Some(2), "{args:?}");
    }
    assert_eq!(run(&["code", "no/such/file.txt"], b"").code, Some(1));
}

#[test]
fn standard_input_is_a_page_or_lines_of_json_packed_or_not() {
    let line = format!("{{\"id\": \"a\", \"text\": {REPORT:?}}}\n");
    let page = format!("<!doctype html><title>T</title><article><p>{REPORT}</p></article>");
    for input in [line.clone().into_bytes(), REPORT.into(), page.into_bytes(), gzip(line.as_bytes())] {
        let done = run(&["code", "--json", "-"], &input);
        assert_eq!((done.json().len(), done.code), (1, Some(0)), "{}", done.stderr);
        assert!(done.json()[0]["report"]["text"].as_str().is_some_and(|t| t.contains("Garissa")));
    }
}

#[test]
fn a_reader_that_goes_away_ends_the_program_quietly() {
    let folder = Folder::new();
    let line = format!("{{\"id\": \"a\", \"text\": {REPORT:?}}}\n");
    folder.file("many.jsonl", line.repeat(3000).as_bytes());
    let mut child = program::command(&["code", "--json", folder.path()]).spawn().expect("the program starts");
    drop(child.stdout.take());
    let done = child.wait_with_output().expect("the program ends");
    assert_eq!((String::from_utf8_lossy(&done.stderr).as_ref(), done.status.code()), ("", Some(0)));
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).expect("memory");
    packed.finish().expect("memory")
}
