//! Reports for tests: made from a few facts, in the contract's shape.
#![allow(dead_code, reason = "each test file uses its own part")]

use dateline_code::Books;
use dateline_store::{Filter, Given, Intake, Key, Look, Outcome, Sort, Stamp, Store};
use dateline_terms::Incident;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A place far enough from the others that no two are one.
pub const SITES: [(&str, &str, f64, f64); 4] = [
    ("Ain al-Asad Air Base", "IQ", 33.80, 42.44),
    ("Harir Air Base", "IQ", 36.53, 44.39),
    ("Conoco gas field", "SY", 35.33, 40.30),
    ("Al-Tanf garrison", "SY", 33.51, 38.62),
];

/// One attack as one report tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub site: usize,
    pub day: u8,
    pub kind: &'static str,
    pub killed: Option<(u64, Option<u64>)>,
}

impl Told {
    pub fn new(site: usize, day: u8) -> Told {
        Told { site, day, kind: "air_drone_strike", killed: None }
    }

    pub fn sentence(&self) -> String {
        let (name, ..) = SITES[self.site];
        let dead = self.killed.map_or(String::new(), |(low, _)| format!(" and killed {low} soldiers"));
        format!("A drone attack struck the {name} on {} November 2023{dead}.", self.day)
    }

    fn event(&self, n: usize, text: &str) -> Value {
        let (name, country, lat, lon) = SITES[self.site];
        let day = format!("2023-11-{:02}", self.day);
        let sentence = self.sentence();
        let start = text.find(&sentence).expect("told");
        let quote = |words: &str| json!({"text": words, "start": start, "end": start + words.len()});
        let harm = self.killed.map(|(low, high)| {
            json!({"what": "killed", "who": "combatants", "text": format!("{low} soldiers"), "low": low,
                   "high": high, "said_by": null, "stance": "asserted"})
        });
        json!({
            "eid": format!("e{n}"), "incident": null, "evidence": quote(&sentence), "more_evidence": [],
            "type": self.kind, "status": "occurred", "standing": "main",
            "time": {"start": day, "end": day, "text": null, "basis": "stated"},
            "place": {"text": name, "name": name, "admin1": null, "country": country, "lat": lat, "lon": lon,
                      "radius_km": 5.0, "precision": "exact", "basis": "stated"},
            "side_a": [{"text": "The Islamic Resistance in Iraq", "name": "Islamic Resistance in Iraq",
                        "kind": "political_militia", "actor": "islamic_resistance_in_iraq", "basis": "stated"}],
            "side_b": [{"text": "US forces", "name": "Military Forces of the United States",
                        "kind": "external_forces", "actor": null, "basis": "stated"}],
            "weapons": [{"text": "drone", "kind": "drone", "low": 1, "high": 1}],
            "harm": harm.into_iter().collect::<Vec<_>>(), "claims": [], "confidence": 0.9, "why": []
        })
    }
}

/// A report of an outlet, published on a day of November 2023, that tells some attacks.
pub fn report(id: &str, outlet: &str, day: u8, told: &[Told]) -> Intake {
    // Words of its own, so that no two outlets are taken for copies of one wire story.
    let opening: String =
        (0..20).map(|n| format!("{outlet}{} ", (n * 7 + outlet.len() * 13 + id.len()) % 97)).collect();
    let sentences: Vec<String> = told.iter().map(Told::sentence).collect();
    let text = format!("{opening}\n\n{}\n", sentences.join(" "));
    let events: Vec<Value> = told.iter().enumerate().map(|(n, t)| t.event(n + 1, &text)).collect();
    let coded = json!({
        "contract": 1, "id": id,
        "report": {"title": format!("{outlet} on {day} November"), "text": text, "outlet": outlet, "language": "en",
                   "published": {"date": format!("2023-11-{day:02}"), "basis": "given"}},
        "events": events, "tallies": [], "not_events": [], "flaws": []
    });
    Intake {
        key: Key::Own(id.to_string()),
        name: id.to_string(),
        bytes: text.into_bytes(),
        given: Given::default(),
        url: None,
        coded,
        coder: "test".into(),
        received: None,
    }
}

/// A stamp of the given second.
pub fn stamp(what: &'static str, second: u32) -> Stamp {
    Stamp {
        at: format!("2024-01-01T{:02}:{:02}:{:02}.000Z", second / 3600, second / 60 % 60, second % 60),
        who: "tester".into(),
        what,
        why: "a test".into(),
    }
}

/// Takes reports in as one change.
pub fn take(store: &mut Store, second: u32, reports: &[Intake]) -> Vec<Outcome> {
    let books = Books::embedded();
    store
        .change(&stamp("ingest", second), &books, |change| reports.iter().map(|r| change.take(r)).collect())
        .expect("taken in")
}

/// All incidents with their claims.
pub fn incidents(store: &Store, filter: &Filter, look: &Look) -> Vec<Incident> {
    let mut found = Vec::new();
    store
        .incidents(filter, Sort::Earliest, look, &Books::embedded(), &mut |incident| {
            found.push(incident);
            Ok(())
        })
        .expect("a list");
    found
}

/// With the claims under them.
pub fn whole() -> Look {
    Look { entries: true, ..Look::default() }
}

/// Which claims are together.
pub fn grouping(store: &Store) -> BTreeSet<BTreeSet<String>> {
    let claims = |i: Incident| i.entries.into_iter().map(|e| e.claim).collect();
    incidents(store, &Filter::default(), &whole()).into_iter().map(claims).collect()
}

/// A folder of its own for one test, removed at the end.
pub struct Folder(PathBuf);

static FOLDERS: AtomicUsize = AtomicUsize::new(0);

impl Folder {
    pub fn new() -> Folder {
        let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("dateline-store-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).expect("a file");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// All rows of a table in order, as text.
pub fn rows(path: &Path, table: &str) -> Vec<String> {
    let connection = rusqlite::Connection::open(path).expect("opens");
    let mut rows = connection.prepare(&format!("SELECT * FROM {table}")).expect("a table");
    let width = rows.column_count();
    let text = |row: &rusqlite::Row<'_>| {
        let values: Vec<rusqlite::types::Value> = (0..width).map(|n| row.get(n)).collect::<Result<_, _>>()?;
        Ok(format!("{values:?}"))
    };
    rows.query_map([], text).expect("rows").collect::<Result<_, _>>().expect("rows")
}
