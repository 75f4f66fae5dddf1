//! The codebook's act words, found by the reader: in the codebook's own examples, and in gold.

use dateline_code::codebook::Codebook;
use dateline_read::{ActEntry, Lexicon, Reader};
use dateline_terms::Report;
use std::collections::BTreeSet;
use std::path::Path;

fn reader() -> Reader {
    let entry =
        |(phrase, id): (&str, &str)| ActEntry { phrase: phrase.to_owned(), event_type: id.to_owned() };
    Reader::new(&Lexicon { acts: Codebook::embedded().lexicon_entries().into_iter().map(entry).collect() })
}

/// Types that the act words of `text` tell of, by themselves or beside a companion.
fn types_in(reader: &Reader, text: &str) -> BTreeSet<String> {
    let report = Report { text: text.to_owned(), language: Some("en".to_owned()), ..Report::default() };
    let (reading, _) = reader.read(&report);
    let lower = text.to_lowercase();
    let mut types = BTreeSet::new();
    for act in reading.acts {
        types.extend(Codebook::embedded().types_beside(&act.word, &lower).into_iter().map(str::to_owned));
        types.extend(act.types);
    }
    types
}

#[test]
fn each_example_that_must_be_coded_holds_an_act_word_of_its_type() {
    let reader = reader();
    let texts =
        Codebook::embedded().types().iter().flat_map(|t| t.must_code.iter().map(|text| (&t.id, text)));
    let missed: Vec<_> = texts.filter(|(id, text)| !types_in(&reader, text).contains(*id)).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn each_entry_has_enough_examples_and_no_text_stands_twice_in_it() {
    let checked = Codebook::parse(&Codebook::sources()).expect("ours are well formed");
    assert!(checked.warnings().is_empty(), "{:?}", checked.warnings());
    for entry in checked.types() {
        let texts = entry.must_code.iter().chain(entry.must_not_code.iter().map(|m| &m.text));
        let mut seen = BTreeSet::new();
        assert!(texts.clone().all(|t| seen.insert(t)), "{}", entry.id);
    }
}

/// Recall is what act words are for: whatever holds none is never looked at again.
#[test]
fn the_act_words_reach_nearly_all_events_that_annotators_found() {
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold");
    if !gold.exists() {
        println!("skipped: no gold folder");
        return;
    }
    let (mut events, mut any, mut own) = (0_u32, 0_u32, 0_u32);
    let reader = reader();
    for file in ["train.jsonl", "dev.jsonl"] {
        let lines = std::fs::read_to_string(gold.join(file)).expect("gold is there");
        for line in lines.lines() {
            let report: serde_json::Value = serde_json::from_str(line).expect("gold is JSON");
            for event in report["events"].as_array().into_iter().flatten() {
                let types = types_in(&reader, event["evidence"].as_str().unwrap_or(""));
                events += 1;
                any += u32::from(!types.is_empty());
                own += u32::from(types.contains(event["type"].as_str().unwrap_or("")));
            }
        }
    }
    let share = |part: u32| f64::from(part) / f64::from(events.max(1));
    println!(
        "of {events} events, {:.3} hold an act word and {:.3} one of their own type",
        share(any),
        share(own)
    );
    assert!(share(any) >= 0.97 && share(own) >= 0.88);
}
