//! Corrections by people, kept beside the claims.

use crate::told::{Actor, Place};
use crate::{Date, HarmKind, Status};
use serde::{Deserialize, Serialize};

/// One judgement. It names claims, not incidents: incidents are made anew from claims and judgements.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Judgement {
    /// Lasting id: `j` and twelve letters and digits.
    pub id: String,
    /// When: RFC 3339, UTC.
    pub at: String,
    /// Who judged.
    pub by: String,
    /// Why.
    pub why: String,
    /// What.
    pub ruling: Ruling,
}

/// What was judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "ruling", rename_all = "snake_case")]
pub enum Ruling {
    /// The claims all tell of one incident.
    Same {
        /// Two claims or more.
        claims: Vec<String>,
    },
    /// None of the first claims tells of an incident that any of the others tells of.
    NotSame {
        /// Claims.
        claims: Vec<String>,
        /// Other claims.
        others: Vec<String>,
    },
    /// A field of the incident that holds the claim has this value, whatever the claims say.
    Field {
        /// The claim.
        claim: String,
        /// Field and value.
        value: Correction,
    },
    /// The claim tells of no event: it counts for nothing.
    NotEvent {
        /// The claim.
        claim: String,
    },
    /// A person looked at the incident that these claims make up, and its values stand as they are.
    Accepted {
        /// All claims under it.
        claims: Vec<String>,
    },
    /// An earlier judgement no longer holds.
    Withdrawn {
        /// Its id.
        judgement: String,
    },
}

/// A field and the value that people gave it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "field", content = "value", rename_all = "snake_case")]
pub enum Correction {
    /// Event type: an id of the codebook.
    Type(String),
    /// Occurred or foiled.
    Status(Status),
    /// First and last day.
    Time(Option<(Date, Date)>),
    /// Place.
    Place(Option<Place>),
    /// Who did it.
    SideA(Vec<Actor>),
    /// To whom.
    SideB(Vec<Actor>),
    /// A figure.
    Harm {
        /// What is counted.
        what: HarmKind,
        /// Least.
        low: u64,
        /// Greatest; `None` where open.
        high: Option<u64>,
    },
}

impl Correction {
    /// The contract's name of the field; for figures what is counted.
    pub fn field(&self) -> &'static str {
        match self {
            Correction::Type(_) => "type",
            Correction::Status(_) => "status",
            Correction::Time(_) => "time",
            Correction::Place(_) => "place",
            Correction::SideA(_) => "side_a",
            Correction::SideB(_) => "side_b",
            Correction::Harm { what, .. } => what.as_str(),
        }
    }
}
