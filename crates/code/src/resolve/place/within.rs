//! Places that the gazetteer lacks: a town or quarter takes the coordinates of what it lies in, with a wider radius.

use super::focus::Focus;
use super::spot::Spot;
use super::weigh::{Choice, is_container_link};
use super::words::{Class, is_and, is_of, is_or, is_outside, is_outskirts};
use crate::gazetteer::table::Record;
use crate::gazetteer::{Gazetteer, Hit, Kind, Match};
use dateline_terms::{Basis, Place, Precision, Span};

/// People that a town abroad needs to be meant by its main name, where the report names nothing else of its country.
const ABROAD_MAIN: u64 = 100_000;
/// The same where it is not its main name.
const ABROAD_OTHER: u64 = 500_000;

/// Capitals that are provinces of their own, and the province that lies around each: what is near the city, or a town
/// that is only known to be by it, lies in the second.
const AROUND_CITY: [(&str, &str); 5] =
    [("SY.13", "SY.08"), ("UA.12", "UA.13"), ("BY.04", "BY.05"), ("RU.48", "RU.47"), ("YE.26", "YE.16")];

/// The province around a capital's own.
fn around(code: &str) -> Option<&'static str> {
    AROUND_CITY.iter().find(|(city, _)| *city == code).map(|(_, province)| *province)
}

/// Moves a city's surroundings to the province around it: "near Damascus", "the outskirts of Damascus".
pub fn outside(text: &str, spot: &Spot, place: &mut Place, code: Option<&str>, gazetteer: &Gazetteer) {
    let Some(province) = code.and_then(around) else { return };
    let before = text.get(..spot.at.start).unwrap_or("").trim_end();
    let tail: Vec<&str> = before.rsplit(' ').take(3).collect();
    let word = |i: usize| tail.get(i).copied().unwrap_or("").to_ascii_lowercase();
    let of = is_of(&word(0)) && is_outskirts(&word(1));
    if of || is_outside(&word(0)) {
        place.admin1 = gazetteer.admin1_name(province);
    }
}

/// The country of an address by its last label ("example.co.uk" is GB); `None` for those of no country.
pub fn home_of_url(url: &str) -> Option<&'static str> {
    let host = url.split("//").nth(1)?.split(['/', ':']).next()?;
    match host.rsplit('.').next()? {
        "uk" => Some("GB"),
        "au" => Some("AU"),
        "ca" => Some("CA"),
        "ie" => Some("IE"),
        "in" => Some("IN"),
        "nz" => Some("NZ"),
        "za" => Some("ZA"),
        "ng" => Some("NG"),
        "ke" => Some("KE"),
        "pk" => Some("PK"),
        "sy" => Some("SY"),
        "iq" => Some("IQ"),
        "ir" => Some("IR"),
        "tr" => Some("TR"),
        "ru" => Some("RU"),
        "ua" => Some("UA"),
        "il" => Some("IL"),
        _ => None,
    }
}

/// Counts the provinces, sites and great cities that were recognised towards their countries.
pub fn count(spots: &[Spot], chosen: &[Option<Choice>], gazetteer: &Gazetteer, focus: &mut Focus) {
    for (spot, choice) in spots.iter().zip(chosen) {
        let Some(record) =
            choice.as_ref().and_then(|c| gazetteer.record(c.id)).filter(|_| spot.demonym.is_none())
        else {
            continue;
        };
        let famous = match record.kind {
            Kind::Admin1 | Kind::Site | Kind::Region => true,
            Kind::Settlement => record.population >= 300_000,
            _ => false,
        };
        if famous && spot.sure >= 0.6 {
            focus.add(record.country(), 1.0);
        }
    }
}

/// Takes back choices that the report does not bear out: a small town abroad, and a street or quarter that has the name
/// of a town elsewhere. They become names that the gazetteer lacks.
pub fn unlist(spots: &mut [Spot], chosen: &mut [Option<Choice>], gazetteer: &Gazetteer, focus: &Focus) {
    let Some(first) = focus.first().map(str::to_string) else { return };
    for (spot, choice) in spots.iter_mut().zip(chosen) {
        let Some(taken) = choice.as_ref() else { continue };
        let Some(record) = gazetteer.record(taken.id).filter(|_| spot.demonym.is_none()) else { continue };
        let main = spot.hits.contains(&Hit { id: taken.id, how: Match::Main });
        let small = record.population < if main { ABROAD_MAIN } else { ABROAD_OTHER };
        let local = matches!(record.kind, Kind::Settlement | Kind::Admin2);
        let stray = local && small && focus.count(record.country()) == 0.0 && focus.count(&first) >= 3.0;
        let wide = matches!(record.kind, Kind::Admin1 | Kind::Admin2);
        let part = spot.class == Some(Class::Part)
            && (local || wide)
            && record.country() != first
            && focus.count(&first) >= 3.0;
        if stray || part {
            *choice = None;
            spot.unknown = true;
            let told = spot.class.is_some() || spot.sure >= 0.7;
            if !told {
                spot.sure = 0.0;
            }
        }
    }
}

/// The place for a name that the gazetteer does not know: it takes what it lies in.
pub fn place(
    text: &str,
    own: usize,
    spots: &[Spot],
    chosen: &[Option<Choice>],
    gazetteer: &Gazetteer,
    focus: &Focus,
) -> Place {
    let Some(spot) = spots.get(own) else { return super::unknown(text, Span::default()) };
    let mut place = super::unknown(text, spot.at);
    place.basis = Basis::Context;
    let Some((record, score)) = container(text, own, spots, chosen, gazetteer, focus) else { return place };
    place.country = Some(record.country().to_string()).filter(|c| !c.is_empty());
    // A quarter lies in the city; a town beside it does not.
    let beside = spot.class != Some(Class::Part)
        && spot.class != Some(Class::District)
        && record.kind == Kind::Settlement;
    let code = record.admin1().map(|code| around(code).filter(|_| beside).unwrap_or(code));
    place.admin1 = code.and_then(|code| gazetteer.admin1_name(code));
    (place.lat, place.lon) = (Some(record.lat), Some(record.lon));
    place.radius_km = Some(match record.kind {
        Kind::Settlement | Kind::Site => (record.radius_km * 1.5).max(5.0),
        _ => record.radius_km,
    });
    place.precision = match super::precision(record.kind, record.radius_km) {
        Precision::Exact => Precision::Settlement,
        other => other,
    };
    place.score = score;
    place
}

/// Whether the words between two names set them side by side.
fn is_list(between: &str) -> bool {
    let words = between.trim();
    let last = between.trim_end().rsplit_once(' ').map_or("", |(_, last)| last);
    words == ","
        || is_and(words)
        || is_or(words)
        || words.strip_prefix(", ").is_some_and(is_and)
        || between.len() < 24 && is_and(last)
}

/// What an unlisted name lies in, with how sure that is.
fn container<'a>(
    text: &str,
    own: usize,
    spots: &[Spot],
    chosen: &[Option<Choice>],
    gazetteer: &'a Gazetteer,
    focus: &Focus,
) -> Option<(Record<'a>, f32)> {
    let spot = spots.get(own)?;
    let known = |i: usize| -> Option<Record<'a>> {
        let other = spots.get(i).filter(|s| s.demonym.is_none() && s.sure >= 0.4)?;
        let record = gazetteer.record(chosen.get(i)?.as_ref()?.id)?;
        (!record.country().is_empty() && other.key != spot.key).then_some(record)
    };
    let first = focus.first();
    let narrow = |r: &Record| {
        r.kind != Kind::Country
            && first.is_none_or(|f| r.country() == f || 2.0 * focus.count(r.country()) >= focus.count(f))
    };
    // "X in Y", "X, Y": the next name that is known, past others of a list.
    let mut previous = spot;
    for next in (own + 1..spots.len()).filter(|i| spots.get(*i).is_some_and(|s| s.demonym.is_none())).take(4)
    {
        let Some(to) = spots.get(next) else { break };
        let Some(between) = text.get(previous.at.end..to.at.start) else { break };
        let link = is_container_link(between);
        if link
            && to.sentence == spot.sentence
            && let Some(record) = known(next)
        {
            return Some((record, 0.7));
        }
        if !(link || is_list(between)) {
            break;
        }
        previous = to;
    }
    let in_sentence = |i: &usize| spots.get(*i).is_some_and(|s| s.sentence == spot.sentence);
    let before = (0..own).rev().take_while(in_sentence).find_map(|i| known(i).filter(narrow));
    let after = (own + 1..spots.len()).take_while(in_sentence).find_map(|i| known(i).filter(narrow));
    if let Some(record) = before.or(after) {
        return Some((record, 0.55));
    }
    // The nearest before it in the two sentences back, then what the report names most.
    let near = (0..own)
        .rev()
        .take_while(|i| spots.get(*i).is_some_and(|s| s.sentence + 2 >= spot.sentence))
        .find_map(|i| known(i).filter(narrow));
    if let Some(record) = near.filter(|r| first.is_none_or(|f| r.country() == f)) {
        return Some((record, 0.45));
    }
    most_named(spots, chosen, gazetteer, first).map(|r| (r, 0.4)).or_else(|| {
        let country = gazetteer.area(first?)?;
        Some((gazetteer.record(country)?, 0.4))
    })
}

/// The place below a country that the report names most often, in the country that it is about.
fn most_named<'a>(
    spots: &[Spot],
    chosen: &[Option<Choice>],
    gazetteer: &'a Gazetteer,
    country: Option<&str>,
) -> Option<Record<'a>> {
    let mut counts: Vec<(crate::gazetteer::Id, f32)> = Vec::new();
    for (spot, choice) in spots.iter().zip(chosen) {
        let Some(choice) = choice.as_ref().filter(|_| spot.demonym.is_none() && spot.sure >= 0.5) else {
            continue;
        };
        let fits = gazetteer
            .record(choice.id)
            .is_some_and(|r| r.kind != Kind::Country && country.is_none_or(|c| c == r.country()));
        match counts.iter_mut().find(|(id, _)| *id == choice.id) {
            _ if !fits => {}
            Some((_, n)) => *n += 1.0,
            None => counts.push((choice.id, 1.0)),
        }
    }
    let best =
        counts.iter().fold(
            None,
            |best: Option<(crate::gazetteer::Id, f32)>, next| {
                if best.is_some_and(|b| b.1 >= next.1) { best } else { Some(*next) }
            },
        )?;
    gazetteer.record(best.0).filter(|_| best.1 >= 2.0)
}
