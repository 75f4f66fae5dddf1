//! What is left where the program is killed, the disk is full, or a folder may only be read: real processes, killed at
//! moments spread over their whole run.
//!
//! `DATELINE_KILLS` says how often each command is killed (4).

mod fault;
mod program;

use fault::state::{State, check, content, told};
use fault::{Moments, killed, reports, timed};
use program::{Done, Folder, command, finish};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Reports of the tests that take in many: a handful of changes of the record.
const MANY: usize = 900;

fn ingest(list: &Path, db: &Path) -> Command {
    let (list, db) = (list.to_str().expect("UTF-8"), db.to_str().expect("UTF-8"));
    command(&["ingest", "--reader", "rules", list, "--db", db])
}

fn judge(args: &[&str], db: &Path) -> Command {
    command(
        &[&["judge"], args, &["--by", "Ada", "--why", "a test", "--db", db.to_str().expect("UTF-8")]]
            .concat(),
    )
}

#[track_caller]
fn succeeds(command: Command) -> Done {
    let done = finish(command, b"");
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{}", done.stdout);
    done
}

/// How many reports a run of `ingest` says are new, and how many it knew.
fn counts(done: &Done) -> (usize, usize) {
    let number = |word: &str| {
        let before = done.stdout.split(&format!(" {word}")).next().expect("a summary");
        before.rsplit(' ').next().and_then(|n| n.parse().ok()).unwrap_or_else(|| panic!("{}", done.stdout))
    };
    (number("new"), number("known"))
}

/// Removes a record, with what SQLite keeps beside it.
fn clear(db: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let mut name = db.as_os_str().to_os_string();
        name.push(ending);
        let _ = std::fs::remove_file(name);
    }
}

#[test]
fn a_killed_ingest_leaves_whole_changes_and_the_next_run_completes_it() {
    let folder = Folder::new();
    let list = reports::file(&folder, "list.jsonl", MANY);
    let (whole, db) = (folder.join("whole.db"), folder.join("record.db"));
    let (done, lasted) = timed(ingest(&list, &whole));
    assert_eq!(counts(&done), (MANY, 0), "{}", done.stderr);
    let (all, last) = (State::of(&whole), content(&whole));
    assert!(all.claims.len() > MANY / 2 && !all.edges.is_empty(), "the reports make no good test");
    // What records come to that took in so many reports without a kill.
    let mut parts: BTreeMap<usize, Vec<Value>> = BTreeMap::from([(MANY, last.clone())]);
    let mut held_before = BTreeSet::new();
    let mut moments = Moments::over(lasted, 1);
    while let Some((n, moment)) = moments.next() {
        // Every third kill strikes the run that takes up what the last one left.
        if n % 3 != 2 || State::of(&db).reports.len() == MANY {
            clear(&db);
            held_before.clear();
        }
        let end = killed(ingest(&list, &db), moment);
        moments.learn(&end);
        // Half of the time the program itself is the first to open what was left.
        let shown = (n.is_multiple_of(2) && db.exists()).then(|| content(&db));
        let held = State::of(&db);
        let count = held.reports.len();
        println!("killed after {moment:?} of {lasted:?}: {:?}, {count} reports", end.code);
        assert!(held_before.is_subset(&held.reports), "what was kept before the kill is lost");
        if end.code.is_some() {
            assert_eq!((end.code, counts(&end).0 + held_before.len()), (Some(0), MANY), "{}", end.stderr);
            assert_eq!(count, MANY);
        }
        let first: BTreeSet<String> = (0..count).map(|n| format!("m{n}")).collect();
        assert_eq!(held.reports, first, "changes are kept in the order of the reports");
        assert!(
            held == all.of_reports(&first),
            "after {moment:?}: claims, blocks or edges of {count} reports differ"
        );
        let part = parts.entry(count).or_insert_with(|| {
            let (list, db) = (reports::file(&folder, "part.jsonl", count), folder.join("part.db"));
            clear(&db);
            succeeds(ingest(&list, &db));
            content(&db)
        });
        if db.exists() {
            assert!(
                shown.unwrap_or_else(|| content(&db)) == *part,
                "after {moment:?}: incidents of {count} reports differ"
            );
        }
        held_before = held.reports;
        if n % 3 != 1 {
            let rest = succeeds(ingest(&list, &db));
            assert_eq!(counts(&rest), (MANY - count, count));
            assert!(
                State::of(&db) == all && content(&db) == last,
                "after {moment:?}: the next run ends elsewhere"
            );
        }
    }
}

/// A record of some reports, and the ids of its incidents that most claims tell of.
fn base(folder: &Folder, count: usize) -> (PathBuf, Vec<String>) {
    let (list, db) = (reports::file(folder, "base.jsonl", count), folder.join("base.db"));
    succeeds(ingest(&list, &db));
    let done = finish(command(&["incidents", "--json", "--db", db.to_str().expect("UTF-8")]), b"");
    let mut all = done.json();
    all.sort_by_key(|incident| std::cmp::Reverse(incident["reports"].as_u64()));
    let ids = all.iter().map(|incident| incident["id"].as_str().expect("an id").to_string()).collect();
    // All of it into the one file, which is copied.
    check(&db).execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").expect("written");
    (db, ids)
}

#[test]
fn a_killed_judgement_is_kept_whole_or_not_at_all() {
    let folder = Folder::new();
    let (base, ids) = base(&folder, 60);
    let db = folder.join("record.db");
    let tasks: [&[&str]; 4] = [
        &["same", &ids[0], &ids[1]],
        &["set", &ids[0], "killed", "41"],
        &["not-event", &ids[2]],
        &["same", &ids[0], &ids[1], &ids[2], &ids[3], &ids[4], &ids[5]],
    ];
    let renew = || {
        clear(&db);
        std::fs::copy(&base, &db).expect("copied");
    };
    let before = told(&base);
    let after = tasks.map(|task| {
        renew();
        let (done, lasted) = timed(judge(task, &db));
        assert!(done.stdout.starts_with("Kept as j"), "{}", done.stderr);
        check(&db);
        (told(&db), lasted)
    });
    let judgements = || -> i64 {
        check(&db).query_row("SELECT count(*) FROM judgement", [], |row| row.get(0)).expect("a number")
    };
    let mut moments = Moments::over(after.iter().map(|(_, lasted)| *lasted).max().expect("four"), 2);
    while let Some((n, moment)) = moments.next() {
        let (task, (after, _)) = (tasks[n % tasks.len()], &after[n % tasks.len()]);
        renew();
        let end = killed(judge(task, &db), moment);
        moments.learn(&end);
        let (kept, now) = (judgements() > 0, told(&db));
        println!("killed after {moment:?}: {:?}, kept: {kept}", end.code);
        assert!(now == if kept { after.clone() } else { before.clone() }, "{task:?} killed after {moment:?}");
        assert!(kept || !end.stdout.contains("Kept as"), "{task:?}: what was said to be kept is lost");
        assert!(end.code.is_none() || (end.code == Some(0) && kept), "{}", end.stderr);
        if !kept {
            succeeds(judge(task, &db));
            assert!(judgements() > 0 && told(&db) == *after, "{task:?} again after {moment:?}");
        }
    }
}

#[test]
fn a_killed_removal_is_completed_by_the_next() {
    let folder = Folder::new();
    let (base, _) = base(&folder, 60);
    let db = folder.join("record.db");
    let text = db.to_str().expect("UTF-8");
    let remove = || command(&["remove", "m7", "--reason", "a court's order", "--by", "Ada", "--db", text]);
    // A sentence of that report alone, which its claim quotes.
    let words = "Raqqa on 1 March 2023, killing 5 people, a doctor told Example Radio.";
    let lingers = || {
        let files =
            ["record.db", "record.db-wal"].map(|name| std::fs::read(folder.join(name)).unwrap_or_default());
        files.iter().any(|bytes| bytes.windows(words.len()).any(|part| part == words.as_bytes()))
    };
    let renew = || {
        clear(&db);
        std::fs::copy(&base, &db).expect("copied");
    };
    renew();
    assert!(lingers(), "the words are no good test");
    let (done, lasted) = timed(remove());
    assert!(done.code == Some(0) && !lingers(), "{}", done.stderr);
    let after = content(&db);
    let mut moments = Moments::over(lasted, 4);
    while let Some((_, moment)) = moments.next() {
        renew();
        let end = killed(remove(), moment);
        moments.learn(&end);
        let gone = !State::of(&db).reports.contains("m7");
        println!(
            "killed after {moment:?} of {lasted:?}: {:?}, gone: {gone}, lingers: {}",
            end.code,
            lingers()
        );
        assert!(end.code.is_none() || (gone && !lingers()), "{}", end.stderr);
        let next = finish(remove(), b"");
        assert_eq!(next.code, Some(i32::from(gone)), "{}", next.stderr);
        assert!(!lingers() && content(&db) == after, "after {moment:?}");
        check(&db);
    }
}

/// Kills a command that changes a record in one piece, and looks at what is left: the record as it was or as it is to be,
/// and the same once it is run again.
fn is_done_whole_or_not_at_all(base: &Path, db: &Path, change: &dyn Fn() -> Command, seed: u64) {
    let renew = || {
        clear(db);
        std::fs::copy(base, db).expect("copied");
    };
    renew();
    let before = told(db);
    let (done, lasted) = timed(change());
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{}", done.stdout);
    let after = told(db);
    assert!(before != after, "the change is no good test");
    let mut moments = Moments::over(lasted, seed);
    while let Some((_, moment)) = moments.next() {
        renew();
        let end = killed(change(), moment);
        moments.learn(&end);
        check(db);
        let now = told(db);
        println!("killed after {moment:?} of {lasted:?}: {:?}, done: {}", end.code, now == after);
        assert!(now == before || now == after, "half a change is left after {moment:?}");
        assert!(end.code.is_none() || (end.code == Some(0) && now == after), "{}", end.stderr);
        succeeds(change());
        assert!(told(db) == after, "run again after {moment:?}, it ends elsewhere");
        check(db);
    }
}

#[test]
fn a_killed_merge_brings_in_all_or_nothing() {
    let folder = Folder::new();
    let (base, ids) = base(&folder, 60);
    let (other, db) = (folder.join("other.db"), folder.join("record.db"));
    std::fs::copy(&base, &other).expect("copied");
    succeeds(ingest(&reports::file(&folder, "more.jsonl", 240), &other));
    succeeds(judge(&["set", &ids[0], "killed", "41"], &other));
    let (from, to) = (other.to_str().expect("UTF-8"), db.to_str().expect("UTF-8"));
    let merge = || command(&["merge", from, "--by", "Ada", "--db", to]);
    is_done_whole_or_not_at_all(&base, &db, &merge, 5);
}

#[test]
fn a_killed_recoding_is_accepted_whole_or_not_at_all() {
    let folder = Folder::new();
    let (base, _) = base(&folder, 120);
    let db = folder.join("record.db");
    let recode = || {
        let db = db.to_str().expect("UTF-8");
        command(&["recode", "--reader", "fast", "--accept", "--by", "Ada", "--why", "a test", "--db", db])
    };
    is_done_whole_or_not_at_all(&base, &db, &recode, 6);
}

/// Whether a file is a whole export, as far as its format tells.
fn is_whole(path: &Path, oracle: &Path) -> bool {
    let (bytes, good) = (std::fs::read(path).expect("a file"), std::fs::read(oracle).expect("a file"));
    match path.extension().and_then(|ending| ending.to_str()) {
        // These tell when they were made.
        Some("gpkg") => {
            let count = |path: &Path| -> (String, i64, i64) {
                let connection = rusqlite::Connection::open(path).expect("opens");
                let one = |sql: &str| connection.query_row(sql, [], |row| row.get(0)).expect("a number");
                let whole =
                    connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("an answer");
                (whole, one("SELECT count(*) FROM incidents"), one("SELECT count(*) FROM claims"))
            };
            count(path) == count(oracle)
        }
        Some("parquet") => {
            bytes.len() == good.len() && bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1")
        }
        _ => bytes == good,
    }
}

#[test]
fn a_killed_export_leaves_the_old_file_or_the_new_one() {
    let folder = Folder::new();
    let (base, _) = base(&folder, 240);
    let names = ["out.csv", "out.gpkg", "out.contract.jsonl", "out.parquet"];
    let path = |part: &str, name: &str| folder.join(part).join(name);
    let export = |to: &Path| {
        command(&["export", "--to", to.to_str().expect("UTF-8"), "--db", base.to_str().expect("UTF-8")])
    };
    let stands = || {
        let files = std::fs::read_dir(folder.join("to")).expect("the folder").flatten();
        files.map(|file| file.file_name().into_string().expect("UTF-8")).collect::<BTreeSet<_>>()
    };
    ["good", "to"].iter().for_each(|part| std::fs::create_dir(folder.join(part)).expect("a folder"));
    let lasted = names.map(|name| timed(export(&path("good", name))).1);
    let old = "what stood there before\n";
    let mut left = 0;
    let mut moments = Moments::over(lasted.into_iter().max().expect("four"), 3);
    while let Some((n, moment)) = moments.next() {
        let name = names[n % names.len()];
        let to = path("to", name);
        let _ = std::fs::remove_file(&to);
        let stood = (n / names.len()).is_multiple_of(2);
        if stood {
            std::fs::write(&to, old).expect("a file");
        }
        let end = killed(export(&to), moment);
        moments.learn(&end);
        let now = std::fs::read(&to).ok();
        let untouched = now.as_deref() == stood.then_some(old.as_bytes());
        println!("{name}: killed after {moment:?}: {:?}, untouched: {untouched}", end.code);
        assert!(untouched || is_whole(&to, &path("good", name)), "{name}: half a file after {moment:?}");
        assert!(end.code.is_none() || (end.code == Some(0) && !untouched), "{}", end.stderr);
        assert!(!end.stdout.contains("written") || !untouched, "{name}: what was said to be written is lost");
        left += stands().iter().filter(|name| name.ends_with(".part")).count();
        succeeds(export(&to));
        assert!(is_whole(&to, &path("good", name)), "{name}: the next run after {moment:?}");
        let own = |other: &String| other.contains(name) && other.ends_with(".part");
        assert!(!stands().iter().any(own), "{name}: {:?}", stands());
    }
    println!("{left} drafts were left behind by kills, and cleared");
    check(&base);
}

#[test]
fn judgements_are_kept_while_reports_come_in() {
    let folder = Folder::new();
    let (db, ids) = base(&folder, 60);
    let list = reports::file(&folder, "list.jsonl", MANY);
    let begin = |list: &Path| ingest(list, &db).spawn().expect("the program starts");
    let (one, other) = (begin(&list), begin(&list));
    let mut other = other;
    let mut judged = 0;
    while other.try_wait().expect("a state").is_none() || judged == 0 {
        let killed = (judged + 1).to_string();
        let done = succeeds(judge(&["set", &ids[judged % ids.len()], "killed", &killed], &db));
        assert!(done.stdout.starts_with("Kept as"), "{}", done.stdout);
        judged += 1;
    }
    let mut new = 0;
    for program in [one, other] {
        let done = program.wait_with_output().expect("it ends");
        let (stdout, stderr) = (String::from_utf8(done.stdout), String::from_utf8(done.stderr));
        let done =
            Done { stdout: stdout.expect("UTF-8"), stderr: stderr.expect("UTF-8"), code: done.status.code() };
        assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""));
        new += counts(&done).0;
    }
    assert_eq!(new, MANY - 60, "each report is new once");
    let held = State::of(&db);
    assert_eq!(held.reports.len(), MANY);
    let kept: u32 =
        check(&db).query_row("SELECT count(*) FROM judgement", [], |row| row.get(0)).expect("a number");
    println!("{judged} judgements were made meanwhile");
    assert_eq!(kept as usize, judged);
}
