//! The ledger of an incident: what each voice says of it, field by field, and the one value of each field that a rule
//! publishes. `docs/rules.md` says the same for readers.
//!
//! Everything is a pure function of the incident's claims, of what was kept of their reports, of the judgements and of
//! the rule: the order of claims does not matter, and a later copy of a voice changes no value.

mod choose;
mod corrections;
mod figures;
mod parties;
mod place;
mod sides;
mod statements;
mod tolls;
mod values;
mod word;

pub use figures::{Figure, figures};
pub use place::{agrees, contains};
pub use statements::{Statement, range, statements};

use crate::Books;
use crate::voice::{Sketch, voices};
use dateline_terms::{Date, Entry, Incident, Judgement, Rule, Source, Standing};
use parties::Parties;
use std::collections::{BTreeMap, BTreeSet};

/// All that one incident is published from.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// Lasting id.
    pub id: &'a str,
    /// Ids of incidents that were merged into it.
    pub aliases: &'a [String],
    /// Its claims in any order; `voice` may be anything.
    pub entries: Vec<Entry>,
    /// What was kept of their reports, by the report's lasting id. A report without a sketch is known by its outlet.
    pub sketches: &'a BTreeMap<String, Sketch>,
    /// Judgements in any order; those that name none of its claims do nothing.
    pub judgements: &'a [Judgement],
    /// Lasting ids of reports that their outlets withdrew: what they claim counts for nothing.
    pub withdrawn: &'a BTreeSet<String>,
    /// When the record last changed it: RFC 3339, UTC.
    pub changed: &'a str,
}

/// Makes the incident that `case` tells of, its values following `rule`. `entries` of the incident are in order of
/// publication and then of claim id, with the numbers of their voices.
pub fn publish(case: Case<'_>, rule: Rule, books: &Books<'_>) -> Incident {
    let Case { id, aliases, mut entries, sketches, judgements, withdrawn, changed } = case;
    entries.sort_by(|a, b| order(a).cmp(&order(b)));
    entries.dedup_by(|a, b| a.claim == b.claim);
    let speakers = number_voices(&mut entries, sketches, books);
    let rulings = corrections::Rulings::new(judgements, &entries);
    let stands =
        |e: &&Entry| !withdrawn.contains(&e.source.id) && !rulings.no_event.contains(e.claim.as_str());
    let mut counted: Vec<&Entry> = entries.iter().filter(stands).collect();
    let retracted = counted.is_empty();
    if retracted {
        counted = entries.iter().collect();
    }
    let parties = Parties::new(&counted, &speakers, books);
    let mut incident = values::published(&counted, &parties, rule, books);
    (incident.id, incident.aliases) = (id.to_string(), aliases.to_vec());
    incident.changed = changed.to_string();
    count_reports(&mut incident, &counted);
    corrections::apply(&mut incident, &rulings);
    incident.accepted_by = rulings.accepted_by(&counted);
    incident.word = word::word(&incident, &counted, &parties, retracted);
    incident.entries = entries;
    incident
}

/// Order of publication, then of claim id; what has no day comes first.
fn order(entry: &Entry) -> (Option<Date>, &str) {
    (entry.source.published, &entry.claim)
}

/// Sets the number of each entry's voice; gives the name or id of who speaks with each.
fn number_voices(
    entries: &mut [Entry],
    sketches: &BTreeMap<String, Sketch>,
    books: &Books<'_>,
) -> Vec<Option<String>> {
    let of = |source: &Source| {
        let bare = || Sketch::new("", source.outlet.as_deref(), None, books.outlets);
        sketches.get(&source.id).cloned().unwrap_or_else(bare)
    };
    let mut reports: Vec<&Source> = Vec::new();
    for entry in entries.iter() {
        if !reports.iter().any(|r| r.id == entry.source.id) {
            reports.push(&entry.source);
        }
    }
    let kept: Vec<Sketch> = reports.iter().map(|source| of(source)).collect();
    let numbers = voices(&kept.iter().collect::<Vec<_>>());
    let by_report: BTreeMap<String, usize> =
        reports.iter().map(|r| r.id.clone()).zip(numbers.iter().copied()).collect();
    let mut speakers = vec![None; numbers.iter().max().map_or(0, |n| n + 1)];
    for (sketch, number) in kept.iter().zip(numbers) {
        if let Some(slot) = speakers.get_mut(number).filter(|slot| slot.is_none()) {
            *slot = sketch.speaker().map(str::to_string);
        }
    }
    for entry in entries {
        entry.voice = by_report.get(&entry.source.id).copied().unwrap_or(0);
    }
    speakers
}

fn count_reports(incident: &mut Incident, counted: &[&Entry]) {
    let reports: BTreeSet<&str> = counted.iter().map(|e| e.source.id.as_str()).collect();
    let voices: BTreeSet<usize> = counted.iter().map(|e| e.voice).collect();
    let outlets: BTreeSet<&String> = counted.iter().filter_map(|e| e.source.outlet.as_ref()).collect();
    (incident.reports, incident.voices) = (reports.len(), voices.len());
    incident.outlets = outlets.into_iter().cloned().collect();
    incident.first_published = counted.iter().filter_map(|e| e.source.published).min();
    incident.last_published = counted.iter().filter_map(|e| e.source.published).max();
    let best =
        counted.iter().max_by(|a, b| telling(a).partial_cmp(&telling(b)).unwrap_or(order(b).cmp(&order(a))));
    incident.evidence = best.map(|e| e.event.evidence.text.clone()).unwrap_or_default();
}

/// How well an entry tells the incident: as news, and surely; of two alike the first published.
fn telling(entry: &Entry) -> (bool, f64, std::cmp::Reverse<(Option<Date>, &str)>) {
    (entry.event.standing == Standing::Main, entry.event.confidence, std::cmp::Reverse(order(entry)))
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
