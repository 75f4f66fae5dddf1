//! The evidence law: every quote in the contract is the words at its offsets.

use serde_json::Value;

/// Panics where some `text` with `start` and `end` beside it is not the words at these bytes of `text`.
pub fn check(report: &Value, text: &str) {
    let mut seen = 0;
    for part in ["events", "tallies", "not_events"] {
        walk(&report[part], text, &mut seen);
    }
    let rows = report["events"].as_array().map_or(0, Vec::len);
    assert!(seen >= rows, "{}: {rows} events and only {seen} quotes", report["id"]);
}

fn walk(value: &Value, text: &str, seen: &mut usize) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| walk(item, text, seen)),
        Value::Object(object) => {
            if let Some(quote) = object.get("text").and_then(Value::as_str) {
                // In `time`, start and end are days and the offsets stand under `at`.
                let at = object.get("at").filter(|at| at.is_object()).unwrap_or(value);
                let offset = |key: &str| at[key].as_u64().expect("a quote has offsets") as usize;
                assert_eq!(text.get(offset("start")..offset("end")), Some(quote));
                assert!(!quote.trim().is_empty(), "an empty quote");
                *seen += 1;
            }
            object.values().for_each(|item| walk(item, text, seen));
        }
        _ => {}
    }
}
