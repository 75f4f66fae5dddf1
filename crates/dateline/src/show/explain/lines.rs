//! Breaking text into lines, and drawing marks with their labels underneath.

use super::super::columns::wrap;
use super::super::paint::{DIM, PLAIN, paint};
use super::marks::Mark;
use anstyle::Style;
use dateline_terms::Span;
use unicode_width::UnicodeWidthChar;

/// Byte offsets of one line on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub start: usize,
    pub end: usize,
}

/// The text's lines, those wider than `columns` broken at spaces. Blank lines are kept, one of a run.
pub(super) fn break_up(text: &str, columns: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut start = 0;
    for paragraph in text.split_inclusive('\n') {
        let end = start + paragraph.trim_end().len();
        let blank = start == end;
        if blank && lines.last().is_none_or(|line| line.start == line.end) {
            start += paragraph.len();
            continue;
        }
        let mut from = start;
        while let Some(cut) = overflow(&text[from..end], columns) {
            lines.push(Line { start: from, end: from + cut });
            from += cut;
        }
        lines.push(Line { start: from, end });
        start += paragraph.len();
    }
    lines
}

/// Where to break a line that is wider than `columns`: behind its last space that fits.
fn overflow(line: &str, columns: usize) -> Option<usize> {
    let (mut used, mut space) = (0, None);
    for (at, c) in line.char_indices() {
        if used > 0 && used + shown(c).1 > columns && !c.is_whitespace() {
            return Some(space.unwrap_or(at));
        }
        used += shown(c).1;
        if c.is_whitespace() {
            space = Some(at + c.len_utf8());
        }
    }
    None
}

/// What stands for a character on the screen, and how many columns it takes.
fn shown(c: char) -> (char, usize) {
    match c {
        c if c.is_whitespace() => (' ', 1),
        // Control and direction characters would spoil the terminal's line.
        c if c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') =>
        {
            ('·', 1)
        }
        c => (c, c.width().unwrap_or(0)),
    }
}

/// The line's words, each in the colour of the shortest mark that it lies in.
pub(super) fn painted(text: &str, line: Line, marks: &[Mark]) -> String {
    let mut out = String::new();
    let (mut run, mut style) = (String::new(), PLAIN);
    for (at, c) in text[line.start..line.end].char_indices() {
        let here = Span::new(line.start + at, line.start + at + c.len_utf8());
        let over = marks.iter().filter(|mark| mark.at.contains(here)).min_by_key(|mark| mark.at.len());
        let now = over.map_or(PLAIN, |mark| mark.style);
        if now != style {
            out += &paint(style, &std::mem::take(&mut run));
            style = now;
        }
        run.push(shown(c).0);
    }
    out + &paint(style, &run)
}

/// Marks of the same words as they lie on one line: columns, and their labels where they begin on this line.
struct Drawn<'a> {
    at: Span,
    from: usize,
    to: usize,
    labels: Vec<(Style, &'a str)>,
    style: Style,
}

/// The lines to print under a line of text: strokes under the marked words, and their labels.
pub(super) fn underneath(text: &str, line: Line, marks: &[Mark], width: usize) -> Vec<String> {
    let column = |at: usize| {
        let until = at.clamp(line.start, line.end);
        text.get(line.start..until).map_or(0, |words| words.chars().map(|c| shown(c).1).sum::<usize>())
    };
    let mut lanes: Vec<Vec<Drawn<'_>>> = Vec::new();
    for mark in marks.iter().filter(|mark| mark.at.overlaps(line.span())) {
        let begins = mark.at.start >= line.start;
        // What was set aside is dimmed; strokes under whole paragraphs of it would only distract.
        if !begins && mark.style == DIM {
            continue;
        }
        let label = begins.then_some((mark.style, mark.label.as_str()));
        if let Some(same) = lanes.iter_mut().flatten().find(|drawn| drawn.at == mark.at) {
            same.labels.extend(label);
            continue;
        }
        let (from, to) = (column(mark.at.start), column(mark.at.end));
        let labels = label.into_iter().collect();
        let drawn = Drawn { at: mark.at, from, to: to.max(from + 1), labels, style: mark.style };
        match lanes.iter_mut().find(|lane| lane.iter().all(|d| d.to <= drawn.from || drawn.to <= d.from)) {
            Some(lane) => lane.push(drawn),
            None => lanes.push(vec![drawn]),
        }
    }
    lanes.iter().flat_map(|lane| draw(lane, width)).collect()
}

/// One row of strokes, then the labels from right to left, each hanging from where its words begin.
fn draw(lane: &[Drawn<'_>], width: usize) -> Vec<String> {
    let mut strokes = Row::default();
    for mark in lane {
        let first = if mark.labels.is_empty() { '─' } else { '┬' };
        let stroke: String =
            std::iter::once(first).chain(std::iter::repeat('─')).take(mark.to - mark.from).collect();
        strokes.put(mark.from, mark.style, &stroke);
    }
    let mut rows = vec![strokes.text];
    let labelled: Vec<&Drawn<'_>> = lane.iter().filter(|mark| !mark.labels.is_empty()).collect();
    for (n, mark) in labelled.iter().enumerate().rev() {
        let room = width.saturating_sub(mark.from + 2).max(10);
        for (l, (style, label)) in mark.labels.iter().enumerate() {
            let last = l + 1 == mark.labels.len();
            for (i, words) in wrap(label, room).into_iter().enumerate() {
                let mut row = Row::default();
                for left in &labelled[..n] {
                    row.put(left.from, left.style, "│");
                }
                let branch = match (i, last) {
                    (0, true) => "╰ ",
                    (0, false) => "├ ",
                    (_, true) => "  ",
                    (_, false) => "│ ",
                };
                row.put(mark.from, *style, &(branch.to_string() + &words));
                rows.push(row.text);
            }
        }
    }
    rows
}

/// A row of the screen that is filled from left to right.
#[derive(Default)]
struct Row {
    text: String,
    used: usize,
}

impl Row {
    fn put(&mut self, column: usize, style: Style, words: &str) {
        self.text += &" ".repeat(column.saturating_sub(self.used));
        self.text += &paint(style, words);
        self.used = column.max(self.used) + words.chars().map(|c| shown(c).1).sum::<usize>();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(at: (usize, usize), label: &str) -> Mark {
        Mark { at: Span::new(at.0, at.1), label: label.into(), style: PLAIN }
    }

    #[test]
    fn lines_break_at_spaces_and_lose_no_byte() {
        let text = "Militants fired rockets.\n\n\n\nNobody was hurt.";
        let lines: Vec<&str> = break_up(text, 12).iter().map(|line| &text[line.start..line.end]).collect();
        assert_eq!(lines, ["Militants ", "fired ", "rockets.", "", "Nobody was ", "hurt."]);
    }

    #[test]
    fn labels_hang_from_their_words() {
        let text = "Militants fired rockets";
        let line = Line { start: 0, end: text.len() };
        let marks =
            [mark((0, 9), "by"), mark((0, 9), "actor"), mark((10, 15), "act"), mark((10, 23), "tally")];
        assert_eq!(
            underneath(text, line, &marks, 60),
            [
                "┬──────── ┬────", //
                "│         ╰ act",
                "├ by",
                "╰ actor",
                "          ┬────────────",
                "          ╰ tally",
            ]
        );
    }
}
