//! How far archives have been read, and up to where that is kept: what lets a killed `ingest` go on where it was.
//!
//! Pages are read ahead of being kept. The trail remembers after how many inputs a place was reached; whoever keeps them says
//! how many are kept, and is told the places.

use dateline_store::HowFar;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A place in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Which of the files in it, counted from 0.
    pub part: u32,
    /// Byte of the file.
    pub offset: u64,
    /// Unpacked bytes behind it.
    pub within: u64,
}

/// The trail of one run, shared by who reads and who keeps.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trail {
    steps: Arc<Mutex<Steps>>,
    read: Arc<AtomicU64>,
}

#[derive(Debug, Default)]
struct Steps {
    /// How far files were read by earlier runs.
    before: HashMap<PathBuf, HowFar>,
    /// Inputs handed on so far.
    given: usize,
    /// Places, each with the number of inputs before it.
    waiting: VecDeque<(usize, PathBuf, Mark)>,
    /// Records that said that a page was as before.
    revisits: usize,
    /// Files that were read on from where they were left.
    resumed: usize,
}

impl Trail {
    /// A trail that goes on where files were left.
    pub fn after(before: HashMap<PathBuf, HowFar>) -> Trail {
        let trail = Trail::default();
        trail.steps().before = before;
        trail
    }

    fn steps(&self) -> MutexGuard<'_, Steps> {
        self.steps.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where to begin with a file.
    pub fn start(&self, path: &Path) -> Mark {
        let mut steps = self.steps();
        let before = std::path::absolute(path).ok().and_then(|path| steps.before.get(&path));
        let Some(before) =
            before.filter(|before| print(path, before.offset).is_ok_and(|now| now == before.print))
        else {
            return Mark::default();
        };
        let mark = Mark { part: before.part, offset: before.offset, within: before.within };
        steps.resumed += 1;
        mark
    }

    /// Counts an input that was handed on.
    pub fn give(&self) {
        self.steps().given += 1;
    }

    /// Says that a file was read up to a place, all inputs before it handed on.
    pub fn reach(&self, path: &Path, mark: Mark) {
        let mut steps = self.steps();
        let given = steps.given;
        if steps.waiting.back().is_some_and(|(count, last, _)| *count == given && last == path) {
            steps.waiting.pop_back();
        }
        steps.waiting.push_back((given, path.to_path_buf(), mark));
    }

    /// The places that were reached before `kept` inputs were handed on: the last of each file.
    pub fn upto(&self, kept: usize) -> HashMap<PathBuf, Mark> {
        let mut steps = self.steps();
        let mut reached = HashMap::new();
        while let Some((_, path, mark)) = steps.waiting.pop_front_if(|(count, ..)| *count <= kept) {
            reached.insert(path, mark);
        }
        reached
    }

    /// Counts a record that said that a page was as before.
    pub fn revisit(&self) {
        self.steps().revisits += 1;
    }

    /// Records that said that a page was as before, and files that were read on from where they were left.
    pub fn told(&self) -> (usize, usize) {
        let steps = self.steps();
        (steps.revisits, steps.resumed)
    }

    /// Bytes of archives that were read.
    pub fn bytes(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Counts bytes of an archive that were read, or passed over.
    pub fn add_bytes(&self, bytes: u64) {
        self.read.fetch_add(bytes, Ordering::Relaxed);
    }
}

/// A place as the store keeps it, with its file's path.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn how_far(path: &Path, mark: Mark) -> io::Result<(String, HowFar)> {
    let Mark { part, offset, within } = mark;
    let file = std::path::absolute(path)?.to_string_lossy().into_owned();
    Ok((file, HowFar { print: print(path, offset)?, part, offset, within }))
}

/// Bytes at the beginning of a file, and before a place in it, that tell it from others.
const TELLING: u64 = 4096;

/// What tells a file that was read up to `offset` from another of its name: it may have grown since.
fn print(path: &Path, offset: u64) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    for from in [0, offset.saturating_sub(TELLING)] {
        file.seek(SeekFrom::Start(from))?;
        let mut bytes = Vec::new();
        (&mut file).take(TELLING.min(offset)).read_to_end(&mut bytes)?;
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Counts the bytes that are read.
pub(super) struct Counted<R> {
    pub source: R,
    pub trail: Trail,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.source.read(buffer)?;
        self.trail.add_bytes(n as u64);
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_when_the_inputs_before_them_are_kept() {
        let trail = Trail::default();
        let at = |offset| Mark { offset, ..Mark::default() };
        let (a, b) = (Path::new("a.warc"), Path::new("b.warc"));
        trail.reach(a, at(1));
        trail.reach(a, at(2));
        trail.give();
        trail.reach(a, at(3));
        trail.give();
        trail.reach(b, at(4));
        assert_eq!(trail.upto(0), HashMap::from([(a.to_path_buf(), at(2))]));
        assert_eq!(trail.upto(2), HashMap::from([(a.to_path_buf(), at(3)), (b.to_path_buf(), at(4))]));
        assert!(trail.upto(9).is_empty());
    }
}
