//! The program: arguments, terminal, threads; and `eval`, which scores coded reports against gold.
//!
//! `run` is the table of contents.

mod admission;
mod args;
mod backup;
mod books;
pub mod calls;
pub mod coder;
mod coding;
pub mod contract;
pub mod eval;
mod guard;
mod input;
mod lookup;
mod mailing;
mod pool;
mod progress;
mod record;
pub mod run;
mod scoring;
mod secret;
mod serving;
mod show;
mod watching;

pub use coder::{CodedReport, Coder, Decider};
pub use input::held_by as inputs_of;
pub use scoring::{code_gold, code_lines, page};
