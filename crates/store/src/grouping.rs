//! Grouping again what a change touched, as [`fuse::regroup`] asks of the store.

use crate::change::Change;
use crate::{Error, Result};
use dateline_code::fuse::{self, Record, Ties};
use dateline_code::pair::{Account, Pairing};
use dateline_terms::Ruling;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// The store while it groups, with what it read of it.
struct Grouping<'g, 's, 'b> {
    change: &'g Change<'s, 'b>,
    near: HashMap<i64, Rc<[(i64, f32)]>>,
}

impl Record for Grouping<'_, '_, '_> {
    type Error = Error;

    fn near(&mut self, claim: i64) -> Result<Rc<[(i64, f32)]>> {
        if let Some(near) = self.near.get(&claim) {
            return Ok(Rc::clone(near));
        }
        let near: Rc<[(i64, f32)]> = self.change.near_to(claim)?.into();
        self.near.insert(claim, Rc::clone(&near));
        Ok(near)
    }

    fn group(&mut self, claim: i64) -> Result<Vec<i64>> {
        self.change.group_of(claim)
    }

    fn order(&mut self, claims: &[i64]) -> Result<Vec<u64>> {
        claims.iter().map(|claim| Ok(self.change.account(*claim)?.rank)).collect()
    }

    fn ties(&mut self, claims: &[i64]) -> Result<Ties<usize>> {
        self.change.ties(claims)
    }

    fn contradict(&mut self, a: i64, b: i64) -> Result<bool> {
        let (a, b) = (self.change.account(a)?, self.change.account(b)?);
        Ok(a.account.contradicts(&b.account).is_some())
    }
}

impl Change<'_, '_> {
    /// The groups of today of claims that were touched, and of all that they touch.
    pub(crate) fn regroup(&self, touched: impl IntoIterator<Item = i64>) -> Result<Vec<Vec<i64>>> {
        let mut grouping = Grouping { change: self, near: HashMap::new() };
        fuse::regroup(&mut grouping, touched, Pairing::embedded().join)
    }

    /// The groups of all live claims, worked out anew from claims and judgements alone: lists of their ids, in order. What
    /// the record holds comes to the same.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn groups(&self) -> Result<Vec<Vec<String>>> {
        let mut claims = Vec::new();
        {
            let sql = "SELECT number, id FROM claim WHERE until IS NULL ORDER BY id";
            let mut rows = self.tx.prepare_cached(sql)?;
            let mut rows = rows.query([])?;
            while let Some(row) = rows.next()? {
                claims.push((row.get::<_, i64>(0)?, row.get::<_, String>(1)?));
            }
        }
        let mut sought = Vec::new();
        for (number, id) in claims {
            if self.is_sought(number)? {
                sought.push((number, id));
            }
        }
        let numbers: Vec<i64> = sought.iter().map(|(number, _)| *number).collect();
        let known = numbers.iter().map(|number| self.account(*number)).collect::<Result<Vec<_>>>()?;
        let accounts: Vec<&Account> = known.iter().map(|known| &known.account).collect();
        let ids: Vec<&str> = sought.iter().map(|(_, id)| id.as_str()).collect();
        let edges = fuse::edges(&accounts, Pairing::embedded(), 1);
        let groups = fuse::group(&ids, &accounts, &edges, &self.ties(&numbers)?, Pairing::embedded());
        let named = |n: usize| ids.get(n).map(ToString::to_string);
        Ok(groups.into_iter().map(|group| group.into_iter().filter_map(named).collect()).collect())
    }

    /// The live claims of the incident that holds a claim; the claim alone where none does.
    pub(crate) fn group_of(&self, claim: i64) -> Result<Vec<i64>> {
        let sql = "SELECT number FROM claim WHERE until IS NULL
                   AND incident = (SELECT incident FROM claim WHERE number = ?1)";
        let mut rows = self.tx.prepare_cached(sql)?;
        let mut group = rows.query_map([claim], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
        if group.is_empty() {
            group.push(claim);
        }
        Ok(group)
    }

    /// What people judged of claims, as places among them.
    pub(crate) fn ties(&self, claims: &[i64]) -> Result<Ties<usize>> {
        let mut judgements = BTreeMap::new();
        for claim in claims {
            for judgement in self.judgements_of(*claim)? {
                judgements.insert((judgement.at, judgement.id), judgement.ruling);
            }
        }
        if judgements.is_empty() {
            return Ok(Ties::default());
        }
        let places: HashMap<i64, usize> = claims.iter().copied().zip(0..).collect();
        // In the order of time: of two that contradict each other the later holds.
        let mut said: BTreeMap<(usize, usize), bool> = BTreeMap::new();
        for ruling in judgements.into_values() {
            let (pairs, same) = self.pairs(&ruling, &places)?;
            said.extend(pairs.into_iter().map(|pair| (pair, same)));
        }
        let of =
            |asked: bool| said.iter().filter(|(_, same)| **same == asked).map(|(pair, _)| *pair).collect();
        Ok(Ties { same: of(true), apart: of(false) })
    }

    /// Pairs of places that a ruling is about, the lesser first, and whether it says that they are the same.
    fn pairs(&self, ruling: &Ruling, of: &HashMap<i64, usize>) -> Result<(Vec<(usize, usize)>, bool)> {
        let places = |ids: &[String]| -> Result<Vec<usize>> {
            let mut places = Vec::new();
            for id in ids {
                places.extend(self.live_claim(id)?.and_then(|claim| of.get(&claim).copied()));
            }
            Ok(places)
        };
        let (ones, others, same) = match ruling {
            Ruling::Same { claims } => (places(claims)?, places(claims)?, true),
            Ruling::NotSame { claims, others } => (places(claims)?, places(others)?, false),
            _ => return Ok((Vec::new(), false)),
        };
        let pairs = ones.iter().flat_map(|a| others.iter().map(move |b| (*a.min(b), *a.max(b))));
        Ok((pairs.filter(|(a, b)| a != b).collect(), same))
    }

    /// Live claims that people judged to be of one incident with this one.
    pub(crate) fn tied(&self, claim: i64) -> Result<Vec<i64>> {
        let mut tied = Vec::new();
        for judgement in self.judgements_of(claim)? {
            let Ruling::Same { claims } = &judgement.ruling else { continue };
            for claim in claims {
                tied.extend(self.live_claim(claim)?);
            }
        }
        Ok(tied)
    }
}
