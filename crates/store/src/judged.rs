//! What people judged, newest first, with what it was about: for those who want to take something back.

use crate::change::Change;
use crate::judge::{current_claim, named};
use crate::{Error, Result, Store};
use dateline_terms::{Days, Incident, Judgement, Ruling, Word};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// Which judgements are meant: all that fit everything that is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JudgementFilter {
    /// By this person.
    pub by: Option<String>,
    /// Of claims that are or were under the incident of this id.
    pub incident: Option<String>,
    /// Whether they hold still; withdrawals hold nothing.
    pub holds: Option<bool>,
}

/// Part of the list of judgements.
#[derive(Clone, Debug)]
pub struct JudgementPage {
    /// At most as many as were asked for.
    pub items: Vec<Given>,
    /// What to ask for to go on; `None` at the end.
    pub next: Option<String>,
    /// How many fit.
    pub total: u64,
}

/// One judgement and what became of it.
#[derive(Clone, Debug)]
pub struct Given {
    /// As it was given.
    pub judgement: Judgement,
    /// Who took it back, and when; `None` where it holds.
    pub withdrawn: Option<Taken>,
    /// The incidents that hold its claims now; of a withdrawal those of what it withdraws.
    pub about: Vec<About>,
}

/// Who took a judgement back, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// RFC 3339, UTC.
    pub at: String,
    /// Their name.
    pub by: String,
}

/// An incident in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Lasting id.
    pub id: String,
    /// How it stands.
    pub word: Word,
    /// Id of the codebook.
    pub event_type: String,
    /// Days, where known.
    pub days: Option<Days>,
    /// Name of the place, where known.
    pub place: Option<String>,
}

/// Claims of one ruling whose incidents are looked up.
const MOST: usize = 100;

/// Judgements `j` that fit; the parameters are those of [`values`].
const FITS: &str = "(?1 IS NULL OR j.who = ?1)
    AND (?2 IS NULL OR j.number IN (SELECT g.judgement FROM member m JOIN claim c ON c.number = m.claim
                                    JOIN judged g ON g.claim = c.id WHERE m.incident = ?2))
    AND (?3 IS NULL OR (j.until IS NULL AND j.ruling ->> 'ruling' <> 'withdrawn') = ?3)";

/// What one row of the list is read from.
const LIST: &str = "SELECT j.number, j.id, j.at, j.who, j.why, j.ruling, c.at, c.who
    FROM judgement j LEFT JOIN change c ON c.number = j.until WHERE ";

impl Store {
    /// Judgements that fit, the newest first, up to `limit` of them after the cursor `after` of the page before.
    ///
    /// # Errors
    /// When the cursor is none, the record holds no such incident, or cannot be read.
    pub fn judgements(
        &self,
        filter: &JudgementFilter,
        (after, limit): (Option<&str>, usize),
    ) -> Result<JudgementPage> {
        let wrong = || Error::new("This is no place in a list: take it from the page before.");
        let before = after.map(|text| text.parse::<i64>().map_err(|_| wrong())).transpose()?;
        let incident = filter.incident.as_ref().map(|id| self.incident_number(id)).transpose()?;
        let sql = format!("SELECT count(*) FROM judgement j WHERE {FITS}");
        let values = params![filter.by, incident, filter.holds];
        let total: i64 = self.connection.prepare_cached(&sql)?.query_row(values, |row| row.get(0))?;
        let sql = format!("{LIST} {FITS} AND j.number < ?4 ORDER BY j.number DESC LIMIT ?5");
        let before = before.unwrap_or(i64::MAX);
        let values = params![filter.by, incident, filter.holds, before, limit as i64];
        let mut rows = self.connection.prepare_cached(&sql)?;
        let mut rows = rows.query(values)?;
        let (mut items, mut last) = (Vec::new(), None);
        while let Some(row) = rows.next()? {
            last = Some(row.get::<_, i64>(0)?.to_string());
            items.push(self.given(row)?);
        }
        let next = last.filter(|_| items.len() == limit);
        Ok(JudgementPage { items, next, total: total.unsigned_abs() })
    }

    fn given(&self, row: &Row<'_>) -> Result<Given> {
        let judgement = read(row)?;
        let at: Option<String> = row.get(6)?;
        let by: Option<String> = row.get(7)?;
        let about = match &judgement.ruling {
            Ruling::Withdrawn { judgement } => match find(&self.connection, judgement)? {
                Some((of, _)) => self.about(&of.ruling)?,
                None => Vec::new(),
            },
            ruling => self.about(ruling)?,
        };
        Ok(Given { judgement, withdrawn: at.zip(by).map(|(at, by)| Taken { at, by }), about })
    }

    /// The incidents that hold a ruling's claims now, or held those last that none holds any more; in the order in which
    /// it names them.
    fn about(&self, ruling: &Ruling) -> Result<Vec<About>> {
        let mut numbers: Vec<i64> = Vec::new();
        for claim in named(ruling).into_iter().take(MOST) {
            let number = holder(&self.connection, claim)?;
            numbers.extend(number.filter(|number| !numbers.contains(number)));
        }
        let sql = "SELECT body FROM incident WHERE incident = ?1 AND until IS NULL";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut about = Vec::new();
        for number in numbers {
            let body: Option<String> = statement.query_row([number], |row| row.get(0)).optional()?;
            let Some(body) = body else { continue };
            let Incident { id, word, event_type, days, place, .. } = serde_json::from_str(&body)?;
            about.push(About { id, word, event_type, days, place: place.map(|place| place.name) });
        }
        Ok(about)
    }
}

/// The incident that holds a claim, or held it last.
fn holder(connection: &Connection, claim: &str) -> Result<Option<i64>> {
    let sql = "SELECT ifnull(n.now, n.number) FROM claim c JOIN member m ON m.claim = c.number
               JOIN name n ON n.number = m.incident WHERE c.id = ?1
               ORDER BY m.until IS NULL DESC, m.since DESC LIMIT 1";
    let claim = current_claim(connection, claim)?;
    Ok(connection.prepare_cached(sql)?.query_row([claim], |row| row.get(0)).optional()?)
}

impl Change<'_, '_> {
    /// A judgement, and whether it holds.
    ///
    /// # Errors
    /// When the record has none of that id.
    pub fn judgement(&self, id: &str) -> Result<(Judgement, bool)> {
        let found = find(&self.tx, id)?;
        found.ok_or_else(|| Error::missing(format!("The record holds no judgement {id}.")))
    }

    /// The incident that holds the first of a ruling's claims, or held it last.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn judged_incident(&self, ruling: &Ruling) -> Result<Option<String>> {
        let first = named(ruling).first().map(|claim| holder(&self.tx, claim)).transpose()?;
        let Some(number) = first.flatten() else { return Ok(None) };
        let sql = "SELECT id FROM name WHERE number = ?1";
        Ok(self.tx.prepare_cached(sql)?.query_row([number], |row| row.get(0)).optional()?)
    }
}

fn find(connection: &Connection, id: &str) -> Result<Option<(Judgement, bool)>> {
    let sql = format!("{LIST} j.id = ?1");
    let mut rows = connection.prepare_cached(&sql)?;
    let mut rows = rows.query([id])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let ended: Option<String> = row.get(6)?;
    Ok(Some((read(row)?, ended.is_none())))
}

fn read(row: &Row<'_>) -> Result<Judgement> {
    let ruling: String = row.get(5)?;
    let ruling = serde_json::from_str(&ruling)?;
    Ok(Judgement { id: row.get(1)?, at: row.get(2)?, by: row.get(3)?, why: row.get(4)?, ruling })
}
