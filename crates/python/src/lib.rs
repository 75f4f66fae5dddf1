//! The Python package's own half: the program's calls, with tables as Arrow columns. What people import is in
//! `python/dateline`; nothing here holds Python's lock while it works.

mod coder;
mod columns;
mod compared;
mod components;
mod error;
mod fusing;
mod grouped;
mod pages;
mod record;
mod reports;
mod table;

use pyo3::prelude::*;
use std::io::Write;

/// The native half of `dateline`.
#[pymodule]
mod _native {
    #[pymodule_export]
    use crate::coder::{Coder, claims, tallies};
    #[pymodule_export]
    use crate::compared::Compared;
    #[pymodule_export]
    use crate::components::components;
    #[pymodule_export]
    use crate::error::Error;
    #[pymodule_export]
    use crate::fusing::{blocks, fuse, numbered};
    #[pymodule_export]
    use crate::grouped::Grouped;
    #[pymodule_export]
    use crate::main;
    #[pymodule_export]
    use crate::pages::Pages;
    #[pymodule_export]
    use crate::record::Record;
    #[pymodule_export]
    use crate::table::Table;

    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
    /// Pairs that are less likely one incident than this join nothing.
    #[pymodule_export]
    const EDGE: f32 = dateline_code::fuse::EDGE;
}

/// Runs the program on its arguments, the first of which names it. Gives what it exits with.
#[pyfunction]
fn main(py: Python<'_>, arguments: Vec<std::ffi::OsString>) -> u8 {
    let done = py.detach(|| {
        let done = dateline::run::main_with(arguments);
        // A program of Rust's own does so at its end; where output is closed there is nowhere to say so.
        let _ = std::io::stdout().flush();
        done
    });
    (0..=u8::MAX).find(|code| std::process::ExitCode::from(*code) == done).unwrap_or(1)
}
