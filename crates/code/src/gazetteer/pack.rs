//! Packing: from rows to the bytes that `table` reads. The same rows give the same bytes.

use super::Kind;
use super::fold::{fold, skeleton, without_article};
use super::table::{
    AREA, BLOCK, CODE_KEY, MAGIC, POPULATION_STEP, RADIUS_STEP, SKELETON_KEY, pack_degrees, pack_log,
};
use std::collections::{BTreeMap, BTreeSet};

/// Countries whose names come in many Latin spellings, because they are written in Arabic script or were:
/// there names are found by their skeleton too.
const TRANSLITERATED: &str =
    "AE AF BH DJ DZ EG EH ER IL IQ IR JO KW LB LY MA MR OM PK PS QA SA SD SO SY TD TN TR YE";

/// Whether names of this country (ISO 3166-1 alpha-2) come in many Latin spellings.
pub fn is_transliterated(country: &str) -> bool {
    TRANSLITERATED.split(' ').any(|c| c == country)
}

/// One place to be packed.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it is.
    pub kind: Kind,
    /// Code of the area that it is (countries, first-order areas) or lies in; may be empty.
    pub code: String,
    /// Main name.
    pub name: String,
    /// Other names.
    pub names: Vec<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Inhabitants, 0 where not known.
    pub population: u64,
    /// GeoNames id, 0 for none.
    pub geonames: u32,
    /// Radius in kilometres; 0: from the inhabitants.
    pub radius_km: f64,
}

/// Packs rows. `Err` where there are more than the layout holds.
pub fn pack(mut rows: Vec<Row>) -> Result<Vec<u8>, String> {
    // By name, so that the numbers of records grow with the keys: the fst shares them better.
    rows.sort_by_cached_key(|r| (fold(&r.name), r.kind, r.code.clone(), r.geonames, r.name.clone()));
    let areas: Vec<&str> = rows
        .iter()
        .map(|r| r.code.as_str())
        .filter(|c| !c.is_empty())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let mut records = Vec::new();
    for row in &rows {
        let area = areas.binary_search(&row.code.as_str()).map_or(0, |i| i + 1);
        push_record(row, area, &mut records);
    }
    let names = front_coded(&rows);
    if rows.len() >= 1 << 24 || areas.len() >= 1 << 16 {
        return Err("There are too many places for one table; import fewer countries.".into());
    }
    let (keys, postings) = index(&rows)?;
    let mut out = MAGIC.to_vec();
    for count in [rows.len(), areas.len(), names.len(), postings.len(), keys.len()] {
        push_number(count, 4, &mut out);
    }
    for area in &areas {
        let mut code = [0u8; AREA];
        for (to, from) in code.iter_mut().zip(area.bytes()) {
            *to = from;
        }
        out.extend_from_slice(&code);
    }
    for part in [records, names, postings, keys] {
        out.extend_from_slice(&part);
    }
    Ok(out)
}

/// The name, cut at 255 bytes.
fn clip(name: &str) -> &str {
    let mut end = name.len().min(255);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.get(..end).unwrap_or("")
}

/// Names in blocks: what a name shares with the one before, the length of the rest, the rest.
fn front_coded(rows: &[Row]) -> Vec<u8> {
    let mut starts = Vec::new();
    let mut names = Vec::new();
    let head = rows.len().div_ceil(BLOCK) * 4;
    let mut last = "";
    for (i, row) in rows.iter().enumerate() {
        if i % BLOCK == 0 {
            push_number(head + names.len(), 4, &mut starts);
            last = "";
        }
        let name = clip(&row.name);
        let shared = name.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count();
        let rest = name.as_bytes().get(shared..).unwrap_or_default();
        names.push(shared as u8);
        names.push(rest.len() as u8);
        names.extend_from_slice(rest);
        last = name;
    }
    starts.extend_from_slice(&names);
    starts
}

fn push_record(row: &Row, area: usize, out: &mut Vec<u8>) {
    push_number(pack_degrees(row.lat), 3, out);
    push_number(pack_degrees(row.lon), 3, out);
    push_number(pack_log(row.population as f64, POPULATION_STEP, 65_535), 2, out);
    push_number(area, 2, out);
    push_number(row.geonames as usize & 0xFF_FFFF, 3, out);
    push_number(pack_log(row.radius_km, RADIUS_STEP, 255), 1, out);
    out.push(row.kind.byte());
}

fn push_number(mut n: usize, width: usize, out: &mut Vec<u8>) {
    for _ in 0..width {
        out.push((n & 255) as u8);
        n >>= 8;
    }
}

/// The fst of keys and the postings that it points at.
fn index(rows: &[Row]) -> Result<(Vec<u8>, Vec<u8>), String> {
    let mut keys: BTreeMap<String, BTreeMap<u32, bool>> = BTreeMap::new();
    for (i, row) in rows.iter().enumerate() {
        for (key, main) in keys_of(row) {
            let main_already = keys.entry(key).or_default().entry(i as u32).or_default();
            *main_already |= main;
        }
    }
    let mut postings = Vec::new();
    let mut known: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
    let mut builder = fst::MapBuilder::memory();
    for (key, places) in &keys {
        let mut it = places.iter();
        let value = match (it.next(), places.len()) {
            (Some((i, main)), 1) => u64::from(*i) << 2 | u64::from(*main) << 1 | 1,
            _ => {
                let list = posting(places);
                let at = *known.entry(list).or_insert_with_key(|list| {
                    postings.extend_from_slice(list);
                    postings.len() - list.len()
                });
                (at as u64) << 1
            }
        };
        builder.insert(key, value).map_err(|e| format!("The index of names cannot be built ({e})."))?;
    }
    let keys = builder.into_inner().map_err(|e| format!("The index of names cannot be built ({e})."))?;
    Ok((keys, postings))
}

fn posting(places: &BTreeMap<u32, bool>) -> Vec<u8> {
    let mut list = Vec::new();
    push_varint(places.len() as u64, &mut list);
    let mut last = 0;
    for (i, main) in places {
        push_varint(u64::from(i - last) << 1 | u64::from(*main), &mut list);
        last = *i;
    }
    list
}

fn push_varint(mut n: u64, out: &mut Vec<u8>) {
    while n > 127 {
        out.push((n & 127) as u8 | 128);
        n >>= 7;
    }
    out.push(n as u8);
}

/// Bytes of the longest folded name that can be looked up.
pub(super) const LONGEST_KEY: usize = 60;

/// The keys that find a row, each with whether it is the main name.
fn keys_of(row: &Row) -> Vec<(String, bool)> {
    let mut keys = Vec::new();
    if matches!(row.kind, Kind::Country | Kind::Admin1) && !row.code.is_empty() {
        keys.push((format!("{CODE_KEY}{}", row.code), true));
    }
    let loose = is_transliterated(row.code.get(..2).unwrap_or(""));
    for (name, main) in std::iter::once((&row.name, true)).chain(row.names.iter().map(|n| (n, false))) {
        let key = fold(name);
        if key.is_empty() || key.len() > LONGEST_KEY {
            continue;
        }
        if loose && key.is_ascii() {
            if let Some(bare) = without_article(&key) {
                keys.push((bare.to_string(), main));
            }
            if let Some(bones) = skeleton(&key).filter(|_| row.kind != Kind::Country) {
                keys.push((format!("{SKELETON_KEY}{bones}"), false));
            }
        }
        keys.push((key, main));
    }
    keys
}
