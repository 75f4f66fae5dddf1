//! The command `remove`: lawful removal of a report's content.

use super::args::Db;
use super::evidence;
use super::ingest::stamp;
use super::judge::{effect, person};
use crate::books::Own;
use crate::show::words::several;
use crate::show::{self, paragraph};
use anyhow::{Result, anyhow, bail};
use dateline_code::Books;
use dateline_store::Store;
use std::io::Write;

/// What to remove, and why.
#[derive(clap::Args, Debug)]
pub(crate) struct RemoveArgs {
    /// Id of the report, or the name that it came with
    pub report: String,
    /// The reason, which stays in the record
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Who removes it [default: the user's name]
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    #[command(flatten)]
    pub record: Db,
    #[command(flatten)]
    pub own: Own,
}

/// Takes a report's content out of the record, and makes sure that nothing of it lingers in the file.
///
/// # Errors
/// When the record holds no such report, or it was removed before.
pub(crate) fn run(args: &RemoveArgs, books: &Books<'static>) -> Result<()> {
    let by = person(args.by.as_deref())?;
    if args.reason.trim().is_empty() {
        bail!("The text after --reason is empty: say why; the reason is what stays.");
    }
    // Read first, so that a name that was mistyped makes no new record.
    drop(Store::read(&args.record.db)?);
    let mut store = Store::open(&args.record.db)?;
    // The evidence first: what names it is in the record.
    let kept = evidence::remove(&args.record.db, &store.origins(&args.report)?, &by, args.reason.trim())?;
    let stamp = stamp("remove", &by, args.reason.trim());
    let removed = match store.removed(&args.report)? {
        Some(why) => Err(anyhow!("The report {} was removed before: {why}.", args.report)),
        None => Ok(store.change(&stamp, books, |change| {
            change.remove(&args.report)?;
            Ok(change.number())
        })),
    };
    // Also where the report is gone already: the program may have been killed before it came to this.
    if store.has_removed()? {
        store.wipe()?;
    }
    let number = removed??;
    let mut effects = Vec::new();
    store.effect(number, &mut |difference| {
        effects.push(difference);
        Ok(())
    })?;
    let width = show::width();
    let said = format!(
        "{} is removed: its bytes, text and claims are out of this file. Copies of the file, exports and backups still \
         hold them.",
        args.report
    );
    let mut text = paragraph(&said, width);
    if kept > 0 {
        let records = several(kept, "record");
        text += &paragraph(
            &format!("{records} of it are out of the evidence archive; tombstones stand in their place."),
            width,
        );
    }
    text += &effect(&effects, width);
    Ok(anstream::stdout().lock().write_all(text.as_bytes())?)
}
