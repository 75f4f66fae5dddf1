//! Rules that experts judge: what each mention means, and what a report claims.
//!
//! No I/O and no clock: the codebook, actors, outlets and gazetteer are compiled in, or handed in as text.

#![warn(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod actors;
pub mod attribute;
pub mod codebook;
pub mod fuse;
pub mod gazetteer;
pub mod ledger;
pub mod outlets;
pub mod pair;
pub mod parts;
/// What is wrong with a data file, and where.
pub mod problem;
pub mod resolve;
pub mod sieve;
pub mod tally;
pub mod voice;
pub mod weigh;
pub mod words;

pub use problem::Problem;

use actors::Actors;
use codebook::Codebook;
use dateline_terms::{Coded, Flaw, Reading, Report};
use gazetteer::Gazetteer;
use outlets::Outlets;
use weigh::Weights;

/// All that coding looks things up in.
#[derive(Clone, Copy, Debug)]
pub struct Books<'a> {
    /// Event types.
    pub codebook: &'a Codebook,
    /// Armed groups, forces, governments.
    pub actors: &'a Actors,
    /// News outlets and agencies.
    pub outlets: &'a Outlets,
    /// Places.
    pub gazetteer: &'a Gazetteer,
    /// Learnt weights of the rules.
    pub weights: &'a Weights,
    /// The same with what training added to them, for reports that the encoder has read.
    pub trained: Option<&'a Weights>,
}

impl Books<'static> {
    /// The books compiled in.
    pub fn embedded() -> Books<'static> {
        Books {
            codebook: Codebook::embedded(),
            actors: Actors::embedded(),
            outlets: Outlets::embedded(),
            gazetteer: Gazetteer::embedded(),
            weights: Weights::embedded(),
            trained: None,
        }
    }
}

impl Books<'_> {
    /// Kinds of weapon that coding tells apart, in order of name.
    pub fn weapon_kinds(&self) -> Vec<&'static str> {
        words::Words::of(None).weapon_kinds().into_iter().collect()
    }
}

/// What is said of a text that is coded part by part.
const IN_PARTS: &str = "The text is longer than 120 KB, so it was coded in parts: an event that two of them tell of is coded twice. Split it into its reports.";

/// Codes one report: resolves its mentions and attributes them.
///
/// Returns flaws, never errors: a report that could not be read gives nothing and says so.
pub fn code(report: &Report, reading: &Reading, books: &Books<'_>) -> (Coded, Vec<Flaw>) {
    if reading.sentences.is_empty() {
        return (Coded::default(), Vec::new());
    }
    let mut flaws = Vec::new();
    if report.published.is_none() && !reading.times.is_empty() {
        flaws.push(Flaw::new(
            "resolve",
            "No publication date is known, so words such as \"Monday\" or \"last week\" have no day. Give --published DATE.",
        ));
    }
    let parts = parts::parts(reading);
    if parts.len() > 1 {
        flaws.push(Flaw::new("attribute", IN_PARTS));
    }
    let mut coded = Coded::default();
    for part in parts {
        let weights = books.trained.filter(|_| !part.vectors.is_empty()).unwrap_or(books.weights);
        let books = Books { weights, ..*books };
        let view = attribute::view::View::new(report, &part, &books);
        let of_part = attribute::attribute(&view, &books);
        coded.claims.extend(of_part.claims);
        coded.tallies.extend(of_part.tallies);
        coded.refusals.extend(of_part.refusals);
    }
    (coded, flaws)
}
