//! Many sites, a tenth of whose pages misbehave, watched by a real process: every good page comes in exactly once, no host
//! is asked sooner than it may be, nothing grows without end, and nothing is lost or twice where the process is killed.
//!
//! `DATELINE_SITES` (50), `DATELINE_PAGES` (2000) and `DATELINE_KILLS` (10) say how much of it.

mod fixture;

use fixture::world::{World, child as watches, number};
use std::io::Read;
use std::process::{Child, Command};
use std::time::Duration;

/// Memory that watching may take, in kB.
const MEMORY: u64 = 400_000;

/// The process of its own that the others start; nothing by itself.
#[test]
fn child() {
    watches();
}

/// Waits until nothing waits any more.
fn wait(world: &World, watching: &mut Child) {
    while world.waiting() > 0 {
        if let Some(status) = watching.try_wait().expect("a process") {
            panic!("it ended by itself ({status}): {}", said(watching));
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// All that a process wrote.
fn said(process: &mut Child) -> String {
    let mut words = String::new();
    process.stdout.take().expect("piped").read_to_string(&mut words).expect("words");
    process.stderr.take().expect("piped").read_to_string(&mut words).expect("words");
    words
}

/// Asks a process to end, and gives what it wrote.
fn end(mut process: Child) -> String {
    let id = process.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().expect("kill").success());
    let words = said(&mut process);
    assert!(process.wait().expect("an end").success(), "{words}");
    words
}

fn peak(words: &str) -> u64 {
    let line = words.lines().find_map(|line| line.strip_prefix("peak "));
    line.and_then(|kb| kb.parse().ok()).unwrap_or_else(|| panic!("{words}"))
}

#[test]
fn every_good_page_comes_in_once_and_bad_ones_stall_nothing() {
    let sites = number("DATELINE_SITES", 50);
    let world = World::new("watch", sites, number("DATELINE_PAGES", 2000) / sites);
    let mut watching = world.child(false);
    wait(&world, &mut watching);
    let words = end(watching);
    world.check_record();
    world.check_pace();
    // Whatever feeds lead to a good page, it is asked for once.
    for site in 0..sites {
        let paths = world.hosts.paths(site);
        let good = |page: usize| paths.iter().filter(|path| **path == format!("/news/{page}")).count();
        assert!([0, 1, 2, 3].into_iter().all(|page| good(page) == 1), "{paths:?}");
        assert_eq!(paths.iter().filter(|path| *path == "/robots.txt").count(), 1);
    }
    let peak = peak(&words);
    println!(
        "{sites} sites, peak memory {peak} kB, {}",
        words.lines().find(|l| l.contains("summary")).unwrap_or("")
    );
    assert!(peak < MEMORY, "{peak} kB");
    let files = std::fs::read_dir(&world.folder).expect("files").flatten().map(|file| file.file_name());
    let left: Vec<_> = files.filter(|name| name.to_string_lossy().contains(".watch-")).collect();
    assert!(
        left.iter().all(|name| ["record.db.watch-wal", "record.db.watch-shm"].iter().any(|ok| name == ok)),
        "{left:?}"
    );
}

#[test]
fn two_processes_share_the_work() {
    let world = World::new("two", 10, 20);
    let (mut one, two) = (world.child(false), world.child(false));
    wait(&world, &mut one);
    let both = [end(one), end(two)];
    world.check_record();
    world.check_pace();
    assert!(both.iter().all(|words| !words.contains("taken: 0,")), "one of them did nothing: {both:?}");
}

#[test]
fn a_kill_at_any_moment_loses_nothing_and_doubles_nothing() {
    let kills = number("DATELINE_KILLS", 10);
    // So many pages that their hosts' pace alone keeps the programs at work beyond most of the kills.
    let world = World::new("kills", 12, 10 * kills);
    let all = world.belonging().len();
    let (mut seed, mut struck) = (0x9e37_79b9_7f4a_7c15_u64, 0);
    for _ in 0..kills {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let mut watching = world.child(false);
        std::thread::sleep(Duration::from_millis(50 + seed % 350));
        watching.kill().expect("killed");
        watching.wait().expect("an end");
        let kept = world.kept();
        assert!(kept.values().all(|versions| *versions == 1));
        struck += usize::from(kept.len() < all);
    }
    println!("{struck} of {kills} kills struck a program that had pages left");
    assert!(struck * 2 > kills, "{struck} of {kills} kills struck a program that had pages left");
    let mut watching = world.child(false);
    wait(&world, &mut watching);
    end(watching);
    world.check_record();
    world.check_pace();
}
