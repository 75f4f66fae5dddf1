//! Sums that reports state, held against the record: "over 115 attacks since October" becomes a [`Query`], incidents are
//! counted that answer it, and the words say what the record holds and what it lacks.

mod area;
mod hold;
mod inside;
mod party;
mod query;
mod series;

pub use area::Area;
pub use hold::{Held, Holding, Share, counts, hold};
pub use inside::{Contradiction, Kind, inside};
pub use party::{Fit, Party};
pub use query::{Counted, Query, Window};
pub use series::{Point, Series, series};

use crate::Books;
use dateline_terms::told::Tally;
use dateline_terms::{Date, Source};

/// One stated sum and what it asks of the record.
#[derive(Clone, Debug, PartialEq)]
pub struct Sum {
    /// Id of the tally in its report.
    pub tid: String,
    /// Lasting id of the report.
    pub report: String,
    /// Outlet of the report.
    pub outlet: Option<String>,
    /// Publication day.
    pub published: Option<Date>,
    /// Who gives the sum; `None` for the report's own voice.
    pub speaker: Option<String>,
    /// The words.
    pub quote: String,
    /// Least number that they allow.
    pub low: u64,
    /// Greatest; `None` where open.
    pub high: Option<u64>,
    /// What they ask.
    pub query: Query,
}

impl Sum {
    /// Reads a tally of a report. `country`: the one that the report is mainly about, ISO 3166-1 alpha-2; it says which
    /// Aleppo is meant, and whose "the army" is.
    pub fn new(tally: &Tally, source: &Source, country: Option<&str>, books: &Books<'_>) -> Sum {
        Sum {
            tid: tally.tid.clone(),
            report: source.id.clone(),
            outlet: source.outlet.clone(),
            published: source.published,
            speaker: tally.said_by.as_ref().map(|q| q.text.clone()),
            quote: tally.quote.text.clone(),
            low: tally.low,
            high: tally.high.map(|high| high.max(tally.low)),
            query: Query::new(tally, source.published, country, books),
        }
    }

    /// Whoever stands for the sum: the speaker, else the outlet.
    pub fn said_by(&self) -> &str {
        self.speaker.as_deref().or(self.outlet.as_deref()).unwrap_or("a report")
    }

    /// The number in words.
    pub fn number(&self) -> String {
        crate::ledger::range(self.low, self.high)
    }

    /// Whether the two numbers can both be so of one query.
    fn meets(&self, other: &Sum) -> bool {
        self.high.is_none_or(|high| other.low <= high) && other.high.is_none_or(|high| self.low <= high)
    }
}

#[cfg(test)]
mod tests;
