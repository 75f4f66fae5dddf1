//! What tells whether two hints are of one event. What each hint says is found once and compared many times.

use super::draft::{Hint, is_violent};
use super::events::{age, back, bucket};
use super::view::{Moment, View, content_words};
use crate::codebook::Family;
use crate::weigh::Features;
use dateline_terms::{Date, Precision};

/// What a hint says of its event: its sentence, or the part that recalls it.
#[derive(Debug)]
pub struct Telling<'v> {
    sentence: usize,
    event_type: &'v str,
    family: Option<Family>,
    violent: bool,
    headline: bool,
    fine: Vec<&'v str>,
    coarse: Vec<&'v str>,
    days: Option<(Date, Date)>,
    age: &'static str,
    actors: Vec<&'v str>,
    numbers: Vec<u64>,
    words: Vec<String>,
    act: &'v str,
    signals: Vec<&'v str>,
    before: Option<&'v str>,
}

impl<'v> Telling<'v> {
    /// What `hint` says.
    pub fn new(view: &'v View<'_>, hint: &'v Hint) -> Telling<'v> {
        let at = if hint.recalled { hint.at } else { view.span(hint.sentence) };
        let held = view.held_in(hint.sentence, at);
        let sentence = view.reading.sentences.get(hint.sentence);
        let places = view.places.get(held.places).unwrap_or(&[]);
        let named = |fine: bool| {
            let of = places.iter().filter(|p| (p.precision <= Precision::Settlement) == fine);
            of.map(|p| p.name.as_str()).collect()
        };
        // "The biggest since October" has no day of its own.
        let own = |t: &&Moment| !view.runs_to_now(t);
        let days = view.times.get(held.times).and_then(|t| t.iter().filter(own).find_map(|t| t.days));
        let actors = view.actors.get(held.actors).unwrap_or(&[]).iter().map(|a| a.name.as_str());
        let numbers = view.reading.quantities.get(held.quantities).unwrap_or(&[]);
        let act = hint.trigger.and_then(|t| view.reading.acts.get(t));
        let tokens = sentence.map_or(0..0, |s| s.tokens.clone()).take(40);
        let norms = tokens.filter_map(|t| view.reading.tokens.get(t)).map(|t| t.norm.as_str());
        Telling {
            sentence: hint.sentence,
            event_type: &hint.event_type,
            family: view.codebook.family(&hint.event_type).filter(|f| *f != Family::Development),
            violent: is_violent(view, &hint.event_type),
            headline: sentence.is_some_and(|s| s.headline) || hint.sentence == 0,
            fine: named(true),
            coarse: named(false),
            days,
            age: age(view, days),
            actors: actors.filter(|name| !name.starts_with("Civilians")).collect(),
            numbers: numbers.iter().map(|q| q.quantity.low).collect(),
            words: content_words(view.text(at)),
            act: act.map_or("", |a| a.word.as_str()),
            signals: norms.filter(|w| view.words.another.has(w)).collect(),
            before: act.map(|a| back(view, view.reading.tokens_in(a.span).start).unwrap_or("^")),
        }
    }
}

/// Whether two types can be two tellings of one event. Developments are told apart.
pub fn may_join(a: &Telling<'_>, b: &Telling<'_>) -> bool {
    a.event_type == b.event_type
        || (a.violent && b.violent)
        || a.family.is_some_and(|family| Some(family) == b.family)
}

/// What tells whether an earlier and a later hint are of one event.
pub fn features(a: &Telling<'_>, b: &Telling<'_>) -> Features {
    let mut f = Features::new();
    f.add(&["bias"]);
    let same = yes(a.event_type == b.event_type);
    f.add(&["same type", same]);
    f.add(&["types", a.event_type, b.event_type]);
    let far = bucket(b.sentence.saturating_sub(a.sentence), &[1, 2, 3, 5, 8, 12]);
    f.add(&["far", far]);
    f.add(&["far same", far, same]);
    f.add(&["from top", yes(a.headline), same]);
    let (fine, coarse) = (relation(&a.fine, &b.fine), relation(&a.coarse, &b.coarse));
    f.add(&["fine places", fine]);
    f.add(&["coarse places", coarse]);
    f.add(&["places", fine, coarse]);
    f.add(&["time", times(a.days, b.days)]);
    f.add(&["second when", b.age]);
    f.add(&["time ages", a.age, b.age]);
    f.add(&["actors", relation(&a.actors, &b.actors)]);
    f.add(&["numbers", numbers(&a.numbers, &b.numbers)]);
    wording(a, b, &mut f);
    f
}

fn yes(b: bool) -> &'static str {
    if b { "yes" } else { "no" }
}

/// How two lists of names stand to each other.
fn relation(a: &[&str], b: &[&str]) -> &'static str {
    match (a.is_empty(), b.is_empty()) {
        (true, true) => "neither",
        (false, true) => "first only",
        (true, false) => "second only",
        _ => {
            let common = a.iter().filter(|x| b.contains(x)).count();
            if common == 0 {
                "apart"
            } else if common == a.len() && common == b.len() {
                "equal"
            } else {
                "share"
            }
        }
    }
}

fn times(a: Option<(Date, Date)>, b: Option<(Date, Date)>) -> &'static str {
    match (a, b) {
        (None, None) => "neither",
        (Some(_), None) => "first only",
        (None, Some(_)) => "second only",
        (Some(x), Some(y)) if x == y => "equal",
        (Some(x), Some(y)) if x.0 <= y.1 && y.0 <= x.1 => "overlap",
        _ => "apart",
    }
}

fn numbers(a: &[u64], b: &[u64]) -> &'static str {
    let common = a.iter().any(|n| *n > 2 && b.contains(n));
    match (a.is_empty(), b.is_empty()) {
        (true, true) => "neither",
        (false, true) => "first only",
        (true, false) => "second only",
        _ if common => "share",
        _ => "apart",
    }
}

fn wording(a: &Telling<'_>, b: &Telling<'_>, f: &mut Features) {
    let common = a.words.iter().filter(|w| b.words.binary_search(w).is_ok()).count();
    let share = common * 100 / a.words.len().min(b.words.len()).max(1);
    f.add(&["shared words", bucket(share, &[0, 10, 20, 35, 50, 75])]);
    f.add(&["shared count", bucket(common, &[0, 1, 2, 4, 7])]);
    f.add(&["same act", yes(a.act == b.act && !a.act.is_empty())]);
    f.add(&["second act", b.act]);
    for signal in &b.signals {
        f.add(&["signal", signal]);
    }
    if let Some(before) = b.before {
        f.add(&["before second", before]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Books;
    use crate::codebook::Codebook;
    use dateline_terms::{Reading, Report, Span};

    /// Whether a hint of a user's own type, of the family `family`, may join one of our type `event_type`.
    fn joins(family: &str, event_type: &str) -> bool {
        let own = format!(
            "id = \"cable_cut\"\nname = \"Cable cut\"\nfamily = \"{family}\"\nacled = \"none\"\n\
             plover = {{ event = \"ASSAULT\" }}\ndefinition = \"A cable is cut.\"\nacts = [\"severed the cable\"]\n\
             [roles]\nside_a = \"a\"\nside_b = \"b\"\nweapons = \"w\"\nharm = \"h\"\n"
        );
        let own = Codebook::parse(&[("cable_cut.toml", own.as_str())]).expect("well formed");
        let codebook = own.over(Codebook::embedded());
        let (report, reading) = (Report::default(), Reading::default());
        let view = View::new(&report, &reading, &Books { codebook: &codebook, ..Books::embedded() });
        let hint = |sentence: usize, event_type: &str| {
            let event_type = event_type.to_owned();
            Hint { sentence, event_type, p: 1.0, at: Span::new(0, 0), trigger: None, recalled: false }
        };
        let (a, b) = (hint(0, "cable_cut"), hint(1, event_type));
        may_join(&Telling::new(&view, &a), &Telling::new(&view, &b))
    }

    #[test]
    fn a_users_own_type_joins_those_of_its_family() {
        assert!(joins("unrest", "mob_violence") && !joins("unrest", "attack"));
        assert!(joins("bomb", "air_drone_strike"), "both are violent");
        assert!(!joins("development", "agreement"), "developments are told apart");
    }
}
