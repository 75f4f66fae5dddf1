//! Text files of columns: CSV and TSV.

use crate::Result;
use crate::draft::Draft;
use crate::format::{Row, Sink};
use crate::table::{Cell, Column};
use dateline_terms::Incident;
use std::borrow::Cow;
use std::fs::File;
use std::io::BufWriter;

/// How a text file of columns is written.
#[derive(Clone, Copy)]
pub(crate) enum Style {
    /// Commas, RFC 4180: cells with commas, quotes or line ends stand in quotes; an empty cell is a missing value.
    Commas,
    /// Tabs and no quotes, so tabs and line ends inside a cell become spaces; `None` is a missing value.
    Tabs,
}

/// Writes rows made of `V`.
pub(crate) struct Delimited<V: 'static> {
    to: csv::Writer<BufWriter<File>>,
    style: Style,
    columns: &'static [Column<V>],
    view: fn(&Incident) -> Row<V>,
}

impl<V> Delimited<V> {
    /// Begins a file with the columns' names.
    pub(crate) fn begin(
        draft: &Draft,
        style: Style,
        columns: &'static [Column<V>],
        view: fn(&Incident) -> Row<V>,
    ) -> Result<Delimited<V>> {
        let mut build = csv::WriterBuilder::new();
        if let Style::Tabs = style {
            build.delimiter(b'\t').quote_style(csv::QuoteStyle::Never);
        }
        let mut to = build.from_writer(BufWriter::new(draft.handle()?));
        to.write_record(columns.iter().map(|c| c.name.as_bytes()))?;
        Ok(Delimited { to, style, columns, view })
    }

    /// Adds a row of bare words, such as HXL's tags.
    pub(crate) fn words<'w>(&mut self, words: impl Iterator<Item = &'w str>) -> Result<()> {
        Ok(self.to.write_record(words.map(str::as_bytes))?)
    }
}

impl<V> Sink for Delimited<V> {
    fn incident(&mut self, incident: &Incident) -> Result<Row<()>> {
        let row = match (self.view)(incident) {
            Ok(row) => row,
            Err(why) => return Ok(Err(why)),
        };
        for column in self.columns {
            let cell = column.value(&row);
            self.to.write_field(written(&cell, self.style).as_bytes())?;
        }
        self.to.write_record(None::<&[u8]>)?;
        Ok(Ok(()))
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        Ok(self.to.flush()?)
    }
}

/// A cell as the file has it.
fn written(cell: &Cell, style: Style) -> Cow<'_, str> {
    match (cell, style) {
        (Cell::Empty, Style::Tabs) => Cow::Borrowed("None"),
        (Cell::Text(_) | Cell::List(_), Style::Tabs) => {
            Cow::Owned(harmless(&cell.text()).replace(['\t', '\n', '\r'], " "))
        }
        (Cell::Text(text), _) => harmless(text),
        (Cell::List(_), _) => Cow::Owned(harmless(&cell.text()).into_owned()),
        _ => cell.text(),
    }
}

/// A text that no spreadsheet runs as a formula: one that begins with `=`, `+`, `-`, `@`, a tab or a line end, be it
/// after spaces, gets an apostrophe before it (the practice that OWASP's page on CSV injection recommends).
/// Null bytes, which end a cell in some readers, go.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    let text = if text.contains('\0') { Cow::Owned(text.replace('\0', "")) } else { Cow::Borrowed(text) };
    let starts = |c: &char| "=+-@\t\r\n".contains(*c);
    let first = text.chars().next().filter(starts);
    match first.or_else(|| text.trim_start().chars().next().filter(starts)) {
        Some(_) => Cow::Owned(format!("'{text}")),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_disarmed() {
        for bad in ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "  =1", "\r=1", "\u{a0}=1"] {
            assert_eq!(harmless(bad), format!("'{bad}"));
        }
        assert_eq!(harmless("a=1"), "a=1");
        assert_eq!(harmless("=\x001"), "'=1");
        assert_eq!(written(&Cell::Whole(-3), Style::Commas), "-3", "numbers are numbers");
        assert_eq!(written(&Cell::Text("a\tb\nc".into()), Style::Tabs), "a b c");
    }
}
