//! Finds the stretches of a report that sentences may stand in: paragraphs, the headline, list items.

use dateline_terms::{FurnitureKind, Report, Span};

/// A stretch without furniture and without a paragraph break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Where it stands, white space trimmed.
    pub span: Span,
    /// Which paragraph, from 0.
    pub paragraph: usize,
    /// Whether it is (part of) the headline.
    pub headline: bool,
}

/// Blocks of a report in order of place. A footnote mark of a few bytes inside a sentence does not cut
/// it in two: [`is_mark`] says which; the mark gives no token.
pub fn blocks(report: &Report) -> Vec<Block> {
    let text = report.text.as_str();
    let mut cuts: Vec<Span> = report
        .furniture
        .iter()
        .filter(|f| !is_mark(text, f.span, f.kind))
        .map(|f| f.span)
        .chain(breaks(text))
        .collect();
    cuts.sort();
    let mut found = Vec::new();
    let mut from = 0;
    for cut in cuts.into_iter().chain([Span::new(text.len(), text.len())]) {
        if cut.start > from {
            push(report, Span::new(from, cut.start), &mut found);
        }
        from = from.max(cut.end);
    }
    found
}

/// Whether a piece of furniture is a footnote's mark ("*", "[3]"), which sentences reach over.
pub fn is_mark(text: &str, span: Span, kind: FurnitureKind) -> bool {
    kind == FurnitureKind::Footnote && span.len() <= 4 && !span.of(text).contains(['\n', '\r'])
}

/// Adds the paragraph at `span`, cut where the headline begins and ends.
fn push(report: &Report, span: Span, found: &mut Vec<Block>) {
    let paragraph = found.last().map_or(0, |b: &Block| b.paragraph + 1);
    let title = report.title_at.filter(|t| t.overlaps(span) && !t.is_empty());
    let edges = title
        .map_or([span.end; 2], |t| [t.start.clamp(span.start, span.end), t.end.clamp(span.start, span.end)]);
    let mut from = span.start;
    for to in edges.into_iter().chain([span.end]) {
        let piece = trim(&report.text, Span::new(from, to));
        if !piece.is_empty() {
            let headline = title.is_some_and(|t| t.contains(piece));
            found.push(Block { span: piece, paragraph, headline });
        }
        from = from.max(to);
    }
}

/// `span` without white space and list bullets at its ends; empty where it does not fit the text.
fn trim(text: &str, span: Span) -> Span {
    let Some(words) = text.get(span.start..span.end) else { return Span::new(span.start, span.start) };
    let head = words.trim_start_matches(|c| crate::tokens::is_space(c) || is_bullet(c));
    let body = head.trim_end_matches(crate::tokens::is_space);
    let start = span.end - head.len();
    Span::new(start, start + body.len())
}

/// Marks that begin list items and stand in no sentence.
pub fn is_bullet(c: char) -> bool {
    matches!(c, '•' | '●' | '▪' | '■' | '◦' | '‣' | '·' | '►' | '▶' | '★')
}

/// Paragraph breaks: blank lines, and single line ends save those of hard-wrapped text.
fn breaks(text: &str) -> Vec<Span> {
    let wrapped = is_hard_wrapped(text);
    let mut found = Vec::new();
    let mut lines = line_spans(text).peekable();
    while let Some(line) = lines.next() {
        let Some(next) = lines.peek() else { break };
        let (this, after) = (line.of(text).trim(), next.of(text).trim());
        let soft = !this.is_empty() && !after.is_empty() && goes_on(this, after, wrapped);
        if !soft {
            found.push(Span::new(line.end, next.start));
        }
    }
    found
}

/// Whether `after` continues the paragraph of `this`, the line before it.
fn goes_on(this: &str, after: &str, wrapped: bool) -> bool {
    let open = !this.ends_with(['.', '!', '?', '"', '”', ':']);
    let lower = after.chars().next().is_some_and(|c| c.is_lowercase() || c.is_numeric());
    let listed = after.starts_with(|c| is_bullet(c) || matches!(c, '-' | '*' | '–' | '—'));
    !listed && (wrapped || (open && lower && this.chars().count() > 40))
}

/// Whether most lines that are followed by a line end near one width, as typewritten and e-mailed copy does.
fn is_hard_wrapped(text: &str) -> bool {
    let lines: Vec<usize> = line_spans(text).map(|l| l.of(text).trim().chars().count()).collect();
    let followed: Vec<usize> = lines
        .windows(2)
        .filter(|w| matches!(w, [a, b] if *a > 0 && *b > 0))
        .filter_map(|w| w.first().copied())
        .collect();
    let full = followed.iter().filter(|n| (55..=100).contains(*n)).count();
    followed.len() >= 3 && full * 10 >= followed.len() * 8
}

fn line_spans(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0;
    text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']).map(move |line| {
        let start = at;
        at += line.len();
        Span::new(start, start + line.trim_end_matches(['\n', '\r', '\u{2028}', '\u{2029}']).len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_terms::Furniture;

    fn texts(report: &Report) -> Vec<&str> {
        blocks(report).iter().map(|b| b.span.of(&report.text)).collect()
    }

    #[test]
    fn furniture_is_left_out_and_headline_stands_alone() {
        let text = "World Five die in raid Five people died. Share this\n\n• Next item".to_owned();
        let report = Report {
            title_at: Some(Span::new(6, 22)),
            furniture: vec![
                Furniture { span: Span::new(0, 5), kind: FurnitureKind::Section },
                Furniture { span: Span::new(41, 51), kind: FurnitureKind::Navigation },
            ],
            text,
            ..Report::default()
        };
        assert_eq!(texts(&report), ["Five die in raid", "Five people died.", "Next item"]);
        assert_eq!(blocks(&report).iter().map(|b| b.headline).collect::<Vec<_>>(), [true, false, false]);
    }

    #[test]
    fn hard_wrapped_lines_are_one_paragraph() {
        let line = "the men went along the road to the town where the fighting began\n";
        let report = Report { text: format!("{line}{line}{line}{line}\nNew paragraph"), ..Report::default() };
        assert_eq!(blocks(&report).len(), 2);
    }

    #[test]
    fn a_footnote_mark_cuts_no_sentence() {
        let report = Report {
            text: "Troops* left.".to_owned(),
            furniture: vec![Furniture { span: Span::new(6, 7), kind: FurnitureKind::Footnote }],
            ..Report::default()
        };
        assert_eq!(blocks(&report).len(), 1);
    }
}
