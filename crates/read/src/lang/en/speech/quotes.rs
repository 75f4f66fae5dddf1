//! Quotations of a report: where quotation marks open and close, within a paragraph.

use super::line::is_quote;
use dateline_terms::{Reading, Span};

/// Longest stretch, in bytes, that a pair of straight marks is believed to enclose.
const LONGEST: usize = 1_500;

/// Quotations in order of place, marks included. One left open at a paragraph's end ends there.
pub(super) fn quotations(text: &str, reading: &Reading) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<(Span, usize)> = None;
    for sentence in &reading.sentences {
        if open.is_some_and(|(_, paragraph)| paragraph != sentence.paragraph) {
            let end = last_end(reading, open);
            close(&mut open, end, &mut found);
        }
        for i in sentence.tokens.clone() {
            let Some(token) = reading.tokens.get(i) else { continue };
            let mark = token.span.of(text);
            if !is_quote(mark) {
                continue;
            }
            match (mark, &open) {
                ("“" | "„" | "«", _) => open = Some((token.span, sentence.paragraph)),
                ("”" | "»", _) => close(&mut open, token.span.end, &mut found),
                (_, None) => open = Some((token.span, sentence.paragraph)),
                (_, Some((from, _))) if token.span.end - from.start > LONGEST => {
                    open = Some((token.span, sentence.paragraph))
                }
                _ => close(&mut open, token.span.end, &mut found),
            }
        }
    }
    let end = last_end(reading, open);
    close(&mut open, end, &mut found);
    found
}

fn close(open: &mut Option<(Span, usize)>, end: usize, found: &mut Vec<Span>) {
    if let Some((from, _)) = open.take()
        && end > from.end
        && end - from.start <= LONGEST
    {
        found.push(Span::new(from.start, end));
    }
}

/// End of the paragraph that a quotation was left open in.
fn last_end(reading: &Reading, open: Option<(Span, usize)>) -> usize {
    let Some((_, paragraph)) = open else { return 0 };
    reading.sentences.iter().rev().find(|s| s.paragraph == paragraph).map_or(0, |s| s.span.end)
}

/// The quotation that reaches over byte `at`.
pub(super) fn around(quotations: &[Span], at: usize) -> Option<Span> {
    let i = quotations.partition_point(|q| q.end <= at);
    quotations.get(i).copied().filter(|q| q.start <= at)
}
