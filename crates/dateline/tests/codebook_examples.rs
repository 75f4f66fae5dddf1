//! The codebook's examples, coded from page to claim: each text that must be coded as a type gives an
//! event of it, and each that must not gives none. The coder is statistical, so that the share right is
//! held by floors in `gate/floors.json`, which only rise; the failures are printed.

use dateline::Coder;
use dateline_code::codebook::{Codebook, EventType};
use dateline_terms::{Date, Format, Page};
use std::path::Path;

/// Ids of the types that `text` is coded as, published on a day after all that the examples tell of.
fn coded(coder: &Coder, text: &str) -> Vec<String> {
    let page = Page {
        keep_text: true,
        published: Some(Date::constant(2024, 12, 20)),
        language: Some("en".to_owned()),
        ..Page::new("example", text, Format::Text)
    };
    coder.code(&page).coded.claims.into_iter().map(|c| c.event_type).collect()
}

/// Texts of `entry` that are coded right, and all of them; failures are printed.
fn must(coder: &Coder, entry: &EventType) -> (usize, usize) {
    let wrong = |text: &&String| {
        let found = coded(coder, text);
        let missed = !found.contains(&entry.id);
        if missed {
            println!("not coded as {}, but as {found:?}: {text}", entry.id);
        }
        missed
    };
    let count = entry.must_code.len();
    (count - entry.must_code.iter().filter(wrong).count(), count)
}

fn must_not(coder: &Coder, entry: &EventType) -> (usize, usize) {
    let mut right = 0;
    for example in &entry.must_not_code {
        if coded(coder, &example.text).contains(&entry.id) {
            println!("coded as {}, though {}: {}", entry.id, example.why, example.text);
        } else {
            right += 1;
        }
    }
    (right, entry.must_not_code.len())
}

#[test]
fn the_codebooks_examples_are_coded_as_it_says() {
    let floors =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../gate/floors.json"));
    let floors: serde_json::Value =
        serde_json::from_str(&floors.expect("gate/floors.json")).expect("it is JSON");
    let coder = Coder::new();
    type Count = fn(&Coder, &EventType) -> (usize, usize);
    for (name, count) in [("must_code", must as Count), ("must_not_code", must_not as Count)] {
        let counts = Codebook::embedded().types().iter().map(|entry| count(&coder, entry));
        let (right, all) = counts.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        let share = right as f64 / all.max(1) as f64;
        let floor = floors["codebook examples"][name].as_f64().expect("a floor");
        println!("{name}: {right} of {all} right, {share:.3}; the floor is {floor}");
        assert!(share >= floor, "{name}: {share:.3} is under its floor of {floor}");
    }
}
