//! The network and archives: pages come in, politely and safely, and what was fetched is kept as evidence.

#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

pub mod address;
pub mod archive;
mod coding;
mod ending;
mod error;
mod exchange;
pub mod feed;
mod markup;
mod media;
pub mod net;
pub mod pictures;
pub mod polite;
pub mod wacz;
pub mod warc;
pub mod watch;

pub use ending::asked_to_end;
pub use error::{Error, Result};
pub use exchange::Exchange;
