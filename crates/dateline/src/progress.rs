//! The progress bar: on standard error, where that is a terminal, there are several inputs, and what is coded goes
//! elsewhere.

use crate::input::count_files;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::path::PathBuf;

/// A bar, or nothing.
pub(crate) struct Progress(Option<ProgressBar>);

impl Progress {
    /// A bar for what is read from `paths`; its length is the number of files, unless one of them may hold
    /// many reports, when only a count is shown.
    pub fn over(paths: &[PathBuf]) -> Progress {
        if !std::io::stderr().is_terminal() || std::io::stdout().is_terminal() {
            return Progress(None);
        }
        let (files, lists) = count_files(paths);
        let bar = match (files, lists) {
            (0 | 1, 0) => return Progress(None),
            (files, 0) => {
                ProgressBar::new(files as u64).with_style(style("{bar:30} {pos} of {len} reports, {elapsed}"))
            }
            _ => ProgressBar::new_spinner().with_style(style("{spinner} {pos} reports, {elapsed}")),
        };
        Progress(Some(bar))
    }

    /// Says how many reports are done.
    pub fn coded(&self, reports: usize) {
        if let Some(bar) = &self.0 {
            bar.set_position(reports as u64);
        }
    }

    /// Does something that prints, with the bar out of the way.
    pub fn around<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.0 {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
