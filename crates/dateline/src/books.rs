//! The books that coding looks things up in: those compiled in, with a user's own laid over them, and over these the rows
//! that people wrote for a record.

use dateline_code::Books;
use dateline_code::actors::Actors;
use dateline_code::codebook::Codebook;
use dateline_code::outlets::Outlets;
use dateline_code::problem::Problem;
use dateline_code::weigh::Weights;
use dateline_store::{Book, Edit, Store};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// Files and folders of a user's own.
#[derive(clap::Args, Clone, Debug, Default)]
pub(crate) struct Own {
    /// Folder of event types of your own, one .toml file each, laid over ours
    #[arg(long, value_name = "DIR")]
    pub codebook: Option<PathBuf>,
    /// Folder of actor files of your own (.toml), laid over ours
    #[arg(long, value_name = "DIR")]
    pub actors: Option<PathBuf>,
    /// Bases, fields, crossings and camps of your own, added to ours (the columns of gazetteer/landmarks.tsv)
    #[arg(long, value_name = "FILE")]
    pub landmarks: Option<PathBuf>,
}

/// Opens the books, with the user's own laid over ours.
///
/// # Errors
/// Every problem of every file, with its line.
pub(crate) fn open(own: &Own) -> Result<Books<'static>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut kept = |result: Result<Books<'static>, Vec<Problem>>, before: Books<'static>| {
        result.unwrap_or_else(|more| {
            problems.extend(more);
            before
        })
    };
    // The two tables that take longest to build are built side by side.
    let ours = std::thread::scope(|scope| {
        scope.spawn(Weights::embedded);
        Books::embedded()
    });
    let books = kept(with_codebook(ours, own.codebook.as_deref()), ours);
    let books = kept(with_actors(books, own.actors.as_deref()), books);
    let books = kept(with_imports(books), books);
    let books = kept(with_landmarks(books, own.landmarks.as_deref()), books);
    if problems.is_empty() { Ok(books) } else { Err(problems) }
}

/// Opens the books for the record at `db`, with the rows that people wrote for it laid over them. Where the record cannot be
/// read, whoever asks it something is told so. Gives what of those rows was left out too.
///
/// # Errors
/// As [`open`].
pub(crate) fn open_for(own: &Own, db: &Path) -> Result<(Books<'static>, Vec<Problem>), Vec<Problem>> {
    let books = open(own)?;
    if !db.exists() {
        return Ok((books, Vec::new()));
    }
    let edits = Store::read(db).and_then(|store| store.edited()).unwrap_or_default();
    Ok(with_sound_edits(books, own, &edits))
}

/// Books are opened once and used until the program ends.
fn for_good<T>(book: T) -> &'static T {
    Box::leak(Box::new(book))
}

fn with_codebook(books: Books<'static>, folder: Option<&Path>) -> Result<Books<'static>, Vec<Problem>> {
    let Some(folder) = folder else { return Ok(books) };
    let files = toml_files(folder)?;
    let own = Codebook::parse(&borrowed(&files))?;
    Ok(Books { codebook: for_good(own.over(books.codebook)), ..books })
}

fn with_actors(books: Books<'static>, folder: Option<&Path>) -> Result<Books<'static>, Vec<Problem>> {
    let Some(folder) = folder else { return Ok(books) };
    let files = toml_files(folder)?;
    Ok(Books { actors: for_good(Actors::parse(&borrowed(&files))?), ..books })
}

/// Lays the rows that people wrote for a record over the books that `open` gave for `own`.
///
/// # Errors
/// Every problem of every row.
pub(crate) fn with_edits(
    books: Books<'static>,
    own: &Own,
    edits: &[Edit],
) -> Result<Books<'static>, Vec<Problem>> {
    let mut books = books;
    if let Some(rows) = written(edits, Book::Actors)? {
        let mut files = own.actors.as_deref().map(toml_files).transpose()?.unwrap_or_default();
        files.push(rows);
        books.actors = for_good(Actors::parse(&borrowed(&files))?);
    }
    if let Some(rows) = written(edits, Book::Outlets)? {
        books.outlets = for_good(Outlets::parse(&borrowed(&[rows]))?);
    }
    Ok(books)
}

/// The same, leaving out what has problems: a row may name a group that another version of the books has no more. Gives the
/// problems too.
pub(crate) fn with_sound_edits(
    books: Books<'static>,
    own: &Own,
    edits: &[Edit],
) -> (Books<'static>, Vec<Problem>) {
    if let Ok(edited) = with_edits(books, own, edits) {
        return (edited, Vec::new());
    }
    let (mut sound, mut problems) = (Vec::new(), Vec::new());
    for edit in edits {
        sound.push(edit.clone());
        if let Err(wrong) = with_edits(books, own, &sound) {
            sound.pop();
            problems.extend(wrong);
        }
    }
    (with_edits(books, own, &sound).unwrap_or(books), problems)
}

/// The rows of a book as a file has them, with a name for it; `None` where there are none.
fn written(edits: &[Edit], book: Book) -> Result<Option<(String, String)>, Vec<Problem>> {
    let name = format!("edits of {}", book.as_str());
    let table = match book {
        Book::Actors => "group",
        Book::Outlets => "outlet",
    };
    let mut text = String::new();
    for edit in edits.iter().filter(|edit| edit.book == book) {
        let Some(Value::Object(mut row)) = edit.row.clone() else { continue };
        row.retain(|_, value| !value.is_null());
        row.insert("id".into(), Value::from(edit.of.clone()));
        let rows = BTreeMap::from([(table, [row])]);
        let row = toml::to_string(&rows)
            .map_err(|error| vec![Problem::new(&name, 0, format!("The row of {}: {error}.", edit.of))])?;
        text += &row;
    }
    Ok((!text.is_empty()).then_some((name, text)))
}

fn with_landmarks(books: Books<'static>, file: Option<&Path>) -> Result<Books<'static>, Vec<Problem>> {
    let Some(file) = file else { return Ok(books) };
    let text = read(file)?;
    let named =
        |problems: Vec<Problem>| problems.into_iter().map(|p| Problem { file: shown(file), ..p }).collect();
    let gazetteer =
        books.gazetteer.with_landmarks(&text).map_err(|problems| -> Vec<Problem> { named(problems) })?;
    Ok(Books { gazetteer: for_good(gazetteer), ..books })
}

/// Adds the country dumps that `gazetteer import` has packed.
fn with_imports(books: Books<'static>) -> Result<Books<'static>, Vec<Problem>> {
    let Some(folder) = imports_folder() else { return Ok(books) };
    let tables = listed(&folder, "places").unwrap_or_default();
    if tables.is_empty() {
        return Ok(books);
    }
    let mut gazetteer = books.gazetteer.clone();
    for path in tables {
        let problem = |what: String| vec![Problem::new(shown(&path), 0, what)];
        let packed = fs::read(&path).map_err(|error| problem(format!("It cannot be read ({error}).")))?;
        gazetteer = gazetteer
            .with_table(packed)
            .map_err(|p| problem(format!("{} Remove the file and import the dump again.", p.what)))?;
    }
    Ok(Books { gazetteer: for_good(gazetteer), ..books })
}

/// Where packed country dumps are kept: `gazetteer` in the folder that `DATELINE_DATA` names, else in the
/// user's folder for data.
pub(crate) fn imports_folder() -> Option<PathBuf> {
    let named = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let data = named("DATELINE_DATA")
        .or_else(|| Some(named("XDG_DATA_HOME")?.join("dateline")))
        .or_else(|| Some(named("LOCALAPPDATA")?.join("dateline")))
        .or_else(|| Some(named("HOME")?.join(".local/share/dateline")))?;
    Some(data.join("gazetteer"))
}

/// Files of a folder with an extension, in the order of names.
fn listed(folder: &Path, extension: &str) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension() == Some(OsStr::new(extension)) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn toml_files(folder: &Path) -> Result<Vec<(String, String)>, Vec<Problem>> {
    let problem = |what: String| vec![Problem::new(shown(folder), 0, what)];
    let paths = listed(folder, "toml")
        .map_err(|error| problem(format!("The folder cannot be read ({error}): check the path.")))?;
    if paths.is_empty() {
        return Err(problem("There is no .toml file in this folder.".into()));
    }
    paths.iter().map(|path| Ok((shown(path), read(path)?))).collect()
}

fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

/// The text of a file.
///
/// # Errors
/// One problem that names the file, if it cannot be read or is not UTF-8.
pub(crate) fn read(path: &Path) -> Result<String, Vec<Problem>> {
    fs::read_to_string(path).map_err(|error| {
        vec![Problem::new(
            shown(path),
            0,
            format!("It cannot be read ({error}): check the path, and that it is UTF-8."),
        )]
    })
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
