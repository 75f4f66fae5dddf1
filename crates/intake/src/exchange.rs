//! One request and its answer.

use jiff::Timestamp;
use std::net::IpAddr;

/// One request and its answer, as they went over the line: what the evidence archive keeps of a fetch. A redirect is an
/// exchange of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The address that was asked for.
    pub url: String,
    /// When it was asked, to the microsecond.
    pub at: Timestamp,
    /// The address of the machine that answered.
    pub ip: Option<IpAddr>,
    /// The request: its line and headers, ended by a blank line.
    pub request: Vec<u8>,
    /// The answer's status line and headers, ended by a blank line.
    pub head: Vec<u8>,
    /// The answer's body, without transfer coding, and with its content coding as it came.
    pub body: Vec<u8>,
    /// Whether the body was cut off at a limit of length or time.
    pub cut: bool,
}
