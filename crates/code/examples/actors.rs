//! How well actor mentions are found: `cargo run --release -p dateline-code --example actors -- GOLD.jsonl [--missed]`
//!
//! For each actor on a side of a gold event: is there a mention whose name or words match, in the
//! event's quotes or anywhere in the text, and is its kind right? Home is the country that most
//! events of the report happened in, as the coder would find it from places.

use dateline_code::actors::Actors;
use dateline_code::resolve::actor::{find, kind_at};
use dateline_read::{Lexicon, Reader};
use dateline_terms::{Actor, Report, Span};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

#[derive(Default)]
struct Tally {
    gold: usize,
    quoted: usize,
    anywhere: usize,
    kind: usize,
    mentions: usize,
}

fn main() {
    let mut args = std::env::args().skip(1);
    let path = args.next().expect("a gold file");
    let missed = args.next().is_some();
    let text = std::fs::read_to_string(path).expect("a readable gold file");
    let started = Instant::now();
    let actors = Actors::embedded();
    println!(
        "built in {:?}: {} countries, {} groups",
        started.elapsed(),
        actors.countries().len(),
        actors.groups().len()
    );
    let reader = Reader::new(&Lexicon::default());
    let mut tally = Tally::default();
    let (mut spent, mut reports) = (Duration::ZERO, 0);
    for line in text.lines() {
        let row: Value = serde_json::from_str(line).expect("a JSON object a line");
        let report = Report { text: row["text"].as_str().unwrap_or("").to_owned(), ..Report::default() };
        let (reading, _) = reader.read(&report);
        let home = home(&row);
        let from = Instant::now();
        let found = find(&report, &reading, actors, home.as_deref());
        spent += from.elapsed();
        reports += 1;
        tally.mentions += found.len();
        if std::env::var_os("SHOW").is_some() {
            for a in &found {
                println!(
                    "{} = {} [{}] {:?} {}",
                    a.at.of(&report.text),
                    a.name,
                    a.kind.as_str(),
                    a.country,
                    a.basis.as_str()
                );
            }
        }
        score(&row, &report, &found, &mut tally, missed);
    }
    let share = |n: usize| n as f64 / tally.gold.max(1) as f64;
    println!(
        "gold actors {}, mentions {} ({:.1} a report)",
        tally.gold,
        tally.mentions,
        tally.mentions as f64 / reports as f64
    );
    println!(
        "recall in the quotes {:.3}, anywhere {:.3}; kind right of those {:.3}",
        share(tally.quoted),
        share(tally.anywhere),
        tally.kind as f64 / tally.anywhere.max(1) as f64
    );
    println!("{:?} a report", spent / reports.max(1));
}

fn home(row: &Value) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for event in row["events"].as_array().into_iter().flatten() {
        if let Some(country) = event["place"]["country"].as_str() {
            *counts.entry(country).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(_, n)| *n).map(|(c, _)| c.to_owned())
}

fn score(row: &Value, report: &Report, found: &[Actor], tally: &mut Tally, missed: bool) {
    for event in row["events"].as_array().into_iter().flatten() {
        let quotes = quotes(event, &report.text);
        let there = event["place"]["country"].as_str();
        for side in ["side_a", "side_b"] {
            for gold in event[side].as_array().into_iter().flatten() {
                tally.gold += 1;
                let fits: Vec<&Actor> = found.iter().filter(|a| same(gold, a, &report.text)).collect();
                let quoted = fits.iter().any(|a| quotes.iter().any(|q| q.overlaps(a.at)));
                tally.quoted += usize::from(quoted);
                tally.anywhere += usize::from(!fits.is_empty());
                tally.kind += usize::from(fits.iter().any(|a| kind_at(a, there).as_str() == gold["kind"]));
                if missed
                    && !fits.is_empty()
                    && !fits.iter().any(|a| kind_at(a, there).as_str() == gold["kind"])
                {
                    println!(
                        "KIND {} {} | ours {} {} | at {:?}",
                        gold["text"],
                        gold["kind"],
                        fits[0].name,
                        kind_at(fits[0], there).as_str(),
                        there
                    );
                }
                if missed && !quoted {
                    let words: Vec<&str> = found
                        .iter()
                        .filter(|a| quotes.iter().any(|q| q.overlaps(a.at)))
                        .map(|a| a.at.of(&report.text))
                        .collect();
                    println!(
                        "MISSED {} | {} | {} | {:?} | {}",
                        gold["text"],
                        gold["name"],
                        fits.len(),
                        words,
                        event["evidence"]
                    );
                }
            }
        }
    }
}

fn quotes(event: &Value, text: &str) -> Vec<Span> {
    let more = event["more_evidence"].as_array().into_iter().flatten();
    std::iter::once(&event["evidence"])
        .chain(more)
        .filter_map(Value::as_str)
        .filter_map(|q| text.find(q).map(|at| Span::new(at, at + q.len())))
        .collect()
}

/// The scorer's test, without its tolerance for misspelling: the words of one are among the other's.
fn same(gold: &Value, actor: &Actor, text: &str) -> bool {
    let ours = [words(&actor.name), words(actor.at.of(text))];
    [&gold["name"], &gold["text"]].iter().any(|g| {
        let gold = words(g.as_str().unwrap_or(""));
        ours.iter().any(|o| {
            let (short, long) = if o.len() <= gold.len() { (o, &gold) } else { (&gold, o) };
            *o == gold || (short.join(" ").len() >= 4 && short.iter().all(|w| long.contains(w)))
        })
    })
}

fn words(name: &str) -> Vec<String> {
    let plain: String = name
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || c.is_whitespace() || *c == '-')
        .collect();
    let mut all: Vec<String> = plain
        .split(|c: char| c.is_whitespace() || c == '-')
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect();
    if all.len() > 1 && matches!(all[0].as_str(), "al" | "the" | "an" | "el") {
        all.remove(0);
    }
    all
}
