//! Reads a report: sentences, tokens and mentions (acts, quantities, times, names, speech, cues), each
//! pointing at the words it came from. Nothing is resolved here; crate `code` says what mentions mean.
//!
//! What belongs to one language stands in [`lang`]; the rest serves any language written with spaces.

#![warn(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod acts;
pub mod blocks;
pub mod encode;
pub mod lang;
pub mod names;
mod reader;
pub mod sentences;
pub mod tokens;

pub use reader::{ActEntry, Lexicon, Reader};
