//! What a person sees on a terminal: tables of events, and the report with marks under its words.

pub(crate) mod columns;
pub(crate) mod explain;
pub(crate) mod paint;
pub(crate) mod table;
pub(crate) mod words;

/// Columns of the terminal that standard output goes to; where it goes elsewhere, as `COLUMNS` says, else 100.
pub(crate) fn width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    terminal_size::terminal_size_of(std::io::stdout())
        .map(|(width, _)| usize::from(width.0))
        .or(told)
        .unwrap_or(100)
        .max(40)
}

/// Text as lines of at most `width` columns.
pub(crate) fn paragraph(text: &str, width: usize) -> String {
    columns::wrap(text, width).into_iter().map(|line| line + "\n").collect()
}
