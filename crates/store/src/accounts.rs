//! Accounts of claims, kept in memory while and after they are compared: what is news today is compared with what was
//! news yesterday, again and again.

use crate::change::Change;
use crate::{Error, Result, ids};
use dateline_code::pair::Account;
use std::collections::HashMap;
use std::sync::Arc;

/// What is asked of a claim when it is grouped. Claims are never edited, so it holds for as long as the store.
#[derive(Debug)]
pub(crate) struct Known {
    pub account: Account,
    /// Its place in the order of lasting ids.
    pub rank: u64,
}

/// Accounts that were read, by the claims' numbers.
#[derive(Debug, Default)]
pub(crate) struct Accounts {
    read: HashMap<i64, Arc<Known>>,
}

/// Accounts kept in memory at once; about a kilobyte each.
const MOST: usize = 100_000;

impl Change<'_, '_> {
    /// What a claim says, laid out for comparison.
    pub(crate) fn account(&self, claim: i64) -> Result<Arc<Known>> {
        if let Some(known) = self.accounts.borrow().read.get(&claim) {
            return Ok(Arc::clone(known));
        }
        let known = Arc::new(self.read_account(claim)?);
        let mut accounts = self.accounts.borrow_mut();
        if accounts.read.len() >= MOST {
            accounts.read.clear();
        }
        accounts.read.insert(claim, Arc::clone(&known));
        Ok(known)
    }

    fn read_account(&self, claim: i64) -> Result<Known> {
        let sql = "SELECT account, id FROM claim WHERE number = ?1";
        let row = |row: &rusqlite::Row<'_>| {
            let account = row.get_ref(0)?.as_blob().map(Account::read).unwrap_or_default();
            Ok((account, row.get_ref(1)?.as_str().map(ids::rank).unwrap_or_default()))
        };
        let (account, rank) = self.tx.prepare_cached(sql)?.query_row([claim], row)?;
        let unread = "A claim of the store cannot be read: run `dateline recode`, or restore a copy.";
        account.map(|account| Known { account, rank }).ok_or_else(|| Error::new(unread))
    }
}
