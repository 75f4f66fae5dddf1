//! Claims: rows that are added and ended, never edited.

use crate::Result;
use crate::change::Change;
use crate::ids::id;
use crate::intake::Coded;
use dateline_code::Books;
use dateline_code::pair::{Account, Heading, Pairing};
use dateline_terms::told::Event;
use rusqlite::params;
use std::collections::HashMap;

/// A claim that is ended: its number, id and body.
struct Ended {
    number: i64,
    id: String,
    event: Event,
}

impl Change<'_, '_> {
    /// Adds the claims of a report, and where they are looked for.
    pub(crate) fn add_claims(&mut self, report: i64, report_id: &str, coded: &Coded) -> Result<()> {
        for (id, event) in named(report_id, &coded.events) {
            self.add_claim(report, report_id, &id, event, coded)?;
        }
        Ok(())
    }

    fn add_claim(
        &mut self,
        report: i64,
        report_id: &str,
        id: &str,
        event: &Event,
        coded: &Coded,
    ) -> Result<()> {
        let account = account(report_id, event, coded, self.books);
        self.tx
            .prepare_cached(
                "INSERT INTO claim (id, report, body, account, since) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![id, report, serde_json::to_string(event)?, account.write(), self.number])?;
        let claim = self.tx.last_insert_rowid();
        self.seek(claim)
    }

    /// Puts the claims of another coding of a report in place of those that are held; what is the same stays.
    pub(crate) fn replace_claims(&mut self, report: i64, report_id: &str, coded: &Coded) -> Result<()> {
        let mut named: HashMap<String, &Event> = named(report_id, &coded.events).into_iter().collect();
        let (kept, ended): (Vec<Ended>, Vec<Ended>) =
            self.live(report)?.into_iter().partition(|held| named.get(&held.id) == Some(&&held.event));
        kept.iter().for_each(|held| {
            named.remove(&held.id);
        });
        ended.iter().try_for_each(|claim| self.end_claim(claim.number))?;
        let new = named_in_order(report_id, coded, &named);
        for (id, event) in new {
            self.add_claim(report, report_id, &id, event, coded)?;
        }
        let heirs = self.live(report)?;
        self.pass_on(&ended, &heirs)
    }

    /// Ends a report's row and its claims and tallies. Where `by` takes its place, judgements follow their claims to
    /// those that it has in common.
    pub(crate) fn supersede(&mut self, report: i64, by: Option<i64>) -> Result<()> {
        self.tx
            .prepare_cached("UPDATE report SET until = ?2 WHERE number = ?1")?
            .execute([report, self.number])?;
        self.end_tallies(report)?;
        let ended = self.live(report)?;
        let heirs = by.map(|by| self.live(by)).transpose()?.unwrap_or_default();
        self.pass_on(&ended, &heirs)?;
        ended.iter().try_for_each(|claim| self.end_claim(claim.number))
    }

    pub(crate) fn end_tallies(&self, report: i64) -> Result<()> {
        let sql = "UPDATE tally SET until = ?2 WHERE report = ?1 AND until IS NULL";
        self.tx.prepare_cached(sql)?.execute([report, self.number])?;
        Ok(())
    }

    /// Live claims of a report.
    fn live(&self, report: i64) -> Result<Vec<Ended>> {
        let sql = "SELECT number, id, body FROM claim WHERE report = ?1 AND until IS NULL ORDER BY number";
        let mut rows = self.tx.prepare_cached(sql)?;
        let mut rows = rows.query([report])?;
        let mut live = Vec::new();
        while let Some(row) = rows.next()? {
            let body: String = row.get(2)?;
            live.push(Ended { number: row.get(0)?, id: row.get(1)?, event: serde_json::from_str(&body)? });
        }
        Ok(live)
    }

    /// Takes a claim out of the record as it stands now: it keeps its row, and is looked for no more.
    fn end_claim(&mut self, claim: i64) -> Result<()> {
        self.written = true;
        self.forget(claim)?;
        self.tx
            .prepare_cached("UPDATE claim SET until = ?2 WHERE number = ?1")?
            .execute([claim, self.number])?;
        Ok(())
    }

    /// Remembers which claim takes the place of which: the one of the same type or place whose evidence has most words
    /// in common. Judgements of the old one then hold for the new one.
    fn pass_on(&self, ended: &[Ended], heirs: &[Ended]) -> Result<()> {
        let sql =
            "INSERT INTO claim_alias (old, new) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET new = excluded.new";
        for old in ended {
            let best = heirs
                .iter()
                .map(|heir| (likeness(&old.event, &heir.event), heir))
                .filter(|(like, heir)| *like >= LIKE && heir.id != old.id)
                .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.id.cmp(&a.1.id)));
            if let Some((_, heir)) = best {
                self.tx.prepare_cached(sql)?.execute([&old.id, &heir.id])?;
                let judged = "INSERT OR IGNORE INTO judged SELECT ?2, judgement FROM judged WHERE claim = ?1";
                self.tx.prepare_cached(judged)?.execute([&old.id, &heir.id])?;
            }
        }
        Ok(())
    }
}

/// A claim of a report, laid out for comparison.
pub(crate) fn account(report: &str, event: &Event, coded: &Coded, books: &Books<'_>) -> Account {
    let heading = Heading { report, published: coded.head.day(), title: coded.head.title.as_deref() };
    Account::new(event, &heading, books, &Pairing::embedded().words)
}

/// Share of the shorter evidence's words that two claims must have in common to be the same claim, coded again.
const LIKE: f64 = 0.5;

/// Share of the words of the shorter evidence that the other has too; less where types differ.
fn likeness(a: &Event, b: &Event) -> f64 {
    let words =
        |event: &Event| event.evidence.text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    let (a_words, b_words) = (words(a), words(b));
    let shared = a_words.iter().filter(|word| b_words.contains(word)).count();
    let share = shared as f64 / a_words.len().min(b_words.len()).max(1) as f64;
    if a.event_type == b.event_type { share } else { share * 0.8 }
}

/// Each event with its claim's id: the same words of the same bytes, told as the same type, are the same claim however
/// often they are coded.
pub(crate) fn named<'e>(report: &str, events: &'e [Event]) -> Vec<(String, &'e Event)> {
    let mut seen: HashMap<(usize, usize, &str), usize> = HashMap::new();
    let name = |event: &'e Event| {
        let (start, end) = (event.evidence.start, event.evidence.end);
        let nth = seen.entry((start, end, event.event_type.as_str())).and_modify(|n| *n += 1).or_insert(0);
        let place = [start.to_string(), end.to_string(), nth.to_string()];
        let [start, end, nth] = &place;
        (id('c', &[report, start, end, &event.event_type, nth]), event)
    };
    events.iter().map(name).collect()
}

/// Those events of a coding that are named, in their order in the report.
fn named_in_order<'e>(
    report: &str,
    coded: &'e Coded,
    wanted: &HashMap<String, &Event>,
) -> Vec<(String, &'e Event)> {
    named(report, &coded.events).into_iter().filter(|(id, _)| wanted.contains_key(id)).collect()
}
