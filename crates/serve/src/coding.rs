//! What the program hands in: the way from a page to a coded report.

use dateline_store::Intake;
use dateline_terms::Date;

/// Codes pages. One serves any number of threads.
pub trait Coding: Send + Sync {
    /// The coded reports of a file or a pasted text, each ready to be kept: one for a page, several for a file of
    /// lines of JSON. Each fails by itself.
    fn code(&self, given: Given) -> Vec<Result<Intake, Refused>>;
}

/// A file or a text as someone handed it in, with what they said of it.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Name of the file, or what the text is to be called.
    pub name: String,
    /// The file's bytes, packed or not; or the text.
    pub bytes: Vec<u8>,
    /// Whether the bytes are the text of one report, to be kept as it is.
    pub is_text: bool,
    /// Headline.
    pub title: Option<String>,
    /// Outlet of reports that come without one.
    pub outlet: Option<String>,
    /// Publication day of reports that come without one.
    pub published: Option<Date>,
    /// Address of a text.
    pub url: Option<String>,
    /// Language of a text: ISO 639-1.
    pub language: Option<String>,
}

/// Why a report could not be coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The file, or the file and the line.
    pub name: String,
    /// Full sentences: what is wrong, and what to do about it.
    pub what: String,
}
