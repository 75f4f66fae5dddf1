//! The register: what is watched, what waits to be fetched, and how hosts are to be treated, in a file of its own beside
//! the record (`dateline.db.watch`). Any number of processes may share it.

mod detail;
mod health;
mod hosts;
mod lists;
mod open;
mod pages;
mod sources;
mod workers;

pub use detail::{Detail, Ending, Host};
pub use health::{Health, Share};
pub use hosts::Manners;
pub(super) use hosts::{Came, Job, Listed, Trouble, Turn};
pub(super) use lists::Fate;
pub use lists::{Missing, Wanted};
pub use open::path;
pub(super) use pages::{Ended, Page};
pub(super) use sources::{Asked, Told, Validators};

use crate::{Error, Result};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// An open register. It may be shared between threads; one of them asks it at a time.
#[derive(Debug)]
pub struct Register {
    connection: Mutex<Connection>,
    path: PathBuf,
    scope: Scope,
}

/// What turns are taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Sources, and the pages that they list.
    Sources,
    /// Pages that lists of addresses name, whether they wait for this or for their source, and the pictures that wait so.
    Lists,
}

impl Scope {
    /// States in which a page waits for its turn.
    fn states(self) -> &'static [&'static str] {
        match self {
            Scope::Sources => &["waiting"],
            Scope::Lists => &["listed", "waiting"],
        }
    }

    /// What else holds of such a page `p`, as a condition of SQL.
    fn also(self) -> &'static str {
        match self {
            Scope::Sources => "TRUE",
            Scope::Lists => "(p.picture OR EXISTS (SELECT 1 FROM wanted w WHERE w.page = p.number))",
        }
    }
}

impl Register {
    /// Does `work` with the file.
    fn with<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        // Whatever panicked did so between statements: SQLite takes back what was not committed.
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        work(&connection)
    }

    /// Does `work` all or not at all.
    fn whole<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.with(|connection| {
            let change = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
            let done = work(&change)?;
            change.commit()?;
            Ok(done)
        })
    }
}

/// A host as the register names it: its name, and its port where it is not the usual one.
///
/// # Errors
/// When the address has no host.
pub(super) fn host_of(url: &url::Url) -> Result<String> {
    let host = url.host_str().ok_or_else(|| Error::new(format!("The address {url} names no host.")))?;
    Ok(match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_string(),
    })
}
