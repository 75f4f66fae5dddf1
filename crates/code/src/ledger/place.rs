use crate::gazetteer::fold::fold;
use crate::gazetteer::kilometres;
use dateline_terms::Precision;
use dateline_terms::told::Place;

/// Two places of other names this near are taken for one that is spelt in two ways.
const SPELLING_KM: f64 = 1.0;
/// Beyond the radii of both, places so far apart are two.
pub const APART_KM: f64 = 10.0;

fn point(place: &Place) -> Option<(f64, f64)> {
    place.lat.zip(place.lon)
}

fn distance(a: &Place, b: &Place) -> Option<f64> {
    Some(kilometres(point(a)?, point(b)?))
}

fn alike(a: Option<&str>, b: Option<&str>) -> Option<bool> {
    Some(fold(a?) == fold(b?))
}

/// Whether the two are one place: one number in the gazetteer, one name in one country, or one spot.
fn same(a: &Place, b: &Place) -> bool {
    if a.geonames.is_some() && a.geonames == b.geonames {
        return true;
    }
    let countries = alike(a.country.as_deref(), b.country.as_deref()) != Some(false);
    let km = distance(a, b);
    let named = countries && fold(&a.name) == fold(&b.name) && km.is_none_or(|km| km < 25.0);
    named || (a.precision == b.precision && km.is_some_and(|km| km < SPELLING_KM))
}

/// Whether `wide` holds `narrow`: a country its places, a province those that name it or lie within its radius, a district
/// or town what lies within its radius. A place does not hold itself.
pub fn contains(wide: &Place, narrow: &Place) -> bool {
    if wide.precision <= narrow.precision || same(wide, narrow) {
        return false;
    }
    let within = || distance(wide, narrow).is_some_and(|km| km <= wide.radius_km.unwrap_or(0.0));
    match (wide.precision, alike(wide.country.as_deref(), narrow.country.as_deref())) {
        (Precision::Country, held) => held.unwrap_or_else(within),
        (_, Some(false)) => false,
        (Precision::Province, _) => {
            let province = wide.admin1.as_deref().unwrap_or(&wide.name);
            alike(Some(province), narrow.admin1.as_deref()).unwrap_or_else(within)
        }
        _ => within(),
    }
}

/// Whether a claim that names `said` speaks for `place`: it names the same place, or one that holds it.
pub fn agrees(said: &Place, place: &Place) -> bool {
    same(said, place) || contains(said, place)
}

/// Whether two places cannot be one: far apart beyond the radii of both, or in two countries or provinces.
pub fn apart(a: &Place, b: &Place) -> bool {
    match distance(a, b) {
        Some(km) => km > APART_KM + a.radius_km.unwrap_or(0.0) + b.radius_km.unwrap_or(0.0),
        None => {
            let other = |x: Option<&str>, y: Option<&str>| alike(x, y) == Some(false);
            other(a.country.as_deref(), b.country.as_deref())
                || other(a.admin1.as_deref(), b.admin1.as_deref())
        }
    }
}
