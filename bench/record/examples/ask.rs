//! Answers questions to a record, one JSON object a line on standard input, and says how long each took: the object back
//! with `ms` and the `count` of what was found. Each asks for the first fifty incidents, or for the table of months.
//!
//! `cargo run --release -p dateline-bench-record --example ask -- FILE < QUESTIONS.jsonl`

use dateline_code::Books;
use dateline_code::gazetteer::fold::fold;
use dateline_store::{Filter, Look, Sort, Store};
use dateline_terms::Word;
use serde_json::{Value, json};
use std::io::BufRead;
use std::path::Path;
use std::time::Instant;

/// Incidents on a page.
const PAGE: usize = 50;

fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let store = Store::read(Path::new(&path)).expect("a store");
    let books = Books::embedded();
    for line in std::io::stdin().lock().lines() {
        let mut question: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        let start = Instant::now();
        let count = answer(&store, &question, &books);
        question["ms"] = json!(start.elapsed().as_secs_f64() * 1000.0);
        question["count"] = json!(count);
        println!("{question}");
    }
}

fn answer(store: &Store, question: &Value, books: &Books<'_>) -> usize {
    if question["kind"] == "months" {
        let months = "SELECT month, type, sum(count), sum(killed) FROM months GROUP BY month, type";
        return store.sql(months).expect("an answer").rows.len();
    }
    let page = store.page(&filter(question), Sort::Latest, &Look::default(), books, (None, PAGE));
    page.expect("an answer").items.len()
}

fn filter(question: &Value) -> Filter {
    let text = |name: &str| question[name].as_str().map(str::to_string);
    let many = |name: &str| text(name).into_iter().collect::<Vec<_>>();
    let degrees = |n: usize| question["area"][n].as_f64();
    Filter {
        country: text("country"),
        place: text("place"),
        area: degrees(0).map(|_| [0, 1, 2, 3].map(|n| degrees(n).unwrap_or_default())),
        actors: many("actor")
            .iter()
            .map(|name| if name.contains(' ') { fold(name) } else { name.clone() })
            .collect(),
        types: many("type"),
        from: text("from").and_then(|day| day.parse().ok()),
        to: text("to").and_then(|day| day.parse().ok()),
        killed: question["killed"].as_u64(),
        standing: text("word").and_then(|word| Word::parse(&word)).into_iter().collect(),
        text: text("text"),
        outlet: text("outlet"),
        ..Filter::default()
    }
}
