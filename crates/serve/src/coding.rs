//! What the program hands in: the way from a page to a coded report.

use dateline_store::{Books, Edit, Intake};
use dateline_terms::Date;

/// Codes pages. One serves any number of threads.
pub trait Coding: Send + Sync {
    /// The coded reports of a file or a pasted text, each ready to be kept: one for a page, several for a file of
    /// lines of JSON. Each fails by itself.
    fn code(&self, given: Given) -> Vec<Result<Intake, Refused>>;

    /// The books with rows that people wrote laid over them: those of all edits that hold.
    ///
    /// # Errors
    /// What is wrong with these rows, in full sentences.
    fn edited(&self, edits: &[Edit]) -> Result<Books<'static>, String>;

    /// The same, leaving out what is wrong, for rows may have been written for other books. Gives what is wrong with these.
    fn edited_soundly(&self, edits: &[Edit]) -> (Books<'static>, Vec<String>);

    /// Codes by these books from now on.
    fn take_up(&self, books: Books<'static>);
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

/// Codes nothing, and knows no books but ours.
#[cfg(test)]
pub(crate) struct Idle;

#[cfg(test)]
impl Coding for Idle {
    fn code(&self, _: Given) -> Vec<Result<Intake, Refused>> {
        Vec::new()
    }

    fn edited(&self, _: &[Edit]) -> Result<Books<'static>, String> {
        Ok(Books::embedded())
    }

    fn edited_soundly(&self, _: &[Edit]) -> (Books<'static>, Vec<String>) {
        (Books::embedded(), Vec::new())
    }

    fn take_up(&self, _: Books<'static>) {}
}
