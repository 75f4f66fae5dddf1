//! Noun phrases to the left and right of a cue, also in text whose commas were stripped.

use super::line::Line;
use std::ops::Range;

/// The noun phrase that ends right before token `end` and does not reach before `floor`.
pub(super) fn before(line: &Line, end: usize, floor: usize) -> Option<Range<usize>> {
    let mut i = end;
    if end > floor && line.is_pronoun(end - 1) && line.norm(end - 1) != "her" {
        return Some(end - 1..end);
    }
    while i > floor {
        match step_left(line, i, end, floor) {
            Some(to) if to < i => i = to,
            _ => break,
        }
        if line.is_det(i) && !goes_on_left(line, i, floor) {
            break;
        }
    }
    while i < end && (line.words.joins.contains(line.norm(i)) || matches!(line.norm(i), "and" | "or" | ".")) {
        i += 1;
    }
    (i < end).then_some(i..end)
}

/// How far left the phrase that begins at `i` may be taken in one step.
fn step_left(line: &Line, i: usize, end: usize, floor: usize) -> Option<usize> {
    let t = i.checked_sub(1)?;
    match line.norm(t) {
        ")" => (floor..t).rev().take(7).find(|k| line.norm(*k) == "("),
        "." if line.is_title_stop(t) && i < end => t.checked_sub(1),
        "and" | "or" | "&" if i < end && t > floor => {
            (line.is_known(i) && line.is_known(t - 1)).then_some(t - 1)
        }
        "," if i < end && t > floor => None,
        _ if i < end
            && line.is_plural_noun(t)
            && !line.is_compound(t)
            && line.norm(i) != "group"
            && !line.is_mark(i)
            && !line.is_linked(i) =>
        {
            None
        }
        _ if line.is_det(t) || line.is_known(t) => Some(t),
        _ if line.words.joins.contains(line.norm(t)) && i < end => joined_left(line, t, floor),
        _ => hunt_determiner(line, i, end, floor),
    }
}

/// Whether a phrase that has come to its determiner at `i` still goes on to the left ("one of the", "a source at the").
fn goes_on_left(line: &Line, i: usize, floor: usize) -> bool {
    let Some(t) = i.checked_sub(1).filter(|t| *t >= floor) else { return false };
    line.is_det(t) || joined_left(line, t, floor).is_some()
}

/// The head before a preposition at `t`, if the preposition hangs its phrase on one.
fn joined_left(line: &Line, t: usize, floor: usize) -> Option<usize> {
    let head = t.checked_sub(1).filter(|h| *h >= floor)?;
    let word = line.norm(t);
    let hangs = if line.is_cap(head) {
        line.words.name_joins.contains(word) || (line.is_noun(head) && word == "in")
    } else {
        line.words.joins.contains(word)
            && (line.is_noun(head) || (word == "of" && (line.is_det(head) || line.norm(head) == "number")))
    };
    hangs.then_some(head)
}

/// A head or adjective of no listed class counts if a determiner stands within four words to its left; a bare
/// plural counts by itself.
fn hunt_determiner(line: &Line, i: usize, end: usize, floor: usize) -> Option<usize> {
    let t = i.checked_sub(1)?;
    let before_name =
        i < end && line.is_cap(i) && (line.norm(t).ends_with('s') || line.norm(t).ends_with("ing"));
    if !line.is_open(t) || before_name {
        return None;
    }
    let mut k = t;
    while k > floor && t - k < 4 {
        k -= 1;
        if line.is_det(k) {
            return Some(k);
        }
        if !line.is_open(k) {
            break;
        }
    }
    let plural = line.norm(t).ends_with('s') && line.norm(t).len() > 3;
    let compound =
        t > floor && line.is_known(t - 1) && !line.is_plural_noun(t - 1) && !line.norm(t).ends_with("ing");
    (i == end && (plural || compound)).then_some(t)
}

/// The noun phrase that begins at token `start`; its end is the first token that is no part of it.
pub(super) fn after(line: &Line, start: usize) -> Option<Range<usize>> {
    if line.is_pronoun(start) && !(line.norm(start) == "her" && line.is_open(start + 1)) {
        return Some(start..start + 1);
    }
    let mut j = start + before_title(line, start);
    let mut fresh = true;
    while let Some((to, again)) = step_right(line, start, j, fresh) {
        j = to;
        fresh = again;
    }
    while j > start
        && (line.words.joins.contains(line.norm(j - 1)) || matches!(line.norm(j - 1), "and" | "or"))
    {
        j -= 1;
    }
    (j > start && line.is_speaker(&(start..j)) || j > start + 1 && line.is_det(start)).then_some(start..j)
}

/// How many unlisted words stand before a name as its title: "said election lawyer Jo Doe".
fn before_title(line: &Line, start: usize) -> usize {
    let mut i = start + usize::from(line.norm(start) == "another");
    while i < start + 4 && !line.is_cap(i) {
        let plain = line.is_open(i) && line.is_lower(i) && !line.is_plural_noun(i);
        if !plain || line.norm(i).ends_with("ing") || line.norm(i).ends_with("ed") {
            return 0;
        }
        i += 1;
    }
    if line.is_cap(i) { i - start } else { 0 }
}

/// One step to the right from `j`: where to, and whether a new noun phrase begins there.
fn step_right(line: &Line, start: usize, j: usize, fresh: bool) -> Option<(usize, bool)> {
    let prev = j.checked_sub(1).filter(|p| *p >= start);
    let closed = prev.is_some_and(|p| line.is_plural_noun(p));
    match line.norm(j) {
        "(" => (j + 1..j + 7).find(|k| line.norm(*k) == ")").map(|k| (k + 1, false)),
        "." if line.is_title_stop(j) && line.is_cap(j + 1) => Some((j + 1, false)),
        "and" | "or" | "&" => and_right(line, prev?, j),
        _ if line.is_det(j) => fresh.then_some((j + 1, true)),
        w if line.words.joins.contains(w) => join_right(line, prev?, j).then_some((j + 1, true)),
        _ if closed => None,
        _ if line.is_cap(j) => Some((j + 1, false)),
        _ if line.is_known(j) => known_right(line, start, j, fresh).then_some((j + 1, false)),
        _ => open_right(line, start, j).then_some((j + 1, false)),
    }
}

/// A name is followed by no bare plural: in "told Reuters militants had", "militants" begins a new clause.
fn known_right(line: &Line, start: usize, j: usize, fresh: bool) -> bool {
    let after_name = j > start && line.is_cap(j - 1) && !fresh;
    let determined = line.is_det(start) || line.is_modifier(start);
    !(after_name && line.is_plural_noun(j) && !determined)
}

/// An unlisted word counts where a head is still missing: after a determiner, a modifier, or one more such word.
fn open_right(line: &Line, start: usize, j: usize) -> bool {
    let Some(p) = j.checked_sub(1).filter(|p| *p >= start) else { return false };
    let verbal = |i: usize| line.norm(i).ends_with("ed") || line.norm(i).ends_with("ing");
    let headless = line.is_det(p) || (line.is_modifier(p) && !line.is_noun(p));
    let second = j >= start + 2 && line.is_det(j - 2) && !line.is_known(p) && line.is_open(p);
    line.is_open(j) && (headless || (second && !verbal(j)))
}

fn and_right(line: &Line, prev: usize, j: usize) -> Option<(usize, bool)> {
    let next = j + 1;
    let starts =
        line.is_known(next) && !line.is_number(next) || (line.is_det(next) && line.is_noun(next + 1));
    let speaking = (next..next + 4)
        .take_while(|k| line.is_known(*k) || line.is_det(*k))
        .any(|k| line.is_noun(k) || line.is_cap(k));
    (starts && speaking && line.is_known(prev)).then_some((j + 1, true))
}

fn join_right(line: &Line, prev: usize, j: usize) -> bool {
    let next = j + 1;
    let starts = line.is_known(next) || line.is_det(next);
    if line.is_time(next) || !starts {
        return false;
    }
    match line.norm(j) {
        "to" | "against" | "near" | "with" => line.words.people.contains(line.norm(prev)),
        "on" => line.is_cap(next) && (line.is_cap(prev) || line.is_noun(prev)),
        w if line.is_cap(prev) && !line.is_noun(prev) => line.words.name_joins.contains(w),
        "of" => true,
        _ => line.is_noun(prev),
    }
}

/// `phrase` with what stands in commas after it, if that says who it is (", a spokesman for the ministry,").
pub(super) fn with_apposition(line: &Line, phrase: Range<usize>) -> Range<usize> {
    if line.norm(phrase.end) != "," {
        return phrase;
    }
    let from = phrase.end + 1;
    let to = (from..line.len())
        .take(20)
        .find(|k| matches!(line.norm(*k), "," | "." | ";" | "”" | "\"") && !line.is_title_stop(*k));
    let to = to.unwrap_or(line.len().min(from + 20));
    let opens = line.is_det(from)
        || line.is_noun(from)
        || line.is_modifier(from)
        || line.words.people.contains(line.norm(from));
    let names = (from..to.min(from + 8)).any(|k| line.is_noun(k));
    let named = line.is_noun(phrase.end - 1) && (from..to).all(|k| line.is_cap(k)) && to > from;
    let clause = (from..to)
        .any(|k| matches!(line.norm(k), "said" | "told" | "was" | "were" | "had" | "has" | "have" | "and"));
    if (opens && names && !clause && to > from) || named { phrase.start..to } else { phrase }
}
