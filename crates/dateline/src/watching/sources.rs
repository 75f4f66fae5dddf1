//! The command `sources`: what is watched, and how it does.

use crate::record::args::Db;
use anyhow::{Result, bail};
use clap::Subcommand;
use dateline_intake::watch::{Health, Register, Share, Source};
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;

/// What to do with sources.
#[derive(clap::Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct SourcesArgs {
    #[command(subcommand)]
    task: Option<SourcesTask>,
    #[command(flatten)]
    record: Db,
    /// Print them as JSON, one source a line
    #[arg(long)]
    json: bool,
}

/// What to do with one source.
#[derive(Subcommand, Debug)]
enum SourcesTask {
    /// Watch a source that does not stand in sources.toml
    Add(Box<AddArgs>),
    /// Watch a source that was added no more, and leave what waits of it
    Remove {
        /// Its name
        name: String,
        #[command(flatten)]
        record: Db,
    },
    /// Leave a source alone, with what waits of it, until it is resumed
    Pause {
        /// Its name
        name: String,
        /// The reason
        #[arg(long, value_name = "TEXT", default_value = "no reason was given")]
        why: String,
        #[command(flatten)]
        record: Db,
    },
    /// Take a source up again that was paused
    Resume {
        /// Its name
        name: String,
        #[command(flatten)]
        record: Db,
    },
}

/// A source, as it would stand in sources.toml.
#[derive(clap::Args, Debug)]
struct AddArgs {
    /// What to call it
    name: String,
    /// Address of an RSS, Atom or JSON feed
    #[arg(long, value_name = "URL")]
    feed: Option<String>,
    /// Address of a sitemap, or of an index of sitemaps
    #[arg(long, value_name = "URL")]
    sitemap: Option<String>,
    /// Address of a page that leads to reports
    #[arg(long, value_name = "URL", requires = "links")]
    index: Option<String>,
    /// Folder that reports are put into
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Pattern (regular expression) that the addresses of reports fit
    #[arg(long, value_name = "PATTERN")]
    links: Option<String>,
    /// Outlet of its reports
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,
    /// Language of its reports where they do not tell it, such as en
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// How often to ask it, such as 15m or 2h
    #[arg(long, value_name = "TIME")]
    every: Option<String>,
    /// Seconds between two requests to its host, at least
    #[arg(long, value_name = "SECONDS")]
    pace: Option<f64>,
    /// Pass over pages that it says are older than so many days
    #[arg(long, value_name = "N")]
    days: Option<u32>,
    /// Let its host be of this machine and its own network
    #[arg(long)]
    allow_private: bool,
    #[command(flatten)]
    record: Db,
}

/// Does it.
///
/// # Errors
/// When there is no such source, or nothing can be written beside the record.
pub(crate) fn run(args: &SourcesArgs) -> Result<()> {
    match &args.task {
        None => list(args),
        Some(SourcesTask::Add(add)) => {
            let folder = add.folder.as_ref().map(std::path::absolute).transpose()?;
            let source = Source {
                name: add.name.clone(),
                feed: add.feed.clone(),
                sitemap: add.sitemap.clone(),
                index: add.index.clone(),
                folder,
                links: add.links.clone(),
                outlet: add.outlet.clone(),
                language: add.language.clone(),
                every: add.every.clone(),
                pace: add.pace,
                days: add.days,
                allow_private: add.allow_private,
                paused: false,
            };
            Register::open(&add.record.db)?.add(&source)?;
            println!(
                "{} is watched from now on, wherever `dateline watch` runs for this record.",
                source.name
            );
            Ok(())
        }
        Some(SourcesTask::Remove { name, record }) => Ok(there(record)?.remove(name)?),
        Some(SourcesTask::Pause { name, why, record }) => Ok(there(record)?.pause(name, Some(why))?),
        Some(SourcesTask::Resume { name, record }) => Ok(there(record)?.pause(name, None)?),
    }
}

/// The register of a record, where there is one: a name that was mistyped makes none.
fn there(record: &Db) -> Result<Register> {
    let path = dateline_intake::watch::path(&record.db);
    if !path.exists() {
        bail!("Nothing is watched for {}: there is no {}.", record.db.display(), path.display());
    }
    Ok(Register::open(&record.db)?)
}

fn list(args: &SourcesArgs) -> Result<()> {
    let now = jiff::Timestamp::now().as_millisecond();
    let mut out = anstream::stdout().lock();
    for health in there(&args.record)?.health(now)? {
        if args.json {
            writeln!(out, "{}", object(&health))?;
        } else {
            tell(&health, now, &mut out)?;
        }
    }
    Ok(())
}

fn time(ms: Option<i64>) -> Option<String> {
    ms.and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok()).map(|at| format!("{at:.0}"))
}

fn object(health: &Health) -> serde_json::Value {
    let share = |share: &Share| {
        json!({"days": share.days, "found": share.found, "taken": share.taken, "same": share.same,
               "failed": share.failed, "empty": share.empty, "undated": share.undated})
    };
    json!({
        "name": health.name, "kind": health.source.kind(), "address": health.address, "origin": health.origin,
        "paused": health.paused, "asked": health.asked, "unchanged": health.unchanged,
        "last_success": time(health.last_success), "last_failure": time(health.last_failure),
        "wrong": health.wrong, "failures": health.failures, "due": time(Some(health.due)), "waiting": health.waiting,
        "week": share(&health.lately), "before": share(&health.before), "drift": health.drift(),
    })
}

/// A source in a few lines.
fn tell(health: &Health, now: i64, out: &mut impl Write) -> Result<()> {
    writeln!(out, "{} ({}) {}", health.name, health.source.kind(), health.address)?;
    if let Some(why) = &health.paused {
        writeln!(out, "  paused: {why}")?;
    }
    let asked = match health.last_success {
        Some(at) => format!("answered {} ago", span(now - at)),
        None => "has not answered yet".to_string(),
    };
    let next = if health.paused.is_some() {
        String::new()
    } else {
        format!(", asked next in {}", span((health.due - now).max(0)))
    };
    writeln!(out, "  {asked}{next}")?;
    let Share { found, taken, same, failed, .. } = health.lately;
    writeln!(
        out,
        "  in seven days: {found} listed, {taken} taken in, {same} known already, {failed} failed; {} wait",
        health.waiting
    )?;
    if let Some(wrong) = &health.wrong {
        let times =
            if health.failures > 1 { format!(" ({} times on end)", health.failures) } else { String::new() };
        writeln!(out, "  fails{times}: {wrong}")?;
    }
    for drift in health.drift() {
        writeln!(out, "  has changed: {drift}")?;
    }
    Ok(())
}

/// A stretch of time in its largest unit.
fn span(ms: i64) -> String {
    let units = [(86_400_000, "d"), (3_600_000, "h"), (60_000, "min")];
    let fits = units.iter().find(|(length, _)| ms >= 2 * length);
    fits.map_or_else(|| format!("{} s", ms / 1000), |(length, name)| format!("{} {name}", ms / length))
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn stretches_are_told_in_their_largest_unit() {
        assert_eq!(
            [0, 90_000, 180_000, 8_000_000, 200_000_000].map(span),
            ["0 s", "90 s", "3 min", "2 h", "2 d"]
        );
    }
}
