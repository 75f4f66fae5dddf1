//! Takes a made-up world into a record, report by report in changes of some reports each, and says how long that took.
//!
//! `cargo run --release -p dateline-bench-record --example fill -- FILE INCIDENTS [DAYS] [REPORTS A CHANGE]`

use dateline_bench_record::{Settings, TEN_YEARS, World};
use dateline_code::Books;
use dateline_store::{Intake, Stamp, Store};
use std::path::Path;
use std::time::{Duration, Instant};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |n: usize, or: u64| args.get(n).map_or(or, |n| n.parse().expect("a number"));
    let books = Books::embedded();
    let settings =
        Settings { incidents: number(1, 1000), days: number(2, u64::from(TEN_YEARS)) as u32, seed: 1 };
    let world = World::new(settings, &books);
    let mut store = Store::open(Path::new(&args[0])).expect("a store");
    let size = number(3, 200) as usize;
    let (mut claims, mut changes, mut spent) = (0usize, 0u32, Duration::ZERO);
    let mut reports = world.reports();
    loop {
        let batch: Vec<Intake> = reports.by_ref().take(size).collect();
        if batch.is_empty() {
            break;
        }
        claims += batch.iter().map(|r| r.coded["events"].as_array().map_or(0, Vec::len)).sum::<usize>();
        changes += 1;
        let at =
            format!("2026-01-01T{:02}:{:02}:{:02}.000Z", changes / 3600, changes / 60 % 60, changes % 60);
        let stamp = Stamp { at, who: "bench".into(), what: "ingest", why: String::new() };
        let before = Instant::now();
        store
            .change(&stamp, &books, |c| batch.iter().try_for_each(|r| c.take(r).map(drop)))
            .expect("taken in");
        spent += before.elapsed();
    }
    let seconds = spent.as_secs_f64();
    println!(
        "{claims} claims in {changes} changes: {seconds:.1} s, {:.0} µs a claim",
        seconds * 1e6 / claims as f64
    );
}
