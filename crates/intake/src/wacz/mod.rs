//! WACZ: web archives with their index and list of pages, in one ZIP file (WACZ 1.1.1 of Webrecorder).

mod parts;
mod surt;
mod write;

pub use parts::{Part, parts};
pub use write::{Listing, Wacz};

#[cfg(test)]
mod tests;
