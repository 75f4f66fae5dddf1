//! Arguments of the commands that work on a record.

use crate::Decider;
use crate::books::Own;
use crate::input::Column;
use crate::watching::lists::FetchArgs;
use anyhow::{Result, bail};
use clap::ValueEnum;
use dateline_code::Books;
use dateline_store::{Filter, Look, Sort, actor_key, moment};
use dateline_terms::{Date, Rule, Status, Word};
use std::path::PathBuf;

/// Which record.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct Db {
    /// The record's file
    #[arg(long, value_name = "FILE", default_value = "dateline.db")]
    pub db: PathBuf,
}

/// What to take in.
#[derive(clap::Args, Debug)]
pub(crate) struct IngestArgs {
    /// Files and folders, as `dateline code` reads them, or - for standard input
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub record: Db,
    /// Take in reports that are coded already: lines of JSON as `dateline code --json` prints them
    #[arg(long)]
    pub coded: bool,
    /// Keep reports without coding them: `dateline recode --uncoded --accept` does that later
    #[arg(long, conflicts_with_all = ["coded", "reader"])]
    pub no_coding: bool,
    /// Read web archives from their beginning, also where an earlier run has read a part of them; with --fetch, ask again for
    /// what failed or was refused less than a day ago
    #[arg(long)]
    pub from_start: bool,
    /// Publication date of reports that come without one
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub published: Option<Date>,
    /// Outlet of reports that come without one
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// Which column of a table (.csv, .tsv) holds what, such as text=Body; can be given again
    #[arg(long = "column", value_name = "FIELD=COLUMN")]
    pub columns: Vec<Column>,
    #[command(flatten)]
    pub fetch: FetchArgs,
    /// Threads to code on [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
    /// What weighs the decisions
    #[arg(long, value_enum, default_value_t)]
    pub reader: Decider,
    #[command(flatten)]
    pub own: Own,
}

impl IngestArgs {
    /// Threads to code on.
    pub fn jobs(&self) -> usize {
        let all = || std::thread::available_parallelism().map_or(1, usize::from);
        self.jobs.map_or_else(all, usize::from)
    }
}

/// Which incidents.
#[derive(clap::Args, Clone, Debug, Default)]
pub(crate) struct Filters {
    /// At a place of this name, or in a first-order area of this name
    #[arg(long, value_name = "NAME")]
    pub place: Option<String>,
    /// Inside a box: west, south, east and north in degrees, such as 35,32,43,38
    #[arg(
        long = "box",
        value_name = "W,S,E,N",
        value_delimiter = ',',
        allow_negative_numbers = true,
        num_args = 1
    )]
    pub area: Vec<f64>,
    /// In a country, by its two letters
    #[arg(long, value_name = "CC")]
    pub country: Option<String>,
    /// With this actor on a side: its name, or its id in the actor files
    #[arg(long, value_name = "NAME")]
    pub actor: Option<String>,
    /// The side that the actor is on
    #[arg(long, value_parser = ["a", "b"], requires = "actor")]
    pub side: Option<String>,
    /// Of an event type; may be given several times
    #[arg(long = "type", value_name = "TYPE")]
    pub types: Vec<String>,
    /// Of a family of types: fight, strike, bomb, harm, unrest or development
    #[arg(long, value_name = "FAMILY")]
    pub family: Vec<String>,
    /// Ended on or after a day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub from: Option<Date>,
    /// Began on or before a day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub until: Option<Date>,
    /// With at least so many dead by the best figure
    #[arg(long, value_name = "N")]
    pub killed: Option<u64>,
    /// How it stands: reported, corroborated, disputed, denied or retracted; may be given several times
    #[arg(long = "status", value_name = "WORD", value_parser = word)]
    pub standing: Vec<Word>,
    /// Foiled ones alone
    #[arg(long)]
    pub foiled: bool,
    /// With these words in its evidence, place or actors
    #[arg(long, value_name = "WORDS")]
    pub text: Option<String>,
    /// Told by this outlet
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
}

fn word(text: &str) -> Result<Word, String> {
    let words: Vec<&str> = Word::ALL.iter().map(|w| w.as_str()).collect();
    Word::parse(text).ok_or_else(|| format!("it is one of {}", words.join(", ")))
}

impl Filters {
    /// What was asked for, a phrase each.
    pub fn in_words(&self) -> Vec<String> {
        let mut words = Vec::new();
        let mut say = |name: &str, value: Option<String>| {
            words.extend(value.map(|value| format!("{name} {value}")));
        };
        let list = |items: &[String]| (!items.is_empty()).then(|| items.join(" or "));
        let numbers: Vec<String> = self.area.iter().map(f64::to_string).collect();
        say("place", self.place.clone());
        say("box", (!numbers.is_empty()).then(|| numbers.join(",")));
        say("country", self.country.clone());
        say("actor", self.actor.clone());
        say("on side", self.side.clone());
        say("type", list(&self.types));
        say("family", list(&self.family));
        say("from", self.from.map(|day| day.to_string()));
        say("until", self.until.map(|day| day.to_string()));
        say("killed at least", self.killed.map(|n| n.to_string()));
        say("status", list(&self.standing.iter().map(|w| w.as_str().to_string()).collect::<Vec<_>>()));
        say("only", self.foiled.then(|| "foiled".to_string()));
        say("words", self.text.clone());
        say("outlet", self.outlet.clone());
        words
    }

    /// As the store asks for it. An actor's name is looked up in the books.
    pub fn filter(&self, books: &Books<'_>) -> Result<Filter> {
        if let Some(unknown) = self.types.iter().find(|id| !books.codebook.has(id)) {
            bail!("There is no event type {unknown:?}. `dateline codebook` lists them.");
        }
        let area = match self.area.as_slice() {
            [] => None,
            &[west, south, east, north] if south <= north => Some([west, south, east, north]),
            _ => bail!("A box has four numbers, west,south,east,north, its south not over its north."),
        };
        Ok(Filter {
            place: self.place.clone(),
            area,
            country: self.country.clone(),
            actors: self.actor.as_deref().map(|name| vec![actor_key(name, books)]).unwrap_or_default(),
            side: self.side.as_deref().and_then(|side| side.chars().next()),
            types: self.types.clone(),
            families: self.family.clone(),
            from: self.from,
            to: self.until,
            undated: false,
            killed: self.killed,
            standing: self.standing.clone(),
            status: self.foiled.then_some(Status::Foiled),
            text: self.text.clone(),
            outlet: self.outlet.clone(),
        })
    }
}

/// How incidents are looked at.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct Looks {
    /// The rule that published values follow
    #[arg(long, value_enum, default_value_t)]
    pub rule: RuleName,
    /// What the record said at this time: a day (its end, UTC) or a time such as 2024-01-08T12:00:00Z
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub as_of: Option<String>,
}

impl Looks {
    /// As the store asks for it.
    pub fn look(&self, entries: bool) -> Look {
        Look { rule: self.rule.rule(), as_of: self.as_of.clone(), entries }
    }
}

/// A day or a time as the store compares them: RFC 3339 in UTC with milliseconds.
pub(crate) fn time(text: &str) -> Result<String, String> {
    moment(text).ok_or_else(|| "it is a day such as 2024-01-08 or a time such as 2024-01-08T12:00:00Z".into())
}

/// Names of the rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum RuleName {
    /// From the least to the greatest credible figure, with the best between
    #[default]
    Range,
    /// The most reliable figure, with the least and greatest beside it
    Best,
    /// The least figure
    Lowest,
    /// What was published last
    Latest,
    /// What most independent voices say
    MajorityOfVoices,
}

impl RuleName {
    /// The rule.
    pub fn rule(self) -> Rule {
        match self {
            RuleName::Range => Rule::Range,
            RuleName::Best => Rule::Best,
            RuleName::Lowest => Rule::Lowest,
            RuleName::Latest => Rule::Latest,
            RuleName::MajorityOfVoices => Rule::MajorityOfVoices,
        }
    }
}

/// Order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum SortName {
    /// The latest first
    #[default]
    Latest,
    /// The earliest first
    Earliest,
    /// Most dead first
    Killed,
    /// What the record changed last first
    Changed,
}

impl SortName {
    /// The order.
    pub fn sort(self) -> Sort {
        match self {
            SortName::Latest => Sort::Latest,
            SortName::Earliest => Sort::Earliest,
            SortName::Killed => Sort::Killed,
            SortName::Changed => Sort::Changed,
        }
    }
}

/// Which list to print.
#[derive(clap::Args, Debug)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub filters: Filters,
    #[command(flatten)]
    pub looks: Looks,
    /// Order of the list
    #[arg(long, value_enum, default_value_t)]
    pub sort: SortName,
    /// How many to print
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
    /// Print all that fit as JSON, one incident a line, with the claims under it
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub record: Db,
    #[command(flatten)]
    pub own: Own,
}

/// Which incident to show.
#[derive(clap::Args, Debug)]
pub(crate) struct ShowArgs {
    /// Id of an incident, or of a report
    pub id: String,
    #[command(flatten)]
    pub looks: Looks,
    /// Print it as JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub record: Db,
    #[command(flatten)]
    pub own: Own,
}
