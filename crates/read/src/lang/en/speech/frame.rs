//! Where a cue's speaker stands, and on which side of it the content lies.

use super::lexicon::{CueHit, CueKind, Frame};
use super::line::Line;
use super::occasion::{listener, right_or_left, skip_occasion};
use super::phrase;
use super::subject::{
    clause_opening, clause_subject, ends_in_place, follows_preposition, head_at, is_thing, opening,
    subject_phrase,
};
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
    if hit.at.len() == 1 && is_label(line, v) {
        return None;
    }
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
        let who =
            earlier.last().map(|_| Who::Same).or_else(|| clause_opening(line, j - 1).map(Who::Phrase))?;
        return (!kind.weak || who == Who::Same).then_some((who, v, end, Side::Right));
    }
    let phrase = subject_phrase(line, j, floor)?;
    let strong = matches!(line.norm(v), "said" | "says" | "say" | "told" | "added" | "tells");
    if kind.person && !line.has_noun(&phrase) {
        return None;
    }
    let ok = if strong && !kind.weak {
        !is_thing(line, &phrase)
    } else {
        let relative = j > 0 && line.is_relative(j - 1);
        line.is_speaker(&phrase) && (relative || !ends_in_place(line, &phrase))
    };
    ok.then(|| (Who::Phrase(phrase.clone()), phrase.start, end, Side::Right))
}

/// Skips adverbs, auxiliaries and times that stand between a subject and its verb.
fn skip_left(line: &Line, v: usize, floor: usize) -> usize {
    let mut j = v;
    while j > floor {
        let word = line.norm(j - 1);
        let time = line.is_time(j - 1) || (line.is_number(j - 1) && line.is_time(j.wrapping_sub(2)));
        let on = word == "on" && j < v && (line.is_time(j) || line.is_number(j));
        let manner = word.ends_with("ly") && line.is_word(j - 1) && !line.is_known(j - 1);
        if let Some(to) = aside(line, j, floor) {
            j = to;
            continue;
        }
        if word == "to" && matches!(line.left(j - 1), "continue" | "continued" | "continues") {
            j -= 2;
            continue;
        }
        if !(line.words.adverbs.contains(word) || time || on || manner) {
            break;
        }
        j -= 1;
    }
    j
}

/// Where "in a later interview" or "in the past" begins, if it ends before `j`.
fn aside(line: &Line, j: usize, floor: usize) -> Option<usize> {
    let ends = line.words.occasions.contains(line.left(j)) || matches!(line.left(j), "past" | "court");
    let from = (floor..j).rev().take(5).find(|k| matches!(line.norm(*k), "in" | "on" | "via"))?;
    let inner = line.is_det(from + 1)
        && (from + 2..j).all(|k| line.is_open(k) && line.is_lower(k) || line.left(j) == line.norm(k));
    (ends && inner && from > floor).then_some(from)
}

/// Words before a verb that make it no saying: "did not say", "to say", "was reported", "will announce".
fn bars(line: &Line, j: usize) -> bool {
    let word = line.left(j);
    word.ends_with("n't")
        || matches!(
            word,
            "didnt"
                | "doesnt"
                | "dont"
                | "wasnt"
                | "werent"
                | "isnt"
                | "hasnt"
                | "havent"
                | "hadnt"
                | "wont"
                | "wouldnt"
                | "couldnt"
                | "cant"
        )
        || matches!(
            word,
            "not"
                | "never"
                | "to"
                | "was"
                | "were"
                | "is"
                | "are"
                | "be"
                | "been"
                | "being"
                | "will"
                | "would"
                | "could"
                | "can"
                | "cannot"
                | "may"
                | "might"
                | "must"
                | "should"
                | "shall"
                | "did"
                | "do"
                | "does"
                | "let"
                | "if"
                | "am"
        )
}

/// Whether a word is no verb here: "an estimated 20", "their alleged role", or a name that sounds like one ("Sheikh Said").
fn is_label(line: &Line, v: usize) -> bool {
    let owned = matches!(line.left(v), "a" | "an" | "the" | "his" | "her" | "its" | "their" | "our" | "my");
    let capital = v > 0 && !line.titled && !line.shouted && !line.is_lower(v) && !line.is_mark(v - 1);
    owned || capital
}

/// Whether "reports", "claims", "estimates" and the like are nouns here.
fn is_noun_use(line: &Line, hit: &CueHit) -> bool {
    let v = hit.at.start;
    let word = line.norm(v);
    let ambiguous =
        line.words.noun_or_verb.contains(word) || (word == "reporting" && line.norm(v + 1) == "by");
    if hit.at.len() == 1 && word.starts_with("claim") && line.is_number(v + 1) {
        return true;
    }
    if !ambiguous || hit.at.len() > 1 {
        return false;
    }
    let before = v.checked_sub(1);
    let lower_left = before.is_some_and(|b| {
        line.is_det(b)
            || (line.words.before.contains(line.norm(b)) && !line.is_cap(b))
            || matches!(line.norm(b), "media" | "news" | "police" | "and" | "of" | "from" | "by" | "'s")
    });
    let third = before.is_some_and(|b| {
        let lone = line.is_word(b)
            && line.is_lower(b)
            && !line.is_noun(b)
            && !line.is_pronoun(b)
            && !line.is_relative(b);
        let base = !word.ends_with('s')
            && !word.ends_with("ing")
            && !line.is_plural_noun(b)
            && !line.is_pronoun(b)
            && !line.norm(b).ends_with('s');
        (word.ends_with('s') && lone)
            || (base
                && !line.words.adverbs.contains(line.norm(b))
                && !matches!(line.norm(b), "media" | "police" | "who" | "which"))
    });
    let at_head = v == 0 || line.is_mark(v - 1);
    let possessive = before.is_some_and(|b| line.norm(b).ends_with("'s"));
    let goes_on = matches!(
        line.norm(v + 1),
        "of" | "from" | "by" | "said" | "say" | "says" | "suggest" | "suggested" | "indicated"
    );
    at_head
        || possessive
        || third
        || goes_on
        || (lower_left && line.norm(v + 1) != "that")
        || (word == "states" && line.is_cap(v))
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
        let rival = left.is_some_and(|l| {
            let adrift = follows_preposition(line, &l) && line.is_mark(phrase.end);
            !adrift && (line.has_noun(&l) || l.start == 0 || !line.has_noun(&phrase))
        });
        if rival || kind.weak || !strong_inversion(line, hit) {
            return None;
        }
    }
    let whole = phrase::with_apposition(line, phrase);
    Some((Who::Phrase(whole.clone()), hit.at.start, whole.end, Side::Left))
}

/// Verbs that stand before their subject also where no comma or quotation mark prompts it.
fn strong_inversion(line: &Line, hit: &CueHit) -> bool {
    matches!(
        line.norm(hit.at.start),
        "said" | "says" | "added" | "reported" | "confirmed" | "announced" | "explained" | "noted"
    ) && hit.at.start >= 3
}

/// Whether what follows a noun phrase shows that no verb of its own does.
fn is_closed(line: &Line, i: usize) -> bool {
    let word = line.norm(i);
    line.is_mark(i)
        || line.is_time(i)
        || word.ends_with("ing")
        || matches!(
            word,
            "in" | "on"
                | "at"
                | "to"
                | "from"
                | "as"
                | "after"
                | "when"
                | "while"
                | "who"
                | "which"
                | "and"
                | "but"
                | "during"
                | "by"
                | "of"
                | "for"
                | "with"
                | "about"
        )
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
        let own = (line.norm(last.cue.start) == "according" && last.side == Side::Right)
            .then(|| clause_subject(line, last.after));
        let who = own.flatten().map_or(Who::Same, Who::Phrase);
        return Some((who, v, end, Side::Right));
    }
    let near = phrase::before(line, j, floor).filter(|p| line.has_noun(p) && line.is_speaker(p));
    let who = near.or_else(|| opening(line, j))?;
    let whole = line.norm(v) != "showing" && line.norm(v) != "indicating";
    (whole && !is_thing(line, &who)).then_some((Who::Phrase(who), v, end, Side::Right))
}

/// "according to information provided by X": X.
fn inner_source(line: &Line, phrase: Range<usize>) -> Range<usize> {
    let given = matches!(
        line.norm(phrase.end),
        "provided"
            | "released"
            | "issued"
            | "published"
            | "obtained"
            | "compiled"
            | "collected"
            | "posted"
            | "carried"
            | "given"
    ) && line.norm(phrase.end + 1) == "by";
    let inner = if given { phrase::after(line, phrase.end + 2) } else { None };
    inner.unwrap_or(phrase)
}

/// Speaker right after a cue such as "according to".
fn source_after(line: &Line, hit: &CueHit, kind: &CueKind) -> Option<Found> {
    let phrase = inner_source(line, phrase::after(line, hit.at.end)?);
    let first = line.norm(head_at(line, &phrase));
    let heads = line.words.nouns.contains(first)
        || line.is_cap(head_at(line, &phrase))
        || line.is_pronoun(phrase.start);
    if (kind.frame == Frame::By && !line.is_speaker(&phrase)) || (kind.nested && !heads) {
        return None;
    }
    let whole = phrase::with_apposition(line, phrase);
    let start = hit.at.start;
    let head = (0..start).all(|k| {
        line.is_mark(k)
            || line.words.adverbs.contains(line.norm(k))
            || matches!(line.norm(k), "but" | "and" | "so")
    });
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
