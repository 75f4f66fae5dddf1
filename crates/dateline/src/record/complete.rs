//! What other hands' codings leave out because a name says it: the place's coordinates, the actor's id. Nothing is added
//! that the coding does not name.

use dateline_code::Books;
use dateline_code::gazetteer::Candidate;
use dateline_code::gazetteer::fold::fold;
use dateline_terms::told::{Actor, Event, Place, Quote};

/// Finds the quotes of an event in its report's text, and looks up what its place and actors name.
pub(crate) fn complete(event: &mut Event, text: &str, books: &Books<'_>) {
    quotes(event).into_iter().for_each(|quote| quote.locate(text));
    if let Some(place) = &mut event.place {
        locate(place, books);
    }
    for actor in event.side_a.iter_mut().chain(&mut event.side_b) {
        name(actor, books);
    }
}

/// All quotes of an event.
fn quotes(event: &mut Event) -> Vec<&mut Quote> {
    let Event { evidence, more_evidence, place, side_a, side_b, weapons, harm, claims, .. } = event;
    let mut quotes = vec![evidence];
    quotes.extend(more_evidence);
    quotes.extend(place.as_mut().map(|p| &mut p.quote));
    quotes.extend(side_a.iter_mut().chain(side_b).map(|actor| &mut actor.quote));
    quotes.extend(weapons.iter_mut().map(|weapon| &mut weapon.quote));
    for row in harm {
        quotes.push(&mut row.quote);
        quotes.extend(&mut row.said_by);
    }
    for row in claims {
        quotes.push(&mut row.quote);
        quotes.extend(&mut row.said_by);
    }
    quotes
}

/// Looks a place up by its words, in the country and area that the coding gives.
fn locate(place: &mut Place, books: &Books<'_>) {
    if place.name.is_empty() {
        place.name.clone_from(&place.quote.text);
    }
    if place.lat.is_some() {
        return;
    }
    let there = |c: &Candidate| place.country.is_none() || c.country == place.country;
    let found: Vec<Candidate> = books.gazetteer.lookup(&place.name).into_iter().filter(there).collect();
    let same = |c: &&Candidate| {
        let area = |name: &Option<String>| name.as_deref().map(fold);
        area(&c.admin1) == area(&place.admin1)
    };
    let Some(found) = found.iter().find(same).or(found.first()) else { return };
    place.name.clone_from(&found.name);
    (place.lat, place.lon, place.radius_km) = (Some(found.lat), Some(found.lon), Some(found.radius_km));
    place.precision = found.kind.precision();
    place.geonames = found.geonames;
    place.admin1 = place.admin1.take().or_else(|| found.admin1.clone());
    place.country = place.country.take().or_else(|| found.country.clone());
    if place.basis.is_empty() {
        place.basis = "stated".into();
    }
}

/// Gives an actor the id of the one whose canonical name it bears.
fn name(actor: &mut Actor, books: &Books<'_>) {
    if actor.actor.is_none() {
        let found = books.actors.lookup(&actor.name);
        actor.actor = found.into_iter().find(|c| c.score >= 0.85 && c.name == actor.name).map(|c| c.id);
    }
}

#[cfg(test)]
mod tests {
    use super::complete;
    use dateline_code::Books;
    use dateline_terms::told::Event;

    #[test]
    fn names_are_looked_up_and_quotes_found() {
        let row = serde_json::json!({
            "eid": "e1", "evidence": "rockets hit Kobani", "type": "shelling_artillery_missile", "status": "occurred",
            "standing": "main", "place": {"text": "Kobani", "admin1": null, "country": "SY"},
            "side_a": [{"text": "IS", "name": "Islamic State", "kind": "rebel"}]
        });
        let mut event: Event = serde_json::from_value(row).expect("an event");
        complete(&mut event, "On Monday rockets hit Kobani.", &Books::embedded());
        assert_eq!(event.evidence.start, 10);
        let place = event.place.expect("a place");
        assert!(place.lat.is_some_and(|lat| (lat - 36.9).abs() < 0.2), "{place:?}");
        assert!(event.side_a[0].actor.is_some());
    }
}
