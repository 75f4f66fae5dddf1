//! What a name alone may mean: for people who ask, with the runners-up and why.

use super::fold::{fold, likeness};
use super::{Gazetteer, Hit, Kind, Match};

/// One place that a name may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Name in the gazetteer.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// English name of the first-order area.
    pub admin1: Option<String>,
    /// ISO 3166-1 alpha-2; `None` for continents and seas.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Radius in kilometres.
    pub radius_km: f64,
    /// Inhabitants, 0 where not known.
    pub population: u64,
    /// GeoNames id.
    pub geonames: Option<u32>,
    /// How strong it is without any context; greater is better.
    pub score: f32,
    /// Why it stands where it does, for people to read.
    pub why: String,
}

/// How strong a place is as the meaning of a name, without context: 0–30 or so. Countries before provinces before
/// towns by the logarithm of their people; other names and like spellings count less. Chosen on the training half
/// of LGL and GeoVirus.
pub fn prior(kind: Kind, population: u64, how: Match) -> f32 {
    let people = strength(population);
    let base = match kind {
        Kind::Country => 16.0 + 0.3 * people,
        Kind::Admin1 => 6.0 + 0.5 * people,
        Kind::Admin2 => 6.0 + 0.3 * people,
        Kind::Region => 16.0,
        Kind::Settlement => people,
        Kind::Site => 11.0,
    };
    base - match how {
        Match::Main => 0.0,
        Match::Other => 2.0,
        Match::Alike => 5.0,
    }
}

/// The logarithm of a place's people; where they are not known, that of a town of 12,000: a place that someone listed
/// by hand is one that reports speak of.
pub fn strength(population: u64) -> f32 {
    (if population == 0 { 12_000.0 } else { population as f32 }).ln_1p()
}

impl Gazetteer {
    /// Every place that `name` may mean, best first. Names spelt alike are looked for where none is the same.
    pub fn lookup(&self, name: &str) -> Vec<Candidate> {
        let key = fold(name);
        let mut hits = Vec::new();
        self.named(&key, &mut hits);
        if hits.is_empty() {
            self.alike(&key, &mut hits);
        }
        let mut found: Vec<Candidate> = hits.iter().filter_map(|hit| self.candidate(&key, *hit)).collect();
        found.sort_by(|a, b| {
            b.score.total_cmp(&a.score).then_with(|| (a.geonames, &a.name).cmp(&(b.geonames, &b.name)))
        });
        found
    }

    /// The English name of the first-order area with this code.
    pub fn admin1_name(&self, code: &str) -> Option<String> {
        self.area(code)
            .filter(|id| self.record(*id).is_some_and(|r| r.kind == Kind::Admin1))
            .map(|id| self.name(id))
    }

    fn candidate(&self, key: &str, hit: Hit) -> Option<Candidate> {
        let r = self.record(hit.id)?;
        let name = self.name(hit.id);
        let near = likeness(key, &fold(&name));
        let how = match hit.how {
            Match::Main => "its main name".to_string(),
            Match::Other => "one of its other names".to_string(),
            Match::Alike => format!("spelt alike ({:.0} of 100 letters as in the main name)", near * 100.0),
        };
        let bonus = if hit.how == Match::Alike { 4.0 * near - 4.0 } else { 0.0 };
        Some(Candidate {
            name,
            kind: r.kind,
            admin1: r.admin1().and_then(|code| self.admin1_name(code)),
            country: Some(r.country().to_string()).filter(|c| !c.is_empty()),
            lat: r.lat,
            lon: r.lon,
            radius_km: r.radius_km,
            population: r.population,
            geonames: r.geonames,
            score: prior(r.kind, r.population, hit.how) + bonus,
            why: how,
        })
    }
}
