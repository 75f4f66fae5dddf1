//! A world of made-up incidents and the reports that tell of them, to measure a record on: as large as is asked for,
//! and the same from the same seed.
//!
//! What is modelled is what makes fusing hard and lists slow: a few countries and towns with most of the events; most
//! incidents told by one to three reports and a few by dozens; wire stories that many outlets print; death tolls that
//! grow from day to day; undated claims, and claims that name a province only; old events recalled; and two attacks on
//! one base on one day that one report tells apart. Names of places and parties are real, what happens is not.

mod cast;
pub mod chance;
mod places;
mod reports;
mod telling;
mod truth;
mod words;

pub use reports::Reports;
pub use truth::Truth;

use cast::Cast;
use dateline_code::Books;
use places::Site;

/// How much is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The same seed makes the same world.
    pub seed: u64,
    /// Incidents; about twice as many claims tell of them.
    pub incidents: u64,
    /// Days over which they happen, the first being 1 January 2015.
    pub days: u32,
}

/// Days of ten years.
pub const TEN_YEARS: u32 = 3652;

/// A world that incidents happen in.
#[derive(Debug)]
pub struct World {
    settings: Settings,
    sites: Vec<Vec<Site>>,
    /// Countries, those with most events first.
    busy: Vec<usize>,
    casts: Vec<Cast>,
    agencies: Vec<String>,
}

impl World {
    /// A world of these settings; takes a second, most of it to read the gazetteer.
    pub fn new(settings: Settings, books: &Books<'_>) -> World {
        World {
            settings,
            sites: places::sites(),
            busy: (0..places::COUNTRIES.len()).collect(),
            casts: cast::casts(books),
            agencies: cast::agencies(books),
        }
    }

    /// Its settings.
    pub fn settings(&self) -> Settings {
        self.settings
    }

    /// Incidents that happened before a day, counted from the first one.
    fn before(&self, day: u32) -> u64 {
        u64::from(day) * self.settings.incidents / u64::from(self.settings.days)
    }

    /// All reports, in order of publication.
    pub fn reports(&self) -> Reports<'_> {
        Reports::new(self)
    }
}
