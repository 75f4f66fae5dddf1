use dateline_terms::Span;

/// What a piece is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A run of letters, with no apostrophe or hyphen in it.
    Letters,
    /// A run of ASCII digits.
    Digits,
    /// One other character that is not white space.
    Mark,
}

/// The smallest stretch of text that a number or a date is made of: finer than a token, so that "24-hour",
/// "17th" and "2017-11-04" come apart.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece<'a> {
    /// Where it stands in the report's text.
    pub span: Span,
    /// Its characters, ASCII letters in lower case.
    pub low: &'a str,
    /// What it is made of.
    pub kind: Kind,
    /// Whether the first letter is a capital.
    pub capital: bool,
    /// Whether it touches the piece before it.
    pub glued: bool,
    /// The number that a run of at most 15 digits stands for.
    pub value: Option<u64>,
}

/// A lower-case copy of one sentence that pieces borrow from.
pub(crate) struct Scan {
    low: String,
    start: usize,
    capitals: Vec<bool>,
}

impl Scan {
    /// Copies `sentence` out of `text`; empty where the span does not fit the text.
    pub fn new(text: &str, sentence: Span) -> Scan {
        let words = sentence.of(text);
        let capitals = words.bytes().map(|b| b.is_ascii_uppercase()).collect();
        Scan { low: words.to_ascii_lowercase(), start: sentence.start, capitals }
    }

    /// The sentence cut into pieces, in order.
    pub fn pieces(&self) -> Vec<Piece<'_>> {
        let mut pieces: Vec<Piece<'_>> = Vec::with_capacity(self.low.len() / 5 + 1);
        let mut chars = self.low.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if c.is_whitespace() {
                continue;
            }
            let kind = kind_of(c);
            let mut end = at + c.len_utf8();
            while let Some(&(_, next)) = chars.peek() {
                if kind == Kind::Mark || kind_of(next) != kind || next.is_whitespace() {
                    break;
                }
                end += next.len_utf8();
                chars.next();
            }
            pieces.push(self.piece(at, end, kind, pieces.last().map(|p| p.span.end)));
        }
        pieces
    }

    fn piece(&self, at: usize, end: usize, kind: Kind, before: Option<usize>) -> Piece<'_> {
        let low = self.low.get(at..end).unwrap_or("");
        let span = Span::new(self.start + at, self.start + end);
        let value = if kind == Kind::Digits && low.len() <= 15 { low.parse().ok() } else { None };
        let capital = self.capitals.get(at).copied().unwrap_or(false);
        Piece { span, low, kind, capital, glued: before == Some(span.start), value }
    }
}

fn kind_of(c: char) -> Kind {
    if c.is_ascii_digit() {
        Kind::Digits
    } else if c.is_alphabetic() {
        Kind::Letters
    } else {
        Kind::Mark
    }
}

/// The words of piece `i`, "" past the end: lets grammars look ahead without bounds checks of their own.
pub(crate) fn low<'a>(pieces: &[Piece<'a>], i: usize) -> &'a str {
    pieces.get(i).map_or("", |p| p.low)
}

/// Whether the words at `i` are `words`, piece by piece.
pub(crate) fn says(pieces: &[Piece<'_>], i: usize, words: &[&str]) -> bool {
    words.iter().enumerate().all(|(k, w)| low(pieces, i + k) == *w)
}

/// Whether `low` is a dash or hyphen of any length.
pub(crate) fn is_dash(low: &str) -> bool {
    matches!(low, "-" | "–" | "—" | "‐" | "‑" | "−")
}

/// Whether `low` is an apostrophe, straight or curly.
pub(crate) fn is_apostrophe(low: &str) -> bool {
    matches!(low, "'" | "’" | "‘" | "`")
}
