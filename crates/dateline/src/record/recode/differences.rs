//! How codings differ, for people and for machines.

use crate::record::brief::{Turn, clause, turns_of};
use crate::record::log::table;
use crate::show::columns::{Cell, lay_out};
use crate::show::paint::{ACT, DIM, PLAIN, WRONG};
use crate::show::words::{clipped, one_line, quantity, several};
use crate::show::{self, paragraph};
use anyhow::Result;
use dateline_store::Recoding;
use dateline_terms::Quantity;
use dateline_terms::told::{Event, Tally};
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
    tallies: [usize; 2],
    /// Reports that came in coded.
    pub left: usize,
    /// Reports that could not be coded.
    pub failed: usize,
}

impl Differences {
    pub fn new(json: bool, accepted: bool) -> Differences {
        let width = show::width();
        let (shown, reports, same, changed, gone, new) = (0, 0, 0, 0, 0, 0);
        let (tallies, left, failed) = ([0; 2], 0, 0);
        Differences { json, accepted, width, shown, reports, same, changed, gone, new, tallies, left, failed }
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
        self.tallies[0] += recoding.tallies_gone.len();
        self.tallies[1] += recoding.tallies_new.len();
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
        let mut rows: Vec<Vec<Cell>> =
            gone.chain(recoding.new.iter().map(|event| row(ACT, "new", event))).collect();
        let sum = |style, word: &str, tally: &Tally| -> Vec<Cell> {
            vec![Vec::new(), vec![(style, word.to_string())], vec![(PLAIN, stated(tally))]]
        };
        rows.extend(recoding.tallies_gone.iter().map(|tally| sum(WRONG, "sum gone", tally)));
        rows.extend(recoding.tallies_new.iter().map(|tally| sum(ACT, "sum new", tally)));
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
        let [sums_gone, sums_new] = self.tallies;
        let all = changed + gone + new + sums_gone + sums_new;
        if sums_gone + sums_new > 0 {
            sums += &format!(" Of stated sums {sums_gone} gone, {sums_new} new.");
        }
        if all > self.shown {
            sums += &format!(" The first {} are shown; --json gives all.", self.shown);
        }
        if *left > 0 {
            sums += &format!(" Left alone, since others coded them: {}.", several(*left, "report"));
        }
        if *failed > 0 {
            sums += &format!(" Not coded, and as before: {}.", several(*failed, "report"));
        }
        sums += match (self.accepted, all > 0) {
            (true, _) => " The record has the new codings.",
            (false, true) => " Nothing was written: --accept takes the new codings into the record.",
            (false, false) => " Nothing was written.",
        };
        Ok(anstream::stdout().write_all(paragraph(&sums, self.width).as_bytes())?)
    }
}

/// "16 or more attacks against X in Syria since 2023-10-17 until 2023-10-26: “the words”".
fn stated(tally: &Tally) -> String {
    let mut words = format!("{} {}", quantity(Quantity { low: tally.low, high: tally.high }), tally.counts);
    let parts = [
        ("by", &tally.by),
        ("against", &tally.against),
        ("in", &tally.area),
        ("since", &tally.since),
        ("until", &tally.until),
    ];
    for (link, part) in parts {
        words.extend(part.iter().map(|part| format!(" {link} {}", one_line(part))));
    }
    format!("{words}: “{}”", clipped(&tally.quote.text, 80))
}

fn line(id: &str, name: &str, recoding: &Recoding) -> serde_json::Value {
    let Recoding { same, changed, gone, new, tallies_gone, tallies_new } = recoding;
    let changed: Vec<_> =
        changed.iter().map(|(before, after)| json!({"before": before, "after": after})).collect();
    json!({
        "report": id, "name": name, "same": same, "changed": changed, "gone": gone, "new": new,
        "tallies_gone": tallies_gone, "tallies_new": tallies_new,
    })
}
