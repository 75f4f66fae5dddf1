//! One way through, from page to coded report: clean, read, code.

use dateline_code::codebook::Codebook;
use dateline_read::{ActEntry, Lexicon, Reader};
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

/// Codes pages. One coder serves any number of threads: coding does not change it.
pub struct Coder {
    reader: Reader,
}

impl Coder {
    /// A coder with the codebook, actors, outlets and gazetteer that are built in.
    pub fn new() -> Coder {
        Coder { reader: Reader::new(&lexicon(Codebook::embedded())) }
    }

    /// Codes one page. Never fails: what could not be done stands in the flaws.
    pub fn code(&self, page: &Page) -> CodedReport {
        let (report, mut flaws) = dateline_page::clean(page);
        let (reading, more) = self.reader.read(&report);
        flaws.extend(more);
        CodedReport { report, reading, coded: Coded::default(), flaws }
    }
}

impl Default for Coder {
    fn default() -> Coder {
        Coder::new()
    }
}

/// The codebook's act words, as the reader looks for them.
fn lexicon(codebook: &Codebook) -> Lexicon {
    let entry = |(phrase, event_type): (&str, &str)| ActEntry {
        phrase: phrase.into(),
        event_type: event_type.into(),
    };
    Lexicon { acts: codebook.lexicon_entries().into_iter().map(entry).collect() }
}
