//! Opening the desk: its file, who may read it, and the steps from older schemas to today's.

use super::{Desk, Error, Result};
use rusqlite::{Connection, TransactionBehavior};
use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

/// What SQLite keeps in the file's head to tell whose it is: "DLND".
const APPLICATION: i32 = 0x444c_4e44;

/// Each schema's step from the one before it; `user_version` says how many were taken. A new step goes last.
const STEPS: [&str; 4] = [
    include_str!("schema1.sql"),
    include_str!("schema2.sql"),
    include_str!("schema3.sql"),
    include_str!("schema4.sql"),
];

/// How long to wait for another program that writes, such as `dateline user` while the server runs.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where the desk of a record stands: beside it, `.desk` after its name.
pub fn path(record: &Path) -> PathBuf {
    let mut name = record.as_os_str().to_os_string();
    name.push(".desk");
    PathBuf::from(name)
}

impl Desk {
    /// Opens the desk of the record at `record`; makes it where there is none. None but its owner may read the file.
    ///
    /// # Errors
    /// When it cannot be opened or written, is another program's, or is of a newer Dateline.
    pub fn open(record: &Path) -> Result<Desk> {
        let path = path(record);
        keep_private(&path).map_err(|error| {
            let path = path.display();
            Error::failed(format!("The desk at {path} cannot be opened for its owner alone: {error}."))
        })?;
        let desk = Desk::over(Connection::open(&path)?)?;
        Ok(desk)
    }

    /// A desk in memory, gone when dropped: for a record that nobody may write beside, and for tests.
    ///
    /// # Errors
    /// When memory runs out.
    pub fn in_memory() -> Result<Desk> {
        Desk::over(Connection::open_in_memory()?)
    }

    fn over(mut connection: Connection) -> Result<Desk> {
        connection.busy_timeout(PATIENCE)?;
        check(&connection)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // What is deleted is overwritten: a password's hash is gone when it says so.
        connection.pragma_update(None, "secure_delete", true)?;
        connection.set_prepared_statement_cache_capacity(64);
        migrate(&mut connection)?;
        Ok(Desk { connection: Mutex::new(connection) })
    }
}

/// Makes the file where there is none, and keeps all but its owner from it. SQLite gives its log the same mode.
fn keep_private(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        let file = options.mode(0o600).open(path)?;
        let mode = file.metadata()?.permissions().mode();
        if mode & 0o077 != 0 {
            file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
        }
    }
    #[cfg(not(unix))]
    options.open(path)?;
    Ok(())
}

fn version(connection: &Connection) -> Result<usize> {
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Ok(usize::try_from(version).unwrap_or(usize::MAX))
}

/// Looks at whose file it is before anything is written to it.
fn check(connection: &Connection) -> Result<()> {
    let application: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application != APPLICATION && (application != 0 || tables > 0) {
        return Err(Error::failed(
            "The file beside the record whose name ends in .desk is another program's: move it away.",
        ));
    }
    if version(connection)? > STEPS.len() {
        return Err(Error::failed("The desk was written by a newer Dateline: use that one."));
    }
    Ok(())
}

fn migrate(connection: &mut Connection) -> Result<()> {
    let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("dateline-desk-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        folder
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_reads_the_desk() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder("mode");
        let record = folder.join("r.db");
        std::fs::write(path(&record), b"").expect("a file");
        std::fs::set_permissions(path(&record), std::fs::Permissions::from_mode(0o644)).expect("a mode");
        let desk = Desk::open(&record).expect("a desk");
        desk.whole(|c| Ok(c.execute("INSERT INTO progress VALUES ('x', 1)", [])?)).expect("a row");
        for file in std::fs::read_dir(&folder).expect("files").flatten() {
            let mode = file.metadata().expect("metadata").permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{:?}", file.path());
        }
        drop(desk);
        let _ = std::fs::remove_dir_all(folder);
    }

    #[test]
    fn what_is_not_a_desk_of_ours_is_refused_and_stays() {
        let folder = folder("foreign");
        let record = folder.join("r.db");
        let other = Connection::open(path(&record)).expect("a file");
        other.execute_batch("CREATE TABLE theirs (x)").expect("a table");
        drop(other);
        let before = std::fs::read(path(&record)).expect("bytes");
        let error = Desk::open(&record).expect_err("an error").to_string();
        assert!(error.contains("another program's"), "{error}");
        assert_eq!(std::fs::read(path(&record)).expect("bytes"), before);

        let newer = Connection::open(path(&folder.join("n.db"))).expect("a file");
        newer
            .execute_batch(&format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = 99"))
            .expect("set");
        let error = Desk::open(&folder.join("n.db")).expect_err("an error").to_string();
        assert!(error.contains("newer"), "{error}");
        let _ = std::fs::remove_dir_all(folder);
    }
}
