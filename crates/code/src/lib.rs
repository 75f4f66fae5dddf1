//! Code: what each mention means, and which events a report tells of. Rules that experts judge;
//! the codebook, actors, outlets and gazetteer are compiled in, or handed in as text.

pub mod codebook;
pub mod actors;
pub mod gazetteer;
/// What is wrong with a data file, and where.
pub mod problem;
pub mod resolve;
