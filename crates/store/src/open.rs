//! Opening a store: settings, and the steps from older schemas to today's.

use crate::{Error, Result, Store};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// What SQLite keeps in the file's head to tell whose it is: "DLNE".
const APPLICATION: i32 = 0x444c_4e45;

/// Each schema's step from the one before it; the first makes an empty store. A store says in `user_version` how
/// many were taken.
const STEPS: [&str; 1] = [include_str!("schema.sql")];

/// How long to wait for another program that writes.
const PATIENCE: Duration = Duration::from_secs(20);

impl Store {
    /// Opens the store at `path`; makes it where there is none. An older schema is brought up to today's.
    ///
    /// # Errors
    /// When it cannot be opened or written, is no store, or is of a newer Dateline.
    pub fn open(path: &Path) -> Result<Store> {
        let mut connection = Connection::open(path)?;
        settings(&connection)?;
        migrate(&mut connection)?;
        Store::over(connection)
    }

    /// Opens a store that is there, for reading alone.
    ///
    /// # Errors
    /// When there is none, or it is of another schema than today's.
    pub fn read(path: &Path) -> Result<Store> {
        if !path.exists() {
            return Err(Error::new(format!(
                "There is no store at {}: make one with `dateline ingest PATH`, or name another with --db.",
                path.display()
            )));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        // Names the file for what it is before anything is asked of it.
        if version(&connection)? < STEPS.len() {
            drop(connection);
            return Store::open(path);
        }
        Store::over(connection)
    }

    /// A store in memory, gone when dropped.
    ///
    /// # Errors
    /// When memory runs out.
    pub fn in_memory() -> Result<Store> {
        let mut connection = Connection::open_in_memory()?;
        settings(&connection)?;
        migrate(&mut connection)?;
        Store::over(connection)
    }

    fn over(connection: Connection) -> Result<Store> {
        connection.set_prepared_statement_cache_capacity(128);
        // Plans do not hang on the values that are asked for: else every question that joins tables is planned anew.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.pragma_update(None, "cache_size", -128_000)?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        connection.execute_batch(include_str!("views.sql"))?;
        Ok(Store { connection })
    }
}

/// What is confirmed must outlast a crash of the machine, so every commit waits for the disk.
fn settings(connection: &Connection) -> Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", "FAST")?;
    Ok(())
}

/// How many steps were taken; says so where the file is no store or a newer one.
fn version(connection: &Connection) -> Result<usize> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let (version, application) = (number("user_version")?, number("application_id")?);
    if application != APPLICATION && (application != 0 || version != 0 || has_tables(connection)?) {
        return Err(Error::new(
            "The file is a database, but no store of Dateline's: name another with --db.",
        ));
    }
    let version = usize::try_from(version).unwrap_or(0);
    if version > STEPS.len() {
        return Err(Error::new(
            "The store was written by a newer Dateline: use that one, or newer, to open it.",
        ));
    }
    Ok(version)
}

fn has_tables(connection: &Connection) -> Result<bool> {
    Ok(connection.query_row("SELECT count(*) > 0 FROM sqlite_schema", [], |row| row.get(0))?)
}

/// Takes the steps that are missing, all or none.
fn migrate(connection: &mut Connection) -> Result<()> {
    if version(connection)? == STEPS.len() {
        return Ok(());
    }
    let step = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let done = version(&step)?;
    for sql in STEPS.iter().skip(done) {
        step.execute_batch(sql)?;
    }
    step.pragma_update(None, "application_id", APPLICATION)?;
    step.pragma_update(None, "user_version", STEPS.len() as i64)?;
    Ok(step.commit()?)
}
