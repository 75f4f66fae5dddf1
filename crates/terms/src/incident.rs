//! The record's nouns: incidents, the claims under them, and the rules that publish one value where claims differ.

use crate::claim::words;
use crate::told::{Actor, Event, Place};
use crate::{Date, HarmKind, Standing, Status, Who};
use serde::{Deserialize, Serialize};

words! {
    /// How one published value is made where claims differ. Each is a pure function of the claims; `docs/rules.md`
    /// says what each does and whose practice it follows.
    Rule {
        /// The least credible figure (ACLED's practice).
        Lowest = "lowest",
        /// The most reliable figure with the least and greatest credible ones beside it (UCDP's practice).
        Best = "best",
        /// From the least to the greatest credible figure, with the best between (Airwars' practice).
        Range = "range",
        /// What was published last.
        Latest = "latest",
        /// What most independent voices say.
        MajorityOfVoices = "majority-of-voices",
    }
}
words! {
    /// How an incident stands, in one word.
    Word {
        /// One independent voice tells of it.
        Reported = "reported",
        /// Two or more independent voices tell of it, and none denies it.
        Corroborated = "corroborated",
        /// Voices differ over who did it, what it was, or whether figures can be so.
        Disputed = "disputed",
        /// Someone denies that it happened.
        Denied = "denied",
        /// Every report of it was withdrawn, or people judged it to be no event.
        Retracted = "retracted",
    }
}
words! {
    /// Whose voice a report is.
    VoiceKind {
        /// A state owns or runs the outlet.
        State = "state",
        /// The outlet speaks for a party or a side to a conflict.
        Party = "party",
        /// Neither.
        Independent = "independent",
    }
}

/// A report as the record knows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Source {
    /// Lasting id in the record: `r` and twelve letters and digits.
    pub id: String,
    /// The id that it came with: its own, its file name, or its address.
    pub name: String,
    /// 1 for the text first seen under that name, 2 for the next …
    pub version: u32,
    /// SHA-256 of the raw bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Headline.
    pub title: Option<String>,
    /// Outlet as named.
    pub outlet: Option<String>,
    /// Whose voice that is, where `outlets/` lists it.
    pub kind: Option<VoiceKind>,
    /// Address.
    pub url: Option<String>,
    /// Publication day.
    pub published: Option<Date>,
    /// ISO 639-1.
    pub language: Option<String>,
    /// When the record took it in: RFC 3339, UTC.
    pub received: String,
}

/// One claim in the record: what one report said of one event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Entry {
    /// Lasting id: `c` and twelve letters and digits.
    pub claim: String,
    /// The report.
    pub source: Source,
    /// Which of the incident's voices it is, counted from 0: claims of copies of one wire story have one number.
    pub voice: usize,
    /// What it said.
    pub event: Event,
}

/// One published harm figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Toll {
    /// What is counted.
    pub what: HarmKind,
    /// Among whom; `None` for all together.
    pub who: Option<Who>,
    /// Least credible.
    pub low: u64,
    /// The value to use where one is needed.
    pub best: u64,
    /// Greatest credible; `None` where the words leave it open.
    pub high: Option<u64>,
}

/// First and last day, and how they are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Days {
    /// First.
    pub start: Date,
    /// Last, inclusive.
    pub end: Date,
}

/// One incident: its published values under one rule, and the ledger they were made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Incident {
    /// Lasting id: `i` and twelve letters and digits.
    pub id: String,
    /// Ids of incidents that were merged into it; they still resolve.
    pub aliases: Vec<String>,
    /// The rule that its values follow.
    pub rule: Rule,
    /// How it stands.
    pub word: Word,
    /// Id of the codebook.
    pub event_type: String,
    /// Occurred or foiled.
    pub status: Status,
    /// `Main` where any report has it as news.
    pub standing: Standing,
    /// Days; `None` where no claim states any.
    pub days: Option<Days>,
    /// Place; `None` where no claim states any.
    pub place: Option<Place>,
    /// Who did it.
    pub side_a: Vec<Actor>,
    /// To whom.
    pub side_b: Vec<Actor>,
    /// Kinds of weapon, in order of name.
    pub weapons: Vec<String>,
    /// Harm: first those of all together in the order of [`HarmKind`], then those by whom.
    pub harm: Vec<Toll>,
    /// Reports that tell of it.
    pub reports: usize,
    /// Independent voices among them.
    pub voices: usize,
    /// Outlets of those reports, in order of name, each once.
    pub outlets: Vec<String>,
    /// Day of the first report.
    pub first_published: Option<Date>,
    /// Day of the last.
    pub last_published: Option<Date>,
    /// The words that tell it best: evidence of the main claim held surest.
    pub evidence: String,
    /// Voices that are parties to the conflict: names of outlets and of speakers, in order.
    pub parties: Vec<String>,
    /// Fields over which claims disagree: contract names such as `side_a`, `killed`, in order.
    pub disputed: Vec<String>,
    /// Fields that people set, in order.
    pub corrected: Vec<String>,
    /// People who accepted it with just the claims and corrections that it has, in order of name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted_by: Vec<String>,
    /// Greatest confidence of its claims, 0–1.
    pub confidence: f64,
    /// When the record last changed it: RFC 3339, UTC.
    pub changed: String,
    /// The claims, in order of publication, then of claim id. Lists may leave them out (see `store`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
}

impl Incident {
    /// The published figure of all `what` together.
    pub fn toll(&self, what: HarmKind) -> Option<&Toll> {
        self.harm.iter().find(|t| t.what == what && t.who.is_none())
    }

    /// The published figure of `what` among `who`.
    pub fn toll_of(&self, what: HarmKind, who: Who) -> Option<&Toll> {
        self.harm.iter().find(|t| t.what == what && t.who == Some(who))
    }
}
