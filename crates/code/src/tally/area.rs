use super::Fit;
use crate::actors::Actors;
use crate::gazetteer::fold::fold;
use crate::gazetteer::{Gazetteer, Match, kilometres};
use crate::ledger::{agrees, contains};
use crate::resolve::place::resolve_given;
use crate::resolve::place::words::{Class, class, is_direction};
use dateline_terms::told::{Place, Quote};
use dateline_terms::{Precision, Span};

/// A stretch of the world that a sum is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// The place in the gazetteer.
    pub place: Place,
    /// Only a part of it is meant and the words do not bound it: "northern Syria".
    pub part: bool,
}

/// What the words of a tally's area name: one place or several ("Iraq and Syria"), and the words that name none.
pub fn areas(
    words: &str,
    home: Option<&str>,
    gazetteer: &Gazetteer,
    actors: &Actors,
) -> (Vec<Area>, Vec<String>) {
    let country = home.and_then(|iso| actors.country(iso)).map(|c| c.name.clone()).unwrap_or_default();
    if let Some(area) = one(words, &country, gazetteer) {
        return (vec![area], Vec::new());
    }
    let (mut found, mut unknown) = (Vec::new(), Vec::new());
    for part in words.split([',', ';']).flat_map(|list| list.split(" and ")).map(str::trim) {
        match one(part, &country, gazetteer) {
            _ if part.is_empty() => {}
            Some(area) => found.push(area),
            None => unknown.push(part.to_string()),
        }
    }
    (found, unknown)
}

/// One area: the words themselves, or what is left without words for a side or a class of place.
fn one(words: &str, country: &str, gazetteer: &Gazetteer) -> Option<Area> {
    if let Some(place) = named(words, country, None, gazetteer) {
        return Some(Area { place, part: false });
    }
    let is_name =
        |w: &&str| w.starts_with(char::is_uppercase) && !is_direction(&fold(w)) && class(&fold(w)).is_none();
    let all: Vec<&str> = words.split_whitespace().collect();
    let (first, last) = (all.iter().position(is_name)?, all.iter().rposition(is_name)?);
    let kind = all.iter().rev().find_map(|w| class(&fold(w)));
    let name = all.get(first..=last)?.join(" ");
    let place = named(&name, country, kind, gazetteer)?;
    let bounded = |w: &&str| {
        is_name(w) || matches!(class(&fold(w)), Some(Class::Province | Class::Settlement | Class::Site))
    };
    let filler = |w: &&str| w.len() <= 3 && !is_direction(&fold(w));
    Some(Area { place, part: !all.iter().all(|w| bounded(w) || filler(w)) })
}

/// The place that a name means beside the country's.
fn named(name: &str, country: &str, kind: Option<Class>, gazetteer: &Gazetteer) -> Option<Place> {
    let mut hits = Vec::new();
    gazetteer.named(&fold(name), &mut hits);
    hits.iter().find(|hit| hit.how != Match::Alike)?;
    let text = format!("{name}, {country}");
    let spans = [Span::new(0, name.len()), Span::new(name.len() + 2, text.len())];
    let given = if country.is_empty() { &spans[..1] } else { &spans[..] };
    let place = resolve_given(&text, given, gazetteer).into_iter().next().filter(|p| p.country.is_some())?;
    let place = Place {
        quote: Quote { text: name.to_string(), start: 0, end: 0 },
        name: place.name,
        admin1: place.admin1,
        country: place.country,
        lat: place.lat,
        lon: place.lon,
        radius_km: place.radius_km,
        precision: place.precision,
        geonames: place.geonames,
        basis: String::new(),
    };
    Some(if kind == Some(Class::Province) { province(&place, gazetteer).unwrap_or(place) } else { place })
}

/// The province that bears the name of the town.
fn province(town: &Place, gazetteer: &Gazetteer) -> Option<Place> {
    if town.precision != Precision::Settlement {
        return None;
    }
    let of = gazetteer
        .lookup(&town.name)
        .into_iter()
        .find(|c| c.kind == crate::gazetteer::Kind::Admin1 && c.country == town.country)?;
    Some(Place {
        name: of.name,
        admin1: of.admin1,
        lat: Some(of.lat),
        lon: Some(of.lon),
        radius_km: Some(of.radius_km),
        precision: Precision::Province,
        geonames: of.geonames,
        ..town.clone()
    })
}

impl Area {
    /// Whether a place lies in it. In a part that the words do not bound it may lie; of a town that gives its province
    /// the name the province may be meant; a place that holds the area may hold what happened elsewhere in it.
    pub fn holds(&self, place: &Place) -> Fit {
        let within = agrees(&self.place, place) || self.is_near(place);
        let namesake = || {
            let same = |a: &Option<String>, b: &str| a.as_deref().is_some_and(|a| fold(a) == fold(b));
            let country = self.place.country == place.country;
            country && same(&self.place.admin1, &self.place.name) && same(&place.admin1, &self.place.name)
        };
        match () {
            () if within && !self.part => Fit::Yes,
            () if within || contains(place, &self.place) || namesake() => Fit::Perhaps,
            () => Fit::No,
        }
    }

    fn is_near(&self, place: &Place) -> bool {
        let point = |p: &Place| p.lat.zip(p.lon);
        let km = point(&self.place).zip(point(place)).map(|(a, b)| kilometres(a, b));
        let fine = self.place.precision <= Precision::District && place.precision <= self.place.precision;
        fine && km.is_some_and(|km| km <= self.place.radius_km.unwrap_or(0.0))
    }
}
