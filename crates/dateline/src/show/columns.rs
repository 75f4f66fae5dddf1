//! A table that fits a width: columns shrink to their longest words, and cells wrap.

use super::paint::paint;
use anstyle::Style;
use unicode_width::UnicodeWidthStr;

/// Paragraphs of one cell, each in its style.
pub(crate) type Cell = Vec<(Style, String)>;

const GAP: usize = 2;

/// The rows as lines, each cell wrapped so that no line is wider than `width`. The first row is the heading.
pub(crate) fn lay_out(rows: &[Vec<Cell>], width: usize) -> String {
    let widths = widths(rows, width);
    let mut out = String::new();
    for row in rows {
        let cells: Vec<Vec<(Style, String)>> =
            row.iter().zip(&widths).map(|(cell, &width)| wrap_cell(cell, width)).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for n in 0..height {
            let mut line = String::new();
            let mut pending = 0;
            for (cell, &width) in cells.iter().zip(&widths) {
                let (style, text) = cell.get(n).map_or((Style::new(), ""), |(s, t)| (*s, t.as_str()));
                if !text.is_empty() {
                    line += &" ".repeat(pending);
                    pending = 0;
                    line += &paint(style, text);
                }
                pending += width + GAP - text.width();
            }
            out += &line;
            out.push('\n');
        }
    }
    out
}

/// Words of more columns than this are broken where the row does not fit otherwise: ids stay whole.
const LONG_WORD: usize = 13;

/// Widths of the columns: as wide as their contents, the widest ones narrowed until the row fits; words stay whole
/// while there is room for that.
fn widths(rows: &[Vec<Cell>], width: usize) -> Vec<usize> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut natural = vec![1; columns];
    let mut words = vec![1; columns];
    for (n, cell) in rows.iter().flat_map(|row| row.iter().enumerate()) {
        for (_, text) in cell {
            natural[n] = natural[n].max(text.width());
            let longest = text.split_whitespace().map(UnicodeWidthStr::width).max().unwrap_or(1);
            words[n] = words[n].max(longest);
        }
    }
    let room = width.saturating_sub(GAP * columns.saturating_sub(1));
    let least = if words.iter().sum::<usize>() <= room {
        words
    } else {
        words.into_iter().map(|longest| longest.min(LONG_WORD)).collect()
    };
    while natural.iter().sum::<usize>() > room {
        let widest = (0..columns).filter(|&n| natural[n] > least[n]).max_by_key(|&n| natural[n]);
        match widest {
            Some(n) => natural[n] -= 1,
            None => break,
        }
    }
    natural
}

fn wrap_cell(cell: &Cell, width: usize) -> Vec<(Style, String)> {
    cell.iter().flat_map(|(style, text)| wrap(text, width).into_iter().map(|line| (*style, line))).collect()
}

/// Breaks text at spaces into lines of at most `width` columns; a word that is wider is broken.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    use unicode_width::UnicodeWidthChar;
    let width = width.max(1);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.width() + 1 + word.width() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        for c in word.chars() {
            if line.width() + c.width().unwrap_or(0) > width {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_wraps_at_spaces_and_breaks_long_words() {
        assert_eq!(wrap("militants fired rockets", 15), ["militants fired", "rockets"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert!(wrap("", 3).is_empty());
    }

    #[test]
    fn a_table_fits_its_width() {
        let cell = |text: &str| vec![(Style::new(), text.to_string())];
        let rows = vec![
            vec![cell("DAY"), cell("PLACE")],
            vec![cell("2024-01-08"), cell("Al-Omar oil field, Deir ez-Zor, SY")],
        ];
        let table = lay_out(&rows, 30);
        assert_eq!(table, "DAY         PLACE\n2024-01-08  Al-Omar oil field,\n            Deir ez-Zor, SY\n");
        assert_eq!(lay_out(&rows, 80).lines().count(), 2);
        let rows = vec![vec![cell("Springfield in the west"), cell("Massachusetts, US"), cell("its name")]];
        assert!(lay_out(&rows, 40).contains("Massachusetts,"), "{}", lay_out(&rows, 40));
    }
}
