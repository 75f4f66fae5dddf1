//! One way through, from page to coded report: clean, read, code.

use dateline_code::weigh::Weights;
use dateline_code::{Books, sieve};
use dateline_read::encode::{Cnn, Encoder};
use dateline_read::{ActEntry, Lexicon, Reader};
use dateline_terms::{Coded, Flaw, Page, Reading, Report, Vectors};

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

/// What weighs the decisions of coding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Decider {
    /// The rules alone: hundreds of reports a second
    #[default]
    Rules,
    /// A small convolutional network beside the rules: fewer mistakes, a hundred reports a second
    Fast,
    /// The trained encoder beside the rules: finds more events, some ten reports a second
    Encoder,
}

impl Decider {
    /// What the program's `--reader` calls it.
    pub fn name(self) -> &'static str {
        match self {
            Decider::Rules => "rules",
            Decider::Fast => "fast",
            Decider::Encoder => "encoder",
        }
    }

    /// The one that the program's `--reader` calls `name`.
    pub fn named(name: &str) -> Option<Decider> {
        <Decider as clap::ValueEnum>::from_str(name, false).ok()
    }
}

/// Codes pages. One coder serves any number of threads: coding does not change it.
pub struct Coder {
    reader: Reader,
    encoder: Source,
    books: Books<'static>,
}

/// Where the encoder comes from.
enum Source {
    /// None is used.
    Nowhere,
    /// The transformer: the caller's own, or the one compiled in, made ready when the first report needs it.
    Encoder(Option<Box<Encoder>>),
    /// The convolutional network, likewise.
    Fast(Option<Box<Cnn>>),
}

impl Coder {
    /// A coder with the codebook, actors, outlets and gazetteer that are built in.
    pub fn new() -> Coder {
        Coder::with(Books::embedded())
    }

    /// A coder with books of the user's own.
    pub fn with(books: Books<'static>) -> Coder {
        Coder { reader: Reader::new(&lexicon(&books)), encoder: Source::Nowhere, books }
    }

    /// The coder with what `decider` names to weigh decisions.
    pub fn decided_by(mut self, decider: Decider) -> Coder {
        (self.books.trained, self.encoder) = match decider {
            Decider::Rules => (None, Source::Nowhere),
            Decider::Fast => (Some(Weights::fast()), Source::Fast(None)),
            Decider::Encoder => (Some(Weights::trained()), Source::Encoder(None)),
        };
        self
    }

    /// The coder with an encoder, whose vectors the books' trained weights use.
    pub fn with_encoder(self, encoder: Encoder) -> Coder {
        Coder { encoder: Source::Encoder(Some(Box::new(encoder))), ..self }
    }

    /// The coder with a convolutional network, whose vectors the books' trained weights use.
    pub fn with_cnn(self, cnn: Cnn) -> Coder {
        Coder { encoder: Source::Fast(Some(Box::new(cnn))), ..self }
    }

    /// The books that it looks things up in.
    pub fn books(&self) -> &Books<'static> {
        &self.books
    }

    /// Cleans and reads one page, without coding it.
    pub fn read(&self, page: &Page) -> (Report, Reading, Vec<Flaw>) {
        let (report, mut flaws) = dateline_page::clean(page);
        let (mut reading, more) = if report.text.len() > LONGEST_TEXT {
            flaws.push(Flaw::new("read", TOO_LONG));
            self.reader.read(&beginning(&report))
        } else {
            self.reader.read(&report)
        };
        flaws.extend(more);
        match self.vectors(&report, &reading) {
            Ok(vectors) => reading.vectors = vectors,
            Err(flaw) => flaws.push(flaw),
        }
        if !reading.vectors.is_empty() && report.text.len() > LONGEST_READ {
            flaws.push(Flaw::new("read", READ_IN_PART));
        }
        (report, reading, flaws)
    }

    /// What the encoder makes of the sentences that are worth its time; nothing where none is.
    fn vectors(&self, report: &Report, reading: &Reading) -> Result<Vectors, Flaw> {
        if matches!(self.encoder, Source::Nowhere) {
            return Ok(Vectors::default());
        }
        let worth = sieve::worth(reading, &self.books.weights.sieve);
        let near = |i: usize| reading.sentences.get(i).is_some_and(|s| s.span.end <= LONGEST_READ);
        let keep = |i: usize| near(i) && worth.get(i).is_some_and(|w| *w >= sieve::LEAST);
        if !(0..worth.len()).any(keep) {
            return Ok(Vectors::default());
        }
        match &self.encoder {
            Source::Nowhere => Ok(Vectors::default()),
            Source::Encoder(Some(own)) => own.read(report, reading, keep),
            Source::Encoder(None) => Encoder::embedded()?.read(report, reading, keep),
            Source::Fast(Some(own)) => Ok(own.read(report, reading, keep)),
            Source::Fast(None) => Ok(Cnn::embedded()?.read(report, reading, keep)),
        }
    }

    /// Codes one page. Never fails: what could not be done stands in the flaws.
    pub fn code(&self, page: &Page) -> CodedReport {
        self.code_read(self.read(page))
    }

    /// Codes a report that [`Coder::read`] has read.
    pub fn code_read(&self, read: (Report, Reading, Vec<Flaw>)) -> CodedReport {
        let (report, reading, mut flaws) = read;
        let (coded, more) = dateline_code::code(&report, &reading, &self.books);
        flaws.extend(more);
        CodedReport { report, reading, coded, flaws }
    }
}

/// Bytes at the beginning of a text that the encoder reads: as many as are coded as one part. Long ones would
/// take it minutes, and vectors take fifteen hundred bytes a piece.
const LONGEST_READ: usize = 120_000;

/// What is said of a text whose end the encoder did not read.
const READ_IN_PART: &str = "The text is longer than 120 KB: the trained reader read its beginning, and the rest was coded by rules. Split it into its reports.";

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
