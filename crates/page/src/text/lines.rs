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

/// Width of text that was wrapped, in bytes: its longest row.
const WRAPPED: std::ops::RangeInclusive<usize> = 50..=110;

/// `lines` without the rows on which a wrapped paragraph goes on, so that none of those is taken for a
/// line of its own. In text that was not wrapped every line stays.
pub fn own(text: &str, lines: Vec<Span>) -> Vec<Span> {
    let width = lines.iter().map(|l| l.len()).max().unwrap_or(0);
    let full = lines.iter().filter(|l| l.len() * 4 >= width * 3).count();
    let rows = below(text, &lines, width);
    let count = rows.iter().filter(|r| **r).count();
    // Headlines in a list are as long as rows, but few of them begin in lower case.
    let lower = lines
        .iter()
        .zip(&rows)
        .filter(|(l, row)| **row && l.of(text).starts_with(|c: char| c.is_lowercase()))
        .count();
    let goes_on = lower * 5 >= count * 2 || !text.contains(char::is_lowercase);
    if !WRAPPED.contains(&width) || lines.len() < 5 || full * 2 < lines.len() || !goes_on {
        return lines;
    }
    lines.into_iter().zip(rows).filter(|(_, row)| !row).map(|(line, _)| line).collect()
}

/// Which lines stand right below one that fills its row.
fn below(text: &str, lines: &[Span], width: usize) -> Vec<bool> {
    let follows = |a: Span, b: Span| {
        let breaks = text.get(a.end..b.start).map_or(0, |gap| gap.matches('\n').count());
        breaks == 1 && a.len() * 5 >= width * 3
    };
    let pairs = lines.iter().zip(lines.iter().skip(1)).map(|(a, b)| follows(*a, *b));
    std::iter::once(false).take(lines.len()).chain(pairs).collect()
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
    words
        .chars()
        .flat_map(|c| {
            match c {
                '’' | '‘' => '\'',
                '“' | '”' => '"',
                c => c,
            }
            .to_lowercase()
        })
        .collect()
}

/// Whether `words` looks like a headline: 4 to 25 words, no full stop at its end.
pub fn is_headline(words: &str) -> bool {
    let n = words.split_whitespace().count();
    (4..=25).contains(&n)
        && words.len() <= 200
        && !words.trim_end().ends_with(['.', ':', ';', ',', '…', '"', '”'])
}
