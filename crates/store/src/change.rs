//! One change of the record: a transaction, with who made it, when, and why.

use crate::accounts::Accounts;
use crate::{Result, Store};
use dateline_code::Books;
use rusqlite::{Transaction, TransactionBehavior, params};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

/// Who changes the record, when, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// RFC 3339 in UTC with milliseconds, such as `2024-01-08T12:00:00.000Z`: texts are compared in this form.
    pub at: String,
    /// A person's name, or the program's.
    pub who: String,
    /// ingest, judge, edit, recode, merge, remove, fuse (a newer version of the program compares claims otherwise), or extract
    /// (the one change of a record made of what may be told of another).
    pub what: &'static str,
    /// Reason, in the person's words; may be empty.
    pub why: String,
}

/// A change under way. What it did to claims is settled, incident by incident, before it is committed.
pub struct Change<'s, 'b> {
    pub(crate) tx: Transaction<'s>,
    pub(crate) number: i64,
    pub(crate) stamp: &'b Stamp,
    pub(crate) books: &'b Books<'b>,
    /// Claims that are new.
    pub(crate) added: Vec<i64>,
    /// Claims whose incidents are to be worked out anew: neighbours of what went, and those that judgements name.
    pub(crate) stirred: BTreeSet<i64>,
    /// Incidents whose values are to be published anew although their claims may stay.
    pub(crate) incidents: BTreeSet<i64>,
    /// Whether anything was written at all.
    pub(crate) written: bool,
    /// Whether there are judgements; `None` until it is asked.
    pub(crate) judged: Cell<Option<bool>>,
    /// Accounts that were read; those of a change that is taken back are forgotten with it.
    pub(crate) accounts: RefCell<Accounts>,
}

impl Store {
    /// Does `work` as one change: all of it is in the store afterwards, or nothing. Incidents are worked out anew where
    /// claims or judgements changed. A change that writes nothing leaves no trace.
    ///
    /// # Errors
    /// Those of `work`, and those of the disk.
    pub fn change<T>(
        &mut self,
        stamp: &Stamp,
        books: &Books<'_>,
        work: impl FnOnce(&mut Change<'_, '_>) -> Result<T>,
    ) -> Result<T> {
        self.bring_up(&stamp.at, books)
            .and_then(|()| self.carry_out(stamp, books, work))
            .map_err(|error| self.named(error))
    }

    pub(crate) fn carry_out<T>(
        &mut self,
        stamp: &Stamp,
        books: &Books<'_>,
        work: impl FnOnce(&mut Change<'_, '_>) -> Result<T>,
    ) -> Result<T> {
        let accounts = std::mem::take(&mut self.accounts);
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.prepare_cached("INSERT INTO change (at, who, what, why) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![stamp.at, stamp.who, stamp.what, stamp.why])?;
        let number = tx.last_insert_rowid();
        let mut change = Change::begun(tx, number, stamp, books, accounts);
        let done = work(&mut change)?;
        change.settle()?;
        let Change { tx, written, accounts, .. } = change;
        if written {
            tx.commit()?;
        } else {
            tx.rollback()?;
        }
        self.accounts = accounts.into_inner();
        Ok(done)
    }
}

impl<'s, 'b> Change<'s, 'b> {
    /// A change that has done nothing yet.
    pub(crate) fn begun(
        tx: Transaction<'s>,
        number: i64,
        stamp: &'b Stamp,
        books: &'b Books<'b>,
        accounts: Accounts,
    ) -> Change<'s, 'b> {
        Change {
            tx,
            number,
            stamp,
            books,
            added: Vec::new(),
            stirred: BTreeSet::new(),
            incidents: BTreeSet::new(),
            written: false,
            judged: Cell::new(None),
            accounts: RefCell::new(accounts),
        }
    }
}

impl Change<'_, '_> {
    /// Its number: what it did can be asked for by it ([`Store::effect`]).
    pub fn number(&self) -> i64 {
        self.number
    }

    /// Works out the incidents of all claims that were touched, and publishes them.
    fn settle(&mut self) -> Result<()> {
        self.fuse()?;
        self.publish()
    }
}
