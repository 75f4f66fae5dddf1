//! Prints how often the publication date is found with the given one withheld:
//! `cargo run -p dateline-page --example dates -- gold/dev.jsonl [--all]`.
//!
//! `right` is the given day. A text's own date beats a given one that it contradicts, and gold dates its
//! events by it: for dates that differ from the given one, the last line says beside which of the two
//! gold's main events lie, in the week up to it.
//! `--all` lists every report whose date is not the given one.

use dateline_page::clean;
use dateline_terms::{Format, Page, PublishedBasis};
use jiff::civil::Date;
use serde_json::Value;

fn main() {
    let path = std::env::args().nth(1).unwrap_or_else(|| "../shared/gold/dev.jsonl".into());
    let list = std::env::args().any(|a| a == "--all");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("{path} cannot be read: give the path of a gold file.");
        return;
    };
    let mut counts = [[0usize; 3]; 3];
    let mut reports = 0;
    let mut beside = [0usize; 4];
    for report in text.lines().filter_map(|l| serde_json::from_str::<Value>(l).ok()) {
        let field = |name: &str| report.get(name).and_then(Value::as_str).unwrap_or_default().to_string();
        let Ok(gold) = field("published").parse::<Date>() else { continue };
        reports += 1;
        let mut page = Page::new(field("id"), field("text"), Format::Text);
        page.keep_text = true;
        let (clean, _) = clean(&page);
        let (row, column) = match &clean.published {
            None => (2, 0),
            Some(p) => {
                let away = p.date.since(gold).map_or(i32::MAX, |s| s.get_days().abs());
                (usize::from(p.basis == PublishedBasis::Inferred), away.clamp(0, 2) as usize)
            }
        };
        counts[row][column] += 1;
        if let Some(p) = clean.published.as_ref().filter(|_| column != 0) {
            let near =
                |day| main_days(&report).any(|d| (0..7).contains(&d.until(day).map_or(-1, |s| s.get_days())));
            beside[usize::from(near(p.date)) + 2 * usize::from(near(gold))] += 1;
        }
        if list && (column != 0 || row == 2) {
            let words = clean.published.as_ref().and_then(|p| p.at).map_or("", |at| at.of(&clean.text));
            println!(
                "{} gold {gold} found {:?} from {words:?}",
                clean.id,
                clean.published.as_ref().map(|p| (p.date, p.basis))
            );
        }
    }
    println!("{reports} reports    right  a day off  more off");
    for (name, row) in ["stated", "inferred"].iter().zip(&counts) {
        println!("{name:<14} {:>5} {:>10} {:>9}", row[0], row[1], row[2]);
    }
    println!("abstained      {:>5}", counts[2][0]);
    println!(
        "main events lie beside: the date found {}, the given one {}, both {}, neither {}",
        beside[1], beside[2], beside[3], beside[0]
    );
}

/// Days of gold's main events that are dated to the day.
fn main_days(report: &Value) -> impl Iterator<Item = Date> {
    let events = report.get("events").and_then(Value::as_array).into_iter().flatten();
    let main = events.filter(|e| e.get("standing").and_then(Value::as_str) == Some("main"));
    main.filter_map(|e| {
        let day = |end: &str| e.get("time")?.get(end)?.as_str()?.parse::<Date>().ok();
        day("start").filter(|d| Some(*d) == day("end"))
    })
}
