//! Which claims are meant: judgements name claims, people name incidents too.

use anyhow::{Result, bail};
use dateline_code::Books;
use dateline_store::{Look, Store};
use dateline_terms::{Incident, Ruling};

/// The claims that an id stands for.
pub(super) struct Meant {
    /// Their ids: the one named, or all under the incident.
    pub claims: Vec<String>,
    /// The incident that holds them.
    pub incident: Incident,
}

/// What an id stands for.
///
/// # Errors
/// When the record holds no such incident or claim.
pub(super) fn of(id: &str, store: &Store, books: &Books<'_>) -> Result<Meant> {
    if id.starts_with('j') {
        bail!("{id} is a judgement: name an incident or a claim.");
    }
    let (incident, _) = store.incident(id, &Look { entries: true, ..Look::default() }, books)?;
    let all: Vec<String> = incident.entries.iter().map(|entry| entry.claim.clone()).collect();
    let claims = if id.starts_with('c') { vec![id.to_string()] } else { all };
    if claims.is_empty() {
        bail!("Nothing tells of {id} any more: it was retracted.");
    }
    Ok(Meant { claims, incident })
}

/// The claim that stands for an incident, and the country where it happened.
pub(super) fn one(id: &str, store: &Store, books: &Books<'_>) -> Result<(String, Option<String>)> {
    let meant = of(id, store, books)?;
    let country = meant.incident.place.and_then(|place| place.country);
    Ok((meant.claims.into_iter().next().unwrap_or_default(), country))
}

/// That all of these tell of one incident.
pub(super) fn same(ids: &[String], store: &Store, books: &Books<'_>) -> Result<Ruling> {
    let mut claims: Vec<String> = Vec::new();
    for id in ids {
        claims.extend(of(id, store, books)?.claims);
    }
    claims.sort_unstable();
    claims.dedup();
    if claims.len() < 2 {
        bail!("One claim alone is the same as itself: name two incidents or claims, or more.");
    }
    Ok(Ruling::Same { claims })
}

/// That these tell of different incidents.
pub(super) fn not_same(one: &str, other: &str, store: &Store, books: &Books<'_>) -> Result<Ruling> {
    let (one, other) = (of(one, store, books)?, of(other, store, books)?);
    let without = |list: Vec<String>, taken: &[String]| -> Vec<String> {
        list.into_iter().filter(|claim| !taken.contains(claim)).collect()
    };
    // Of an incident and a claim under it the rest of the incident is meant.
    let (claims, others) = if one.claims.len() < other.claims.len() {
        let rest = without(other.claims, &one.claims);
        (one.claims, rest)
    } else {
        let rest = without(one.claims, &other.claims);
        (rest, other.claims)
    };
    if claims.is_empty() || others.is_empty() {
        bail!(
            "Both ids mean the same claims. To part an incident, name two claims under it, or the incident and one of its \
             claims: `dateline show` lists them."
        );
    }
    Ok(Ruling::NotSame { claims, others })
}
