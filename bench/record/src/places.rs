//! Where things happen: towns and sites of the embedded gazetteer, some countries much more often than others.

use crate::chance::Chance;
use dateline_code::gazetteer::Gazetteer;
use dateline_code::gazetteer::Kind;
use dateline_code::gazetteer::table::{Bytes, Table};
use std::collections::BTreeMap;

/// Countries, those with most events first.
pub const COUNTRIES: [&str; 36] = [
    "SY", "UA", "IQ", "AF", "MM", "NG", "YE", "SO", "PS", "CD", "SD", "ML", "BF", "MX", "PK", "LB", "ET",
    "CM", "IN", "LY", "CO", "SS", "PH", "IL", "MZ", "NE", "CF", "TR", "EG", "IR", "TD", "BR", "HT", "KE",
    "TH", "VE",
];

/// Places of one country at most.
const MOST: usize = 400;

static PACKED: &[u8] = include_bytes!("../../../gazetteer/gazetteer.bin");

/// One place.
#[derive(Clone, Debug)]
pub struct Site {
    /// Name.
    pub name: String,
    /// Name of the first-order area.
    pub admin1: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: &'static str,
    /// Degrees north and east.
    pub at: (f64, f64),
    /// Radius in kilometres.
    pub radius_km: f64,
    /// Inhabitants, 0 for a site that is no town.
    pub population: u64,
    /// GeoNames id.
    pub geonames: Option<u32>,
}

/// Sites of each of [`COUNTRIES`], those with most events first: landmarks, then towns by their size.
pub fn sites() -> Vec<Vec<Site>> {
    let table = Table::open(Bytes::Static(PACKED)).expect("the embedded table");
    let gazetteer = Gazetteer::embedded();
    let number: BTreeMap<&str, usize> = COUNTRIES.iter().enumerate().map(|(n, iso)| (*iso, n)).collect();
    let mut sites: Vec<Vec<(u32, Site)>> = vec![Vec::new(); COUNTRIES.len()];
    for index in 0..table.len() as u32 {
        let Some(record) = table.record(index).filter(|r| r.kind == Kind::Settlement) else { continue };
        let Some(country) = number.get(record.country()) else { continue };
        let site = Site {
            name: table.name(index),
            admin1: record.admin1().and_then(|code| gazetteer.admin1_name(code)),
            country: COUNTRIES[*country],
            at: (record.lat, record.lon),
            radius_km: record.radius_km,
            population: record.population,
            geonames: record.geonames,
        };
        sites[*country].push((index, site));
    }
    sites.into_iter().map(busiest).collect()
}

/// The places where most happens: not simply the largest, but drawn among them.
fn busiest(mut sites: Vec<(u32, Site)>) -> Vec<Site> {
    sites.sort_by_key(|(index, site)| (std::cmp::Reverse(site.population), *index));
    sites.truncate(MOST * 3);
    let mut chance = Chance::of(&[sites.len() as u64]);
    let mut drawn: Vec<(f64, Site)> = sites
        .into_iter()
        .enumerate()
        .map(|(n, (_, site))| ((n + 5) as f64 * (0.2 + chance.unit()), site))
        .collect();
    drawn.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.name.cmp(&b.1.name)));
    drawn.truncate(MOST);
    drawn.into_iter().map(|(_, site)| site).collect()
}
