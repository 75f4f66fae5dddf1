//! What profiles of actors and outlets have in common: months, and what was claimed and denied in them.

use crate::problem::Answer;
use dateline_store::{Books, Filter, Look, Sort, Store, fold};
use dateline_terms::told::Attribution;
use dateline_terms::{Incident, Stance};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Incidents whose claims are looked at, the latest ones.
pub(super) const LOOKED_AT: usize = 100;

/// A month of an actor.
#[derive(Serialize, ToSchema)]
#[schema(as = ActorMonth)]
pub(super) struct Month {
    /// `YYYY-MM`.
    month: String,
    /// Incidents in which it is on side a.
    side_a: u64,
    /// On side b.
    side_b: u64,
}

/// What was claimed and denied, by month of publication.
#[derive(Serialize, ToSchema)]
pub(super) struct Stances {
    /// How many incidents or reports were looked at, the latest ones.
    pub looked_at: u64,
    /// Of how many.
    pub of: u64,
    /// In order; months in which nothing was said are left out.
    pub months: Vec<Said>,
}

/// What was said in a month.
#[derive(Default, Serialize, ToSchema)]
#[schema(as = SaidInMonth)]
pub(super) struct Said {
    /// `YYYY-MM`.
    pub month: String,
    /// How often something was claimed to be so.
    pub asserts: u64,
    /// How often something was denied.
    pub denies: u64,
    /// How often something was said to be unconfirmed.
    pub unconfirmed: u64,
}

impl Said {
    /// Counts one stance.
    pub fn add(&mut self, stance: &str, count: u64) {
        match Stance::parse(stance) {
            Some(Stance::Denies | Stance::Denied) => self.denies += count,
            Some(Stance::Unconfirmed) => self.unconfirmed += count,
            _ => self.asserts += count,
        }
    }
}

/// Months by side (1 a, 2 b, 3 both) as one row a month.
pub(super) fn by_month(rows: Vec<(String, i64, u64)>) -> Vec<Month> {
    let mut months: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for (month, sides, count) in rows {
        let sums = months.entry(month).or_default();
        sums.0 += if sides & 1 != 0 { count } else { 0 };
        sums.1 += if sides & 2 != 0 { count } else { 0 };
    }
    months.into_iter().map(|(month, (side_a, side_b))| Month { month, side_a, side_b }).collect()
}

/// The latest incidents that fit, with their claims, and how many fit.
///
/// # Errors
/// When the store cannot be read.
pub(super) fn latest(store: &Store, books: &Books<'_>, filter: &Filter) -> Answer<Vec<Incident>> {
    let look = Look { entries: true, ..Look::default() };
    Ok(store.page(filter, Sort::Latest, &look, books, (None, LOOKED_AT))?.items)
}

/// What speakers of an actor said: those whose words name it. `names`: its names, folded.
///
/// # Errors
/// When the store cannot be read.
pub(super) fn spoken(store: &Store, books: &Books<'_>, key: &str, names: &[String]) -> Answer<Stances> {
    let filter = Filter { actors: vec![key.to_string()], ..Filter::default() };
    let incidents = latest(store, books, &filter)?;
    let mut months: BTreeMap<String, Said> = BTreeMap::new();
    let mine =
        |claim: &&Attribution| claim.said_by.as_ref().is_some_and(|who| speaks_for(&fold(&who.text), names));
    for entry in incidents.iter().flat_map(|incident| &incident.entries) {
        let Some(day) = entry.source.published else { continue };
        for claim in entry.event.claims.iter().filter(mine) {
            let month = day.strftime("%Y-%m").to_string();
            let said = months.entry(month.clone()).or_insert(Said { month, ..Said::default() });
            said.add(claim.stance.as_str(), 1);
        }
    }
    let of = store.incidents_of(dateline_store::NameKind::Actor, key)?;
    Ok(Stances { looked_at: incidents.len() as u64, of, months: months.into_values().collect() })
}

/// Whether a speaker's words have one of the names in them, as words of their own.
fn speaks_for(speaker: &str, names: &[String]) -> bool {
    let spaced = format!(" {speaker} ");
    names.iter().any(|name| !name.is_empty() && spaced.contains(&format!(" {name} ")))
}

#[cfg(test)]
mod tests {
    use super::{by_month, speaks_for};

    #[test]
    fn speakers_are_known_by_whole_names() {
        let names = ["islamic state".to_string(), "is".to_string()];
        assert!(speaks_for("a spokesman of the islamic state", &names));
        assert!(!speaks_for("the ministry of islam", &names));
    }

    #[test]
    fn a_month_counts_both_sides() {
        let rows = vec![("2024-01".into(), 1, 2), ("2024-01".into(), 3, 1)];
        let months = by_month(rows);
        assert_eq!((months[0].side_a, months[0].side_b), (3, 1));
    }
}
