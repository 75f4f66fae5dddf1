//! The encoder in Rust against PyTorch, and against itself on other threads.

mod made;

use dateline_read::encode::Encoder;
use dateline_terms::Vectors;
use made::{made, read};

/// Numbers that differ by less are the same: sums are added up in another order.
const CLOSE: f32 = 2e-3;

fn vectors(text: &str) -> Vectors {
    let (report, reading) = read(text);
    Encoder::embedded().unwrap().read(&report, &reading, |_| true).unwrap()
}

#[test]
fn gives_what_pytorch_gives() {
    let rows: serde_json::Value = serde_json::from_str(include_str!("parity.json")).unwrap();
    for row in rows.as_array().unwrap() {
        let text = row["text"].as_str().unwrap();
        let ours = vectors(text);
        same(text, &ours, &row["vectors"]);
        let (clause, act) = (ours.spans[0].cover(ours.spans[3]), ours.spans[1]);
        let (pieces, marked) = ours.marked(clause, act).unwrap();
        assert_eq!(pieces, 0..ours.spans.len(), "{text}");
        same(text, &marked, &row["marked"]);
    }
}

fn same(text: &str, ours: &Vectors, theirs: &serde_json::Value) {
    let theirs = theirs.as_array().unwrap();
    assert_eq!(ours.spans.len(), theirs.len(), "{text}");
    for (k, vector) in theirs.iter().enumerate() {
        for (n, number) in vector.as_array().unwrap().iter().enumerate() {
            let (a, b) = (ours.values[k * ours.width + n], number.as_f64().unwrap() as f32);
            assert!((a - b).abs() < CLOSE, "{text:?}: piece {k}, number {n}: {a} against {b}");
        }
    }
}

#[test]
fn five_hundred_reports_give_the_same_bits_on_any_number_of_threads() {
    let reports = made(500);
    let alone: Vec<Vectors> = reports.iter().map(|r| vectors(r)).collect();
    for threads in [2, 5] {
        std::thread::scope(|scope| {
            for first in 0..threads {
                let (reports, alone) = (&reports, &alone);
                // Each thread takes the reports from its own end, so that neighbours differ from run to run.
                let mine = (0..reports.len()).rev().filter(move |k| k % threads == first);
                scope.spawn(move || {
                    for k in mine {
                        assert!(vectors(&reports[k]) == alone[k], "{:?} on {threads} threads", reports[k]);
                    }
                });
            }
        });
    }
}

#[test]
fn what_is_not_kept_gets_no_vector() {
    let (report, reading) = read("Rockets hit the base. Talks went on in the capital.");
    let second = |i: usize| i == 1;
    let v = Encoder::embedded().unwrap().read(&report, &reading, second).unwrap();
    let first = reading.sentences[0].span;
    assert!(v.pieces(first).is_empty());
    assert!(!v.pieces(reading.sentences[1].span).is_empty());
}

#[test]
fn a_sentence_longer_than_a_stretch_is_read_in_pieces() {
    let text = format!("Rockets hit {} and the base.", "the town, ".repeat(200));
    let v = vectors(&text);
    let (_, reading) = read(&text);
    let last = reading.tokens[reading.tokens.len() - 2].span;
    assert!(!v.pieces(last).is_empty(), "the end of a long sentence was not read");
    assert!(v.mean(last).iter().any(|x| *x != 0.0));
}

#[test]
fn broken_weights_are_a_flaw_that_says_what_to_do() {
    let flaw = Encoder::from_bytes(b"no network".to_vec()).unwrap_err();
    assert!(flaw.what.contains("--reader rules"), "{}", flaw.what);
}
