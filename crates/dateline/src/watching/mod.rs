//! The commands `watch` and `sources`: feeds, sites and folders whose reports are taken in as they appear.

mod evidence;
pub(crate) mod lists;
mod sources;

use evidence::Kept;
pub(crate) use sources::{SourcesArgs, run as sources};

use crate::books::Own;
use crate::input::{self, Given, Input, Inputs};
use crate::record::args::Db;
use crate::record::ingest::{self, Way};
use crate::show::words::several;
use crate::{Coder, Decider};
use anyhow::Result;
use dateline_intake::watch::{self, Coding, Register, Settings, Sources, Stop, Summary, stop_when_asked};
use dateline_store::{Intake, Outcome, Store};
use dateline_terms::Page;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

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
    /// Fetch the pictures of reports too, with their captions, and keep them as evidence
    #[arg(long)]
    pub media: bool,
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
        media: args.media,
        once: args.once,
        say,
        ..Settings::new(args.record.db.clone()).reachable_at(contact.as_deref())
    };
    let stop = Stop::default();
    stop_when_asked(stop.clone());
    let own = all.iter().filter(|source| source.origin != "part").count();
    println!(
        "{own} {} watched for {}.",
        if own == 1 { "source is" } else { "sources are" },
        args.record.db.display()
    );
    let coder = Arc::new(coder);
    let way = Way::Coded(ingest::program(args.reader));
    let codes = Codes { way, coder: move || Arc::clone(&coder) };
    let Summary { taken, same, refused, failed, pictures } =
        watch::run(&settings, &codes, Some(Kept::beside(&args.record.db)?), &stop)?;
    let pictures = match pictures {
        0 => String::new(),
        n => format!(" {} kept.", several(n, "picture")),
    };
    println!(
        "{taken} taken in, {same} known under another address, {refused} no reports, {failed} failed.{pictures}"
    );
    Ok(ExitCode::SUCCESS)
}

/// Where the operator can be reached, as far as a file can be read that says so.
pub(crate) fn contact(named: Option<&Path>) -> Option<String> {
    Sources::open(named.unwrap_or(Path::new(SOURCES))).ok()?.contact
}

/// Takes over what the file says; gives where its user can be reached.
fn follow(register: &Register, named: Option<&Path>) -> Result<Option<String>> {
    let usual = Path::new(SOURCES);
    let Some(path) = named.or_else(|| usual.exists().then_some(usual)) else { return Ok(None) };
    let sources = Sources::open(path)?;
    register.follow(&sources.source)?;
    Ok(sources.contact)
}

/// Watching beside the server, on threads of its own.
pub(crate) struct Beside {
    stop: Stop,
    thread: JoinHandle<dateline_intake::Result<Summary>>,
}

impl Beside {
    /// Begins to watch for the record that is served, coding as the server does at the time.
    ///
    /// # Errors
    /// When the sources are not as they should be, or nothing can be written beside the record.
    pub fn begin(
        record: &Path,
        sources: Option<&Path>,
        coder: impl Fn() -> Arc<Coder> + Send + Sync + 'static,
        program: &str,
        media: bool,
    ) -> Result<Beside> {
        let contact = follow(&Register::open(record)?, sources)?;
        let settings =
            Settings { say, media, ..Settings::new(record.to_path_buf()).reachable_at(contact.as_deref()) };
        let codes = Codes { way: Way::Coded(program.to_string()), coder };
        let evidence = Kept::beside(record)?;
        let stop = Stop::default();
        let own = stop.clone();
        let thread = thread::spawn(move || {
            let done = watch::run(&settings, &codes, Some(evidence), &own);
            // The server goes on: what it shows is what was taken in until then.
            done.inspect_err(|error| say(&format!("Nothing is watched any more: {error}")))
        });
        Ok(Beside { stop, thread })
    }

    /// Ends it in good order.
    ///
    /// # Errors
    /// Why it ended early, if it did.
    pub fn end(self) -> Result<()> {
        self.stop.stop();
        let done =
            self.thread.join().map_err(|_| anyhow::anyhow!("Watching broke off: please report it."))?;
        Ok(done.map(drop)?)
    }
}

/// Tells the operator of something.
fn say(line: &str) {
    eprintln!("dateline: {line}");
}

/// Codes what was fetched, and keeps it.
struct Codes<C> {
    /// What codes now: the server's changes when somebody edits its books.
    coder: C,
    way: Way,
}

impl<C: Fn() -> Arc<Coder> + Send + Sync> Coding for Codes<C> {
    fn page(&self, page: Page) -> Result<Intake, String> {
        let input = Input { name: page.id.clone(), page, own: None, notes: Vec::new() };
        self.way.intake(&(self.coder)(), input).map_err(|failure| failure.what)
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
        let coder = (self.coder)();
        for input in Inputs::new(&[path.to_path_buf()], given) {
            let coded = input.and_then(|input| self.way.intake(&coder, input));
            let named = coded.map_err(|failure| format!("{}: {}", failure.name, failure.what));
            if each(named).is_break() {
                return;
            }
        }
    }

    fn keep(&self, store: &mut Store, intakes: &[Intake]) -> dateline_store::Result<Vec<Outcome>> {
        let stamp = ingest::stamp("ingest", "dateline", "");
        store.change(&stamp, (self.coder)().books(), |change| {
            intakes.iter().map(|one| change.take(one)).collect()
        })
    }
}
