//! Fuses the claims of a made-up world in memory and says what that cost: `cargo run --release -p dateline-bench-record
//! --example fuse -- INCIDENTS DAYS [THREADS]`. Making the claims is not counted, laying them out is told apart.

use dateline_bench_record::{Settings, World};
use dateline_code::Books;
use dateline_code::fuse::{Ties, edges, group};
use dateline_code::pair::{Account, Heading, Pairing};
use dateline_terms::told::Event;
use std::time::{Duration, Instant};

fn main() {
    let args: Vec<usize> = std::env::args().skip(1).map(|n| n.parse().expect("a number")).collect();
    let (incidents, days) = (args.first().copied().unwrap_or(5000), args.get(1).copied().unwrap_or(9));
    let threads = args.get(2).copied().unwrap_or(2);
    let books = Books::embedded();
    let world = World::new(Settings { incidents: incidents as u64, days: days as u32, seed: 1 }, &books);
    let (accounts, laid_out) = accounts(&world, &books);
    let accounts: Vec<&Account> = accounts.iter().collect();
    let pairing = Pairing::embedded();

    let start = Instant::now();
    let edges = edges(&accounts, pairing, threads);
    let compared = start.elapsed();
    let ids: Vec<usize> = (0..accounts.len()).collect();
    let groups = group(&ids, &accounts, &edges, &Ties::default(), pairing);
    let all = start.elapsed();
    println!(
        "{} claims, {} incidents told of, {} edges, {} groups: laid out on one thread in {:.1} s; on {threads} threads fused in \
         {:.1} s (compared in {:.1} s), {:.0} µs a claim; {} MB at most",
        accounts.len(),
        incidents,
        edges.len(),
        groups.len(),
        laid_out.as_secs_f64(),
        all.as_secs_f64(),
        compared.as_secs_f64(),
        all.as_secs_f64() * 1e6 / accounts.len() as f64,
        most_memory().unwrap_or_default()
    );
}

/// The claims of a world, laid out, and how long that took.
fn accounts(world: &World, books: &Books<'_>) -> (Vec<Account>, Duration) {
    let (mut accounts, mut spent) = (Vec::new(), Duration::ZERO);
    for report in world.reports() {
        let head = &report.coded["report"];
        let published = head["published"]["date"].as_str().and_then(|day| day.parse().ok());
        let heading = Heading { report: &report.name, published, title: head["title"].as_str() };
        for event in report.coded["events"].as_array().into_iter().flatten() {
            let event: Event = serde_json::from_value(event.clone()).expect("a claim");
            let start = Instant::now();
            accounts.push(Account::new(&event, &heading, books, &Pairing::embedded().words));
            spent += start.elapsed();
        }
    }
    (accounts, spent)
}

/// Most megabytes that were resident, where the system tells.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}
