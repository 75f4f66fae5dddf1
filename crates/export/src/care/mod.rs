//! Do no harm: what is held back, moved or left out before any format sees an incident.
//!
//! All of it happens here, in one place, so that no format can forget it.

mod grid;
mod names;
mod reports;

pub(crate) use grid::distance_km;

use crate::countries;
use crate::{Error, Options, Result};
use dateline_terms::told::{Event, Place, Quote};
use dateline_terms::{Date, Entry, Incident, Precision, Source};
use grid::Grid;
use jiff::ToSpan;
use names::Names;
use std::collections::BTreeSet;

/// What stands in place of a report's words.
pub(crate) const WITHHELD: &str = "[withheld]";

/// What is held back, moved or left out of what is told: of an export's rows, and of what the server shows to those who
/// may not see all.
#[derive(Clone, Debug)]
pub struct Care {
    grid: Option<Grid>,
    /// The last day of which things may be told.
    until: Option<Date>,
    redact: bool,
}

impl Care {
    /// The care that an export's options ask for.
    pub(crate) fn of(options: &Options) -> Result<Care> {
        Care::new(options.blur_km, options.embargo_days, options.redact_names, options.today)
    }

    /// Moves places onto a grid of `blur_km` kilometres, holds back what happened less than `embargo_days` before
    /// `today`, and leaves out names that may be private persons' where `redact_names` says so. Words of reports are
    /// left out where places are moved or names left out: they tell both.
    ///
    /// # Errors
    /// When the grid is none.
    pub fn new(
        blur_km: Option<f64>,
        embargo_days: Option<u32>,
        redact_names: bool,
        today: Date,
    ) -> Result<Care> {
        let grid = blur_km.map(|km| {
            let wrong = || Error::new(format!("Places cannot be blurred by {km} km: give a number above 0."));
            Grid::new(km).ok_or_else(wrong)
        });
        let until = embargo_days.map(|n| today.saturating_sub(i64::from(n).days()));
        Ok(Care { grid: grid.transpose()?, until, redact: redact_names })
    }

    /// Makes the incident what may be told of it; `false` where the embargo holds it back: until `days` have passed since
    /// its last day, or since the last report of it where no day is known. Where neither is known nothing shows that it
    /// is old enough, so it stays back.
    pub fn incident(&self, incident: &mut Incident) -> bool {
        if self.held(incident.days.map(|days| days.end).or(incident.last_published)) {
            return false;
        }
        if !self.withholds() {
            return true;
        }
        let names = Names::of(incident, self.redact);
        self.place(&mut incident.place);
        for actor in incident.side_a.iter_mut().chain(&mut incident.side_b) {
            names.actor(actor);
        }
        incident.evidence = words(&incident.evidence);
        incident.parties.iter_mut().for_each(|party| names.speaker(party));
        let mut named = BTreeSet::new();
        incident.parties.retain(|party| named.insert(party.clone()));
        incident.entries.iter_mut().for_each(|entry| self.entry(entry, &names));
        true
    }

    /// Whether something of that day may not be told yet.
    fn held(&self, last: Option<Date>) -> bool {
        self.until.is_some_and(|until| last.is_none_or(|last| last > until))
    }

    /// Whether words of reports are left out: they name persons and places.
    fn withholds(&self) -> bool {
        self.redact || self.grid.is_some()
    }

    /// Leaves out of what is said of a report what stands in its words: its headline, and its address and name, which
    /// often hold the headline.
    pub fn source(&self, source: &mut Source) {
        if self.withholds() {
            source.name.clone_from(&source.id);
            (source.title, source.url) = (None, None);
        }
    }

    fn entry(&self, entry: &mut Entry, names: &Names) {
        self.source(&mut entry.source);
        self.event(&mut entry.event, names);
    }

    fn event(&self, event: &mut Event, names: &Names) {
        quote(&mut event.evidence);
        event.more_evidence.clear();
        event.why.clear();
        if let Some(time) = &mut event.time {
            (time.text, time.at) = (None, None);
        }
        self.place(&mut event.place);
        for actor in event.side_a.iter_mut().chain(&mut event.side_b) {
            names.actor(actor);
        }
        event.weapons.iter_mut().for_each(|weapon| quote(&mut weapon.quote));
        for harm in &mut event.harm {
            quote(&mut harm.quote);
            names.said_by(&mut harm.said_by);
        }
        for claim in &mut event.claims {
            quote(&mut claim.quote);
            names.said_by(&mut claim.said_by);
        }
    }

    /// Withholds the words for a place, and tells it no closer than the grid.
    fn place(&self, place: &mut Option<Place>) {
        let Some(place) = place else { return };
        quote(&mut place.quote);
        if self.redact && place.lat.is_none() && place.geonames.is_none() {
            // No gazetteer knows the name: it is the report's words, and may be "the house of …".
            coarsen(place);
        }
        if let Some(grid) = self.grid {
            blur(place, grid);
        }
    }
}

/// Moves a place to the centre of its cell. Where the cell is larger than the place, the place's name would tell it
/// closer than the cell does: it becomes that of its province, or of its country. So it does where the place is a site,
/// whose radius says how well we know where it is, not how large it is: others know better.
fn blur(place: &mut Place, grid: Grid) {
    let smaller = match place.radius_km {
        _ if place.precision == Precision::Exact => true,
        Some(radius) => 2.0 * radius < grid.km,
        None => place.precision < Precision::Province,
    };
    let cell = place.lat.zip(place.lon).and_then(|(lat, lon)| grid.cell(lat, lon));
    (place.lat, place.lon) = (cell.map(|c| c.lat), cell.map(|c| c.lon));
    // Not the distance that the place was moved by, which would tell where in the cell it was.
    place.radius_km = cell.map(|c| (place.radius_km.unwrap_or(0.0) + c.reach_km).ceil());
    if smaller || cell.is_none() && place.precision < Precision::Province {
        coarsen(place);
        let known = if place.radius_km.is_some_and(|r| r <= 50.0) {
            Precision::District
        } else {
            Precision::Province
        };
        place.precision = place.precision.max(known);
    }
}

/// Names a place by what it lies in.
fn coarsen(place: &mut Place) {
    let country = place.country.as_deref().and_then(countries::by_code).map(|c| c.name.to_string());
    place.name = place.admin1.clone().or(country).unwrap_or_default();
    place.geonames = None;
}

/// What stands for a report's words: nothing for none.
fn words(text: &str) -> String {
    if text.is_empty() { String::new() } else { WITHHELD.to_string() }
}

fn quote(quote: &mut Quote) {
    *quote = Quote { text: words(&quote.text), start: 0, end: 0 };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_gives_up_its_name_however_roughly_we_know_where_it_is() {
        let place = |precision| Place {
            quote: Quote::default(),
            name: "Conoco gas field".into(),
            admin1: Some("Deir ez-Zor".into()),
            country: Some("SY".into()),
            lat: Some(35.18),
            lon: Some(40.4),
            radius_km: Some(30.0),
            precision,
            geonames: None,
            basis: "stated".into(),
        };
        let blurred = |precision| {
            let mut place = place(precision);
            blur(&mut place, Grid::new(20.0).expect("a grid"));
            place
        };
        assert_eq!(blurred(Precision::Exact).name, "Deir ez-Zor");
        assert_eq!(blurred(Precision::Settlement).name, "Conoco gas field", "as wide as it is told to be");
    }
}
