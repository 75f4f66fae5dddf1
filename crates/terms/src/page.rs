use jiff::civil::Date;

/// The shape of raw input. JSON and JSONL are unpacked into pages of `Text` or `Html` by the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// HTML or XHTML, in any encoding.
    Html,
    /// MIME HTML archive (`.mhtml`).
    Mhtml,
    /// A message of electronic mail (`.eml`).
    Mail,
    /// Portable Document Format.
    Pdf,
    /// Plain or scraped text without mark-up; page furniture may have run into it.
    Text,
    /// Not said: found out by looking at the bytes.
    Unknown,
}

impl Format {
    /// All of them, with the words that the record keeps them under.
    const WORDS: [(Format, &str); 6] = [
        (Format::Html, "html"),
        (Format::Mhtml, "mhtml"),
        (Format::Mail, "mail"),
        (Format::Pdf, "pdf"),
        (Format::Text, "text"),
        (Format::Unknown, "unknown"),
    ];

    /// The record's word.
    pub fn as_str(self) -> &'static str {
        Format::WORDS.iter().find(|(format, _)| *format == self).map_or("unknown", |(_, word)| word)
    }

    /// The format of a word of the record's; what is no such word is not said.
    pub fn of(word: &str) -> Format {
        Format::WORDS.iter().find(|(_, known)| *known == word).map_or(Format::Unknown, |(format, _)| *format)
    }
}

/// One raw input as it was fetched or read, with what the person or the feed said about it.
#[derive(Clone, Debug)]
pub struct Page {
    /// The input's own id, else its file name or URL.
    pub id: String,
    /// Raw bytes.
    pub bytes: Vec<u8>,
    /// Shape of `bytes`.
    pub format: Format,
    /// Encoding of `bytes` as it was told outside of them: the `charset` of a `Content-Type` field. It goes before what the
    /// page itself declares, as the HTML standard has it; a name that is no encoding's says nothing.
    pub charset: Option<String>,
    /// True when `bytes` is a JSON `text` field: it is kept as it is (UTF-8), furniture only marked.
    pub keep_text: bool,
    /// Where it was published.
    pub url: Option<String>,
    /// Headline, when given apart from the text.
    pub title: Option<String>,
    /// Outlet, when given.
    pub outlet: Option<String>,
    /// Publication date, when given.
    pub published: Option<Date>,
    /// Language code (ISO 639-1), when given.
    pub language: Option<String>,
}

impl Page {
    /// A page with nothing known but its id, bytes and shape.
    pub fn new(id: impl Into<String>, bytes: impl Into<Vec<u8>>, format: Format) -> Page {
        Page {
            id: id.into(),
            bytes: bytes.into(),
            format,
            charset: None,
            keep_text: false,
            url: None,
            title: None,
            outlet: None,
            published: None,
            language: None,
        }
    }
}
