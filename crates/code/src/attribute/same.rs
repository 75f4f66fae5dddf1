//! Which hints tell of the same event: headline, lead and later mentions of one act become one draft.

use super::draft::{Draft, Hint, is_violent};
use super::events::{age, bucket};
use super::recalled;
use super::view::{Held, View, content_words};
use crate::codebook::Family;
use crate::weigh::{Features, Model};
use dateline_terms::{Basis, Place, Precision, Span};

/// Groups hints (in text order) into drafts. Each hint joins the group to which its mean likelihood is
/// greatest, if that reaches `join`; else it begins a group.
pub fn drafts(view: &View<'_>, hints: Vec<Hint>, model: &Model, join: f32) -> Vec<Draft> {
    let mut groups: Vec<Vec<Hint>> = Vec::new();
    for hint in hints {
        let best = groups
            .iter()
            .enumerate()
            .map(|(g, group)| (likeness(view, group, &hint, model), g))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let best = spoken_of(view, &groups, &hint).map(|g| (1.0, g)).or(best);
        match best {
            Some((p, g)) if p >= join => {
                if let Some(group) = groups.get_mut(g) {
                    group.push(hint);
                }
            }
            _ => groups.push(vec![hint]),
        }
    }
    let recalled: Vec<(usize, Span)> = groups
        .iter()
        .enumerate()
        .flat_map(|(g, hints)| hints.iter().filter(|h| h.recalled).map(move |h| (g, h.at)))
        .collect();
    let apart = |g| recalled.iter().filter(|(of, _)| *of != g).map(|(_, at)| *at).collect();
    groups
        .into_iter()
        .enumerate()
        .map(|(g, hints)| Draft { apart: apart(g), ..settle(view, hints) })
        .collect()
}

/// The event that a sentence goes on about: "The attack …" is the one told right before, unless it names a town of
/// its own.
fn spoken_of(view: &View<'_>, groups: &[Vec<Hint>], hint: &Hint) -> Option<usize> {
    let act = view.reading.acts.get(hint.trigger?)?;
    let tokens = view.reading.tokens_in(hint.at);
    let opens = view.reading.tokens.get(tokens.start).is_some_and(|t| view.words.known.has(&t.norm));
    let near = view.reading.tokens_in(act.span).start <= tokens.start + 2;
    let places = view.places.get(view.held_in(hint.sentence, hint.at).places).unwrap_or(&[]);
    let own = |p: &Place| p.precision <= Precision::Settlement && p.basis == Basis::Stated;
    if !opens || !near || hint.recalled || places.iter().any(own) {
        return None;
    }
    let last = |g: &[Hint]| g.iter().map(|h| h.sentence).max().filter(|s| *s + 1 == hint.sentence);
    groups.iter().rposition(|g| last(g).is_some() && g.iter().all(|h| may_join(view, h, hint) && !h.recalled))
}

fn likeness(view: &View<'_>, group: &[Hint], hint: &Hint, model: &Model) -> f32 {
    if recalled::is_new(view, hint)
        || group.iter().any(|h| h.sentence == hint.sentence)
        || !group.iter().all(|h| may_join(view, h, hint))
    {
        return 0.0;
    }
    let scores: Vec<f32> = group.iter().map(|h| model.one(&features(view, h, hint))).collect();
    let mean = scores.iter().sum::<f32>() / scores.len().max(1) as f32;
    let top = scores.iter().fold(0f32, |a, b| a.max(*b));
    (mean + top) / 2.0
}

/// Whether two types can be two tellings of one event.
pub fn may_join(view: &View<'_>, a: &Hint, b: &Hint) -> bool {
    let family = |h: &Hint| view.codebook.family(&h.event_type).filter(|f| *f != Family::Development);
    a.event_type == b.event_type
        || (is_violent(view, &a.event_type) && is_violent(view, &b.event_type))
        || family(a).is_some_and(|f| Some(f) == family(b))
}

/// The draft of a group: its type is the one with the most weight (a more telling type beats "attack"),
/// its evidence the likeliest sentence of that type, body before headline.
fn settle(view: &View<'_>, hints: Vec<Hint>) -> Draft {
    let mut types: Vec<(String, f32)> = Vec::new();
    for h in &hints {
        let w = h.p * if h.event_type == "attack" { 0.6 } else { 1.0 };
        match types.iter_mut().find(|(t, _)| *t == h.event_type) {
            Some((_, sum)) => *sum += w,
            None => types.push((h.event_type.clone(), w)),
        }
    }
    let event_type =
        types.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(t, _)| t.clone()).unwrap_or_default();
    let headline = |h: &Hint| view.reading.sentences.get(h.sentence).is_some_and(|s| s.headline);
    let worth = |h: &Hint| {
        let held = view.held(h.sentence);
        h.p + if h.event_type == event_type { 0.3 } else { 0.0 }
            + if headline(h) { -0.3 } else { 0.0 }
            + if held.places.is_empty() { 0.0 } else { 0.15 }
            + if held.times.is_empty() { 0.0 } else { 0.1 }
            + if h.trigger.is_none() { -0.2 } else { 0.0 }
            + if h.recalled { -1.0 } else { 0.0 }
    };
    let best = (0..hints.len())
        .max_by(|&a, &b| match (hints.get(a), hints.get(b)) {
            (Some(x), Some(y)) => worth(x).total_cmp(&worth(y)).then(b.cmp(&a)),
            _ => std::cmp::Ordering::Equal,
        })
        .unwrap_or(0);
    let p = hints.iter().fold(0f32, |m, h| m.max(h.p));
    Draft::new(hints, best, event_type, p)
}

/// What tells whether an earlier and a later hint are of one event.
pub fn features(view: &View<'_>, a: &Hint, b: &Hint) -> Features {
    let mut f = Features::new();
    f.add(&["bias"]);
    let same = a.event_type == b.event_type;
    f.add(&["same type", yes(same)]);
    f.add(&["types", &a.event_type, &b.event_type]);
    let far = b.sentence.saturating_sub(a.sentence);
    f.add(&["far", bucket(far, &[1, 2, 3, 5, 8, 12])]);
    f.add(&["far same", bucket(far, &[1, 2, 3, 5, 8, 12]), yes(same)]);
    let headline = view.reading.sentences.get(a.sentence).is_some_and(|s| s.headline) || a.sentence == 0;
    f.add(&["from top", yes(headline), yes(same)]);
    place_features(view, a, b, &mut f);
    time_features(view, a, b, &mut f);
    actor_features(view, a, b, &mut f);
    number_features(view, a, b, &mut f);
    wording_features(view, a, b, &mut f);
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

/// What a hint says of its event: its sentence, or the part that recalls it.
fn told(view: &View<'_>, hint: &Hint) -> Span {
    if hint.recalled { hint.at } else { view.span(hint.sentence) }
}

fn held(view: &View<'_>, hint: &Hint) -> Held {
    view.held_in(hint.sentence, told(view, hint))
}

fn place_features(view: &View<'_>, a: &Hint, b: &Hint, f: &mut Features) {
    let names = |h: &Hint, fine: bool| -> Vec<&str> {
        let held = held(view, h);
        view.places
            .get(held.places)
            .unwrap_or(&[])
            .iter()
            .filter(|p| (p.precision <= dateline_terms::Precision::Settlement) == fine)
            .map(|p| p.name.as_str())
            .collect()
    };
    let fine = relation(&names(a, true), &names(b, true));
    let coarse = relation(&names(a, false), &names(b, false));
    f.add(&["fine places", fine]);
    f.add(&["coarse places", coarse]);
    f.add(&["places", fine, coarse]);
}

fn time_features(view: &View<'_>, a: &Hint, b: &Hint, f: &mut Features) {
    let first = |h: &Hint| view.times.get(held(view, h).times).and_then(|t| t.iter().find_map(|t| t.days));
    let (ta, tb) = (first(a), first(b));
    let how = match (ta, tb) {
        (None, None) => "neither",
        (Some(_), None) => "first only",
        (None, Some(_)) => "second only",
        (Some(x), Some(y)) if x == y => "equal",
        (Some(x), Some(y)) if x.0 <= y.1 && y.0 <= x.1 => "overlap",
        _ => "apart",
    };
    f.add(&["time", how]);
    f.add(&["second when", age(view, tb)]);
    f.add(&["time ages", age(view, ta), age(view, tb)]);
}

fn actor_features(view: &View<'_>, a: &Hint, b: &Hint, f: &mut Features) {
    let names = |h: &Hint| -> Vec<&str> {
        let held = held(view, h);
        view.actors
            .get(held.actors)
            .unwrap_or(&[])
            .iter()
            .filter(|a| !a.name.starts_with("Civilians"))
            .map(|a| a.name.as_str())
            .collect()
    };
    f.add(&["actors", relation(&names(a), &names(b))]);
}

fn number_features(view: &View<'_>, a: &Hint, b: &Hint, f: &mut Features) {
    let lows = |h: &Hint| -> Vec<u64> {
        let held = held(view, h);
        view.reading.quantities.get(held.quantities).unwrap_or(&[]).iter().map(|q| q.quantity.low).collect()
    };
    let (x, y) = (lows(a), lows(b));
    let common = x.iter().filter(|n| **n > 2 && y.contains(n)).count();
    let how = match (x.is_empty(), y.is_empty()) {
        (true, true) => "neither",
        (false, true) => "first only",
        (true, false) => "second only",
        _ if common > 0 => "share",
        _ => "apart",
    };
    f.add(&["numbers", how]);
}

fn wording_features(view: &View<'_>, a: &Hint, b: &Hint, f: &mut Features) {
    let (x, y) = (content_words(view.text(told(view, a))), content_words(view.text(told(view, b))));
    let common = x.iter().filter(|w| y.binary_search(w).is_ok()).count();
    let share = common * 100 / x.len().min(y.len()).max(1);
    f.add(&["shared words", bucket(share, &[0, 10, 20, 35, 50, 75])]);
    f.add(&["shared count", bucket(common, &[0, 1, 2, 4, 7])]);
    let acts = |h: &Hint| h.trigger.and_then(|t| view.reading.acts.get(t)).map_or("", |a| a.word.as_str());
    f.add(&["same act", yes(acts(a) == acts(b) && !acts(a).is_empty())]);
    f.add(&["second act", acts(b)]);
    let Some(s) = view.reading.sentences.get(b.sentence) else { return };
    for t in s.tokens.clone().take(40) {
        let Some(token) = view.reading.tokens.get(t) else { continue };
        if view.words.another.has(&token.norm) {
            f.add(&["signal", &token.norm]);
        }
    }
    if let Some(trigger) = b.trigger.and_then(|t| view.reading.acts.get(t)) {
        let at = view.reading.tokens_in(trigger.span).start;
        f.add(&["before second", super::events::back(view, at).unwrap_or("^")]);
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
        may_join(&view, &hint(0, "cable_cut"), &hint(1, event_type))
    }

    #[test]
    fn a_users_own_type_joins_those_of_its_family() {
        assert!(joins("unrest", "mob_violence") && !joins("unrest", "attack"));
        assert!(joins("bomb", "air_drone_strike"), "both are violent");
        assert!(!joins("development", "agreement"), "developments are told apart");
    }
}
