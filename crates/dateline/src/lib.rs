//! The program: arguments, terminal, threads; and `eval`, which scores coded reports against gold.
//!
//! `run` is the table of contents.

pub mod coder;
pub mod contract;
pub mod eval;
mod args;
mod input;
pub mod run;

pub use coder::{CodedReport, Coder};
