//! Takes the reports of a JSONL file to one stage, once: `dateline-bench STAGE FILE COUNT`.
//!
//! `bench/speed.py` runs it under callgrind; the difference between two stages' instruction counts is what
//! the later one costs.

use dateline::Coder;
use dateline_bench::{Stage, pages, take};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let stage = args.get(1).and_then(|name| Stage::ALL.iter().find(|(n, _)| n == name));
    let count = args.get(3).and_then(|count| count.parse().ok());
    let (Some((_, stage)), Some(path), Some(count)) = (stage, args.get(2), count) else {
        eprintln!("usage: dateline-bench none|page|read|code FILE.jsonl COUNT");
        std::process::exit(2);
    };
    let jsonl = std::fs::read_to_string(path).expect("the file can be read");
    let coder = Coder::new();
    let pages = pages(&jsonl, count);
    // The first report pays for the tables that are built on first use; it is no part of the count.
    if let Some(first) = pages.first() {
        take(&coder, first, Stage::Code);
    }
    let sum: usize = pages.iter().map(|page| take(&coder, page, *stage)).sum();
    println!("{sum}");
}
