//! What is said: the stretch of text that a saying covers.

use super::frame::{Draft, Side};
use super::line::Line;
use super::quotes::around;
use dateline_terms::{Sentence, Span};

/// Content of the `k`th saying of a sentence, given the others and the report's quotations.
pub(super) fn content(
    line: &Line,
    drafts: &[Draft],
    k: usize,
    sentence: &Sentence,
    quotations: &[Span],
) -> Span {
    let Some(draft) = drafts.get(k) else { return sentence.span };
    let cue = line.span(draft.cue.clone());
    let span = match draft.side {
        Side::Right => right(line, drafts, k, sentence, quotations),
        Side::Left => left(line, drafts, k, sentence, quotations),
        Side::Around => Some(sentence.span),
    };
    span.filter(|s| !s.is_empty()).unwrap_or(if cue.is_empty() { sentence.span } else { cue })
}

/// From after the cue to the next saying's beginning or the sentence's end; a quotation is followed to its close.
fn right(line: &Line, drafts: &[Draft], k: usize, sentence: &Sentence, quotations: &[Span]) -> Option<Span> {
    let draft = drafts.get(k)?;
    let from =
        (draft.after..line.len()).find(|i| line.is_word(*i) || line.is_number(*i) || line.is_quote(*i))?;
    let next = drafts.get(k + 1..)?.iter().find(|d| d.side == Side::Right && d.start > from).map(|d| d.start);
    let mut end = next.unwrap_or(line.len());
    while end > from
        && next.is_some()
        && (line.is_mark(end - 1) || matches!(line.left(end), "and" | "but" | "while" | "as"))
    {
        end -= 1;
    }
    while end > from + 1
        && line.is_mark(end - 1)
        && !line.is_quote(end - 1)
        && !matches!(line.left(end), ")" | "]")
    {
        end -= 1;
    }
    let span = line.span(from..end.max(from + 1));
    let quoted = around(quotations, span.start).or_else(|| around(quotations, span.end.saturating_sub(1)));
    match quoted {
        Some(q) if next.is_none() && q.end > sentence.span.end => Some(Span::new(span.start, q.end)),
        _ => Some(span),
    }
}

/// From the sentence's beginning (or the quotation's) to the construction's first word.
fn left(line: &Line, drafts: &[Draft], k: usize, sentence: &Sentence, quotations: &[Span]) -> Option<Span> {
    let draft = drafts.get(k)?;
    let earlier = drafts.get(..k)?.iter().rev().find(|d| d.side == Side::Left && !d.nested);
    let mut first = earlier.map_or(0, |d| d.after);
    while first < draft.start && line.is_mark(first) && !line.is_quote(first) {
        first += 1;
    }
    let mut last = draft.start;
    while last > first && line.is_mark(last - 1) && !line.is_quote(last - 1) {
        last -= 1;
    }
    if last <= first {
        return previous_quotation(sentence, quotations).or(Some(sentence.span));
    }
    let span = line.span(first..last);
    match around(quotations, span.end.saturating_sub(1)) {
        Some(q) if q.end >= span.end.saturating_sub(2) => Some(Span::new(q.start.min(span.start), span.end)),
        _ => Some(span),
    }
}

/// The quotation that ends right before the sentence: "“…” The man said."
fn previous_quotation(sentence: &Sentence, quotations: &[Span]) -> Option<Span> {
    let i = quotations.partition_point(|q| q.end <= sentence.span.start);
    quotations.get(i.checked_sub(1)?).copied().filter(|q| q.end + 2 >= sentence.span.start)
}
