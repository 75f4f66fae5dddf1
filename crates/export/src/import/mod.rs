//! Other datasets' events, read into one shape to be held against the record.

mod acled;
mod days;
mod sheet;
mod ucdp;

pub use acled::read_acled;
pub use ucdp::read_ucdp;

use dateline_terms::{ActorKind, Date};
use serde::Serialize;

/// An event of another dataset, in our words as far as those reach.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Foreign {
    /// Its id there.
    pub id: String,
    /// First day on which it may have happened, by the dataset's precision.
    pub first: Date,
    /// Last, inclusive.
    pub last: Date,
    /// Type in the dataset's words.
    pub their_type: String,
    /// Our event type, where one fits.
    pub event_type: Option<String>,
    /// Families of ours that it may belong to; none where its type says nothing.
    pub families: Vec<&'static str>,
    /// First side, or who did it.
    pub side_a: Vec<Party>,
    /// Second side, or to whom.
    pub side_b: Vec<Party>,
    /// ISO 3166-1 alpha-2; `None` where we do not know the country's name, or it is a sea.
    pub country: Option<String>,
    /// First-order administrative area.
    pub admin1: String,
    /// Name of the place.
    pub place: String,
    /// Degrees north and east.
    pub at: Option<(f64, f64)>,
    /// Kilometres around that within which it lies, by the dataset's precision.
    pub radius_km: f64,
    /// Least number of dead, where the dataset gives one.
    pub deaths_low: Option<u64>,
    /// The number it uses. ACLED's 0 stands for none and for unknown.
    pub deaths_best: Option<u64>,
    /// Greatest.
    pub deaths_high: Option<u64>,
    /// Sources that it names.
    pub sources: Vec<String>,
    /// What it tells in words.
    pub notes: String,
}

/// An actor of another dataset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Party {
    /// Name there.
    pub name: String,
    /// Kind, where the dataset tells it.
    pub kind: Option<ActorKind>,
}

/// What a file held.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Import {
    /// Rows that could be read.
    pub rows: Vec<Foreign>,
    /// Rows that could not, in the order of the file.
    pub skipped: Vec<Skipped>,
}

/// A row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// Line of the file that it begins on, counted from 1.
    pub line: u64,
    /// Why, as a sentence.
    pub why: String,
}

impl std::fmt::Display for Skipped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.why)
    }
}
