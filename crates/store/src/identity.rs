//! Lasting ids of incidents: where groups merge the oldest survives and the others lead to it; a split keeps the id
//! with the larger part.

use crate::Result;
use crate::change::Change;
use crate::ids::id;
use rusqlite::{OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};

impl Change<'_, '_> {
    /// Gives groups their incidents, and remembers which of them changed. All groups that hold claims of one incident are
    /// given together.
    pub(crate) fn assign(&mut self, groups: &[Vec<i64>]) -> Result<()> {
        let mut held: BTreeMap<i64, i64> = BTreeMap::new();
        for claim in groups.iter().flatten() {
            if let Some(incident) = self.incident_of(*claim)? {
                held.insert(*claim, incident);
            }
        }
        let heirs = heirs(groups, &held);
        // Names that live on are settled before new ones are made, so that a new group never takes one of them.
        let kept: Vec<Option<i64>> = heirs.iter().map(|inherited| inherited.first().copied()).collect();
        for (inherited, kept) in heirs.iter().zip(&kept) {
            if let Some(kept) = kept {
                self.lead(inherited, *kept)?;
            }
        }
        for (group, kept) in groups.iter().zip(kept) {
            let incident = match kept {
                Some(incident) => incident,
                None => self.new_name(group)?,
            };
            for claim in group {
                self.join(*claim, held.get(claim).copied(), incident)?;
            }
        }
        Ok(())
    }

    fn incident_of(&self, claim: i64) -> Result<Option<i64>> {
        let sql = "SELECT incident FROM claim WHERE number = ?1";
        Ok(self.tx.prepare_cached(sql)?.query_row([claim], |row| row.get(0))?)
    }

    /// The surviving name stands for itself; the others lead to it, with what led to them.
    fn lead(&mut self, inherited: &[i64], kept: i64) -> Result<()> {
        for other in inherited.iter().filter(|other| **other != kept) {
            let sql = "SELECT number FROM name WHERE now = ?1 OR number = ?1";
            let mut rows = self.tx.prepare_cached(sql)?;
            let all = rows.query_map([*other], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
            drop(rows);
            for name in all {
                self.point(name, Some(kept))?;
            }
            self.incidents.extend([*other, kept]);
        }
        self.point(kept, None)
    }

    /// Has a name lead to another incident, or stand for itself.
    fn point(&self, name: i64, into: Option<i64>) -> Result<()> {
        let sql = "UPDATE name SET now = ?2 WHERE number = ?1 AND now IS NOT ?2";
        if self.tx.prepare_cached(sql)?.execute(params![name, into])? == 0 {
            return Ok(());
        }
        let sql = "UPDATE lead SET until = ?2 WHERE name = ?1 AND until IS NULL";
        self.tx.prepare_cached(sql)?.execute([name, self.number])?;
        if let Some(into) = into {
            let sql = "INSERT INTO lead (name, \"into\", since) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET until = NULL";
            self.tx.prepare_cached(sql)?.execute([name, into, self.number])?;
        }
        Ok(())
    }

    /// A name made from the group's first claim. One that led elsewhere or lay empty comes back to its founder; where it
    /// is in use the change tells the two apart.
    fn new_name(&mut self, group: &[i64]) -> Result<i64> {
        let founder = group.iter().min().copied().unwrap_or_default();
        let claim: String = self
            .tx
            .prepare_cached("SELECT id FROM claim WHERE number = ?1")?
            .query_row([founder], |row| row.get(0))?;
        let name = id('i', &[&claim]);
        let sql =
            "SELECT number, (SELECT count(*) FROM claim c WHERE c.incident = n.number AND c.until IS NULL)
                   FROM name n WHERE id = ?1";
        let taken: Option<(i64, i64)> = self
            .tx
            .prepare_cached(sql)?
            .query_row([&name], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match taken {
            None => self.write_name(&name),
            Some((number, 0)) => {
                self.point(number, None)?;
                Ok(number)
            }
            Some(_) => self.write_name(&id('i', &[&claim, &self.stamp.at, &self.number.to_string()])),
        }
    }

    fn write_name(&self, name: &str) -> Result<i64> {
        self.tx.prepare_cached("INSERT INTO name (id) VALUES (?1)")?.execute([name])?;
        Ok(self.tx.last_insert_rowid())
    }

    /// Puts a claim under an incident. Incidents that gain or lose a claim are published anew.
    fn join(&mut self, claim: i64, held: Option<i64>, incident: i64) -> Result<()> {
        if held == Some(incident) {
            return Ok(());
        }
        self.leave(claim)?;
        self.written = true;
        self.incidents.insert(incident);
        self.tx
            .prepare_cached("UPDATE claim SET incident = ?2 WHERE number = ?1")?
            .execute([claim, incident])?;
        let sql = "INSERT INTO member (incident, claim, since) VALUES (?1, ?2, ?3)
                   ON CONFLICT DO UPDATE SET until = NULL";
        self.tx.prepare_cached(sql)?.execute(params![incident, claim, self.number])?;
        Ok(())
    }

    /// Takes a claim out of its incident, if it has one.
    pub(crate) fn leave(&mut self, claim: i64) -> Result<()> {
        let Some(incident) = self.incident_of(claim)? else { return Ok(()) };
        self.written = true;
        self.incidents.insert(incident);
        self.tx.prepare_cached("UPDATE claim SET incident = NULL WHERE number = ?1")?.execute([claim])?;
        let sql = "UPDATE member SET until = ?3 WHERE incident = ?1 AND claim = ?2 AND until IS NULL";
        self.tx.prepare_cached(sql)?.execute([incident, claim, self.number])?;
        // What came and went within one change was never there.
        let sql = "DELETE FROM member WHERE incident = ?1 AND claim = ?2 AND since = until";
        self.tx.prepare_cached(sql)?.execute([incident, claim])?;
        Ok(())
    }
}

/// For each group the incidents that it inherits, oldest first: an incident goes to the group with most of its claims,
/// of equals to the one with the oldest.
fn heirs(groups: &[Vec<i64>], held: &BTreeMap<i64, i64>) -> Vec<Vec<i64>> {
    let mut shares: BTreeMap<i64, BTreeMap<usize, (usize, i64)>> = BTreeMap::new();
    for (n, group) in groups.iter().enumerate() {
        for claim in group {
            let Some(incident) = held.get(claim) else { continue };
            let share = shares.entry(*incident).or_default().entry(n).or_insert((0, *claim));
            *share = (share.0 + 1, share.1.min(*claim));
        }
    }
    let mut heirs: Vec<BTreeSet<i64>> = vec![BTreeSet::new(); groups.len()];
    for (incident, parts) in shares {
        let most = parts.into_iter().max_by(|(_, a), (_, b)| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some(heir) = most.and_then(|(n, _)| heirs.get_mut(n)) {
            heir.insert(incident);
        }
    }
    heirs.into_iter().map(|of| of.into_iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::heirs;
    use std::collections::BTreeMap;

    #[test]
    fn the_larger_part_inherits_and_the_oldest_survives() {
        let held = BTreeMap::from([(1, 10), (2, 10), (3, 10), (4, 11), (5, 11)]);
        assert_eq!(heirs(&[vec![1], vec![2, 3], vec![4, 5, 6]], &held), [vec![], vec![10], vec![11]]);
        assert_eq!(heirs(&[vec![1, 2, 3, 4, 5]], &held), [vec![10, 11]]);
        // Halves: the one with the oldest claim keeps the name.
        assert_eq!(heirs(&[vec![5], vec![4]], &held), [vec![], vec![11]]);
    }
}
