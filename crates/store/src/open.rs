//! Opening a store: settings, and the steps from older schemas to today's.

use crate::accounts::Accounts;
use crate::refound::FORM;
use crate::{Error, Result, Store};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// What SQLite keeps in the file's head to tell whose it is: "DLNE".
const APPLICATION: i32 = 0x444c_4e45;

/// Each schema's step from the one before it; the first makes an empty store. A store says in `user_version` how
/// many were taken.
const STEPS: [&str; 4] = [
    include_str!("schema.sql"),
    include_str!("schema2.sql"),
    include_str!("schema3.sql"),
    include_str!("schema4.sql"),
];

/// Pages of the log (4 kB each) from which on it is worked into the store: ids scatter over their indexes, so that the
/// longer it waits the more changes of one page are written once.
const LOG: i64 = 16_000;

/// How long to wait for another program that writes.
const PATIENCE: Duration = Duration::from_secs(20);

impl Store {
    /// Opens the store at `path`; makes it where there is none. An older schema is brought up to today's.
    ///
    /// # Errors
    /// When it cannot be opened or written, is no store, or is of a newer Dateline.
    pub fn open(path: &Path) -> Result<Store> {
        writable(path).and_then(Store::over).map_err(|error| error.of(path))
    }

    /// Opens a store that is there, for reading alone. One of an older schema is brought up to today's first.
    ///
    /// # Errors
    /// When there is none, it is of a newer Dateline, or cannot be read.
    pub fn read(path: &Path) -> Result<Store> {
        if !path.exists() {
            return Err(Error::new(format!(
                "There is no store at {}: make one with `dateline ingest PATH`, or name another with --db.",
                path.display()
            )));
        }
        readable(path).and_then(Store::over).map_err(|error| error.of(path))
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

    /// The same error, naming the store's file.
    pub(crate) fn named(&self, error: Error) -> Error {
        match self.connection.path() {
            Some(path) if !path.is_empty() => error.of(Path::new(path)),
            _ => error,
        }
    }

    fn over(connection: Connection) -> Result<Store> {
        connection.set_prepared_statement_cache_capacity(128);
        // Plans do not hang on the values that are asked for: else every question that joins tables is planned anew.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.pragma_update(None, "cache_size", -128_000)?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        connection.execute_batch(include_str!("views.sql"))?;
        Ok(Store { connection, accounts: Accounts::default() })
    }
}

fn writable(path: &Path) -> Result<Connection> {
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(PATIENCE)?;
    // Looked at before anything is set, so that a file that is none of ours stays as it is.
    match version(&connection) {
        Err(error) if error.is_barred() && path.exists() => return Err(Error::only_read()),
        version => version?,
    };
    // SQLite opens what it may not write for reading, and says so at the first change only.
    if connection.is_readonly("main")? {
        return Err(Error::only_read());
    }
    settings(&connection)?;
    migrate(&mut connection)?;
    Ok(connection)
}

fn readable(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    // Names the file for what it is before anything is asked of it.
    let version = match version(&connection) {
        Err(error) if error.is_about_room() => {
            connection = still(path, error)?;
            version(&connection)?
        }
        version => version?,
    };
    if version == STEPS.len() {
        return Ok(connection);
    }
    drop(connection);
    writable(path).map_err(|error| match error.is_about_room() {
        true => Error::with_file(
            "The store is of an older Dateline, and is to be brought up to date before it is read, but cannot be \
             written: copy it to where you may write.",
        ),
        false => error,
    })
}

/// Opens a store beside which SQLite can lay no files, as in a folder that may only be read. It needs none where all
/// that was written is in the store itself, and nobody writes to it.
fn still(path: &Path, error: Error) -> Result<Connection> {
    let mut log = path.as_os_str().to_os_string();
    log.push("-wal");
    if std::fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
        return Err(Error::with_file(
            "The program that wrote to the store last has not closed it, and no files can be written beside it: make \
             its folder writable, or copy the store, and the file whose name ends in -wal, to where you may write.",
        ));
    }
    unchanging(path).map_err(|_| error)
}

/// Opens a database that nobody writes, for reading alone: SQLite lays no files out beside it.
pub(crate) fn unchanging(path: &Path) -> Result<Connection> {
    let Some(address) = std::path::absolute(path).ok().as_deref().and_then(address) else {
        return Err(Error::with_file("Its path is no UTF-8: give it another name."));
    };
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    Ok(Connection::open_with_flags(address, flags)?)
}

/// A path as SQLite's addresses have it (sqlite.org/uri.html), of a file that does not change.
fn address(path: &Path) -> Option<String> {
    let path = path.to_str()?.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    #[cfg(windows)]
    let path = format!("/{}", path.replace('\\', "/"));
    Some(format!("file://{path}?immutable=1"))
}

/// What is confirmed must outlast a crash of the machine, so every commit waits for the disk.
fn settings(connection: &Connection) -> Result<()> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", "FAST")?;
    connection.pragma_update(None, "wal_autocheckpoint", LOG)?;
    Ok(())
}

/// How many steps were taken; says so where the file is no store or a newer one.
fn version(connection: &Connection) -> Result<usize> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let (version, application) = (number("user_version")?, number("application_id")?);
    if application != APPLICATION && (application != 0 || version != 0 || has_tables(connection)?) {
        return Err(Error::with_file(
            "The file is a database, but no store of Dateline's: name another with --db.",
        ));
    }
    let version = usize::try_from(version).unwrap_or(0);
    if version > STEPS.len() {
        return Err(Error::with_file(
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
    if done == 0 {
        step.execute("UPDATE fused SET form = ?1", [FORM])?;
    }
    step.pragma_update(None, "application_id", APPLICATION)?;
    step.pragma_update(None, "user_version", STEPS.len() as i64)?;
    Ok(step.commit()?)
}
