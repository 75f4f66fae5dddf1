use crate::{Actor, Place, Quantity, Span, Tally, When};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }
        impl $name {
            /// All of them, in the guide's order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The contract's word.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }
            /// The value that a contract word names.
            pub fn parse(word: &str) -> Option<$name> {
                Self::ALL.iter().copied().find(|v| v.as_str() == word)
            }
        }
        crate::worded::as_word!($name);
    };
}
pub(crate) use words;

words! {
    /// Whether the act came about.
    Status {
        /// It happened.
        Occurred = "occurred",
        /// It was tried and stopped.
        Foiled = "foiled",
    }
}
words! {
    /// What the report is news of, and what it recalls.
    Standing {
        /// Told by the headline or the lead.
        Main = "main",
        /// Recalled.
        Background = "background",
    }
}
words! {
    /// What a harm figure counts.
    HarmKind {
        /// Dead.
        Killed = "killed",
        /// Hurt.
        Injured = "injured",
        /// Missing.
        Missing = "missing",
        /// Taken by non-state groups.
        Abducted = "abducted",
        /// Taken by authorities.
        Arrested = "arrested",
        /// Driven from home.
        Displaced = "displaced",
    }
}
words! {
    /// To whom harm was done.
    Who {
        /// Unarmed people.
        Civilians = "civilians",
        /// Members of armed sides.
        Combatants = "combatants",
        /// Not said.
        Unspecified = "unspecified",
    }
}
words! {
    /// How a speaker stands to a figure or a fact. The first four are for figures, the others for claims.
    Stance {
        /// A figure stated as fact by whoever says it.
        Asserted = "asserted",
        /// A hedged figure: "reportedly", "believed to".
        Alleged = "alleged",
        /// The figure that a denial denies.
        Denied = "denied",
        /// Said to be unconfirmed (figures and claims).
        Unconfirmed = "unconfirmed",
        /// Says that it is so.
        Asserts = "asserts",
        /// Says that it is not so.
        Denies = "denies",
        /// Thinks it likely.
        Suspects = "suspects",
        /// Says "we did it".
        ClaimsResponsibility = "claims_responsibility",
        /// Says "they did it", being a party.
        Accuses = "accuses",
        /// Will not say.
        NoComment = "no_comment",
    }
}
words! {
    /// What an attribution is about.
    About {
        /// That it happened.
        Occurrence = "occurrence",
        /// Who did it.
        SideA = "side_a",
        /// To whom.
        SideB = "side_b",
        /// What kind of act.
        Type = "type",
        /// With what.
        Weapon = "weapon",
        /// Where.
        Place = "place",
        /// Why.
        Motive = "motive",
        /// Who answers for it.
        Responsibility = "responsibility",
    }
}

/// Whoever says something: the words that name them. The report's own voice is no speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Speaker {
    /// The noun phrase.
    pub at: Span,
}

/// One stated harm figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Harm {
    /// What is counted.
    pub what: HarmKind,
    /// To whom.
    pub who: Who,
    /// The number phrase with its noun.
    pub at: Span,
    /// The figure.
    pub quantity: Quantity,
    /// Who gives it; `None` for the report's own voice.
    pub said_by: Option<Speaker>,
    /// `Asserted`, `Alleged`, `Denied` or `Unconfirmed`.
    pub stance: Stance,
}

/// One weapon as mentioned.
#[derive(Clone, Debug, PartialEq)]
pub struct Weapon {
    /// The words.
    pub at: Span,
    /// Kind word of the guide: rocket, missile, drone, …
    pub kind: String,
    /// How many were used, if said.
    pub quantity: Option<Quantity>,
}

/// Who says what about one event: a row under the contract's `claims`.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// Aspect.
    pub about: About,
    /// Speaker; `None` for the report's own voice.
    pub said_by: Option<Speaker>,
    /// Stance.
    pub stance: Stance,
    /// The clause.
    pub quote: Span,
}

/// One event as one report coded it: an item of the contract's `events`.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The clause or sentence that reports it best.
    pub evidence: Span,
    /// Other sentences that add to it.
    pub more_evidence: Vec<Span>,
    /// Event type: an id of the codebook.
    pub event_type: String,
    /// Occurred or foiled.
    pub status: Status,
    /// Main or background.
    pub standing: Standing,
    /// Days.
    pub time: Option<When>,
    /// Place.
    pub place: Option<Place>,
    /// Who did it.
    pub side_a: Vec<Actor>,
    /// To whom.
    pub side_b: Vec<Actor>,
    /// Weapons.
    pub weapons: Vec<Weapon>,
    /// Harm figures.
    pub harm: Vec<Harm>,
    /// Who says so.
    pub attributions: Vec<Attribution>,
    /// How likely a coder would agree that this is an event of this type, 0–1.
    pub confidence: f32,
    /// Rules that fired, for people to read.
    pub why: Vec<String>,
}

/// Something that a careless reader would code, and why it was not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The words.
    pub at: Span,
    /// planned, threatened, hypothetical, denied, general, historical_war or political.
    pub why: &'static str,
}

/// All that one report was coded into.
#[derive(Clone, Debug, Default)]
pub struct Coded {
    /// Events.
    pub claims: Vec<Claim>,
    /// Sums over many events.
    pub tallies: Vec<Tally>,
    /// Refused.
    pub refusals: Vec<Refusal>,
}
