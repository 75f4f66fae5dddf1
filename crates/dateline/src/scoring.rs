//! The command `eval`: coded reports against gold.

use crate::args::EvalArgs;
use crate::eval::{GoldReport, read_reports, score};
use crate::pool::{Limits, in_order};
use crate::{Coder, contract};
use anyhow::{Context, Result};
use dateline_terms::{Format, Page};
use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

/// Scores, prints the figures, and writes down what is wrong where that is asked for.
///
/// # Errors
/// Names the file, and the line, that cannot be read or written.
pub(crate) fn run(args: &EvalArgs, coder: &Coder) -> Result<()> {
    let gold = read(&args.gold)?;
    let predicted = match &args.predicted {
        Some(path) => read(path)?,
        None => code_gold(coder, &gold, true)?,
    };
    let (figures, wrong) = score(&gold, &predicted);
    if let Some(path) = &args.errors {
        let lines: String = wrong.iter().map(|w| format!("{w}\n")).collect();
        std::fs::write(path, lines).with_context(|| path.display().to_string())?;
    }
    let mut out = std::io::stdout().lock();
    if args.json { writeln!(out, "{}", figures.to_json()) } else { write!(out, "{figures}") }?;
    Ok(())
}

fn read(path: &Path) -> Result<Vec<GoldReport>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    read_reports(&text).with_context(|| path.display().to_string())
}

/// Codes the texts of gold reports on all processors; with `published`, their publication dates are given.
///
/// # Errors
/// Only if the contract's own JSON cannot be read back.
pub fn code_gold(coder: &Coder, gold: &[GoldReport], published: bool) -> Result<Vec<GoldReport>> {
    read_reports(&code_lines(coder, gold, published))
}

/// The same as the program prints it: a line of JSON a report, in their order.
pub fn code_lines(coder: &Coder, gold: &[GoldReport], published: bool) -> String {
    let jobs = std::thread::available_parallelism().map_or(1, usize::from);
    let mut lines = String::new();
    in_order(
        Limits { jobs, ahead: 4 * jobs, bytes: usize::MAX, large: usize::MAX },
        gold.iter(),
        |_| 0,
        |report| contract::line(&coder.code(&page(report, published))),
        |line| {
            lines += &line;
            lines.push('\n');
            ControlFlow::Continue(())
        },
    );
    lines
}

/// The page of a gold report: its text kept as it is; with `published`, its publication date given.
pub fn page(report: &GoldReport, published: bool) -> Page {
    let mut page = Page::new(report.id.clone(), report.text.clone(), Format::Text);
    page.keep_text = true;
    page.title = report.title.clone();
    page.outlet = report.outlet.clone();
    page.published = report.published.as_ref().filter(|_| published).and_then(|date| date.parse().ok());
    page
}
