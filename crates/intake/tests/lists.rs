//! Lists of addresses, fetched by a real process from sites a tenth of whose pages misbehave: what is named comes in once, however
//! often the process is killed, with the manners of watching; and nobody fetches what only a list names but who fetches lists.

mod fixture;

use fixture::world::{World, child as fetches};
use std::io::Read;
use std::process::Child;
use std::time::Duration;

/// The process of its own that the others start; nothing by itself.
#[test]
fn child() {
    fetches();
}

/// Lets a process end by itself, and gives what it wrote.
fn done(mut process: Child) -> String {
    let mut words = String::new();
    process.stdout.take().expect("piped").read_to_string(&mut words).expect("words");
    process.stderr.take().expect("piped").read_to_string(&mut words).expect("words");
    assert!(process.wait().expect("an end").success(), "{words}");
    words
}

fn asked(world: &World, sites: usize) -> usize {
    (0..sites).map(|site| world.hosts.paths(site).len()).sum()
}

#[test]
fn what_a_list_names_comes_in_once_whenever_it_is_killed() {
    let (sites, pages) = (6, 30);
    let world = World::unwatched("lists", sites, pages);
    for kill in 0..6 {
        let mut fetching = world.lister();
        std::thread::sleep(Duration::from_millis(150 + 130 * kill));
        fetching.kill().expect("killed");
        fetching.wait().expect("an end");
        assert!(world.kept().values().all(|versions| *versions == 1));
    }
    // What waits for its list is not fetched by those who watch.
    let before = asked(&world, sites);
    done(world.child(true));
    assert_eq!(asked(&world, sites), before);

    let mut words = String::new();
    for _ in 0..100 {
        words = done(world.lister());
        if words.contains("waiting: 0") {
            break;
        }
    }
    assert!(words.contains("waiting: 0"), "{words}");
    world.check_record();
    world.check_pace();
    let missing = words.lines().filter(|line| line.contains("missing Missing")).count();
    // What is there, and what failed today, is not asked for again.
    let before = asked(&world, sites);
    let again = done(world.lister());
    assert_eq!(asked(&world, sites), before, "{again}");
    let known = sites * pages - missing;
    assert!(missing > 0 && again.contains(&format!("fetched 0 {known} {missing}")), "{missing} {again}");
}
