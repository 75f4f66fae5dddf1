//! The note beside an exported file: what it is, how it was made, and what it lacks.

use crate::{Format, Options, Summary};
use std::path::{Path, PathBuf};

/// Where the note of a file stands: its name with `.README.txt` after it.
pub(crate) fn beside(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_os_string();
    name.push(".README.txt");
    PathBuf::from(name)
}

/// The note's text.
pub(crate) fn text(format: Format, to: &Path, options: &Options, summary: &Summary) -> String {
    let file = to.file_name().map_or_else(|| to.to_string_lossy(), std::ffi::OsStr::to_string_lossy);
    let mut lines = vec![file.to_string(), String::new()];
    lines.extend(head(format, options));
    lines.push(format!("Written: {}. Size: {} bytes.", summary.written, summary.bytes));
    lines.extend(left_out(options, summary));
    lines.join("\n") + "\n"
}

/// What holds whatever the rows are: the format and what it loses, the rule, the filters, whose the words are.
pub(crate) fn head(format: Format, options: &Options) -> Vec<String> {
    let mut lines = vec![
        format!("Format: {}. {}", format.name(), format.about()),
        format!("Made by Dateline {} at {}.", env!("CARGO_PKG_VERSION"), options.made),
        format!("Rule for published values: {}.", options.rule.as_str()),
        format!("Filters: {}.", filters(options)),
        "What this format loses:".to_string(),
    ];
    lines.extend(format.loses().iter().map(|lost| format!("- {lost}")));
    lines.extend(care(options));
    lines.push(
        "Facts in this file were coded by program, and by people where it says so, from reports that belong to their \
         publishers. Words quoted from reports may not be free to publish again; ask their publishers. Figures of the \
         dead are what was reported, not what was verified."
            .to_string(),
    );
    lines
}

/// The filters, unless they may name the places that the file does not.
fn filters(options: &Options) -> &str {
    match (options.filters.is_empty(), options.blur_km) {
        (true, _) => "none",
        (false, None) => &options.filters,
        (false, Some(_)) => "not told, because places are blurred",
    }
}

/// What was done so as to do no harm.
fn care(options: &Options) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(km) = options.blur_km {
        lines.push(format!(
            "Blurred: places stand at the centres of a fixed grid of at least {km} km, with the names of provinces \
             where a cell is larger than the place; words of reports are left out."
        ));
    }
    if options.redact_names {
        lines.push(
            "Redacted: names that may be private persons', and words of reports, are left out. Names of groups, \
             of outlets and of places stand."
                .to_string(),
        );
    }
    if let Some(days) = options.embargo_days {
        let today = options.today;
        lines.push(format!("Embargo: what happened less than {days} days before {today} is held back."));
    }
    lines
}

/// What was left out, and why.
fn left_out(options: &Options, summary: &Summary) -> Vec<String> {
    let held = options.embargo_days.map(|_| format!("Held back by the embargo: {}.", summary.embargoed));
    let others = summary.left_out.iter().map(|(why, n)| format!("Left out, {why}: {n}."));
    held.into_iter().chain(others).collect()
}
