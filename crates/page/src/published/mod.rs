//! Publication dates: from mark-up (`markup`) and from the words of the text (`inferred`).

pub mod inferred;
pub mod markup;
pub(crate) mod written;
