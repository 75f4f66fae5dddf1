//! The published values before anybody corrected them.

use super::choose::{Said, by_voice, choose, differ};
use super::parties::Parties;
use super::sides::{Fit, actors, united};
use super::{place, tolls};
use crate::Books;
use crate::codebook::Family;
use dateline_terms::told::{Actor, Event, Place};
use dateline_terms::{About, Days, Entry, HarmKind, Incident, Rule, Stance, Standing, Status, Word};
use std::collections::BTreeSet;

/// The incident's values and the fields over which its claims disagree; ids and counts of reports are left empty.
pub fn published(entries: &[&Entry], parties: &Parties<'_>, rule: Rule, books: &Books<'_>) -> Incident {
    let stated = tolls::stated(entries, parties, books.codebook);
    let mut disputed: BTreeSet<&'static str> = BTreeSet::new();
    let mut dispute = |field: &'static str, really: bool| really.then(|| disputed.insert(field));
    let (event_type, kinds) = event_type(entries, rule, books);
    let (status, statuses) = status(entries, rule);
    let (days, dates) = days(entries, rule);
    let (place, places) = place_of(entries, rule);
    let turned = Turned::new(entries, books);
    let (side_a, accused) = side(&turned, rule, books, false);
    let (side_b, harmed) = side(&turned, rule, books, true);
    let (weapons, armed) = weapons(entries, &event_type, rule);
    let denied = |about: &[About]| denies(entries, about);
    dispute("type", kinds || denied(&[About::Type]));
    dispute("status", statuses);
    dispute("time", dates);
    dispute("place", places || denied(&[About::Place]));
    dispute("side_a", accused || denied(&[About::SideA, About::Responsibility]));
    dispute("side_b", harmed || denied(&[About::SideB]));
    dispute("weapons", armed || denied(&[About::Weapon]));
    disputed.extend(tolls::disputed(&stated).into_iter().map(HarmKind::as_str));
    let news = entries.iter().any(|e| e.event.standing == Standing::Main);
    Incident {
        id: String::new(),
        aliases: Vec::new(),
        rule,
        word: Word::Reported,
        event_type,
        status,
        standing: if news { Standing::Main } else { Standing::Background },
        days,
        place,
        side_a,
        side_b,
        weapons,
        harm: tolls::tolls(&stated, rule),
        reports: 0,
        voices: 0,
        outlets: Vec::new(),
        first_published: None,
        last_published: None,
        evidence: String::new(),
        parties: parties.names(entries),
        disputed: disputed.into_iter().map(str::to_string).collect(),
        corrected: Vec::new(),
        accepted_by: Vec::new(),
        confidence: entries.iter().map(|e| e.event.confidence).fold(0.0, f64::max),
        changed: String::new(),
        entries: Vec::new(),
    }
}

/// Whether anybody denies one of these aspects.
pub fn denies(entries: &[&Entry], about: &[About]) -> bool {
    let claims = entries.iter().flat_map(|e| &e.event.claims);
    claims.into_iter().any(|c| c.stance == Stance::Denies && about.contains(&c.about))
}

fn said<'e, T>(
    entries: &[&'e Entry],
    of: impl Fn(&'e Event) -> Option<T>,
    vagueness: impl Fn(&T) -> u64,
) -> Vec<Said<'e, T>> {
    let one = |entry: &&'e Entry| {
        let value = of(&entry.event)?;
        Some(Said { vagueness: vagueness(&value), value, entry })
    };
    entries.iter().filter_map(one).collect()
}

fn event_type(entries: &[&Entry], rule: Rule, books: &Books<'_>) -> (String, bool) {
    let said = by_voice(&said(entries, |e| Some(e.event_type.as_str()), |_| 0), |a, b| a == b);
    let family = |id: &str| books.codebook.family(id);
    let value = choose(&said, rule, |a, b| a == b).map(|s| s.value.to_string()).unwrap_or_default();
    (value, differ(&said, |a, b| a == b, |a, b| family(a) != family(b)))
}

fn status(entries: &[&Entry], rule: Rule) -> (Status, bool) {
    let said = by_voice(&said(entries, |e| Some(e.status), |_| 0), |a, b| a == b);
    let value = choose(&said, rule, |a, b| a == b).map_or(Status::Occurred, |s| s.value);
    (value, differ(&said, |a, b| a == b, |_, _| true))
}

/// A day speaks for itself, a stretch for every stretch within it; two that share no day are a dispute.
fn days(entries: &[&Entry], rule: Rule) -> (Option<Days>, bool) {
    let of = |e: &Event| e.time.as_ref().map(|t| Days { start: t.start, end: t.end.max(t.start) });
    let width = |d: &Days| u64::try_from((d.end - d.start).get_days()).unwrap_or(0);
    let covers = |a: &Days, b: &Days| a.start <= b.start && b.end <= a.end;
    let said = by_voice(&said(entries, of, width), covers);
    let value = choose(&said, rule, covers).map(|s| s.value);
    (value, differ(&said, covers, |a, b| a.end < b.start || b.end < a.start))
}

fn place_of(entries: &[&Entry], rule: Rule) -> (Option<Place>, bool) {
    let vagueness = |p: &&Place| (p.precision as u64) * 100_000 + p.radius_km.unwrap_or(0.0) as u64;
    let covers = |a: &&Place, b: &&Place| place::agrees(a, b);
    let said = by_voice(&said(entries, |e| e.place.as_ref(), vagueness), covers);
    let value = choose(&said, rule, covers).map(|s| s.value.clone());
    (value, differ(&said, covers, |a, b| place::apart(a, b)))
}

/// What is on a side: all that a voice names there, over all its claims. `second`: side_b, not side_a.
fn side(turned: &Turned<'_>, rule: Rule, books: &Books<'_>, second: bool) -> (Vec<Actor>, bool) {
    let fit = |a: &&Actor, b: &&Actor| actors(a, b, books.actors);
    let lists = lists(turned.entries, |e| turned.side(e, second).iter().collect(), fit);
    let (items, contradicted) = united(&lists, rule, fit);
    let mut items: Vec<Actor> = items.into_iter().map(|a| (*a).clone()).collect();
    items.sort_by(|a, b| (&a.name, &a.actor).cmp(&(&b.name, &b.actor)));
    (items, contradicted)
}

/// Which claims tell of a fight from the other side than the first: their sides are read crosswise.
struct Turned<'e> {
    entries: &'e [&'e Entry],
    claims: BTreeSet<&'e str>,
}

impl<'e> Turned<'e> {
    fn new(entries: &'e [&'e Entry], books: &Books<'_>) -> Turned<'e> {
        let fight = |e: &&&Entry| books.codebook.family(&e.event.event_type) == Some(Family::Fight);
        let both = |e: &&&Entry| !e.event.side_a.is_empty() && !e.event.side_b.is_empty();
        let first = entries.iter().filter(fight).find(both).map(|e| &e.event);
        let meet = |a: &[Actor], b: &[Actor]| {
            a.iter()
                .any(|x| b.iter().any(|y| !matches!(actors(x, y, books.actors), Fit::Apart | Fit::Beside)))
        };
        let crosswise = |e: &&&Entry| {
            first.is_some_and(|first| {
                let (a, b) = (&e.event.side_a, &e.event.side_b);
                let straight = meet(a, &first.side_a) || meet(b, &first.side_b);
                !straight && (meet(a, &first.side_b) || meet(b, &first.side_a))
            })
        };
        let claims = entries.iter().filter(fight).filter(crosswise).map(|e| e.claim.as_str()).collect();
        Turned { entries, claims }
    }

    /// The actors that a claim puts on a side.
    fn side<'c>(&self, entry: &'c Entry, second: bool) -> &'c [Actor] {
        let turned = self.claims.contains(entry.claim.as_str());
        if second == turned { &entry.event.side_a } else { &entry.event.side_b }
    }
}

/// Kinds of weapon. Where voices differ over them, those count who agree on what kind of act it was: a drone is no
/// weapon of a shelling.
fn weapons(entries: &[&Entry], event_type: &str, rule: Rule) -> (Vec<String>, bool) {
    let vague = |kind: &str| kind == "other";
    let fit = |a: &String, b: &String| match () {
        () if a == b => Fit::Same,
        () if vague(a) => Fit::Vaguer,
        () if vague(b) => Fit::Finer,
        () => Fit::Apart,
    };
    let kinds = |e: &Entry| e.event.weapons.iter().map(|w| w.kind.clone()).collect::<Vec<_>>();
    let all = lists(entries, kinds, fit);
    let (items, contradicted) = united(&all, rule, fit);
    let of_type: Vec<&Entry> = entries.iter().filter(|e| e.event.event_type == event_type).copied().collect();
    let armed = contradicted && of_type.iter().any(|e| !e.event.weapons.is_empty());
    let alike = if armed { lists(&of_type, kinds, fit) } else { Vec::new() };
    let items = if armed { united(&alike, rule, fit).0 } else { items };
    let items: BTreeSet<&String> = items.into_iter().collect();
    (items.into_iter().cloned().collect(), contradicted)
}

/// One list a voice: what all its claims list, under the last of them that named something new.
fn lists<'e, T>(
    entries: &[&'e Entry],
    of: impl Fn(&'e Entry) -> Vec<T>,
    fit: impl Fn(&T, &T) -> Fit,
) -> Vec<Said<'e, Vec<T>>> {
    let mut out: Vec<Said<'e, Vec<T>>> = Vec::new();
    for entry in entries {
        let items = of(entry);
        match out.iter_mut().find(|s| s.entry.voice == entry.voice) {
            _ if items.is_empty() => {}
            Some(said) => {
                let known = |item: &T| said.value.iter().any(|i| fit(i, item) == Fit::Same);
                let new: Vec<T> = items.into_iter().filter(|item| !known(item)).collect();
                if !new.is_empty() {
                    said.entry = entry;
                    said.value.extend(new);
                }
            }
            None => out.push(Said { value: items, vagueness: 0, entry }),
        }
    }
    out
}
