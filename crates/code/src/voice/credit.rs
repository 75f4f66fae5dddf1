//! Which agencies a report credits: "BEIRUT (AP) —", "- REUTERS", "(With AFP and Reuters)", "Source SANA". Names come
//! from `outlets/`; only where and how they stand is looked at. An agency that is quoted ("told AFP", "SANA
//! reported") is a speaker and not credited.

use crate::outlets::{Outlet, OutletKind, Outlets};

/// Bytes at the head of a text in which a credit may stand: after a headline printed again and a dateline.
const HEAD: usize = 250;
/// Bytes at its foot.
const FOOT: usize = 160;
/// Words of the longest name of an agency.
const LONGEST: usize = 5;

/// Ids of the agencies credited, each once: those of the byline first, then of the head, then of the foot.
pub fn credits(text: &str, byline: Option<&str>, outlets: &Outlets) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let words = byline.map(words).unwrap_or_default();
    found.extend(named(&words, Case::AnyCapitals, outlets).map(|(outlet, _)| outlet.id.clone()));
    let head = words_of_head(text);
    found.extend(in_brackets(head, outlets).chain(bare(head, outlets)));
    let foot = text.get(floor(text, text.len().saturating_sub(FOOT))..).unwrap_or("");
    found.extend(in_foot(foot, outlets));
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|id| seen.insert(id.clone()));
    found
}

/// The greatest place not after `at` where a character begins.
fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

fn words_of_head(text: &str) -> &str {
    text.get(..floor(text, HEAD.min(text.len()))).unwrap_or("")
}

/// A word and where it stands.
#[derive(Clone, Copy, Debug)]
struct Word<'t> {
    text: &'t str,
    start: usize,
}

fn words(text: &str) -> Vec<Word<'_>> {
    let part = |c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’'));
    let pieces = text.split(part).filter(|w| !w.is_empty());
    pieces.map(|w| Word { text: w, start: w.as_ptr() as usize - text.as_ptr() as usize }).collect()
}

/// How a name must be written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    /// As in `outlets/`.
    AsListed,
    /// Or all in capitals.
    AnyCapitals,
}

/// Agencies named, each with the range of its words; the longest name at each word.
fn named<'w, 'o: 'w>(
    words: &'w [Word<'w>],
    case: Case,
    outlets: &'o Outlets,
) -> impl Iterator<Item = (&'o Outlet, std::ops::Range<usize>)> + 'w {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < words.len() {
            let longest = LONGEST.min(words.len() - at);
            let hit =
                (1..=longest).rev().find_map(|n| Some((agency(words.get(at..at + n)?, case, outlets)?, n)));
            at += hit.map_or(1, |(_, n)| n);
            if let Some((outlet, n)) = hit {
                return Some((outlet, at - n..at));
            }
        }
        None
    })
}

fn agency<'o>(words: &[Word<'_>], case: Case, outlets: &'o Outlets) -> Option<&'o Outlet> {
    if !words.first()?.text.starts_with(char::is_uppercase)
        || !words.last()?.text.starts_with(char::is_uppercase)
    {
        return None;
    }
    let name = words.iter().map(|w| w.text).collect::<Vec<_>>().join(" ");
    let listed = |outlet: &Outlet| {
        let names = outlet.aliases.iter().chain([&outlet.name]);
        let same = |listed: &String| {
            let (listed, name) = (listed.replace(['-', '’', '\''], " "), name.replace(['’', '\''], " "));
            listed == name || (case == Case::AnyCapitals && listed.to_uppercase() == name)
        };
        names.into_iter().any(same)
    };
    outlets.lookup(&name).into_iter().find(|o| o.kind == OutletKind::Agency && listed(o))
}

/// "(AP)": brackets with nothing else in them. In a caption there is more: a photographer, a slash, "photo".
fn in_brackets(head: &str, outlets: &Outlets) -> impl Iterator<Item = String> {
    let inside =
        head.split(['(', '[']).skip(1).filter_map(|rest| rest.split_once([')', ']']).map(|(in_, _)| in_));
    let alone = move |inside: &str| {
        let words = words(inside);
        let found = named(&words, Case::AnyCapitals, outlets).next();
        found.filter(|(_, at)| at.len() == words.len()).map(|(outlet, _)| outlet.id.clone())
    };
    inside.filter_map(alone).collect::<Vec<_>>().into_iter()
}

/// A name that stands alone between a headline and a date or the first sentence: "AFP Friday 22 July", "SANA-Seven
/// people". What follows begins with a capital or a digit, and no short word such as "via" or "told" is before it.
fn bare(head: &str, outlets: &Outlets) -> impl Iterator<Item = String> {
    let words = words(head);
    let begins = |w: &Word<'_>, what: fn(char) -> bool| w.text.starts_with(what);
    let found = named(&words, Case::AsListed, outlets).filter(|(_, at)| {
        let before = at.start.checked_sub(1).and_then(|i| words.get(i));
        let leads = before.is_none_or(|w| !begins(w, char::is_lowercase) || w.text.len() > 4);
        let next = words.get(at.end).filter(|w| !begins(w, char::is_lowercase));
        let slash =
            before.is_some_and(|w| head.get(w.start..).is_some_and(|r| r[w.text.len()..].starts_with('/')));
        leads && next.is_some() && !slash && !is_bracketed(head, words.get(at.start))
    });
    found.map(|(outlet, _)| outlet.id.clone()).take(1).collect::<Vec<_>>().into_iter()
}

/// Whether the last bracket before the word is open.
fn is_bracketed(text: &str, word: Option<&Word<'_>>) -> bool {
    let before = word.and_then(|w| text.get(..w.start)).unwrap_or("");
    before.rfind(['(', '[']).is_some_and(|open| before.rfind([')', ']']).is_none_or(|close| close < open))
}

/// The clauses of the foot that name an agency and consist of names for more than half: "REUTERS", "With AFP and
/// Reuters", "Our Standards: The Thomson Reuters Trust Principles", and not "his relatives told AFP".
fn in_foot(foot: &str, outlets: &Outlets) -> Vec<String> {
    let ends = ['.', '!', '?', ':', '\n', '(', ')', '[', ']', '–', '—', '|', '"', '”', '©'];
    let dashes = foot.replace("--", "—").replace(" -", "—").replace(".-", ".").replace("- ", "—");
    let clauses = dashes.split(ends).filter(|clause| !clause.contains('/'));
    // The first may have begun before the foot.
    let whole = clauses.skip(usize::from(foot.len() >= FOOT));
    whole.flat_map(|clause| credited(clause, outlets)).collect()
}

fn credited(clause: &str, outlets: &Outlets) -> Vec<String> {
    let words = words(clause);
    let capitals = words.iter().filter(|w| !w.text.starts_with(char::is_lowercase)).count();
    if capitals * 2 <= words.len() {
        return Vec::new();
    }
    named(&words, Case::AnyCapitals, outlets).map(|(outlet, _)| outlet.id.clone()).collect()
}
