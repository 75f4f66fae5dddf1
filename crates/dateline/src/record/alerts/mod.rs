//! The command `alerts`: what is new in saved searches, or in incidents of a filter, since the last time.

use super::args::{Db, Filters, time};
use super::diff;
use crate::books::Own;
use crate::show::{self, paragraph};
use anyhow::{Result, anyhow, bail};
use dateline_code::Books;
use dateline_serve::desk::{self, Desk};
use dateline_store::rise::RATE;
use dateline_store::{Difference, Filter, Store};
use dateline_terms::Date;
use serde_json::json;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

mod rises;

/// What `--exit-code` ends with where there is nothing to tell.
const NOTHING: u8 = 3;

/// Of what to tell, and since when.
#[derive(clap::Args, Debug)]
pub(crate) struct AlertsArgs {
    /// Saved searches, by name or id; without any, and without filters, all that the record's desk holds
    #[arg(value_name = "SEARCH")]
    pub searches: Vec<String>,
    #[command(flatten)]
    pub filters: Filters,
    /// Tell what changed after this time: a day (its end, UTC) or a time such as 2024-01-08T12:00:00Z
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub since: Option<String>,
    /// Go on from where the last run under this name came to, and remember where this one does
    #[arg(long, value_name = "NAME")]
    pub state: Option<String>,
    /// Tell of days, or weeks, with more incidents than their past makes likely, in place of changes
    #[arg(long, value_name = "STRETCH", value_parser = ["day", "week"])]
    pub rise: Option<String>,
    /// The rate of false alarms, a day or week: how likely a rise may be, at most, that is none
    #[arg(long, value_name = "RATE", default_value_t = RATE, value_parser = rate, requires = "rise")]
    pub rate: f64,
    /// Look for rises up to this day, for a record of the past [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", requires = "rise")]
    pub day: Option<Date>,
    /// Print it as JSON, one incident or rise a line
    #[arg(long)]
    pub json: bool,
    /// End with 3 where there is nothing to tell
    #[arg(long)]
    pub exit_code: bool,
    #[command(flatten)]
    pub record: Db,
    #[command(flatten)]
    pub own: Own,
}

fn rate(text: &str) -> Result<f64, String> {
    let rate = text.parse().ok().filter(|rate| (1e-6..=0.05).contains(rate));
    rate.ok_or_else(|| "it is a number from 0.000001 to 0.05, such as 0.001".to_string())
}

/// One thing that is asked again and again.
struct Question {
    /// Id of the search; `-` for what the flags ask.
    id: String,
    name: String,
    filter: Filter,
}

/// Where runs under a name came to; nothing is remembered without a name.
struct Memory {
    state: Option<(Desk, String)>,
    moved: Vec<(String, i64)>,
}

impl Memory {
    fn of(args: &AlertsArgs) -> Result<Memory> {
        let open = |name: &String| Ok::<_, desk::Error>((Desk::open(&args.record.db)?, name.clone()));
        Ok(Memory { state: args.state.as_ref().map(open).transpose()?, moved: Vec::new() })
    }

    fn key(name: &str, what: &str) -> String {
        format!("alerts {name} {what}").trim_end().to_string()
    }

    /// Where `what` came to under the name.
    fn last(&self, what: &str) -> Result<Option<i64>> {
        match &self.state {
            Some((desk, name)) => Ok(desk.come_to(&Memory::key(name, what))?),
            None => Ok(None),
        }
    }

    fn come_to(&mut self, what: &str, number: i64) {
        if let Some((_, name)) = &self.state {
            self.moved.push((Memory::key(name, what), number));
        }
    }

    /// Writes it down: after all was printed, so that what a closed pipe lost is told again.
    fn keep(self) -> Result<()> {
        if let Some((desk, _)) = &self.state {
            desk.set_come_to(&self.moved)?;
        }
        Ok(())
    }
}

/// Prints what is new.
///
/// # Errors
/// When the record or its desk cannot be read, or there is no such search.
pub(crate) fn run(args: &AlertsArgs, books: &Books<'static>) -> Result<ExitCode> {
    if args.rise.is_none() && args.since.is_none() && args.state.is_none() {
        eprintln!(
            "dateline: Say since when: --since TIME tells what changed after a time, --state NAME what changed since the \
             last run under that name."
        );
        return Ok(ExitCode::from(2));
    }
    let store = Store::read(&args.record.db)?;
    let questions = questions(args, books)?;
    let mut memory = Memory::of(args)?;
    let told = match &args.rise {
        Some(by) => rises::tell(args, by, &store, &questions, &mut memory, books)?,
        None => changes(args, &store, &questions, &mut memory, books)?,
    };
    memory.keep()?;
    Ok(if told == 0 && args.exit_code { ExitCode::from(NOTHING) } else { ExitCode::SUCCESS })
}

/// What is asked: the searches that are named, the filter, or all searches.
fn questions(args: &AlertsArgs, books: &Books<'_>) -> Result<Vec<Question>> {
    let filtered = !args.filters.in_words().is_empty();
    if filtered {
        if !args.searches.is_empty() {
            bail!("A search has its own filters: name searches or give filters, not both");
        }
        let (id, name) = ("-".to_string(), args.filters.in_words().join(", "));
        return Ok(vec![Question { id, name, filter: args.filters.filter(books)? }]);
    }
    let all = kept(&args.record.db)?;
    if args.searches.is_empty() {
        if all.is_empty() {
            bail!(
                "Nobody keeps a search beside {}: keep one in the workbench, or give filters such as --country SY",
                args.record.db.display()
            );
        }
        return all.iter().map(|(search, _)| question(search, books)).collect();
    }
    args.searches.iter().map(|name| question(named(&all, name)?, books)).collect()
}

type Kept = Vec<(desk::Search, String)>;

fn kept(record: &Path) -> Result<Kept> {
    if !record.exists() || !desk::path(record).exists() {
        return Ok(Vec::new());
    }
    Ok(Desk::open(record)?.all_searches()?)
}

/// The search of that name or id.
fn named<'a>(all: &'a Kept, name: &str) -> Result<&'a desk::Search> {
    let found: Vec<_> = all.iter().filter(|(search, _)| search.id == name || search.name == name).collect();
    match found.as_slice() {
        [(search, _)] => Ok(search),
        [] if all.is_empty() => bail!("Nobody keeps a search beside this record: keep one in the workbench"),
        [] => {
            let names: Vec<&str> = all.iter().map(|(search, _)| search.name.as_str()).collect();
            bail!("There is no search {name:?}: there are {}", names.join(", "))
        }
        several => {
            let each: Vec<String> =
                several.iter().map(|(search, owner)| format!("{} ({owner}'s)", search.id)).collect();
            bail!("Several searches are called {name:?}: name one by its id, {}", each.join(", "))
        }
    }
}

fn question(search: &desk::Search, books: &Books<'_>) -> Result<Question> {
    let filter = dateline_serve::filter(&search.query, books)
        .map_err(|problem| anyhow!("The search {:?} cannot be asked any more: {problem}", search.name))?;
    Ok(Question { id: search.id.clone(), name: search.name.clone(), filter })
}

/// Prints the incidents of each question that were added, changed or retracted; gives how many.
fn changes(
    args: &AlertsArgs,
    store: &Store,
    questions: &[Question],
    memory: &mut Memory,
    books: &Books<'_>,
) -> Result<usize> {
    let told = store.snapshot(|store| {
        let last = store.last_change()?;
        let since = args.since.as_ref().map(|time| store.change_before(time)).transpose()?;
        let mut told = 0;
        for question in questions {
            let from = match memory.last(&question.id) {
                Ok(known) => known.or(since),
                Err(error) => return Ok(Err(error)),
            };
            memory.come_to(&question.id, last);
            let Some(from) = from else {
                eprintln!(
                    "dateline: “{}” is new under this name: what changes from now on is told the next time.",
                    question.name
                );
                continue;
            };
            // A record that was put in another's place may have come less far.
            told += one(args, store, question, (from.min(last), last), books)?;
        }
        Ok(Ok(told))
    })?;
    std::io::stdout().flush()?;
    told
}

fn one(
    args: &AlertsArgs,
    store: &Store,
    question: &Question,
    (from, to): (i64, i64),
    books: &Books<'_>,
) -> dateline_store::Result<usize> {
    let (mut told, width) = (0, show::width());
    let mut out = anstream::stdout().lock();
    store.between(from, to, &mut |difference: Difference| {
        let fits = |incident: &Option<_>| {
            incident.as_ref().is_some_and(|incident| question.filter.accepts(incident, books))
        };
        let now = fits(&difference.after);
        if !now && !fits(&difference.before) {
            return Ok(());
        }
        told += 1;
        let text = if args.json {
            let mut line = diff::line(&difference)?;
            line["search"] = json!({"id": question.id, "name": question.name});
            line["fits"] = now.into();
            format!("{line}\n")
        } else {
            let head = if told == 1 { paragraph(&question.name, width) } else { String::new() };
            head + &diff::told(&difference, width)?
        };
        out.write_all(text.as_bytes()).map_err(dateline_store::Error::from_cause)
    })?;
    Ok(told)
}
