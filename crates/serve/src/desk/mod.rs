//! The desk: what people keep beside the record, in a file of its own. Accounts, sessions, tokens, saved searches,
//! alerts. The record may be handed on; the desk holds secrets and stays.

mod accounts;
mod alerts;
mod audit;
mod deliveries;
mod error;
mod how;
mod open;
mod password;
mod progress;
mod role;
mod rounds;
mod searches;
mod secret;
mod sessions;
mod skips;
mod tokens;

pub use accounts::{Account, Outsider};
pub(crate) use alerts::ends;
pub use alerts::{Alert, Come, Driven};
pub use audit::Entry as AuditEntry;
pub use deliveries::{Delivery, Due, Tried};
pub use error::{Error, Kind, Result};
pub use how::{How, Often, Tells};
pub use open::path;
pub use role::{Role, Scope, Scopes};
pub use rounds::{Item, Round};
pub use searches::Search;
pub(crate) use secret::hash;
pub use secret::{Secret, proof};
pub use sessions::{ABSOLUTE, IDLE, Session};
pub use skips::Skip;
pub use tokens::{Issued, Token};

use rusqlite::Connection;
use std::sync::{Mutex, PoisonError};

/// An open desk. It may be shared between threads; one of them asks it at a time.
#[derive(Debug)]
pub struct Desk {
    connection: Mutex<Connection>,
}

impl Desk {
    /// Does `work` with the desk's file.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        // Whatever panicked did so between statements: SQLite takes back what was not committed.
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        work(&connection)
    }

    /// Does `work` all or not at all.
    pub(crate) fn whole<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.with(|connection| {
            let change =
                rusqlite::Transaction::new_unchecked(connection, rusqlite::TransactionBehavior::Immediate)?;
            let done = work(&change)?;
            change.commit()?;
            Ok(done)
        })
    }
}
