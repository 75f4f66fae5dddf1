//! Which blocks are the story.

use super::beside;
use super::blocks::{Block, Blocks};
use super::features::{CLIMB, FIGURES, LINKED, SENTENCES};
use super::forest;
use super::wording;
use crate::published::written::{self, Order};

/// Log-odds over which a block is kept; chosen by cross-validation, where wrong words weigh as much as
/// missing ones.
const BAR: f32 = -0.3;

/// The same for long prose inside the story's element: only a sure refusal counts there.
const PROSE_BAR: f32 = -1.6;

/// Bytes from which prose is long.
const LONG: usize = 200;

/// A block shorter than this (bytes) that reads like a button or a label is one, wherever it stands.
const LABEL: usize = 30;

/// Bytes of text from which a block is a paragraph rather than a line.
const PARAGRAPH: usize = 80;

/// Pages of fewer blocks than this are kept whole if no block passes: notes of a few lines.
const FEW: usize = 6;

/// Which blocks belong to the body.
pub(crate) fn choose(blocks: &Blocks, rows: &[[f32; FIGURES]]) -> Vec<bool> {
    let judged = blocks.list.iter().zip(rows);
    let mut kept: Vec<bool> = judged.map(|(block, row)| belongs(blocks.words(block), row)).collect();
    if kept.len() < FEW && !kept.contains(&true) {
        kept.fill(true);
    }
    kept
}

/// Whether a block with these words and figures belongs to the body.
fn belongs(words: &str, figures: &[f32; FIGURES]) -> bool {
    let label = words.len() < LABEL && wording::is_label(words);
    let bar = if is_long_prose(words, figures) { PROSE_BAR } else { BAR };
    !label && forest::judge(figures) > bar
}

/// Whether a block is two sentences or more of running text inside the story's element.
fn is_long_prose(words: &str, figures: &[f32; FIGURES]) -> bool {
    let figure = |at: usize| figures.get(at).copied().unwrap_or(1.0);
    words.len() >= LONG && figure(LINKED) < 0.3 && figure(SENTENCES) >= 2.0 && figure(CLIMB) == 0.0
}

/// Takes the headline, and lines of little but a date or an author that stand before the first paragraph, out of what
/// was kept: they are told apart already.
pub(crate) fn trim_head(blocks: &Blocks, headline: Option<usize>, kept: &mut [bool]) {
    let paragraph =
        |(at, block): (usize, &Block)| kept.get(at) == Some(&true) && block.range.len() >= PARAGRAPH;
    let first = blocks.list.iter().enumerate().position(paragraph).unwrap_or(0);
    for (at, block) in blocks.list.iter().enumerate().take(first) {
        if let Some(slot) = kept.get_mut(at) {
            let words = blocks.words(block);
            *slot = *slot && Some(at) != headline && !is_date_line(words) && !is_author_line(words);
        }
    }
}

/// Whether a line is little but a date.
fn is_date_line(words: &str) -> bool {
    let mut dates = written::all(words, Order::DayFirst);
    words.len() < PARAGRAPH && dates.any(|found| found.range.len() * 5 > words.len() * 2)
}

/// Whether a line is "By" somebody.
fn is_author_line(words: &str) -> bool {
    words.len() < PARAGRAPH && beside::author(words).is_some_and(|name| !words.starts_with(&name))
}
