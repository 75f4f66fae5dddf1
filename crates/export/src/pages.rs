//! The page of the documentation that lists every format and its columns, made from the tables in code.

use crate::{Format, Told};

/// `docs/exports.md`.
pub fn page() -> String {
    let mut page = include_str!("../data/exports_head.md").to_string();
    page.push_str("\n## Formats\n\n| `--format` | file names | what it is |\n|---|---|---|\n");
    for format in Format::all() {
        let endings: Vec<String> = format.endings().iter().map(|e| format!("`{e}`")).collect();
        page.push_str(&format!(
            "| [`{0}`](#{0}) | {1} | {2} |\n",
            format.name(),
            endings.join(" "),
            format.about()
        ));
    }
    for format in Format::all() {
        page.push_str(&chapter(format));
    }
    page
}

fn chapter(format: Format) -> String {
    let mut text = format!("\n## {}\n\n{}\n\nIt loses:\n\n", format.name(), format.about());
    for lost in format.loses() {
        text.push_str(&format!("- {lost}\n"));
    }
    for (table, columns) in format.tables() {
        text.push_str(&format!("\nColumns of `{table}`:\n\n| column | holds | meaning |\n|---|---|---|\n"));
        text.extend(columns.iter().map(row));
    }
    text
}

fn row(column: &Told) -> String {
    format!("| {} | {} | {} |\n", column.name, column.kind, column.about)
}
