//! The claims under an incident, with their reports and what people judged of them.

use crate::Result;
use dateline_code::Books;
use dateline_code::ledger::{self, Case};
use dateline_code::voice::Sketch;
use dateline_terms::{Entry, Incident, Judgement, Rule, Ruling, Source, VoiceKind};
use rusqlite::{Connection, Row};
use std::collections::{BTreeMap, BTreeSet};

/// All that an incident is made from.
pub(crate) struct Members {
    /// In order of claim id; the voices are not told apart yet.
    pub entries: Vec<Entry>,
    /// What was kept of their reports, by lasting id.
    pub sketches: BTreeMap<String, Sketch>,
    /// Judgements of its claims that hold, in order of time.
    pub judgements: Vec<Judgement>,
}

impl Members {
    /// What they come to under a rule, named as `like` is.
    pub fn publish(self, like: Named<'_>, rule: Rule, books: &Books<'_>) -> Incident {
        let case = Case {
            id: like.id,
            aliases: like.aliases,
            entries: self.entries,
            sketches: &self.sketches,
            judgements: &self.judgements,
            withdrawn: &BTreeSet::new(),
            changed: like.changed,
        };
        ledger::publish(case, rule, books)
    }
}

/// What an incident has beside its claims.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Named<'a> {
    /// Lasting id.
    pub id: &'a str,
    /// Ids that lead to it.
    pub aliases: &'a [String],
    /// When the record last changed it.
    pub changed: &'a str,
}

/// Columns of a report `r` and its bytes `w` from which [`source`] reads.
pub(crate) const SOURCE: &str = "r.id, r.name, r.version, w.sha256, r.title, r.outlet, r.kind, r.url, r.published, r.language, r.received";
/// How many those are.
pub(crate) const SOURCE_COLUMNS: usize = 11;

const LIVE: &str =
    "SELECT c.id, c.body, r.sketch, r.id, r.name, r.version, w.sha256, r.title, r.outlet, r.kind, r.url,
    r.published, r.language, r.received
    FROM claim c JOIN report r ON r.number = c.report JOIN raw w ON w.number = r.raw
    WHERE c.incident = ?1 AND c.until IS NULL ORDER BY c.id";

const PAST: &str = "SELECT c.id, c.body, r.sketch, r.id, r.name, r.version, w.sha256, r.title, r.outlet, r.kind, r.url,
    r.published, r.language, r.received
    FROM member m JOIN claim c ON c.number = m.claim JOIN report r ON r.number = c.report JOIN raw w ON w.number = r.raw
    WHERE m.incident = ?1 AND m.since <= ?2 AND (m.until IS NULL OR m.until > ?2) ORDER BY c.id";

/// Reads the members of an incident: those of now, or those after the change numbered `at`.
pub(crate) fn of(connection: &Connection, incident: i64, at: Option<i64>) -> Result<Members> {
    let mut members = Members { entries: Vec::new(), sketches: BTreeMap::new(), judgements: Vec::new() };
    let mut statement = connection.prepare_cached(if at.is_some() { PAST } else { LIVE })?;
    let mut rows = match at {
        Some(at) => statement.query([incident, at])?,
        None => statement.query([incident])?,
    };
    while let Some(row) = rows.next()? {
        let entry = entry(row)?;
        let sketch: Option<Vec<u8>> = row.get(2)?;
        if let Some(sketch) = sketch.and_then(|bytes| Sketch::read(&bytes)) {
            members.sketches.insert(entry.source.id.clone(), sketch);
        }
        members.entries.push(entry);
    }
    for entry in &members.entries {
        members.judgements.extend(judgements(connection, &entry.claim, at)?);
    }
    members.judgements.sort_by(|a, b| (&a.at, &a.id).cmp(&(&b.at, &b.id)));
    members.judgements.dedup_by(|a, b| a.id == b.id);
    Ok(members)
}

fn entry(row: &Row<'_>) -> Result<Entry> {
    let body: String = row.get(1)?;
    Ok(Entry { claim: row.get(0)?, source: source(row, 3)?, voice: 0, event: serde_json::from_str(&body)? })
}

/// A report as its columns ([`SOURCE`]) have it, the first of which is the one numbered `at`.
pub(crate) fn source(row: &Row<'_>, at: usize) -> Result<Source> {
    let kind: Option<String> = row.get(at + 6)?;
    let published: Option<String> = row.get(at + 8)?;
    Ok(Source {
        id: row.get(at)?,
        name: row.get(at + 1)?,
        version: row.get(at + 2)?,
        sha256: row.get(at + 3)?,
        title: row.get(at + 4)?,
        outlet: row.get(at + 5)?,
        kind: kind.as_deref().and_then(VoiceKind::parse),
        url: row.get(at + 7)?,
        published: published.and_then(|day| day.parse().ok()),
        language: row.get(at + 9)?,
        received: row.get(at + 10)?,
    })
}

/// Judgements of a claim that hold now, or held after the change numbered `at`.
fn judgements(connection: &Connection, claim: &str, at: Option<i64>) -> Result<Vec<Judgement>> {
    let sql =
        "SELECT j.id, j.at, j.who, j.why, j.ruling FROM judged g JOIN judgement j ON j.number = g.judgement
               WHERE g.claim = ?1 AND j.since <= ?2 AND (j.until IS NULL OR j.until > ?2)";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(rusqlite::params![claim, at.unwrap_or(i64::MAX)])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let ruling: String = row.get(4)?;
        let ruling = naming(serde_json::from_str(&ruling)?, claim);
        found.push(Judgement { id: row.get(0)?, at: row.get(1)?, by: row.get(2)?, why: row.get(3)?, ruling });
    }
    Ok(found)
}

/// A ruling with the claim named as it is today: it may have been made of a claim that this one took the place of.
fn naming(ruling: Ruling, claim: &str) -> Ruling {
    let claim = claim.to_string();
    match ruling {
        Ruling::Field { value, .. } => Ruling::Field { claim, value },
        Ruling::NotEvent { .. } => Ruling::NotEvent { claim },
        of_two => of_two,
    }
}
