//! Headlines that name their speaker after or before a colon or dash: "Ten die in blast: monitor", "Army: post hit".

use super::frame::{Draft, Side, Who};
use super::line::Line;
use dateline_terms::Stance;
use std::ops::Range;

/// Most words that such a speaker has, and that a headline has.
const SPEAKER: usize = 6;
const HEADLINE: usize = 26;

/// The saying of a headline that has no verb of saying.
pub(super) fn draft(line: &Line) -> Option<Draft> {
    if line.len() > HEADLINE || line.is_mark(line.len().checked_sub(1)?) {
        return None;
    }
    let last = (0..line.len()).rev().find(|i| is_break(line, *i))?;
    let end = last + 1..line.len();
    if last > 2 && names_speaker(line, &end) {
        return Some(saying(end, last, last, Side::Left));
    }
    let first = (0..line.len()).find(|i| line.norm(*i) == ":")?;
    names_speaker(line, &(0..first)).then(|| saying(0..first, first, 0, Side::Right))
}

fn saying(who: Range<usize>, mark: usize, start: usize, side: Side) -> Draft {
    let after = if side == Side::Left { who.end } else { mark + 1 };
    Draft {
        who: Who::Phrase(who),
        cue: mark..mark + 1,
        start,
        after,
        side,
        stance: Stance::Asserts,
        nested: false,
    }
}

fn is_break(line: &Line, i: usize) -> bool {
    matches!(line.norm(i), ":" | "-" | "–" | "—" | "|")
}

/// A short phrase whose last word is a noun of speakers, or initials, and that holds no verb.
fn names_speaker(line: &Line, range: &Range<usize>) -> bool {
    let last = range.end.saturating_sub(1);
    let plain =
        range.clone().all(|i| line.is_known(i) || line.is_det(i) || line.words.joins.contains(line.norm(i)));
    let body = line.is_noun(last) || (range.len() == 1 && line.is_initials(last));
    !range.is_empty() && range.len() <= SPEAKER && plain && body && !line.norm(range.start).ends_with("'s")
}
