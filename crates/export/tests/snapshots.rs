//! What each format looks like, to the byte. `DATELINE_BLESS=1 cargo test -p dateline-export` writes the files anew
//! after a change that was meant; look at the difference before you commit it.

mod set;

use set::{folder, options, written};
use std::path::Path;

/// Compares with the file under `tests/snapshots`.
fn same(name: &str, got: &[u8]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(name);
    if std::env::var_os("DATELINE_BLESS").is_some() {
        std::fs::write(&path, got).expect("a snapshot");
    }
    let there = std::fs::read(&path).unwrap_or_default();
    let (got, there) = (String::from_utf8_lossy(got), String::from_utf8_lossy(&there));
    for (n, (ours, theirs)) in got.lines().zip(there.lines()).enumerate() {
        assert_eq!(ours, theirs, "{name}, line {}", n + 1);
    }
    assert!(got == there, "{name}: one is longer than the other");
}

#[test]
fn text_formats_are_as_they_were() {
    let folder = folder();
    for (format, name) in [
        ("csv", "full.csv"),
        ("acled", "full.acled.csv"),
        ("ucdp", "full.ucdp.csv"),
        ("plover", "full.plover.tsv"),
        ("hxl", "full.hxl.csv"),
        ("jsonl", "full.jsonl"),
        ("contract", "full.contract.jsonl"),
        ("geojson", "full.geojson"),
        ("kml", "full.kml"),
    ] {
        let (file, summary) = written(folder.path(), name, format, &options());
        same(name, &std::fs::read(file).expect("the file"));
        same(&format!("{name}.README.txt"), &std::fs::read(&summary.note).expect("the note"));
    }
}

#[test]
fn a_careful_export_is_as_it_was() {
    let folder = folder();
    let options = dateline_export::Options {
        blur_km: Some(20.0),
        redact_names: true,
        embargo_days: Some(20),
        filters: "place=Al-Bab".to_string(),
        ..options()
    };
    for (format, name) in
        [("csv", "careful.csv"), ("acled", "careful.acled.csv"), ("contract", "careful.contract.jsonl")]
    {
        let (file, summary) = written(folder.path(), name, format, &options);
        same(name, &std::fs::read(file).expect("the file"));
        same(&format!("{name}.README.txt"), &std::fs::read(&summary.note).expect("the note"));
    }
}
