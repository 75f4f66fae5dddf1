//! Table of contents: what each command does, in order.

use crate::args::{Args, CodeArgs, Command, GazetteerTask};
use crate::books::Own;
use crate::record::args::Db;
use crate::{Coder, admission, backup, coding, lookup, record, scoring, serving, watching};
use anyhow::Result;
use clap::{CommandFactory, Parser};
use dateline_code::Books;
use dateline_code::problem::Problem;
use std::ffi::OsString;
use std::io::ErrorKind;
use std::process::ExitCode;

/// Wrong use of the program.
const WRONG_USE: u8 = 2;

/// Runs the program on the arguments that it was started with. 0: all done; 1: some of it failed, and
/// standard error says what; 2: it was used wrongly.
pub fn main() -> ExitCode {
    main_with(std::env::args_os())
}

/// The same with other arguments, the first of which names the program.
pub fn main_with(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let done = match Args::parse_from(arguments).command {
        Command::Code(args) => code(&args),
        Command::Ingest(args) => match open_for(&args.own, &args.record) {
            Ok(books) => record::ingest::run(&args, Coder::with(books).decided_by(args.reader)),
            Err(wrong) => Ok(wrong),
        },
        Command::Watch(args) => match open_for(&args.own, &args.record) {
            Ok(books) => watching::run(&args, Coder::with(books).decided_by(args.reader)),
            Err(wrong) => Ok(wrong),
        },
        Command::Sources(args) => watching::sources(&args).map(|()| ExitCode::SUCCESS),
        Command::Incidents(args) => {
            with_record(&args.own, &args.record, |books| record::list::run(&args, books))
        }
        Command::Show(args) => with_record(&args.own, &args.record, |books| record::show::run(&args, books)),
        Command::Judge { task } => {
            with_record(&task.judge().own, &task.judge().record, |books| record::judge::run(&task, books))
        }
        Command::Log(args) => record::log::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Diff(args) => record::diff::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Alerts(args) => match open_for(&args.own, &args.record) {
            Ok(books) => record::alerts::run(&args, &books),
            Err(wrong) => Ok(wrong),
        },
        Command::Coverage(args) => record::coverage::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Tally(args) => {
            with_record(&args.own, &args.record, |books| record::tally::run(&args, books))
        }
        Command::Export(args) => {
            with_record(&args.own, &args.record, |books| record::export::run(&args, books))
        }
        Command::Import(args) => record::foreign::import(&args),
        Command::Compare(args) => match open_for(&args.own, &args.record) {
            Ok(books) => record::foreign::against(&args, &books),
            Err(wrong) => Ok(wrong),
        },
        Command::Sql(args) => record::sql::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Recode(args) => match open_for(&args.own, &args.record) {
            Ok(books) => record::recode::run(&args, &Coder::with(books).decided_by(args.reader)),
            Err(wrong) => Ok(wrong),
        },
        Command::Merge(args) => {
            with_record(&args.own, &args.record, |books| record::merge::run(&args, books))
        }
        Command::Remove(args) => {
            with_record(&args.own, &args.record, |books| record::remove::run(&args, books))
        }
        Command::Verify(args) => record::verify::run(&args),
        Command::Backup(args) => backup::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Restore(args) => backup::restore(&args).map(|()| ExitCode::SUCCESS),
        Command::Serve(args) => match open(&args.own) {
            Ok(books) => serving::run(&args, books).map(|()| ExitCode::SUCCESS),
            Err(wrong) => Ok(wrong),
        },
        Command::User { task } => admission::run(&task).map(|()| ExitCode::SUCCESS),
        Command::Eval(args) => {
            with(&args.own, |books| scoring::run(&args, &Coder::with(*books).decided_by(args.reader)))
        }
        Command::Codebook { event_type, own } => {
            with(&own, |books| lookup::codebook(books, event_type.as_deref()))
        }
        Command::Place { name, own } => with(&own, |books| lookup::place(books, &name.join(" "))),
        Command::Actor { name, own } => with(&own, |books| lookup::actor(books, &name.join(" "))),
        Command::Gazetteer { task: GazetteerTask::Import { file } } => {
            lookup::import(&file).map(|()| ExitCode::SUCCESS)
        }
    };
    done.unwrap_or_else(|error| {
        let closed = |cause: &(dyn std::error::Error + 'static)| {
            cause.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == ErrorKind::BrokenPipe)
        };
        if error.chain().any(closed) {
            return ExitCode::SUCCESS;
        }
        // Those say all there is to say; of others the causes belong to the message.
        let whole = error.is::<dateline_store::Error>()
            || error.is::<dateline_export::Error>()
            || error.is::<dateline_intake::Error>()
            || error.is::<dateline_serve::desk::Error>();
        if whole {
            eprintln!("dateline: {error}");
        } else {
            eprintln!("dateline: {error:#}");
        }
        ExitCode::FAILURE
    })
}

/// The program's arguments, as manual pages and completions are made from.
pub fn arguments() -> clap::Command {
    Args::command()
}

fn code(args: &CodeArgs) -> Result<ExitCode> {
    if coding::nothing_to_read(args) {
        eprintln!("dateline: Name the files or folders to code, such as `dateline code examples/reports`.");
        return Ok(ExitCode::from(WRONG_USE));
    }
    match open(&args.own) {
        Ok(books) => Ok(coding::run(args, &Coder::with(books).decided_by(args.reader))?),
        Err(wrong) => Ok(wrong),
    }
}

/// Does something with the books, the user's own laid over ours.
fn with(own: &Own, work: impl FnOnce(&Books<'static>) -> Result<()>) -> Result<ExitCode> {
    match open(own) {
        Ok(books) => work(&books).map(|()| ExitCode::SUCCESS),
        Err(wrong) => Ok(wrong),
    }
}

/// Does something with a record and the books, what people wrote for it laid over them.
fn with_record(own: &Own, record: &Db, work: impl FnOnce(&Books<'static>) -> Result<()>) -> Result<ExitCode> {
    match open_for(own, record) {
        Ok(books) => work(&books).map(|()| ExitCode::SUCCESS),
        Err(wrong) => Ok(wrong),
    }
}

/// Opens the books for a record; names what is wrong with them, and with the record's edits.
fn open_for(own: &Own, record: &Db) -> Result<Books<'static>, ExitCode> {
    let (books, problems) = crate::books::open_for(own, &record.db).map_err(wrong)?;
    for problem in problems {
        eprintln!("dateline: Left out of the record's edits: {problem}");
    }
    Ok(books)
}

/// Opens the books; where the user's own have problems, names all of them.
fn open(own: &Own) -> Result<Books<'static>, ExitCode> {
    crate::books::open(own).map_err(wrong)
}

/// Names all problems of the user's own books.
fn wrong(problems: Vec<Problem>) -> ExitCode {
    for problem in problems {
        eprintln!("dateline: {problem}");
    }
    ExitCode::from(WRONG_USE)
}
