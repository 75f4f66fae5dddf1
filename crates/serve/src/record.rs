//! The record behind the server: a few stores to read from, and one to write to.

use crate::problem::{Answer, Problem};
use dateline_store::Store;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// Stores that are read at once: more would not be quicker than the disk and the processors are.
const READERS: usize = 6;

/// A record in use. Cloning it gives another handle on the same one.
#[derive(Clone)]
pub struct Record(Arc<Inside>);

struct Inside {
    path: PathBuf,
    /// Stores that nobody reads from just now.
    idle: Mutex<Vec<Store>>,
    turns: Semaphore,
    /// Opened at the first write, so that a record that may only be read can be served.
    writer: Mutex<Option<Store>>,
}

impl Record {
    /// The record at `path`.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn open(path: &Path) -> dateline_store::Result<Record> {
        let first = Store::read(path)?;
        Ok(Record(Arc::new(Inside {
            path: path.to_path_buf(),
            idle: Mutex::new(vec![first]),
            turns: Semaphore::new(READERS),
            writer: Mutex::new(None),
        })))
    }

    /// Its file.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// Reads from the record on a thread that may block. All that `work` reads is of one moment.
    ///
    /// # Errors
    /// Those of `work`, and when the store cannot be read.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        let inside = Arc::clone(&self.0);
        let turn = self.0.turns.acquire().await.map_err(Problem::broken)?;
        let done = spawn_blocking(move || inside.read(work)).await.map_err(Problem::broken)?;
        drop(turn);
        done
    }

    /// Writes to the record on a thread that may block, after those who write just now.
    ///
    /// # Errors
    /// Those of `work`, and when the store cannot be written.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        let inside = Arc::clone(&self.0);
        spawn_blocking(move || inside.write(work)).await.map_err(Problem::broken)?
    }
}

impl Inside {
    fn read<T>(&self, work: impl FnOnce(&Store) -> Answer<T>) -> Answer<T> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let store = match idle {
            Some(store) => store,
            None => Store::read(&self.path)?,
        };
        let mut answer = Err(Problem::asked(""));
        store.snapshot(|store| {
            answer = work(store);
            Ok(())
        })?;
        // A store whose reading broke off is not used again.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(store);
        answer
    }

    fn write<T>(&self, work: impl FnOnce(&mut Store) -> Answer<T>) -> Answer<T> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut store = match writer.take() {
            Some(store) => store,
            None => Store::open(&self.path)?,
        };
        // Taken out while it is used: after a panic a fresh one is opened.
        let done = work(&mut store);
        *writer = Some(store);
        done
    }
}
