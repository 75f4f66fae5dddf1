//! The command `tally`: every stated sum, what the record holds of it, and what other speakers say.

mod told;

use super::args::{Db, Looks};
use crate::books::Own;
use crate::show;
use anyhow::{Result, bail};
use dateline_code::Books;
use dateline_store::{COUNTS, Store, SumFilter};
use dateline_terms::Date;
use std::io::Write;

/// Which sums.
#[derive(clap::Args, Debug)]
pub(crate) struct TallyArgs {
    /// By or against this actor: its name, or its id in the actor files
    #[arg(long, value_name = "NAME")]
    pub actor: Option<String>,
    /// Of this area: a place, or a first-order area or country that holds it
    #[arg(long, value_name = "NAME")]
    pub place: Option<String>,
    /// Of areas in a country, by its two letters
    #[arg(long, value_name = "CC")]
    pub country: Option<String>,
    /// Of what is counted: attacks, killed, injured, displaced, arrested, abducted or other
    #[arg(long, value_name = "WORD")]
    pub counts: Option<String>,
    /// That count up to this day or a later one
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub from: Option<Date>,
    /// That count up to this day or an earlier one
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub until: Option<Date>,
    /// Told by this outlet
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    #[command(flatten)]
    pub looks: Looks,
    /// Print them as JSON, one a line, with the ids of incidents that count
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub record: Db,
    #[command(flatten)]
    pub own: Own,
}

impl TallyArgs {
    /// Whether tallies count what is asked for.
    ///
    /// # Errors
    /// When they do not.
    pub fn check(&self) -> Result<()> {
        match self.counts.as_ref().filter(|word| !COUNTS.contains(&word.as_str())) {
            Some(word) => bail!("No tally counts {word:?}: it is one of {}.", COUNTS.join(", ")),
            None => Ok(()),
        }
    }

    /// As the store asks for them.
    pub fn filter(&self) -> SumFilter {
        SumFilter {
            actor: self.actor.clone(),
            place: self.place.clone(),
            country: self.country.clone(),
            counts: self.counts.clone(),
            from: self.from,
            until: self.until,
            outlet: self.outlet.clone(),
        }
    }
}

/// Prints the sums that fit, held against the record.
///
/// # Errors
/// When the record cannot be read.
pub(crate) fn run(args: &TallyArgs, books: &Books<'static>) -> Result<()> {
    args.check()?;
    let look = args.looks.look(false);
    let store = Store::read(&args.record.db)?;
    let text = store.snapshot(|store| {
        let found = store.sums(&args.filter(), &look, books)?;
        Ok(if args.json { told::lines(&found) } else { told::tables(&found, show::width()) })
    })?;
    if args.json {
        return Ok(std::io::stdout().lock().write_all(text.as_bytes())?);
    }
    Ok(anstream::stdout().lock().write_all(text.as_bytes())?)
}
