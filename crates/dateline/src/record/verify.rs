//! The command `verify`: proves that pages and evidence are as they were taken in.

use super::args::Db;
use crate::show::words::several;
use anyhow::Result;
use dateline_intake::archive::{self, Archive, Removal, Verdict, stamp, stamped};
use dateline_store::Store;
use std::collections::BTreeMap;
use std::process::ExitCode;

/// What to check.
#[derive(clap::Args, Debug)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    pub record: Db,
    /// Have this server say when it saw the evidence as it is now (RFC 3161), and keep what it says
    #[arg(long, value_name = "URL")]
    pub timestamp_server: Option<String>,
}

/// Checks the pages of a record and the evidence archive beside it. Gives success if nothing is wrong.
///
/// # Errors
/// When there is no record, a file cannot be read, or the time stamp server grants none.
pub(crate) fn run(args: &VerifyArgs) -> Result<ExitCode> {
    let (pages, altered) = Store::read(&args.record.db)?.altered()?;
    println!(
        "{}: {} checked against their digests.",
        args.record.db.display(),
        several(pages as usize, "page")
    );
    for sha256 in &altered {
        println!("Wrong: the page {sha256} is not as it was taken in.");
    }
    let folder = archive::folder(&args.record.db);
    if !folder.exists() {
        println!("There is no evidence archive beside it: `dateline watch` keeps one of what it fetches.");
        return Ok(exit(altered.is_empty()));
    }
    let verdict = archive::verify(&folder)?;
    say(&folder.display().to_string(), &verdict);
    let is_right = altered.is_empty() && verdict.wrong.is_empty();
    if let Some(server) = args.timestamp_server.as_deref().filter(|_| is_right && verdict.records > 0) {
        let mut archive = Archive::open(&folder)?;
        archive.sync()?;
        let (upto, chain) = (archive.len(), archive.chain());
        let reply = stamp(server, chain)?;
        archive.keep_stamp(jiff::Timestamp::now(), upto, &reply)?;
        println!("{server} has stamped the chain up to record {upto}.");
    }
    Ok(exit(is_right))
}

fn exit(is_right: bool) -> ExitCode {
    if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Prints what was checked, and what is wrong.
fn say(folder: &str, verdict: &Verdict) {
    let Verdict { records, bytes, files, chain, removed, stamps, unconfirmed, loose, wrong } = verdict;
    let files = several(*files as usize, "file");
    println!(
        "{folder}: {} of evidence in {files}, {bytes} bytes, checked.",
        several(*records as usize, "record")
    );
    println!("The chain is {chain} after record {records}.");
    removals(removed);
    for (upto, chain, reply) in stamps {
        match stamped(reply, *chain) {
            Ok(time) => println!("A time stamp server saw the chain up to record {upto} at {time}."),
            Err(what) => println!("The time stamp of the chain up to record {upto} does not hold. {what}"),
        }
    }
    if *unconfirmed > 0 || *loose > 0 {
        println!(
            "Behind what was confirmed stand {} and {loose} bytes more: a program is writing them, or was killed.",
            several(*unconfirmed as usize, "record")
        );
    }
    wrong.iter().for_each(|what| println!("Wrong: {what}"));
    if wrong.is_empty() {
        println!("All of it is as it was written.");
    }
}

/// Prints what was lawfully removed: each removal once, with its records.
fn removals(removed: &[Removal]) {
    let mut told: BTreeMap<(String, &str, &str), Vec<String>> = BTreeMap::new();
    for Removal { removed, by, at, why, .. } in removed {
        told.entry((format!("{at:.0}"), by, why)).or_default().push(removed.to_string());
    }
    for ((at, by, why), numbers) in told {
        println!("Removed by {by} at {at}: {why} (records {}).", numbers.join(", "));
    }
}
