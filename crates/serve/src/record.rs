//! The record behind the server: a few stores to read from, and one to write to.

use crate::problem::{Answer, Problem};
use dateline_store::Store;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// Stores that are read at once: more would not be quicker than the disk and the processors are.
const READERS: usize = 6;

/// Long readings at once.
const APART: usize = 2;

/// A record in use. Cloning it gives another handle on the same one.
#[derive(Clone)]
pub struct Record(Arc<Inside>);

struct Inside {
    path: PathBuf,
    /// Stores that nobody reads from just now.
    idle: Mutex<Vec<Store>>,
    turns: Arc<Semaphore>,
    apart: Arc<Semaphore>,
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
            turns: Arc::new(Semaphore::new(READERS)),
            apart: Arc::new(Semaphore::new(APART)),
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
        // The turn ends with the work, even where nobody waits for the answer any more.
        let turn = Arc::clone(&self.0.turns).acquire_owned().await.map_err(Problem::broken)?;
        let work = move || {
            let _turn = turn;
            inside.read(work)
        };
        spawn_blocking(work).await.map_err(Problem::broken)?
    }

    /// The same for what takes long, such as whole exports, from stores of its own: quick questions do not wait for it.
    ///
    /// # Errors
    /// Those of `work`, and when the store cannot be read.
    pub async fn read_apart<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        let path = self.0.path.clone();
        let turn = Arc::clone(&self.0.apart).acquire_owned().await.map_err(Problem::broken)?;
        let work = move || {
            let _turn = turn;
            in_one_moment(&Store::read(&path)?, work)
        };
        spawn_blocking(work).await.map_err(Problem::broken)?
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

/// Reads all of one moment.
fn in_one_moment<T>(store: &Store, work: impl FnOnce(&Store) -> Answer<T>) -> Answer<T> {
    store.snapshot(|store| Ok(work(store)))?
}

impl Inside {
    fn read<T>(&self, work: impl FnOnce(&Store) -> Answer<T>) -> Answer<T> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let store = match idle {
            Some(store) => store,
            None => Store::read(&self.path)?,
        };
        let answer = in_one_moment(&store, work);
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
