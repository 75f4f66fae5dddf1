//! Table of contents: what each command does, in order.

use crate::args::{Args, CodeArgs, Command, EvalArgs};
use crate::eval::{GoldReport, read_reports, score};
use crate::{Coder, contract, input};
use anyhow::{Context, Result};
use clap::Parser;
use dateline_terms::{Format, Page};
use std::io::{Read, Write};
use std::process::ExitCode;

/// Runs the program on the arguments that it was started with.
pub fn main() -> ExitCode {
    let args = Args::parse();
    let done = match args.command {
        Command::Code(args) => code(&args),
        Command::Eval(args) => eval(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("dateline: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn code(args: &CodeArgs) -> Result<()> {
    let coder = Coder::new();
    let mut out = std::io::stdout().lock();
    for path in &args.paths {
        let name = path.to_string_lossy();
        let mut bytes = Vec::new();
        if name == "-" {
            std::io::stdin().read_to_end(&mut bytes)?;
        } else {
            bytes = std::fs::read(path).with_context(|| name.to_string())?;
        }
        for mut page in input::pages(&name, &bytes)? {
            page.published = page.published.or(args.published);
            page.outlet = page.outlet.or_else(|| args.outlet.clone());
            writeln!(out, "{}", contract::line(&coder.code(&page)))?;
        }
    }
    Ok(())
}

fn eval(args: &EvalArgs) -> Result<()> {
    let read = |path: &std::path::Path| -> Result<Vec<GoldReport>> {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        read_reports(&text).with_context(|| path.display().to_string())
    };
    let gold = read(&args.gold)?;
    let predicted = match &args.predicted {
        Some(path) => read(path)?,
        None => code_gold(&gold, true)?,
    };
    let (figures, wrong) = score(&gold, &predicted);
    if let Some(path) = &args.errors {
        let lines: String = wrong.iter().map(|w| format!("{w}\n")).collect();
        std::fs::write(path, lines).with_context(|| path.display().to_string())?;
    }
    if args.json {
        println!("{}", figures.to_json());
    } else {
        print!("{figures}");
    }
    Ok(())
}

/// Codes the texts of gold reports; with `published`, their publication dates are given too.
///
/// # Errors
/// Only if the contract's own JSON cannot be read back.
pub fn code_gold(gold: &[GoldReport], published: bool) -> Result<Vec<GoldReport>> {
    let coder = Coder::new();
    let lines: String = gold
        .iter()
        .map(|report| {
            let mut page = Page::new(report.id.clone(), report.text.clone(), Format::Text);
            page.keep_text = true;
            page.title = report.title.clone();
            page.outlet = report.outlet.clone();
            page.published = report.published.as_ref().filter(|_| published).and_then(|d| d.parse().ok());
            contract::line(&coder.code(&page)) + "\n"
        })
        .collect();
    read_reports(&lines)
}
