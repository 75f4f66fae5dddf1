//! The commands that work on a record.

pub(crate) mod alerts;
pub(crate) mod args;
mod brief;
mod coded;
mod complete;
pub(crate) mod coverage;
pub(crate) mod diff;
mod evidence;
pub(crate) mod export;
pub(crate) mod foreign;
pub(crate) mod ingest;
pub(crate) mod judge;
pub(crate) mod list;
pub(crate) mod log;
pub(crate) mod merge;
mod pictures;
pub(crate) mod recode;
pub(crate) mod remove;
pub(crate) mod show;
pub(crate) mod sql;
pub(crate) mod tally;
pub(crate) mod verify;
