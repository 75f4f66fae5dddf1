//! Opening the register: its file, and the steps from older schemas to today's.

use super::Register;
use crate::{Error, Result};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

/// What SQLite keeps in the file's head to tell whose it is: "DLNW".
const APPLICATION: i32 = 0x444c_4e57;

/// Each schema's step from the one before it; `user_version` says how many were taken. A new step goes last.
const STEPS: [&str; 1] = [include_str!("schema1.sql")];

/// How long to wait for another process that writes.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where the register of a record stands: beside it, `.watch` after its name.
pub fn path(record: &Path) -> PathBuf {
    let mut name = record.as_os_str().to_os_string();
    name.push(".watch");
    PathBuf::from(name)
}

impl Register {
    /// Opens the register of the record at `record`; makes it where there is none.
    ///
    /// # Errors
    /// When it cannot be opened or written, is another program's, or is of a newer Dateline.
    pub fn open(record: &Path) -> Result<Register> {
        let path = path(record);
        let connection = Connection::open(&path)?;
        connection.busy_timeout(PATIENCE)?;
        check(&connection, &path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // What a loss of power takes back is done again: the record, which waits for the disk, knows what it holds.
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.set_prepared_statement_cache_capacity(64);
        migrate(&connection)?;
        Ok(Register { connection: Mutex::new(connection), path })
    }
}

fn version(connection: &Connection) -> Result<usize> {
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Ok(usize::try_from(version).unwrap_or(usize::MAX))
}

/// Looks at whose file it is before anything is written to it.
fn check(connection: &Connection, path: &Path) -> Result<()> {
    let application: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application != APPLICATION && (application != 0 || tables > 0) {
        return Err(Error::new(format!("{}: this is another program's file: move it away.", path.display())));
    }
    if version(connection)? > STEPS.len() {
        return Err(Error::new(format!(
            "{}: a newer Dateline wrote this file: use that one.",
            path.display()
        )));
    }
    Ok(())
}

fn migrate(connection: &Connection) -> Result<()> {
    let change = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    let done = version(&change)?;
    for step in STEPS.iter().skip(done) {
        change.execute_batch(step)?;
    }
    if done < STEPS.len() {
        change.pragma_update(None, "application_id", APPLICATION)?;
        change.pragma_update(None, "user_version", i64::try_from(STEPS.len()).unwrap_or(i64::MAX))?;
    }
    Ok(change.commit()?)
}
