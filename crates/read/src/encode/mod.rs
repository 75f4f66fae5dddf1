//! The encoders: networks that read the report's words in their surroundings and give each piece of a word a
//! vector. A small transformer and a smaller convolutional network. What the vectors are taken to mean is
//! decided in crate `code`.

mod cnn;
mod dense;
mod pieces;
mod run;

/// The vocabulary of both: one piece a line.
pub const VOCABULARY: &str = include_str!("../../weights/vocab.txt");

pub use cnn::Cnn;
pub use pieces::{Cutter, LONGEST, Pieces};
pub use run::Encoder;
