//! What a record holds, read past the program, and what must be true of it at any moment.

use crate::program::{command, finish};
use rusqlite::Connection;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Questions that have no answer in a record that is whole.
const NEVER: [&str; 13] = [
    "PRAGMA foreign_key_check",
    // A live claim is in no incident only where people said that it tells of no event.
    "SELECT id FROM claim WHERE until IS NULL AND incident IS NULL AND id NOT IN (SELECT claim FROM judged)",
    "SELECT c.id FROM claim c LEFT JOIN incident i ON i.incident = c.incident AND i.until IS NULL
     WHERE c.until IS NULL AND c.incident IS NOT NULL GROUP BY c.number HAVING count(i.number) <> 1",
    "SELECT c.id FROM claim c LEFT JOIN member m ON m.claim = c.number AND m.until IS NULL
     WHERE c.until IS NULL AND c.incident IS NOT NULL GROUP BY c.number
     HAVING count(m.claim) <> 1 OR max(m.incident) <> c.incident",
    "SELECT m.claim FROM member m JOIN claim c ON c.number = m.claim
     WHERE m.until IS NULL AND c.incident IS NOT m.incident",
    "SELECT number FROM incident i WHERE until IS NULL AND word <> 'retracted'
     AND NOT EXISTS (SELECT 1 FROM claim c WHERE c.incident = i.incident AND c.until IS NULL)",
    // Nor is there a change that did nothing.
    "SELECT number FROM change c WHERE what = 'ingest' AND NOT EXISTS (SELECT 1 FROM report r WHERE r.since = c.number)",
    "SELECT number FROM change c WHERE what = 'judge' AND NOT EXISTS (SELECT 1 FROM judgement j WHERE j.since = c.number)",
    "SELECT * FROM month_type EXCEPT
     SELECT ifnull(month, -9223372036854775808), ifnull(country, ''), type, count(*), sum(ifnull(killed_best, 0))
     FROM incident WHERE until IS NULL AND word <> 'retracted' GROUP BY 1, 2, 3",
    "SELECT ifnull(month, -9223372036854775808), ifnull(country, ''), type, count(*), sum(ifnull(killed_best, 0))
     FROM incident WHERE until IS NULL AND word <> 'retracted' GROUP BY 1, 2, 3 EXCEPT SELECT * FROM month_type",
    "SELECT incident FROM incident_key WHERE incident NOT IN (SELECT number FROM incident WHERE until IS NULL)",
    "SELECT rowid & 274877906943 FROM incident_words EXCEPT SELECT number FROM incident WHERE until IS NULL",
    "SELECT a, b FROM edge e WHERE NOT EXISTS (SELECT 1 FROM edge o WHERE o.a = e.b AND o.b = e.a
                                               AND o.likelihood = e.likelihood)",
];

/// Opens a record's file past the program and finds it whole.
pub fn check(db: &Path) -> Connection {
    let connection = Connection::open(db).expect("the store opens");
    let text = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, String>(0)).expect("an answer");
    assert_eq!(text("PRAGMA integrity_check"), "ok", "{}", db.display());
    let begun =
        connection.prepare("SELECT 1 FROM sqlite_schema").expect("SQL").exists([]).expect("an answer");
    if begun {
        for sql in NEVER {
            let found = connection.prepare(sql).expect(sql).exists([]).expect(sql);
            assert!(!found, "{}: {sql}", db.display());
        }
        assert_eq!(text("SELECT rtreecheck('incident_box')"), "ok");
        connection
            .execute("INSERT INTO incident_words (incident_words) VALUES ('integrity-check')", [])
            .expect("the index of words is whole");
    }
    connection
}

/// A claim as a record holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// The name of its report.
    report: String,
    /// What it tells, as JSON.
    body: String,
    /// Where it is looked for, and whether widely.
    blocks: BTreeSet<(i64, bool)>,
}

/// What claims a record holds, of which reports, where they are looked for, and which of them are near.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub reports: BTreeSet<String>,
    /// By id.
    pub claims: BTreeMap<String, Held>,
    /// Pairs of ids, and the bits of how likely they are one incident.
    pub edges: BTreeSet<(String, String, u64)>,
}

impl State {
    /// Reads a record that [`check`] finds whole; one that was only just begun holds nothing.
    pub fn of(db: &Path) -> State {
        let mut state = State::default();
        if !db.exists() {
            return state;
        }
        let connection = check(db);
        if !connection.prepare("SELECT 1 FROM sqlite_schema").expect("SQL").exists([]).expect("an answer") {
            return state;
        }
        let mut each =
            |sql: &str, take: &mut dyn FnMut(&mut State, &rusqlite::Row<'_>) -> rusqlite::Result<()>| {
                let mut rows = connection.prepare(sql).expect(sql);
                let mut rows = rows.query([]).expect(sql);
                while let Some(row) = rows.next().expect("a row") {
                    take(&mut state, row).expect("a row");
                }
            };
        each("SELECT name FROM report WHERE until IS NULL", &mut |state, row| {
            state.reports.insert(row.get(0)?);
            Ok(())
        });
        let claims = "SELECT c.id, r.name, c.body FROM claim c JOIN report r ON r.number = c.report
                      WHERE c.until IS NULL";
        each(claims, &mut |state, row| {
            state.claims.insert(
                row.get(0)?,
                Held { report: row.get(1)?, body: row.get(2)?, blocks: BTreeSet::new() },
            );
            Ok(())
        });
        each(
            "SELECT c.id, b.block, b.wide FROM block b JOIN claim c ON c.number = b.claim",
            &mut |state, row| {
                let claim = state.claims.get_mut(&row.get::<_, String>(0)?).expect("a live claim");
                claim.blocks.insert((row.get(1)?, row.get(2)?));
                Ok(())
            },
        );
        let edges = "SELECT a.id, b.id, likelihood FROM edge e JOIN claim a ON a.number = e.a
                     JOIN claim b ON b.number = e.b";
        each(edges, &mut |state, row| {
            state.edges.insert((row.get(0)?, row.get(1)?, row.get::<_, f64>(2)?.to_bits()));
            Ok(())
        });
        state
    }

    /// What a record would hold that had taken in some of the reports alone.
    pub fn of_reports(&self, reports: &BTreeSet<String>) -> State {
        let claims: BTreeMap<_, _> = self
            .claims
            .iter()
            .filter(|(_, held)| reports.contains(&held.report))
            .map(|(id, claim)| (id.clone(), claim.clone()))
            .collect();
        let here = |(a, b, _): &&(String, String, u64)| claims.contains_key(a) && claims.contains_key(b);
        State { reports: reports.clone(), edges: self.edges.iter().filter(here).cloned().collect(), claims }
    }
}

/// What `dateline incidents --json` and `dateline show` print of a record, without times.
pub fn told(db: &Path) -> Vec<Value> {
    let db = db.to_str().expect("UTF-8");
    let ask = |args: &[&str]| {
        let done = finish(command(&[args, &["--db", db]].concat()), b"");
        assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{args:?}");
        done.json()
    };
    let mut all = ask(&["incidents", "--json"]);
    let first_claim = |incident: &&Value| incident["entries"][0]["claim"].to_string();
    let one = all.iter().min_by_key(first_claim).cloned();
    all.extend(one.iter().flat_map(|one| ask(&["show", "--json", one["id"].as_str().expect("an id")])));
    all.iter_mut().for_each(timeless);
    all.sort_by_key(Value::to_string);
    all
}

/// The same without the ids of incidents, which last: they tell in which order things came in.
pub fn content(db: &Path) -> Vec<Value> {
    let mut all = told(db);
    for incident in all.iter_mut().filter_map(Value::as_object_mut) {
        ["id", "aliases"].iter().for_each(|name| {
            incident.shift_remove(*name);
        });
    }
    all.sort_by_key(Value::to_string);
    all
}

/// Takes out when things came in and who told of them when.
fn timeless(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(timeless),
        Value::Object(object) => {
            ["received", "changed", "at"].iter().for_each(|name| {
                object.shift_remove(*name);
            });
            object.values_mut().for_each(timeless);
        }
        _ => {}
    }
}
