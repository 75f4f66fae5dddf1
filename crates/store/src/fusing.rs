//! Claims into incidents, as they come: only what shares a block with a new claim is compared, and only the groups that
//! a change touched are clustered again.

use crate::Result;
use crate::change::Change;
use dateline_code::fuse;
use dateline_code::pair::{Comparison, Pairing};
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeSet;

impl Change<'_, '_> {
    /// Compares what is new, and groups what that touches.
    pub(crate) fn fuse(&mut self) -> Result<()> {
        let mut comparison = Comparison::new(Pairing::embedded());
        let mut touched = std::mem::take(&mut self.stirred);
        for claim in std::mem::take(&mut self.added) {
            if self.is_no_event(claim)? {
                self.forget(claim)?;
            } else {
                self.compare(claim, &mut comparison)?;
                touched.insert(claim);
                // Judgements may have been passed on to it.
                touched.extend(self.tied(claim)?);
            }
        }
        let mut sought = BTreeSet::new();
        for claim in touched {
            if self.is_sought(claim)? {
                sought.insert(claim);
            }
        }
        let groups = self.regroup(sought)?;
        self.assign(&groups)
    }

    /// Compares a new claim with those that share a block with it and were there before.
    fn compare(&self, claim: i64, comparison: &mut Comparison<'_>) -> Result<()> {
        let known = self.account(claim)?;
        let mut others = BTreeSet::new();
        // A narrow claim meets only those that are in the block widely.
        let mut block = self.tx.prepare_cached("SELECT claim FROM block WHERE block = ?1 AND wide >= ?2")?;
        for key in fuse::keys(&known.account) {
            for other in block.query_map(params![signed(key.block), !key.wide], |row| row.get::<_, i64>(0))? {
                others.insert(other?);
            }
        }
        others.remove(&claim);
        let sql = "INSERT OR REPLACE INTO edge (a, b, likelihood) VALUES (?1, ?2, ?3), (?2, ?1, ?3)";
        let mut edge = self.tx.prepare_cached(sql)?;
        let mut one = comparison.of(&known.account);
        for other in others {
            let there = self.account(other)?;
            if let Some(likelihood) = one.likely(&there.account, fuse::EDGE) {
                edge.execute(params![claim, other, f64::from(likelihood)])?;
            }
        }
        Ok(())
    }

    /// Whether a claim is live and looked for: it is neither ended nor judged to be no event.
    pub(crate) fn is_sought(&self, claim: i64) -> Result<bool> {
        let sql = "SELECT until IS NULL FROM claim WHERE number = ?1";
        let live: bool =
            self.tx.prepare_cached(sql)?.query_row([claim], |row| row.get(0)).optional()?.unwrap_or(false);
        Ok(live && !self.is_no_event(claim)?)
    }

    /// The other ends of a claim's edges, with how likely the pairs are.
    pub(crate) fn near_to(&self, claim: i64) -> Result<Vec<(i64, f32)>> {
        let mut edges = self.tx.prepare_cached("SELECT b, likelihood FROM edge WHERE a = ?1")?;
        let edge = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get::<_, f64>(1)? as f32));
        Ok(edges.query_map([claim], edge)?.collect::<rusqlite::Result<_>>()?)
    }

    fn forget_edges(&self, claim: i64) -> Result<()> {
        let sql = "DELETE FROM edge WHERE a = ?1 AND b = ?2";
        let mut delete = self.tx.prepare_cached(sql)?;
        for (other, _) in self.near_to(claim)? {
            delete.execute([claim, other])?;
            delete.execute([other, claim])?;
        }
        Ok(())
    }

    /// Looks for a claim no more: it leaves its blocks, its edges, and its incident.
    pub(crate) fn forget(&mut self, claim: i64) -> Result<()> {
        self.forget_edges(claim)?;
        let sql = "DELETE FROM block WHERE block = ?1 AND wide = ?2 AND claim = ?3";
        let mut delete = self.tx.prepare_cached(sql)?;
        for key in fuse::keys(&self.account(claim)?.account) {
            delete.execute(params![signed(key.block), key.wide, claim])?;
        }
        drop(delete);
        let (mut stirred, group) = (self.tied(claim)?, self.group_of(claim)?);
        stirred.extend(group);
        self.stirred.extend(stirred);
        self.stirred.remove(&claim);
        self.leave(claim)
    }

    /// Looks for a live claim again.
    pub(crate) fn seek(&mut self, claim: i64) -> Result<()> {
        let known = self.account(claim)?;
        let sql = "INSERT OR IGNORE INTO block (block, wide, claim) VALUES (?1, ?2, ?3)";
        let mut block = self.tx.prepare_cached(sql)?;
        for key in fuse::keys(&known.account) {
            block.execute(params![signed(key.block), key.wide, claim])?;
        }
        drop(block);
        self.added.push(claim);
        Ok(())
    }
}

/// The same 64 bits, as SQLite counts.
pub(crate) fn signed(block: u64) -> i64 {
    block.cast_signed()
}
