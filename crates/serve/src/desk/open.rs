//! Opening the desk: its file, who may read it, and the steps from older schemas to today's.

use super::{Desk, Error, Result};
use dateline_store::{Steps, Whose, beside};
use rusqlite::Connection;
use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

/// Its schemas; in the file's head stands "DLND".
const STEPS: Steps = Steps {
    application: 0x444c_4e44,
    steps: &[
        include_str!("schema1.sql"),
        include_str!("schema2.sql"),
        include_str!("schema3.sql"),
        include_str!("schema4.sql"),
        include_str!("schema5.sql"),
    ],
};

/// How long to wait for another program that writes, such as `dateline user` while the server runs.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where the desk of a record stands: beside it, `.desk` after its name.
pub fn path(record: &Path) -> PathBuf {
    beside(record, ".desk")
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

    fn over(connection: Connection) -> Result<Desk> {
        connection.busy_timeout(PATIENCE)?;
        check(&connection)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // What is deleted is overwritten: a password's hash is gone when it says so.
        connection.pragma_update(None, "secure_delete", true)?;
        connection.set_prepared_statement_cache_capacity(64);
        STEPS.take(&connection)?;
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

/// Looks at whose file it is before anything is written to it.
fn check(connection: &Connection) -> Result<()> {
    match STEPS.whose(connection)? {
        Whose::Ours => Ok(()),
        Whose::Theirs => Err(Error::failed(
            "The file beside the record whose name ends in .desk is another program's: move it away.",
        )),
        Whose::Newer => Err(Error::failed("The desk was written by a newer Dateline: use that one.")),
    }
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
    fn webhooks_of_an_older_desk_are_alerts_with_what_was_to_be_sent() {
        let old = Connection::open_in_memory().expect("a file");
        STEPS.steps[..4].iter().for_each(|step| old.execute_batch(step).expect("a step"));
        old.execute_batch(&format!(
            "PRAGMA application_id = {}; PRAGMA user_version = 4;
             INSERT INTO search (id, name, query, made) VALUES ('s1', 'Homs', 'place=Homs', 1);
             INSERT INTO webhook (id, search, url, secret, made, since) VALUES ('w1', 's1', 'https://a.example', 'x', 2, 7);
             INSERT INTO delivery (webhook, change, body, made, due) VALUES ('w1', 8, '{{}}', 3, 3);",
            STEPS.application
        ))
        .expect("rows");
        let desk = Desk::over(old).expect("a desk");
        let alert = desk.alert(None, "w1").expect("the webhook");
        assert!(alert.follows_changes() && alert.how == super::super::How::default(), "{alert:?}");
        assert_eq!(desk.driven().expect("alerts")[0].since, 7);
        assert_eq!(desk.due(9, 3).expect("due").len(), 1);
        desk.drop_search(None, "s1").expect("removed");
        assert!(desk.due(9, 3).expect("due").is_empty(), "deliveries go with their search");
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
            .execute_batch(&format!(
                "PRAGMA application_id = {}; PRAGMA user_version = 99",
                STEPS.application
            ))
            .expect("set");
        let error = Desk::open(&folder.join("n.db")).expect_err("an error").to_string();
        assert!(error.contains("newer"), "{error}");
        let _ = std::fs::remove_dir_all(folder);
    }
}
