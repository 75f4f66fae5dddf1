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
    let mut reports = world.reports();
    let (mut all, mut part) = (Cost::default(), Cost::default());
    let mut last: Vec<Intake> = Vec::new();
    println!("claims | µs a claim, of the last part of them");
    loop {
        let mut batch: Vec<Intake> = reports.by_ref().take(size).collect();
        if batch.len() < size {
            last = batch.split_off(batch.len().saturating_sub(SINGLE));
        }
        let ends = batch.len() < size;
        part.add(claims(&batch), take_in(&mut store, &books, &batch));
        if ends || part.claims >= PART.max(all.claims / 2) {
            all.add(part.claims, part.spent);
            println!("{} | {:.0}", all.claims, part.each());
            part = Cost::default();
        }
        if ends {
            break;
        }
    }
    println!("{} claims: {:.1} s, {:.0} µs a claim", all.claims, all.spent.as_secs_f64(), all.each());
    let mut single: Vec<Duration> =
        last.iter().map(|report| take_in(&mut store, &books, std::slice::from_ref(report))).collect();
    single.sort();
    let at = |part: usize| single.get(single.len() * part / 100).copied().unwrap_or_default();
    println!(
        "{} reports one by one: median {:.1?}, 95 of 100 {:.1?}, longest {:.1?}",
        single.len(),
        at(50),
        at(95),
        at(99)
    );
}

/// Reports that are taken in one by one at the end.
const SINGLE: usize = 100;
/// Claims of the first part that is told of.
const PART: usize = 10_000;

/// What claims cost.
#[derive(Default)]
struct Cost {
    claims: usize,
    spent: Duration,
}

impl Cost {
    fn add(&mut self, claims: usize, spent: Duration) {
        self.claims += claims;
        self.spent += spent;
    }

    fn each(&self) -> f64 {
        self.spent.as_secs_f64() * 1e6 / self.claims.max(1) as f64
    }
}

fn claims(batch: &[Intake]) -> usize {
    batch.iter().map(|r| r.coded["events"].as_array().map_or(0, Vec::len)).sum()
}

fn take_in(store: &mut Store, books: &Books<'_>, batch: &[Intake]) -> Duration {
    let stamp = Stamp {
        at: "2026-01-01T00:00:00.000Z".into(),
        who: "bench".into(),
        what: "ingest",
        why: String::new(),
    };
    let before = Instant::now();
    store.change(&stamp, books, |c| batch.iter().try_for_each(|r| c.take(r).map(drop))).expect("taken in");
    before.elapsed()
}
