//! The command `ingest --fetch`: what lists of addresses name is fetched, coded and kept.

use super::evidence::Kept;
use super::{Codes, say};
use crate::Coder;
use crate::coding::name_failure;
use crate::input::{Failure, lists};
use crate::progress::Progress;
use crate::record::args::IngestArgs;
use crate::record::ingest::Way;
use crate::show::words::several;
use anyhow::Result;
use dateline_export::Draft;
use dateline_intake::feed::Entry;
use dateline_intake::polite::Pace;
use dateline_intake::watch::{Fetched, Lists, Missing, Named, Settings, Stop, Wanted, stop_when_asked};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

/// Whether, and how, to fetch what lists name.
#[derive(clap::Args, Debug)]
pub(crate) struct FetchArgs {
    /// Take the files as lists of addresses (lines, .csv or .tsv, GDELT's files; also .gz, .zst and .zip), and fetch what they
    /// name
    #[arg(long, conflicts_with = "coded")]
    pub fetch: bool,
    /// How those who run sites reach you, an address of a page or of e-mail: it goes into every request
    #[arg(long, value_name = "ADDRESS", requires = "fetch")]
    contact: Option<String>,
    /// Let what is fetched be of this machine and its own network
    #[arg(long, requires = "fetch")]
    allow_private: bool,
    /// Fetch the pictures of reports too, with their captions, and keep them as evidence
    #[arg(long, requires = "fetch")]
    media: bool,
    /// Hosts to ask at once; each is asked for one thing at a time [default: 32]
    #[arg(long, value_name = "N", requires = "fetch", value_parser = clap::value_parser!(u16).range(1..=256))]
    hosts: Option<u16>,
    /// Seconds between two requests to a host, at least [default: 3]
    #[arg(long, value_name = "SECONDS", requires = "fetch", value_parser = seconds)]
    pace: Option<Duration>,
    /// Write what was not taken in, and why, to this file, a table that is itself such a list
    #[arg(long, value_name = "FILE", requires = "fetch")]
    failed: Option<PathBuf>,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|seconds| (0.0..=3600.0).contains(seconds));
    seconds
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| "give a number of seconds from 0 to 3600".to_string())
}

/// Lines of lists that are named where they are wrong; of more it is told how many there are.
const NAMED: usize = 10;

/// Reasons that are told on the screen.
const REASONS: usize = 12;

/// Fetches what the lists name. Gives success if all of it is in the record.
///
/// # Errors
/// When a list cannot be found, or the record, the evidence or the file of what failed not be written.
pub(crate) fn run(args: &IngestArgs, coder: Coder) -> Result<ExitCode> {
    let mut lists = Lists::open(&args.record.db, args.from_start)?;
    let wrong = read(args, &mut lists)?;
    let Named { wanted, known, late, .. } = lists.named()?;
    let late = match late {
        0 => String::new(),
        late => format!(", {late} failed or refused of late: --from-start asks for them again"),
    };
    println!("{} to fetch, {known} known{late}.", several(wanted, "page"));
    let stop = Stop::default();
    stop_when_asked(stop.clone());
    let coder = Arc::new(coder);
    let codes = Codes { way: Way::of(args), coder: move || Arc::clone(&coder) };
    let progress = Arc::new(Progress::of(wanted));
    let settings = settings(args, &progress);
    let fetched = lists.fetch(&settings, &codes, Some(Kept::beside(&args.record.db)?), &stop)?;
    progress.clear();
    if let Some(to) = &args.fetch.failed {
        write(to, &fetched.missing)?;
    }
    tell(args, &fetched);
    let all = fetched.missing.is_empty() && wrong == 0;
    Ok(if all { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Reads the lists; gives how many of their lines are wrong.
fn read(args: &IngestArgs, lists: &mut Lists) -> Result<usize> {
    let day = args.published.and_then(|day| Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp()));
    let files =
        lists::files(&args.paths).map_err(|Failure { name, what }| anyhow::anyhow!("{name}: {what}"))?;
    let (mut wrong, mut broken) = (0, Ok(()));
    let mut each = |one: Result<Entry, Failure>| {
        match one {
            Ok(entry) => {
                let published = entry.published.or(day);
                let outlet = entry.outlet.clone().or_else(|| args.outlet.clone());
                broken = lists.add(Entry { published, outlet, ..entry });
            }
            Err(failure) => {
                wrong += 1;
                if wrong <= NAMED {
                    name_failure(&failure);
                }
            }
        }
        if broken.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    for file in files {
        if lists::read(&file, &args.columns, &mut each).is_break() {
            break;
        }
    }
    broken?;
    if wrong > NAMED {
        say(&format!("{} more of the lists cannot be read.", several(wrong - NAMED, "line")));
    }
    Ok(wrong)
}

fn settings(args: &IngestArgs, progress: &Arc<Progress>) -> Settings {
    let usual = Settings::new(args.record.db.clone()).reachable_at(args.fetch.contact.as_deref());
    let progress = Arc::clone(progress);
    let pace = Pace { delay: args.fetch.pace.unwrap_or(usual.pace.delay), ..usual.pace };
    Settings {
        at_once: args.fetch.hosts.map_or(usual.at_once, usize::from),
        jobs: args.jobs(),
        allow_private: args.fetch.allow_private,
        media: args.fetch.media,
        pace,
        say,
        told: Arc::new(move |so_far| {
            progress.coded((so_far.taken + so_far.same + so_far.refused + so_far.failed) as usize);
        }),
        ..usual
    }
}

/// Tells what came of it, and the commonest reasons why something is missing.
fn tell(args: &IngestArgs, fetched: &Fetched) {
    let Fetched { named: Named { known, .. }, wanted, missing } = fetched;
    let Wanted { done, same, refused, failed, waiting } = wanted;
    println!(
        "{done} fetched, {known} known, {same} known under another address, {refused} refused, {failed} failed, {waiting} \
         left for later."
    );
    let mut reasons: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for Missing { address, why, .. } in missing {
        let (count, _) = reasons.entry(why.as_deref().unwrap_or(UNASKED)).or_insert((0, address.as_str()));
        *count += 1;
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    for (why, (count, address)) in reasons.iter().take(REASONS) {
        println!("  {count:>6}  {why} ({address}{})", if *count > 1 { ", for one" } else { "" });
    }
    if reasons.len() > REASONS {
        println!("  and {} other reasons", reasons.len() - REASONS);
    }
    if !missing.is_empty() && args.fetch.failed.is_none() {
        println!("--failed FILE lists all of them.");
    }
    if *waiting > 0 {
        println!("The same command goes on with what is left for later.");
    }
}

/// What is said of pages that were not asked for yet.
const UNASKED: &str = "It was not asked for yet.";

/// Writes what is missing into a table.
///
/// # Errors
/// When the file cannot be written: what it held before stays.
fn write(to: &Path, missing: &[Missing]) -> Result<()> {
    let draft = Draft::of(to)?;
    let mut table = csv::Writer::from_writer(draft.handle()?);
    table.write_record(["url", "state", "status", "reason"])?;
    for Missing { address, state, status, why } in missing {
        let status = status.map(|status| status.to_string()).unwrap_or_default();
        let why = why.as_deref().unwrap_or(UNASKED);
        table.write_record([address.as_str(), state.as_str(), status.as_str(), why])?;
    }
    table.flush()?;
    draft.complete()?;
    Ok(draft.publish()?)
}
