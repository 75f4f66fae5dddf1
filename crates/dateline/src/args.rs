//! The arguments.

use crate::Decider;
use crate::admission::UserTask;
use crate::backup::{BackupArgs, RestoreArgs};
use crate::books::Own;
use crate::input::Column;
use crate::record::alerts::AlertsArgs;
use crate::record::args::{IngestArgs, ListArgs, ShowArgs};
use crate::record::coverage::CoverageArgs;
use crate::record::diff::DiffArgs;
use crate::record::export::ExportArgs;
use crate::record::foreign::{CompareArgs, ImportArgs};
use crate::record::judge::JudgeTask;
use crate::record::log::LogArgs;
use crate::record::merge::MergeArgs;
use crate::record::recode::RecodeArgs;
use crate::record::remove::RemoveArgs;
use crate::record::sql::SqlArgs;
use crate::record::tally::TallyArgs;
use crate::record::verify::VerifyArgs;
use crate::serving::ServeArgs;
use crate::watching::{SourcesArgs, WatchArgs};
use clap::{Parser, Subcommand};
use dateline_terms::Date;
use std::path::PathBuf;

/// Reads news reports and codes events of armed conflict and political violence: what, where, when, by
/// whom, to whom, with what harm, and who says so, every value tied to words of the report.
#[derive(Parser, Debug)]
#[command(name = "dateline", version, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Code reports: files, folders, or standard input
    Code(CodeArgs),
    /// Take reports into a record: coded, fused into incidents, and kept with who says what
    Ingest(IngestArgs),
    /// Take in what feeds, sites and folders bring, as it appears
    Watch(WatchArgs),
    /// List what is watched and how it does; add, remove, pause
    Sources(SourcesArgs),
    /// List the incidents of a record
    Incidents(Box<ListArgs>),
    /// Show an incident: its values, who says what, and the words
    Show(ShowArgs),
    /// Correct incidents: same, not the same, another value, no event; with your name and reason
    Judge {
        #[command(subcommand)]
        task: JudgeTask,
    },
    /// Show an incident's versions over time: who changed it, when, why, and what
    Log(LogArgs),
    /// Show what was added, changed and retracted between two times
    Diff(DiffArgs),
    /// Tell what is new in saved searches since the last time, or where there is more than usual
    Alerts(Box<AlertsArgs>),
    /// Show who reported on what, and on which days nobody did
    Coverage(CoverageArgs),
    /// Hold the sums that reports state against the record
    Tally(TallyArgs),
    /// Write incidents into a file of another format, with a note of what it is and lacks
    Export(Box<ExportArgs>),
    /// Read another dataset's file, and show what is in it
    Import(ImportArgs),
    /// Hold the record against another dataset's file: what both have, what one alone has
    Compare(Box<CompareArgs>),
    /// Ask a question in SQL over the record's views
    Sql(SqlArgs),
    /// Code stored reports again and show the differences, before they are accepted
    Recode(RecodeArgs),
    /// Take in another record's reports and judgements
    Merge(MergeArgs),
    /// Take a report's content out of the record, for a lawful reason
    Remove(RemoveArgs),
    /// Prove that pages and the evidence of what was fetched are as they were taken in
    Verify(VerifyArgs),
    /// Copy a record, in use or not, with its desk into one file, encrypted if you like
    Backup(BackupArgs),
    /// Make a record of a backup
    Restore(RestoreArgs),
    /// Serve the record to browsers: the workbench and its API
    Serve(Box<ServeArgs>),
    /// Keep the accounts of a workbench: who may sign in, and what they may do
    User {
        #[command(subcommand)]
        task: UserTask,
    },
    /// Score coded reports against gold
    Eval(EvalArgs),
    /// Print the event types, or all about one of them
    Codebook {
        /// Event type, such as armed_clash
        #[arg(value_name = "TYPE")]
        event_type: Option<String>,
        #[command(flatten)]
        own: Own,
    },
    /// Show which places a name may mean, best first, and why
    Place {
        /// The name as a report has it
        #[arg(required = true)]
        name: Vec<String>,
        #[command(flatten)]
        own: Own,
    },
    /// Show which armed groups, forces or governments a name may mean
    Actor {
        /// The name as a report has it
        #[arg(required = true)]
        name: Vec<String>,
        #[command(flatten)]
        own: Own,
    },
    /// Add places to the gazetteer
    Gazetteer {
        #[command(subcommand)]
        task: GazetteerTask,
    },
}

/// What to do with the gazetteer.
#[derive(Subcommand, Debug)]
pub(crate) enum GazetteerTask {
    /// Add the places of a GeoNames country dump (such as SY.txt) for all later runs
    Import {
        /// The dump, unzipped
        file: PathBuf,
    },
}

/// What to code, and how.
#[derive(clap::Args, Debug)]
pub(crate) struct CodeArgs {
    /// Files (.html .htm .xhtml .mhtml .pdf .eml .mbox .txt .md .json .jsonl .csv .tsv .warc, chats as Telegram and
    /// WhatsApp export them; each also .gz or .zst; and .wacz), folders, or - for
    /// standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Publication date of reports that come without one
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub published: Option<Date>,
    /// Outlet of reports that come without one
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// Which column of a table (.csv, .tsv) holds what, such as text=Body; can be given again
    #[arg(long = "column", value_name = "FIELD=COLUMN")]
    pub columns: Vec<Column>,
    /// Print one JSON object a report, one a line, in the order of the inputs
    #[arg(long)]
    pub json: bool,
    /// Print each report's text with marks under the words: what was read as what, and why
    #[arg(long, conflicts_with = "json")]
    pub explain: bool,
    /// Threads to code on; the output does not depend on it [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
    /// What weighs the decisions
    #[arg(long, value_enum, default_value_t)]
    pub reader: Decider,
    #[command(flatten)]
    pub own: Own,
}

impl CodeArgs {
    /// The paths; without any, standard input.
    pub fn paths_or_standard_input(&self) -> Vec<PathBuf> {
        if self.paths.is_empty() { vec![PathBuf::from("-")] } else { self.paths.clone() }
    }

    /// Threads to code on.
    pub fn jobs(&self) -> usize {
        let all = || std::thread::available_parallelism().map_or(1, usize::from);
        self.jobs.map_or_else(all, usize::from)
    }
}

/// What to score.
#[derive(clap::Args, Debug)]
pub(crate) struct EvalArgs {
    /// Gold: one coded report a line
    pub gold: PathBuf,
    /// Predictions, as `dateline code --json` prints them; without them gold's own texts are coded
    pub predicted: Option<PathBuf>,
    /// Print the figures as one JSON object
    #[arg(long)]
    pub json: bool,
    /// Write everything that is wrong to this file, one JSON object a line
    #[arg(long, value_name = "FILE")]
    pub errors: Option<PathBuf>,
    /// What weighs the decisions, where texts are coded
    #[arg(long, value_enum, default_value_t)]
    pub reader: Decider,
    #[command(flatten)]
    pub own: Own,
}
