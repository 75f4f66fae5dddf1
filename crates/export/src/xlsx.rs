//! An Excel workbook: incidents, claims, and notes for reading them.

use crate::claims::{self, Claim};
use crate::draft::Draft;
use crate::format::{Row, Sink, Spec, Takes};
use crate::quiet::quietly;
use crate::table::{Cell, Column, Kind};
use crate::{Error, Options, Result, flat};
use dateline_terms::Incident;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as Look, Workbook, XlsxError};
use std::fs::File;
use std::io;

pub(crate) static SPEC: Spec = Spec {
    name: "xlsx",
    endings: &[".xlsx"],
    about: "An Excel workbook with the sheets incidents, claims and reading notes. Texts are stored as texts, so that \
            none is run as a formula; days are dates.",
    loses: &[
        "Texts beyond 32,767 characters, Excel's limit of a cell: they end in …",
        "Lists are joined by \"; \", and a semicolon inside an item becomes a comma.",
        "Days before 1900, which Excel does not know, are texts.",
        "Places of words in the reports' texts.",
        "A sheet holds 1,048,575 rows; what is beyond goes on in the sheets incidents 2, claims 2 and so on.",
    ],
    tables: || vec![("incidents", flat::told()), ("claims", claims::told())],
    takes: Takes::Claims,
    begin: |draft, options| quietly(|| Ok(Box::new(Book::begin(draft, options)?) as Box<dyn Sink>))?,
};

/// Rows of a sheet beside its headings.
const ROWS: u32 = 1_048_575;
/// Characters, as UTF-16 counts them, of a cell.
const CELL: usize = 32_767;

/// A workbook in the making. Rows are written to nameless files beside the draft, not kept.
struct Book {
    to: Workbook,
    file: File,
    looks: Looks,
    incidents: Sheet,
    claims: Sheet,
}

struct Looks {
    heading: Look,
    day: Look,
    title: Look,
}

/// A table that may take several sheets.
struct Sheet {
    name: &'static str,
    part: u32,
    index: usize,
    row: u32,
}

impl Book {
    fn begin(draft: &Draft, options: &Options) -> Result<Book> {
        let mut to = Workbook::new();
        to.set_tempdir(draft.folder())?;
        let made = options.made.parse::<jiff::Timestamp>().unwrap_or_default().as_second();
        let made = ExcelDateTime::from_timestamp(made)?;
        to.set_properties(
            &DocProperties::new().set_title("Dateline: incidents").set_creation_datetime(&made),
        );
        let looks = Looks {
            heading: Look::new().set_bold().set_text_wrap(),
            day: Look::new().set_num_format("yyyy-mm-dd"),
            title: Look::new().set_bold(),
        };
        let incidents = Sheet::open(&mut to, "incidents", 1, &flat::COLUMNS, &looks)?;
        let claims = Sheet::open(&mut to, "claims", 1, &claims::COLUMNS, &looks)?;
        notes(&mut to, options, &looks)?;
        Ok(Book { to, file: draft.handle()?, looks, incidents, claims })
    }

    fn rows(&mut self, incident: &Incident) -> Result<()> {
        self.incidents.write(&mut self.to, &flat::COLUMNS, incident, &self.looks)?;
        for claim in claims::of(incident) {
            self.claims.write::<Claim>(&mut self.to, &claims::COLUMNS, &claim, &self.looks)?;
        }
        Ok(())
    }
}

impl Sink for Book {
    fn incident(&mut self, incident: &Incident) -> Result<Row<()>> {
        quietly(|| self.rows(incident))??;
        Ok(Ok(()))
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        quietly(|| Ok(self.to.save_to_writer(&mut self.file)?))?
    }
}

impl Sheet {
    /// Adds a sheet with its headings.
    fn open<V>(
        to: &mut Workbook,
        name: &'static str,
        part: u32,
        columns: &[Column<V>],
        looks: &Looks,
    ) -> Result<Sheet> {
        let index = to.worksheets().len();
        let sheet = to.add_worksheet_with_constant_memory();
        sheet.set_name(if part == 1 { name.to_string() } else { format!("{name} {part}") })?;
        sheet.set_freeze_panes(1, 1)?;
        for (at, column) in (0_u16..).zip(columns) {
            let width = match column.kind {
                Kind::Text | Kind::List => 24.0,
                Kind::Day => 11.0,
                Kind::Whole | Kind::Real => 9.0,
            };
            sheet.set_column_width(at, width)?;
            sheet.write_string_with_format(0, at, column.name.as_ref(), &looks.heading)?;
        }
        Ok(Sheet { name, part, index, row: 0 })
    }

    fn write<V>(&mut self, to: &mut Workbook, columns: &[Column<V>], of: &V, looks: &Looks) -> Result<()> {
        if self.row == ROWS {
            *self = Sheet::open(to, self.name, self.part + 1, columns, looks)?;
        }
        self.row += 1;
        let sheet = to.worksheet_from_index(self.index)?;
        for (at, column) in (0_u16..).zip(columns) {
            match column.value(of) {
                Cell::Empty => continue,
                Cell::Whole(n) => sheet.write_number(self.row, at, n as f64)?,
                Cell::Real(x) => sheet.write_number(self.row, at, x)?,
                Cell::Day(day) if day.year() >= 1900 => {
                    let year = day.year().unsigned_abs();
                    let date =
                        ExcelDateTime::from_ymd(year, day.month().unsigned_abs(), day.day().unsigned_abs())?;
                    sheet.write_datetime_with_format(self.row, at, &date, &looks.day)?
                }
                other => sheet.write_string(self.row, at, fitting(&other.text()))?,
            };
        }
        Ok(())
    }
}

/// A text that fits a cell, and that XML can hold.
fn fitting(text: &str) -> String {
    let mut length = 0;
    let mut fits = String::new();
    for c in text.chars() {
        length += c.len_utf16();
        if length >= CELL {
            fits.push('…');
            return fits;
        }
        fits.push(c);
    }
    fits
}

/// What the workbook is, what it lacks, and what its columns mean.
fn notes(to: &mut Workbook, options: &Options, looks: &Looks) -> Result<()> {
    let sheet = to.add_worksheet_with_constant_memory();
    sheet.set_name("reading notes")?;
    sheet.set_column_width(0, 30)?;
    sheet.set_column_width(1, 14)?;
    sheet.set_column_width(2, 90)?;
    let mut row = 0;
    for line in crate::note::head(crate::Format(&SPEC), options) {
        sheet.write_string(row, 0, line)?;
        row += 1;
    }
    for (table, columns) in (SPEC.tables)() {
        row += 1;
        sheet.write_string_with_format(row, 0, format!("Columns of {table}"), &looks.title)?;
        for column in columns {
            row += 1;
            sheet.write_string(row, 0, column.name)?.write_string(row, 1, column.kind)?;
            sheet.write_string(row, 2, column.about)?;
        }
        row += 1;
    }
    Ok(())
}

impl From<XlsxError> for Error {
    fn from(cause: XlsxError) -> Error {
        match cause {
            XlsxError::IoError(cause) => cause.into(),
            // What packs the workbook wraps the errors of the operating system.
            XlsxError::ZipError(cause) => io::Error::from(cause).into(),
            other => Error::from_cause(other),
        }
    }
}
