//! The gazetteer: places of the world with their names, compiled in, and what a user adds.
//!
//! GeoNames' places of 500 people and more with alternate names, first- and second-order areas, countries
//! (GeoNames, CC BY 4.0), our own wide regions, and landmarks: bases, fields, crossings, camps.
//! `gazetteer/NOTICE.md` names every source; `cargo xtask gazetteer` builds the table.

mod distance;
mod dump;
pub mod fold;
mod landmarks;
mod lookup;
pub mod pack;
pub mod table;

pub use distance::kilometres;
pub use landmarks::{Landmark, parse as parse_landmarks};
pub use lookup::{Candidate, strength};

use crate::problem::Problem;
use dateline_terms::Precision;
use std::sync::{Arc, LazyLock};
use table::{Bytes, CODE_KEY, Record, SKELETON_KEY, Table};

static PACKED: &[u8] = include_bytes!("../../../../gazetteer/gazetteer.bin");
static LANDMARKS: &str = include_str!("../../../../gazetteer/landmarks.tsv");
static COUNTRIES: &str = include_str!("../../../../gazetteer/countries.tsv");

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A country.
    Country,
    /// First-order administrative area: province, governorate, state.
    Admin1,
    /// Second-order administrative area: district, county.
    Admin2,
    /// A continent, sea, range or wide region that is no administrative area.
    Region,
    /// A city, town or village.
    Settlement,
    /// A base, field, crossing, camp, dam or the like.
    Site,
}

impl Kind {
    const ALL: [Kind; 6] =
        [Kind::Country, Kind::Admin1, Kind::Admin2, Kind::Region, Kind::Settlement, Kind::Site];

    /// The number that a packed record keeps.
    pub fn byte(self) -> u8 {
        self as u8
    }

    /// The kind with that number.
    pub fn from_byte(byte: u8) -> Option<Kind> {
        Kind::ALL.get(usize::from(byte)).copied()
    }

    /// A word for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Country => "country",
            Kind::Admin1 => "province",
            Kind::Admin2 => "district",
            Kind::Region => "region",
            Kind::Settlement => "settlement",
            Kind::Site => "site",
        }
    }

    /// How closely a place of this kind is known.
    pub fn precision(self) -> Precision {
        match self {
            Kind::Country | Kind::Region => Precision::Country,
            Kind::Admin1 => Precision::Province,
            Kind::Admin2 => Precision::District,
            Kind::Settlement => Precision::Settlement,
            Kind::Site => Precision::Exact,
        }
    }
}

/// How a name was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Match {
    /// It is the place's main name.
    Main,
    /// It is another of its names.
    Other,
    /// It is spelt like one of its names (`fold::skeleton`).
    Alike,
}

/// A place in the gazetteer: which table, which record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u32);

impl Id {
    const TABLE_SHIFT: u32 = 28;

    fn new(table: usize, index: u32) -> Id {
        Id((table as u32) << Self::TABLE_SHIFT | index)
    }

    fn parts(self) -> (usize, u32) {
        ((self.0 >> Self::TABLE_SHIFT) as usize, self.0 & ((1 << Self::TABLE_SHIFT) - 1))
    }
}

/// One place that a name may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// The place.
    pub id: Id,
    /// How it was found.
    pub how: Match,
}

/// Tables of places, searched together: landmarks, the compiled-in table, a user's country dumps.
#[derive(Clone, Debug)]
pub struct Gazetteer {
    tables: Vec<Table>,
    landmarks: Arc<Vec<Landmark>>,
    demonyms: Arc<Demonyms>,
}

/// Adjectives and peoples, folded and sorted, with their country.
type Demonyms = Vec<(String, &'static str)>;

static EMBEDDED: LazyLock<Gazetteer> = LazyLock::new(|| {
    let base = Table::open(Bytes::Static(PACKED)).ok();
    let mut gazetteer = Gazetteer {
        tables: base.into_iter().collect(),
        landmarks: Arc::default(),
        demonyms: Arc::new(demonyms()),
    };
    let (landmarks, _) = landmarks::parse(LANDMARKS, &gazetteer);
    gazetteer.set_landmarks(landmarks);
    gazetteer
});

impl Gazetteer {
    /// The gazetteer that is compiled in.
    pub fn embedded() -> &'static Gazetteer {
        &EMBEDDED
    }

    /// This gazetteer with the landmarks of a user's file (the columns of `gazetteer/landmarks.tsv`) added to ours.
    /// Every problem of the file is reported, with its line.
    pub fn with_landmarks(&self, text: &str) -> Result<Gazetteer, Vec<Problem>> {
        let (added, problems) = landmarks::parse(text, self);
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut gazetteer = self.clone();
        gazetteer.set_landmarks(self.landmarks.iter().cloned().chain(added).collect());
        Ok(gazetteer)
    }

    /// This gazetteer with the places of a GeoNames country dump (19 columns, tab between) added.
    pub fn with_dump(&self, text: &str) -> Result<Gazetteer, Vec<Problem>> {
        let packed = Gazetteer::pack_dump(text)?;
        self.with_table(packed).map_err(|problem| vec![problem])
    }

    /// A country dump as packed bytes, to be kept in a file and opened with `with_table`, which takes no time worth naming.
    pub fn pack_dump(text: &str) -> Result<Vec<u8>, Vec<Problem>> {
        let rows = dump::parse(text)?;
        pack::pack(rows).map_err(|what| vec![Problem::new("dump", 0, what)])
    }

    /// This gazetteer with a table that `pack_dump` made.
    pub fn with_table(&self, packed: Vec<u8>) -> Result<Gazetteer, Problem> {
        let length = packed.len();
        let table = Table::open(Bytes::Shared(packed.into(), 0, length))
            .map_err(|what| Problem::new("table", 0, what))?;
        let mut gazetteer = self.clone();
        gazetteer.tables.push(table);
        // Fifteen is what an Id can number.
        gazetteer.tables.truncate(15);
        Ok(gazetteer)
    }

    /// Puts landmarks in place of those there were: they are the second table.
    fn set_landmarks(&mut self, landmarks: Vec<Landmark>) {
        let packed = pack::pack(landmarks.iter().map(Landmark::row).collect()).unwrap_or_default();
        let length = packed.len();
        if let Ok(table) = Table::open(Bytes::Shared(packed.into(), 0, length)) {
            match self.tables.get_mut(1) {
                Some(second) => *second = table,
                None => self.tables.push(table),
            }
            self.landmarks = Arc::new(landmarks);
        }
    }

    /// How many places it knows.
    pub fn len(&self) -> usize {
        self.tables.iter().map(Table::len).sum()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A place's record.
    pub fn record(&self, id: Id) -> Option<Record<'_>> {
        let (table, index) = id.parts();
        self.tables.get(table)?.record(index)
    }

    /// A place's main name.
    pub fn name(&self, id: Id) -> String {
        let (table, index) = id.parts();
        self.tables.get(table).map(|t| t.name(index)).unwrap_or_default()
    }

    /// Places whose folded name is `key`, put into `out`.
    pub fn named(&self, key: &str, out: &mut Vec<Hit>) {
        for (number, table) in self.tables.iter().enumerate() {
            table.under(key, |index, main| {
                out.push(Hit {
                    id: Id::new(number, index),
                    how: if main { Match::Main } else { Match::Other },
                });
            });
        }
    }

    /// Places in countries of Arabic script with a name that shares the folded name's consonants.
    pub fn alike(&self, key: &str, out: &mut Vec<Hit>) {
        let Some(bones) = fold::skeleton(key) else { return };
        let key = format!("{SKELETON_KEY}{bones}");
        for (number, table) in self.tables.iter().enumerate() {
            table.under(&key, |index, _| out.push(Hit { id: Id::new(number, index), how: Match::Alike }));
        }
    }

    /// The area with a code: "SY" the country, "SY.09" the province.
    pub fn area(&self, code: &str) -> Option<Id> {
        let mut found = None;
        self.tables.first()?.under(&format!("{CODE_KEY}{code}"), |index, _| found = Some(Id::new(0, index)));
        found
    }

    /// The country that an adjective or a people's name belongs to: "Syrian", "Turks".
    pub fn demonym(&self, folded: &str) -> Option<&'static str> {
        let i = self.demonyms.binary_search_by(|(word, _)| word.as_str().cmp(folded)).ok()?;
        self.demonyms.get(i).map(|(_, country)| *country)
    }
}

fn demonyms() -> Demonyms {
    let mut list: Demonyms = Vec::new();
    for line in COUNTRIES.lines().filter(|l| !l.starts_with('#')) {
        let mut columns = line.split('\t');
        let country = columns.next().unwrap_or("");
        for word in columns.nth(2).unwrap_or("").split('|').filter(|w| !w.is_empty()) {
            list.push((fold::fold(word), country));
        }
    }
    list.sort();
    list
}

#[cfg(test)]
mod tests;
