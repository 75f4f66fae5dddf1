//! How a list names its addresses, by its first line.

use dateline_intake::address::canonical;

/// How a list names its addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// One a line.
    Lines,
    /// In one of columns without heads that are parted by tabs; where `web` is given, of those rows alone in which that column
    /// is 1.
    Column { at: usize, web: Option<usize> },
    /// In a table whose columns are parted so.
    Table(u8),
}

/// The files of GDELT, by how many columns they have: what they are, the column of addresses, and the one that says which
/// kind of source a row is of (1 is the web). From GDELT's codebooks (Event 1.03 of 2013, Event 2.0 of 2015, GKG 2.1 of 2015).
const GDELT: [(usize, usize, Option<usize>); 4] =
    [(58, 57, None), (61, 60, None), (16, 5, Some(3)), (27, 4, Some(2))];

/// Columns of events of GDELT 1.0 before April 2013, which name no sources.
const WITHOUT_SOURCES: usize = 57;

/// Columns that a line is looked at for, at most.
const MOST: usize = 64;

/// How a list names its addresses; `tabs` is what its name says of its columns, `is_mapped` whether its user said which one
/// holds addresses.
///
/// # Errors
/// Why it names none, in full sentences.
pub(super) fn shape(first: &str, tabs: Option<bool>, is_mapped: bool) -> Result<Shape, String> {
    let line = first.trim_start_matches('\u{feff}').trim_end_matches(['\r', '\n']);
    if !is_mapped && let Some(columns) = gdelt(line) {
        let known = GDELT.iter().find(|(count, ..)| *count == columns);
        return known.map(|(_, at, web)| Shape::Column { at: *at, web: *web }).ok_or_else(|| {
            "It is a file of GDELT's events from before April 2013, which name no addresses.".to_string()
        });
    }
    let count = |mark: &u8| line.bytes().filter(|byte| byte == mark).count();
    // A semicolon is what tables are parted by where a comma stands in numbers.
    let parted = [b';', b',', b'\t'].into_iter().max_by_key(count).filter(|mark| count(mark) > 0);
    Ok(match (tabs, is_mapped) {
        (Some(true), _) => Shape::Table(b'\t'),
        (Some(false), _) | (None, true) => Shape::Table(parted.unwrap_or(b',')),
        // Addresses may hold commas and semicolons, and never tabs.
        (None, false) if canonical(line.trim()).is_none() && parted.is_some() => {
            Shape::Table(parted.unwrap_or(b','))
        }
        (None, false) if line.contains('\t') => Shape::Table(b'\t'),
        (None, false) => Shape::Lines,
    })
}

/// How many columns a line of GDELT's has; `None` where it is none. Each begins with a number: of an event, or of the day and
/// hour of a record of the graph, with a dash in it.
fn gdelt(line: &str) -> Option<usize> {
    let columns = line.split('\t').take(MOST).count();
    let first = line.split('\t').next()?.trim();
    let is_known = columns == WITHOUT_SOURCES || GDELT.iter().any(|(count, ..)| *count == columns);
    let is_number =
        first.len() >= 5 && first.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-' || byte == b'T');
    (is_known && is_number).then_some(columns)
}

/// Whether a line is one of GDELT's files.
pub(in crate::input) fn is_of_gdelt(line: &str) -> bool {
    gdelt(line).is_some()
}

/// Whether the first bytes of a text are addresses, one a line, and nothing that could be a report's: other lines are of one
/// word, or remarks.
pub(in crate::input) fn is_of_addresses(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    // The last line may go on behind these bytes: an address that is cut is one too.
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let mut some = false;
    lines.all(|line| {
        let is_word = !line.contains(char::is_whitespace);
        some |= is_word && canonical(line).is_some();
        is_word || line.starts_with('#')
    }) && some
}
