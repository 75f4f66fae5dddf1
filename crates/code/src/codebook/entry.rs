use super::Pattern;

/// The six families of event type: types of one family are told apart by detail, types of two by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// Two armed sides, or ground that changes hands.
    Fight,
    /// Harm from afar: from the air, by gun or rocket, by gas.
    Strike,
    /// Explosives laid, worn, driven or thrown.
    Bomb,
    /// Harm to people who do not fight.
    Harm,
    /// Protest, riot and mob.
    Unrest,
    /// All that bears on a conflict without being violence.
    Development,
}

impl Family {
    /// All of them, in the order in which the codebook is read.
    pub const ALL: [Family; 6] =
        [Family::Fight, Family::Strike, Family::Bomb, Family::Harm, Family::Unrest, Family::Development];

    /// The word that entries use.
    pub fn as_str(self) -> &'static str {
        match self {
            Family::Fight => "fight",
            Family::Strike => "strike",
            Family::Bomb => "bomb",
            Family::Harm => "harm",
            Family::Unrest => "unrest",
            Family::Development => "development",
        }
    }

    /// What the family holds, for people to read.
    pub fn title(self) -> &'static str {
        match self {
            Family::Fight => "Fights and ground that changes hands",
            Family::Strike => "Strikes from afar",
            Family::Bomb => "Bombs",
            Family::Harm => "Harm to people who do not fight",
            Family::Unrest => "Protest, riot and mob",
            Family::Development => "Developments",
        }
    }

    /// The family that a word names.
    pub fn parse(word: &str) -> Option<Family> {
        Family::ALL.into_iter().find(|f| f.as_str() == word)
    }
}

/// Why something that reads like an event is none: the reasons of the contract's `not_events`.
pub const REFUSALS: [&str; 7] =
    ["planned", "threatened", "hypothetical", "denied", "general", "historical_war", "political"];

/// One event type as its file defines it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventType {
    /// The contract's `type`.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Family.
    pub family: Family,
    /// The sub-event type that it corresponds to in the ontology of the Armed Conflict Location and
    /// Event Data project.
    pub acled: String,
    /// The event and mode that it corresponds to in PLOVER.
    pub plover: Plover,
    /// What counts as this type, and where its borders run.
    pub definition: String,
    /// Words and phrases that may tell of it, in lower case and in all their forms.
    pub acts: Vec<String>,
    /// Act words that tell of it beside a companion word.
    pub patterns: Vec<Pattern>,
    /// Texts, each of which tells of at least one event of this type.
    pub must_code: Vec<String>,
    /// Texts that tell of no event of this type.
    pub must_not_code: Vec<MustNot>,
    /// Who and what the fields of such an event hold.
    pub roles: Roles,
}

/// A place in PLOVER's ontology.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plover {
    /// Event: ASSAULT, COERCE, MOBILIZE, PROTEST, RETREAT, …
    pub event: String,
    /// Mode: aerial, arrest, demo, …
    pub mode: Option<String>,
}

/// A text that must not be coded as the type in whose file it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MustNot {
    /// The text.
    pub text: String,
    /// One of [`REFUSALS`], or the id of the type that it is coded as instead.
    pub why: String,
}

/// What the fields of an event of one type hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roles {
    /// Who did it.
    pub side_a: String,
    /// To whom.
    pub side_b: String,
    /// With what.
    pub weapons: String,
    /// What harm is counted.
    pub harm: String,
}
