//! What the readers are measured by, besides the gate's figures: each task prints its figures and puts them
//! into `docs/reader.md`, so that new weights need one command a section.

pub mod ablation;
mod bootstrap;
pub mod calibrate;
pub mod curve;
pub mod fairness;
mod page;
mod pass;
pub mod reliability;
mod swap;

use anyhow::{Context, Result};
use dateline::Decider;

/// What follows `name` among the arguments.
fn option<'a>(args: &'a [String], name: &str) -> Option<&'a str> {
    args.iter().position(|a| a == name).and_then(|i| args.get(i + 1)).map(String::as_str)
}

/// The reader that `--reader` names; the rules where it is not given.
fn decider(args: &[String]) -> Result<(Decider, &str)> {
    let name = option(args, "--reader").unwrap_or("rules");
    let decider = Decider::named(name).with_context(|| format!("{name:?} is no reader"))?;
    Ok((decider, name))
}
