//! The command `code`: inputs in, coded reports out, in order.

use crate::args::CodeArgs;
use crate::guard::guarded;
use crate::input::{Failure, Given, Input, Inputs};
use crate::pool::{Limits, in_order};
use crate::progress::Progress;
use crate::show::{self, explain, table};
use crate::{CodedReport, Coder, contract};
use dateline_terms::Format;
use std::io::{ErrorKind, IsTerminal, Write};
use std::ops::ControlFlow;
use std::process::ExitCode;

/// Bytes of input that may be under way at once, so that less than 300 MB are resident whatever comes: plain text
/// takes eighty times its size while it is coded. A larger input waits until nothing else is under way.
const UNDER_WAY: usize = 2 << 20;
/// Bytes of inputs that are so large that they take turns.
pub(crate) const LARGE: usize = 128 << 10;

/// How much may be under way where reports are coded on so many threads.
pub(crate) fn limits(jobs: usize) -> Limits {
    Limits { jobs, ahead: 4 * jobs, bytes: UNDER_WAY, large: LARGE }
}

/// What an input counts for: its bytes, of HTML a quarter, since most of a page is no text.
pub(crate) fn size(input: &Result<Input, Failure>) -> usize {
    input.as_ref().map_or(0, |input| match input.page.format {
        Format::Html => input.page.bytes.len() / 4,
        _ => input.page.bytes.len(),
    })
}

/// How coded reports are written.
#[derive(Clone, Copy, Debug)]
enum Form {
    Json,
    Table(usize),
    Explain(usize),
}

/// Codes all inputs. Gives success if all were coded, failure if some were not.
///
/// # Errors
/// When standard output cannot be written to.
pub(crate) fn run(args: &CodeArgs, coder: &Coder) -> std::io::Result<ExitCode> {
    let form = match (args.json, args.explain) {
        (true, _) => Form::Json,
        (_, true) => Form::Explain(show::width()),
        _ => Form::Table(show::width()),
    };
    let columns = args.columns.clone();
    let given = Given { published: args.published, outlet: args.outlet.clone(), columns };
    let paths = args.paths_or_standard_input();
    let mut delivery = Delivery::new(form, Progress::over(&paths));
    in_order(
        limits(args.jobs()),
        Inputs::new(&paths, given),
        size,
        |input| input.and_then(|input| code(coder, input, form)),
        |done| delivery.take(done),
    );
    delivery.finish()
}

/// One coded report, ready to be written.
struct Written {
    text: String,
    events: usize,
    tallies: usize,
    refusals: usize,
}

fn code(coder: &Coder, input: Input, form: Form) -> Result<Written, Failure> {
    let Input { name, page, notes, .. } = input;
    let done = guarded(|| {
        let mut coded = coder.code(&page);
        coded.flaws.splice(0..0, notes);
        if coded.report.text.trim().is_empty() {
            Err(nothing_in(&coded))
        } else {
            Ok(written(&name, &coded, form))
        }
    });
    done.map_err(stumbled).and_then(|written| written).map_err(|what| Failure::new(name, what))
}

/// What is said of a report that made the program panic.
pub(crate) fn stumbled(panic: String) -> String {
    format!(
        "This report made the program stumble ({panic}) and was left out: please tell the makers of Dateline, \
         with the report."
    )
}

/// Why a page has no text, as the flaws say.
pub(crate) fn nothing_in(coded: &CodedReport) -> String {
    let told: Vec<&str> = coded.flaws.iter().map(|flaw| flaw.what.as_str()).collect();
    if told.is_empty() {
        "There is no text on the page: check that it was saved whole.".into()
    } else {
        told.join(" ")
    }
}

fn written(name: &str, coded: &CodedReport, form: Form) -> Written {
    let text = match form {
        Form::Json => contract::line(coded) + "\n",
        Form::Table(width) => table::render(name, coded, width),
        Form::Explain(width) => explain::render(name, coded, width),
    };
    let coded = &coded.coded;
    Written { text, events: coded.claims.len(), tallies: coded.tallies.len(), refusals: coded.refusals.len() }
}

/// Writes what comes, counts it, and remembers what went wrong.
struct Delivery {
    form: Form,
    out: Box<dyn Write>,
    progress: Progress,
    reports: usize,
    failures: usize,
    sums: [usize; 3],
    broken: Option<std::io::Error>,
}

impl Delivery {
    fn new(form: Form, progress: Progress) -> Delivery {
        // JSON carries the report's own bytes; nothing may strip from them what looks like a colour.
        let out: Box<dyn Write> = match form {
            Form::Json => Box::new(std::io::stdout().lock()),
            _ => Box::new(anstream::stdout().lock()),
        };
        Delivery { form, out, progress, reports: 0, failures: 0, sums: [0; 3], broken: None }
    }

    fn take(&mut self, done: Result<Written, Failure>) -> ControlFlow<()> {
        match done {
            Ok(written) => {
                self.reports += 1;
                for (sum, n) in self.sums.iter_mut().zip([written.events, written.tallies, written.refusals])
                {
                    *sum += n;
                }
                self.write(&written.text)
            }
            Err(failure) => {
                self.failures += 1;
                self.progress.around(|| name_failure(&failure));
                ControlFlow::Continue(())
            }
        }
    }

    fn write(&mut self, text: &str) -> ControlFlow<()> {
        let out = &mut self.out;
        let done = self.progress.around(|| out.write_all(text.as_bytes()));
        self.progress.coded(self.reports);
        match done {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                // Nobody reads on; the feed may be waiting for input that never comes.
                std::process::exit(0);
            }
            Err(error) => {
                self.broken = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    fn finish(mut self) -> std::io::Result<ExitCode> {
        self.progress.clear();
        if let Some(error) = self.broken {
            return Err(error);
        }
        if self.reports == 0 && self.failures == 0 {
            name_failure(&Failure::new("nothing to code", NOTHING));
            return Ok(ExitCode::FAILURE);
        }
        if let (Form::Table(width) | Form::Explain(width), 2..) = (self.form, self.reports) {
            let [events, tallies, refusals] = self.sums;
            let reports = self.reports;
            let sums = format!(
                "{reports} reports: {events} events, {tallies} tallies, {refusals} passages not coded."
            );
            let _ = self.write(&show::paragraph(&sums, width));
        }
        Ok(if self.failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// What is said where the inputs hold no report at all.
const NOTHING: &str = "No report was found. In folders, files are read whose names end in .html, .htm, .xhtml, .mhtml, \
                       .txt, .md, .json, .jsonl or .warc, also packed as .gz or .zst, or in .wacz: name other files one by one.";

/// Prints a failure on standard error.
pub(crate) fn name_failure(failure: &Failure) {
    let wrong = show::paint::paint(show::paint::WRONG, "dateline:");
    // Standard error may be closed; there is nowhere else to say so.
    let _ = writeln!(anstream::stderr(), "{wrong} {}: {}", failure.name, failure.what);
}

/// Whether `code` was started without paths and without anything on standard input.
pub(crate) fn nothing_to_read(args: &CodeArgs) -> bool {
    args.paths.is_empty() && std::io::stdin().is_terminal()
}
