//! Lists that voices fill: actors on a side, kinds of weapon.

use super::choose::{Said, choose_among};
use crate::actors::Actors;
use crate::gazetteer::fold::fold;
use dateline_terms::told::Actor;
use dateline_terms::{ActorKind, Rule};
use std::collections::BTreeSet;

/// How two items of a list stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// One and the same.
    Same,
    /// The first is a vaguer word for the second.
    Vaguer,
    /// The second is a vaguer word for the first.
    Finer,
    /// They can stand beside each other: allies, or parts of one body.
    Beside,
    /// A claim that names the one and a claim that names the other do not agree.
    Apart,
}

/// Items of the lists that voices give, and whether two voices contradict each other: each names something, and nothing
/// that one names fits anything that the other does. Then the list of most voices counts (under `latest` of the last
/// published) with all that fit it; else those of all. Vaguer words yield to finer ones.
pub fn united<'s, T>(
    said: &'s [Said<'_, Vec<T>>],
    rule: Rule,
    fit: impl Fn(&T, &T) -> Fit,
) -> (Vec<&'s T>, bool) {
    let agree = |a: &[T], b: &[T]| a.iter().any(|x| b.iter().any(|y| fit(x, y) != Fit::Apart));
    let pairs = || said.iter().enumerate().flat_map(|(i, a)| said.iter().skip(i + 1).map(move |b| (a, b)));
    let contradicted = pairs().any(|(a, b)| !agree(&a.value, &b.value));
    let speaks_for = |a: &[T], b: &[T]| {
        a.iter().any(|x| b.iter().any(|y| matches!(fit(x, y), Fit::Same | Fit::Vaguer | Fit::Beside)))
    };
    // A list of general words alone leads nobody where another names whom it may mean.
    let vague = |a: &Vec<T>| {
        let within = |b: &[T]| a.iter().all(|x| b.iter().any(|y| fit(x, y) == Fit::Vaguer));
        said.iter().any(|s| within(&s.value))
    };
    let leading = choose_among(said, rule, |a, b| speaks_for(a, b), |a| !vague(a));
    let kept = said.iter().filter(|s| leading.is_none_or(|lead| agree(&s.value, &lead.value)));
    let mut items: Vec<&T> = Vec::new();
    for item in kept.flat_map(|s| &s.value) {
        match items.iter().position(|i| matches!(fit(i, item), Fit::Same | Fit::Finer)) {
            Some(_) => {}
            None => {
                items.retain(|i| fit(i, item) != Fit::Vaguer);
                items.push(item);
            }
        }
    }
    (items, contradicted)
}

/// What names an actor: its id, else its folded name.
fn key(actor: &Actor) -> String {
    actor.actor.clone().unwrap_or_else(|| fold(&actor.name))
}

/// A general word: gunmen whom nobody names, "Civilians", "Rebels (Syria)". It has no id in the actor file, and its name
/// ends with the country that the report gave it.
fn is_general(actor: &Actor) -> bool {
    use ActorKind::{Civilians, Protesters, Rioters, Unidentified};
    let kind = matches!(actor.kind, Civilians | Protesters | Rioters | Unidentified);
    actor.actor.is_none() && (kind || actor.name.ends_with(')'))
}

/// How two actors on one side stand to each other.
pub fn actors(a: &Actor, b: &Actor, books: &Actors) -> Fit {
    if key(a) == key(b) {
        return Fit::Same;
    }
    let unarmed =
        |x: &Actor| matches!(x.kind, ActorKind::Civilians | ActorKind::Protesters | ActorKind::Rioters);
    let nobody = |x: &Actor| x.actor.is_none() && x.kind == ActorKind::Unidentified;
    let may_mean = |general: &Actor, other: &Actor| {
        let of_kind = is_general(general) && !is_general(other) && general.kind == other.kind;
        of_kind || (nobody(general) && !nobody(other) && !unarmed(other))
    };
    match () {
        () if nobody(a) && nobody(b) => Fit::Same,
        () if may_mean(a, b) || holds(a, b, books) => Fit::Vaguer,
        () if may_mean(b, a) || holds(b, a, books) => Fit::Finer,
        // Civilians are hurt beside soldiers: to name the one is not to deny the other.
        () if is_general(a) || is_general(b) || unarmed(a) || unarmed(b) => Fit::Beside,
        () if beside(a, b, books) => Fit::Beside,
        () => Fit::Apart,
    }
}

/// Whether `part` is a part of `whole`, or a force of the government that `whole` is.
fn holds(whole: &Actor, part: &Actor, books: &Actors) -> bool {
    let (Some(whole), Some(part)) = (&whole.actor, &part.actor) else { return false };
    let country = |id: &str| id.split_once('-').map(|(iso, _)| iso.to_string());
    let government = whole.ends_with("-government") && books.group(whole).is_none();
    let forces = |id: &str| books.group(id).is_none() && !id.ends_with("-government");
    let mut above: BTreeSet<&str> = BTreeSet::from([part.as_str()]);
    for _ in 0..3 {
        let next: Vec<&String> =
            above.iter().filter_map(|id| books.group(id)).flat_map(|g| &g.part_of).collect();
        above.extend(next.into_iter().map(String::as_str));
    }
    (government && forces(part) && country(whole) == country(part)) || above.contains(whole.as_str())
}

fn beside(a: &Actor, b: &Actor, books: &Actors) -> bool {
    let (Some(x), Some(y)) = (&a.actor, &b.actor) else { return false };
    let allied = |of: &str, with: &String| books.group(of).is_some_and(|g| g.allied_with.contains(with));
    let shared = || {
        books
            .group(x)
            .zip(books.group(y))
            .is_some_and(|(g, h)| g.part_of.iter().any(|p| h.part_of.contains(p)))
    };
    let country =
        |id: &str| id.split_once('-').filter(|_| books.group(id).is_none()).map(|(iso, _)| iso.to_string());
    let one_state = country(x).is_some() && country(x) == country(y);
    one_state || allied(x, y) || allied(y, x) || shared()
}
