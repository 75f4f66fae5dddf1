//! The record on disk: reports, claims, judgements, and the incidents that they come to, with all their history.
//!
//! One SQLite file. A claim is never edited: another coding of its report makes another row, and corrections are
//! judgements beside it. Incidents are worked out from claims and judgements ([`dateline_code::fuse`],
//! [`dateline_code::ledger`]) and written as versions, so that any past state can be read again. Everything that
//! alters the store goes through [`Store::change`]: one transaction, one row in `change` that says who, when and why.
//!
//! The store knows no clock: whoever changes something says when.

#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

mod accounts;
mod apart;
mod asked;
mod change;
mod claims;
mod copy;
mod edits;
mod error;
mod extract;
mod facets;
mod fusing;
mod gold;
mod grouping;
mod history;
mod how_far;
mod identity;
mod ids;
mod intake;
mod judge;
mod judged;
mod meant;
mod merge;
mod named;
mod open;
mod origins;
mod packed;
mod publish;
mod query;
mod recode;
mod refound;
mod remove;
mod reports;
mod reviewed;
pub mod rise;
mod sql;
mod state;
mod steps;
mod sums;
mod tallies;

pub use apart::{Apart, Arrival};
pub use asked::{actor_key, moment};
pub use change::{Change, Stamp};
pub use copy::{check, copy};
pub use dateline_code::Books;
pub use dateline_code::actors::{DatedAlias, Group};
pub use dateline_code::codebook::EventType;
pub use dateline_code::gazetteer::Candidate;
pub use dateline_code::gazetteer::fold::fold;
pub use dateline_code::outlets::Outlet;
pub use dateline_code::voice::{kind as voice, outlet};
pub use edits::{Book, Edit};
pub use error::{Error, Fault, Result};
pub use extract::Extract;
pub use facets::{Facet, Pin};
pub use history::{Difference, Field, Kind, Recorded, TOUCHED, Version};
pub use how_far::HowFar;
pub use ids::{rank, ranked, sha256};
pub use intake::{Given, Intake, Key, Known, Outcome};
pub use judged::{About, Given as GivenJudgement, JudgementFilter, JudgementPage, Taken};
pub use merge::Merged;
pub use named::{NameKind, Named, actor_of, place_of};
pub use origins::Origin;
pub use query::{Copied, Edition, Filter, Listed, Look, OutletReports, Page, ReportFilter, ReportPage, Sort};
pub use recode::Recoding;
pub use reports::{Coverage, NOT_CODED, Stored};
pub use reviewed::Standing;
pub use sql::Answer;
pub use steps::{Steps, Whose, beside};
pub use sums::{COUNTS, SumFilter, Sums};
pub use tallies::Stated;

use rusqlite::Connection;

/// An open store.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    /// What it compared last.
    accounts: accounts::Accounts,
}
