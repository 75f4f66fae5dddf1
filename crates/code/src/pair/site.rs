//! What the places of two accounts say.

use super::bytes::{Bytes, Iso};
use super::sign::{Stem, Tell, reached, stem};
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

/// How the places of two accounts stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Seen {
    /// Neither has one.
    Neither,
    /// One has none.
    One,
    /// Both have one.
    Both(Both),
}

/// How two places stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Both {
    relation: Relation,
    /// Of the finer and of the coarser.
    precision: (Precision, Precision),
    shares_a_word: bool,
    /// How many of [`RARE`] the lesser rarity reaches; 0 where the names differ.
    rare: u8,
    country: Equal,
    province: Equal,
}

/// Steps of rarity that names in common are told by.
const RARE: [f32; 5] = [2.0, 3.0, 4.0, 5.0, 6.0];

/// How the places stand to each other.
pub fn seen(a: &Account, b: &Account) -> Seen {
    let (Some(x), Some(y)) = (&a.site, &b.site) else {
        return if a.site.is_none() && b.site.is_none() { Seen::Neither } else { Seen::One };
    };
    let relation = relation(x, y);
    let named = matches!(relation, Relation::Same | Relation::SameName);
    let rarity = if named { x.rarity.min(y.rarity).value() } else { 0.0 };
    Seen::Both(Both {
        relation,
        precision: in_order(x.precision, y.precision),
        shares_a_word: x.shares_a_word(y),
        rare: RARE.iter().take_while(|step| rarity >= **step).count() as u8,
        country: equal(x.country, y.country),
        province: equal(x.admin1, y.admin1),
    })
}

impl Seen {
    /// Tells it in signs.
    pub fn tell(self, tell: &mut Tell<'_>) {
        let both = match self {
            Seen::Neither => return tell(stem!("place"), &["neither"]),
            Seen::One => return tell(stem!("place"), &["one"]),
            Seen::Both(both) => both,
        };
        let (relation, (fine, coarse)) = (both.relation.as_str(), both.precision);
        tell(stem!("place"), &[relation]);
        tell(stem!("place"), &[relation, fine.as_str(), coarse.as_str()]);
        if both.shares_a_word {
            tell(stem!("place", "a word"), &[relation]);
        }
        reached(rare(coarse), both.rare, tell);
        tell(stem!("place", "country"), &[both.country.as_str()]);
        tell(stem!("place", "province"), &[both.province.as_str()]);
    }

    /// The places as one word.
    pub fn word(self) -> &'static str {
        let Seen::Both(both) = self else { return "unknown" };
        match both.relation {
            Relation::Same | Relation::SameName if both.precision.1 <= Precision::Settlement => "same",
            Relation::Same | Relation::SameName | Relation::Touch | Relation::Inside => "around",
            Relation::Near | Relation::ByNameAlone => "near",
            _ => "apart",
        }
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

/// How one place stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Relation {
    Same,
    SameName,
    Inside,
    Outside,
    PerhapsInside,
    ByNameAlone,
    OtherName,
    Touch,
    Near,
    NotFar,
    Far,
}

impl Relation {
    fn as_str(self) -> &'static str {
        match self {
            Relation::Same => "same",
            Relation::SameName => "same name",
            Relation::Inside => "inside",
            Relation::Outside => "outside",
            Relation::PerhapsInside => "perhaps inside",
            Relation::ByNameAlone => "by name alone",
            Relation::OtherName => "other name",
            Relation::Touch => "touch",
            Relation::Near => "near",
            Relation::NotFar => "not far",
            Relation::Far => "far",
        }
    }
}

fn relation(x: &Site, y: &Site) -> Relation {
    if x.geonames.is_some() && x.geonames == y.geonames {
        return Relation::Same;
    }
    let gap = || x.distance(y).map(|km| km - x.reach(y));
    if x.is_named_as(y) && gap().is_none_or(|gap| gap < 25.0) {
        return Relation::SameName;
    }
    let wide = |s: &Site| s.precision >= Precision::Province;
    if wide(x) || wide(y) {
        return inside(x, y);
    }
    match gap() {
        None if x.shares_a_word(y) => Relation::ByNameAlone,
        None => Relation::OtherName,
        Some(..=0.0) => Relation::Touch,
        Some(..10.0) => Relation::Near,
        Some(..30.0) => Relation::NotFar,
        Some(_) => Relation::Far,
    }
}

/// Of a province or country and another place.
fn inside(x: &Site, y: &Site) -> Relation {
    if x.precision == Precision::Country || y.precision == Precision::Country {
        let same = equal(x.country, y.country) == Equal::Same;
        return if same { Relation::Inside } else { Relation::Outside };
    }
    match equal(x.admin1, y.admin1) {
        Equal::Same => Relation::Inside,
        Equal::Apart => Relation::Outside,
        Equal::Unknown => Relation::PerhapsInside,
    }
}

/// Whether two things that may be unknown are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Equal {
    Same,
    Apart,
    Unknown,
}

impl Equal {
    fn as_str(self) -> &'static str {
        match self {
            Equal::Same => "same",
            Equal::Apart => "apart",
            Equal::Unknown => "unknown",
        }
    }
}

fn equal<T: PartialEq>(a: Option<T>, b: Option<T>) -> Equal {
    match (a, b) {
        (Some(a), Some(b)) if a == b => Equal::Same,
        (Some(_), Some(_)) => Equal::Apart,
        _ => Equal::Unknown,
    }
}
