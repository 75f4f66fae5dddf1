use super::*;
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use std::io::Write;

/// A record of an answer from an address.
fn record(url: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let http = format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n");
    let at = "2024-01-08T12:00:00Z".parse().expect("a time");
    let mut draft = Draft::new(Kind::Response, at, "application/http;msgtype=response", http.as_bytes());
    draft.target = Some(url);
    draft.block.push(body);
    draft.payload_from = 1;
    draft.written()
}

fn page(n: usize) -> Vec<u8> {
    let body = format!("<html><p>Report number {n}: rockets fell on Oro.</p></html>").repeat(n % 50 + 1);
    record(&format!("https://example.org/{n}"), "Content-Type: text/html", body.as_bytes())
}

fn gzip(parts: &[Vec<u8>]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::new(6));
    parts.iter().for_each(|part| packed.write_all(part).expect("memory"));
    packed.finish().expect("memory")
}

/// The same records in every way that files hold them.
fn ways(records: &[Vec<u8>]) -> [Vec<u8>; 4] {
    let whole = records.concat();
    let blocks: Vec<Vec<u8>> = whole.chunks(300).map(|block| gzip(&[block.to_vec()])).collect();
    let members: Vec<Vec<u8>> = records.iter().map(|record| gzip(std::slice::from_ref(record))).collect();
    [whole, members.concat(), gzip(records), blocks.concat()]
}

const MOST: usize = 1 << 20;

fn urls(bytes: &[u8]) -> Vec<String> {
    let records = Reader::new(bytes, MOST).flatten();
    records.map(|record| record.target().expect("a target").to_string()).collect()
}

fn numbered(numbers: impl IntoIterator<Item = usize>) -> Vec<String> {
    numbers.into_iter().map(|n| format!("https://example.org/{n}")).collect()
}

#[test]
fn records_are_read_however_they_are_packed() {
    let records: Vec<Vec<u8>> = (0..60).map(page).collect();
    for (way, bytes) in ways(&records).iter().enumerate() {
        let all: Vec<_> = Reader::new(bytes.as_slice(), MOST).collect();
        assert!(all.iter().all(Result::is_ok), "way {way}: {all:?}");
        assert_eq!(urls(bytes), numbered(0..60), "way {way}");
    }
}

#[test]
fn reading_goes_on_from_any_place() {
    let records: Vec<Vec<u8>> = (0..30).map(page).collect();
    for (way, bytes) in ways(&records).iter().enumerate() {
        let mut reader = Reader::new(bytes.as_slice(), MOST);
        let mut places = vec![reader.place()];
        while reader.next().is_some() {
            places.push(reader.place());
        }
        for (n, place) in places.into_iter().enumerate() {
            let rest = bytes.get(place.offset as usize..).expect("inside the file");
            let read: Vec<_> = Reader::resume(rest, place, MOST).collect();
            assert!(read.iter().all(Result::is_ok), "way {way}, record {n}: {read:?}");
            let read = read.into_iter().flatten().map(|r| r.target().unwrap_or_default().to_string());
            assert_eq!(read.collect::<Vec<_>>(), numbered(n..30), "way {way}, record {n}");
        }
    }
}

#[test]
fn a_broken_record_is_named_and_the_next_is_read() {
    let records: Vec<Vec<u8>> = (0..20).map(page).collect();
    let mut members: Vec<Vec<u8>> = records.iter().map(|r| gzip(std::slice::from_ref(r))).collect();
    let (seventh, at) = (members[7].len(), members[..7].concat().len() as u64);
    members[7][seventh / 2] ^= 0x10;
    let read: Vec<_> = Reader::new(members.concat().as_slice(), MOST).collect();
    let broken: Vec<&Broken> = read.iter().filter_map(|r| r.as_ref().err()).collect();
    assert_eq!(broken.len(), 1, "{broken:?}");
    assert_eq!(broken[0].place.offset, at);
    assert_eq!(urls(&members.concat()), numbered((0..20).filter(|n| *n != 7)));

    let mut plain = records.clone();
    plain[3] = String::from_utf8(plain[3].clone())
        .expect("text")
        .replace("Content-Length: ", "Content-Length: 9")
        .into();
    plain[5] = b"WARC/1.1\r\nnothing that is known\r\n\r\n".to_vec();
    let read: Vec<_> = Reader::new(plain.concat().as_slice(), MOST).collect();
    assert_eq!(read.iter().filter(|r| r.is_err()).count(), 2, "{read:?}");
    assert_eq!(urls(&plain.concat()), numbered((0..20).filter(|n| ![3, 5].contains(n))));
}

#[test]
fn a_file_that_breaks_off_is_read_up_to_there_and_on_when_it_has_grown() {
    let records: Vec<Vec<u8>> = (0..10).map(page).collect();
    for (way, bytes) in ways(&records).iter().enumerate().take(2) {
        let cut = bytes.len() - 20;
        let mut reader = Reader::new(bytes.get(..cut).expect("inside"), MOST);
        let read: Vec<_> = reader.by_ref().collect();
        assert_eq!(read.iter().filter(|r| r.is_ok()).count(), 9, "way {way}: {read:?}");
        let place = reader.place();
        let rest = bytes.get(place.offset as usize..).expect("inside the file");
        let read: Vec<_> = Reader::resume(rest, place, MOST).flatten().collect();
        assert_eq!(read.len(), 1, "way {way}");
        assert_eq!(read[0].target(), Some("https://example.org/9"));
    }
}

#[test]
fn a_record_that_is_too_large_is_passed_over_and_a_bomb_is_left() {
    let large = record("https://example.org/large", "Content-Type: text/html", &vec![b'x'; 3 << 20]);
    let bytes = gzip(std::slice::from_ref(&large)).into_iter().chain(gzip(&[page(1)])).collect::<Vec<u8>>();
    let records: Vec<_> = Reader::new(bytes.as_slice(), 1 << 20).flatten().collect();
    assert_eq!(records.len(), 2);
    assert_eq!((records[0].block.len(), records[0].is_whole()), (1 << 20, false));
    assert!(held(records[0].clone(), 1 << 20).unwrap_err().contains("over 1 MB"));
    assert!(matches!(held(records[1].clone(), 1 << 20), Ok(Held::Page(_))));

    let bomb = gzip(&[record("https://example.org/bomb", "Content-Type: text/html", &vec![b'x'; 80 << 20])]);
    let bytes = bomb.into_iter().chain(gzip(&[page(1)])).collect::<Vec<u8>>();
    let read: Vec<_> = Reader::new(bytes.as_slice(), 1 << 20).collect();
    assert!(read[0].as_ref().unwrap_err().what.contains("bombs"), "{:?}", read[0]);
    assert_eq!(urls(&bytes), numbered([1]));
}

#[test]
fn pages_are_told_from_what_is_none() {
    let held_in = |bytes: Vec<u8>| {
        let record = Reader::new(bytes.as_slice(), MOST).next().expect("a record").expect("whole");
        held(record, MOST)
    };
    let url = "https://example.org/a";
    let Ok(Held::Page(page)) = held_in(record(url, "Content-Type: text/html; charset=utf-8", b"<p>Oro</p>"))
    else {
        panic!("no page");
    };
    assert_eq!((page.url.as_str(), page.bytes.as_slice(), page.is_html), (url, &b"<p>Oro</p>"[..], true));
    assert_eq!(page.at, "2024-01-08T12:00:00Z".parse().ok());
    let chunked = record(
        url,
        "Content-Type: text/html\r\nTransfer-Encoding: chunked",
        b"3\r\n<p>\r\n2\r\nhi\r\n0\r\n\r\n",
    );
    assert!(matches!(held_in(chunked), Ok(Held::Page(page)) if page.bytes == b"<p>hi"));
    let packed =
        record(url, "Content-Type: text/html\r\nContent-Encoding: gzip", &gzip(&[b"<p>packed".to_vec()]));
    assert!(matches!(held_in(packed), Ok(Held::Page(page)) if page.bytes == b"<p>packed"));
    for (head, body) in
        [("Content-Type: image/png", "x"), ("Content-Type: text/html", ""), ("Server: x", "<p>")]
    {
        assert_eq!(held_in(record(url, head, body.as_bytes())), Ok(Held::Other), "{head}");
    }
    assert_eq!(
        held_in(record("https://example.org/robots.txt", "Content-Type: text/plain", b"x")),
        Ok(Held::Other)
    );
    assert_eq!(held_in(record("dns:example.org", "Content-Type: text/plain", b"x")), Ok(Held::Other));
    let missing = String::from_utf8(record(url, "Content-Type: text/html", b"<p>")).expect("text");
    assert_eq!(held_in(missing.replace("200 OK", "404 No").into()), Ok(Held::Other));
    assert_eq!(
        held_in(missing.replace("WARC-Type: response", "WARC-Type: revisit ").into()),
        Ok(Held::Revisit)
    );
}

#[test]
fn heads_as_old_writers_have_them_are_read() {
    let old = b"WARC/0.18\nwarc-type: resource\nWARC-Target-URI: <https://example.org/old>\ncontent-type: text/html;\n \
                charset=x\nContent-Length: 3\n\n<p>\n\n";
    let record = Reader::new(old.as_slice(), MOST).next().expect("a record").expect("whole");
    assert_eq!((record.kind(), record.target()), ("resource", Some("https://example.org/old")));
    assert!(matches!(held(record, MOST), Ok(Held::Page(page)) if page.bytes == b"<p>"));
}

#[test]
fn members_are_filled_up_to_their_least_length() {
    let record = page(3);
    for least in [0, 900, 5000] {
        let member = gzip_member(&record, least);
        assert!(member.len() >= least);
        assert_eq!(urls(&member), numbered([3]));
    }
    let short = gzip_member(&record, 0).len();
    for more in 1..40 {
        assert_eq!(gzip_member(&record, short + more).len(), short + more);
    }
}

proptest! {
    /// Whatever is done to a file, reading ends, and gives no more than there is.
    #[test]
    fn damaged_files_are_read_to_their_end(
        way in 0usize..4,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let records: Vec<Vec<u8>> = (0..12).map(page).collect();
        let mut bytes = ways(&records).into_iter().nth(way).expect("a way");
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let mut read = 0;
        for record in Reader::new(bytes.as_slice(), 4096) {
            read += 1;
            if let Ok(record) = record {
                prop_assert!(record.block.len() <= 4096);
                let _ = held(record, 4096);
            }
        }
        prop_assert!(read <= 200);
    }

    /// Any bytes at all.
    #[test]
    fn any_bytes_are_read_to_their_end(bytes in prop::collection::vec(any::<u8>(), 0..4000), magic in 0usize..3) {
        let magic: &[u8] = [&b""[..], b"WARC/1.0\r\n", b"\x1f\x8b\x08\0\0\0\0\0\0\xff"][magic];
        let bytes = [magic, &bytes].concat();
        for record in Reader::new(bytes.as_slice(), 1000).flatten() {
            let _ = held(record, 1000);
        }
    }

    /// One damaged member costs one record.
    #[test]
    fn one_damaged_member_costs_one_record(which in 0usize..12, at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let mut members: Vec<Vec<u8>> = (0..12).map(|n| gzip(&[page(n)])).collect();
        let at = at.index(members[which].len());
        members[which][at] ^= 1 << bit;
        let read = urls(&members.concat());
        let rest = numbered((0..12).filter(|n| *n != which));
        prop_assert!(read == rest || read == numbered(0..12), "{read:?}");
    }
}
