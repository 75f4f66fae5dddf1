//! Our event types in other people's words, and how a sentence tells of each.

use dateline_terms::ActorKind;

/// How a sentence joins the two sides of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Join {
    /// "by A against B".
    Against,
    /// "between A and B".
    Between,
    /// "of B by A".
    Of,
}

/// An event type.
#[derive(Debug)]
pub(crate) struct Act {
    /// Id in the codebook.
    pub(crate) id: &'static str,
    /// Family in the codebook: types that reports of one incident take for one another.
    pub(crate) family: &'static str,
    /// Sub-event type of ACLED.
    pub(crate) sub_event: &'static str,
    /// Event and mode of PLOVER.
    pub(crate) plover: (&'static str, &'static str),
    /// Context of PLOVER that follows from the type alone; empty for none.
    pub(crate) context: &'static str,
    /// What a sentence calls it.
    pub(crate) noun: &'static str,
    /// How a sentence joins its sides.
    pub(crate) join: Join,
}

const fn act(
    id: &'static str,
    family: &'static str,
    sub_event: &'static str,
    plover: (&'static str, &'static str),
    context: &'static str,
    noun: &'static str,
    join: Join,
) -> Act {
    Act { id, family, sub_event, plover, context, noun, join }
}

use Join::{Against, Between, Of};

/// All types. Names of ACLED and PLOVER are those that the codebook's files give.
#[rustfmt::skip]
pub(crate) const ACTS: [Act; 26] = [
    act("abduction", "harm", "Abduction/forced disappearance", ("ASSAULT", "abduct"), "", "Abduction", Of),
    act("agreement", "development", "Agreement", ("RETREAT", "ceasefire"), "", "Agreement", Between),
    act("air_drone_strike", "strike", "Air/drone strike", ("ASSAULT", "aerial"), "military", "Air or drone strike", Against),
    act("armed_clash", "fight", "Armed clash", ("ASSAULT", "firearms"), "military", "Armed clash", Between),
    act("arrest", "development", "Arrests", ("COERCE", "arrest"), "", "Arrest", Of),
    act("attack", "harm", "Attack", ("ASSAULT", "targeted"), "", "Attack", Against),
    act("base_established", "development", "Headquarters or base established", ("MOBILIZE", "troops"), "military", "Base set up", Against),
    act("chemical_weapon", "strike", "Chemical weapon", ("ASSAULT", "unconventional"), "cbrn", "Attack with a chemical weapon", Against),
    act("displacement_evacuation", "development", "Other", ("COERCE", "deport"), "migration", "Displacement or evacuation", Of),
    act("disrupted_weapons", "development", "Disrupted weapons use", ("COERCE", "seize"), "", "Weapons intercepted, seized or made safe", Against),
    act("excessive_force_protest", "unrest", "Excessive force against protesters", ("ASSAULT", "crowd-control"), "rights_freedoms", "Excessive force", Against),
    act("government_regains_territory", "fight", "Government regains territory", ("ASSAULT", "heavy-weapons"), "territory", "Territory retaken", Against),
    act("grenade", "bomb", "Grenade", ("ASSAULT", "explosives"), "", "Grenade attack", Against),
    act("group_change", "development", "Change to group/activity", ("MOBILIZE", "troops"), "military", "Change to an armed group or its activity", Against),
    act("looting_destruction", "development", "Looting/property destruction", ("ASSAULT", "destroy"), "", "Looting or destruction of property", Against),
    act("mob_violence", "unrest", "Mob violence", ("ASSAULT", "beat"), "", "Mob violence", Against),
    act("nonstate_takes_territory", "fight", "Non-state actor overtakes territory", ("ASSAULT", "heavy-weapons"), "territory", "Territory taken", Against),
    act("nonviolent_transfer", "fight", "Non-violent transfer of territory", ("RETREAT", "withdraw"), "territory", "Territory handed over without a fight", Between),
    act("other_strategic", "development", "Other", ("COERCE", "restrict"), "", "Other development", Against),
    act("peaceful_protest", "unrest", "Peaceful protest", ("PROTEST", "demo"), "rights_freedoms", "Peaceful protest", Against),
    act("protest_with_intervention", "unrest", "Protest with intervention", ("PROTEST", "demo"), "rights_freedoms", "Protest that was intervened in", Against),
    act("remote_explosive", "bomb", "Remote explosive/landmine/IED", ("ASSAULT", "explosives"), "", "Explosion of a bomb, mine or other device", Against),
    act("sexual_violence", "harm", "Sexual violence", ("ASSAULT", "sexual"), "gender", "Sexual violence", Against),
    act("shelling_artillery_missile", "strike", "Shelling/artillery/missile attack", ("ASSAULT", "heavy-weapons"), "military", "Shelling, artillery or missile attack", Against),
    act("suicide_bomb", "bomb", "Suicide bomb", ("ASSAULT", "suicide-attack"), "", "Suicide bombing", Against),
    act("violent_demonstration", "unrest", "Violent demonstration", ("PROTEST", "riot"), "", "Violent demonstration", Against),
];

/// The type of that id.
pub(crate) fn by_id(id: &str) -> Option<&'static Act> {
    ACTS.iter().find(|act| act.id == id)
}

/// What ACLED calls kinds of event: sub-event type, event type, disorder type, in the order of its hierarchy.
#[rustfmt::skip]
pub(crate) const SUB_EVENTS: [(&str, &str, &str); 25] = [
    ("Government regains territory", BATTLES, VIOLENCE),
    ("Non-state actor overtakes territory", BATTLES, VIOLENCE),
    ("Armed clash", BATTLES, VIOLENCE),
    ("Excessive force against protesters", PROTESTS, "Political violence; Demonstrations"),
    ("Protest with intervention", PROTESTS, DEMONSTRATIONS),
    ("Peaceful protest", PROTESTS, DEMONSTRATIONS),
    ("Violent demonstration", RIOTS, DEMONSTRATIONS),
    ("Mob violence", RIOTS, VIOLENCE),
    ("Chemical weapon", EXPLOSIONS, VIOLENCE),
    ("Air/drone strike", EXPLOSIONS, VIOLENCE),
    ("Suicide bomb", EXPLOSIONS, VIOLENCE),
    ("Shelling/artillery/missile attack", EXPLOSIONS, VIOLENCE),
    ("Remote explosive/landmine/IED", EXPLOSIONS, VIOLENCE),
    ("Grenade", EXPLOSIONS, VIOLENCE),
    ("Sexual violence", CIVILIANS, VIOLENCE),
    ("Attack", CIVILIANS, VIOLENCE),
    ("Abduction/forced disappearance", CIVILIANS, VIOLENCE),
    ("Agreement", STRATEGIC, STRATEGIC),
    ("Arrests", STRATEGIC, STRATEGIC),
    ("Change to group/activity", STRATEGIC, STRATEGIC),
    ("Disrupted weapons use", STRATEGIC, STRATEGIC),
    ("Headquarters or base established", STRATEGIC, STRATEGIC),
    ("Looting/property destruction", STRATEGIC, STRATEGIC),
    ("Non-violent transfer of territory", STRATEGIC, STRATEGIC),
    ("Other", STRATEGIC, STRATEGIC),
];

const BATTLES: &str = "Battles";
const PROTESTS: &str = "Protests";
const RIOTS: &str = "Riots";
const EXPLOSIONS: &str = "Explosions/Remote violence";
const CIVILIANS: &str = "Violence against civilians";
const STRATEGIC: &str = "Strategic developments";
const VIOLENCE: &str = "Political violence";
const DEMONSTRATIONS: &str = "Demonstrations";

/// Whether actors of the kind are an organised side, as UCDP asks of at least one: a state's or an armed group's,
/// not a crowd, and not gunmen whom nobody names.
pub(crate) fn organised(kind: ActorKind) -> bool {
    is_state(kind)
        || matches!(kind, ActorKind::Rebel | ActorKind::PoliticalMilitia | ActorKind::IdentityMilitia)
}

/// Whether actors of the kind are a state's.
pub(crate) fn is_state(kind: ActorKind) -> bool {
    matches!(kind, ActorKind::StateForces | ActorKind::ExternalForces)
}

/// Whether actors of the kind carry no arms as a body.
pub(crate) fn unarmed(kind: ActorKind) -> bool {
    matches!(kind, ActorKind::Civilians | ActorKind::Protesters | ActorKind::Rioters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn types_have_the_words_that_the_codebook_gives_them() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../codebook/events");
        let files: Vec<_> = std::fs::read_dir(folder).expect("the codebook").flatten().collect();
        assert_eq!(files.len(), ACTS.len());
        for file in files {
            let text = std::fs::read_to_string(file.path()).expect("an event type");
            let value =
                |key: &str| text.lines().find_map(|l| l.strip_prefix(key)).map(str::trim).expect("a key");
            let id = value("id =").replace('"', "");
            let act = by_id(&id).unwrap_or_else(|| panic!("{id} is not in the crosswalk"));
            assert_eq!(format!("{:?}", act.family), value("family ="), "{id}");
            assert_eq!(format!("{:?}", act.sub_event), value("acled ="), "{id}");
            let (event, mode) = act.plover;
            assert_eq!(format!("{{ event = {event:?}, mode = {mode:?} }}"), value("plover ="), "{id}");
        }
    }

    #[test]
    fn every_type_has_a_sub_event_of_acled() {
        assert!(ACTS.iter().all(|act| SUB_EVENTS.iter().any(|(sub, _, _)| *sub == act.sub_event)));
    }
}
