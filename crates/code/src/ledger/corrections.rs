//! What people ruled: it stands above what the claims say.

use dateline_terms::{Correction, Days, Entry, Incident, Judgement, Ruling, Toll};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// The judgements in force that bear on an incident's fields.
#[derive(Debug, Default)]
pub struct Rulings<'j> {
    /// Claims that tell of no event.
    pub no_event: BTreeSet<&'j str>,
    /// By the name of the field: of several the latest.
    fields: BTreeMap<&'static str, &'j Correction>,
    /// Who accepted which claims since the last correction, the latest first.
    accepted: Vec<(&'j str, &'j [String])>,
}

impl<'j> Rulings<'j> {
    /// Of `judgements` in any order those that name one of `entries`. A later one stands above an earlier one, of two
    /// of one moment that with the greater id; what a later one in force withdraws is not in force.
    pub fn new(judgements: &'j [Judgement], entries: &[Entry]) -> Rulings<'j> {
        let mut sorted: Vec<&Judgement> = judgements.iter().collect();
        sorted.sort_by_key(|j| std::cmp::Reverse((j.at.parse::<Timestamp>().ok(), &j.at, &j.id)));
        let ours = |claim: &str| entries.iter().any(|e| e.claim == claim);
        let (mut rulings, mut withdrawn) = (Rulings::default(), BTreeSet::new());
        for judgement in sorted {
            if withdrawn.contains(judgement.id.as_str()) {
                continue;
            }
            match &judgement.ruling {
                Ruling::Withdrawn { judgement } => {
                    withdrawn.insert(judgement.as_str());
                }
                Ruling::NotEvent { claim } if ours(claim) => {
                    rulings.no_event.insert(claim);
                }
                Ruling::Field { claim, value } if ours(claim) => {
                    rulings.fields.entry(value.field()).or_insert(value);
                }
                // What was corrected afterwards is not what was accepted.
                Ruling::Accepted { claims } if rulings.fields.is_empty() => {
                    rulings.accepted.push((&judgement.by, claims));
                }
                _ => {}
            }
        }
        rulings
    }

    /// Names of those who accepted an incident of just these claims, in order.
    pub fn accepted_by(&self, counted: &[&Entry]) -> Vec<String> {
        let counted: BTreeSet<&str> = counted.iter().map(|entry| entry.claim.as_str()).collect();
        let of_these =
            |claims: &[String]| claims.iter().map(String::as_str).collect::<BTreeSet<_>>() == counted;
        let names: BTreeSet<&str> =
            self.accepted.iter().filter(|(_, claims)| of_these(claims)).map(|(by, _)| *by).collect();
        names.into_iter().map(str::to_string).collect()
    }
}

/// Sets the fields that people set. They are no longer in dispute.
pub fn apply(incident: &mut Incident, rulings: &Rulings<'_>) {
    for (field, value) in &rulings.fields {
        set(incident, value);
        incident.disputed.retain(|disputed| disputed != field);
        incident.corrected.push(field.to_string());
    }
}

fn set(incident: &mut Incident, value: &Correction) {
    match value {
        Correction::Type(id) => incident.event_type.clone_from(id),
        Correction::Status(status) => incident.status = *status,
        Correction::Time(days) => {
            incident.days = days.map(|(start, end)| Days { start, end: end.max(start) })
        }
        Correction::Place(place) => incident.place.clone_from(place),
        Correction::SideA(actors) => incident.side_a.clone_from(actors),
        Correction::SideB(actors) => incident.side_b.clone_from(actors),
        Correction::Harm { what, low, high } => {
            let high = high.map(|high| high.max(*low));
            let toll = Toll { what: *what, who: None, low: *low, best: *low, high };
            // A part greater than the whole that people set cannot stand.
            let fits =
                |t: &Toll| t.what != *what || (t.who.is_some() && high.is_none_or(|high| t.best <= high));
            incident.harm.retain(fits);
            incident.harm.push(toll);
            incident.harm.sort_by_key(|t| (t.who.is_some(), t.what, t.who));
        }
    }
}
