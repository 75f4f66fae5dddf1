//! The progress bar: on standard error, where that is a terminal, there are several inputs, and what is coded goes
//! elsewhere.

use crate::input::{Counts, Trail, count_files};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::path::PathBuf;

/// A bar, or nothing.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    /// What archives were read, where the bar counts their bytes.
    trail: Option<Trail>,
}

impl Progress {
    /// A bar for what is read from `paths`; its length is the number of files, unless one of them may hold
    /// many reports, when only a count is shown.
    pub fn over(paths: &[PathBuf]) -> Progress {
        Progress::along(paths, None)
    }

    /// The same; where there are web archives, its length is their bytes, as the trail through them tells.
    pub fn along(paths: &[PathBuf], trail: Option<Trail>) -> Progress {
        if !std::io::stderr().is_terminal() || std::io::stdout().is_terminal() {
            return Progress { bar: None, trail: None };
        }
        let Counts { files, lists, archived } = count_files(paths);
        let trail = trail.filter(|_| archived > 0);
        let bar = match (files, lists) {
            _ if trail.is_some() => ProgressBar::new(archived)
                .with_style(style("{bar:30} {bytes} of {total_bytes}, {msg}, {elapsed}, {eta} to go")),
            (0 | 1, 0) => return Progress { bar: None, trail: None },
            (files, 0) => {
                ProgressBar::new(files as u64).with_style(style("{bar:30} {pos} of {len} reports, {elapsed}"))
            }
            _ => ProgressBar::new_spinner().with_style(style("{spinner} {pos} reports, {elapsed}")),
        };
        Progress { bar: Some(bar), trail }
    }

    /// A bar for so many pages.
    pub fn of(pages: u64) -> Progress {
        let shown = pages > 0 && std::io::stderr().is_terminal();
        let bar = || {
            ProgressBar::new(pages).with_style(style("{bar:30} {pos} of {len} pages, {elapsed}, {eta} to go"))
        };
        Progress { bar: shown.then(bar), trail: None }
    }

    /// Says how many reports are done.
    pub fn coded(&self, reports: usize) {
        match (&self.bar, &self.trail) {
            (Some(bar), Some(trail)) => {
                bar.set_message(format!("{reports} reports"));
                bar.set_position(trail.bytes());
            }
            (Some(bar), None) => bar.set_position(reports as u64),
            (None, _) => {}
        }
    }

    /// Does something that prints, with the bar out of the way.
    pub fn around<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
