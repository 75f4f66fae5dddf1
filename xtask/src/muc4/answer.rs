//! What Dateline coded, as templates of the conference.

use super::{Fill, Template, fill};
use dateline::CodedReport;
use dateline_terms::{Actor, Claim, HarmKind};

/// The incident types that ours correspond to; what is not listed is no incident there. Fights of armed sides
/// are in: on the training documents an ATTACK stands in the key as often as not where one is coded.
const TYPES: [(&str, &str); 13] = [
    ("attack", "ATTACK"),
    ("air_drone_strike", "ATTACK"),
    ("shelling_artillery_missile", "ATTACK"),
    ("chemical_weapon", "ATTACK"),
    ("sexual_violence", "ATTACK"),
    ("mob_violence", "ATTACK"),
    ("excessive_force_protest", "ATTACK"),
    ("armed_clash", "ATTACK"),
    ("remote_explosive", "BOMBING"),
    ("suicide_bomb", "BOMBING"),
    ("grenade", "BOMBING"),
    ("abduction", "KIDNAPPING"),
    ("looting_destruction", "ARSON"),
];

/// The templates of one coded document.
pub fn templates(coded: &CodedReport) -> Vec<Template> {
    coded.coded.claims.iter().filter_map(|claim| template(coded, claim)).collect()
}

fn template(coded: &CodedReport, claim: &Claim) -> Option<Template> {
    let (_, incident) = TYPES.iter().find(|(ours, _)| *ours == claim.event_type)?;
    let text = coded.report.text.as_str();
    let place = claim.place.as_ref().map(|p| vec![p.name.clone(), p.at.of(text).to_string()]);
    let weapons = claim.weapons.iter().map(|w| w.at.of(text).to_string());
    let harmed = claim
        .harm
        .iter()
        .filter(|h| matches!(h.what, HarmKind::Killed | HarmKind::Injured | HarmKind::Abducted));
    let victims = claim.side_b.iter().map(|a| a.at).chain(harmed.map(|h| h.at));
    Some(Template {
        slots: [
            vec![one(vec![incident.to_string()])],
            days(coded, claim).into_iter().map(|d| one(vec![d])).collect(),
            place.into_iter().map(one).collect(),
            distinct(weapons.map(|w| vec![w])),
            distinct(
                claim.side_a.iter().filter(|a| !is_name(a, text)).map(|a| vec![a.at.of(text).to_string()]),
            ),
            distinct(claim.side_a.iter().filter_map(|a| body(a, text))),
            Vec::new(),
            distinct(victims.map(|at| vec![at.of(text).to_string()])),
        ],
        optional: false,
    })
}

/// First and last day; where the report states none, "by the day of the report", as its coders wrote.
fn days(coded: &CodedReport, claim: &Claim) -> Option<String> {
    match &claim.time {
        Some(when) => Some(format!("{}/{}", when.start, when.end)),
        None => coded.report.day().map(|day| format!("/{day}")),
    }
}

/// Whether the words only name the body ("the FMLN"), and no one in it ("FMLN guerrillas").
fn is_name(actor: &Actor, text: &str) -> bool {
    let name = fill::words(&actor.name);
    actor.id.is_some() && fill::words(actor.at.of(text)).iter().all(|w| name.contains(w))
}

/// The body that a listed actor is.
fn body(actor: &Actor, text: &str) -> Option<Vec<String>> {
    actor.id.as_ref().map(|_| vec![actor.name.clone(), actor.at.of(text).to_string()])
}

fn one(texts: Vec<String>) -> Fill {
    Fill { texts, optional: false }
}

/// Fills without those that say again what one before them said.
fn distinct(all: impl Iterator<Item = Vec<String>>) -> Vec<Fill> {
    let mut kept: Vec<Fill> = Vec::new();
    for new in all.map(one) {
        if !kept.iter().any(|k| fill::agree(k, &new)) {
            kept.push(new);
        }
    }
    kept
}
