//! The commands `backup` and `restore`: a record with its desk as one file, encrypted where that is asked for.

mod packed;
mod restore;
mod sealed;

use crate::record::args::Db;
use crate::secret;
use anyhow::{Result, bail};
use dateline_export::Draft;
use dateline_serve::desk;
use packed::{DESK, Member, RECORD};
pub(crate) use restore::{RestoreArgs, run as restore};
use sealed::Seal;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// What to back up, and into what.
#[derive(clap::Args, Debug)]
pub(crate) struct BackupArgs {
    /// The file to write; there must be none of that name
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    #[command(flatten)]
    record: Db,
    /// Encrypt it (age) for whoever has the key of this recipient (age1…); can be given again
    #[arg(long, value_name = "AGE1...", conflicts_with = "passphrase")]
    recipient: Vec<String>,
    /// Encrypt it (age) with a passphrase, asked for or read from standard input
    #[arg(long)]
    passphrase: bool,
    /// Leave accounts, searches and alerts out: the record alone
    #[arg(long)]
    without_desk: bool,
}

/// Copies the record, and its desk where it has one, as they are at one moment each. Others may go on working.
///
/// # Errors
/// When there is no record, a name is taken, a recipient is none, or a disk fails.
pub(crate) fn run(args: &BackupArgs) -> Result<()> {
    let record = &args.record.db;
    if !record.exists() {
        bail!("There is no record at {}: name one with --db", record.display());
    }
    if args.to.exists() {
        bail!("{} is there already, and stays as it is: give another name", args.to.display());
    }
    let seal =
        Seal::of(&args.recipient, args.passphrase.then(|| secret::ask("passphrase", true)).transpose()?)?;
    let mut members = vec![copied(RECORD, record)?];
    let desk = desk::path(record);
    if desk.exists() && !args.without_desk {
        members.push(copied(DESK, &desk)?);
    }
    let bytes = written(&args.to, &seal, &members)?;
    let what = if members.len() > 1 { "The record and its desk are" } else { "The record is" };
    let how = if seal.is_open() { "not encrypted" } else { "encrypted" };
    println!("{what} backed up to {} ({bytes} bytes, {how}).", args.to.display());
    Ok(())
}

/// A copy of a database, beside it and gone when dropped, for what is to be encrypted must not lie open elsewhere.
fn copied(name: &'static str, database: &Path) -> Result<Member> {
    let draft = Draft::private(database)?;
    dateline_store::copy(database, draft.path())?;
    Ok(Member { name, file: draft })
}

fn written(to: &Path, seal: &Seal, members: &[Member]) -> Result<u64> {
    let draft = Draft::private(to)?;
    let write = || -> std::io::Result<()> {
        let sink = BufWriter::with_capacity(1 << 16, File::create(draft.path())?);
        let sink = packed::pack(seal.over(sink)?, members)?;
        sink.finish()?.flush()
    };
    write().map_err(|error| draft.failed(error))?;
    let bytes = draft.complete()?;
    draft.publish_new()?;
    Ok(bytes)
}
