//! Words of tallies.

use super::List;
use serde::Deserialize;

/// Words of tallies.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sums {
    /// Nouns that name acts of many kinds when they are counted.
    pub acts: List,
    /// The noun that counts the act beside it.
    pub times: List,
    /// Words before the one who did it.
    pub by: List,
    /// Words before the one to whom it was done.
    pub aimed: List,
    /// Words after the one to whom it was done.
    pub suffers: List,
    /// Words before the day up to which a sum counts.
    pub until: List,
}
