use crate::Span;

/// Whether a value is said in so many words, or worked out, and from what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// Said.
    Stated,
    /// Worked out from the publication date or another day.
    Relative,
    /// Worked out from the rest of the report.
    Context,
}

impl Basis {
    /// The contract's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Basis::Stated => "stated",
            Basis::Relative => "relative",
            Basis::Context => "context",
        }
    }
}

/// Kinds of actor, as the annotation guide has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActorKind {
    /// Forces of the state on whose soil it happened.
    StateForces,
    /// Organised armed opposition, Islamic State, al-Nusra, YPG/SDF.
    Rebel,
    /// Militia that serves a political side.
    PoliticalMilitia,
    /// Communal, tribal, ethnic or religious militia.
    IdentityMilitia,
    /// People in a riot.
    Rioters,
    /// People in a protest.
    Protesters,
    /// Unarmed people.
    Civilians,
    /// Other states' forces, coalitions, peacekeepers.
    ExternalForces,
    /// Gunmen whom nobody names.
    Unidentified,
    /// Anyone else, such as criminals.
    Other,
}

impl ActorKind {
    /// All of them, in the guide's order.
    pub const ALL: &'static [ActorKind] = &[
        ActorKind::StateForces,
        ActorKind::Rebel,
        ActorKind::PoliticalMilitia,
        ActorKind::IdentityMilitia,
        ActorKind::Rioters,
        ActorKind::Protesters,
        ActorKind::Civilians,
        ActorKind::ExternalForces,
        ActorKind::Unidentified,
        ActorKind::Other,
    ];

    /// The contract's word.
    pub fn as_str(self) -> &'static str {
        match self {
            ActorKind::StateForces => "state_forces",
            ActorKind::Rebel => "rebel",
            ActorKind::PoliticalMilitia => "political_militia",
            ActorKind::IdentityMilitia => "identity_militia",
            ActorKind::Rioters => "rioters",
            ActorKind::Protesters => "protesters",
            ActorKind::Civilians => "civilians",
            ActorKind::ExternalForces => "external_forces",
            ActorKind::Unidentified => "unidentified",
            ActorKind::Other => "other",
        }
    }

    /// The kind that a contract word names.
    pub fn parse(word: &str) -> Option<ActorKind> {
        ActorKind::ALL.iter().copied().find(|k| k.as_str() == word)
    }
}

/// An actor that a report mentions, resolved as far as it can be.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// The words.
    pub at: Span,
    /// Canonical English name ("Military Forces of Syria", "Civilians (Syria)").
    pub name: String,
    /// Kind, seen from the country where the event happened.
    pub kind: ActorKind,
    /// Id in the actor file, `None` for generic and unlisted actors.
    pub id: Option<String>,
    /// Country it belongs to, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Named, or a generic word ("militants") given meaning by context.
    pub basis: Basis,
}

crate::worded::as_word!(ActorKind);
