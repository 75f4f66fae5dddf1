//! Comparing: which two claims are likely enough to be joined along.

use crate::pair::{Account, Pairing};

/// Pairs that are less likely one incident are no edges: in a group's mean they count 0.
pub const EDGE: f32 = 0.1;

/// How likely the two tell of one incident, where that is at least [`EDGE`] and nothing contradicts it.
pub fn edge(a: &Account, b: &Account, pairing: &Pairing) -> Option<f32> {
    pairing.likely(a, b, EDGE)
}
