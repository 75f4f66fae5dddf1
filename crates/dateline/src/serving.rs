//! The command `serve`: the workbench, over a record or over our example reports.

use crate::admission::{self, AccessArgs};
use crate::books::{self, Own};
use crate::input::{self, Failure, Input};
use crate::record::args::Db;
use crate::record::ingest;
use crate::watching::{Beside, contact};
use crate::{Coder, Decider};
use anyhow::{Context, Result};
use dateline_code::Books;
use dateline_serve::{Access, Coding, Given, Record, Refused, Settings, Workbench};
use dateline_store::{Edit, Intake, Store};
use rust_embed::RustEmbed;
use std::fs;
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use tempfile::TempDir;
use tracing_subscriber::filter::LevelFilter as Level;

/// What to serve, and where.
#[derive(clap::Args, Debug)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub record: Db,
    /// Where to listen; port 0 takes one that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8321")]
    pub listen: SocketAddr,
    /// Serve a record of our example reports, gone when the server ends
    #[arg(long, conflicts_with = "db")]
    pub demo: bool,
    /// Watch sources too, as `dateline watch` does
    #[arg(long, conflicts_with = "demo")]
    pub watch: bool,
    /// The file that says what is watched [default: sources.toml, where there is one]
    #[arg(long, value_name = "FILE", requires = "watch")]
    pub sources: Option<PathBuf>,
    /// Fetch the pictures of the reports that are watched for too, and keep them as evidence
    #[arg(long, requires = "watch")]
    pub media: bool,
    /// What weighs the decisions where reports are added
    #[arg(long, value_enum, default_value_t)]
    pub reader: Decider,
    #[command(flatten)]
    pub access: AccessArgs,
    /// What goes to standard error: failures alone (error), what an operator should know (warn), every request (info)
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t)]
    pub log: LogLevel,
    /// Write the log as JSON, one object a line
    #[arg(long)]
    pub log_json: bool,
    #[command(flatten)]
    pub own: Own,
}

/// How much the log tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum LogLevel {
    /// Failures
    Error,
    /// And what an operator should know
    #[default]
    Warn,
    /// And every request
    Info,
    /// And what those who work on Dateline look for
    Debug,
}

/// Sends the log to standard error.
fn log(args: &ServeArgs) {
    let level = match args.log {
        LogLevel::Error => Level::ERROR,
        LogLevel::Warn => Level::WARN,
        LogLevel::Info => Level::INFO,
        LogLevel::Debug => Level::DEBUG,
    };
    let lines =
        tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr).with_target(false);
    // One log is enough: where there is one already, it stays.
    let _ = match args.log_json {
        true => lines.json().flatten_event(true).try_init(),
        false => lines.with_ansi(std::io::stderr().is_terminal()).try_init(),
    };
}

/// Serves until it is asked to end.
///
/// # Errors
/// When the record cannot be read, or the address not be had.
pub(crate) fn run(args: &ServeArgs, books: Books<'static>) -> Result<()> {
    log(args);
    let coding = Arc::new(Codes::new(args, books));
    // Kept until the end: the demo's record goes with it.
    let (_demo, path) = match args.demo {
        true => demo(&coding).map(|(folder, path)| (Some(folder), path))?,
        false => (None, args.record.db.clone()),
    };
    if !path.exists() {
        drop(Store::open(&path)?);
        println!("There was no record at {}: an empty one was made.", path.display());
    }
    let access = Access { contact: contact(args.sources.as_deref()), ..args.access.access(args.listen)? };
    let scheme = if access.tls.is_some() { "https" } else { "http" };
    let settings = Settings {
        record: Record::open(&path)?,
        books: coding.books,
        coding: coding.clone(),
        desk: admission::desk(&path)?,
        access,
    };
    let coders = Arc::clone(&coding);
    let (sources, program) = (args.sources.as_deref(), &coding.program);
    let begin = || Beside::begin(&path, sources, move || coders.coder(), program, args.media);
    let watching = args.watch.then(begin).transpose()?;
    let ready = |address: SocketAddr| println!("The workbench is at {scheme}://{address} (Ctrl-C ends it).");
    let served = dateline_serve::serve(Workbench::new(settings), args.listen, ready).with_context(|| {
        format!("The server cannot listen at {} (--listen names another address)", args.listen)
    });
    watching.map_or(Ok(()), Beside::end).and(served)
}

/// Codes what is handed in.
struct Codes {
    /// The books as they were opened, before any edit.
    books: Books<'static>,
    own: Own,
    reader: Decider,
    program: String,
    /// Copied out for as long as something is coded: an edit puts another in its place.
    coder: RwLock<Arc<Coder>>,
}

impl Codes {
    fn new(args: &ServeArgs, books: Books<'static>) -> Codes {
        let coder = Arc::new(Coder::with(books).decided_by(args.reader));
        let program = ingest::program(args.reader);
        Codes { books, own: args.own.clone(), reader: args.reader, program, coder: RwLock::new(coder) }
    }

    fn coder(&self) -> Arc<Coder> {
        Arc::clone(&self.coder.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Coding for Codes {
    fn code(&self, given: Given) -> Vec<Result<Intake, Refused>> {
        let coder = self.coder();
        let code = |input: Result<Input, Failure>| ingest::intake(&coder, input?, &self.program);
        let refused = |failure: Failure| Refused { name: failure.name, what: failure.what };
        input::handed(given).map(|input| code(input).map_err(refused)).collect()
    }

    fn edited(&self, edits: &[Edit]) -> Result<Books<'static>, String> {
        books::with_edits(self.books, &self.own, edits).map_err(|problems| {
            let said: Vec<String> = problems.into_iter().map(|problem| problem.what).collect();
            said.join(" ")
        })
    }

    fn edited_soundly(&self, edits: &[Edit]) -> (Books<'static>, Vec<String>) {
        let (books, problems) = books::with_sound_edits(self.books, &self.own, edits);
        (books, problems.iter().map(ToString::to_string).collect())
    }

    fn take_up(&self, books: Books<'static>) {
        let coder = Arc::new(Coder::with(books).decided_by(self.reader));
        *self.coder.write().unwrap_or_else(PoisonError::into_inner) = coder;
    }
}

/// Our example reports.
#[derive(RustEmbed)]
#[folder = "../../examples/reports"]
struct Examples;

/// A record of the example reports in a folder that goes when it is dropped.
fn demo(codes: &Codes) -> Result<(TempDir, PathBuf)> {
    let folder = tempfile::Builder::new().prefix("dateline-demo-").tempdir()?;
    let reports = folder.path().join("reports");
    fs::create_dir(&reports)?;
    write_examples(&reports)?;
    let path = folder.path().join("demo.db");
    ingest::fill(&mut Store::open(&path)?, &codes.coder(), &[reports], &codes.program)?;
    Ok((folder, path))
}

fn write_examples(folder: &Path) -> Result<()> {
    for name in Examples::iter() {
        if let Some(file) = Examples::get(&name) {
            fs::write(folder.join(name.as_ref()), file.data)?;
        }
    }
    Ok(())
}
