//! Lines and rough sentences of scraped text, as spans.

use dateline_terms::Span;

/// Non-empty lines with white space trimmed, in order.
pub fn lines(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let span = trim(text, Span::new(at, at + line.len()));
        if !span.is_empty() {
            out.push(span);
        }
        at += line.len() + 1;
    }
    out
}

/// `span` without the white space at its ends.
pub fn trim(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = span.start + (words.len() - words.trim_start().len());
    Span::new(start, (start + words.trim().len()).min(span.end.max(start)))
}

/// Where the sentence that `from` stands in ends: past the full stop, question or exclamation mark
/// (with closing quotes) that a space, a capital or the end of the line follows, else the line's end.
pub fn sentence_end(text: &str, from: usize) -> usize {
    let Some(rest) = text.get(from..) else { return text.len() };
    let mut chars = rest.char_indices().peekable();
    let mut before = ' ';
    while let Some((i, c)) = chars.next() {
        if c == '\n' {
            return from + i;
        }
        if matches!(c, '.' | '!' | '?') {
            let mut end = i + c.len_utf8();
            while let Some((j, q)) = chars.peek().copied() {
                if !matches!(q, '"' | '”' | '’' | '\'' | ')') {
                    break;
                }
                end = j + q.len_utf8();
                chars.next();
            }
            let next = chars.peek().map(|(_, n)| *n);
            // "U.S. raid", "J. Smith": a single capital before the stop ends no sentence.
            let initial = c == '.' && before.is_uppercase();
            if !initial && next.is_none_or(|n| n.is_whitespace() || n.is_uppercase()) {
                return from + end;
            }
        }
        before = c;
    }
    text.len()
}

/// Where the sentence that `at` stands in begins, looking back no further than `least`.
pub fn sentence_start(text: &str, at: usize, least: usize) -> usize {
    let mut start = least;
    while start < at {
        let end = sentence_end(text, start);
        if end > at || end <= start {
            break;
        }
        let gap = text.get(end..).map_or(0, |r| r.len() - r.trim_start().len());
        if end + gap > at {
            break;
        }
        start = end + gap;
    }
    start
}

/// Lower case with curly quotes made straight; what stock phrases are matched against.
pub fn plain(words: &str) -> String {
    words.chars().flat_map(|c| match c { '’' | '‘' => '\'', '“' | '”' => '"', c => c }.to_lowercase()).collect()
}

/// Whether `words` looks like a headline: 4 to 25 words, no full stop at its end.
pub fn is_headline(words: &str) -> bool {
    let n = words.split_whitespace().count();
    (4..=25).contains(&n) && words.len() <= 200 && !words.trim_end().ends_with(['.', ':', ';', ',', '…', '"', '”'])
}
