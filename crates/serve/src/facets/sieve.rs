//! A filter, ready to be held against every incident.

use super::{Dot, Facets, RETRACTED, UNKNOWN};
use dateline_store::{Filter, Look, Store};
use dateline_terms::{Date, Status, Word};

/// A filter and the rows that its names and words lead to.
pub(crate) struct Sieve {
    filter: Filter,
    /// In order; `None` where nothing is asked that indexes would tell.
    pub(super) keyed: Option<Vec<i64>>,
}

impl Sieve {
    /// Looks the filter's names and words up.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn new(filter: &Filter, look: &Look, store: &Store) -> dateline_store::Result<Sieve> {
        let at = look.as_of.as_deref().map(|time| store.change_before(time)).transpose()?;
        Ok(Sieve { filter: filter.clone(), keyed: store.keyed(filter, at)? })
    }

    /// Whether it holds nothing back but what was retracted.
    pub(super) fn lets_all(&self) -> bool {
        self.keyed.is_none() && self.filter == Filter { text: self.filter.text.clone(), ..Filter::default() }
    }

    /// The filter in the numbers of these facets.
    pub(super) fn against(&self, facets: &Facets) -> Passes {
        let filter = &self.filter;
        let some = |names: &[String], all: &[String]| {
            (!names.is_empty()).then(|| all.iter().map(|name| names.contains(name)).collect::<Vec<bool>>())
        };
        let country = filter.country.as_ref().map(|cc| {
            let cc = cc.to_uppercase();
            facets.countries.numbers.get(&cc).copied()
        });
        let words = Word::ALL.iter().map(|word| match filter.standing.as_slice() {
            [] => *word as u8 != RETRACTED,
            asked => asked.contains(word),
        });
        Passes {
            types: some(&filter.types, &facets.types.names),
            families: some(&filter.families, &facets.families.names),
            words: words.collect(),
            country,
            from: filter.from.map(number),
            to: filter.to.map(number),
            undated: filter.undated,
            killed: filter.killed.map_or(i32::MIN, |n| i32::try_from(n).unwrap_or(i32::MAX)),
            foiled: filter.status.map(|status| status == Status::Foiled),
            area: filter.area,
        }
    }
}

/// A filter in the numbers that columns hold.
pub(super) struct Passes {
    types: Option<Vec<bool>>,
    families: Option<Vec<bool>>,
    words: Vec<bool>,
    /// The inner one is `None` where no incident is in that country.
    country: Option<Option<u16>>,
    from: Option<i32>,
    to: Option<i32>,
    undated: bool,
    killed: i32,
    foiled: Option<bool>,
    area: Option<[f64; 4]>,
}

impl Passes {
    /// Whether an incident passes.
    pub fn lets(&self, dot: &Dot) -> bool {
        let listed = |list: &Option<Vec<bool>>, n: usize| {
            list.as_ref().is_none_or(|list| list.get(n).copied().unwrap_or(false))
        };
        !dot.gone
            && self.words.get(usize::from(dot.word)).copied().unwrap_or(false)
            && self.from.is_none_or(|from| dot.last >= from && dot.last != UNKNOWN)
            && self.to.is_none_or(|to| dot.first <= to && dot.first != UNKNOWN)
            && (!self.undated || dot.first == UNKNOWN)
            && self.country.is_none_or(|country| country == Some(dot.country))
            && listed(&self.types, usize::from(dot.event_type))
            && listed(&self.families, usize::from(dot.family))
            && self.foiled.is_none_or(|foiled| foiled == dot.foiled)
            // Without a figure none fits, not even "at least 0".
            && (self.killed == i32::MIN || (dot.killed >= 0 && dot.killed >= self.killed))
            && self.area.is_none_or(|area| inside(dot, area))
    }
}

/// Whether an incident lies in a box in degrees, its edges included.
pub(super) fn inside(dot: &Dot, [west, south, east, north]: [f64; 4]) -> bool {
    let across =
        if west > east { dot.lon >= west || dot.lon <= east } else { west <= dot.lon && dot.lon <= east };
    south <= dot.lat && dot.lat <= north && across
}

/// Days since 1970-01-01.
pub(super) fn number(day: Date) -> i32 {
    (day - Date::constant(1970, 1, 1)).get_days()
}

/// The day of that number; `None` beyond the calendar.
pub(super) fn day(number: i32) -> Option<Date> {
    Date::constant(1970, 1, 1).checked_add(jiff::Span::new().try_days(number).ok()?).ok()
}
