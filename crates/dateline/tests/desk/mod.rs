//! A record in a folder of its own, and reports for it that are coded already, so that tests do not hang on how well
//! texts are read.
#![allow(dead_code, reason = "each test file uses its own part")]

use crate::program::{Done, Folder, command, finish};
use serde_json::{Value, json};
use std::process::Command;

/// A report of January 2024 with its events.
pub struct Story {
    id: &'static str,
    outlet: &'static str,
    day: i8,
    text: String,
    events: Vec<Value>,
    tallies: Vec<Value>,
}

fn day(day: i8) -> String {
    format!("2024-01-{day:02}")
}

impl Story {
    pub fn new(id: &'static str, outlet: &'static str, day: i8) -> Story {
        Story { id, outlet, day, text: String::new(), events: Vec::new(), tallies: Vec::new() }
    }

    /// It tells of rockets on a town of Syria.
    pub fn attack(mut self, town: &str, on: i8, killed: Option<u64>) -> Story {
        let dead = killed.map(|n| format!(" and killed {n} people")).unwrap_or_default();
        // Every outlet has its own words, so that nothing looks like a copy.
        let words = format!("{} said rockets struck {town}{dead}.", self.outlet);
        let harm: Vec<Value> = killed
            .map(|n| {
                json!({"what": "killed", "who": "unspecified", "text": format!("{n} people"), "low": n, "high": n,
                       "stance": "asserted"})
            })
            .into_iter()
            .collect();
        self.events.push(json!({
            "eid": format!("e{}", self.events.len() + 1), "evidence": words, "type": "shelling_artillery_missile",
            "status": "occurred", "standing": "main", "time": {"start": day(on), "end": day(on), "basis": "stated"},
            "place": {"text": town, "country": "SY"}, "side_a": [],
            "side_b": [{"text": "people", "name": "Civilians (Syria)", "kind": "civilians"}], "harm": harm,
        }));
        self.text += &words;
        self.text.push('\n');
        self
    }

    /// It states a sum of attacks in an area of Syria up to the day before.
    pub fn tally(mut self, low: u64, area: &str, said_by: Option<&str>) -> Story {
        let words = format!("at least {low} attacks in {area}");
        let speaker = said_by.map(|name| {
            self.text += &format!("{name} counted {words}.\n");
            json!({"text": name})
        });
        self.tallies.push(json!({
            "tid": format!("t{}", self.tallies.len() + 1), "text": words, "counts": "attacks", "low": low, "area": area,
            "since": day(1), "until": day(self.day - 1), "said_by": speaker,
        }));
        self
    }

    fn line(&self) -> String {
        json!({
            "id": self.id, "title": format!("Report {}", self.id), "text": self.text, "outlet": self.outlet,
            "published": day(self.day), "language": "en", "events": self.events, "tallies": self.tallies,
        })
        .to_string()
    }
}

/// A folder with a record.
pub struct Desk {
    pub folder: Folder,
}

impl Desk {
    pub fn new() -> Desk {
        Desk { folder: Folder::new() }
    }

    /// The record's file.
    pub fn db(&self) -> String {
        self.folder.join("record.db").to_str().expect("UTF-8").to_string()
    }

    /// Takes stories in.
    pub fn ingest(&self, stories: &[Story]) {
        let lines: Vec<String> = stories.iter().map(Story::line).collect();
        let done = finish(self.command(&["ingest", "--coded", "-"]), lines.join("\n").as_bytes());
        assert_eq!(done.code, Some(0), "{}", done.stderr);
    }

    /// The program with the record named.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = command(args);
        // So wide that no sentence is broken.
        command.args(["--db", &self.db()]).env("COLUMNS", "1000");
        command
    }

    /// Runs the program on the record.
    pub fn run(&self, args: &[&str]) -> Done {
        finish(self.command(args), b"")
    }

    /// Runs what must succeed.
    #[track_caller]
    pub fn ok(&self, args: &[&str]) -> Done {
        let done = self.run(args);
        assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{args:?}");
        done
    }

    /// Runs what must fail, and say `what` on standard error.
    #[track_caller]
    pub fn refuses(&self, args: &[&str], what: &str) {
        let done = self.run(args);
        assert_eq!(done.code, Some(1), "{args:?}: {}", done.stdout);
        assert!(done.stderr.contains(what), "{args:?}: {}", done.stderr);
    }

    /// The time now, after which nothing has changed yet.
    pub fn now(&self) -> String {
        let now = format!("{:.3}", jiff::Timestamp::now());
        // Times have milliseconds: what changes next is to have a later one.
        std::thread::sleep(std::time::Duration::from_millis(5));
        now
    }
}
