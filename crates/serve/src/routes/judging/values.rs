//! Values that people give to fields: what cannot be so is not kept.

use crate::problem::{Answer, Problem};
use dateline_store::Books;
use dateline_terms::told::{Actor, Place, Quote};
use dateline_terms::{Correction, Ruling};

/// Where corrected values say that they come from.
const JUDGED: &str = "judged";

/// Characters of a name, and of words that are quoted, at most.
const LONGEST: (usize, usize) = (200, 2000);

/// Actors of one side at most.
const ACTORS: usize = 50;

/// Ids that a ruling names at most.
const IDS: usize = 2000;

/// The greatest figure: more than have died in any war, and sums of many such still fit the store's numbers.
const GREATEST: u64 = 100_000_000;

/// Checks what a ruling says, and marks corrected values as people's.
///
/// # Errors
/// Says which value cannot be so.
pub(crate) fn check(ruling: &mut Ruling, books: &Books<'_>) -> Answer<()> {
    match ruling {
        Ruling::Field { value, .. } => value_of_field(value, books),
        Ruling::Same { claims } | Ruling::Accepted { claims } if claims.len() > IDS => Err(too_many()),
        Ruling::NotSame { claims, others } if claims.len() + others.len() > IDS => Err(too_many()),
        _ => Ok(()),
    }
}

fn too_many() -> Problem {
    Problem::asked(format!("A ruling names at most {IDS} claims."))
}

fn value_of_field(value: &mut Correction, books: &Books<'_>) -> Answer<()> {
    match value {
        Correction::Type(id) if !books.codebook.has(id) => {
            Err(Problem::asked("There is no such event type: /api/v1/codebook lists them."))
        }
        Correction::Time(Some(days)) if days.1 < days.0 => {
            Err(Problem::asked("The last day is before the first: turn them round."))
        }
        Correction::Place(Some(place)) => check_place(place),
        Correction::SideA(actors) | Correction::SideB(actors) => check_actors(actors),
        Correction::Harm { low, high, .. } => match high.unwrap_or(*low) {
            high if high < *low => Err(Problem::asked("The greatest figure is below the least.")),
            high if high > GREATEST => Err(Problem::asked(format!("A figure is at most {GREATEST}."))),
            _ => Ok(()),
        },
        Correction::Type(_) | Correction::Status(_) | Correction::Time(_) | Correction::Place(None) => Ok(()),
    }
}

fn check_place(place: &mut Place) -> Answer<()> {
    check_quote(&place.quote)?;
    check_name(&place.name)?;
    place.admin1.iter().try_for_each(|name| check_name(name))?;
    let letters = |code: &String| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    if !place.country.as_ref().is_none_or(letters) {
        return Err(Problem::asked("A place's country is two capital letters, such as SY."));
    }
    let sound = match (place.lat, place.lon) {
        (Some(lat), Some(lon)) => lat.abs() <= 90.0 && lon.abs() <= 180.0,
        (None, None) => true,
        _ => false,
    };
    if !sound {
        return Err(Problem::asked(
            "A place has a latitude within ±90 and a longitude within ±180, or neither.",
        ));
    }
    if !place.radius_km.is_none_or(|radius| (0.0..=20_040.0).contains(&radius)) {
        return Err(Problem::asked("A place's radius is from 0 to 20,040 km."));
    }
    place.basis = JUDGED.into();
    Ok(())
}

fn check_actors(actors: &mut [Actor]) -> Answer<()> {
    if actors.len() > ACTORS {
        return Err(Problem::asked(format!("A side has at most {ACTORS} actors.")));
    }
    for actor in actors {
        check_quote(&actor.quote)?;
        check_name(&actor.name)?;
        actor.actor.iter().try_for_each(|id| check_name(id))?;
        actor.basis = JUDGED.into();
    }
    Ok(())
}

fn check_name(name: &str) -> Answer<()> {
    let length = name.chars().count();
    match name.trim().is_empty() || length > LONGEST.0 || name.chars().any(char::is_control) {
        true => Err(Problem::asked("A name has 1 to 200 characters, none of which is a control character.")),
        false => Ok(()),
    }
}

fn check_quote(quote: &Quote) -> Answer<()> {
    match quote.text.chars().count() > LONGEST.1 || quote.end < quote.start {
        true => Err(Problem::asked("Quoted words are at most 2,000 characters, and end after they begin.")),
        false => Ok(()),
    }
}
