//! The words of made-up reports.

use crate::chance::Chance;
use dateline_code::codebook::Family;

/// Words of a kind of act.
#[derive(Debug)]
pub struct Act {
    /// Id of the codebook.
    pub id: &'static str,
    /// Family.
    pub family: Family,
    /// How often, beside the others.
    pub weight: u32,
    /// What was done, between who did it and to whom.
    pub verbs: &'static [&'static str],
    /// Kinds of weapon, each also as reports call it.
    pub weapons: &'static [(&'static str, &'static str)],
}

const fn act(
    id: &'static str,
    family: Family,
    weight: u32,
    verbs: &'static [&'static str],
    weapons: &'static [(&'static str, &'static str)],
) -> Act {
    Act { id, family, weight, verbs, weapons }
}

/// What happens, and how often.
pub const ACTS: [Act; 16] = [
    act(
        "air_drone_strike",
        Family::Strike,
        20,
        &["carried out an air strike on", "bombed", "launched a drone attack on", "hit"],
        &[("aircraft", "warplanes"), ("drone", "a drone"), ("drone", "explosive-laden drones")],
    ),
    act(
        "shelling_artillery_missile",
        Family::Strike,
        16,
        &["shelled", "fired rockets at", "pounded", "targeted with mortars"],
        &[
            ("artillery", "artillery"),
            ("mortar", "mortar rounds"),
            ("rocket", "rockets"),
            ("missile", "a missile"),
        ],
    ),
    act(
        "armed_clash",
        Family::Fight,
        20,
        &["clashed with", "fought", "exchanged fire with", "ambushed"],
        &[("firearm", "machine guns"), ("firearm", "light weapons")],
    ),
    act("attack", Family::Harm, 11, &["killed", "opened fire on", "attacked"], &[("firearm", "rifles")]),
    act(
        "nonstate_takes_territory",
        Family::Fight,
        5,
        &["seized positions from", "captured a town from", "overran a post held by"],
        &[],
    ),
    act("government_regains_territory", Family::Fight, 4, &["retook a district from", "drove out"], &[]),
    act(
        "remote_explosive",
        Family::Bomb,
        8,
        &["detonated a bomb against", "hit with a roadside bomb", "blew up a vehicle of"],
        &[("ied", "a roadside bomb"), ("car_bomb", "a car bomb"), ("mine", "a landmine")],
    ),
    act(
        "suicide_bomb",
        Family::Bomb,
        3,
        &["sent a suicide bomber against", "blew up a bomber among"],
        &[("suicide_vest", "an explosive vest")],
    ),
    act("abduction", Family::Harm, 5, &["abducted", "kidnapped", "seized"], &[]),
    act("arrest", Family::Development, 7, &["arrested", "detained", "rounded up"], &[]),
    act("other_strategic", Family::Development, 5, &["imposed a curfew on", "besieged", "cut off"], &[]),
    act("agreement", Family::Development, 3, &["agreed on a truce with", "signed a ceasefire with"], &[]),
    act("displacement_evacuation", Family::Development, 3, &["drove from their homes", "evacuated"], &[]),
    act("peaceful_protest", Family::Unrest, 5, &["rallied against", "marched against"], &[]),
    act("violent_demonstration", Family::Unrest, 2, &["rioted against", "threw stones at"], &[]),
    act("looting_destruction", Family::Development, 2, &["looted shops of", "burned houses of"], &[]),
];

/// Words that fill reports, common ones first.
const COMMON: &[&str] = &[
    "the",
    "of",
    "in",
    "and",
    "to",
    "said",
    "on",
    "were",
    "officials",
    "area",
    "after",
    "local",
    "security",
    "people",
    "killed",
    "forces",
    "reported",
    "attack",
    "group",
    "fighting",
    "government",
    "town",
    "city",
    "residents",
    "wounded",
    "army",
    "sources",
    "district",
    "province",
    "military",
    "checkpoint",
    "fighters",
    "statement",
    "house",
    "north",
    "south",
    "east",
    "west",
    "hospital",
    "road",
    "village",
    "police",
    "week",
    "last",
    "since",
    "market",
    "convoy",
    "civilians",
    "operation",
    "soldiers",
    "vehicle",
    "villages",
    "control",
    "night",
    "morning",
    "evening",
    "several",
    "witnesses",
    "school",
    "border",
    "families",
    "shops",
    "damaged",
    "targeted",
    "neighbourhood",
    "base",
    "airport",
    "explosion",
    "bodies",
    "rescue",
    "teams",
    "ambulance",
    "health",
    "ministry",
    "spokesman",
    "governor",
    "elders",
    "mosque",
    "church",
    "bridge",
    "river",
    "valley",
    "mountain",
    "farm",
    "cattle",
    "truck",
    "bus",
    "fuel",
    "power",
    "station",
    "water",
    "supply",
    "aid",
    "workers",
    "camp",
    "displaced",
    "refugees",
    "children",
    "women",
    "teacher",
    "doctor",
    "journalist",
    "student",
    "leader",
    "commander",
    "brigade",
    "battalion",
    "patrol",
    "outpost",
    "garrison",
    "siege",
    "truce",
    "talks",
    "delegation",
    "mediators",
    "monitors",
    "observers",
    "election",
    "court",
    "prison",
    "escaped",
    "burned",
    "looted",
    "orchard",
    "harvest",
    "warehouse",
    "factory",
    "pipeline",
    "refinery",
    "port",
    "vessel",
    "tanker",
    "container",
    "customs",
    "smuggling",
    "gold",
    "timber",
    "mine",
    "quarry",
    "dam",
    "canal",
    "railway",
];

const OPENING: &[&str] =
    &["ba", "ka", "ma", "ra", "sa", "ta", "na", "ha", "da", "fa", "ja", "la", "ou", "ye", "zi", "o"];
const MIDDLE: &[&str] =
    &["lo", "ri", "mu", "di", "sha", "be", "ku", "no", "gi", "te", "wa", "ro", "li", "ne", "da", "ssa"];
const CLOSING: &[&str] =
    &["ni", "r", "d", "k", "lov", "nko", "ba", "t", "m", "sen", "ri", "za", "di", "n", "she", "wi"];

/// A surname: some are common, most are rare.
pub fn surname(chance: &mut Chance) -> String {
    let (a, b, c) = (chance.lean(OPENING), chance.lean(MIDDLE), chance.pick(CLOSING));
    let middle = if chance.often(0.5) { chance.pick(MIDDLE) } else { "" };
    let mut name: String = [a, b, middle, c].concat();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    name
}

/// A sentence of no consequence.
pub fn filler(chance: &mut Chance, out: &mut String) {
    let length = 9 + chance.below(9);
    for n in 0..length {
        let word = *chance.lean(COMMON);
        match word.get(..1) {
            Some(first) if n == 0 => {
                out.push_str(&first.to_uppercase());
                out.push_str(&word[1..]);
            }
            _ => out.push_str(word),
        }
        out.push(if n + 1 == length { '.' } else { ' ' });
    }
    out.push(' ');
}

/// What hit places are near.
pub const NEAR: &[&str] = &[
    "a checkpoint",
    "a market",
    "a school",
    "a hospital",
    "the main road",
    "a convoy",
    "a base",
    "a police station",
    "a mosque",
    "a farm",
    "a bridge",
    "the airport",
    "a warehouse",
    "a camp",
];

/// Who gives figures.
pub const SPEAKERS: &[&str] = &[
    "a hospital source",
    "the army",
    "local officials",
    "residents",
    "the health ministry",
    "a military spokesman",
    "the governor",
    "a rebel commander",
    "a monitoring group",
    "witnesses",
];
