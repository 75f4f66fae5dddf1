//! The fast reader's network in Rust against PyTorch, and against itself on other threads.

mod made;

use dateline_read::encode::Cnn;
use dateline_terms::Vectors;
use made::{made, read};

/// Numbers that differ by less are the same: sums are added up in another order.
const CLOSE: f32 = 1e-3;

fn vectors(text: &str) -> Vectors {
    let (report, reading) = read(text);
    Cnn::embedded().unwrap().read(&report, &reading, |_| true)
}

#[test]
fn gives_what_pytorch_gives() {
    let rows: serde_json::Value = serde_json::from_str(include_str!("parity_cnn.json")).unwrap();
    for row in rows.as_array().unwrap() {
        let (text, theirs) = (row["text"].as_str().unwrap(), row["vectors"].as_array().unwrap());
        let ours = vectors(text);
        assert_eq!(ours.spans.len(), theirs.len(), "{text}");
        for (k, vector) in theirs.iter().enumerate() {
            for (n, number) in vector.as_array().unwrap().iter().enumerate() {
                let (a, b) = (ours.values[k * ours.width + n], number.as_f64().unwrap() as f32);
                assert!((a - b).abs() < CLOSE, "{text:?}: piece {k}, number {n}: {a} against {b}");
            }
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
fn each_piece_read_has_a_vector_and_no_other() {
    let (report, reading) = read("Rockets hit the base. Talks went on in the capital.");
    let v = Cnn::embedded().unwrap().read(&report, &reading, |i| i == 1);
    assert!(v.pieces(reading.sentences[0].span).is_empty());
    assert!(!v.pieces(reading.sentences[1].span).is_empty());
    let long = vectors(&format!("Rockets hit {} and the base.", "the town, ".repeat(200)));
    assert_eq!(long.values.len(), long.spans.len() * long.width);
    assert!(long.values.iter().all(|x| x.is_finite()));
    assert!(vectors("").is_empty());
}

#[test]
fn broken_weights_are_a_flaw_that_says_what_to_do() {
    let whole = include_bytes!("../weights/cnn.bin");
    let changed =
        |at: usize| whole.iter().enumerate().map(|(k, b)| if k == at { b ^ 1 } else { *b }).collect();
    let broken: [Vec<u8>; 4] =
        [b"no network".to_vec(), whole[..whole.len() - 1].to_vec(), changed(4), changed(8)];
    for bytes in broken {
        let flaw = Cnn::from_bytes(&bytes).unwrap_err();
        assert!(flaw.what.contains("--reader rules"), "{}", flaw.what);
    }
}
