//! The workbench's server: the record over HTTP, as JSON under `/api/v1` and as the built pages of the workbench.
//!
//! Reads go to a pool of read-only stores, writes to one store behind a lock, both on threads that may block. Nothing
//! here reads or codes reports: the program hands in what does ([`Coding`]).
//!
//! `routes` has one file for each group of addresses; whoever adds a group merges its router in `routes::all`.

#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

mod access;
mod agreement;
mod alerts;
mod asked;
mod coding;
pub mod desk;
mod document;
mod doors;
mod edition;
mod facets;
mod feed;
mod filters;
mod guard;
mod kept;
mod known;
mod latest;
mod listen;
mod mail;
mod meter;
mod news;
mod oidc;
mod problem;
mod record;
mod routes;
mod seen;
mod sent;
mod site;
mod tls;
mod views;
mod who;
mod workbench;

pub use access::{Access, Oidc, Restraint, Tls};
pub use coding::{Coding, Given, Refused};
pub use listen::{Running, serve};
pub use mail::Mail;
pub use problem::Problem;
pub use record::Record;
pub use routes::searches::read as filter;
pub use who::{Role, Way, Who};
pub use workbench::{Settings, Workbench};
