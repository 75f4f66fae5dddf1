//! The command `export`: incidents that fit into a file of another format, with a note beside it.

use super::args::{Db, Filters, Looks};
use super::evidence::{self, Written};
use super::ingest::now;
use crate::books::Own;
use crate::show::words::several;
use crate::show::{self, paragraph};
use anyhow::{Result, anyhow, bail};
use dateline_code::Books;
use dateline_export::{Format, Options, Rows, Summary};
use dateline_store::{Filter, Look, Sort, Store};
use dateline_terms::Incident;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

/// What to export, and how.
#[derive(clap::Args, Debug)]
pub(crate) struct ExportArgs {
    /// The file to write; the ending of its name tells the format
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
    /// Write the pages behind the incidents, with the exchanges that brought them, as a web archive (WACZ)
    #[arg(long, conflicts_with_all = ["format", "blur", "embargo", "redact_names"])]
    pub evidence: bool,
    /// The format: csv, jsonl, contract, acled, ucdp, plover, hxl, geojson, kml, geopackage, parquet or xlsx
    #[arg(long, value_name = "NAME")]
    pub format: Option<String>,
    /// Tell no place closer than a cell of a grid of so many kilometres, and leave out the words of reports
    #[arg(long, value_name = "KM")]
    pub blur: Option<f64>,
    /// Hold back what happened less than so many days ago
    #[arg(long, value_name = "DAYS")]
    pub embargo: Option<u32>,
    /// Leave out names that may be private persons', and the words of reports
    #[arg(long)]
    pub redact_names: bool,
    #[command(flatten)]
    pub filters: Filters,
    #[command(flatten)]
    pub looks: Looks,
    #[command(flatten)]
    pub record: Db,
    #[command(flatten)]
    pub own: Own,
}

/// Writes the file.
///
/// # Errors
/// When the format is not known, the record cannot be read, or the file not be written.
pub(crate) fn run(args: &ExportArgs, books: &Books<'static>) -> Result<()> {
    if args.evidence {
        return pages(args, books);
    }
    let format = format(args)?;
    let store = Store::read(&args.record.db)?;
    let filter = args.filters.filter(books)?;
    if format.name() == "contract" && args.looks.as_of.is_some() {
        bail!("Coded reports are exported as they are now: leave out --as-of, or choose another format.");
    }
    let options = Options {
        rule: args.looks.rule.rule(),
        blur_km: args.blur,
        embargo_days: args.embargo,
        today: jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date(),
        redact_names: args.redact_names,
        filters: in_words(args),
        made: now(),
    };
    let look = args.looks.look(false);
    let summary = store.snapshot(|store| {
        let rows = RecordRows { store, filter: &filter, look: &look, books };
        Ok(dateline_export::export(&rows, format, &args.to, &options))
    })??;
    let text = paragraph(&told(args, format, &summary), show::width());
    Ok(anstream::stdout().lock().write_all(text.as_bytes())?)
}

/// Writes the pages behind the incidents.
fn pages(args: &ExportArgs, books: &Books<'static>) -> Result<()> {
    if args.to.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("wacz")) {
        bail!("Pages are written as a web archive: name a file that ends in .wacz with --to.");
    }
    let (store, filter, look) =
        (Store::read(&args.record.db)?, args.filters.filter(books)?, args.looks.look(true));
    let Written { exchanged, bytes_alone, homeless, pictures } =
        evidence::export(&store, &args.record.db, &args.to, (&filter, &look), books)?;
    let shown = match pictures {
        0 => String::new(),
        n => format!(", with {}", several(n, "picture")),
    };
    let pages = several(exchanged + bytes_alone, "page");
    let mut said = format!("{pages} written to {}{shown}.", args.to.display());
    if bytes_alone > 0 {
        said += &format!(
            " Of {bytes_alone} no exchange is kept: their bytes stand there as the record has them."
        );
    }
    if homeless > 0 {
        said += &format!(" {} left out: they have no address.", several(homeless, "report"));
    }
    Ok(anstream::stdout().lock().write_all(paragraph(&said, show::width()).as_bytes())?)
}

fn format(args: &ExportArgs) -> Result<Format> {
    let all = || Format::all().map(|format| format.name()).collect::<Vec<_>>().join(", ");
    match &args.format {
        Some(name) => {
            Format::named(name).ok_or_else(|| anyhow!("There is no format {name:?}: it is one of {}.", all()))
        }
        None => Format::of(&args.to).ok_or_else(|| {
            anyhow!(
                "The name {} does not tell the format: name one with --format, of {}.",
                args.to.display(),
                all()
            )
        }),
    }
}

/// The filters as they were typed, for the note.
fn in_words(args: &ExportArgs) -> String {
    let mut words = args.filters.in_words();
    words.extend(args.looks.as_of.iter().map(|time| format!("as of {time}")));
    words.join(", ")
}

fn told(args: &ExportArgs, format: Format, summary: &Summary) -> String {
    let what = if format.name() == "contract" { "report" } else { "incident" };
    let mut text = format!(
        "{} written to {} as {}, {} bytes; {} says what it is and what it lacks.",
        several(summary.written, what),
        args.to.display(),
        format.name(),
        summary.bytes,
        summary.note.display()
    );
    if args.embargo.is_some() {
        text += &format!(" {} held back by the embargo.", summary.embargoed);
    }
    for (why, n) in &summary.left_out {
        text += &format!(" {n} left out: {why}.");
    }
    text
}

/// The record's rows, as exports read them.
struct RecordRows<'r> {
    store: &'r Store,
    filter: &'r Filter,
    look: &'r Look,
    books: &'r Books<'static>,
}

type Exported<T> = dateline_export::Result<T>;

impl Rows for RecordRows<'_> {
    fn incidents(&self, entries: bool, each: &mut dyn FnMut(Incident) -> Exported<()>) -> Exported<()> {
        let look = Look { entries, ..self.look.clone() };
        through(each, |each| self.store.incidents(self.filter, Sort::Earliest, &look, self.books, each))
    }

    fn reports(&self, each: &mut dyn FnMut(&Value) -> Exported<()>) -> Exported<()> {
        let fitting = self.fitting()?;
        let mut failed = None;
        let done = self.store.reports(&mut |report| {
            if fitting.as_ref().is_some_and(|fitting| !tells_of(report, fitting)) {
                return Ok(());
            }
            each(report).map_err(|error| stop(&mut failed, error))
        });
        ended(failed, done)
    }
}

impl RecordRows<'_> {
    /// Ids of the incidents that fit; `None` where all do.
    fn fitting(&self) -> Exported<Option<BTreeSet<String>>> {
        if *self.filter == Filter::default() {
            return Ok(None);
        }
        let mut ids = BTreeSet::new();
        self.incidents(false, &mut |incident| {
            ids.insert(incident.id);
            Ok(())
        })?;
        Ok(Some(ids))
    }
}

/// Whether a coded report tells of one of the incidents.
fn tells_of(report: &Value, fitting: &BTreeSet<String>) -> bool {
    let events = report.get("events").and_then(Value::as_array).into_iter().flatten();
    let mut held = events.filter_map(|event| event.get("incident").and_then(Value::as_str));
    held.any(|id| fitting.contains(id))
}

/// Reads incidents from the store into what an export does with each, and carries either's error out.
pub(super) fn through(
    each: &mut dyn FnMut(Incident) -> Exported<()>,
    read: impl FnOnce(&mut dyn FnMut(Incident) -> dateline_store::Result<()>) -> dateline_store::Result<()>,
) -> Exported<()> {
    let mut failed = None;
    let done = read(&mut |incident| each(incident).map_err(|error| stop(&mut failed, error)));
    ended(failed, done)
}

/// Keeps what went wrong with writing, and stops the reading.
fn stop(failed: &mut Option<dateline_export::Error>, error: dateline_export::Error) -> dateline_store::Error {
    *failed = Some(error);
    dateline_store::Error::new("the export stopped")
}

fn ended(failed: Option<dateline_export::Error>, done: dateline_store::Result<()>) -> Exported<()> {
    match failed {
        Some(error) => Err(error),
        None => done.map_err(dateline_export::Error::from_cause),
    }
}
