//! Reports that come in meanwhile: coded and fused by a process of the lowest priority.

use crate::server::scratch;
use serde_json::json;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// More than any run takes in a second.
const A_SECOND: u64 = 100;

/// An ingest under way.
pub struct Ingest {
    child: Child,
    input: PathBuf,
    db: PathBuf,
    before: i64,
}

/// Starts it on reports enough for the whole time.
pub fn start(program: &Path, db: &Path, seconds: u64) -> Ingest {
    let input = scratch("reports.jsonl");
    let mut out = BufWriter::new(File::create(&input).expect("a file"));
    for n in 0..seconds * A_SECOND {
        writeln!(out, "{}", report(n)).expect("written");
    }
    out.into_inner().expect("written");
    let child = Command::new("nice")
        .args(["-n", "19"])
        .arg(program)
        .args(["ingest", "--jobs", "1", "--db"])
        .arg(db)
        .arg(&input)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("nice starts");
    Ingest { child, input, db: db.to_path_buf(), before: reports(db) }
}

impl Ingest {
    /// Ends it; how many reports it took in.
    pub fn stop(mut self) -> i64 {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_file(&self.input);
        reports(&self.db) - self.before
    }
}

fn reports(db: &Path) -> i64 {
    let store = rusqlite::Connection::open(db).expect("the record");
    store.busy_timeout(std::time::Duration::from_secs(20)).expect("set");
    store.query_row("SELECT count(*) FROM report", [], |row| row.get(0)).expect("a count")
}

/// Report `n`, of two attacks.
fn report(n: u64) -> String {
    let towns =
        ["Aleppo", "Homs", "Raqqa", "Mosul", "Basra", "Kirkuk", "Garissa", "Kharkiv", "Kherson", "Maiduguri"];
    let (town, day) = (towns[n as usize % towns.len()], n / 10 % 28 + 1);
    let run = std::process::id();
    let text = format!(
        "Rockets struck a market in {town} on {day} March 2023, killing {} people, a doctor said.\n\nGunmen attacked a \
         police post near {town} on the same day and wounded {} officers, officials said in statement {n} of {run}.\n",
        n % 9 + 1,
        n % 5 + 1
    );
    json!({"id": format!("load-{run}-{n}"), "title": format!("Rockets on {town}"), "text": text, "outlet": "Example Wire",
           "published": format!("2023-03-{:02}", day.min(27) + 1), "language": "en"})
    .to_string()
}
