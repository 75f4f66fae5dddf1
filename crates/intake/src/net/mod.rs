//! Requests to the network: each name is looked up once, each address is looked at before it is asked, and no answer is
//! waited for or read without end.

mod ask;
mod body;
mod connect;
mod decode;
mod fetch;
mod guard;
mod resolve;
mod sniff;
mod wire;

pub use ask::{ask, check};
pub use body::{Limits, Room};
pub(crate) use connect::bare;
pub(crate) use fetch::too_often;
pub use fetch::{Answer, Ask, Failed, Fetched, Fetcher, MOST_REDIRECTS, Why};
pub use guard::{Reach, is_public};
pub use resolve::{Resolve, Resolving, System};
pub use sniff::{Content, sniff};
