//! Prints the reports of a made-up world as lines of JSON that `dateline ingest --coded` takes.
//!
//! `cargo run --release -p dateline-bench-record --example world -- INCIDENTS [DAYS] [SEED] > reports.jsonl`

use dateline_bench_record::{Settings, TEN_YEARS, World};
use dateline_code::Books;
use std::io::{BufWriter, Write};

fn main() -> std::io::Result<()> {
    let given: Vec<u64> = std::env::args().skip(1).map(|n| n.parse().expect("a number")).collect();
    let of = |n: usize, or: u64| given.get(n).copied().unwrap_or(or);
    let settings =
        Settings { incidents: of(0, 1000), days: of(1, u64::from(TEN_YEARS)) as u32, seed: of(2, 1) };
    let world = World::new(settings, &Books::embedded());
    let mut out = BufWriter::new(std::io::stdout().lock());
    for report in world.reports() {
        writeln!(out, "{}", report.coded)?;
    }
    out.flush()
}
