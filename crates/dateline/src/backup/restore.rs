//! The command `restore`.

use super::packed::{self, DESK, Member, RECORD};
use super::sealed;
use crate::record::args::Db;
use crate::secret;
use anyhow::{Context, Result, bail};
use dateline_serve::desk;
use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

/// What to restore, and where.
#[derive(clap::Args, Debug)]
pub(crate) struct RestoreArgs {
    /// The backup
    #[arg(value_name = "FILE")]
    from: PathBuf,
    #[command(flatten)]
    record: Db,
    /// The file of the key that it was encrypted for
    #[arg(long, value_name = "FILE")]
    identity: Option<PathBuf>,
    /// Leave out accounts, searches and alerts: the record alone
    #[arg(long)]
    without_desk: bool,
}

/// Writes the record of a backup, and its desk, where there are none, once all of it was found whole.
///
/// # Errors
/// When there is a record or a desk already, the backup cannot be opened or is not whole, or a disk fails.
pub(crate) fn run(args: &RestoreArgs) -> Result<()> {
    let record = args.record.db.as_path();
    let desk = desk::path(record);
    for taken in [record, &desk] {
        if taken.exists() {
            bail!("{} is there already, and stays as it is: name another record with --db", taken.display());
        }
    }
    let target = |name: &str| match name {
        RECORD => Some(record),
        DESK if !args.without_desk => Some(desk.as_path()),
        _ => None,
    };
    let unpacked = || -> Result<Vec<Member>> {
        let source = BufReader::with_capacity(1 << 16, File::open(&args.from)?);
        let source = sealed::opened(source, args.identity.as_deref(), || secret::ask("passphrase", false))?;
        let members = packed::unpack(source, target)?;
        members.iter().try_for_each(|member| dateline_store::check(member.file.path()))?;
        Ok(members)
    };
    let members = unpacked().with_context(|| format!("Nothing was restored from {}", args.from.display()))?;
    let both = members.len() > 1;
    // The record last: who finds it finds its accounts too.
    for member in members.into_iter().rev() {
        member.file.publish_new()?;
    }
    let what = if both { "The record and its desk are" } else { "The record is" };
    println!("{what} restored to {}.", record.display());
    Ok(())
}
