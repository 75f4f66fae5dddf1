use super::*;
use crate::warc::{Draft, Kind, Reader, gzip_member};
use jiff::Timestamp;
use std::io::{Cursor, Read, Write};
use zip::ZipArchive;
use zip::write::SimpleFileOptions;

fn at() -> Timestamp {
    "2024-01-08T12:00:00Z".parse().expect("a time")
}

fn member(url: &str) -> Vec<u8> {
    let mut draft = Draft::new(Kind::Resource, at(), "text/html", b"<p>Rockets fell on Oro.</p>");
    draft.target = Some(url);
    gzip_member(&draft.written(), 0)
}

fn written() -> Vec<u8> {
    let mut wacz = Wacz::new(Cursor::new(Vec::new()), "Two pages", at()).expect("begins");
    for url in ["https://example.org/b", "https://example.org/a"] {
        let member = member(url);
        let record = Reader::new(member.as_slice(), 1 << 20).next().expect("one").expect("whole");
        wacz.add(&record, &member).expect("adds");
        wacz.list(Listing { url: url.into(), at: at(), title: Some("Rockets".into()), id: "r1".into() });
    }
    wacz.finish().expect("writes").into_inner()
}

fn inside(wacz: &[u8], name: &str) -> Vec<u8> {
    let mut zip = ZipArchive::new(Cursor::new(wacz)).expect("a zip");
    let mut bytes = Vec::new();
    zip.by_name(name).expect(name).read_to_end(&mut bytes).expect("reads");
    bytes
}

#[test]
fn records_can_be_read_from_the_package_and_from_where_the_index_says() {
    let wacz = written();
    assert_eq!(wacz, written(), "the same records give the same bytes");
    let (parts, left_out) = parts(Cursor::new(&wacz)).expect("a WACZ");
    assert!(left_out.is_empty());
    let [part] = parts.as_slice() else { panic!("{parts:?}") };
    let records = &wacz[part.start as usize..(part.start + part.length) as usize];
    let urls = |bytes: &[u8]| -> Vec<String> {
        Reader::new(bytes, 1 << 20).flatten().filter_map(|r| r.target().map(str::to_string)).collect()
    };
    assert_eq!(urls(records), ["https://example.org/b", "https://example.org/a"]);

    let mut index = String::new();
    flate2::read::MultiGzDecoder::new(inside(&wacz, "indexes/index.cdx.gz").as_slice())
        .read_to_string(&mut index)
        .expect("gzip");
    let first = index.lines().next().expect("a line");
    assert!(first.starts_with("org,example)/a 20240108120000 {"), "{first}");
    let line: serde_json::Value =
        serde_json::from_str(first.splitn(3, ' ').nth(2).expect("JSON")).expect("JSON");
    let number = |name: &str| line[name].as_str().expect("a number").parse::<usize>().expect("a number");
    let one = &records[number("offset")..number("offset") + number("length")];
    assert_eq!(urls(one), ["https://example.org/a"]);
}

#[test]
fn paths_out_of_the_package_are_left_out() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for name in [
        "archive/b.warc",
        "archive/a.warc.gz",
        "../archive/c.warc",
        "/archive/d.warc",
        "other/e.warc",
        "notes.txt",
    ] {
        zip.start_file(name, SimpleFileOptions::default()).expect("begins");
        zip.write_all(b"WARC/1.0").expect("writes");
    }
    let bytes = zip.finish().expect("writes").into_inner();
    let (parts, left_out) = parts(Cursor::new(bytes)).expect("a zip");
    let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(names, ["archive/a.warc.gz", "archive/b.warc"]);
    assert_eq!(left_out.len(), 3, "{left_out:?}");
    assert!(super::parts(Cursor::new(b"no zip")).is_err());
}

#[test]
fn files_said_to_reach_beyond_the_package_are_left_out() {
    let mut bytes = written();
    let whole = parts(Cursor::new(&bytes)).expect("a zip").0;
    // The list of files gives the packed size of each 20 bytes after its mark (APPNOTE 4.3.12).
    let marks: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(b"PK\x01\x02")).collect();
    for at in marks {
        bytes[at + 20..at + 24].copy_from_slice(&0x0010_0000_u32.to_le_bytes());
    }
    let (left, left_out) = parts(Cursor::new(&bytes)).expect("a zip");
    assert!(!whole.is_empty() && left.is_empty(), "{left:?}");
    assert!(
        left_out.iter().all(|what| what.contains("damaged")) && left_out.len() == whole.len(),
        "{left_out:?}"
    );
}
