//! The command `merge`: another record's reports and judgements come in.

use super::args::Db;
use super::ingest::stamp;
use super::judge::person;
use crate::books::Own;
use crate::show::words::several;
use crate::show::{self, paragraph};
use anyhow::{Result, bail};
use dateline_code::Books;
use dateline_store::{Merged, Store};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Which record to take in.
#[derive(clap::Args, Debug)]
pub(crate) struct MergeArgs {
    /// The other record's file; it stays as it is
    #[arg(value_name = "OTHER.db")]
    pub other: PathBuf,
    /// Who merges [default: the user's name]
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    #[command(flatten)]
    pub record: Db,
    #[command(flatten)]
    pub own: Own,
}

/// Takes in what the other record holds and this one does not.
///
/// # Errors
/// When either cannot be read, or this one not be written.
pub(crate) fn run(args: &MergeArgs, books: &Books<'static>) -> Result<()> {
    let by = person(args.by.as_deref())?;
    let whole = |path: &Path| std::fs::canonicalize(path).ok();
    if whole(&args.other).is_some_and(|other| Some(other) == whole(&args.record.db)) {
        bail!("Both are the same file: name the other record first, and this one with --db.");
    }
    let other = Store::read(&args.other)?;
    let mut store = Store::open(&args.record.db)?;
    let stamp = stamp("merge", &by, &format!("from {}", args.other.display()));
    let merged = store.change(&stamp, books, |change| change.merge(&other))?;
    if merged.removed > 0 {
        store.wipe()?;
    }
    let text = paragraph(&told(&merged), show::width());
    Ok(anstream::stdout().lock().write_all(text.as_bytes())?)
}

fn told(merged: &Merged) -> String {
    let Merged { reports, known, judgements, edits, unplaced, removed } = merged;
    let (reports, judgements) = (several(*reports, "new report"), several(*judgements, "judgement"));
    let mut text = format!("{reports} and {judgements} came in; {} known before.", several(*known, "report"));
    if *edits > 0 {
        text += &format!(" {} of actors and outlets came in.", several(*edits, "edit"));
    }
    if *unplaced > 0 {
        text += &format!(
            " Left out: {} of claims that this record does not hold, its reports having been coded otherwise.",
            several(*unplaced, "judgement")
        );
    }
    if *removed > 0 {
        text += &format!(" Removed there, and now here too: {}.", several(*removed, "report"));
    }
    text
}
