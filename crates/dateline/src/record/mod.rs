//! The commands that work on a record.

pub(crate) mod args;
mod coded;
mod complete;
pub(crate) mod ingest;
pub(crate) mod list;
pub(crate) mod show;
