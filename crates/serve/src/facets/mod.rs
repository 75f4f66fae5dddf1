//! All incidents at once, in memory: the few columns that counts and maps ask for, kept up change by change. A million
//! take some fifty megabytes, and are counted through in the time of a few frames.

mod clusters;
mod dots;
mod overview;
mod pictures;
mod queue;
mod reviews;
mod sieve;
mod timeline;

pub(crate) use clusters::View;
pub(crate) use overview::Overview;
pub(crate) use pictures::{Moment, Pictures};
pub(crate) use queue::{Place, Queue, Reason};
pub(crate) use reviews::{Reviewed, Reviews};
pub(crate) use sieve::Sieve;
pub(crate) use timeline::{By, ByName};

use dateline_store::{Facet, Store};
use dateline_terms::Word;
use dots::Dots;
use std::collections::HashMap;

/// What a column of days holds where none is known.
const UNKNOWN: i32 = i32::MIN;

/// One incident.
#[derive(Clone, Copy, Debug)]
struct Dot {
    number: i64,
    lat: f64,
    lon: f64,
    /// Where it is from north to south on a Mercator map, 0 to 1.
    y: f32,
    first: i32,
    last: i32,
    /// Dead by the best figure; −1 where unknown.
    killed: i32,
    event_type: u16,
    country: u16,
    family: u8,
    word: u8,
    foiled: bool,
    /// Whether it stands no more: its row waits to be cleared away.
    gone: bool,
}

/// Words that a column holds, by number.
#[derive(Clone, Debug, Default)]
struct Names {
    numbers: HashMap<String, u16>,
    names: Vec<String>,
}

impl Names {
    fn number(&mut self, name: &str) -> u16 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u16::try_from(self.names.len()).unwrap_or(u16::MAX);
        self.numbers.insert(name.to_string(), number);
        self.names.push(name.to_string());
        number
    }
}

/// The columns of all incidents after a change.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facets {
    /// Number of the last change that is in it.
    change: i64,
    dots: Dots,
    types: Names,
    countries: Names,
    families: Names,
    /// How many stand, without those that were retracted.
    present: u64,
    gone: usize,
}

impl Facets {
    /// All incidents as they stand now.
    fn now(store: &Store, change: i64) -> dateline_store::Result<Facets> {
        Facets::read(change, |each| store.facets(each))
    }

    /// All incidents as they stood after a change.
    fn then(store: &Store, change: i64) -> dateline_store::Result<Facets> {
        Facets::read(change, |each| store.facets_at(change, each))
    }

    fn read(
        change: i64,
        read: impl FnOnce(&mut dyn FnMut(Facet<'_>)) -> dateline_store::Result<()>,
    ) -> dateline_store::Result<Facets> {
        let (mut facets, mut dots) = (Facets { change, ..Facets::default() }, Vec::new());
        read(&mut |facet| dots.push(facets.dot(facet)))?;
        facets.present = dots.iter().map(present).sum();
        facets.dots = Dots::from(dots);
        Ok(facets)
    }

    /// Adds what later changes did, up to the one numbered `change`, the last one of the store.
    fn follow(&mut self, store: &Store, change: i64) -> dateline_store::Result<()> {
        let mut begun = Vec::new();
        let ended = store.facets_since(self.change, &mut |facet| begun.push(self.dot(facet)))?;
        ended.into_iter().for_each(|number| self.end(number));
        begun.into_iter().for_each(|dot| self.push(dot));
        if self.gone > 1000 && self.gone > self.dots.len() / 8 {
            self.dots.retain(|dot| !dot.gone);
            self.gone = 0;
        }
        self.change = change;
        Ok(())
    }

    fn push(&mut self, dot: Dot) {
        self.present += present(&dot);
        self.dots.push(dot);
    }

    fn end(&mut self, number: i64) {
        let Facets { dots, gone, present: standing, .. } = self;
        dots.alter(number, |dot| {
            if !std::mem::replace(&mut dot.gone, true) {
                *gone += 1;
                *standing -= present(dot);
            }
        });
    }

    fn dot(&mut self, facet: Facet<'_>) -> Dot {
        let day = |day: Option<i64>| day.and_then(|day| i32::try_from(day).ok()).unwrap_or(UNKNOWN);
        let word = Word::ALL.iter().position(|word| word.as_str() == facet.word).unwrap_or(0);
        let lat = facet.lat.unwrap_or(f64::NAN);
        Dot {
            number: facet.number,
            lat,
            lon: facet.lon.unwrap_or(f64::NAN),
            y: clusters::southing(lat) as f32,
            first: day(facet.first_day),
            last: day(facet.last_day),
            killed: facet.killed.map_or(-1, |killed| i32::try_from(killed).unwrap_or(i32::MAX)),
            event_type: self.types.number(facet.event_type),
            country: self.countries.number(facet.country.unwrap_or_default()),
            family: u8::try_from(self.families.number(facet.family)).unwrap_or(u8::MAX),
            word: word as u8,
            foiled: facet.status == "foiled",
            gone: false,
        }
    }

    /// Whether nothing was read yet.
    fn is_unread(&self) -> bool {
        self.change == 0 && self.dots.len() == 0
    }

    /// Hands on every incident that passes.
    fn each(&self, sieve: &Sieve, each: impl FnMut(&Dot)) {
        let passes = sieve.against(self);
        let lets = |dot: &&Dot| passes.lets(dot);
        match &sieve.keyed {
            None => self.dots.iter().filter(lets).for_each(each),
            Some(numbers) => self.dots.of(numbers).filter(lets).for_each(each),
        }
    }

    /// How many incidents pass.
    pub fn count(&self, sieve: &Sieve) -> u64 {
        if sieve.lets_all() {
            return self.present;
        }
        let mut count = 0;
        self.each(sieve, |_| count += 1);
        count
    }
}

/// 1 for what stands, 0 for what was retracted.
fn present(dot: &Dot) -> u64 {
    u64::from(dot.word != RETRACTED)
}

/// Number of the word for what was retracted: the place of it in [`Word::ALL`].
const RETRACTED: u8 = Word::Retracted as u8;
