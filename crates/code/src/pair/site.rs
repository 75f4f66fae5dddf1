//! What the places of two accounts say.

use super::wording::{WordWeights, pieces};
use super::{Account, Tell, in_order};
use crate::gazetteer::{fold, kilometres};
use crate::weigh::key64;
use dateline_terms::{Place, Precision};

/// A place, laid out for comparison.
#[derive(Clone, Debug)]
pub struct Site {
    precision: Precision,
    /// Name and words, without articles and vowels: spellings of one name share it.
    names: [Option<u64>; 2],
    /// The same word by word.
    bones: Vec<u64>,
    /// How rare its rarest word is.
    rarity: f32,
    geonames: Option<u32>,
    admin1: Option<u64>,
    country: Option<u64>,
    /// Degrees north and east.
    at: Option<(f64, f64)>,
    /// Radius in kilometres, 0 where not known.
    pub radius_km: f64,
}

impl Site {
    /// Lays out a place of a report whose text is `text`.
    pub fn new(place: &Place, text: &str, words: &WordWeights) -> Site {
        let said = place.at.of(text);
        let mut bones: Vec<u64> =
            [said, &place.name].iter().flat_map(|name| pieces(name)).filter_map(|(w, _)| bone(&w)).collect();
        bones.sort_unstable();
        bones.dedup();
        Site {
            precision: place.precision,
            names: [named(&place.name), named(said)],
            bones,
            rarity: pieces(&place.name).map(|(w, _)| words.of(&w)).fold(0.0, f32::max),
            geonames: place.geonames,
            admin1: place.admin1.as_deref().and_then(named),
            country: place.country.as_deref().map(|c| key64(&[c])),
            at: place.lat.zip(place.lon),
            radius_km: place.radius_km.unwrap_or(0.0),
        }
    }

    /// Kilometres between the two along the great circle, where both are known.
    pub fn distance(&self, other: &Site) -> Option<f64> {
        Some(kilometres(self.at?, other.at?))
    }

    fn fine(&self) -> bool {
        self.precision <= Precision::Settlement
    }

    fn is_named_as(&self, other: &Site) -> bool {
        self.names.iter().any(|name| name.is_some() && other.names.contains(name))
    }

    fn shares_a_word(&self, other: &Site) -> bool {
        self.bones.iter().any(|bone| other.bones.binary_search(bone).is_ok())
    }
}

fn named(name: &str) -> Option<u64> {
    let folded = fold::fold(name);
    (!folded.is_empty()).then(|| key64(&[&fold::skeleton(&folded).unwrap_or(folded)]))
}

/// The consonants of a word, where there are enough of them to tell it.
fn bone(word: &str) -> Option<u64> {
    fold::skeleton(word).filter(|b| b.len() > 2).map(|b| key64(&[&b]))
}

/// Tells how the places stand to each other; gives that as one word.
pub fn signs(a: &Account, b: &Account, tell: &mut Tell<'_>) -> &'static str {
    let (Some(x), Some(y)) = (&a.site, &b.site) else {
        let word = if a.site.is_none() && b.site.is_none() { "neither" } else { "one" };
        tell(&["place", word]);
        return "unknown";
    };
    let (fine, coarse) = in_order(x.precision, y.precision);
    let relation = relation(x, y);
    tell(&["place", relation]);
    tell(&["place", relation, fine.as_str(), coarse.as_str()]);
    if x.shares_a_word(y) {
        tell(&["place", "a word", relation]);
    }
    if matches!(relation, "same" | "same name") {
        let rarity = x.rarity.min(y.rarity);
        super::steps(&["place", "rare", coarse.as_str()], rarity, &[2.0, 3.0, 4.0, 5.0, 6.0], tell);
    }
    tell(&["place", "country", equal(x.country, y.country)]);
    tell(&["place", "province", equal(x.admin1, y.admin1)]);
    match relation {
        "same" | "same name" if x.fine() && y.fine() => "same",
        "same" | "same name" | "touch" | "inside" => "around",
        "near" | "by name alone" => "near",
        _ => "apart",
    }
}

fn relation(x: &Site, y: &Site) -> &'static str {
    let gap = x.distance(y).map(|km| km - x.radius_km - y.radius_km);
    if x.geonames.is_some() && x.geonames == y.geonames {
        return "same";
    }
    if x.is_named_as(y) && gap.is_none_or(|gap| gap < 25.0) {
        return "same name";
    }
    let wide = |s: &Site| s.precision >= Precision::Province;
    if wide(x) || wide(y) {
        return inside(x, y);
    }
    match gap {
        None if x.shares_a_word(y) => "by name alone",
        None => "other name",
        Some(..=0.0) => "touch",
        Some(..10.0) => "near",
        Some(..30.0) => "not far",
        Some(_) => "far",
    }
}

/// Of a province or country and another place.
fn inside(x: &Site, y: &Site) -> &'static str {
    if x.precision == Precision::Country || y.precision == Precision::Country {
        return if equal(x.country, y.country) == "same" { "inside" } else { "outside" };
    }
    match equal(x.admin1, y.admin1) {
        "same" => "inside",
        "apart" => "outside",
        _ => "perhaps inside",
    }
}

fn equal(a: Option<u64>, b: Option<u64>) -> &'static str {
    match (a, b) {
        (Some(a), Some(b)) if a == b => "same",
        (Some(_), Some(_)) => "apart",
        _ => "unknown",
    }
}
