//! The scorer gives the same figures as the reference scorer in Python, on predictions spoiled at random.

use std::path::{Path, PathBuf};
use std::process::Command;

use dateline::eval::{read_reports, score};
use serde_json::{Value, json};

fn shared() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared")
}

/// A small generator with a fixed seed (Marsaglia's xorshift): the same spoiling on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

fn rows<'a>(value: &'a mut Value, key: &str) -> Option<&'a mut Vec<Value>> {
    value.get_mut(key).and_then(Value::as_array_mut)
}

/// Loses, doubles and changes events, rows and words of a gold report.
fn spoil(report: &mut Value, dice: &mut Dice) {
    let text: Vec<char> = report["text"].as_str().unwrap_or_default().chars().collect();
    let lures = report["not_events"].as_array().cloned().unwrap_or_default();
    let Some(events) = rows(report, "events") else { return };
    events.retain(|_| dice.below(6) > 0);
    for event in events.iter_mut() {
        spoil_event(event, dice);
    }
    if let Some(lure) = lures.first().filter(|_| dice.below(2) > 0) {
        events.push(json!({"eid": "x1", "type": "attack", "evidence": {"text": lure["text"]}}));
    }
    if text.len() > 300 && dice.below(3) == 0 {
        let start = dice.below(text.len() - 200);
        let quote: String = text[start..start + 120].iter().collect();
        events
            .push(json!({"eid": "x2", "type": "arrest", "evidence": [quote], "side_a": null, "time": null}));
    }
    if let Some(tallies) = rows(report, "tallies") {
        tallies.retain(|_| dice.below(3) > 0);
    }
}

fn spoil_event(event: &mut Value, dice: &mut Dice) {
    let words = event["evidence"].as_str().unwrap_or_default().to_string();
    match dice.below(4) {
        0 => event["evidence"] = json!({"text": words, "start": 0, "end": 1}),
        1 => event["evidence"] = json!(words.chars().take(words.chars().count() / 2).collect::<String>()),
        _ => {}
    }
    match dice.below(12) {
        0 => event["type"] = json!("armed_clash"),
        1 => event["time"] = Value::Null,
        2 => event["place"] = json!({"text": "Homs", "name": "Hims", "country": "SY"}),
        3 => event["incident"] = Value::Null,
        4 => event["incident"] = json!("i1"),
        5 => event["standing"] = json!("main"),
        6 => event["side_b"] = json!([]),
        _ => {}
    }
    for key in ["side_a", "harm", "claims"] {
        let Some(rows) = rows(event, key) else { continue };
        rows.retain(|_| dice.below(5) > 0);
        for row in rows.iter_mut() {
            spoil_row(row, dice);
        }
    }
}

fn spoil_row(row: &mut Value, dice: &mut Dice) {
    for key in ["name", "said_by", "text"] {
        let Some(words) = row.get(key).and_then(Value::as_str).map(str::to_string) else { continue };
        match dice.below(6) {
            0 => row[key] = json!(words.to_uppercase()),
            1 => row[key] = json!(format!("the {}", words.replace(['e', 'h'], "ee"))),
            2 => row[key] = json!({"text": words.chars().skip(2).collect::<String>(), "start": 2, "end": 3}),
            _ => {}
        }
    }
    // Names stay strings in the contract; only quotes are objects.
    if let Some(words) = row.get("name").and_then(|n| n.get("text")).cloned() {
        row["name"] = words;
    }
    if dice.below(8) == 0 {
        row["low"] = json!(7);
        row["stance"] = json!("alleged");
    }
}

/// The figures that the reference scorer prints; `None` where Python or the scorer is absent.
fn reference(gold: &Path, predicted: &Path) -> Option<Value> {
    let script = shared().join("tools/score.py");
    let done = Command::new("python3").arg(script).args([gold, predicted]).arg("--json").output().ok()?;
    serde_json::from_slice(&done.stdout).ok()
}

fn compare(name: &str, gold: &str, seed: u64) {
    let mut dice = Dice(seed);
    let mut predicted = String::new();
    for line in gold.lines() {
        let mut report: Value = serde_json::from_str(line).expect("gold is JSON");
        if dice.below(15) > 0 {
            spoil(&mut report, &mut dice);
            predicted += &format!("{report}\n");
        }
    }
    let folder = std::env::temp_dir().join(format!("dateline-score-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    let (gold_file, file) = (folder.join("gold.jsonl"), folder.join("predicted.jsonl"));
    std::fs::write(&gold_file, gold).expect("a temporary file");
    std::fs::write(&file, &predicted).expect("a temporary file");
    let theirs = reference(&gold_file, &file);
    std::fs::remove_dir_all(&folder).expect("the folder that was just made");
    let Some(theirs) = theirs else {
        println!("skipped: python3 or the reference scorer is absent");
        return;
    };
    let (gold, predicted) =
        (read_reports(gold).expect("gold"), read_reports(&predicted).expect("predictions"));
    let ours = score(&gold, &predicted).0.to_json();
    let theirs = theirs.as_object().expect("an object of figures");
    let ours = ours.as_object().expect("an object of figures");
    assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>());
    for (figure, value) in theirs {
        assert_eq!(&ours[figure], value, "{name}: {figure}");
    }
}

#[test]
fn figures_equal_the_reference_scorer_on_spoiled_gold() {
    let Ok(train) = std::fs::read_to_string(shared().join("gold/train.jsonl")) else {
        println!("skipped: the shared gold is absent");
        return;
    };
    let lines: Vec<&str> = train.lines().collect();
    for (n, part) in lines.chunks(150).take(3).enumerate() {
        compare(&format!("train-{n}"), &part.join("\n"), 88_172_645_463_325_252 + n as u64);
    }
}
