//! What the Python package asks of the program: the words of a command in, values instead of text out. What a word means is
//! said once, by the command line.

use crate::Coder;
use crate::args::{Args, CodeArgs, Command};
use crate::books::{self, Own};
use crate::coding::{limits, size};
use crate::input::{Given, Inputs, json};
use crate::pool::in_order;
use crate::record::{args, ingest, judge};
use anyhow::{Error, Result, anyhow, bail};
use clap::Parser;
use dateline_code::Books;
use dateline_code::problem::Problem;
use dateline_store::{Intake, Listed, Outcome, ReportFilter, Store};
use dateline_terms::{Format, Incident, Judgement, Page};
use serde_json::Value;
use std::ops::ControlFlow;
use std::path::PathBuf;

pub use crate::input::{Failure, Input};

/// Reads the words of a command, as a shell hands them over.
fn command(name: &str, words: &[String]) -> Result<Command> {
    let all = ["dateline", name].into_iter().map(str::to_string).chain(words.iter().cloned());
    Args::try_parse_from(all).map(|args| args.command).map_err(|error| {
        let text = error.to_string();
        let said = text.strip_prefix("error: ").unwrap_or(&text);
        // The rest is of use to those who sit at a terminal.
        let end = said.find("\n\nUsage:").or_else(|| said.find("\n\nFor more")).unwrap_or(said.len());
        anyhow!("{}", said.get(..end).unwrap_or(said).trim_end())
    })
}

fn problems(all: &[Problem]) -> Error {
    anyhow!("{}", all.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

/// Codes pages as one set of words asks for it.
pub struct Coding {
    coder: Coder,
    program: String,
    jobs: usize,
    given: Given,
    paths: Vec<PathBuf>,
}

impl Coding {
    /// As the words of `dateline code` ask for it, among them the paths.
    ///
    /// # Errors
    /// When a word is wrong, or a book of the user's own is.
    pub fn new(words: &[String]) -> Result<Coding> {
        let Command::Code(args) = command("code", words)? else { bail!("these are no words of `code`") };
        let books = books::open(&args.own).map_err(|all| problems(&all))?;
        let coder = Coder::with(books).decided_by(args.reader);
        let jobs = args.jobs();
        let CodeArgs { paths, published, outlet, columns, reader, .. } = args;
        let given = Given { published, outlet, columns };
        Ok(Coding { coder, program: ingest::program(reader), jobs, given, paths })
    }

    /// The books that it looks things up in.
    pub fn books(&self) -> &Books<'static> {
        self.coder.books()
    }

    /// The pages of the paths, lazily, and what cannot be read in its place.
    pub fn pages(&self) -> impl Iterator<Item = Result<Input, Failure>> + Send + use<> {
        Inputs::new(&self.paths, self.given.clone())
    }

    /// Codes one page.
    ///
    /// # Errors
    /// When there is no text on it, or the coder stumbled; the others go on.
    pub fn code(&self, input: Input) -> Result<Intake, Failure> {
        ingest::intake(&self.coder, input, &self.program)
    }

    /// Codes pages on threads, and hands on in their order what `make` makes of each, until `each` breaks.
    pub fn code_all<R: Send>(
        &self,
        pages: impl Iterator<Item = Result<Input, Failure>> + Send,
        make: impl Fn(Intake) -> R + Sync,
        each: impl FnMut(Result<R, Failure>) -> ControlFlow<()>,
    ) {
        in_order(
            limits(self.jobs),
            pages,
            size,
            |page| page.and_then(|page| self.code(page)).map(&make),
            each,
        );
    }
}

/// The page of an object with the fields that a line of `.jsonl` may have; `name` stands for its file and line.
///
/// # Errors
/// When it has neither text nor HTML.
pub fn described(object: Value, name: &str) -> Result<Input, Failure> {
    json::object(object, name.to_string(), name)
}

/// The page of a text, which is kept as it is.
///
/// # Errors
/// When it is no text that can be read.
pub fn text(text: String, name: &str) -> Result<Input, Failure> {
    let mut input = bytes(text.into_bytes(), Format::Text, name)?;
    input.page.keep_text = true;
    Ok(input)
}

/// The page of some bytes.
///
/// # Errors
/// When they are no page.
pub fn bytes(bytes: Vec<u8>, format: Format, name: &str) -> Result<Input, Failure> {
    if bytes.len() > crate::input::PAGE_LIMIT {
        let most = crate::input::PAGE_LIMIT >> 20;
        let what =
            format!("It is over {most} MB, more than one report can have: split it into single pages.");
        return Err(Failure::new(name, what));
    }
    if let Some(why) = dateline_page::refuse(&bytes) {
        return Err(Failure::new(name, why));
    }
    Ok(Input { name: name.to_string(), page: Page::new(name, bytes, format), own: None, notes: Vec::new() })
}

/// A record, asked time and again.
pub struct Asked {
    own: Own,
    db: PathBuf,
    books: Books<'static>,
    /// The last row of the books that people wrote for it.
    edit: i64,
}

/// What became of reports that were handed to a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// They are new.
    pub new: usize,
    /// They were there.
    pub known: usize,
    /// They are new versions of ones that were there.
    pub changed: usize,
    /// They were removed lawfully before.
    pub removed: usize,
}

/// Reports in one change at most.
const BATCH: usize = 200;

impl Asked {
    /// The record that the words of `dateline incidents` name; made where `make` asks for it and there is none.
    ///
    /// # Errors
    /// When there is none, it cannot be read, or a word is wrong.
    pub fn open(words: &[String], make: bool) -> Result<Asked> {
        let args::ListArgs { record, own, .. } = list(words)?;
        let store = if make { Store::open(&record.db)? } else { Store::read(&record.db)? };
        let edit = store.last_edit()?;
        let (books, _) = books::open_for(&own, &record.db).map_err(|all| problems(&all))?;
        Ok(Asked { own, db: record.db, books, edit })
    }

    fn store(&self) -> Result<Store> {
        Ok(Store::read(&self.db)?)
    }

    /// The books, with the rows that people wrote for the record until now.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn books(&mut self) -> Result<Books<'static>> {
        let edit = self.store()?.last_edit()?;
        if edit != self.edit {
            (self.books, _) = books::open_for(&self.own, &self.db).map_err(|all| problems(&all))?;
            self.edit = edit;
        }
        Ok(self.books)
    }

    /// Hands on the incidents that the words of `dateline incidents` ask for, with or without the claims under them.
    ///
    /// # Errors
    /// Those of `each`; when a word is wrong, or the record cannot be read.
    pub fn incidents(
        &mut self,
        words: &[String],
        entries: bool,
        each: &mut dyn FnMut(Incident) -> dateline_store::Result<()>,
    ) -> Result<()> {
        let args = list(words)?;
        let books = self.books()?;
        let (filter, look) = (args.filters.filter(&books)?, args.looks.look(entries));
        Ok(self.store()?.snapshot(|store| store.incidents(&filter, args.sort.sort(), &look, &books, each))?)
    }

    /// The stated sums that the words of `dateline tally` ask for, as its `--json` prints them.
    ///
    /// # Errors
    /// When a word is wrong, or the record cannot be read.
    pub fn tallies(&mut self, words: &[String]) -> Result<Vec<Value>> {
        let Command::Tally(args) = command("tally", words)? else { bail!("these are no words of `tally`") };
        let (books, store) = (self.books()?, self.store()?);
        args.check()?;
        let look = args.looks.look(false);
        Ok(store.snapshot(|store| Ok(store.sums(&args.filter(), &look, &books)?.told()))?)
    }

    /// Hands on the reports that the record holds now, page by page.
    ///
    /// # Errors
    /// Those of `each`, and when the record cannot be read.
    pub fn reports(&self, each: &mut dyn FnMut(&Listed)) -> Result<()> {
        let store = self.store()?;
        let mut after = None;
        loop {
            let page = store.report_page(&ReportFilter::default(), after.as_deref(), 1000)?;
            page.items.iter().for_each(&mut *each);
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }

    /// Judges as the words of `dateline judge` say. Gives what was written.
    ///
    /// # Errors
    /// When a word is wrong, or the record lacks what is named or cannot be written.
    pub fn judge(&mut self, words: &[String]) -> Result<Vec<Judgement>> {
        let Command::Judge { task } = command("judge", words)? else {
            bail!("these are no words of `judge`")
        };
        let books = self.books()?;
        Ok(judge::written(&task, &books)?.0)
    }

    /// The groups that the record's claims and judgements come to when all are fused anew: lists of claim ids. Nothing is
    /// written.
    ///
    /// # Errors
    /// When the record cannot be opened for writing, which keeps others from it meanwhile.
    pub fn groups(&mut self) -> Result<Vec<Vec<String>>> {
        let books = self.books()?;
        let stamp = ingest::stamp("fuse", "dateline", "");
        Ok(Store::open(&self.db)?.change(&stamp, &books, |change| change.groups())?)
    }

    /// Takes coded reports in, many in one change.
    ///
    /// # Errors
    /// When the record cannot be written; what was confirmed before stays.
    pub fn take(&mut self, reports: impl Iterator<Item = Intake>) -> Result<Taken> {
        let books = self.books()?;
        let mut store = Store::open(&self.db)?;
        let mut taken = Taken::default();
        let mut reports = reports.peekable();
        while reports.peek().is_some() {
            let stamp = ingest::stamp("ingest", "dateline", "");
            let outcomes = store.change(&stamp, &books, |change| {
                reports.by_ref().take(BATCH).map(|one| change.take(&one)).collect::<Result<Vec<_>, _>>()
            })?;
            for outcome in outcomes {
                match outcome {
                    Outcome::New => taken.new += 1,
                    Outcome::Known => taken.known += 1,
                    Outcome::Changed => taken.changed += 1,
                    Outcome::Removed => taken.removed += 1,
                }
            }
        }
        Ok(taken)
    }
}

fn list(words: &[String]) -> Result<args::ListArgs> {
    match command("incidents", words)? {
        Command::Incidents(args) => Ok(*args),
        _ => bail!("these are no words of `incidents`"),
    }
}
