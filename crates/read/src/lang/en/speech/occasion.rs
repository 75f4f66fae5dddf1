//! What stands between a cue and its content: listeners, times, places of saying.

use super::frame::Side;
use super::line::Line;
use super::phrase;

/// Past whoever is told: "told Reuters that" goes on at "that".
pub(super) fn listener(line: &Line, i: usize) -> usize {
    let i = phrase::after(line, i).map_or(i, |p| p.end);
    if line.is_word(i) && matches!(line.norm(i), "by" | "via" | "over") { i + 2 } else { i }
}

/// Past times, places of saying and the linking word: "on Friday in a statement that …" goes on after "that".
pub(super) fn skip_occasion(line: &Line, mut i: usize) -> usize {
    loop {
        let word = line.norm(i);
        let next = i + 1;
        i = if line.is_time(i) || (line.is_number(i) && i > 0 && line.is_time(i - 1)) {
            next
        } else if matches!(
            word,
            "on" | "in" | "by" | "late" | "early" | "via" | "during" | "at" | "to" | "from"
        ) {
            match occasion(line, next) {
                Some(to) => to,
                None => return i,
            }
        } else if word == "as" && matches!(line.norm(next), "saying" | "telling") {
            i + 2
        } else if word == "that" || (word == "," && line.norm(next) == "that") || word == ":" {
            return if word == "," { i + 2 } else { next };
        } else {
            return i;
        };
    }
}

/// One past "Friday", "a statement", "its Facebook page" after a preposition.
pub(super) fn occasion(line: &Line, i: usize) -> Option<usize> {
    if line.is_time(i) || (line.is_number(i) && line.is_time(i + 1)) {
        return Some(i + 1 + usize::from(line.is_number(i)));
    }
    let to = (i..i + 5).find(|k| line.words.occasions.contains(line.norm(*k)))?;
    let plain = (i..to).all(|k| line.is_det(k) || line.is_known(k) || line.is_open(k));
    let to = if plain { to } else { return None };
    Some(
        (to..to + 3)
            .take_while(|k| line.words.occasions.contains(line.norm(*k)))
            .last()
            .map_or(to + 1, |k| k + 1),
    )
}

/// Content of a subject-first saying: after it, unless nothing follows; the whole sentence where it stands aside.
pub(super) fn right_or_left(line: &Line, start: usize, after: usize) -> Side {
    let before = (0..start).filter(|k| line.is_word(*k)).count();
    let rest = (after..line.len()).any(|k| line.is_word(k) || line.is_number(k));
    if !rest {
        return Side::Left;
    }
    let parted = matches!(line.norm(after), "," | ";" | "—" | "–")
        || line.norm(after) == "."
        || (line.is_quote(after) && line.norm(after) == "”");
    let conj = matches!(
        line.norm(after),
        "and"
            | "but"
            | "while"
            | "as"
            | "after"
            | "when"
            | "adding"
            | "referring"
            | "with"
            | "following"
            | "although"
            | "who"
            | "which"
            | "where"
    );
    match () {
        () if parted
            && before > 3
            && start > 0
            && matches!(line.left(start), "," | "”" | "\"" | "—" | "–") =>
        {
            Side::Around
        }
        () if (conj || line.norm(after).ends_with("ing")) && before > 3 => Side::Left,
        () => Side::Right,
    }
}
