//! Footnotes: a mark in the text ("Daesh*") and the note that it points to ("* A group outlawed in …").

use super::marks::Marks;
use dateline_terms::{Footnote, FurnitureKind, Span};

/// Longest note, in bytes.
const LONGEST: usize = 300;

/// Finds notes whose mark stands after a word of the text, and sets the notes aside. The marks in the
/// text stay where they are, since setting one aside would cut its sentence in two.
pub fn find(text: &str, marks: &mut Marks) -> Vec<Footnote> {
    let mut out = Vec::new();
    let mut used: Vec<(&str, bool)> = Vec::new();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|t| t.find(['*', '†'])).map(|i| from + i) {
        let mark = mark_at(text, at);
        from = at + mark.len();
        let Some(end) = note_end(text, at, mark) else { continue };
        let known = used.iter().find(|(m, _)| *m == mark).map(|(_, u)| *u);
        let points = known.unwrap_or_else(|| {
            let found = is_used(text, mark);
            used.push((mark, found));
            found
        });
        if points {
            let note = text.get(from..end).unwrap_or("").trim();
            out.push(Footnote { mark: mark.to_string(), text: note.to_string() });
            marks.add(text, Span::new(at, end), FurnitureKind::Footnote);
            from = end;
        }
    }
    out
}

fn mark_at(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or("");
    let first = rest.chars().next().unwrap_or('*');
    let len = rest.len() - rest.trim_start_matches(first).len();
    rest.get(..len.min(4 * first.len_utf8())).unwrap_or("")
}

/// Where the note that begins with `mark` at `at` ends: at the end of its line. `None` where the mark
/// stands after a word (it points) or nothing short and wordy follows it.
fn note_end(text: &str, at: usize, mark: &str) -> Option<usize> {
    let before = text.get(..at)?;
    let opens = before.is_empty()
        || before.trim_end_matches([' ', '\t', '(']).ends_with(['\n', '.', '!', '?', '”', '"']);
    if !opens {
        return None;
    }
    let rest = text.get(at + mark.len()..)?;
    let line = rest.get(..rest.floor_char_boundary(LONGEST + 1))?.split('\n').next()?;
    let words = line.split_whitespace().count();
    // "*Peace now*" is printed bold, no note.
    (!line.contains(mark) && (2..=40).contains(&words) && line.len() <= LONGEST)
        .then(|| at + mark.len() + line.len())
}

/// Whether the mark stands right after a word somewhere in the text.
fn is_used(text: &str, mark: &str) -> bool {
    text.match_indices(mark).any(|(i, _)| {
        text.get(..i).is_some_and(|b| b.ends_with(|c: char| c.is_alphabetic() || c == ')'))
            && text
                .get(i + mark.len()..)
                .is_some_and(|a| !a.starts_with(|c: char| c == '*' || c.is_alphanumeric()))
    })
}
