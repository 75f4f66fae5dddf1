//! Cuts text into words, numbers and marks.

use dateline_terms::{Case, Span, Token, TokenKind};
use std::iter::Peekable;
use std::str::CharIndices;

/// Tokens of `text` inside `span`, in order of place; what lies between them is white space.
///
/// A word keeps its inner apostrophes and hyphens ("al-Omar", "Ba'ath", "10-year-old"), a number its
/// separators ("1,200", "2.5", "10:30"), an initialism its full stops ("U.S."). All else is cut mark by mark.
pub fn tokens(text: &str, span: Span) -> Vec<Token> {
    let Some(part) = text.get(span.start..span.end) else { return Vec::new() };
    let mut found = Vec::with_capacity(part.len() / 5);
    let mut rest = part.char_indices().peekable();
    while let Some(&(at, c)) = rest.peek() {
        if is_space(c) {
            rest.next();
            continue;
        }
        let end = at + length(part, at, c, &mut rest);
        let words = part.get(at..end).unwrap_or("");
        found.push(token(words, Span::new(span.start + at, span.start + end)));
    }
    found
}

/// White space, and the invisible marks that pages use as if they were: zero-width and direction marks.
pub fn is_space(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

/// A straight or curly apostrophe.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Letters, digits, and the marks that combine with them.
fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{652}' | '\u{5b0}'..='\u{5c7}' | '\u{ad}')
}

/// Length in bytes of the token at `at`, which begins with `first`; moves `rest` past it.
fn length(part: &str, at: usize, first: char, rest: &mut Peekable<CharIndices>) -> usize {
    let tail = part.get(at..).unwrap_or("");
    let size = if is_word(first) { initialism(tail).unwrap_or_else(|| word(tail)) } else { first.len_utf8() };
    while rest.next_if(|(i, _)| *i < at + size).is_some() {}
    size.max(first.len_utf8())
}

/// Length of an initialism such as "U.S." or "a.m." at the start of `tail`: two or more single letters,
/// each with its full stop (the last may lack it before a space or mark).
fn initialism(tail: &str) -> Option<usize> {
    let mut chars = tail.char_indices().peekable();
    let (mut end, mut letters) = (0, 0);
    while let Some((_, c)) = chars.next_if(|(_, c)| c.is_alphabetic()) {
        match chars.next_if(|(_, c)| *c == '.') {
            Some((dot, _)) => end = dot + 1,
            None if letters >= 1 && !chars.peek().is_some_and(|(_, n)| is_word(*n)) => end += c.len_utf8(),
            None => break,
        }
        letters += 1;
    }
    (letters >= 2).then_some(end)
}

/// Length of the word or number at the start of `tail`.
fn word(tail: &str) -> usize {
    let mut end = 0;
    let mut chars = tail.char_indices().peekable();
    let mut last = ' ';
    while let Some((i, c)) = chars.next() {
        if is_word(c) {
            end = i + c.len_utf8();
            last = c;
            continue;
        }
        let Some(next) = chars.peek().map(|(_, n)| *n).filter(|n| is_word(*n)) else { break };
        let digits = last.is_ascii_digit() && next.is_ascii_digit();
        let joins = (is_apostrophe(c) && !next.is_ascii_digit())
            || (is_hyphen(c) && !digits)
            || (digits && matches!(c, ',' | '.' | ':'));
        if !joins {
            break;
        }
    }
    end
}

fn token(words: &str, span: Span) -> Token {
    let kind = match words.chars().next() {
        Some(c) if !is_word(c) => TokenKind::Punct,
        Some(c) if c.is_numeric() && !words.chars().any(char::is_alphabetic) => TokenKind::Number,
        _ => TokenKind::Word,
    };
    Token { span, norm: norm(words), kind, case: case(words) }
}

/// Lower case, curly apostrophes made straight, odd hyphens plain, soft hyphens gone.
pub fn norm(words: &str) -> String {
    if words.bytes().all(|b| b.is_ascii_lowercase()) {
        return words.to_owned();
    }
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\u{ad}' => {}
            c if is_apostrophe(c) => out.push('\''),
            c if is_hyphen(c) => out.push('-'),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// How a word is written; a single capital letter counts as `Title`.
fn case(words: &str) -> Case {
    let (mut upper, mut lower, mut first_upper) = (0, 0, false);
    for c in words.chars().filter(|c| c.is_alphabetic()) {
        let capital = c.is_uppercase();
        first_upper |= capital && upper + lower == 0;
        if capital { upper += 1 } else { lower += 1 }
    }
    match (upper, lower) {
        (0, _) => Case::Lower,
        (1, _) if first_upper => Case::Title,
        (_, 0) => Case::Upper,
        _ if first_upper && title_parts(words) => Case::Title,
        _ => Case::Mixed,
    }
}

/// Whether each hyphened or apostrophed part has its capital at its head only ("Abu-Bakr", "O'Neil").
fn title_parts(words: &str) -> bool {
    words
        .split(|c| is_hyphen(c) || is_apostrophe(c))
        .all(|part| part.chars().skip(1).all(|c| !c.is_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        tokens(text, Span::new(0, text.len())).iter().map(|t| t.span.of(text)).collect()
    }

    #[test]
    fn words_keep_hyphens_and_apostrophes() {
        assert_eq!(cut("al-Omar’s car-bomb, ‘Ain"), ["al-Omar’s", "car-bomb", ",", "‘", "Ain"]);
        assert_eq!(cut("a 10-year-old’s F-16"), ["a", "10-year-old’s", "F-16"]);
    }

    #[test]
    fn numbers_keep_separators() {
        assert_eq!(
            cut("1,200 at 10:30. $2.5m, 5-6"),
            ["1,200", "at", "10:30", ".", "$", "2.5m", ",", "5", "-", "6"]
        );
    }

    #[test]
    fn initialisms_keep_full_stops() {
        assert_eq!(
            cut("U.S. at 5 p.m. A.Smith troops.Militants"),
            ["U.S.", "at", "5", "p.m.", "A", ".", "Smith", "troops", ".", "Militants"]
        );
    }

    #[test]
    fn cases() {
        let case_of = |w: &str| case(w);
        assert_eq!(case_of("rocket"), Case::Lower);
        assert_eq!(case_of("Rocket"), Case::Title);
        assert_eq!(case_of("ISIS"), Case::Upper);
        assert_eq!(case_of("al-Omar"), Case::Mixed);
        assert_eq!(case_of("Abu-Bakr"), Case::Title);
    }
}
