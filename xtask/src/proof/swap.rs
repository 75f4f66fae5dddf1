//! Sentences with their actors' names changed: a state's forces for an armed group, one side for the other.

use crate::weigh::gold::{GoldActor, GoldReport};
use dateline_code::attribute::view::View;
use dateline_terms::Span;

/// A report with the names of one sentence changed.
pub struct Swap {
    /// Place of the report in its file.
    pub report: usize,
    /// Whether its sides changed places; else its names were replaced.
    pub sides: bool,
    /// The whole text.
    pub text: String,
    /// The sentence as it stood in the report.
    pub before: Span,
    /// The sentence as it stands now.
    pub after: Span,
}

/// Whose an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    State,
    Armed,
}

/// How a name stands in a sentence, so that one can stand for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// "rebels", "government forces".
    Plural,
    /// "regime", "rebel".
    Word,
    /// "the Syrian army".
    Article,
    /// "Islamic State".
    Name,
}

/// A name of an armed actor, as coders marked it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    sort: Sort,
    form: Form,
    text: String,
}

/// Longest name that is moved, in words; longer ones are descriptions.
const LONGEST: usize = 4;

/// Words that say with what it was done, how many did it, or that it was an officer's duty: with them the act would
/// change too.
const TELLING: [&str; 22] = [
    "air",
    "aircraft",
    "jets",
    "planes",
    "warplanes",
    "helicopters",
    "drones",
    "bomber",
    "bombers",
    "attacker",
    "offensive",
    "counter-offensive",
    "government",
    "officials",
    "police",
    "officers",
    "operatives",
    "two",
    "three",
    "four",
    "agency",
    "workers",
];

fn name(actor: &GoldActor) -> Option<Name> {
    let sort = match actor.kind.as_str() {
        "state_forces" | "external_forces" => Sort::State,
        "rebel" | "political_militia" | "identity_militia" => Sort::Armed,
        _ => return None,
    };
    let words: Vec<&str> = actor.text.split_whitespace().collect();
    let last = words.last()?;
    let plain =
        |w: &&str| !TELLING.contains(&w.to_lowercase().as_str()) && !w.contains(|c: char| c.is_ascii_digit());
    if words.len() > LONGEST || !words.iter().all(plain) {
        return None;
    }
    let lower = last.chars().all(char::is_lowercase);
    let form = if words[0].eq_ignore_ascii_case("the") {
        Form::Article
    } else if lower && last.ends_with('s') {
        Form::Plural
    } else if lower && words.len() == 1 {
        Form::Word
    } else {
        Form::Name
    };
    // A state or its capital may be where it happened.
    if sort == Sort::State && form == Form::Name && words.len() == 1 {
        return None;
    }
    Some(Name { sort, form, text: uncased(&actor.text, words.len() == 1 && lower) })
}

/// The names on the sides of reports' events, each once.
pub fn names<'g>(reports: impl IntoIterator<Item = &'g GoldReport>) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    let sides = |r: &'g GoldReport| r.events.iter().flat_map(|e| e.side_a.iter().chain(&e.side_b));
    for name in reports.into_iter().flat_map(sides).filter_map(name) {
        if !out.contains(&name) {
            out.push(name);
        }
    }
    out
}

/// Sentence `i` of a report with its sides exchanged, and with each of the report's names (`own`) replaced by one of
/// the other sort from `all`: `turn` says by which, each turn by another.
pub fn swaps(view: &View<'_>, report: usize, i: usize, own: &[Name], all: &[Name], turn: usize) -> Vec<Swap> {
    let here = mentions(view, i, own);
    let first = |of: Sort| here.iter().find(|(name, _)| name.sort == of);
    let mut out = Vec::new();
    if let (Some((a, at_a)), Some((b, at_b))) = (first(Sort::State), first(Sort::Armed))
        && turn == 0
    {
        out.extend(swap(view, report, i, true, vec![(*at_a, &b.text), (*at_b, &a.text)]));
    }
    let other = |name: &Name, k: usize| {
        let fit: Vec<&Name> = all.iter().filter(|n| n.sort != name.sort && n.form == name.form).collect();
        fit.get((i + k + 7 * turn + 3 * report) % fit.len().max(1)).map(|n| &n.text)
    };
    let replaced = here.iter().enumerate().filter_map(|(k, (name, at))| Some((*at, other(name, k)?)));
    out.extend(swap(view, report, i, false, replaced.collect()));
    out
}

/// Where names stand in sentence `i`, in text order: whole words that are no part of a longer name.
fn mentions<'n>(view: &View<'_>, i: usize, own: &'n [Name]) -> Vec<(&'n Name, Span)> {
    let (sentence, text) = (view.span(i), &view.report.text);
    let words = sentence.of(text);
    let mut found: Vec<(&Name, Span)> = Vec::new();
    let mut longest: Vec<&Name> = own.iter().collect();
    longest.sort_by_key(|n| std::cmp::Reverse(n.text.len()));
    for name in longest {
        let places = [name.text.clone(), cased(&name.text)];
        for at in
            places.iter().flat_map(|n| words.match_indices(n.as_str())).map(|(at, n)| (at, at + n.len()))
        {
            let span = Span::new(sentence.start + at.0, sentence.start + at.1);
            let (before, after) = (words.get(..at.0).unwrap_or(""), words.get(at.1..).unwrap_or(""));
            if stands_alone(before, after) && !found.iter().any(|(_, other)| other.overlaps(span)) {
                found.push((name, span));
            }
        }
    }
    found.sort_by_key(|(_, at)| *at);
    found
}

fn stands_alone(before: &str, after: &str) -> bool {
    let begins = before.chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(' || c == '"');
    let ends = after.chars().next().is_none_or(|c| c.is_whitespace() || ",.;:)\"".contains(c));
    let large = |word: Option<&str>| word.is_some_and(|w| w.starts_with(char::is_uppercase));
    let next = after.strip_prefix(' ').and_then(|rest| rest.split_whitespace().next());
    let last = before.strip_suffix(' ').filter(|b| b.contains(' ')).and_then(|b| b.split_whitespace().last());
    begins && ends && !large(next) && !large(last)
}

/// The report with `changes` made in sentence `i`; none where they change nothing.
fn swap(
    view: &View<'_>,
    report: usize,
    i: usize,
    sides: bool,
    mut changes: Vec<(Span, &String)>,
) -> Option<Swap> {
    let (before, whole) = (view.span(i), &view.report.text);
    changes.sort_by_key(|(at, _)| *at);
    let mut sentence = String::new();
    let mut at = before.start;
    for (span, name) in &changes {
        sentence += whole.get(at..span.start)?;
        let opens = sentence.trim().is_empty();
        sentence += &if opens { cased(name) } else { (*name).clone() };
        at = span.end;
    }
    sentence += whole.get(at..before.end)?;
    if sentence == view.text(before) {
        return None;
    }
    let after = Span::new(before.start, before.start + sentence.len());
    let text = format!("{}{sentence}{}", whole.get(..before.start)?, whole.get(before.end..)?);
    Some(Swap { report, sides, text, before, after })
}

/// As it stands at the beginning of a sentence.
fn cased(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
}

/// As it stands within a sentence: "The army" as "the army"; a name keeps its letters.
fn uncased(name: &str, common: bool) -> String {
    let mut letters = name.chars();
    if name.starts_with("The ") || common {
        return letters.next().map_or_else(String::new, |c| c.to_lowercase().chain(letters).collect());
    }
    name.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_code::Books;
    use dateline_terms::{Format, Page};

    fn actor(text: &str, kind: &str) -> GoldActor {
        GoldActor { text: text.to_string(), name: String::new(), kind: kind.to_string() }
    }

    #[test]
    fn sides_change_places_and_the_rest_stays() {
        let text = "Heavy news. The army shelled rebels near Aleppo on Monday. It rained.";
        let mut page = Page::new("a".to_string(), text.as_bytes().to_vec(), Format::Text);
        page.keep_text = true;
        let (report, reading, _) = dateline::Coder::new().read(&page);
        let view = View::new(&report, &reading, &Books::embedded());
        let i =
            (0..reading.sentences.len()).find(|i| view.text(view.span(*i)).contains("shelled")).expect("it");
        let own = [actor("The army", "state_forces"), actor("rebels", "rebel")];
        let own: Vec<Name> = own.iter().filter_map(name).collect();
        let made = swaps(&view, 0, i, &own, &own, 0);
        let sides: Vec<&Swap> = made.iter().filter(|s| s.sides).collect();
        assert_eq!(sides.len(), 1);
        assert_eq!(sides[0].text, "Heavy news. Rebels shelled the army near Aleppo on Monday. It rained.");
        assert_eq!(
            sides[0].after.of(&sides[0].text).trim(),
            "Rebels shelled the army near Aleppo on Monday."
        );
    }

    #[test]
    fn parts_of_longer_names_stay() {
        assert!(stands_alone("near ", " positions"));
        for (before, after) in
            [("anti-", " forces"), ("the Free Syrian ", ""), ("the ", "-held town"), ("", " Front said")]
        {
            assert!(!stands_alone(before, after), "{before}|{after}");
        }
        assert!(name(&actor("30 regime soldiers", "state_forces")).is_none());
        assert!(name(&actor("Russian jets", "external_forces")).is_none());
    }
}
