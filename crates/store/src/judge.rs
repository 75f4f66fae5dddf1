//! Judgements: kept beside the claims that they name, withdrawn but never edited.

use crate::change::Change;
use crate::ids::id;
use crate::{Error, Result};
use dateline_terms::{Judgement, Ruling};
use rusqlite::{Connection, OptionalExtension, params};

impl Change<'_, '_> {
    /// Adds a judgement by whoever makes the change, for its reason.
    ///
    /// # Errors
    /// When it names a claim or judgement that the record does not hold.
    pub fn judge(&mut self, ruling: Ruling) -> Result<Judgement> {
        let stamp = self.stamp;
        let body = serde_json::to_string(&ruling)?;
        let judgement = Judgement {
            id: id('j', &[&stamp.at, &stamp.who, &body]),
            at: stamp.at.clone(),
            by: stamp.who.clone(),
            why: stamp.why.clone(),
            ruling,
        };
        self.add_judgement(&judgement)?;
        Ok(judgement)
    }

    /// Adds a judgement that was made elsewhere. One that is there already changes nothing; gives whether it was new.
    ///
    /// # Errors
    /// As [`Change::judge`].
    pub fn add_judgement(&mut self, judgement: &Judgement) -> Result<bool> {
        let claims = self.named_claims(&judgement.ruling)?;
        let sql = "INSERT INTO judgement (id, at, who, why, ruling, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                   ON CONFLICT (id) DO NOTHING";
        let ruling = serde_json::to_string(&judgement.ruling)?;
        let Judgement { id, at, by, why, .. } = judgement;
        let new = self.tx.prepare_cached(sql)?.execute(params![id, at, by, why, ruling, self.number])? > 0;
        if !new {
            return Ok(false);
        }
        self.written = true;
        self.judged.set(Some(true));
        let number = self.tx.last_insert_rowid();
        for claim in &claims {
            let sql = "INSERT OR IGNORE INTO judged (claim, judgement) VALUES (?1, ?2)";
            self.tx.prepare_cached(sql)?.execute(params![claim, number])?;
        }
        if let Ruling::Withdrawn { judgement } = &judgement.ruling {
            self.withdraw(judgement)?;
        }
        claims.iter().try_for_each(|claim| self.stir(claim))?;
        Ok(true)
    }

    /// Ids of live claims that a ruling names; of a withdrawal those that the withdrawn one names.
    fn named_claims(&self, ruling: &Ruling) -> Result<Vec<String>> {
        let current = |claim: &String| {
            let current = self.current_id(claim)?;
            if self.is_there(&current)? {
                Ok(current)
            } else {
                Err(Error::new(format!("The record holds no claim {claim}.")))
            }
        };
        match ruling {
            Ruling::Withdrawn { judgement } => self.claims_of_judgement(judgement),
            of_claims => named(of_claims).into_iter().map(current).collect(),
        }
    }

    /// Whether the record holds what a ruling names.
    pub(crate) fn can_place(&self, ruling: &Ruling) -> Result<bool> {
        if let Ruling::Withdrawn { judgement } = ruling {
            let sql = "SELECT count(*) > 0 FROM judgement WHERE id = ?1";
            return Ok(self.tx.prepare_cached(sql)?.query_row([judgement], |row| row.get(0))?);
        }
        for claim in named(ruling) {
            if !self.is_there(&self.current_id(claim)?)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn is_there(&self, claim: &str) -> Result<bool> {
        let sql = "SELECT count(*) > 0 FROM claim WHERE id = ?1";
        Ok(self.tx.prepare_cached(sql)?.query_row([claim], |row| row.get(0))?)
    }

    fn claims_of_judgement(&self, judgement: &str) -> Result<Vec<String>> {
        let sql = "SELECT g.claim FROM judged g JOIN judgement j ON j.number = g.judgement WHERE j.id = ?1";
        let mut rows = self.tx.prepare_cached(sql)?;
        let claims =
            rows.query_map([judgement], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
        if claims.is_empty() {
            return Err(Error::new(format!("The record holds no judgement {judgement}.")));
        }
        Ok(claims)
    }

    fn withdraw(&self, judgement: &str) -> Result<()> {
        let sql = "UPDATE judgement SET until = ?2 WHERE id = ?1 AND until IS NULL";
        self.tx.prepare_cached(sql)?.execute(params![judgement, self.number])?;
        Ok(())
    }

    /// Has a claim looked at again after a judgement of it was added or withdrawn.
    fn stir(&mut self, claim: &str) -> Result<()> {
        let Some(number) = self.live_claim(claim)? else { return Ok(()) };
        let sql = "SELECT incident FROM claim WHERE number = ?1";
        let incident: Option<i64> = self.tx.prepare_cached(sql)?.query_row([number], |row| row.get(0))?;
        self.incidents.extend(incident);
        if self.is_no_event(number)? {
            self.forget(number)
        } else if incident.is_none() {
            self.seek(number)
        } else {
            self.stirred.insert(number);
            Ok(())
        }
    }

    fn current_id(&self, claim: &str) -> Result<String> {
        current_claim(&self.tx, claim)
    }

    /// Number of the live claim that an id stands for.
    pub(crate) fn live_claim(&self, claim: &str) -> Result<Option<i64>> {
        let sql = "SELECT number FROM claim WHERE id = ?1 AND until IS NULL";
        let current = self.current_id(claim)?;
        Ok(self.tx.prepare_cached(sql)?.query_row([current], |row| row.get(0)).optional()?)
    }

    /// Judgements that hold for a claim, in the order in which they were made.
    pub(crate) fn judgements_of(&self, claim: i64) -> Result<Vec<Judgement>> {
        if !self.is_judged()? {
            return Ok(Vec::new());
        }
        let sql = "SELECT j.id, j.at, j.who, j.why, j.ruling FROM claim c JOIN judged g ON g.claim = c.id
                   JOIN judgement j ON j.number = g.judgement
                   WHERE c.number = ?1 AND j.until IS NULL ORDER BY j.at, j.id";
        let mut rows = self.tx.prepare_cached(sql)?;
        let mut rows = rows.query([claim])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let ruling: String = row.get(4)?;
            let ruling = serde_json::from_str(&ruling)?;
            found.push(Judgement {
                id: row.get(0)?,
                at: row.get(1)?,
                by: row.get(2)?,
                why: row.get(3)?,
                ruling,
            });
        }
        Ok(found)
    }

    /// Whether people judged anything at all: most records are asked often and judged seldom.
    fn is_judged(&self) -> Result<bool> {
        if let Some(judged) = self.judged.get() {
            return Ok(judged);
        }
        let sql = "SELECT EXISTS (SELECT 1 FROM judged)";
        let judged = self.tx.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        self.judged.set(Some(judged));
        Ok(judged)
    }

    /// Whether people judged a claim to tell of no event.
    pub(crate) fn is_no_event(&self, claim: i64) -> Result<bool> {
        Ok(self.judgements_of(claim)?.iter().any(|j| matches!(j.ruling, Ruling::NotEvent { .. })))
    }
}

/// The id that stands for a claim today, its report having been coded again or changed.
pub(crate) fn current_claim(connection: &Connection, claim: &str) -> Result<String> {
    let mut current = claim.to_string();
    let live = "SELECT count(*) > 0 FROM claim WHERE id = ?1 AND until IS NULL";
    let mut live = connection.prepare_cached(live)?;
    let mut alias = connection.prepare_cached("SELECT new FROM claim_alias WHERE old = ?1")?;
    // Aliases form chains as long as a report has versions; a ring of them would be a page going back and forth.
    for _ in 0..64 {
        match alias.query_row([&current], |row| row.get::<_, String>(0)).optional()? {
            Some(next) if !live.query_row([&current], |row| row.get::<_, bool>(0))? => current = next,
            _ => break,
        }
    }
    Ok(current)
}

/// Claims that a ruling names; none for a withdrawal.
pub(crate) fn named(ruling: &Ruling) -> Vec<&String> {
    match ruling {
        Ruling::Same { claims } | Ruling::Accepted { claims } => claims.iter().collect(),
        Ruling::NotSame { claims, others } => claims.iter().chain(others).collect(),
        Ruling::Field { claim, .. } | Ruling::NotEvent { claim } => vec![claim],
        Ruling::Withdrawn { .. } => Vec::new(),
    }
}
