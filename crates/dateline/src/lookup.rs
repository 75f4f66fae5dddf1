//! The commands `codebook`, `place`, `actor` and `gazetteer import`: what the program knows, and how it
//! understands a name by itself.

use crate::show;
use crate::show::columns::{Cell, lay_out};
use crate::show::paint::{DIM, PLACE, PLAIN, SIDE, STRONG};
use anyhow::{Context, Result, bail};
use dateline_code::Books;
use dateline_code::gazetteer::Gazetteer;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Prints the codebook, or all about one event type.
///
/// # Errors
/// When there is no such type.
pub(crate) fn codebook(books: &Books<'_>, event_type: Option<&str>) -> Result<()> {
    if let Some(id) = event_type.filter(|id| !books.codebook.has(id)) {
        bail!("There is no event type {id:?}. `dateline codebook` lists them.");
    }
    print(&books.codebook.render(event_type, show::width()))
}

/// Prints the places that a name may mean, best first.
///
/// # Errors
/// When there is none.
pub(crate) fn place(books: &Books<'_>, name: &str) -> Result<()> {
    let found = books.gazetteer.lookup(name);
    if found.is_empty() {
        bail!(
            "The gazetteer has no place named {name:?}. Try another spelling, or add it to a file for --landmarks."
        );
    }
    let mut rows = vec![heading(&["", "PLACE", "WHAT", "IN", "WHERE", "PEOPLE", "WHY"])];
    for (n, place) in found.iter().take(MOST).enumerate() {
        let area = [place.admin1.as_deref(), place.country.as_deref()];
        rows.push(vec![
            cell(DIM, (n + 1).to_string()),
            cell(if n == 0 { PLACE } else { PLAIN }, place.name.clone()),
            cell(PLAIN, place.kind.as_str().to_string()),
            cell(PLAIN, area.into_iter().flatten().collect::<Vec<_>>().join(", ")),
            cell(PLAIN, format!("{:.3}, {:.3} ± {} km", place.lat, place.lon, place.radius_km.round())),
            cell(PLAIN, if place.population > 0 { grouped(place.population) } else { "–".into() }),
            cell(DIM, place.why.clone()),
        ]);
    }
    print(&(lay_out(&rows, show::width()) + &more(found.len())))
}

/// Prints the groups and forces that a name may mean, best first.
///
/// # Errors
/// When there is none.
pub(crate) fn actor(books: &Books<'_>, name: &str) -> Result<()> {
    let found = books.actors.lookup(name);
    if found.is_empty() {
        bail!(
            "The actor files have nobody named {name:?}. Try another spelling, or add a row to a file for --actors."
        );
    }
    let mut rows = vec![heading(&["", "ACTOR", "KIND", "IN", "ID", "FIT", "WHY"])];
    for (n, actor) in found.iter().take(MOST).enumerate() {
        rows.push(vec![
            cell(DIM, (n + 1).to_string()),
            cell(if n == 0 { SIDE } else { PLAIN }, actor.name.clone()),
            cell(PLAIN, actor.kind.as_str().replace('_', " ")),
            cell(PLAIN, actor.country.clone().unwrap_or_else(|| "–".into())),
            cell(DIM, actor.id.clone()),
            cell(PLAIN, format!("{:.2}", actor.score)),
            cell(DIM, actor.why.clone()),
        ]);
    }
    print(&(lay_out(&rows, show::width()) + &more(found.len())))
}

/// "1,302,765".
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(",")
}

/// Runners-up that are shown.
const MOST: usize = 10;

fn heading(names: &[&str]) -> Vec<Cell> {
    names.iter().map(|name| cell(STRONG, (*name).to_string())).collect()
}

fn cell(style: anstyle::Style, text: String) -> Cell {
    vec![(style, text)]
}

fn more(found: usize) -> String {
    if found > MOST { format!("and {} more\n", found - MOST) } else { String::new() }
}

fn print(text: &str) -> Result<()> {
    Ok(anstream::stdout().lock().write_all(text.as_bytes())?)
}

/// Packs a GeoNames country dump and keeps it for all later runs.
///
/// # Errors
/// Names the file and the lines that are no places, or the folder that cannot be written to.
pub(crate) fn import(dump: &Path) -> Result<()> {
    let text = crate::books::read(dump).map_err(|problems| anyhow::anyhow!("{}", problems[0]))?;
    let packed = Gazetteer::pack_dump(&text).map_err(|problems| {
        let lines = problems.iter().map(|p| format!("\n{}:{}: {}", dump.display(), p.line, p.what));
        anyhow::anyhow!(
            "The dump was not imported. It should be a GeoNames country dump, unzipped.{}",
            lines.collect::<String>()
        )
    })?;
    let folder =
        crate::books::imports_folder().context("No folder to keep it in: set DATELINE_DATA to one.")?;
    let name = dump.file_stem().context("It has no file name.")?;
    let path = folder.join(name).with_extension("places");
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    // Written beside and moved into place, so that no run ever sees half a table.
    let half = path.with_extension("half");
    fs::write(&half, packed)
        .and_then(|()| fs::rename(&half, &path))
        .with_context(|| path.display().to_string())?;
    print(&format!("Imported {} into {}; remove that file to forget it.\n", dump.display(), path.display()))
}
