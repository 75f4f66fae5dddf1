//! The commands `import` and `compare`: another dataset's events, read and held against the record. They are never put
//! among our incidents.

use super::args::{Db, Filters, Looks};
use super::brief::brief;
use crate::books::Own;
use crate::show::columns::{Cell, lay_out};
use crate::show::paint::{ACT, DIM, HARM, PLACE, PLAIN, STRONG, TIME, paint};
use crate::show::words::{several, spaced};
use crate::show::{self, paragraph};
use anyhow::Result;
use clap::ValueEnum;
use dateline_code::Books;
use dateline_export::{Comparison, Foreign, Import, compare, read_acled, read_ucdp};
use dateline_store::{Filter, Look, Sort, Store};
use dateline_terms::Incident;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::sync_channel;

/// Whose file it is.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Dataset {
    /// ACLED's event files
    Acled,
    /// UCDP's georeferenced events
    Ucdp,
}

/// A file of another dataset.
#[derive(clap::Args, Debug)]
pub(crate) struct Theirs {
    /// Whose file it is
    pub dataset: Dataset,
    /// The file, CSV
    #[arg(value_name = "FILE.csv")]
    pub file: PathBuf,
}

/// What to read.
#[derive(clap::Args, Debug)]
pub(crate) struct ImportArgs {
    #[command(flatten)]
    pub theirs: Theirs,
    /// Print the events in our words, one line of JSON each
    #[arg(long)]
    pub json: bool,
}

/// What to compare.
#[derive(clap::Args, Debug)]
pub(crate) struct CompareArgs {
    #[command(flatten)]
    pub theirs: Theirs,
    /// Print the comparison as one JSON object, with all ids
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub filters: Filters,
    #[command(flatten)]
    pub looks: Looks,
    #[command(flatten)]
    pub record: Db,
    #[command(flatten)]
    pub own: Own,
}

impl Theirs {
    /// Reads the file. What cannot be read is named on standard error.
    fn read(&self) -> Result<Import> {
        let import = match self.dataset {
            Dataset::Acled => read_acled(&self.file),
            Dataset::Ucdp => read_ucdp(&self.file),
        }?;
        for skipped in &import.skipped {
            // Standard error may be closed; there is nowhere else to say so.
            let _ = writeln!(anstream::stderr(), "dateline: {}: {skipped}", self.file.display());
        }
        Ok(import)
    }
}

/// Success, or failure where rows could not be read.
fn code(import: &Import) -> ExitCode {
    if import.skipped.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Reads another dataset's file, and prints what is in it and what we make of it.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn import(args: &ImportArgs) -> Result<ExitCode> {
    let import = args.theirs.read()?;
    if args.json {
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        for row in &import.rows {
            writeln!(out, "{}", json!(row))?;
        }
        out.flush()?;
        return Ok(code(&import));
    }
    let text = read_in(&import, show::width());
    anstream::stdout().lock().write_all(text.as_bytes())?;
    Ok(code(&import))
}

fn read_in(import: &Import, width: usize) -> String {
    let rows = &import.rows;
    let mut types: BTreeMap<(String, String), (usize, u64)> = BTreeMap::new();
    for row in rows {
        let ours = match &row.event_type {
            Some(id) => spaced(id),
            None if row.families.is_empty() => "any".to_string(),
            None => format!("any of the family {}", row.families.join(", ")),
        };
        let sums = types.entry((row.their_type.clone(), ours)).or_default();
        *sums = (sums.0 + 1, sums.1 + row.deaths_best.unwrap_or(0));
    }
    let mut types: Vec<_> = types.into_iter().collect();
    types.sort_by_key(|(_, (events, _))| std::cmp::Reverse(*events));
    let cell = |style, text: String| vec![(style, text)];
    let head = ["THEIR TYPE", "OURS", "EVENTS", "DEATHS"];
    let mut table: Vec<Vec<Cell>> = vec![head.map(|h| cell(DIM, h.to_string())).to_vec()];
    table.extend(types.into_iter().map(|((theirs, ours), (events, deaths))| {
        vec![
            cell(PLAIN, theirs),
            cell(ACT, ours),
            cell(PLAIN, events.to_string()),
            cell(HARM, deaths.to_string()),
        ]
    }));
    let countries: BTreeSet<&str> = rows.iter().filter_map(|row| row.country.as_deref()).collect();
    let days = rows.iter().map(|row| row.first).min().zip(rows.iter().map(|row| row.last).max());
    let days = days.map(|(first, last)| format!(", {first} to {last}")).unwrap_or_default();
    let sum = format!(
        "{} read{days}, in {}; {} that could not be read. They are compared, never put into the record: see \
         `dateline compare`.",
        several(rows.len(), "event"),
        countries.into_iter().collect::<Vec<_>>().join(", "),
        several(import.skipped.len(), "row")
    );
    lay_out(&table, width) + &paragraph(&sum, width)
}

/// Holds the record against another dataset's file.
///
/// # Errors
/// When the file or the record cannot be read.
pub(crate) fn against(args: &CompareArgs, books: &Books<'static>) -> Result<ExitCode> {
    let filter = args.filters.filter(books)?;
    let look = args.looks.look(false);
    let store = Store::read(&args.record.db)?;
    let import = args.theirs.read()?;
    let found =
        with_ours(Store::read(&args.record.db)?, &filter, &look, books, |ours| compare(ours, &import.rows))?;
    if args.json {
        writeln!(std::io::stdout().lock(), "{}", json!(found))?;
        return Ok(code(&import));
    }
    let width = show::width();
    let text = sums(&found, width) + &examples(&found, &import.rows, &store, &look, books, width)?;
    anstream::stdout().lock().write_all(text.as_bytes())?;
    Ok(code(&import))
}

/// Reads our incidents on a thread of its own, and hands them to `work` one after the other.
fn with_ours<T>(
    store: Store,
    filter: &Filter,
    look: &Look,
    books: &Books<'static>,
    work: impl FnOnce(std::sync::mpsc::IntoIter<Incident>) -> T,
) -> Result<T> {
    std::thread::scope(|scope| {
        let (to, from) = sync_channel(64);
        let read = scope.spawn(move || {
            // Whoever takes them takes all.
            let each = &mut |incident| {
                let _ = to.send(incident);
                Ok(())
            };
            store.snapshot(|store| store.incidents(filter, Sort::Earliest, look, books, each))
        });
        let done = work(from.into_iter());
        read.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        Ok(done)
    })
}

fn sums(found: &Comparison, width: usize) -> String {
    let cell = |style, text: String| vec![(style, text)];
    let days = match found.days {
        Some((first, last)) => format!("Compared: {first} to {last}, in countries that both name."),
        None => "The two have no day in common: nothing was compared.".to_string(),
    };
    let counts = [
        ("events of both", found.matched.len()),
        ("ours alone", found.ours_alone.len()),
        ("theirs alone", found.theirs_alone.len()),
        ("ours outside the comparison", found.ours_outside),
        ("theirs outside", found.theirs_outside),
    ];
    let counts: Vec<Vec<Cell>> =
        counts.map(|(what, n)| vec![cell(DIM, what.into()), cell(PLAIN, n.to_string())]).to_vec();
    let begin = paragraph(&days, width) + &lay_out(&counts, width);
    if found.matched.is_empty() {
        return begin;
    }
    let head = ["EVENTS OF BOTH AGREE ON", "STATED", "SAME", "SHARE"];
    let mut fields: Vec<Vec<Cell>> = vec![head.map(|h| cell(DIM, h.to_string())).to_vec()];
    fields.extend(found.fields.iter().map(|field| {
        let share = field.share().map_or("–".to_string(), |share| format!("{share:.2}"));
        vec![
            cell(PLAIN, field.field.to_string()),
            cell(PLAIN, field.both.to_string()),
            cell(PLAIN, field.same.to_string()),
            cell(STRONG, share),
        ]
    }));
    let deaths = found.deaths;
    let dead = format!(
        "Deaths where both give a number: ours {}, theirs {}; ours less theirs {:+.2} on average, {:.2} apart.",
        deaths.ours, deaths.theirs, deaths.mean_difference, deaths.mean_absolute_difference
    );
    begin + "\n" + &lay_out(&fields, width) + &paragraph(&dead, width)
}

/// Events of a kind that are printed.
const FIRST: usize = 10;

/// The first few of each kind, side by side.
fn examples(
    found: &Comparison,
    theirs: &[Foreign],
    store: &Store,
    look: &Look,
    books: &Books<'static>,
    width: usize,
) -> Result<String> {
    let theirs: BTreeMap<&str, &Foreign> = theirs.iter().map(|row| (row.id.as_str(), row)).collect();
    let told = |id: &str| theirs.get(id).map(|row| foreign(row)).unwrap_or_default();
    let own = |id: &str| -> Result<String> { Ok(brief(&store.incident(id, look, books)?.0)) };
    let row = |style, id: &str, text: String| -> Vec<Cell> {
        vec![vec![(style, id.to_string())], vec![(PLAIN, text)]]
    };
    let title = |name: &str, all: usize| match all {
        0 => String::new(),
        all if all > FIRST => {
            format!("\n{}\n", paint(STRONG, &format!("{name}, the first {FIRST} of {all}")))
        }
        _ => format!("\n{}\n", paint(STRONG, name)),
    };
    let mut text = title("Events of both", found.matched.len());
    let mut rows = Vec::new();
    for pair in found.matched.iter().take(FIRST) {
        rows.push(row(TIME, &pair.ours, own(&pair.ours)?));
        rows.push(row(PLACE, &pair.theirs, told(&pair.theirs)));
    }
    text += &(lay_out(&rows, width) + &title("Ours alone", found.ours_alone.len()));
    let ours = found.ours_alone.iter().take(FIRST).map(|id| Ok(row(TIME, id, own(id)?)));
    text += &(lay_out(&ours.collect::<Result<Vec<_>>>()?, width)
        + &title("Theirs alone", found.theirs_alone.len()));
    let alone = found.theirs_alone.iter().take(FIRST).map(|id| row(PLACE, id, told(id)));
    Ok(text + &lay_out(&alone.collect::<Vec<_>>(), width))
}

/// "2023-11-17, Shelling/artillery/missile attack, Harir, IQ; X → Y; 2 killed".
fn foreign(row: &Foreign) -> String {
    let days =
        if row.first == row.last { row.first.to_string() } else { format!("{} – {}", row.first, row.last) };
    let place: Vec<&str> = [row.place.as_str(), row.country.as_deref().unwrap_or_default()]
        .into_iter()
        .filter(|w| !w.is_empty())
        .collect();
    let side = |side: &[dateline_export::Party]| {
        let names: Vec<&str> = side.iter().map(|party| party.name.as_str()).collect();
        if names.is_empty() { "not said".to_string() } else { names.join("; ") }
    };
    let mut text = format!("{days}, {}, {}", row.their_type, place.join(", "));
    if !row.side_a.is_empty() || !row.side_b.is_empty() {
        text += &format!("; {} → {}", side(&row.side_a), side(&row.side_b));
    }
    if let Some(deaths) = row.deaths_best {
        text += &format!("; {deaths} killed");
    }
    text
}
