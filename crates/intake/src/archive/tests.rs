use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_704_715_200 + second).expect("a time")
}

fn exchange(n: usize) -> Exchange {
    Exchange {
        url: format!("https://example.org/{}", n % 7),
        at: at(n as i64),
        ip: "192.0.2.7".parse().ok(),
        request: format!("GET /{} HTTP/1.1\r\nHost: example.org\r\n\r\n", n % 7).into_bytes(),
        head: b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".to_vec(),
        body: format!("<html><p>Report {n}: rockets fell on Oro.</p></html>").repeat(n * 7 % 90).into_bytes(),
        cut: n % 5 == 4,
    }
}

/// A folder of its own, removed at the end.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Place {
        let path = std::env::temp_dir().join(format!("dateline-evidence-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        Place(path)
    }

    /// An archive of some exchanges in small files, confirmed.
    fn filled(name: &str, exchanges: usize) -> (Place, Archive) {
        let place = Place::new(name);
        let mut archive = Archive::open(&place.0).expect("opens").with_files_of(8000);
        (0..exchanges).for_each(|n| archive.keep(&exchange(n)).expect("keeps"));
        archive.sync().expect("syncs");
        (place, archive)
    }

    fn verdict(&self) -> Verdict {
        verify(&self.0).expect("can be read")
    }

    fn copy(&self, name: &str) -> Place {
        let copy = Place::new(name);
        fs::create_dir_all(&copy.0).expect("a folder");
        for file in fs::read_dir(&self.0).expect("a folder").flatten() {
            fs::copy(file.path(), copy.0.join(file.file_name())).expect("copies");
        }
        copy
    }

    /// Files that hold something, in the order of names.
    fn files(&self) -> Vec<PathBuf> {
        let all = fs::read_dir(&self.0).expect("a folder").flatten().map(|file| file.path());
        let all: BTreeSet<PathBuf> =
            all.filter(|path| fs::metadata(path).is_ok_and(|f| f.len() > 0)).collect();
        all.into_iter().collect()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn urls(numbers: impl IntoIterator<Item = usize>) -> HashSet<String> {
    numbers.into_iter().map(|n| format!("https://example.org/{n}")).collect()
}

#[test]
fn what_was_kept_is_found_again_and_proven() {
    let (place, archive) = Place::filled("found", 20);
    let verdict = place.verdict();
    assert_eq!(verdict.wrong, Vec::<String>::new());
    assert_eq!((verdict.records, verdict.chain), (archive.len(), archive.chain()));
    assert!(verdict.files > 2 && verdict.unconfirmed == 0 && verdict.loose == 0, "{verdict:?}");
    let found = find(&place.0, &urls([3])).expect("finds");
    let entries = &found["https://example.org/3"];
    assert_eq!(entries.len(), 6, "three answers with their requests");
    let (record, _) = read(&place.0, &entries[0]).expect("reads");
    assert!(record.block.ends_with(&exchange(3).body));
    assert_eq!(record.headers.get("WARC-IP-Address"), Some("192.0.2.7"));
    let (request, _) = read(&place.0, &entries[1]).expect("reads");
    assert_eq!(request.headers.get("WARC-Concurrent-To"), record.headers.get("WARC-Record-ID"));
    let cut = find(&place.0, &urls([4])).expect("finds");
    let (record, _) = read(&place.0, &cut["https://example.org/4"][0]).expect("reads");
    assert_eq!(record.headers.get("WARC-Truncated"), Some("unspecified"));
}

#[test]
fn two_programs_may_add_to_it() {
    let (place, mut one) = Place::filled("two", 3);
    let mut two = Archive::open(&place.0).expect("opens");
    for n in 3..9 {
        let archive = if n % 2 == 0 { &mut one } else { &mut two };
        archive.keep(&exchange(n)).expect("keeps");
    }
    two.sync().expect("syncs");
    let verdict = place.verdict();
    assert!(verdict.wrong.is_empty() && verdict.unconfirmed == 0, "{verdict:?}");
    assert_eq!(find(&place.0, &urls(0..7)).expect("finds").values().flatten().count(), 18);
}

#[test]
fn what_was_removed_is_gone_and_leaves_a_tombstone() {
    let (place, mut archive) = Place::filled("removed", 20);
    let found = find(&place.0, &urls([3])).expect("finds").remove("https://example.org/3").expect("there");
    let why = "a name was published by mistake; ".repeat(40);
    assert_eq!(archive.remove(&found, "Ada", at(100), &why).expect("removes"), 6);
    assert_eq!(archive.remove(&found, "Ada", at(101), &why).expect("removes"), 0);
    archive.keep(&exchange(40)).expect("keeps");
    archive.sync().expect("syncs");
    let verdict = place.verdict();
    assert_eq!(verdict.wrong, Vec::<String>::new());
    assert_eq!(verdict.removed.len(), 6);
    assert!(verdict.removed.iter().all(|removal| removal.by == "Ada" && removal.why == why));
    for entry in &found {
        let (stone, _) = read(&place.0, entry).expect("a tombstone");
        assert!(stone.headers.get("Dateline-Removed").is_some() && stone.target().is_none());
    }
    for file in place.files() {
        let mut reader = Reader::new(fs::File::open(&file).expect("opens"), usize::MAX);
        assert!(
            reader.all(|r| r.is_ok_and(|r| !r.block.starts_with(b"GET /3")))
                || file.ends_with("index")
                || file.ends_with("head")
        );
    }
}

#[test]
fn a_removal_that_was_killed_is_finished_at_the_next_opening() {
    let (place, archive) = Place::filled("killed", 10);
    drop(archive);
    let before = place.copy("killed-before");
    let found = find(&place.0, &urls([2])).expect("finds").remove("https://example.org/2").expect("there");
    Archive::open(&place.0).expect("opens").remove(&found, "Ada", at(100), "asked for").expect("removes");
    // As if the program had been killed before it wrote the first record over.
    for entry in &found {
        let was = read(&before.0, entry).expect("reads").1;
        let path = Files(place.0.clone()).records(entry.file);
        let mut file = fs::OpenOptions::new().write(true).open(&path).expect("opens");
        std::io::Seek::seek(&mut file, std::io::SeekFrom::Start(entry.offset)).expect("seeks");
        std::io::Write::write_all(&mut file, &was).expect("writes");
    }
    assert!(!place.verdict().wrong.is_empty());
    drop(Archive::open(&place.0).expect("opens"));
    assert_eq!(place.verdict().wrong, Vec::<String>::new());
}

#[test]
fn a_crash_at_any_byte_loses_nothing_that_was_confirmed() {
    let (place, mut archive) = Place::filled("crash", 4);
    let confirmed = archive.len();
    let length = |file: &PathBuf| fs::metadata(file).map_or(0, |facts| facts.len());
    let last = Files(place.0.clone()).records(archive.tail.file);
    let before = (length(&last), length(&place.0.join("index")));
    archive.keep(&exchange(4)).expect("keeps");
    drop(archive);
    let after = (length(&last), length(&place.0.join("index")));
    for n in 0..40 {
        let copy = place.copy("crash-copy");
        let cut = |name: &Path, from: u64, to: u64, part: u64| {
            let file =
                fs::OpenOptions::new().write(true).open(copy.0.join(name.file_name().expect("a name")));
            file.expect("opens").set_len(from + (to - from) * part / 10).expect("cuts");
        };
        cut(&last, before.0, after.0, n % 11);
        cut(Path::new("index"), before.1, after.1, n * 7 % 11);
        let verdict = copy.verdict();
        assert!(verdict.wrong.is_empty(), "{n}: {verdict:?}");
        let mut archive = Archive::open(&copy.0).expect("opens");
        assert!(archive.len() >= confirmed);
        archive.keep(&exchange(5)).expect("keeps");
        archive.sync().expect("syncs");
        let verdict = copy.verdict();
        assert!(
            verdict.wrong.is_empty() && verdict.loose == 0 && verdict.unconfirmed == 0,
            "{n}: {verdict:?}"
        );
    }
}

#[test]
fn an_archive_that_lost_its_end_is_not_added_to() {
    let (place, archive) = Place::filled("lost", 6);
    let last = archive.tail.file;
    drop(archive);
    let path = Files(place.0.clone()).records(last);
    let length = fs::metadata(&path).expect("there").len();
    fs::OpenOptions::new().write(true).open(&path).expect("opens").set_len(length - 100).expect("cuts");
    assert!(Archive::open(&place.0).is_err());
    let (lines, _) = Files(place.0.clone()).lines().expect("reads");
    let index = fs::OpenOptions::new().write(true).open(place.0.join("index")).expect("opens");
    index.set_len((lines - 1) * LINE as u64).expect("cuts");
    assert!(Archive::open(&place.0).is_err());
    assert!(!place.verdict().wrong.is_empty());
}

#[test]
fn a_record_that_was_dropped_added_or_moved_is_found() {
    let (place, archive) = Place::filled("moved", 6);
    drop(archive);
    let files = Files(place.0.clone());
    let lines = fs::read(files.index()).expect("reads");
    let line = |n: usize| lines[(n - 1) * LINE..n * LINE].to_vec();
    let (third, fourth) = (Entry::read(&line(3)).expect("a line"), Entry::read(&line(4)).expect("a line"));
    let path = files.records(1);
    let whole = fs::read(&path).expect("reads");
    let part = |entry: &Entry| whole[entry.offset as usize..entry.end() as usize].to_vec();
    let rest = whole[fourth.end() as usize..].to_vec();
    let start = whole[..third.offset as usize].to_vec();
    let with = |records: Vec<u8>, index: Vec<u8>| {
        fs::write(&path, records).expect("writes");
        fs::write(files.index(), index).expect("writes");
        !place.verdict().wrong.is_empty()
    };
    let (head, tail) = (lines[..2 * LINE].to_vec(), lines[4 * LINE..].to_vec());
    assert!(!with(whole.clone(), lines.clone()));
    // Dropped from the file, and from the index too.
    assert!(with([start.clone(), part(&fourth), rest.clone()].concat(), lines.clone()));
    assert!(with(
        [start.clone(), part(&fourth), rest.clone()].concat(),
        [head.clone(), line(4), tail.clone()].concat()
    ));
    // Moved.
    assert!(with([start.clone(), part(&fourth), part(&third), rest.clone()].concat(), lines.clone()));
    assert!(with(whole.clone(), [head.clone(), line(4), line(3), tail.clone()].concat()));
    // Added: once more, in the file and in both.
    let twice = [start.clone(), part(&third), part(&third), part(&fourth), rest.clone()].concat();
    assert!(with(twice.clone(), lines.clone()));
    assert!(with(twice, [head.clone(), line(3), line(3), line(4), tail.clone()].concat()));
    // The end dropped from both: the anchor knows.
    let end = Entry::read(&lines[lines.len() - LINE..]).expect("a line");
    fs::write(&path, &whole).expect("writes");
    fs::write(files.index(), &lines[..lines.len() - LINE]).expect("writes");
    let last = fs::read(files.records(end.file)).expect("reads");
    fs::write(files.records(end.file), &last[..end.offset as usize]).expect("writes");
    assert!(!place.verdict().wrong.is_empty());
}

/// The files of an archive with everything in it, made once.
fn sample() -> &'static [(String, Vec<u8>)] {
    static SAMPLE: std::sync::LazyLock<Vec<(String, Vec<u8>)>> = std::sync::LazyLock::new(|| {
        let (place, mut archive) = Place::filled("sample", 12);
        let found =
            find(&place.0, &urls([1])).expect("finds").remove("https://example.org/1").expect("there");
        archive.remove(&found, "Ada", at(100), "asked for").expect("removes");
        archive.keep_stamp(at(101), 5, b"a reply").expect("keeps");
        (12..16).for_each(|n| archive.keep(&exchange(n)).expect("keeps"));
        archive.sync().expect("syncs");
        assert_eq!(place.verdict().wrong, Vec::<String>::new());
        let name = |path: &PathBuf| path.file_name().expect("a name").to_string_lossy().into_owned();
        place.files().iter().map(|path| (name(path), fs::read(path).expect("reads"))).collect()
    });
    &SAMPLE
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// One bit of any file of the archive.
    #[test]
    fn any_flipped_bit_is_found(which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let (sample, copy) = (sample(), Place::new("flip"));
        let which = which.index(sample.len());
        fs::create_dir_all(&copy.0).expect("a folder");
        for (n, (name, bytes)) in sample.iter().enumerate() {
            let mut bytes = bytes.clone();
            if n == which {
                let at = at.index(bytes.len());
                bytes[at] ^= 1 << bit;
            }
            fs::write(copy.0.join(name), bytes).expect("writes");
        }
        let verdict = copy.verdict();
        prop_assert!(!verdict.wrong.is_empty(), "{}: {verdict:?}", sample[which].0);
    }
}
