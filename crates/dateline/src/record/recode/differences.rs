//! How codings differ, for people and for machines.

use crate::record::brief::{Turn, clause, turns_of};
use crate::record::log::table;
use crate::show::columns::{Cell, lay_out};
use crate::show::paint::{ACT, DIM, PLAIN, WRONG};
use crate::show::words::several;
use crate::show::{self, paragraph};
use anyhow::Result;
use dateline_store::Recoding;
use dateline_terms::told::Event;
use serde_json::json;
use std::io::Write;

/// Differences that are printed in words.
const FIRST: usize = 20;

/// What was found so far.
pub(super) struct Differences {
    json: bool,
    accepted: bool,
    width: usize,
    shown: usize,
    reports: usize,
    same: usize,
    changed: usize,
    gone: usize,
    new: usize,
    /// Reports that came in coded.
    pub left: usize,
    /// Reports that could not be coded.
    pub failed: usize,
}

impl Differences {
    pub fn new(json: bool, accepted: bool) -> Differences {
        let width = show::width();
        let (shown, reports, same, changed, gone, new) = (0, 0, 0, 0, 0, 0);
        Differences { json, accepted, width, shown, reports, same, changed, gone, new, left: 0, failed: 0 }
    }

    /// Counts and prints how the codings of one report differ.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub fn add(&mut self, id: &str, name: &str, recoding: Recoding) -> Result<()> {
        self.reports += 1;
        self.same += recoding.same;
        self.changed += recoding.changed.len();
        self.gone += recoding.gone.len();
        self.new += recoding.new.len();
        if self.json {
            return Ok(writeln!(std::io::stdout(), "{}", line(id, name, &recoding))?);
        }
        if recoding.is_same() || self.shown >= FIRST {
            return Ok(());
        }
        let text = self.told(id, name, &recoding);
        Ok(anstream::stdout().write_all(text.as_bytes())?)
    }

    fn told(&mut self, id: &str, name: &str, recoding: &Recoding) -> String {
        let mut text = paragraph(&format!("{id} {name}"), self.width);
        let row = |style, word: &str, event: &Event| -> Vec<Cell> {
            vec![Vec::new(), vec![(style, word.to_string())], vec![(PLAIN, clause(event))]]
        };
        for (before, after) in &recoding.changed {
            text += &lay_out(&[row(DIM, "changed", before)], self.width);
            let turns: Vec<Turn> = turns_of(before, after);
            text += &table(&turns, false, self.width);
        }
        let gone = recoding.gone.iter().map(|event| row(WRONG, "gone", event));
        let rows: Vec<Vec<Cell>> =
            gone.chain(recoding.new.iter().map(|event| row(ACT, "new", event))).collect();
        self.shown += rows.len() + recoding.changed.len();
        text + &lay_out(&rows, self.width)
    }

    /// Prints the sums.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub fn end(&self) -> Result<()> {
        if self.json {
            return Ok(());
        }
        let Differences { reports, same, changed, gone, new, left, failed, .. } = self;
        let mut sums = format!(
            "{} coded again: {} the same, {changed} changed, {gone} gone, {new} new.",
            several(*reports, "report"),
            several(*same, "event")
        );
        if changed + gone + new > self.shown {
            sums += &format!(" The first {} are shown; --json gives all.", self.shown);
        }
        if *left > 0 {
            sums += &format!(" Left alone, since others coded them: {}.", several(*left, "report"));
        }
        if *failed > 0 {
            sums += &format!(" Not coded, and as before: {}.", several(*failed, "report"));
        }
        sums += match (self.accepted, changed + gone + new > 0) {
            (true, _) => " The record has the new codings.",
            (false, true) => " Nothing was written: --accept takes the new codings into the record.",
            (false, false) => " Nothing was written.",
        };
        Ok(anstream::stdout().write_all(paragraph(&sums, self.width).as_bytes())?)
    }
}

fn line(id: &str, name: &str, recoding: &Recoding) -> serde_json::Value {
    let Recoding { same, changed, gone, new } = recoding;
    let changed: Vec<_> =
        changed.iter().map(|(before, after)| json!({"before": before, "after": after})).collect();
    json!({"report": id, "name": name, "same": same, "changed": changed, "gone": gone, "new": new})
}
