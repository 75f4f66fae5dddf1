//! What the places of two accounts say.

use super::bytes::{Bytes, Iso};
use super::sign::{Stem, Tell, stem, steps};
use super::wording::{Rarity, WordWeights, pieces};
use super::{Account, in_order};
use crate::gazetteer::{fold, kilometres};
use crate::weigh::key32;
use dateline_terms::told::Place;
use dateline_terms::{Cursor, Precision};

/// A place, laid out for comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    pub(crate) precision: Precision,
    /// Name and words, without articles and vowels: spellings of one name share it.
    names: (Option<u32>, Option<u32>),
    /// The same word by word.
    bones: Vec<u32>,
    /// How rare its rarest word is.
    rarity: Rarity,
    geonames: Option<u32>,
    pub(crate) admin1: Option<u32>,
    pub(crate) country: Option<Iso>,
    /// Degrees north and east.
    pub(crate) at: Option<(f32, f32)>,
    /// Radius in kilometres, 0 where not known.
    pub radius_km: f32,
}

impl Site {
    /// Lays out a place.
    pub fn new(place: &Place, words: &WordWeights) -> Site {
        let said = place.quote.text.as_str();
        let mut bones: Vec<u32> =
            [said, &place.name].iter().flat_map(|name| pieces(name)).filter_map(|(w, _)| bone(&w)).collect();
        bones.sort_unstable();
        bones.dedup();
        Site {
            precision: place.precision,
            names: (named(&place.name), named(said)),
            bones,
            rarity: pieces(&place.name).map(|(w, _)| words.of(&w)).max().unwrap_or_default(),
            geonames: place.geonames,
            admin1: place.admin1.as_deref().and_then(named),
            country: place.country.as_deref().and_then(Iso::new),
            at: place.lat.zip(place.lon).map(|(north, east)| (north as f32, east as f32)),
            radius_km: place.radius_km.unwrap_or(0.0) as f32,
        }
    }

    /// Kilometres between the two along the great circle, where both are known.
    pub fn distance(&self, other: &Site) -> Option<f64> {
        let whole = |(north, east): (f32, f32)| (f64::from(north), f64::from(east));
        Some(kilometres(whole(self.at?), whole(other.at?)))
    }

    /// The radii of the two together, in kilometres.
    pub fn reach(&self, other: &Site) -> f64 {
        f64::from(self.radius_km) + f64::from(other.radius_km)
    }

    fn fine(&self) -> bool {
        self.precision <= Precision::Settlement
    }

    fn is_named_as(&self, other: &Site) -> bool {
        let has = |name: Option<u32>| name.is_some() && (other.names.0 == name || other.names.1 == name);
        has(self.names.0) || has(self.names.1)
    }

    fn shares_a_word(&self, other: &Site) -> bool {
        self.bones.iter().any(|bone| other.bones.binary_search(bone).is_ok())
    }
}

impl Bytes for Site {
    fn put(&self, out: &mut Vec<u8>) {
        self.precision.put(out);
        self.names.put(out);
        self.bones.put(out);
        self.rarity.put(out);
        self.geonames.put(out);
        self.admin1.put(out);
        self.country.put(out);
        self.at.put(out);
        self.radius_km.put(out);
    }

    fn take(at: &mut Cursor<'_>) -> Option<Site> {
        Some(Site {
            precision: Bytes::take(at)?,
            names: Bytes::take(at)?,
            bones: Bytes::take(at)?,
            rarity: Bytes::take(at)?,
            geonames: Bytes::take(at)?,
            admin1: Bytes::take(at)?,
            country: Bytes::take(at)?,
            at: Bytes::take(at)?,
            radius_km: Bytes::take(at)?,
        })
    }
}

fn named(name: &str) -> Option<u32> {
    let folded = fold::fold(name);
    (!folded.is_empty()).then(|| key32(&[&fold::skeleton(&folded).unwrap_or(folded)]))
}

/// The consonants of a word, where there are enough of them to tell it.
fn bone(word: &str) -> Option<u32> {
    fold::skeleton(word).filter(|b| b.len() > 2).map(|b| key32(&[&b]))
}

/// Tells how the places stand to each other; gives that as one word.
pub fn signs(a: &Account, b: &Account, tell: &mut Tell<'_>) -> &'static str {
    let (Some(x), Some(y)) = (&a.site, &b.site) else {
        let word = if a.site.is_none() && b.site.is_none() { "neither" } else { "one" };
        tell(stem!("place"), &[word]);
        return "unknown";
    };
    let (fine, coarse) = in_order(x.precision, y.precision);
    let relation = relation(x, y);
    tell(stem!("place"), &[relation]);
    tell(stem!("place"), &[relation, fine.as_str(), coarse.as_str()]);
    if x.shares_a_word(y) {
        tell(stem!("place", "a word"), &[relation]);
    }
    if matches!(relation, "same" | "same name") {
        let rarity = x.rarity.min(y.rarity).value();
        steps(rare(coarse), rarity, &[2.0, 3.0, 4.0, 5.0, 6.0], tell);
    }
    tell(stem!("place", "country"), &[equal(x.country, y.country)]);
    tell(stem!("place", "province"), &[equal(x.admin1, y.admin1)]);
    match relation {
        "same" | "same name" if x.fine() && y.fine() => "same",
        "same" | "same name" | "touch" | "inside" => "around",
        "near" | "by name alone" => "near",
        _ => "apart",
    }
}

fn rare(precision: Precision) -> &'static Stem {
    match precision {
        Precision::Exact => stem!("place", "rare", "exact"),
        Precision::Settlement => stem!("place", "rare", "settlement"),
        Precision::District => stem!("place", "rare", "district"),
        Precision::Province => stem!("place", "rare", "province"),
        Precision::Country => stem!("place", "rare", "country"),
    }
}

fn relation(x: &Site, y: &Site) -> &'static str {
    let gap = x.distance(y).map(|km| km - x.reach(y));
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

fn equal<T: PartialEq>(a: Option<T>, b: Option<T>) -> &'static str {
    match (a, b) {
        (Some(a), Some(b)) if a == b => "same",
        (Some(_), Some(_)) => "apart",
        _ => "unknown",
    }
}
