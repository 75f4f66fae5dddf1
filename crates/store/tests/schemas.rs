//! Stores that earlier versions wrote, and files that are none of ours.
//!
//! `data/schemaN.db.gz` was written by the last version that had schema N. Whoever adds a schema adds the file of the one
//! before it.

mod desk;

use dateline_code::Books;
use dateline_store::{Filter, Outcome, Store};
use dateline_terms::{Correction, Ruling};
use desk::{Folder, Told, incidents, report, stamp, take, whole};
use flate2::read::GzDecoder;
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;

/// The number of each schema that a store is kept of, with the store's bytes.
fn earlier() -> Vec<(usize, Vec<u8>)> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let mut all: Vec<(usize, Vec<u8>)> = Vec::new();
    for file in std::fs::read_dir(data).expect("the folder").flatten() {
        let name = file.file_name().into_string().expect("UTF-8");
        let Some(number) = name.strip_prefix("schema").and_then(|rest| rest.strip_suffix(".db.gz")) else {
            continue;
        };
        let mut bytes = Vec::new();
        let packed = std::fs::read(file.path()).expect("a file");
        GzDecoder::new(packed.as_slice()).read_to_end(&mut bytes).expect("gzip");
        all.push((number.parse().expect("a number"), bytes));
    }
    all.sort();
    all
}

/// Today's schema.
fn today() -> usize {
    let folder = Folder::new();
    let path = folder.path().join("new.db");
    drop(Store::open(&path).expect("a store"));
    schema(&path)
}

fn schema(path: &Path) -> usize {
    let connection = Connection::open(path).expect("opens");
    connection.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0)).expect("a number")
        as usize
}

/// What SQLite finds wrong with a store, and what its rows say of each other that is not so.
fn check(path: &Path) {
    let connection = Connection::open(path).expect("opens");
    let whole: String =
        connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("an answer");
    assert_eq!(whole, "ok");
    let none = |sql: &str| {
        let found = connection.prepare(sql).expect("a question").exists([]).expect("an answer");
        assert!(!found, "{sql}");
    };
    none("PRAGMA foreign_key_check");
    none(
        "SELECT 1 FROM claim c LEFT JOIN incident i ON i.incident = c.incident AND i.until IS NULL
          WHERE c.until IS NULL AND c.incident IS NOT NULL GROUP BY c.number HAVING count(i.number) <> 1",
    );
    none("SELECT month, country, type, count, killed FROM month_type EXCEPT
          SELECT ifnull(month, -9223372036854775808), ifnull(country, ''), type, count(*), sum(ifnull(killed_best, 0))
          FROM incident WHERE until IS NULL AND word <> 'retracted' GROUP BY 1, 2, 3");
}

/// Everything of a report's own that a store holds, in order.
fn told(store: &Store) -> BTreeSet<String> {
    let all = incidents(store, &Filter::default(), &whole());
    all.iter().flat_map(|i| &i.entries).map(|entry| format!("{} {:?}", entry.claim, entry.event)).collect()
}

#[test]
fn stores_of_earlier_schemas_open_and_can_be_worked_with() {
    let (earlier, today) = (earlier(), today());
    let numbers: Vec<usize> = earlier.iter().map(|(number, _)| *number).collect();
    assert!((1..today).all(|n| numbers.contains(&n)), "{numbers:?} of the schemas before {today}");
    for (number, bytes) in earlier {
        let folder = Folder::new();
        let path = folder.file("record.db", &bytes);
        assert_eq!(schema(&path), number);
        let read = Store::read(&path).expect("reads");
        let before = told(&read);
        assert!(!before.is_empty(), "schema {number}");
        drop(read);
        work_with(&path, &before);
        assert_eq!(schema(&path), today);
        check(&path);
    }
}

/// Lists, takes a report in, judges, and withdraws.
fn work_with(path: &Path, before: &BTreeSet<String>) {
    let (mut store, books) = (Store::open(path).expect("opens"), Books::embedded());
    assert_eq!(told(&store), *before);
    let attack = report("a", "Example Wire", 8, &[Told::new(0, 8)]);
    // Later than anything that the store holds.
    let second = 80_000;
    assert_eq!(take(&mut store, second, std::slice::from_ref(&attack)), [Outcome::New]);
    assert_eq!(take(&mut store, second + 1, &[attack]), [Outcome::Known]);
    let all = incidents(&store, &Filter::default(), &whole());
    let claims: Vec<String> =
        all.iter().take(2).filter_map(|i| Some(i.entries.first()?.claim.clone())).collect();
    let judge = |store: &mut Store, at: u32, ruling: Ruling| {
        store.change(&stamp("judge", second + at), &books, |change| change.judge(ruling)).expect("judged")
    };
    let one = judge(&mut store, 2, Ruling::Same { claims: claims.clone() });
    assert_eq!(incidents(&store, &Filter::default(), &whole()).len(), all.len() - 1);
    judge(&mut store, 3, Ruling::Withdrawn { judgement: one.id });
    assert_eq!(incidents(&store, &Filter::default(), &whole()).len(), all.len());
    let ruling = Ruling::Field { claim: claims[0].clone(), value: Correction::Type("attack".into()) };
    judge(&mut store, 4, ruling);
    let now = incidents(&store, &Filter::default(), &whole());
    let of = now.iter().find(|i| i.entries.iter().any(|e| e.claim == claims[0])).expect("there");
    assert_eq!(of.event_type, "attack");
}

/// What both ways of opening say of a file, which stays as it was.
#[track_caller]
fn refused(path: &Path, words: &str) {
    let before = std::fs::read(path).expect("a file");
    for error in [Store::open(path).expect_err("refused"), Store::read(path).expect_err("refused")] {
        let said = error.to_string();
        assert!(said.contains(words) && said.contains(path.to_str().expect("UTF-8")), "{said}");
    }
    assert!(std::fs::read(path).expect("a file") == before, "{} was altered", path.display());
}

#[test]
fn what_is_no_store_or_a_newer_one_is_refused_and_stays_as_it_is() {
    let folder = Folder::new();
    refused(
        &folder.file("text.db", "A text of some length, which is no database. ".repeat(50).as_bytes()),
        "no store",
    );
    refused(&folder.file("short.db", b"goats"), "no store");
    let foreign = folder.path().join("foreign.db");
    let connection = Connection::open(&foreign).expect("made");
    connection
        .execute_batch("CREATE TABLE goats (name TEXT); INSERT INTO goats VALUES ('Ada')")
        .expect("written");
    drop(connection);
    refused(&foreign, "no store of Dateline's");
    let newer = folder.path().join("newer.db");
    drop(Store::open(&newer).expect("made"));
    let connection = Connection::open(&newer).expect("opens");
    connection.pragma_update(None, "user_version", today() as i64 + 1).expect("written");
    drop(connection);
    refused(&newer, "newer Dateline");
    let half = folder.file("half.db", &std::fs::read(&newer).expect("a file")[..5000]);
    let said = Store::read(&half).map(|_| ()).expect_err("refused").to_string();
    assert!(said.contains("half.db") && said.contains("damaged"), "{said}");
}
