//! Prints how often the publication date is found with the given one withheld:
//! `cargo run -p dateline-page --example dates -- gold/dev.jsonl [--all]`.
//!
//! `right` is the given day. A text's own date beats a given one that it contradicts, and gold dates its
//! events by it, so stated dates that differ from the given one are counted in columns of their own.
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
        if list && (column != 0 || row == 2) {
            let words = clean.published.as_ref().and_then(|p| p.at).map_or("", |at| at.of(&clean.text));
            println!("{} gold {gold} found {:?} from {words:?}", clean.id, clean.published.as_ref().map(|p| (p.date, p.basis)));
        }
    }
    println!("{reports} reports    right  a day off  more off");
    for (name, row) in ["stated", "inferred"].iter().zip(&counts) {
        println!("{name:<14} {:>5} {:>10} {:>9}", row[0], row[1], row[2]);
    }
    println!("abstained      {:>5}", counts[2][0]);
}
