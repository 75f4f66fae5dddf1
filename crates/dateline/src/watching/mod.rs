//! The commands `watch` and `sources`: feeds, sites and folders whose reports are taken in as they appear.

mod sources;

pub(crate) use sources::{SourcesArgs, run as sources};

use crate::books::Own;
use crate::input::{self, Given, Input, Inputs};
use crate::record::args::Db;
use crate::record::ingest;
use crate::{Coder, Decider};
use anyhow::Result;
use dateline_intake::Exchange;
use dateline_intake::archive::{self, Archive};
use dateline_intake::watch::{
    self, Coding, Evidence, Register, Settings, Sources, Stop, Summary, asked_to_end,
};
use dateline_store::{Intake, Outcome, Store};
use dateline_terms::Page;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The file that says what is watched, where none is named.
const SOURCES: &str = "sources.toml";

/// What to watch, and how.
#[derive(clap::Args, Debug)]
pub(crate) struct WatchArgs {
    #[command(flatten)]
    pub record: Db,
    /// The file that says what is watched [default: sources.toml, where there is one]
    #[arg(long, value_name = "FILE")]
    pub sources: Option<PathBuf>,
    /// End when each source was asked and what they list is fetched, but for what has to be tried again later
    #[arg(long)]
    pub once: bool,
    /// Let all sources, and what they lead to, be of this machine and its own network
    #[arg(long)]
    pub allow_private: bool,
    /// Hosts to ask at once; each is asked for one thing at a time
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub hosts: u16,
    /// Threads to code on [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
    /// What weighs the decisions
    #[arg(long, value_enum, default_value_t)]
    pub reader: Decider,
    #[command(flatten)]
    pub own: Own,
}

/// Watches until the program is asked to end, or once round.
///
/// # Errors
/// When the sources are not as they should be, or the record cannot be written.
pub(crate) fn run(args: &WatchArgs, coder: Coder) -> Result<ExitCode> {
    let register = Register::open(&args.record.db)?;
    let contact = follow(&register, args.sources.as_deref())?;
    let all = register.health(jiff::Timestamp::now().as_millisecond())?;
    if all.is_empty() {
        anyhow::bail!(
            "There is nothing to watch: write a sources.toml (docs/intake.md shows how), or add a source with \
             `dateline sources add`."
        );
    }
    let threads = || std::thread::available_parallelism().map_or(1, usize::from);
    let settings = Settings {
        at_once: usize::from(args.hosts),
        jobs: args.jobs.map_or_else(threads, usize::from),
        allow_private: args.allow_private,
        once: args.once,
        say: |line| eprintln!("dateline: {line}"),
        ..Settings::new(args.record.db.clone()).reachable_at(contact.as_deref())
    };
    let stop = Stop::default();
    asked_to_end(stop.clone());
    let own = all.iter().filter(|source| source.origin != "part").count();
    println!(
        "{own} {} watched for {}.",
        if own == 1 { "source is" } else { "sources are" },
        args.record.db.display()
    );
    let evidence = Arc::new(Kept(Mutex::new(Archive::open(&archive::folder(&args.record.db))?)));
    let codes = Codes { program: ingest::program(args.reader), coder };
    let Summary { taken, same, refused, failed } = watch::run(&settings, &codes, Some(evidence), &stop)?;
    println!("{taken} taken in, {same} known under another address, {refused} no reports, {failed} failed.");
    Ok(ExitCode::SUCCESS)
}

/// Takes over what the file says; gives where its user can be reached.
fn follow(register: &Register, named: Option<&Path>) -> Result<Option<String>> {
    let usual = Path::new(SOURCES);
    let Some(path) = named.or_else(|| usual.exists().then_some(usual)) else { return Ok(None) };
    let sources = Sources::open(path)?;
    register.follow(&sources.source)?;
    Ok(sources.contact)
}

/// The evidence archive beside the record.
struct Kept(Mutex<Archive>);

impl Kept {
    fn archive(&self) -> MutexGuard<'_, Archive> {
        // A panic leaves the archive as it is on the disk, which is read anew where it has changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Evidence for Kept {
    fn keep(&self, exchange: &Exchange) -> Result<(), String> {
        self.archive().keep(exchange).map_err(|error| error.to_string())
    }

    fn sync(&self) -> Result<(), String> {
        self.archive().sync().map_err(|error| error.to_string())
    }
}

/// Codes what was fetched, and keeps it.
struct Codes {
    coder: Coder,
    program: String,
}

impl Coding for Codes {
    fn page(&self, page: Page) -> Result<Intake, String> {
        let input = Input { name: page.id.clone(), page, own: None, notes: Vec::new() };
        ingest::intake(&self.coder, input, &self.program).map_err(|failure| failure.what)
    }

    fn reads(&self, path: &Path) -> bool {
        input::is_of_reports(path)
    }

    fn file(
        &self,
        path: &Path,
        outlet: Option<&str>,
        each: &mut dyn FnMut(Result<Intake, String>) -> ControlFlow<()>,
    ) {
        let given = Given { outlet: outlet.map(str::to_string), ..Given::default() };
        for input in Inputs::new(&[path.to_path_buf()], given) {
            let coded = input.and_then(|input| ingest::intake(&self.coder, input, &self.program));
            let named = coded.map_err(|failure| format!("{}: {}", failure.name, failure.what));
            if each(named).is_break() {
                return;
            }
        }
    }

    fn keep(&self, store: &mut Store, intakes: &[Intake]) -> dateline_store::Result<Vec<Outcome>> {
        let stamp = ingest::stamp("ingest", "dateline", "");
        store
            .change(&stamp, self.coder.books(), |change| intakes.iter().map(|one| change.take(one)).collect())
    }
}
