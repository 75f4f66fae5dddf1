//! What somebody set aside for now: incidents that they skipped in a queue, until these change.

use super::{Desk, Result};
use rusqlite::params;

/// One incident that was skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skip {
    /// Lasting id of the incident.
    pub incident: String,
    /// Its row in the record as it stood: when it changes it has another, and is no longer skipped.
    pub row: i64,
}

impl Desk {
    /// Sets an incident aside for somebody; `person` is `None` where there are no accounts.
    ///
    /// # Errors
    /// When the desk cannot be written.
    pub fn skip(&self, person: Option<i64>, skip: &Skip, now: i64) -> Result<()> {
        self.whole(|desk| {
            let Skip { incident, row } = skip;
            desk.execute(
                "DELETE FROM skip WHERE account IS ?1 AND incident = ?2",
                params![person, incident],
            )?;
            let sql = "INSERT INTO skip (account, incident, row, at) VALUES (?1, ?2, ?3, ?4)";
            desk.execute(sql, params![person, incident, row, now])?;
            Ok(())
        })
    }

    /// Takes a skip back; gives whether there was one.
    ///
    /// # Errors
    /// When the desk cannot be written.
    pub fn take_up(&self, person: Option<i64>, incident: &str) -> Result<bool> {
        self.with(|desk| {
            let sql = "DELETE FROM skip WHERE account IS ?1 AND incident = ?2";
            Ok(desk.execute(sql, params![person, incident])? > 0)
        })
    }

    /// What somebody skipped, the latest first.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn skips(&self, person: Option<i64>) -> Result<Vec<Skip>> {
        self.with(|desk| {
            let sql = "SELECT incident, row FROM skip WHERE account IS ?1 ORDER BY at DESC, incident";
            let mut rows = desk.prepare_cached(sql)?;
            let skip = |row: &rusqlite::Row<'_>| Ok(Skip { incident: row.get(0)?, row: row.get(1)? });
            Ok(rows.query_map([person], skip)?.collect::<rusqlite::Result<_>>()?)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Role;

    #[test]
    fn each_person_skips_for_themselves() {
        let desk = Desk::in_memory().expect("a desk");
        let ada =
            Some(desk.add_account("Ada", Role::Admin, "three calm words", 0).expect("an account").number);
        let skip = Skip { incident: "i1".into(), row: 7 };
        desk.skip(ada, &skip, 1).expect("skipped");
        desk.skip(ada, &Skip { row: 8, ..skip.clone() }, 2).expect("skipped");
        assert_eq!(desk.skips(ada).expect("skips"), [Skip { row: 8, ..skip.clone() }]);
        assert!(desk.skips(None).expect("skips").is_empty());
        assert!(!desk.take_up(None, "i1").expect("done") && desk.take_up(ada, "i1").expect("done"));
        desk.skip(ada, &skip, 3).expect("skipped");
        desk.add_account("Bea", Role::Admin, "three calm words", 0).expect("an account");
        desk.remove_account("Ada").expect("removed");
        assert!(desk.skips(ada).expect("skips").is_empty());
    }
}
