//! The subject of a verb of saying: which noun phrase to its left, across clauses and appositions.

use super::line::Line;
use super::phrase;
use std::ops::Range;

/// The noun phrase that the clause after a comma at `i` opens with.
pub(super) fn clause_subject(line: &Line, i: usize) -> Option<Range<usize>> {
    let start = i + usize::from(line.norm(i) == ",");
    phrase::after(line, start).filter(|p| line.is_speaker(p) && !is_thing(line, p))
}

/// The noun phrase that a sentence opens with, if it looks like a speaker and ends before `limit`.
pub(super) fn opening(line: &Line, limit: usize) -> Option<Range<usize>> {
    let start =
        (0..line.len()).take(2).find(|i| !line.is_mark(*i) && !line.words.adverbs.contains(line.norm(*i)))?;
    phrase::after(line, start).filter(|p| p.end <= limit && line.is_speaker(p) && !is_thing(line, p))
}

/// The subject of the clause that a verb before `limit` stands in: after the clause's comma, else the sentence's.
pub(super) fn clause_opening(line: &Line, limit: usize) -> Option<Range<usize>> {
    let comma = (0..limit).rev().take(25).find(|k| line.norm(*k) == ",");
    let own = comma.and_then(|k| clause_subject(line, k)).filter(|p| p.end < limit && line.is_lower(p.end));
    own.or_else(|| opening(line, limit))
}

/// The subject that ends before `j`: directly, before a relative clause, or before an apposition in commas.
pub(super) fn subject_phrase(line: &Line, j: usize, floor: usize) -> Option<Range<usize>> {
    let t = j.checked_sub(1)?;
    if line.is_relative(t) {
        let end = if line.left(t) == "," { t.checked_sub(1)? } else { t };
        return phrase::before(line, end, floor);
    }
    if line.norm(t) == "," {
        return across_commas(line, t, floor);
    }
    let near = phrase::before(line, j, floor);
    if let Some(p) = &near
        && line.is_speaker(p)
        && !ends_in_place(line, p)
    {
        let better =
            before_relative(line, p.start, floor).filter(|f| opens_clause(line, f) && p.start - f.end < 14);
        let better =
            better.or_else(|| before_participle(line, p, floor)).or_else(|| with_name_before(line, p, floor));
        return Some(better.unwrap_or_else(|| last_acronym(line, p)));
    }
    let far = before_relative(line, j, floor);
    far.or_else(|| opening(line, j).filter(|p| p.start >= floor && !(p.end..j).any(|k| line.is_finite(k))))
        .or(near)
}

/// "Name, a spokesman for X, said": the name and its apposition; "X, who …, said": the name.
pub(super) fn across_commas(line: &Line, comma: usize, floor: usize) -> Option<Range<usize>> {
    let mut commas = (floor.max(comma.saturating_sub(30))..comma).filter(|k| line.norm(*k) == ",");
    let name_before = |open: usize| phrase::before(line, open, floor).filter(|p| line.is_speaker(p));
    let nearest = (floor..comma).rev().take(30).find(|k| line.norm(*k) == ",")?;
    let opens =
        |p: &Range<usize>| opens_clause(line, p) && p.clone().any(|i| line.is_cap(i) || line.is_noun(i));
    let plain = |k: usize| {
        !(k..nearest).any(|i| line.is_finite(i)) || line.is_number(k + 1) || line.is_relative(k + 1)
    };
    let named = commas.find(|k| plain(*k) && name_before(*k).is_some_and(|p| opens(&p)));
    let open = named.unwrap_or(nearest);
    let name = name_before(open)?;
    let first = open + 1;
    let relative = line.is_relative(first)
        || matches!(
            line.norm(first),
            "whom"
                | "where"
                | "speaking"
                | "including"
                | "citing"
                | "quoting"
                | "in"
                | "on"
                | "meanwhile"
                | "however"
        );
    let open = line.is_open(first) && !line.norm(first).ends_with("ed") && !line.norm(first).ends_with("ing");
    let names = line.is_det(first) || line.is_known(first) || open;
    match (relative, names) {
        (true, _) => Some(name),
        _ if comma - first > 16 || line.is_number(first) => Some(name),
        (_, true) => Some(name.start..comma),
        _ => None,
    }
}

/// "The group which relies on a network said": the phrase before the relative clause that reaches to `j`.
pub(super) fn before_relative(line: &Line, j: usize, floor: usize) -> Option<Range<usize>> {
    let k = (floor..j).find(|k| matches!(line.norm(*k), "who" | "which" | "whose"))?;
    phrase::before(line, if line.left(k) == "," { k - 1 } else { k }, floor)
}

/// Whether a phrase stands where a clause begins.
pub(super) fn opens_clause(line: &Line, phrase: &Range<usize>) -> bool {
    phrase.start == 0
        || line.is_mark(phrase.start - 1)
        || matches!(line.left(phrase.start), "and" | "but" | "while" | "meanwhile")
}

/// "The Committees an activist network said": a name that opens the clause right before its description.
pub(super) fn with_name_before(line: &Line, near: &Range<usize>, floor: usize) -> Option<Range<usize>> {
    let describes = line.is_det(near.start) || line.words.people.contains(line.norm(near.start));
    let name = phrase::before(line, near.start, floor)
        .filter(|p| opens_clause(line, p) && p.clone().any(|k| line.is_cap(k)))?;
    let plain = !name.clone().any(|k| line.is_number(k) || line.is_finite(k));
    (describes && plain).then_some(name.start..near.end)
}

/// "… in northern Homs FNA reports": an agency's or body's initials at the end of a phrase that they are no part of.
pub(super) fn last_acronym(line: &Line, phrase: &Range<usize>) -> Range<usize> {
    let last = phrase.end - 1;
    let initials = line.is_initials(last) && phrase.len() > 1;
    let before = last.saturating_sub(1);
    let described = line.is_det(before)
        || (!line.is_plural_noun(before) && line.is_noun(before))
        || line.norm(before).ends_with("'s");
    let adrift = follows_preposition(line, phrase)
        || line.is_plural_noun(before)
        || (line.is_noun(last) && line.is_cap(before) && !line.is_noun(before));
    if initials && adrift && !described { last..phrase.end } else { phrase.clone() }
}

/// "A group fighting the army said": the phrase before the participle that `near` hangs on. Whoever is cited or
/// quoted speaks, so those participles do not count.
pub(super) fn before_participle(line: &Line, near: &Range<usize>, floor: usize) -> Option<Range<usize>> {
    let first = opening(line, near.start).filter(|p| p.start >= floor && line.has_noun(p))?;
    let word = line.norm(first.end);
    let hangs = word.ends_with("ing") && !matches!(word, "citing" | "quoting" | "according");
    (hangs && near.start - first.end <= 3).then_some(first)
}

/// Whether a phrase's head is a thing that does not speak, such as an attack.
pub(super) fn is_thing(line: &Line, range: &Range<usize>) -> bool {
    let head = head(line, range);
    matches!(
        head,
        "attack"
            | "attacks"
            | "strike"
            | "strikes"
            | "explosion"
            | "blast"
            | "clashes"
            | "war"
            | "shelling"
            | "raid"
            | "raids"
            | "it's"
            | "there"
    )
}

/// The last word of a phrase before its first preposition.
pub(super) fn head<'a>(line: &Line<'a>, range: &Range<usize>) -> &'a str {
    line.norm(head_at(line, range))
}

pub(super) fn head_at(line: &Line, range: &Range<usize>) -> usize {
    let end = range.clone().skip(1).find(|k| line.words.joins.contains(line.norm(*k))).unwrap_or(range.end);
    end.saturating_sub(1)
}

/// Whether a phrase is a bare place or time after a preposition: "killed in Aleppo" before "said".
pub(super) fn ends_in_place(line: &Line, range: &Range<usize>) -> bool {
    follows_preposition(line, range) && !line.has_noun(range)
}

/// Whether a phrase hangs on a preposition that no head of its own precedes.
pub(super) fn follows_preposition(line: &Line, range: &Range<usize>) -> bool {
    let word = line.left(range.start);
    range.start > 1
        && matches!(
            word,
            "in" | "at"
                | "near"
                | "from"
                | "of"
                | "into"
                | "to"
                | "on"
                | "for"
                | "with"
                | "against"
                | "by"
                | "outside"
                | "around"
                | "over"
        )
}
