//! Floors on the pages of trafilatura's and htmldate's evaluations: what those reach on the same pages
//! (`bench/pages.sh`) is less than these.

#[path = "../examples/pages/archive.rs"]
mod archive;

use dateline_page::clean;
use dateline_terms::{Format, Page};
use serde_json::Value;
use std::collections::HashMap;
use std::io::Read;
use std::path::PathBuf;

/// A list of pages and what is right for each.
fn list(folder: &std::path::Path, name: &str) -> Vec<Value> {
    let mut text = String::new();
    let packed = std::fs::read(folder.join(name)).unwrap_or_default();
    flate2::read::MultiGzDecoder::new(&packed[..]).read_to_string(&mut text).expect("a list");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn bodies_and_dates_are_level_with_the_peers() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/sets/pages");
    let Ok(packed) = std::fs::read(folder.join("html.tar.gz")) else {
        println!("skipped: no pages in {}", folder.display());
        return;
    };
    let reports: HashMap<String, (String, Option<String>)> = archive::pages(&packed)
        .expect("an archive")
        .into_iter()
        .map(|(name, bytes)| {
            let report = clean(&Page::new(name.clone(), bytes, Format::Html)).0;
            (name, (squeeze(&report.text), report.day().map(|day| day.to_string())))
        })
        .collect();
    let of = |row: &Value| reports.get(row["html_file"].as_str().unwrap_or("")).cloned().unwrap_or_default();

    let (mut hit, mut miss, mut wrong) = (0, 0, 0);
    for row in list(&folder, "trafilatura.jsonl.gz") {
        let text = of(&row).0;
        let count = |key: &str, found: bool| {
            let segments = row[key].as_array().map_or(&[][..], Vec::as_slice);
            segments.iter().filter(|s| text.contains(&squeeze(s.as_str().unwrap_or(""))) == found).count()
        };
        hit += count("with", true);
        miss += count("with", false);
        wrong += count("without", true);
    }
    let f1 = 2.0 * hit as f64 / (2 * hit + miss + wrong) as f64;
    assert!(f1 >= 0.94, "body text F1 {f1:.3}");

    let dated = list(&folder, "htmldate.jsonl.gz");
    let right = dated.iter().filter(|row| of(row).1.as_deref() == row["date"].as_str()).count();
    assert!(right * 1000 >= dated.len() * 910, "{right} of {} dates are right", dated.len());
}
