//! Who watches: processes that share one register, and what becomes of what the dead ones held.

use super::Register;
use crate::Result;
use rusqlite::{Connection, params};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

/// A process that watches, for as long as this is held. The system lets go of its lock however it ends.
#[derive(Debug)]
pub struct Worker {
    /// Its number in the register.
    pub number: i64,
    path: PathBuf,
    _lock: File,
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

fn lock_path(register: &Path, number: i64) -> PathBuf {
    let mut name = register.as_os_str().to_os_string();
    name.push(format!("-{number}"));
    PathBuf::from(name)
}

impl Register {
    /// Begins to watch, at `now`.
    ///
    /// # Errors
    /// When the register, or a file beside it, cannot be written.
    pub fn begin(&self, now: i64) -> Result<Worker> {
        self.whole(|c| {
            // The lock is there before others can see the worker.
            c.execute("INSERT INTO worker (began) VALUES (?1)", [now])?;
            let number = c.last_insert_rowid();
            let path = lock_path(&self.path, number);
            let failed = |error: std::io::Error| {
                crate::Error::new(format!("{}: the file cannot be made ({error}).", path.display()))
            };
            let lock =
                OpenOptions::new().write(true).create(true).truncate(false).open(&path).map_err(failed)?;
            lock.lock().map_err(failed)?;
            Ok(Worker { number, path: path.clone(), _lock: lock })
        })
    }

    /// Frees what dead processes held; gives how many there were.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn bury(&self) -> Result<usize> {
        let dead: Vec<i64> = self.workers()?.into_iter().filter(|number| self.is_dead(*number)).collect();
        for number in &dead {
            self.whole(|c| free(c, *number, true))?;
            let _ = std::fs::remove_file(lock_path(&self.path, *number));
        }
        Ok(dead.len())
    }

    /// Whether any process watches now.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn is_watched(&self) -> Result<bool> {
        Ok(self.workers()?.into_iter().any(|number| !self.is_dead(number)))
    }

    fn workers(&self) -> Result<Vec<i64>> {
        self.with(|c| {
            let mut rows = c.prepare_cached("SELECT number FROM worker")?;
            let rows = rows.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            Ok(rows)
        })
    }

    fn is_dead(&self, number: i64) -> bool {
        match OpenOptions::new().write(true).open(lock_path(&self.path, number)) {
            Ok(file) => !matches!(file.try_lock(), Err(TryLockError::WouldBlock | TryLockError::Error(_))),
            Err(error) => error.kind() == std::io::ErrorKind::NotFound,
        }
    }

    /// Ends watching in good order: what was held is free again.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn end(&self, worker: Worker) -> Result<()> {
        self.whole(|c| free(c, worker.number, false))
    }
}

/// Frees what a worker held; pages that it was at are in doubt, if it did not end in good order.
fn free(c: &Connection, number: i64, doubt: bool) -> Result<()> {
    c.execute("UPDATE host SET held = NULL WHERE held = ?1", [number])?;
    c.execute("UPDATE source SET held = NULL WHERE held = ?1", [number])?;
    c.execute("UPDATE page SET held = NULL, doubt = max(doubt, ?2) WHERE held = ?1", params![number, doubt])?;
    c.execute("DELETE FROM worker WHERE number = ?1", [number])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::Register;

    #[test]
    fn what_the_dead_held_is_free_and_what_the_living_hold_is_not() {
        let folder = std::env::temp_dir().join(format!("dateline-workers-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let register = Register::open(&folder.join("r.db")).expect("a register");
        let living = register.begin(0).expect("a worker");
        let dead = register.begin(0).expect("a worker");
        assert_eq!(register.bury().expect("buried"), 0);
        assert_ne!(living.number, dead.number);
        drop(dead);
        assert!(register.is_watched().expect("an answer"));
        assert_eq!(register.bury().expect("buried"), 1);
        assert_eq!(register.bury().expect("buried"), 0);
        register.end(living).expect("ended");
        assert!(!register.is_watched().expect("an answer"));
        assert_eq!(std::fs::read_dir(&folder).expect("files").count(), 3, "the file with its log");
        let _ = std::fs::remove_dir_all(folder);
    }
}
