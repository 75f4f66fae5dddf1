//! Which claims a ruling means: judgements name claims, people name incidents too.

use crate::change::Change;
use crate::query::incident_number;
use crate::{Error, Result};
use dateline_terms::Ruling;

impl Change<'_, '_> {
    /// A ruling in which incidents may stand for the claims under them, as rulings of claims alone. Of an incident that
    /// is no event each claim is none, which takes a ruling each; a field is set by the incident's first claim; of an
    /// incident that a claim under it is parted from, the rest is meant.
    ///
    /// # Errors
    /// When the record holds no such incident, or nothing is left to be ruled.
    pub fn meant(&self, ruling: Ruling) -> Result<Vec<Ruling>> {
        Ok(match ruling {
            Ruling::Same { claims } => vec![self.same(&claims)?],
            Ruling::NotSame { claims, others } => vec![self.apart(&claims, &others)?],
            Ruling::Accepted { claims } => vec![Ruling::Accepted { claims: self.claims_of_all(&claims)? }],
            Ruling::Field { claim, value } => {
                let first = self.claims_of(&claim)?.into_iter().next();
                vec![Ruling::Field { claim: first.unwrap_or(claim), value }]
            }
            Ruling::NotEvent { claim } => {
                let claims = self.claims_of(&claim)?.into_iter();
                claims.map(|claim| Ruling::NotEvent { claim }).collect()
            }
            withdrawn @ Ruling::Withdrawn { .. } => vec![withdrawn],
        })
    }

    fn same(&self, ids: &[String]) -> Result<Ruling> {
        let claims = self.claims_of_all(ids)?;
        match claims.len() {
            0 | 1 => {
                let what = "One claim alone is the same as itself: name two incidents or claims, or more.";
                Err(Error::new(what))
            }
            _ => Ok(Ruling::Same { claims }),
        }
    }

    fn apart(&self, some: &[String], rest: &[String]) -> Result<Ruling> {
        let (mut claims, mut others) = (self.claims_of_all(some)?, self.claims_of_all(rest)?);
        if claims.len() < others.len() {
            others.retain(|claim| !claims.contains(claim));
        } else {
            claims.retain(|claim| !others.contains(claim));
        }
        if claims.is_empty() || others.is_empty() {
            let what = "Both sides mean the same claims. To part an incident, name some of its claims on one side and \
                        the incident, or its other claims, on the other.";
            return Err(Error::new(what));
        }
        Ok(Ruling::NotSame { claims, others })
    }

    /// Claims that ids stand for, in order, each once.
    fn claims_of_all(&self, ids: &[String]) -> Result<Vec<String>> {
        let mut claims = Vec::new();
        for id in ids {
            claims.extend(self.claims_of(id)?);
        }
        claims.sort_unstable();
        claims.dedup();
        Ok(claims)
    }

    /// The claim of that id, or all claims under the incident of that id, in order.
    fn claims_of(&self, id: &str) -> Result<Vec<String>> {
        if id.starts_with('c') {
            return Ok(vec![id.to_string()]);
        }
        let number = incident_number(&self.tx, id)?;
        let sql = "SELECT id FROM claim WHERE incident = ?1 AND until IS NULL ORDER BY id";
        let mut rows = self.tx.prepare_cached(sql)?;
        let claims =
            rows.query_map([number], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
        match claims.is_empty() {
            true => Err(Error::new(format!("Nothing tells of {id} any more: it was retracted."))),
            false => Ok(claims),
        }
    }
}
