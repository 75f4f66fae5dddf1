//! Prints how much of a gold file's evidence would be lost because it stands in furniture:
//! `cargo run -p dateline-page --example furniture -- gold/dev.jsonl [--all]`.
//!
//! Every quote of an event's `evidence` and `more_evidence` is looked up in the text; it is lost when
//! half of its bytes or more are set aside. `--all` lists lost quotes and everything that was set aside.

use dateline_page::clean;
use dateline_terms::{Format, Page, Report, Span};
use serde_json::Value;
use std::collections::BTreeMap;

fn main() {
    let path = std::env::args().nth(1).unwrap_or_else(|| "../shared/gold/dev.jsonl".into());
    let list = std::env::args().any(|a| a == "--all");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("{path} cannot be read: give the path of a gold file.");
        return;
    };
    let (mut quotes, mut lost, mut touched) = (0, 0, 0);
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for line in text.lines().filter_map(|l| serde_json::from_str::<Value>(l).ok()) {
        let field = |name: &str| line.get(name).and_then(Value::as_str).unwrap_or_default().to_string();
        let mut page = Page::new(field("id"), field("text"), Format::Text);
        page.keep_text = true;
        let (report, _) = clean(&page);
        for f in &report.furniture {
            *kinds.entry(format!("{:?}", f.kind)).or_default() += 1;
            if list {
                println!("{} {:?} {:?}", report.id, f.kind, f.span.of(&report.text));
            }
        }
        for quote in evidence(&line) {
            quotes += 1;
            let aside = aside(&report, quote);
            touched += usize::from(aside > 0.0);
            lost += usize::from(aside >= 0.5);
            if list && aside > 0.0 {
                println!("{} LOST {aside:.2} {quote:?}", report.id);
            }
        }
    }
    println!("{quotes} quotes, {lost} lost, {touched} touched; set aside: {kinds:?}");
}

fn evidence(report: &Value) -> Vec<&str> {
    let events = report.get("events").and_then(Value::as_array).into_iter().flatten();
    events
        .flat_map(|e| {
            let more = e.get("more_evidence").and_then(Value::as_array).into_iter().flatten();
            e.get("evidence").into_iter().chain(more).filter_map(Value::as_str)
        })
        .collect()
}

/// Share of the quote's bytes that are set aside, at whichever place it stands least in furniture.
fn aside(report: &Report, quote: &str) -> f64 {
    let share = |start: usize| {
        let span = Span::new(start, start + quote.len());
        let bytes: usize = report
            .furniture
            .iter()
            .filter(|f| f.span.overlaps(span))
            .map(|f| f.span.end.min(span.end) - f.span.start.max(span.start))
            .sum();
        bytes as f64 / quote.len().max(1) as f64
    };
    report.text.match_indices(quote).map(|(i, _)| share(i)).fold(f64::INFINITY, f64::min).min(1.0)
}
