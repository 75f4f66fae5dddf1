//! Incidents from the thread that reads them to one that writes them: each takes about half of an export's time.

use crate::{Error, Result, Rows};
use dateline_terms::Incident;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

/// Incidents that are handed on together, so that handing on costs next to nothing.
type Batch = Vec<Incident>;
/// How many at most.
const BATCH: usize = 256;
/// Batches that may wait for the writer: memory does not grow when it is the slower of the two.
const WAITING: usize = 4;

/// Reads incidents on this thread while `write` takes them, in the same order, on another.
///
/// # Errors
/// The first that `write` meets; else what reading meets.
pub(crate) fn incidents(
    rows: &dyn Rows,
    entries: bool,
    write: impl FnMut(&mut Incident) -> Result<()> + Send,
) -> Result<()> {
    let (full, batches) = sync_channel(WAITING);
    let (written, empty) = channel();
    thread::scope(|scope| {
        let writing = scope.spawn(move || write_all(&batches, &written, write));
        let read = read_all(rows, entries, &full, &empty);
        drop(full);
        // Where writing fails, reading only says that it was stopped.
        writing.join().unwrap_or_else(|panic| resume_unwind(panic)).and(read)
    })
}

fn write_all(
    batches: &Receiver<Batch>,
    written: &Sender<Batch>,
    mut write: impl FnMut(&mut Incident) -> Result<()>,
) -> Result<()> {
    for mut batch in batches {
        batch.iter_mut().try_for_each(&mut write)?;
        // Nobody waits for it once all is read.
        let _ = written.send(batch);
    }
    Ok(())
}

/// Hands on what is read. Batches come back to be dropped: threads that free each other's memory wait for each other.
fn read_all(rows: &dyn Rows, entries: bool, full: &SyncSender<Batch>, empty: &Receiver<Batch>) -> Result<()> {
    let stopped = |_| Error::new("writing stopped");
    let mut batch = Vec::with_capacity(BATCH);
    rows.incidents(entries, &mut |incident| {
        batch.push(incident);
        if batch.len() < BATCH {
            return Ok(());
        }
        let mut next = empty.try_iter().last().unwrap_or_default();
        next.clear();
        full.send(std::mem::replace(&mut batch, next)).map_err(stopped)
    })?;
    full.send(batch).map_err(stopped)
}
