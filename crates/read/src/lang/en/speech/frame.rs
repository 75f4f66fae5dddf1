//! Where a cue's speaker stands, and on which side of it the content lies.

use super::lexicon::{CueHit, CueKind, Frame};
use super::line::Line;
use super::phrase;
use dateline_terms::Stance;
use std::ops::Range;

/// A saying, before its content and its pronouns are worked out. Token numbers are the line's.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// Who speaks.
    pub who: Who,
    /// The cue.
    pub cue: Range<usize>,
    /// First token of the whole construction ("the army said" begins at "the").
    pub start: usize,
    /// First token that may be content after it.
    pub after: usize,
    /// Where the content lies.
    pub side: Side,
    /// Stance of the cue.
    pub stance: Stance,
    /// Gives another's source.
    pub nested: bool,
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// A noun phrase, maybe a pronoun.
    Phrase(Range<usize>),
    /// Whoever spoke last.
    Same,
}

/// Where content lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// After the cue.
    Right,
    /// Before it.
    Left,
    /// The whole sentence.
    Around,
}

/// The saying that a cue tells of, if it tells of one.
pub(super) fn draft(line: &Line, hit: &CueHit, kind: &CueKind, earlier: &[Draft]) -> Option<Draft> {
    let floor = earlier.last().map_or(0, |d| d.cue.end);
    let (who, start, mut after, side) = match kind.frame {
        Frame::Subject => subject(line, hit, kind, floor, earlier)?,
        Frame::After | Frame::By => source_after(line, hit, kind)?,
    };
    if let Who::Phrase(range) = &who
        && (line.words.nobody.contains(line.norm(range.start)) || line.norm(range.start) == "no")
        && kind.stance != Stance::NoComment
    {
        return None;
    }
    if kind.listener {
        after = listener(line, after);
    }
    let after = skip_occasion(line, after);
    let side = if side == Side::Right { right_or_left(line, start, after) } else { side };
    Some(Draft { who, cue: hit.at.clone(), start, after, side, stance: kind.stance, nested: kind.nested })
}

type Found = (Who, usize, usize, Side);

/// Speaker of a verb of saying.
fn subject(line: &Line, hit: &CueHit, kind: &CueKind, floor: usize, earlier: &[Draft]) -> Option<Found> {
    let (v, end) = (hit.at.start, hit.at.end);
    let j = skip_left(line, v, floor);
    if bars(line, j) || line.left(v) == "as" || is_noun_use(line, hit) {
        return None;
    }
    if let Some(found) = inverted(line, hit, kind, j, floor) {
        return Some(found);
    }
    if line.norm(v).ends_with("ing") {
        return participle(line, hit, j, floor, earlier);
    }
    if matches!(line.left(j), "and" | "but" | "then") {
        let who = earlier.last().map(|_| Who::Same).or_else(|| opening(line, j - 1).map(Who::Phrase))?;
        return (!kind.weak || who == Who::Same).then_some((who, v, end, Side::Right));
    }
    let phrase = subject_phrase(line, j, floor)?;
    let strong = matches!(line.norm(v), "said" | "says" | "say" | "told" | "added" | "tells");
    if kind.person && !line.has_noun(&phrase) {
        return None;
    }
    let ok = if strong && !kind.weak { !is_thing(line, &phrase) } else { line.is_speaker(&phrase) && !ends_in_place(line, &phrase) };
    ok.then(|| (Who::Phrase(phrase.clone()), phrase.start, end, Side::Right))
}

/// Skips adverbs, auxiliaries and times that stand between a subject and its verb.
fn skip_left(line: &Line, v: usize, floor: usize) -> usize {
    let mut j = v;
    while j > floor {
        let word = line.norm(j - 1);
        let time = line.is_time(j - 1) || (line.is_number(j - 1) && line.is_time(j.wrapping_sub(2)));
        let on = word == "on" && j < v && (line.is_time(j) || line.is_number(j));
        if !(line.words.adverbs.contains(word) || time || on) {
            break;
        }
        j -= 1;
    }
    j
}

/// Words before a verb that make it no saying: "did not say", "to say", "was reported", "will announce".
fn bars(line: &Line, j: usize) -> bool {
    let word = line.left(j);
    word.ends_with("n't")
        || matches!(
            word,
            "not" | "never" | "to" | "was" | "were" | "is" | "are" | "be" | "been" | "being" | "will" | "would" | "could"
                | "can" | "cannot" | "may" | "might" | "must" | "should" | "shall" | "did" | "do" | "does" | "let" | "if" | "am"
        )
}

/// Whether "reports", "claims", "estimates" and the like are nouns here.
fn is_noun_use(line: &Line, hit: &CueHit) -> bool {
    let v = hit.at.start;
    let word = line.norm(v);
    let ambiguous = matches!(word, "reports" | "report" | "claims" | "claim" | "estimates" | "estimate" | "fears" | "fear" | "states" | "doubts" | "blame" | "notes" | "charges" | "hold" | "documents" | "document" | "show" | "suspect" | "suspects");
    if !ambiguous || hit.at.len() > 1 {
        return word.starts_with("claim") && line.is_number(v + 1) && hit.at.len() == 1;
    }
    if line.is_cap(v) && v > 0 && line.tokens.get(v - 1).is_some_and(|t| t.case == dateline_terms::Case::Lower) {
        return true;
    }
    let before = v.checked_sub(1);
    let lower_left = before.is_some_and(|b| line.is_det(b) || (line.words.before.contains(line.norm(b)) && !line.is_cap(b)) || matches!(line.norm(b), "media" | "news" | "police" | "and" | "of" | "from" | "by" | "'s"));
    let at_head = v == 0 || line.is_mark(v - 1);
    let possessive = before.is_some_and(|b| line.norm(b).ends_with("'s"));
    let goes_on = matches!(line.norm(v + 1), "of" | "from" | "by" | "said" | "say" | "says" | "suggest" | "suggested" | "indicated");
    at_head || possessive || goes_on || (lower_left && line.norm(v + 1) != "that") || (word == "states" && line.is_cap(v))
}

/// "…, said X": the speaker after a verb that inverts.
fn inverted(line: &Line, hit: &CueHit, kind: &CueKind, j: usize, floor: usize) -> Option<Found> {
    if !kind.inverts || hit.at.len() > 1 || line.norm(hit.at.start).ends_with("ing") {
        return None;
    }
    let phrase = phrase::after(line, hit.at.end)?;
    let prompted = hit.at.start > 0 && (line.left(hit.at.start) == "," || line.is_quote(hit.at.start - 1));
    let closed = is_closed(line, phrase.end) || is_described(line, phrase.end);
    if !line.is_speaker(&phrase) || !(closed || (prompted && line.is_quote(hit.at.start - 1))) {
        return None;
    }
    if !prompted {
        let left = phrase::before(line, j, floor).filter(|l| line.is_speaker(l) && !ends_in_place(line, l));
        let rival = left.is_some_and(|l| line.has_noun(&l) || l.start == 0 || !line.has_noun(&phrase));
        if rival || kind.weak || !strong_inversion(line, hit) {
            return None;
        }
    }
    let whole = phrase::with_apposition(line, phrase);
    Some((Who::Phrase(whole.clone()), hit.at.start, whole.end, Side::Left))
}

/// Verbs that stand before their subject also where no comma or quotation mark prompts it.
fn strong_inversion(line: &Line, hit: &CueHit) -> bool {
    matches!(line.norm(hit.at.start), "said" | "says" | "added" | "reported" | "confirmed" | "announced" | "explained" | "noted")
        && hit.at.start >= 3
}

/// Whether what follows a noun phrase shows that no verb of its own does.
fn is_closed(line: &Line, i: usize) -> bool {
    let word = line.norm(i);
    line.is_mark(i)
        || line.is_time(i)
        || word.ends_with("ing")
        || matches!(word, "in" | "on" | "at" | "to" | "from" | "as" | "after" | "when" | "while" | "who" | "which" | "and" | "but" | "during" | "by" | "of" | "for" | "with" | "about")
        || line.words.adverbs.contains(word) && !matches!(word, "has" | "have" | "had")
}

/// Whether an apposition without commas begins at `i`: "said the Observatory a monitoring group opposed to …".
fn is_described(line: &Line, i: usize) -> bool {
    line.is_det(i) && phrase::after(line, i).is_some_and(|p| line.has_noun(&p) && !line.is_finite(p.end))
}

/// "adding that", "saying": the speaker of the sentence's last saying, else its subject.
fn participle(line: &Line, hit: &CueHit, j: usize, floor: usize, earlier: &[Draft]) -> Option<Found> {
    let (v, end) = (hit.at.start, hit.at.end);
    if let Some(last) = earlier.last() {
        let own = (line.norm(last.cue.start) == "according" && last.side == Side::Right).then(|| clause_subject(line, last.after));
        let who = own.flatten().map_or(Who::Same, Who::Phrase);
        return Some((who, v, end, Side::Right));
    }
    let near = phrase::before(line, j, floor).filter(|p| line.has_noun(p) && line.is_speaker(p));
    let who = near.or_else(|| opening(line, j))?;
    let whole = line.norm(v) != "showing" && line.norm(v) != "indicating";
    (whole && !is_thing(line, &who)).then_some((Who::Phrase(who), v, end, Side::Right))
}

/// The noun phrase that the clause after a comma at `i` opens with.
fn clause_subject(line: &Line, i: usize) -> Option<Range<usize>> {
    let start = i + usize::from(line.norm(i) == ",");
    phrase::after(line, start).filter(|p| line.is_speaker(p) && !is_thing(line, p))
}

/// The noun phrase that a sentence opens with, if it looks like a speaker and ends before `limit`.
fn opening(line: &Line, limit: usize) -> Option<Range<usize>> {
    let start = (0..line.len()).take(2).find(|i| !line.is_mark(*i) && !line.words.adverbs.contains(line.norm(*i)))?;
    phrase::after(line, start).filter(|p| p.end <= limit && line.is_speaker(p) && !is_thing(line, p))
}

/// The subject that ends before `j`: directly, before a relative clause, or before an apposition in commas.
fn subject_phrase(line: &Line, j: usize, floor: usize) -> Option<Range<usize>> {
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
        return Some(before_participle(line, p, floor).unwrap_or_else(|| p.clone()));
    }
    let relative = (floor..j).find(|k| matches!(line.norm(*k), "who" | "which" | "whose"));
    let far = relative.and_then(|k| phrase::before(line, if line.left(k) == "," { k - 1 } else { k }, floor));
    far.or_else(|| opening(line, j).filter(|p| p.start >= floor && !(p.end..j).any(|k| line.is_finite(k)))).or(near)
}

/// "Name, a spokesman for X, said": the name and its apposition; "X, who …, said": the name.
fn across_commas(line: &Line, comma: usize, floor: usize) -> Option<Range<usize>> {
    let commas = (floor..comma).rev().take(30).take_while(|k| !line.is_finite(*k)).filter(|k| line.norm(*k) == ",");
    let name_before = |open: usize| phrase::before(line, open, floor).filter(|p| line.is_speaker(p));
    let nearest = (floor..comma).rev().take(30).find(|k| line.norm(*k) == ",")?;
    let named = commas.filter(|k| name_before(*k).is_some_and(|p| p.clone().all(|i| line.is_cap(i)))).last();
    let open = named.unwrap_or(nearest);
    let name = name_before(open)?;
    let first = open + 1;
    let relative = line.is_relative(first) || matches!(line.norm(first), "whom" | "where" | "speaking" | "including" | "citing" | "quoting" | "in" | "on" | "meanwhile" | "however");
    let names = line.is_det(first) || line.is_known(first);
    match (relative, names) {
        (true, _) => Some(name),
        (_, true) => Some(name.start..comma),
        _ => None,
    }
}

/// "A group fighting the army said": the phrase before the participle that `near` hangs on. Whoever is cited or
/// quoted speaks, so those participles do not count.
fn before_participle(line: &Line, near: &Range<usize>, floor: usize) -> Option<Range<usize>> {
    let t = near.start.checked_sub(1)?;
    let word = line.norm(t);
    if !word.ends_with("ing") || matches!(word, "citing" | "quoting" | "according") {
        return None;
    }
    opening(line, t).filter(|p| p.start >= floor && p.end == t && line.has_noun(p))
}

/// Whether a phrase's head is a thing that does not speak, such as an attack.
fn is_thing(line: &Line, range: &Range<usize>) -> bool {
    let head = head(line, range);
    matches!(head, "attack" | "attacks" | "strike" | "strikes" | "explosion" | "blast" | "clashes" | "war" | "shelling" | "raid" | "raids" | "it's" | "there")
}

/// The last word of a phrase before its first preposition.
fn head<'a>(line: &Line<'a>, range: &Range<usize>) -> &'a str {
    let end = range.clone().skip(1).find(|k| line.words.joins.contains(line.norm(*k))).unwrap_or(range.end);
    line.left(end)
}

/// Whether a phrase is a bare place or time after a preposition: "killed in Aleppo" before "said".
fn ends_in_place(line: &Line, range: &Range<usize>) -> bool {
    let preposition = matches!(line.left(range.start), "in" | "at" | "near" | "from" | "of" | "into" | "to" | "on" | "for" | "with" | "against");
    preposition && !line.has_noun(range) && range.start > 1
}

/// Speaker right after a cue such as "according to".
fn source_after(line: &Line, hit: &CueHit, kind: &CueKind) -> Option<Found> {
    let phrase = phrase::after(line, hit.at.end)?;
    if kind.frame == Frame::By && !line.is_speaker(&phrase) {
        return None;
    }
    let whole = phrase::with_apposition(line, phrase);
    let start = hit.at.start;
    let head = (0..start).all(|k| line.is_mark(k) || line.words.adverbs.contains(line.norm(k)) || matches!(line.norm(k), "but" | "and" | "so"));
    let saying = matches!(line.norm(whole.end), "said" | "say" | "says" | "told" | "added");
    if kind.frame == Frame::By && (saying || (head && kind.stance == Stance::Asserts)) {
        return saying.then_some((Who::Phrase(whole.clone()), start, whole.end + 1, Side::Right));
    }
    let side = match (head, kind.nested) {
        (true, _) | (_, true) => Side::Right,
        _ => Side::Left,
    };
    Some((Who::Phrase(whole.clone()), start, whole.end, side))
}

/// Past whoever is told: "told Reuters that" goes on at "that".
fn listener(line: &Line, i: usize) -> usize {
    let i = phrase::after(line, i).map_or(i, |p| p.end);
    if line.is_word(i) && matches!(line.norm(i), "by" | "via" | "over") { i + 2 } else { i }
}

/// Past times, places of saying and the linking word: "on Friday in a statement that …" goes on after "that".
fn skip_occasion(line: &Line, mut i: usize) -> usize {
    loop {
        let word = line.norm(i);
        let next = i + 1;
        i = if line.is_time(i) || (line.is_number(i) && i > 0 && line.is_time(i - 1)) {
            next
        } else if matches!(word, "on" | "in" | "by" | "late" | "early" | "via" | "during" | "at" | "to" | "from") {
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
fn occasion(line: &Line, i: usize) -> Option<usize> {
    if line.is_time(i) || (line.is_number(i) && line.is_time(i + 1)) {
        return Some(i + 1 + usize::from(line.is_number(i)));
    }
    let to = (i..i + 5).find(|k| line.words.occasions.contains(line.norm(*k)))?;
    let plain = (i..to).all(|k| line.is_det(k) || line.is_known(k) || line.is_open(k));
    let to = if plain { to } else { return None };
    Some((to..to + 3).take_while(|k| line.words.occasions.contains(line.norm(*k))).last().map_or(to + 1, |k| k + 1))
}

/// Content of a subject-first saying: after it, unless nothing follows; the whole sentence where it stands aside.
fn right_or_left(line: &Line, start: usize, after: usize) -> Side {
    let before = (0..start).filter(|k| line.is_word(*k)).count();
    let rest = (after..line.len()).any(|k| line.is_word(k) || line.is_number(k));
    if !rest {
        return Side::Left;
    }
    let parted = matches!(line.norm(after), "," | ";" | "—" | "–") || line.norm(after) == "." || (line.is_quote(after) && line.norm(after) == "”");
    let conj = matches!(line.norm(after), "and" | "but" | "while" | "as" | "after" | "when" | "adding" | "referring" | "with" | "following" | "although" | "who" | "which" | "where");
    match () {
        () if parted && before > 3 && start > 0 && matches!(line.left(start), "," | "”" | "\"" | "—" | "–") => Side::Around,
        () if (conj || line.norm(after).ends_with("ing")) && before > 3 => Side::Left,
        () => Side::Right,
    }
}
