//! The command `recode`: stored reports are coded again by today's reader and books; the differences are shown, and taken
//! into the record where that is asked for.

mod differences;

use super::args::Db;
use super::ingest::stamp;
use super::judge::person;
use crate::books::Own;
use crate::guard::guarded;
use crate::input::Failure;
use crate::pool::in_order;
use crate::{Coder, Decider, coding, contract};
use anyhow::Result;
use dateline_store::{NOT_CODED, Recoding, Stamp, Store, Stored};
use dateline_terms::{Format, Page};
use differences::Differences;
use serde_json::Value;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

/// How to code again.
#[derive(clap::Args, Debug)]
pub(crate) struct RecodeArgs {
    /// What weighs the decisions
    #[arg(long, value_enum, default_value_t)]
    pub reader: Decider,
    /// Code those reports alone that were kept without being coded
    #[arg(long)]
    pub uncoded: bool,
    /// Take the new codings into the record; without it nothing is written
    #[arg(long)]
    pub accept: bool,
    /// Who accepts them [default: the user's name]
    #[arg(long, value_name = "NAME", requires = "accept")]
    pub by: Option<String>,
    /// The reason [default: the program's version and reader]
    #[arg(long, value_name = "TEXT", requires = "accept")]
    pub why: Option<String>,
    /// Print the differences as JSON, one report a line
    #[arg(long)]
    pub json: bool,
    /// Threads to code on [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
    #[command(flatten)]
    pub record: Db,
    #[command(flatten)]
    pub own: Own,
}

/// Reports in one change at most.
const BATCH: usize = 200;
/// A change is confirmed when so much time has passed.
const PATIENCE: Duration = Duration::from_secs(2);

/// Codes all stored reports again. Gives success if none failed.
///
/// # Errors
/// When the record cannot be read, or not be written where that is asked for.
pub(crate) fn run(args: &RecodeArgs, coder: &Coder) -> Result<ExitCode> {
    let program = format!("{} {}", env!("CARGO_PKG_VERSION"), args.reader.name());
    let by = if args.accept { person(args.by.as_deref())? } else { String::new() };
    let why = args.why.clone().unwrap_or_else(|| format!("coded by {program}"));
    let store = if args.accept { Store::open(&args.record.db)? } else { Store::read(&args.record.db)? };
    let mut taker = Taker {
        store,
        coder,
        program,
        stamp: args.accept.then_some(move || stamp("recode", &by, &why)),
        waiting: Vec::new(),
        since: Instant::now(),
        differences: Differences::new(args.json, args.accept),
        broken: None,
    };
    let jobs =
        args.jobs.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from);
    over_pages(&args.record.db, args.uncoded, |pages| {
        in_order(
            coding::limits(jobs),
            pages.into_iter(),
            |stored| stored.bytes.len(),
            |stored| again(coder, stored),
            |done| taker.take(done),
        );
    })?;
    taker.finish()
}

/// Reads the stored pages on a thread of its own, and hands them to `work` one after the other.
///
/// # Errors
/// When the record cannot be read.
fn over_pages(db: &Path, uncoded: bool, work: impl FnOnce(Receiver<Stored>)) -> Result<()> {
    let store = Store::read(db)?;
    std::thread::scope(|scope| {
        let (to, from) = sync_channel(1);
        let read = scope.spawn(move || {
            let mut wanted = true;
            let done = store.pages(&mut |stored| {
                if uncoded && stored.coder != NOT_CODED {
                    return Ok(());
                }
                wanted = to.send(stored).is_ok();
                if wanted { Ok(()) } else { Err(dateline_store::Error::new("nobody reads on")) }
            });
            if wanted { done } else { Ok(()) }
        });
        work(from);
        let read = read.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        Ok(read?)
    })
}

/// A stored report, coded again.
enum Again {
    /// It came in coded: there is nothing to code again.
    Left,
    /// Its id, the name that people call it, and its coding.
    Coded(String, String, Value),
}

fn again(coder: &Coder, stored: Stored) -> Result<Again, Failure> {
    if stored.given.format == "coded" {
        return Ok(Again::Left);
    }
    let (id, name) = (stored.id.clone(), stored.name.clone());
    let page = page(stored);
    let done = guarded(|| contract::object(&coder.code(&page))).map_err(coding::stumbled);
    match done {
        Ok(coded) => Ok(Again::Coded(id, name, coded)),
        Err(what) => Err(Failure::new(name, what)),
    }
}

/// The page that a report was first coded from.
fn page(stored: Stored) -> Page {
    let Stored { name, bytes, given, .. } = stored;
    Page {
        id: name,
        bytes,
        format: Format::of(&given.format),
        charset: given.charset,
        keep_text: given.keep_text,
        url: given.url,
        title: given.title,
        outlet: given.outlet,
        published: given.published,
        language: given.language,
    }
}

/// Compares what comes with what is held, and writes it where that is asked for.
struct Taker<'c, S: Fn() -> Stamp> {
    store: Store,
    coder: &'c Coder,
    program: String,
    /// Makes the stamp of a change; none where nothing is to be written.
    stamp: Option<S>,
    waiting: Vec<(String, String, Value)>,
    since: Instant,
    differences: Differences,
    broken: Option<anyhow::Error>,
}

impl<S: Fn() -> Stamp> Taker<'_, S> {
    fn take(&mut self, done: Result<Again, Failure>) -> ControlFlow<()> {
        let done = self.try_take(done);
        done.map_or_else(
            |error| {
                self.broken = Some(error);
                ControlFlow::Break(())
            },
            ControlFlow::Continue,
        )
    }

    fn try_take(&mut self, done: Result<Again, Failure>) -> Result<()> {
        match done {
            Ok(Again::Left) => self.differences.left += 1,
            Err(failure) => {
                self.differences.failed += 1;
                coding::name_failure(&failure);
            }
            Ok(Again::Coded(id, name, coded)) if self.stamp.is_none() => {
                let recoding = self.store.recoding(&id, &coded)?;
                self.differences.add(&id, &name, recoding)?;
            }
            Ok(Again::Coded(id, name, coded)) => self.waiting.push((id, name, coded)),
        }
        if self.waiting.len() >= BATCH || self.since.elapsed() >= PATIENCE {
            self.write()?;
        }
        Ok(())
    }

    fn write(&mut self) -> Result<()> {
        self.since = Instant::now();
        let waiting = std::mem::take(&mut self.waiting);
        let (Some(stamp), false) = (&self.stamp, waiting.is_empty()) else { return Ok(()) };
        let program = &self.program;
        let recodings: Vec<Recoding> = self.store.change(&stamp(), self.coder.books(), |change| {
            waiting.iter().map(|(id, _, coded)| change.recode(id, coded, program)).collect()
        })?;
        for ((id, name, _), recoding) in waiting.iter().zip(recodings) {
            self.differences.add(id, name, recoding)?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<ExitCode> {
        if self.broken.is_none() {
            self.broken = self.write().err();
        }
        if let Some(error) = self.broken {
            return Err(error);
        }
        self.differences.end()?;
        Ok(if self.differences.failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}
