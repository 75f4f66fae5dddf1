//! Claims into incidents, as they come: only what shares a block with a new claim is compared, and only the connected
//! parts of the record that were touched are clustered again.

use crate::Result;
use crate::change::Change;
use dateline_code::fuse::{self, Edge, Ties};
use dateline_code::pair::{Account, Pairing};
use dateline_terms::Ruling;
use rusqlite::{OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// Accounts that were read, so that a claim that many are compared with is read once.
#[derive(Default)]
pub(crate) struct Accounts {
    read: HashMap<i64, Rc<Account>>,
}

/// Accounts kept in memory at once; about a kilobyte each.
const MOST_ACCOUNTS: usize = 100_000;

/// A connected part of the record: claims in order of number, with how likely they are one incident.
#[derive(Default)]
struct Part {
    claims: Vec<i64>,
    edges: Vec<Edge>,
}

impl Change<'_, '_> {
    /// Compares what is new, and groups what that touches.
    pub(crate) fn fuse(&mut self) -> Result<()> {
        let mut accounts = Accounts::default();
        let mut touched = std::mem::take(&mut self.stirred);
        for claim in std::mem::take(&mut self.added) {
            if self.is_no_event(claim)? {
                self.forget(claim)?;
            } else {
                self.compare(claim, &mut accounts)?;
                touched.insert(claim);
            }
        }
        // An incident that falls apart has its claims in several parts: they are given their names together.
        let mut groups = Vec::new();
        let mut seen = BTreeSet::new();
        for claim in touched {
            if seen.contains(&claim) || !self.is_sought(claim)? {
                continue;
            }
            let part = self.part(claim)?;
            seen.extend(part.claims.iter().copied());
            groups.extend(self.cluster(&part, &mut accounts)?);
        }
        self.assign(&groups)
    }

    /// Compares a new claim with those that share a block with it and were there before.
    fn compare(&self, claim: i64, accounts: &mut Accounts) -> Result<()> {
        let account = self.account(claim, accounts)?;
        let mut others = BTreeSet::new();
        // A narrow claim meets only those that are in the block widely.
        let mut block = self.tx.prepare_cached("SELECT claim FROM block WHERE block = ?1 AND wide >= ?2")?;
        for key in fuse::keys(&account) {
            for other in block.query_map(params![signed(key.block), !key.wide], |row| row.get::<_, i64>(0))? {
                others.insert(other?);
            }
        }
        others.remove(&claim);
        let sql = "INSERT OR REPLACE INTO edge (a, b, likelihood) VALUES (?1, ?2, ?3), (?2, ?1, ?3)";
        let mut edge = self.tx.prepare_cached(sql)?;
        for other in others {
            let there = self.account(other, accounts)?;
            if let Some(likelihood) = fuse::edge(&account, &there, Pairing::embedded()) {
                edge.execute(params![claim, other, f64::from(likelihood)])?;
            }
        }
        Ok(())
    }

    fn account(&self, claim: i64, accounts: &mut Accounts) -> Result<Rc<Account>> {
        if let Some(account) = accounts.read.get(&claim) {
            return Ok(Rc::clone(account));
        }
        if accounts.read.len() >= MOST_ACCOUNTS {
            accounts.read.clear();
        }
        let account = Rc::new(self.read_account(claim)?);
        accounts.read.insert(claim, Rc::clone(&account));
        Ok(account)
    }

    pub(crate) fn read_account(&self, claim: i64) -> Result<Account> {
        let sql = "SELECT account FROM claim WHERE number = ?1";
        let bytes: Vec<u8> = self.tx.prepare_cached(sql)?.query_row([claim], |row| row.get(0))?;
        Account::read(&bytes).ok_or_else(|| {
            crate::Error::new(
                "A claim of the store cannot be read: run `dateline recode`, or restore a copy.",
            )
        })
    }

    /// Whether a claim is live and looked for: it is neither ended nor judged to be no event.
    fn is_sought(&self, claim: i64) -> Result<bool> {
        let sql = "SELECT until IS NULL FROM claim WHERE number = ?1";
        let live: bool =
            self.tx.prepare_cached(sql)?.query_row([claim], |row| row.get(0)).optional()?.unwrap_or(false);
        Ok(live && !self.is_no_event(claim)?)
    }

    /// All claims that are connected with one, over pairs likely enough to be joined and over what people judged to be the
    /// same: no incident reaches further.
    fn part(&self, from: i64) -> Result<Part> {
        let (mut found, mut next) = (BTreeSet::from([from]), vec![from]);
        let mut near: BTreeMap<(i64, i64), f32> = BTreeMap::new();
        let join = Pairing::embedded().join;
        let mut edges = self.tx.prepare_cached("SELECT b, likelihood FROM edge WHERE a = ?1")?;
        while let Some(claim) = next.pop() {
            let mut reached = self.tied(claim)?;
            let mut rows = edges.query([claim])?;
            while let Some(row) = rows.next()? {
                let (other, likelihood): (i64, f64) = (row.get(0)?, row.get(1)?);
                let likelihood = likelihood as f32;
                near.insert((claim.min(other), claim.max(other)), likelihood);
                reached.extend((likelihood >= join).then_some(other));
            }
            next.extend(reached.into_iter().filter(|other| found.insert(*other)));
        }
        let claims: Vec<i64> = found.into_iter().collect();
        let place = |claim: i64| claims.binary_search(&claim).ok().map(|n| n as u32);
        let edge = |((a, b), likelihood)| Some(Edge { a: place(a)?, b: place(b)?, likelihood });
        let edges = near.into_iter().filter_map(edge).collect();
        Ok(Part { claims, edges })
    }

    fn cluster(&self, part: &Part, accounts: &mut Accounts) -> Result<Vec<Vec<i64>>> {
        let (mut ids, mut there) = (Vec::with_capacity(part.claims.len()), Vec::new());
        for claim in &part.claims {
            ids.push(self.claim_id(*claim)?);
            there.push(self.account(*claim, accounts)?);
        }
        let contradicts = |a: usize, b: usize| {
            there.get(a).zip(there.get(b)).is_some_and(|(a, b)| a.contradicts(b).is_some())
        };
        let ties = self.ties(&part.claims)?;
        let groups = fuse::cluster(&ids, &part.edges, &ties, contradicts, Pairing::embedded().join);
        let claims =
            |group: Vec<usize>| group.into_iter().filter_map(|n| part.claims.get(n).copied()).collect();
        Ok(groups.into_iter().map(claims).collect())
    }

    fn claim_id(&self, claim: i64) -> Result<String> {
        let sql = "SELECT id FROM claim WHERE number = ?1";
        Ok(self.tx.prepare_cached(sql)?.query_row([claim], |row| row.get(0))?)
    }

    /// What people judged of the claims of a part, as places in it.
    fn ties(&self, claims: &[i64]) -> Result<Ties<usize>> {
        let mut judgements = BTreeMap::new();
        for claim in claims {
            for judgement in self.judgements_of(*claim)? {
                judgements.insert((judgement.at, judgement.id), judgement.ruling);
            }
        }
        // In the order of time: of two that contradict each other the later holds.
        let mut said: BTreeMap<(usize, usize), bool> = BTreeMap::new();
        for ruling in judgements.into_values() {
            let (pairs, same) = self.pairs(&ruling, claims)?;
            said.extend(pairs.into_iter().map(|pair| (pair, same)));
        }
        let of =
            |asked: bool| said.iter().filter(|(_, same)| **same == asked).map(|(pair, _)| *pair).collect();
        Ok(Ties { same: of(true), apart: of(false) })
    }

    /// Pairs of places in a part that a ruling is about, the lesser first, and whether it says that they are the same.
    fn pairs(&self, ruling: &Ruling, claims: &[i64]) -> Result<(Vec<(usize, usize)>, bool)> {
        let places = |ids: &[String]| -> Result<Vec<usize>> {
            let mut places = Vec::new();
            for id in ids {
                places.extend(self.live_claim(id)?.and_then(|claim| claims.binary_search(&claim).ok()));
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
    fn tied(&self, claim: i64) -> Result<Vec<i64>> {
        let mut tied = Vec::new();
        for judgement in self.judgements_of(claim)? {
            let Ruling::Same { claims } = &judgement.ruling else { continue };
            for claim in claims {
                tied.extend(self.live_claim(claim)?);
            }
        }
        Ok(tied)
    }

    /// The other ends of a claim's edges.
    fn near(&self, claim: i64) -> Result<Vec<i64>> {
        let mut edges = self.tx.prepare_cached("SELECT b FROM edge WHERE a = ?1")?;
        Ok(edges.query_map([claim], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Takes a claim's edges away; those at their other ends are to be grouped again.
    pub(crate) fn forget_edges(&mut self, claim: i64) -> Result<()> {
        let others = self.near(claim)?;
        let sql = "DELETE FROM edge WHERE (a = ?1 AND b = ?2) OR (a = ?2 AND b = ?1)";
        let mut delete = self.tx.prepare_cached(sql)?;
        for other in &others {
            delete.execute([claim, *other])?;
        }
        drop(delete);
        self.stirred.extend(others);
        Ok(())
    }

    /// Looks for a claim no more: it leaves its blocks, its edges, and its incident.
    pub(crate) fn forget(&mut self, claim: i64) -> Result<()> {
        self.forget_edges(claim)?;
        self.stirred.remove(&claim);
        let sql = "DELETE FROM block WHERE block = ?1 AND wide = ?2 AND claim = ?3";
        let mut delete = self.tx.prepare_cached(sql)?;
        for key in fuse::keys(&self.read_account(claim)?) {
            delete.execute(params![signed(key.block), key.wide, claim])?;
        }
        drop(delete);
        let stirred = self.tied(claim)?;
        self.stirred.extend(stirred.into_iter().filter(|other| *other != claim));
        self.leave(claim)
    }

    /// Looks for a live claim again.
    pub(crate) fn seek(&mut self, claim: i64) -> Result<()> {
        let account = self.read_account(claim)?;
        let sql = "INSERT OR IGNORE INTO block (block, wide, claim) VALUES (?1, ?2, ?3)";
        let mut block = self.tx.prepare_cached(sql)?;
        for key in fuse::keys(&account) {
            block.execute(params![signed(key.block), key.wide, claim])?;
        }
        drop(block);
        self.added.push(claim);
        Ok(())
    }
}

/// The same 64 bits, as SQLite counts.
fn signed(block: u64) -> i64 {
    block.cast_signed()
}
