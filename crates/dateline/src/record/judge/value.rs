//! Values of fields as people type them.

use anyhow::{Result, anyhow, bail};
use dateline_code::Books;
use dateline_code::gazetteer::Candidate;
use dateline_terms::told::{Actor, Place, Quote};
use dateline_terms::{ActorKind, Correction, Date, HarmKind, Precision, Status};

/// Where corrected values say that they come from.
const JUDGED: &str = "judged";

/// The value of a field. `country`: the one where the incident happened; it says whose forces are foreign.
///
/// # Errors
/// When there is no such field, or its values are of another form; says which.
pub(super) fn correction(
    field: &str,
    value: &str,
    country: Option<&str>,
    books: &Books<'_>,
) -> Result<Correction> {
    let value = value.trim();
    Ok(match field {
        "type" => Correction::Type(event_type(value, books)?),
        "status" => Correction::Status(
            Status::parse(value).ok_or_else(|| anyhow!("A status is occurred or foiled, not {value:?}."))?,
        ),
        "time" => Correction::Time(days(value)?),
        "place" => Correction::Place(place(value, books)?),
        "side_a" => Correction::SideA(side(value, country, books)?),
        "side_b" => Correction::SideB(side(value, country, books)?),
        harm => match HarmKind::parse(harm) {
            Some(what) => figure(what, value)?,
            None => {
                let kinds: Vec<&str> = HarmKind::ALL.iter().map(|what| what.as_str()).collect();
                bail!(
                    "There is no field {harm:?}: it is type, status, time, place, side_a, side_b, {}.",
                    kinds.join(", ")
                )
            }
        },
    })
}

fn event_type(value: &str, books: &Books<'_>) -> Result<String> {
    let id = value.to_lowercase().replace([' ', '-'], "_");
    if books.codebook.has(&id) {
        return Ok(id);
    }
    bail!("There is no event type {value:?}. `dateline codebook` lists them.")
}

fn days(value: &str) -> Result<Option<(Date, Date)>> {
    if value == "none" {
        return Ok(None);
    }
    let day = |text: &str| {
        text.trim().parse::<Date>().map_err(|_| {
            anyhow!("A time is a day such as 2024-01-08, two with .. between them, or none; not {value:?}.")
        })
    };
    let (start, end) = value.split_once("..").unwrap_or((value, value));
    let (start, end) = (day(start)?, day(end)?);
    if end < start {
        bail!("The last day, {end}, is before the first, {start}: turn them round.");
    }
    Ok(Some((start, end)))
}

fn place(value: &str, books: &Books<'_>) -> Result<Option<Place>> {
    if value == "none" {
        return Ok(None);
    }
    let is_point = value.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    Ok(Some(if is_point { point(value, books)? } else { named(value, books)? }))
}

/// "33.80,42.44,3 Ain al-Asad": a point, a radius, a name.
fn point(value: &str, books: &Books<'_>) -> Result<Place> {
    let wrong = || {
        anyhow!(
            "A place by coordinates is LAT,LON[,RADIUS_KM] NAME, such as \"33.80,42.44,3 Ain al-Asad, IQ\"; not {value:?}."
        )
    };
    let (numbers, name) = value.split_once(char::is_whitespace).ok_or_else(wrong)?;
    let numbers: Vec<f64> =
        numbers.split(',').map(|n| n.parse().ok()).collect::<Option<_>>().ok_or_else(wrong)?;
    let (lat, lon, radius) = match numbers[..] {
        [lat, lon] => (lat, lon, 1.0),
        [lat, lon, radius] if radius >= 0.0 => (lat, lon, radius),
        _ => return Err(wrong()),
    };
    if lat.abs() > 90.0 || lon.abs() > 180.0 {
        bail!("{lat},{lon} is nowhere on Earth: latitudes are within ±90, longitudes within ±180.");
    }
    let (name, country) = with_country(name.trim());
    let like = find(name, country, books).into_iter().next();
    Ok(Place {
        quote: Quote::default(),
        name: name.to_string(),
        admin1: like.as_ref().and_then(|c| c.admin1.clone()),
        country: country.map(str::to_string).or_else(|| like.and_then(|c| c.country)),
        lat: Some(lat),
        lon: Some(lon),
        radius_km: Some(radius),
        precision: if radius <= 5.0 { Precision::Exact } else { Precision::Settlement },
        geonames: None,
        basis: JUDGED.into(),
    })
}

/// "Tripoli, LB": a name, and two capitals for its country.
fn with_country(value: &str) -> (&str, Option<&str>) {
    let country = |cc: &str| cc.len() == 2 && cc.chars().all(|c| c.is_ascii_uppercase());
    match value.rsplit_once(',') {
        Some((name, cc)) if country(cc.trim()) => (name.trim(), Some(cc.trim())),
        _ => (value, None),
    }
}

/// What the gazetteer has under a name; "Abu Kamal, Deir ez-Zor" is looked for in the area that stands last.
fn find(value: &str, country: Option<&str>, books: &Books<'_>) -> Vec<Candidate> {
    let there = |c: &Candidate| country.is_none() || c.country.as_deref() == country;
    let whole: Vec<Candidate> = books.gazetteer.lookup(value).into_iter().filter(there).collect();
    match value.rsplit_once(',') {
        Some((name, area)) if whole.is_empty() => {
            let area = dateline_code::gazetteer::fold::fold(area);
            let inside = |c: &Candidate| {
                c.admin1.as_deref().is_some_and(|a| dateline_code::gazetteer::fold::fold(a) == area)
            };
            books.gazetteer.lookup(name.trim()).into_iter().filter(|c| there(c) && inside(c)).collect()
        }
        _ => whole,
    }
}

fn named(value: &str, books: &Books<'_>) -> Result<Place> {
    let (name, country) = with_country(value);
    let Some(found) = find(name, country, books).into_iter().next() else {
        let there = country.map(|cc| format!(" in {cc}")).unwrap_or_default();
        bail!(
            "The gazetteer has no {name:?}{there}: `dateline place NAME` shows what it has. Give the place as \
             LAT,LON[,RADIUS_KM] NAME, or add it to a file for --landmarks."
        );
    };
    Ok(Place {
        quote: Quote::default(),
        name: found.name,
        admin1: found.admin1,
        country: found.country,
        lat: Some(found.lat),
        lon: Some(found.lon),
        radius_km: Some(found.radius_km),
        precision: found.kind.precision(),
        geonames: found.geonames,
        basis: JUDGED.into(),
    })
}

fn side(value: &str, country: Option<&str>, books: &Books<'_>) -> Result<Vec<Actor>> {
    if value == "none" {
        return Ok(Vec::new());
    }
    let names = value.split(';').map(str::trim).filter(|name| !name.is_empty());
    let actors = names.map(|name| actor(name, country, books)).collect::<Result<Vec<_>>>()?;
    if actors.is_empty() {
        bail!("A side is names with ; between them, or none where nobody is known.");
    }
    Ok(actors)
}

/// How well a name must fit to mean somebody of the actor files.
const SURE: f32 = 0.85;

fn actor(name: &str, country: Option<&str>, books: &Books<'_>) -> Result<Actor> {
    let own = |name: &str, kind, id| Actor {
        quote: Quote::default(),
        name: name.to_string(),
        kind,
        actor: id,
        basis: JUDGED.into(),
    };
    let kind = name.rsplit_once(':').and_then(|(name, kind)| Some((name, ActorKind::parse(kind.trim())?)));
    if let Some((name, kind)) = kind {
        return Ok(own(name.trim(), kind, None));
    }
    let found = books.actors.lookup(name);
    let Some(best) = found.iter().find(|candidate| candidate.score >= SURE) else {
        let near: Vec<&str> = found.iter().take(3).map(|c| c.name.as_str()).collect();
        let near = if near.is_empty() { String::new() } else { format!(" Near it are {}.", near.join("; ")) };
        bail!(
            "Nobody is known as {name:?}.{near} `dateline actor NAME` shows who is. Of somebody new give the kind, as in \
             \"{name}: rebel\" ({}).",
            ActorKind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ")
        );
    };
    // A state's forces are foreign where they act abroad.
    let abroad = best.country.as_deref().zip(country).is_some_and(|(own, there)| own != there);
    let kind =
        if best.kind == ActorKind::StateForces && abroad { ActorKind::ExternalForces } else { best.kind };
    // General words such as "civilians" have no id.
    let id = Some(best.id.clone()).filter(|id| id.chars().any(char::is_alphanumeric));
    Ok(own(&best.name, kind, id))
}

fn figure(what: HarmKind, value: &str) -> Result<Correction> {
    let wrong = || anyhow!("A figure is N, N-M or N+ (N or more), such as 3, 3-5 or 3+; not {value:?}.");
    let number = |text: &str| text.trim().parse::<u64>().map_err(|_| wrong());
    let (low, high) = match (value.strip_suffix('+'), value.split_once(['-', '–'])) {
        (Some(low), _) => (number(low)?, None),
        (None, Some((low, high))) => (number(low)?, Some(number(high)?)),
        (None, None) => (number(value)?, Some(number(value)?)),
    };
    if high.is_some_and(|high| high < low) {
        bail!("The greater number, {value:?}, stands first: turn them round.");
    }
    Ok(Correction::Harm { what, low, high })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(field: &str, value: &str) -> Result<Correction> {
        correction(field, value, Some("IQ"), &Books::embedded())
    }

    #[track_caller]
    fn refused(field: &str, value: &str, what: &str) {
        let said = set(field, value).expect_err("refused").to_string();
        assert!(said.contains(what), "{said}");
    }

    #[test]
    fn figures_days_types_and_statuses_are_read() {
        let harm = |low, high| Correction::Harm { what: HarmKind::Killed, low, high };
        assert_eq!(set("killed", "3").expect("read"), harm(3, Some(3)));
        assert_eq!(set("killed", " 3-5 ").expect("read"), harm(3, Some(5)));
        assert_eq!(set("killed", "12+").expect("read"), harm(12, None));
        assert_eq!(set("time", "none").expect("read"), Correction::Time(None));
        let (first, last) = (Date::constant(2024, 1, 8), Date::constant(2024, 1, 9));
        assert_eq!(
            set("time", "2024-01-08..2024-01-09").expect("read"),
            Correction::Time(Some((first, last)))
        );
        assert_eq!(set("type", "armed clash").expect("read"), Correction::Type("armed_clash".into()));
        assert_eq!(set("status", "foiled").expect("read"), Correction::Status(Status::Foiled));
    }

    #[test]
    fn what_does_not_fit_is_refused_with_what_does() {
        refused("killed", "many", "N-M");
        refused("killed", "5-3", "turn them round");
        refused("time", "Monday", "2024-01-08");
        refused("time", "2024-01-09..2024-01-08", "turn them round");
        refused("type", "tea party", "dateline codebook");
        refused("status", "maybe", "occurred or foiled");
        refused("place", "Nowhereville", "LAT,LON");
        refused("place", "91,0 Nowhere", "±90");
        refused("place", "33.8,42.4", "NAME");
        refused("side_a", "the tooth fairy", "dateline actor");
        refused("side_a", " ; ", "none");
        refused("colour", "red", "side_b");
    }

    #[test]
    fn places_are_found_by_name_country_area_or_point() {
        let at = |value: &str| match set("place", value).expect("a place") {
            Correction::Place(Some(place)) => place,
            other => panic!("{other:?}"),
        };
        assert_eq!(at("Tripoli, LB").country.as_deref(), Some("LB"));
        assert_eq!(at("Harir Air Base").precision, Precision::Exact);
        assert_eq!(at("Syria").precision, Precision::Country);
        let point = at("-1.29,36.82,8 Eastleigh market, KE");
        assert_eq!(
            (point.name.as_str(), point.lat, point.radius_km),
            ("Eastleigh market", Some(-1.29), Some(8.0))
        );
        assert_eq!((point.country.as_deref(), point.basis.as_str()), (Some("KE"), "judged"));
        assert_eq!(set("place", "none").expect("read"), Correction::Place(None));
    }

    #[test]
    fn sides_are_looked_up_and_new_names_take_a_kind() {
        let on = |value: &str| match set("side_a", value).expect("a side") {
            Correction::SideA(actors) => actors,
            other => panic!("{other:?}"),
        };
        let two = on("ISIS; Military Forces of the United States");
        assert_eq!(two[0].name, "Islamic State");
        assert_eq!((two[1].actor.as_deref(), two[1].kind), (Some("us-military"), ActorKind::ExternalForces));
        let new = on("Oro Village Guard: identity_militia");
        assert_eq!((new[0].name.as_str(), new[0].kind), ("Oro Village Guard", ActorKind::IdentityMilitia));
        assert!(on("none").is_empty());
    }
}
