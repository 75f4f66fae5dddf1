//! Table of contents: what each command does, in order.

use crate::args::{Args, CodeArgs, Command};
use crate::{Coder, coding, scoring};
use anyhow::Result;
use clap::Parser;
use std::io::ErrorKind;
use std::process::ExitCode;

/// Wrong use of the program.
const WRONG_USE: u8 = 2;

/// Runs the program on the arguments that it was started with. 0: all done; 1: some of it failed, and
/// standard error says what; 2: it was used wrongly.
pub fn main() -> ExitCode {
    let done = match Args::parse().command {
        Command::Code(args) => code(&args),
        Command::Eval(args) => scoring::run(&args).map(|()| ExitCode::SUCCESS),
    };
    done.unwrap_or_else(|error| {
        let pipe = error.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == ErrorKind::BrokenPipe);
        if pipe {
            return ExitCode::SUCCESS;
        }
        eprintln!("dateline: {error:#}");
        ExitCode::FAILURE
    })
}

fn code(args: &CodeArgs) -> Result<ExitCode> {
    if coding::nothing_to_read(args) {
        eprintln!("dateline: Name the files or folders to code, such as `dateline code examples/reports`.");
        return Ok(ExitCode::from(WRONG_USE));
    }
    let coder = Coder::new();
    Ok(coding::run(args, &coder)?)
}
