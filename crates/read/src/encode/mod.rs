//! The encoder: a small transformer that reads the report's words in their surroundings and gives each
//! piece of a word a vector. What the vectors are taken to mean is decided in crate `code`.

mod pieces;
mod run;

/// The vocabulary of the encoder: one piece a line.
pub const VOCABULARY: &str = include_str!("../../weights/vocab.txt");

pub use pieces::{Cutter, LONGEST, Pieces};
pub use run::Encoder;
