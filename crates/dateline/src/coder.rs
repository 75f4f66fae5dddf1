//! One way through, from page to coded report: clean, read, code.

use dateline_code::Books;
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

/// Bytes of a text that are coded. The longest reports have some hundred thousand; what is longer is many reports
/// in one, and what is made of it takes eighty times its size in memory.
pub const LONGEST_TEXT: usize = 1_000_000;

/// Codes pages. One coder serves any number of threads: coding does not change it.
pub struct Coder {
    reader: Reader,
    books: Books<'static>,
}

impl Coder {
    /// A coder with the codebook, actors, outlets and gazetteer that are built in.
    pub fn new() -> Coder {
        Coder::with(Books::embedded())
    }

    /// A coder with books of the user's own.
    pub fn with(books: Books<'static>) -> Coder {
        Coder { reader: Reader::new(&lexicon(&books)), books }
    }

    /// The books that it looks things up in.
    pub fn books(&self) -> &Books<'static> {
        &self.books
    }

    /// Cleans and reads one page, without coding it.
    pub fn read(&self, page: &Page) -> (Report, Reading, Vec<Flaw>) {
        let (report, mut flaws) = dateline_page::clean(page);
        let (reading, more) = if report.text.len() > LONGEST_TEXT {
            flaws.push(Flaw::new("read", TOO_LONG));
            self.reader.read(&beginning(&report))
        } else {
            self.reader.read(&report)
        };
        flaws.extend(more);
        (report, reading, flaws)
    }

    /// Codes one page. Never fails: what could not be done stands in the flaws.
    pub fn code(&self, page: &Page) -> CodedReport {
        let (report, reading, mut flaws) = self.read(page);
        let (coded, more) = dateline_code::code(&report, &reading, &self.books);
        flaws.extend(more);
        CodedReport { report, reading, coded, flaws }
    }
}

/// What is said of a text that is longer.
const TOO_LONG: &str =
    "The text is longer than 1 MB: only its first 1 MB was coded. Split it into its reports.";

/// What the reader needs of a long report: the text up to the last line that ends within the limit.
fn beginning(report: &Report) -> Report {
    let mut end = LONGEST_TEXT.min(report.text.len());
    while !report.text.is_char_boundary(end) {
        end -= 1;
    }
    let text = report.text.get(..end).unwrap_or("");
    let text = text.rfind('\n').and_then(|at| text.get(..at)).unwrap_or(text);
    Report {
        text: text.to_owned(),
        title_at: report.title_at.filter(|at| at.end <= text.len()),
        language: report.language.clone(),
        furniture: report.furniture.iter().filter(|f| f.span.end <= text.len()).copied().collect(),
        ..Report::default()
    }
}

/// The act words of the codebook, for the reader to find.
fn lexicon(books: &Books<'_>) -> Lexicon {
    let entry = |(phrase, event_type): (&str, &str)| ActEntry {
        phrase: phrase.to_string(),
        event_type: event_type.to_string(),
    };
    Lexicon { acts: books.codebook.lexicon_entries().into_iter().map(entry).collect() }
}

impl Default for Coder {
    fn default() -> Coder {
        Coder::new()
    }
}
