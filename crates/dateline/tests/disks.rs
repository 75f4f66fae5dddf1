//! Full disks, and folders and files that may only be read: what the program says, and that the record is unharmed.
#![cfg(unix)]

mod fault;
mod program;

use fault::disk::{Guest, Small, allow, limited};
use fault::reports;
use fault::state::{State, content, told};
use program::{Done, Folder, command, finish};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Reports that are held before, and those that come then.
const EARLIER: usize = 30;
const MANY: usize = 240;

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

#[track_caller]
fn succeeds(command: Command) -> Done {
    let done = finish(command, b"");
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{}", done.stdout);
    done
}

/// A command that must fail, name the file, and say `words`.
#[track_caller]
fn fails(command: Command, file: &Path, words: &str) {
    let done = finish(command, b"");
    let said = done.stderr.trim_end();
    println!("{said}");
    assert_eq!(done.code, Some(1), "{said}");
    assert!(said.contains(text(file)) && said.contains(words) && said.lines().count() == 1, "{said}");
}

/// A record and lists of reports, and what records come to that took these in.
struct Scene {
    folder: Folder,
    earlier: PathBuf,
    many: PathBuf,
    /// Of all reports.
    whole: PathBuf,
}

impl Scene {
    fn new() -> Scene {
        let folder = Folder::new();
        let earlier = reports::file(&folder, "earlier.jsonl", EARLIER);
        let many = reports::file(&folder, "many.jsonl", MANY);
        let whole = folder.join("whole.db");
        succeeds(command(&["ingest", text(&many), "--db", text(&whole)]));
        Scene { folder, earlier, many, whole }
    }

    /// A copy of a store as it lies, whole with what is in its log.
    fn copy(&self, db: &Path) -> PathBuf {
        let copy = self.folder.join("copy.db");
        for ending in ["", "-wal"] {
            let name = |path: &Path| PathBuf::from(format!("{}{ending}", text(path)));
            let _ = std::fs::remove_file(name(&copy));
            let _ = std::fs::copy(name(db), name(&copy));
        }
        let _ = std::fs::remove_file(self.folder.join("copy.db-shm"));
        copy
    }

    /// Holds a store against what its reports come to; gives how many these are.
    fn check(&self, db: &Path) -> usize {
        let state = State::of(&self.copy(db));
        let first: BTreeSet<String> = (0..state.reports.len()).map(|n| format!("m{n}")).collect();
        assert!(state == State::of(&self.whole).of_reports(&first), "{} reports differ", first.len());
        first.len()
    }

    /// Holds a store of all reports against one that was made without a fault.
    fn check_all(&self, db: &Path) {
        assert_eq!(self.check(db), MANY);
        assert!(content(&self.copy(db)) == content(&self.whole));
    }

    /// An incident that the earlier reports tell of.
    fn incident(&self, db: &Path) -> String {
        told(&self.copy(db))[0]["id"].as_str().expect("an id").to_string()
    }
}

/// Names in a folder that are not a record's own.
fn others(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).expect("the folder").flatten();
    let names = names.map(|file| file.file_name().into_string().expect("UTF-8"));
    let mut names: Vec<String> = names.filter(|name| !name.contains(".db") && name != "filler").collect();
    names.sort();
    names
}

#[test]
fn a_disk_that_fills_up_is_named_and_the_record_is_unharmed() {
    let scene = Scene::new();
    let Some(small) = Small::new(&scene.folder, 8_000) else {
        println!("No small disk can be made on this machine: files that may not grow stand for it.");
        return;
    };
    let (db, outside) = (small.join("record.db"), small.outside("record.db"));
    let on = |args: &[&str]| small.command(&[args, &["--db", text(&db)]].concat());
    succeeds(on(&["ingest", text(&scene.earlier)]));
    assert_eq!(scene.check(&outside), EARLIER);
    let incident = scene.incident(&outside);
    let judge = ["judge", "set", &incident, "killed", "41", "--by", "Ada", "--why", "a list"];
    let full = "The disk is full";

    small.fill(300);
    fails(on(&["ingest", text(&scene.many)]), &db, full);
    assert!(scene.check(&outside) >= EARLIER);
    small.clear();
    small.fill(0);
    fails(on(&["ingest", text(&scene.many)]), &db, full);
    fails(on(&judge), &db, full);
    let new = small.join("new.db");
    fails(small.command(&["ingest", text(&scene.many), "--db", text(&new)]), &new, full);
    let held = scene.check(&outside);
    for name in ["out.csv", "out.gpkg", "out.xlsx", "out.parquet", "out.contract.jsonl"] {
        let to = small.join(name);
        fails(on(&["export", "--to", text(&to)]), &to, "the disk is full");
    }
    assert_eq!(others(&small.outside("")), [""; 0]);
    assert!(!finish(on(&["incidents", "--json"]), b"").json().is_empty(), "what is held can be read");

    small.clear();
    let done = succeeds(on(&["ingest", text(&scene.many)]));
    assert_eq!(done.stdout, format!("{} new, {held} known, 0 changed, 0 failed.\n", MANY - held));
    scene.check_all(&outside);
    succeeds(small.command(&["ingest", text(&scene.many), "--db", text(&new)]));
    scene.check_all(&small.outside("new.db"));
    succeeds(on(&judge));
    succeeds(on(&["export", "--to", text(&small.join("out.csv"))]));
    assert_eq!(others(&small.outside("")), ["out.csv", "out.csv.README.txt"]);
}

#[test]
fn files_that_may_not_grow_are_named_and_the_record_is_unharmed() {
    let scene = Scene::new();
    let db = scene.folder.join("record.db");
    let with = |args: &[&str]| [args, &["--db", text(&db)]].concat().join("\u{0}");
    let free = |args: &[&str]| command(&with(args).split('\u{0}').collect::<Vec<_>>());
    let held_to =
        |args: &[&str], kilobytes: usize| limited(&with(args).split('\u{0}').collect::<Vec<_>>(), kilobytes);
    succeeds(free(&["ingest", text(&scene.earlier)]));
    let incident = scene.incident(&db);
    let judge = ["judge", "set", &incident, "killed", "41", "--by", "Ada", "--why", "a list"];
    let size = std::fs::metadata(&db).expect("the store").len() as usize / 1024;

    for kilobytes in [1, 40, size] {
        fails(held_to(&["ingest", text(&scene.many)], kilobytes), &db, "run this again");
        assert_eq!(scene.check(&db), EARLIER, "at {kilobytes} kB");
    }
    for kilobytes in [1, 36] {
        fails(held_to(&judge, kilobytes), &db, "run this again");
        assert_eq!(scene.check(&db), EARLIER, "at {kilobytes} kB");
    }
    std::fs::create_dir(scene.folder.join("out")).expect("a folder");
    for name in ["out/x.csv", "out/x.gpkg", "out/x.xlsx", "out/x.parquet", "out/x.contract.jsonl"] {
        let to = scene.folder.join(name);
        std::fs::write(&to, "older").expect("a file");
        fails(held_to(&["export", "--to", text(&to)], 1), &to, "not written");
        assert_eq!(std::fs::read_to_string(&to).expect("the older file"), "older", "{name}");
        std::fs::remove_file(to).expect("removed");
    }
    assert_eq!(others(&scene.folder.join("out")), [""; 0]);

    succeeds(free(&["ingest", text(&scene.many)]));
    scene.check_all(&db);
    succeeds(free(&judge));
    succeeds(free(&["export", "--to", text(&scene.folder.join("out/x.csv"))]));
}

/// What a record that may only be read can be asked, and what it refuses.
fn only_read(scene: &Scene, db: &Path, run: &dyn Fn(&[&str]) -> Command) {
    let on = |args: &[&str]| run(&[args, &["--db", text(db)]].concat());
    let count = succeeds(on(&["incidents", "--json"])).json().len();
    let done = succeeds(on(&["sql", "SELECT count(*) AS n FROM incidents", "--json"]));
    assert_eq!(done.json()[0]["n"], count);
    let incident = scene.incident(&scene.whole);
    assert!(succeeds(on(&["show", &incident])).stdout.contains(&incident));
    let to = scene.folder.join("open/out.csv");
    succeeds(on(&["export", "--to", text(&to)]));
    assert_eq!(std::fs::read_to_string(&to).expect("the file").lines().count(), count + 1);
    let by = ["--by", "Ada", "--why", "a list"];
    fails(on(&[&["judge", "set", &incident, "killed", "41"], &by[..]].concat()), db, "may only be read");
    fails(on(&["ingest", text(&scene.many)]), db, "may only be read");
    fails(on(&["remove", "m1", "--by", "Ada", "--reason", "a court's order"]), db, "may only be read");
}

#[test]
fn a_record_that_may_only_be_read_can_be_read_and_refuses_the_rest() {
    let scene = Scene::new();
    let (guest, inside) = (Guest::new(&scene.folder), |name: &str| scene.folder.join(name));
    ["closed", "open", "left"].iter().for_each(|name| std::fs::create_dir(inside(name)).expect("a folder"));
    let stores = ["closed/record.db", "open/record.db"].map(inside);
    stores.iter().for_each(|db| {
        std::fs::copy(scene.copy(&scene.whole), db).expect("copied");
        allow(db, 0o444);
    });
    // A store that its program did not close, with part of it in the log.
    let left = inside("left/record.db");
    let writer = rusqlite::Connection::open(scene.copy(&scene.whole)).expect("opens");
    let sql = "INSERT INTO change (at, who, what) VALUES ('2024-01-01T00:00:00.000Z', 'Ada', 'none')";
    writer.execute(sql, []).expect("written");
    for ending in ["", "-wal"] {
        let copy = inside(&format!("left/record.db{ending}"));
        std::fs::copy(inside(&format!("copy.db{ending}")), copy).expect("copied");
    }
    drop(writer);
    for (name, mode) in [("closed", 0o555), ("open", 0o777), ("left", 0o555)] {
        allow(&inside(name), mode);
    }

    let as_guest = |args: &[&str]| guest.command(args);
    stores.iter().for_each(|db| only_read(&scene, db, &as_guest));
    let to = inside("closed/out.csv");
    let export = ["export", "--to", text(&to), "--db", text(&stores[0])];
    fails(as_guest(&export), &to, "its folder may not be written to");
    let new = inside("closed/new.db");
    fails(as_guest(&["ingest", text(&scene.many), "--db", text(&new)]), &new, "may write there");
    fails(as_guest(&["incidents", "--db", text(&left)]), &left, "copy the store");
    allow(&inside("left"), 0o777);
    ["left/record.db", "left/record.db-wal"].iter().for_each(|name| allow(&inside(name), 0o666));
    succeeds(as_guest(&["incidents", "--db", text(&left)]));
    ["closed", "open", "left"].iter().for_each(|name| allow(&inside(name), 0o755));
}

#[test]
fn a_record_on_a_disk_that_may_only_be_read_can_be_read() {
    let scene = Scene::new();
    let Some(small) = Small::new(&scene.folder, 8_000) else {
        println!("No disk that may only be read can be made on this machine: folders stand for it.");
        return;
    };
    std::fs::copy(scene.copy(&scene.whole), small.outside("record.db")).expect("copied");
    small.protect();
    std::fs::create_dir(scene.folder.join("open")).expect("a folder");
    let (db, to) = (small.join("record.db"), small.join("out.csv"));
    only_read(&scene, &db, &|args| small.command(args));
    let export = ["export", "--to", text(&to), "--db", text(&db)];
    fails(small.command(&export), &to, "its folder may not be written to");
}

#[test]
fn who_reads_no_further_is_no_fault() {
    let scene = Scene::new();
    for args in [&["incidents", "--json"][..], &["diff", "--json", "--from", "2020-01-01"]] {
        let mut program =
            command(&[args, &["--db", text(&scene.whole)]].concat()).spawn().expect("it starts");
        let mut line = String::new();
        BufReader::new(program.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
        // The rest is more than a pipe holds, and nobody is there to read it now.
        let done = program.wait_with_output().expect("it ends");
        assert!(line.ends_with('\n') && done.status.success(), "{args:?}: {done:?}");
        assert!(done.stderr.is_empty(), "{args:?}: {done:?}");
    }
}
