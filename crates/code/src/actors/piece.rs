//! A text cut into the pieces that actor names are matched by. Unlike tokens, pieces part at hyphens
//! ("US-led" is two) and lose apostrophes ("Da'esh", "Daesh") and accents, so that spellings agree.

use dateline_terms::Span;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What stands between a piece and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Join {
    /// White space, or quotation marks.
    Space,
    /// A hyphen or dash without spaces.
    Hyphen,
    /// An opening bracket.
    Open,
    /// A comma.
    Comma,
    /// Anything else that ends a phrase.
    Break,
}

/// One word or part of a hyphenated word.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub span: Span,
    /// Lower case, no accents, apostrophes or dots.
    pub norm: String,
    /// Begins with a capital.
    pub cap: bool,
    /// All letters are capitals, and there is more than one.
    pub upper: bool,
    /// A possessive 's followed (not in the span).
    pub possessive: bool,
    pub join: Join,
}

/// The pieces of the part of `text` that `within` covers, in order.
pub(crate) fn pieces(text: &str, within: Span) -> Vec<Piece> {
    let part = within.of(text);
    let mut out: Vec<Piece> = Vec::with_capacity(part.len() / 6);
    let mut chars = part.char_indices().peekable();
    let mut gap_from = 0;
    while let Some((at, c)) = chars.next() {
        if !c.is_alphanumeric() {
            continue;
        }
        let (len, possessive) = word(part.get(at..).unwrap_or(""));
        let raw = part.get(at..at + len).unwrap_or("");
        let join =
            if out.is_empty() { Join::Break } else { join(part.get(gap_from..at).unwrap_or(""), raw, &out) };
        let span = Span::new(within.start + at, within.start + at + len);
        out.push(piece(raw, span, possessive, join));
        let past = at + len + if possessive { suffix_len(part.get(at + len..).unwrap_or("")) } else { 0 };
        while chars.peek().is_some_and(|(i, _)| *i < past) {
            chars.next();
        }
        gap_from = past;
    }
    out
}

fn piece(raw: &str, span: Span, possessive: bool, join: Join) -> Piece {
    let letters = || raw.chars().filter(|c| c.is_alphabetic());
    Piece {
        span,
        norm: normal(raw),
        cap: raw.chars().next().is_some_and(char::is_uppercase),
        upper: letters().count() > 1 && letters().all(char::is_uppercase),
        possessive,
        join,
    }
}

/// Length in bytes of the word that `rest` begins with, and whether a possessive 's follows it.
fn word(rest: &str) -> (usize, bool) {
    if let Some(len) = dotted(rest) {
        return (len, rest.get(len..).is_some_and(|r| suffix_len(r) > 0));
    }
    let mut end = 0;
    for (at, c) in rest.char_indices() {
        let after = rest.get(at + c.len_utf8()..).unwrap_or("");
        if c.is_alphanumeric() || is_combining_mark(c) {
            end = at + c.len_utf8();
        } else if is_apostrophe(c) && after.starts_with(char::is_alphabetic) {
            if suffix_len(rest.get(at..).unwrap_or("")) > 0 {
                return (at, true);
            }
        } else {
            break;
        }
    }
    (end, false)
}

/// Length of a dotted abbreviation such as "U.S." at the start of `rest`.
fn dotted(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut end = 0;
    while bytes.get(end).is_some_and(u8::is_ascii_uppercase) && bytes.get(end + 1) == Some(&b'.') {
        end += 2;
    }
    let more = bytes.get(end).is_some_and(u8::is_ascii_uppercase)
        && !bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
    match (end, more) {
        (2.., true) => Some(end + 1),
        (4.., false) => Some(end),
        _ => None,
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | 'ʿ' | 'ʾ' | '´')
}

/// Length in bytes of a possessive ending at the start of `rest`, or 0.
fn suffix_len(rest: &str) -> usize {
    let mut chars = rest.chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some(a), Some('s' | 'S'), next) if is_apostrophe(a) && !next.is_some_and(char::is_alphanumeric) => {
            a.len_utf8() + 1
        }
        _ => 0,
    }
}

fn join(gap: &str, raw: &str, before: &[Piece]) -> Join {
    let mut kind = Join::Space;
    for c in gap.chars() {
        match c {
            c if c.is_whitespace() => {}
            '"' | '“' | '”' | '\'' | '‘' | '’' => {}
            '-' | '‐' | '‑' | '–' if gap.chars().count() == 1 => kind = Join::Hyphen,
            '(' | '[' if kind == Join::Space => kind = Join::Open,
            ',' | '—' | '–' if kind == Join::Space => kind = Join::Comma,
            '.' if before.last().is_some_and(|p| p.norm == "al" || p.norm == "st" || p.norm == "dr") => {}
            _ => return Join::Break,
        }
    }
    if raw.is_empty() { Join::Break } else { kind }
}

/// Lower case without accents, apostrophes and dots.
pub(crate) fn normal(raw: &str) -> String {
    if raw.is_ascii() {
        return raw
            .bytes()
            .filter(u8::is_ascii_alphanumeric)
            .map(|b| char::from(b.to_ascii_lowercase()))
            .collect();
    }
    raw.nfkd()
        .filter(|c| c.is_alphanumeric() && !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The pieces of a listed name, and for each whether it must be written in capitals.
pub(crate) fn phrase(name: &str) -> Vec<String> {
    let all: Vec<String> = pieces(name, Span::new(0, name.len()))
        .into_iter()
        .map(|p| if p.possessive { p.norm + "s" } else { p.norm })
        .collect();
    let kept: Vec<String> = all.iter().filter(|p| !is_particle(p)).cloned().collect();
    if kept.is_empty() { all } else { kept }
}

/// Articles that spellings of one name have, lack or hyphenate.
pub(crate) fn is_particle(norm: &str) -> bool {
    matches!(norm, "al" | "el" | "ul" | "ud" | "the" | "as" | "ash" | "an" | "ad" | "at" | "ar" | "az")
}
