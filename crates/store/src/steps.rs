//! Files of Dateline's beside the record, such as its desk: whose they are, and the steps from older schemas to today's.

use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};

/// A kind of file beside the record.
#[derive(Clone, Copy, Debug)]
pub struct Steps {
    /// What SQLite keeps in the file's head to tell whose it is (`PRAGMA application_id`).
    pub application: i32,
    /// Each schema's step from the one before it; `user_version` says how many were taken. A new step goes last.
    pub steps: &'static [&'static str],
}

/// Whose a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Ours, or empty: it may be opened.
    Ours,
    /// Another program's.
    Theirs,
    /// A newer Dateline's.
    Newer,
}

impl Steps {
    /// Looks at whose file it is; nothing is written to it.
    ///
    /// # Errors
    /// When it cannot be read, or is no database.
    pub fn whose(&self, connection: &Connection) -> rusqlite::Result<Whose> {
        let application: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
        let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        Ok(if application != self.application && (application != 0 || tables > 0) {
            Whose::Theirs
        } else if version(connection)? > self.steps.len() {
            Whose::Newer
        } else {
            Whose::Ours
        })
    }

    /// Takes the steps that were not taken yet, all or none.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn take(&self, connection: &Connection) -> rusqlite::Result<()> {
        let change = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
        let done = version(&change)?;
        for step in self.steps.iter().skip(done) {
            change.execute_batch(step)?;
        }
        if done < self.steps.len() {
            change.pragma_update(None, "application_id", self.application)?;
            change.pragma_update(
                None,
                "user_version",
                i64::try_from(self.steps.len()).unwrap_or(i64::MAX),
            )?;
        }
        change.commit()
    }
}

/// Where a file beside the record stands: in its folder, named after it, with `ending` (such as ".desk") at the end.
pub fn beside(record: &Path, ending: &str) -> PathBuf {
    let mut name = record.as_os_str().to_os_string();
    name.push(ending);
    PathBuf::from(name)
}

fn version(connection: &Connection) -> rusqlite::Result<usize> {
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Ok(usize::try_from(version).unwrap_or(usize::MAX))
}
