//! The packed table: records of fifteen bytes, a pool of names, an fst from folded names to records.
//! It is read where it lies, in the program's own bytes; nothing is unpacked at start. `pack` writes it.
//!
//! Layout, little endian: the magic; five counts of four bytes (records, areas, bytes of names, of postings, of the fst);
//! area codes of eight bytes; records; names; postings; fst. Records stand by name, so names are kept in blocks of
//! sixteen, each as what it shares with the one before it and the rest; where each block begins stands before them.

use super::Kind;
use fst::Map;
use std::sync::Arc;

/// First bytes of a packed table; the digit is the layout's version.
pub const MAGIC: &[u8; 8] = b"DLGAZ-1\n";
/// Bytes of one record.
pub const RECORD: usize = 15;
/// Names in one block.
pub const BLOCK: usize = 16;
/// Bytes of one area code.
pub const AREA: usize = 8;
/// First byte of a key that is an area's code ("SY.09"), not a name.
pub const CODE_KEY: char = '\u{2}';
/// First byte of a key that is a name's skeleton.
pub const SKELETON_KEY: char = '\u{1}';

/// Bytes that are compiled in, or read from a user's file.
#[derive(Clone, Debug)]
pub enum Bytes {
    /// Compiled in.
    Static(&'static [u8]),
    /// A part of shared bytes: from, to.
    Shared(Arc<[u8]>, usize, usize),
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        match self {
            Bytes::Static(bytes) => bytes,
            Bytes::Shared(bytes, from, to) => bytes.get(*from..*to).unwrap_or_default(),
        }
    }
}

impl Bytes {
    /// The part from `from` to `to`; empty where it does not fit.
    fn part(&self, from: usize, to: usize) -> Bytes {
        match self {
            Bytes::Static(bytes) => Bytes::Static(bytes.get(from..to).unwrap_or_default()),
            Bytes::Shared(bytes, start, _) => Bytes::Shared(bytes.clone(), start + from, start + to),
        }
    }
}

/// One place as a table holds it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Record<'a> {
    /// What it is.
    pub kind: Kind,
    /// Code of the first-order area that it lies in or is ("SY.09"), of the country where that is not known, or nothing.
    pub code: &'a str,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Inhabitants, within a thousandth; 0 where not known.
    pub population: u64,
    /// GeoNames id, `None` for our own landmarks and regions.
    pub geonames: Option<u32>,
    /// Radius in kilometres.
    pub radius_km: f64,
}

impl<'a> Record<'a> {
    /// ISO 3166-1 alpha-2 code of the country, or nothing.
    pub fn country(&self) -> &'a str {
        self.code.get(..2).unwrap_or("")
    }

    /// Code of the first-order area, if known.
    pub fn admin1(&self) -> Option<&'a str> {
        (self.code.len() > 3).then_some(self.code)
    }
}

/// A packed table, open.
#[derive(Clone, Debug)]
pub struct Table {
    areas: Bytes,
    records: Bytes,
    names: Bytes,
    postings: Bytes,
    keys: Map<Bytes>,
}

impl Table {
    /// Opens packed bytes; `Err` says what is wrong with them.
    pub fn open(bytes: Bytes) -> Result<Table, String> {
        let raw = bytes.as_ref();
        if !raw.starts_with(MAGIC) {
            return Err(
                "This is no packed gazetteer table of this version; import the country dump again.".into()
            );
        }
        let total = raw.len();
        let mut at = MAGIC.len();
        let mut counts = [0usize; 5];
        for count in &mut counts {
            *count = number(raw, at, 4);
            at += 4;
        }
        let [records, areas, names, postings, keys] = counts;
        let lengths = [areas * AREA, records * RECORD, names, postings, keys];
        if at + lengths.iter().sum::<usize>() != total {
            return Err("The packed gazetteer table is cut short; import the country dump again.".into());
        }
        let mut parts = lengths.iter().map(|length| {
            at += length;
            bytes.part(at - length, at)
        });
        let mut next = || parts.next().unwrap_or(Bytes::Static(&[]));
        let (areas, records, names, postings) = (next(), next(), next(), next());
        let keys = Map::new(next()).map_err(|e| {
            format!("The packed gazetteer table is damaged ({e}); import the country dump again.")
        })?;
        Ok(Table { areas, records, names, postings, keys })
    }

    /// How many places it holds.
    pub fn len(&self) -> usize {
        self.records.as_ref().len() / RECORD
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place with number `index`.
    pub fn record(&self, index: u32) -> Option<Record<'_>> {
        let from = index as usize * RECORD;
        let r = self.records.as_ref().get(from..from + RECORD)?;
        let population = unpack_log(number(r, 6, 2), POPULATION_STEP).round() as u64;
        let radius = unpack_log(number(r, 13, 1), RADIUS_STEP);
        Some(Record {
            kind: Kind::from_byte(*r.get(14)?)?,
            code: self.area(number(r, 8, 2)),
            lat: signed(number(r, 0, 3)),
            lon: signed(number(r, 3, 3)),
            population,
            geonames: Some(number(r, 10, 3) as u32).filter(|id| *id > 0),
            radius_km: if radius > 0.0 { radius } else { settlement_radius(population) },
        })
    }

    /// The main name of the place with number `index`, in English as far as GeoNames gives one; empty if there is none.
    pub fn name(&self, index: u32) -> String {
        let names = self.names.as_ref();
        let block = index as usize / BLOCK;
        let mut at = number(names, block * 4, 4);
        let mut name: Vec<u8> = Vec::new();
        for _ in 0..=index as usize % BLOCK {
            let (Some(shared), Some(rest)) = (names.get(at), names.get(at + 1)) else { return String::new() };
            name.truncate(usize::from(*shared));
            let from = at + 2;
            at = from + usize::from(*rest);
            name.extend_from_slice(names.get(from..at).unwrap_or_default());
        }
        String::from_utf8(name).unwrap_or_default()
    }

    /// The area code with number `index`, counted from 1; nothing for 0.
    fn area(&self, index: usize) -> &str {
        let from = index.wrapping_sub(1).wrapping_mul(AREA);
        let code = self.areas.as_ref().get(from..from.wrapping_add(AREA)).unwrap_or_default();
        std::str::from_utf8(code).unwrap_or("").trim_end_matches('\0')
    }

    /// Places under a key, each with whether the key is its main name, put into `out`.
    pub fn under(&self, key: &str, mut out: impl FnMut(u32, bool)) {
        let Some(value) = self.keys.get(key) else { return };
        if value & 1 == 1 {
            out((value >> 2) as u32, value & 2 == 2);
            return;
        }
        let postings = self.postings.as_ref();
        let mut at = (value >> 1) as usize;
        let count = varint(postings, &mut at);
        let mut last = 0;
        for _ in 0..count.min(postings.len() as u64) {
            let step = varint(postings, &mut at);
            last += step >> 1;
            out(last as u32, step & 1 == 1);
        }
    }
}

/// Steps of the logarithmic scale that populations are kept on: a thousandth.
pub const POPULATION_STEP: f64 = 0.001 / 3.0;
/// Steps of the scale that radii are kept on: a thirtieth.
pub const RADIUS_STEP: f64 = 1.0 / 30.0;

/// A value as steps of a logarithmic scale; 0 stays 0.
pub fn pack_log(value: f64, step: f64, most: usize) -> usize {
    ((value.max(0.0).ln_1p() / step).round() as usize).min(most)
}

fn unpack_log(steps: usize, step: f64) -> f64 {
    (steps as f64 * step).exp_m1()
}

/// Radius of a town in kilometres, from its inhabitants: 1 km for a village, 4 for 100,000, at most 25.
/// Ours; towns of these sizes are about so wide.
pub fn settlement_radius(population: u64) -> f64 {
    (0.012 * (population as f64).sqrt()).clamp(1.0, 25.0)
}

/// Degrees in units of 1/40,000, as an unsigned number of 24 bits with its middle at 0.
pub fn pack_degrees(degrees: f64) -> usize {
    ((degrees * 40_000.0).round() as i64 + (1 << 23)).clamp(0, (1 << 24) - 1) as usize
}

fn signed(packed: usize) -> f64 {
    // Rounded to what the packing keeps, so that printed coordinates have no noise behind them.
    ((packed as i64 - (1 << 23)) as f64 / 4.0).round() / 10_000.0
}

fn number(bytes: &[u8], at: usize, width: usize) -> usize {
    bytes.get(at..at + width).unwrap_or_default().iter().rev().fold(0, |n, b| n << 8 | usize::from(*b))
}

fn varint(bytes: &[u8], at: &mut usize) -> u64 {
    let (mut n, mut shift) = (0u64, 0);
    while let Some(b) = bytes.get(*at) {
        *at += 1;
        n |= u64::from(b & 127) << shift;
        shift += 7;
        if b & 128 == 0 || shift > 56 {
            break;
        }
    }
    n
}
