//! What the program hands in: the way from a page to a coded report.

use dateline_store::Intake;
use dateline_terms::Page;

/// Codes pages. One serves any number of threads.
pub trait Coding: Send + Sync {
    /// The coded reports of a file or a pasted text, each ready to be kept: one for a page, several for a file of
    /// lines of JSON. Each fails by itself.
    fn code(&self, given: Given) -> Vec<Result<Intake, Refused>>;
}

/// A page as someone handed it in, with what they said of it.
#[derive(Clone, Debug)]
pub struct Given {
    /// The bytes; its `id` is the name of the file.
    pub page: Page,
}

/// Why a report could not be coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The file, or the file and the line.
    pub name: String,
    /// Full sentences: what is wrong, and what to do about it.
    pub what: String,
}
