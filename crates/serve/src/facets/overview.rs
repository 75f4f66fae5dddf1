//! What a filter leaves, in counts: by family, type and word, over time, and on a map.

use super::clusters::{Grid, Mark, View};
use super::timeline::{self, By, Timeline};
use super::{Dot, Facets, Sieve, UNKNOWN};
use dateline_store::Store;
use dateline_terms::Word;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use utoipa::ToSchema;

/// Counts of the incidents that fit.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct Overview {
    /// How many fit.
    pub total: u64,
    /// How many the record holds, without those that were retracted.
    pub of: u64,
    /// Of those that fit: without a day.
    pub undated: u64,
    /// Without a place on the map.
    pub placeless: u64,
    /// Inside the view.
    pub in_view: u64,
    /// By family of types; none are left out.
    pub families: BTreeMap<String, u64>,
    /// By event type.
    pub types: BTreeMap<String, u64>,
    /// By how they stand.
    pub words: BTreeMap<String, u64>,
    /// By first day.
    pub timeline: Timeline,
    /// On the map, those with most incidents first.
    pub clusters: Vec<Cluster>,
}

/// A mark on the map.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct Cluster {
    /// Degrees north of its middle.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Incidents.
    pub count: u64,
    /// By family of types.
    pub families: BTreeMap<String, u64>,
    /// The incident, where it is one.
    #[serde(flatten)]
    #[schema(value_type = PerhapsOne)]
    pub one: Option<One>,
}

/// What a mark says further where it is one incident; missing where it is several.
#[derive(ToSchema)]
#[schema(as = SingleIncident)]
#[expect(dead_code, reason = "the document is made from it")]
struct PerhapsOne {
    /// Lasting id.
    id: Option<String>,
    /// Radius in kilometres within which it lies.
    radius_km: Option<f64>,
    /// Event type.
    #[schema(rename = "type")]
    event_type: Option<String>,
    /// How it stands.
    word: Option<String>,
    /// Name of the place.
    place: Option<String>,
}

/// An incident that is a mark by itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct One {
    /// Lasting id.
    pub id: String,
    /// Radius in kilometres within which it lies.
    pub radius_km: Option<f64>,
    /// Event type.
    #[serde(rename = "type")]
    pub event_type: String,
    /// How it stands.
    pub word: &'static str,
    /// Name of the place.
    pub place: Option<String>,
}

/// Counts by number, with the names that the numbers stand for; without zeros.
pub(super) fn named(counts: &[u64], names: &[String]) -> BTreeMap<String, u64> {
    let some = names.iter().zip(counts).filter(|(_, count)| **count > 0);
    some.map(|(name, count)| (name.clone(), *count)).collect()
}

/// Counts in the making.
struct Counts {
    total: u64,
    undated: u64,
    families: Vec<u64>,
    types: Vec<u64>,
    words: Vec<u64>,
    days: HashMap<i32, Vec<u64>, rustc_hash::FxBuildHasher>,
    grid: Grid,
}

impl Counts {
    fn add(&mut self, dot: &Dot) {
        let one_more = |counts: &mut [u64], n: usize| {
            if let Some(count) = counts.get_mut(n) {
                *count += 1;
            }
        };
        self.total += 1;
        one_more(&mut self.families, usize::from(dot.family));
        one_more(&mut self.types, usize::from(dot.event_type));
        one_more(&mut self.words, usize::from(dot.word));
        if dot.first == UNKNOWN {
            self.undated += 1;
        } else {
            let families = self.families.len();
            let day = self.days.entry(dot.first).or_insert_with(|| vec![0; families]);
            one_more(day, usize::from(dot.family));
        }
        self.grid.add(dot);
    }
}

impl Facets {
    /// Counts what passes.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn overview(
        &self,
        sieve: &Sieve,
        view: View,
        by: Option<By>,
        store: &Store,
    ) -> dateline_store::Result<Overview> {
        let families = &self.families.names;
        let mut counts = Counts {
            total: 0,
            undated: 0,
            families: vec![0; families.len()],
            types: vec![0; self.types.names.len()],
            words: vec![0; Word::ALL.len()],
            days: HashMap::default(),
            grid: Grid::new(view, families.len()),
        };
        self.each(sieve, |dot| counts.add(dot));
        let words: Vec<String> = Word::ALL.iter().map(|word| word.as_str().to_string()).collect();
        let days: BTreeMap<i32, Vec<u64>> = counts.days.into_iter().collect();
        let (in_view, placeless) = (counts.grid.in_view, counts.grid.placeless);
        let clusters = counts.grid.done().into_iter().map(|mark| self.cluster(mark, store));
        Ok(Overview {
            total: counts.total,
            of: self.present,
            undated: counts.undated,
            placeless,
            in_view,
            families: named(&counts.families, families),
            types: named(&counts.types, &self.types.names),
            words: named(&counts.words, &words),
            timeline: timeline::of(&days, by, families),
            clusters: clusters.collect::<dateline_store::Result<_>>()?,
        })
    }

    fn cluster(&self, (lat, lon, mark): (f64, f64, Mark), store: &Store) -> dateline_store::Result<Cluster> {
        let families = named(&mark.families, &self.families.names);
        let one = if mark.count == 1 { Some(self.one(&mark.one, store)?) } else { None };
        Ok(Cluster { lat: rounded(lat), lon: rounded(lon), count: mark.count, families, one })
    }

    fn one(&self, dot: &Dot, store: &Store) -> dateline_store::Result<One> {
        let pin = store.pin(dot.number)?;
        let event_type = self.types.names.get(usize::from(dot.event_type)).cloned().unwrap_or_default();
        let word = Word::ALL.get(usize::from(dot.word)).map_or("", |word| word.as_str());
        Ok(One { id: pin.id, radius_km: pin.radius_km, event_type, word, place: pin.place })
    }
}

/// Degrees to a metre or so.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e5).round() / 1e5
}
