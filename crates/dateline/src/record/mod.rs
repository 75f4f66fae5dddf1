//! The commands that work on a record.

pub(crate) mod args;
mod coded;
pub(crate) mod ingest;
pub(crate) mod list;
pub(crate) mod show;
