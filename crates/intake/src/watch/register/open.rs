//! Opening the register: its file, and the steps from older schemas to today's.

use super::{Register, Scope};
use crate::{Error, Result};
use dateline_store::{Steps, Whose, beside};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

/// Its schemas; in the file's head stands "DLNW".
const STEPS: Steps = Steps {
    application: 0x444c_4e57,
    steps: &[include_str!("schema1.sql"), include_str!("schema2.sql"), include_str!("schema3.sql")],
};

/// How long to wait for another process that writes.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where the register of a record stands: beside it, `.watch` after its name.
pub fn path(record: &Path) -> PathBuf {
    beside(record, ".watch")
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
        STEPS.take(&connection)?;
        Ok(Register { connection: Mutex::new(connection), path, scope: Scope::Sources })
    }
}

/// Looks at whose file it is before anything is written to it.
fn check(connection: &Connection, path: &Path) -> Result<()> {
    let wrong = |what: &str| Err(Error::new(format!("{}: {what}", path.display())));
    match STEPS.whose(connection)? {
        Whose::Ours => Ok(()),
        Whose::Theirs => wrong("this is another program's file: move it away."),
        Whose::Newer => wrong("a newer Dateline wrote this file: use that one."),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Fate;
    use super::*;
    use crate::feed::Entry;

    #[test]
    fn a_register_of_the_first_schema_is_opened_and_goes_on() {
        let record = std::env::temp_dir().join(format!("dateline-schema-{}.db", std::process::id()));
        let old = Connection::open(path(&record)).expect("a file");
        let first = Steps { steps: &STEPS.steps[..1], ..STEPS };
        first.take(&old).expect("the first schema");
        old.execute_batch(
            "INSERT INTO source (name, origin, body, address, ask, host) VALUES ('A', 'added', '{\"name\": \"A\"}', '', '', '');
             INSERT INTO page (address, source, ask, host, told, state, due, found)
             VALUES ('https://a.example/1', 1, 'https://a.example/1', 'a.example', '{}', 'done', 0, 0);",
        )
        .expect("rows");
        drop(old);
        let register = Register::for_lists(&record).expect("a register");
        let entry = |n: u8| Entry { link: format!("https://a.example/{n}"), ..Entry::default() };
        let wanted = register.want(&[entry(1), entry(2), entry(2)], false, 0).expect("wanted");
        assert_eq!(wanted, [Fate::Known, Fate::Fetch, Fate::Again]);
        assert_eq!(register.wanted().expect("counts").waiting, 1);
        // Lists are no sources.
        let names: Vec<String> =
            register.health(0).expect("health").into_iter().map(|one| one.name).collect();
        assert_eq!(names, ["A"]);
        drop(register);
        Register::open(&record).expect("a register");
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", path(&record).display()));
        }
    }
}
