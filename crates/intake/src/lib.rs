//! The network and archives: pages come in, politely and safely, and what was fetched is kept as evidence.

mod exchange;

pub use exchange::Exchange;
