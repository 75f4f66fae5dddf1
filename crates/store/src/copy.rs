//! A copy of a database that is in use.

use crate::open::unchanging;
use crate::{Error, Result};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// How long to wait for a program that has the file to itself.
const PATIENCE: Duration = Duration::from_secs(20);

/// All pages in one step: under one look at the file, so that nothing that is written meanwhile begins it anew.
const ALL: i32 = -1;

/// Copies the SQLite database at `from`, a store or what stands beside one, as it is at one moment. Others may go on
/// reading and writing it. What was at `to` is gone.
///
/// # Errors
/// When either cannot be opened, the disk is full, or a program has kept the file to itself for 20 s.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    copied(from, to).map_err(|error| error.of(from))
}

fn copied(from: &Path, to: &Path) -> Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let from = Connection::open_with_flags(from, flags)?;
    from.busy_timeout(PATIENCE)?;
    let mut to = Connection::open(to)?;
    // Whoever asked for the copy waits until it is on the disk; page by page would take long.
    to.pragma_update(None, "synchronous", "OFF")?;
    to.pragma_update(None, "journal_mode", "OFF")?;
    let done = Backup::new(&from, &mut to)?.step(ALL)?;
    match done {
        StepResult::Done => Ok(()),
        _ => Err(Error::with_file("Another program has kept it to itself: try again when that has ended.")),
    }
}

/// Checks that a database that nobody writes is whole: every page and every index of it is read.
///
/// # Errors
/// When it is none, or is damaged; says what is wrong first.
pub fn check(path: &Path) -> Result<()> {
    let wrong = || -> Result<String> {
        let database = unchanging(path)?;
        Ok(database.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?)
    };
    match wrong().map_err(|error| error.of(path))?.as_str() {
        "ok" => Ok(()),
        wrong => Err(Error::new(format!("{} is damaged: {wrong}.", path.display()))),
    }
}
