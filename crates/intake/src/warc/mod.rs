//! Web archives: WARC 1.0 and 1.1 (ISO 28500), read and written.

mod draft;
mod headers;
mod page;
mod reader;
mod response;
mod segments;
mod window;

pub use draft::{Draft, Kind, gzip_member};
pub use headers::Headers;
pub use page::{Capture, Held, held};
pub use reader::{Broken, Place, Reader, Record};
pub use response::Response;

#[cfg(test)]
mod tests;
