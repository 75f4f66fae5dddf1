//! A workbench under load: readers who ask once a second each whether or not the last answer has come (open loop), two
//! reviewers who judge the same incidents, and an ingest of low priority beside them.
//!
//! `cargo run --release -p dateline-bench-record --example load -- PROGRAM DB [SECONDS] [READERS]`
//!
//! `PROGRAM` is the built `dateline`; `DB` a record that is written to, so give it a copy. Delays are counted from when a
//! question was due, so that a server that falls behind cannot hide it.

mod delays;
mod ingest;
mod readers;
mod reviewers;
mod server;

use delays::Delays;
use server::Server;
use std::path::Path;
use std::time::{Duration, Instant};

/// When it all begins and ends.
#[derive(Clone, Copy)]
struct Span {
    begin: Instant,
    end: Instant,
}

fn main() {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let [program, db, rest @ ..] = given.as_slice() else {
        panic!("usage: load PROGRAM DB [SECONDS] [READERS]");
    };
    let number = |n: usize, or: u64| rest.get(n).map_or(or, |text| text.parse().expect("a number"));
    let (seconds, count) = (number(0, 60), number(1, 200));
    let (program, db) = (Path::new(program), Path::new(db));
    let server = Server::start(program, db);
    let world = readers::World::of(&server);
    println!("{} incidents, {count} readers, {seconds} s", world.total);
    // A server that was just started reads what it keeps in memory.
    std::thread::sleep(Duration::from_secs(5));
    let ingest = ingest::start(program, db, seconds);
    let begin = Instant::now() + Duration::from_millis(500);
    let span = Span { begin, end: begin + Duration::from_secs(seconds) };
    let (delays, reviews) = std::thread::scope(|scope| {
        let readers: Vec<_> = (0..count)
            .map(|n| {
                scope.spawn({
                    let (w, s) = (&world, &server);
                    move || readers::read(s, w, n, count, span)
                })
            })
            .collect();
        let reviewers: Vec<_> = ["Ada", "Bea"]
            .map(|name| {
                scope.spawn({
                    let s = &server;
                    move || reviewers::review(s, name, span)
                })
            })
            .into_iter()
            .collect();
        let mut delays = Delays::default();
        for reader in readers {
            delays.add(reader.join().expect("a reader"));
        }
        (delays, reviewers.into_iter().map(|r| r.join().expect("a reviewer")).collect::<Vec<_>>())
    });
    let taken = ingest.stop();
    delays.print();
    println!("ingest beside it: {taken} reports taken in");
    reviewers::check(&server, &reviews);
    assert_eq!(delays.errors, 0, "there were errors");
}
