//! The command `ingest`: inputs in, reports kept, each whole or not at all.
//!
//! Reports are coded on threads and written on this one, many in one change. What a change holds is confirmed together: a
//! kill at any moment loses what was under way, which the next run takes up.

use super::args::IngestArgs;
use super::coded;
use crate::guard::guarded;
use crate::input::{self, Failure, Given, Input, Inputs, Trail};
use crate::pool::{Limits, in_order};
use crate::progress::Progress;
use crate::show::words::several;
use crate::watching::lists;
use crate::{CodedReport, Coder, Decider, coding, contract};
use anyhow::Result;
use dateline_store::{HowFar, Intake, Key, Known, NOT_CODED, Outcome, Stamp, Store};
use dateline_terms::{Flaw, Page};
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Reports in one change at most.
const BATCH: usize = 200;
/// Reports in the first change, before it is known how long one takes.
const FIRST: usize = 50;
/// How long a change may keep others from writing, about: people who review meanwhile wait for it.
const HOLD: Duration = Duration::from_millis(250);
/// A change is confirmed when so much time has passed, so that little is lost to a kill.
const PATIENCE: Duration = Duration::from_secs(2);

/// What became of the inputs.
#[derive(Clone, Copy, Debug, Default)]
struct Summary {
    new: usize,
    known: usize,
    changed: usize,
    removed: usize,
    failed: usize,
}

/// Takes all inputs in. Gives success if none failed.
///
/// # Errors
/// When the store cannot be opened or written.
pub(crate) fn run(args: &IngestArgs, coder: Coder) -> Result<ExitCode> {
    if args.fetch.fetch {
        return lists::run(args, coder);
    }
    let coder = &coder;
    let mut store = Store::open(&args.record.db)?;
    let known = store.known()?;
    let columns = args.columns.clone();
    let given = Given { published: args.published, outlet: args.outlet.clone(), columns };
    let way = Way::of(args);
    let trail = if args.from_start { Trail::default() } else { Trail::after(left(&store, &args.paths)?) };
    let progress = Progress::along(&args.paths, Some(trail.clone()));
    let mut keeper = Keeper::new(&mut store, coder, progress, trail.clone());
    if args.coded {
        coded::read(args, coder.books(), &mut |taken| keeper.keep(taken).is_continue())?;
        return keeper.finish();
    }
    in_order(
        way.limits(args.jobs()),
        Inputs::new(&args.paths, given).along(trail),
        coding::size,
        |input| input.and_then(|input| code(coder, input, &known, &way)),
        |done| keeper.keep(done),
    );
    keeper.finish()
}

/// How far archives among the paths were read by earlier runs.
fn left(store: &Store, paths: &[PathBuf]) -> Result<HashMap<PathBuf, HowFar>> {
    let mut left = HashMap::new();
    for path in input::archives(paths) {
        let file = std::path::absolute(&path)?;
        if let Some(far) = store.how_far(&file.to_string_lossy())? {
            left.insert(file, far);
        }
    }
    Ok(left)
}

/// What is done with a page before it is kept.
pub(crate) enum Way {
    /// It is cleaned, read and coded, by the coder of that name.
    Coded(String),
    /// It is cleaned alone.
    Uncoded,
}

impl Way {
    /// What the user asks for.
    pub fn of(args: &IngestArgs) -> Way {
        if args.no_coding { Way::Uncoded } else { Way::Coded(program(args.reader)) }
    }

    /// How much may be under way. While a change is written the threads go on; and cleaning a page takes a few times its
    /// size in memory, where coding it may take hundreds.
    fn limits(&self, jobs: usize) -> Limits {
        let (bytes, large) = match self {
            Way::Coded(_) => (8 << 20, coding::LARGE),
            Way::Uncoded => (32 << 20, 2 << 20),
        };
        Limits { jobs, ahead: BATCH, bytes, large }
    }

    /// Makes of an input what is kept.
    ///
    /// # Errors
    /// When there is nothing in it, or the coder stumbled.
    pub fn intake(&self, coder: &Coder, input: Input) -> Result<Intake, Failure> {
        match self {
            Way::Coded(program) => intake(coder, input, program),
            Way::Uncoded => made(input, NOT_CODED, uncoded),
        }
    }
}

/// A report ready to be kept, or the news that it is kept already.
pub(crate) enum Taken {
    /// It is kept already.
    Known,
    /// It is to be kept.
    Coded(Box<Intake>),
}

/// Takes in what folders hold, without a word, for a record that lasts no longer than the program.
///
/// # Errors
/// When the record cannot be written.
pub(crate) fn fill(store: &mut Store, coder: &Coder, paths: &[PathBuf], program: &str) -> Result<()> {
    let inputs = Inputs::new(paths, Given::default()).flatten();
    let coded: Vec<Intake> = inputs.filter_map(|input| intake(coder, input, program).ok()).collect();
    let stamp = stamp("ingest", "dateline", "");
    store.change(&stamp, coder.books(), |change| {
        coded.iter().try_for_each(|one| change.take(one).map(drop))
    })?;
    Ok(())
}

fn code(coder: &Coder, input: Input, known: &Known, way: &Way) -> Result<Taken, Failure> {
    if known.holds(&key(&input), &input.page.bytes) {
        return Ok(Taken::Known);
    }
    Ok(Taken::Coded(Box::new(way.intake(coder, input)?)))
}

/// A page that is cleaned and no more: dated, with its headline and body, and without events.
fn uncoded(page: &Page) -> CodedReport {
    let (report, mut flaws) = dateline_page::clean(page);
    if !report.text.trim().is_empty() {
        flaws.push(Flaw::new("code", UNCODED));
    }
    CodedReport { report, flaws, ..CodedReport::default() }
}

/// What is said of a report that was taken in with `--no-coding`.
pub(super) const UNCODED: &str =
    "The report was kept without being coded: `dateline recode --uncoded --accept` codes it.";

/// Codes an input, ready to be kept.
///
/// # Errors
/// When there is nothing in it, or the coder stumbled.
pub(crate) fn intake(coder: &Coder, input: Input, program: &str) -> Result<Intake, Failure> {
    made(input, program, |page| coder.code(page))
}

/// Makes of an input what is kept.
fn made(input: Input, program: &str, code: impl Fn(&Page) -> CodedReport) -> Result<Intake, Failure> {
    let key = key(&input);
    let Input { name, page, notes, .. } = input;
    let work = || {
        let mut coded = code(&page);
        coded.flaws.splice(0..0, notes);
        if coded.report.text.trim().is_empty() {
            return Err(coding::nothing_in(&coded));
        }
        Ok((contract::object(&coded), coded.report.url))
    };
    let done = guarded(work).map_err(coding::stumbled).and_then(|done| done);
    let (coded, url) = done.map_err(|what| Failure::new(name, what))?;
    let given = given(&page);
    let Page { id, bytes, .. } = page;
    Ok(Intake { key, name: id, bytes, given, url, coded, coder: program.to_string(), received: None })
}

/// What tells that a report is seen again: its address; its own id, with the outlet, since archives number theirs alike;
/// else its file.
fn key(input: &Input) -> Key {
    let page = &input.page;
    match (&page.url, &input.own, &page.outlet) {
        (Some(url), _, _) => Key::Address(url.clone()),
        (None, Some(own), Some(outlet)) => Key::Own(format!("{outlet}: {own}")),
        (None, Some(own), None) if own.parse::<u64>().is_err() => Key::Own(own.clone()),
        _ => {
            let path = std::path::absolute(Path::new(&input.name)).unwrap_or_default();
            Key::Path(path.to_string_lossy().into_owned())
        }
    }
}

/// What came with a page, as the store keeps it.
fn given(page: &Page) -> dateline_store::Given {
    dateline_store::Given {
        format: page.format.as_str().to_string(),
        charset: page.charset.clone(),
        keep_text: page.keep_text,
        url: page.url.clone(),
        title: page.title.clone(),
        outlet: page.outlet.clone(),
        published: page.published,
        language: page.language.clone(),
    }
}

/// Writes what comes, many reports in one change.
struct Keeper<'s> {
    store: &'s mut Store,
    coder: &'s Coder,
    progress: Progress,
    trail: Trail,
    /// Inputs that were handed in.
    taken: usize,
    waiting: Vec<Intake>,
    /// Reports that the next change takes.
    room: usize,
    since: Instant,
    summary: Summary,
    broken: Option<dateline_store::Error>,
}

impl<'s> Keeper<'s> {
    fn new(store: &'s mut Store, coder: &'s Coder, progress: Progress, trail: Trail) -> Keeper<'s> {
        let (waiting, since, summary) = (Vec::new(), Instant::now(), Summary::default());
        Keeper { store, coder, progress, trail, taken: 0, waiting, room: FIRST, since, summary, broken: None }
    }

    fn keep(&mut self, done: Result<Taken, Failure>) -> ControlFlow<()> {
        self.taken += 1;
        match done {
            Ok(Taken::Known) => self.summary.known += 1,
            Ok(Taken::Coded(intake)) => self.waiting.push(*intake),
            Err(failure) => {
                self.summary.failed += 1;
                self.progress.around(|| coding::name_failure(&failure));
            }
        }
        if self.waiting.len() < self.room && self.since.elapsed() < PATIENCE {
            return ControlFlow::Continue(());
        }
        self.confirm()
    }

    /// Writes what waits, as one change.
    fn confirm(&mut self) -> ControlFlow<()> {
        match self.write().and_then(|()| self.remember()) {
            Ok(()) => {
                self.since = Instant::now();
                let Summary { new, known, changed, removed, failed } = self.summary;
                self.progress.coded(new + known + changed + removed + failed);
                ControlFlow::Continue(())
            }
            Err(error) => {
                self.broken = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    fn write(&mut self) -> dateline_store::Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        if waiting.is_empty() {
            return Ok(());
        }
        let stamp = stamp("ingest", "dateline", "");
        let mut begun = Instant::now();
        let outcomes = self.store.change(&stamp, self.coder.books(), |change| {
            // What was waited for others does not count.
            begun = Instant::now();
            waiting.iter().map(|intake| change.take(intake)).collect::<dateline_store::Result<Vec<_>>>()
        })?;
        self.room = room(waiting.len(), begun.elapsed());
        for outcome in outcomes {
            match outcome {
                Outcome::New => self.summary.new += 1,
                Outcome::Known => self.summary.known += 1,
                Outcome::Changed => self.summary.changed += 1,
                Outcome::Removed => self.summary.removed += 1,
            }
        }
        Ok(())
    }

    /// Remembers how far archives were read, now that all reports up to there are kept.
    fn remember(&mut self) -> dateline_store::Result<()> {
        for (path, mark) in self.trail.upto(self.taken) {
            // A file that is gone by now is not gone on with.
            if let Ok((file, far)) = input::how_far(&path, mark) {
                self.store.remember_how_far(&file, &far)?;
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<ExitCode> {
        if self.broken.is_none() {
            let _ = self.confirm();
        }
        self.progress.clear();
        self.say();
        match self.broken {
            Some(error) => Err(error.into()),
            None if self.summary.failed > 0 => Ok(ExitCode::FAILURE),
            None => Ok(ExitCode::SUCCESS),
        }
    }

    fn say(&self) {
        let Summary { new, known, changed, removed, failed } = self.summary;
        let mut line = format!("{new} new, {known} known, {changed} changed, {failed} failed");
        if removed > 0 {
            line += &format!(", {removed} left out because they were removed");
        }
        let (revisits, resumed) = self.trail.told();
        if revisits > 0 {
            line += &format!(", {revisits} records of pages that were as before");
        }
        if resumed > 0 {
            let archives = several(resumed, "archive");
            line += &format!(
                ". {archives} read on from where an earlier run came to; --from-start reads all again"
            );
        }
        println!("{line}.");
    }
}

/// How many reports the next change takes, when one of so many took so long.
fn room(reports: usize, took: Duration) -> usize {
    let fits = HOLD.as_secs_f64() / took.as_secs_f64().max(1e-6) * reports as f64;
    // Not all at once: one change that had to wait for the disk says little of the next.
    (fits as usize).clamp(reports / 4, reports * 2).clamp(1, BATCH)
}

/// What the record says coded a report: this version, and what weighed its decisions.
pub(crate) fn program(reader: Decider) -> String {
    format!("{} {}", env!("CARGO_PKG_VERSION"), reader.name())
}

/// The stamp of a change made now.
pub(crate) fn stamp(what: &'static str, who: &str, why: &str) -> Stamp {
    Stamp { at: now(), who: who.to_string(), what, why: why.to_string() }
}

/// The time in the form that the store compares.
pub(crate) fn now() -> String {
    format!("{:.3}", jiff::Timestamp::now())
}
