//! Phrases that together make one mention.

use super::person::Person;
use super::phrase::{Body, Phrase, Who};
use crate::actors::Actors;
use crate::actors::piece::{Join, Piece};

/// Joins what is one mention in two phrases: "fighters from the Nusra Front", "the People's
/// Protection Units (YPG)".
pub(super) fn merged(found: Vec<Phrase>, pieces: &[Piece], actors: &Actors) -> Vec<Phrase> {
    let mut out: Vec<Phrase> = Vec::with_capacity(found.len());
    for phrase in found {
        match out.last_mut() {
            Some(before) if same_in_brackets(before, &phrase, pieces) => before.to = phrase.to,
            Some(before) if part_of(before, &phrase, pieces, actors) => {
                *before = Phrase { from: before.from, definite: before.definite, ..phrase };
            }
            _ => out.push(phrase),
        }
    }
    out
}

fn same_in_brackets(before: &Phrase, phrase: &Phrase, pieces: &[Piece]) -> bool {
    let open = before.to == phrase.from && pieces.get(phrase.from).is_some_and(|p| p.join == Join::Open);
    open && before.who == phrase.who && matches!(phrase.who, Who::Group(_) | Who::Body(_, Some(_)))
}

/// Whether `before` is a part of whom `phrase` names, by the words between them.
fn part_of(before: &Phrase, phrase: &Phrase, pieces: &[Piece], actors: &Actors) -> bool {
    let part = matches!(
        before.who,
        Who::Bare(_) | Who::Body(Body::Armed | Body::Rebels | Body::Militia | Body::Assailant, None)
    );
    let whole = matches!(
        phrase.who,
        Who::Group(_)
            | Who::Body(
                Body::Military | Body::Police | Body::Regime | Body::Rebels | Body::Coalition | Body::Kurds,
                _
            )
    );
    let between = pieces.get(before.to..phrase.from).unwrap_or_default();
    if !part
        || !whole
        || between.is_empty()
        || between.len() > 5
        || between.iter().any(|p| p.join != Join::Space)
    {
        return false;
    }
    let words: Vec<&str> = between.iter().map(|p| p.norm.as_str()).collect();
    actors.around.belonging.contains(&words.join(" "))
}

/// Puts persons among the other phrases. An occupation right before a name belongs to it; before it
/// a soldier's or policeman's rank keeps its body: "constable Amit Yadav".
pub(super) fn with_persons(found: Vec<Phrase>, named: Vec<Person>, pieces: &[Piece]) -> Vec<Phrase> {
    if named.is_empty() {
        return found;
    }
    let mut out = found;
    for person in named {
        let joined = pieces.get(person.from).is_some_and(|p| p.join == Join::Space);
        let who = Who::Person(person.known);
        match out.iter_mut().find(|p| p.to == person.from && joined) {
            Some(role) => {
                let plain = matches!(
                    role.who,
                    Who::Body(
                        Body::Civilians
                            | Body::Journalists
                            | Body::AidWorkers
                            | Body::Criminals
                            | Body::Assailant,
                        _
                    ) | Who::Bare(_)
                );
                if plain {
                    role.who = who;
                }
                role.to = person.to;
            }
            None => out.push(Phrase { from: person.from, to: person.to, who, definite: false }),
        }
    }
    out.sort_by_key(|p| p.from);
    out
}
