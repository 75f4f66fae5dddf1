//! The nouns of Dateline: plain values that every other crate reads and none of them alters.
//!
//! Nothing here does I/O, knows a clock or writes a format. One file a noun.

mod actor;
mod claim;
mod cursor;
mod flaw;
mod incident;
mod judgement;
mod mention;
mod page;
mod place;
mod quantity;
mod reading;
mod report;
mod span;
mod tally;
pub mod told;
mod vectors;
mod when;
mod worded;

pub use actor::{Actor, ActorKind, Basis};
pub use claim::{
    About, Attribution, Claim, Coded, Harm, HarmKind, Refusal, Speaker, Stance, Standing, Status, Weapon, Who,
};
pub use cursor::Cursor;
pub use flaw::Flaw;
pub use incident::{Days, Entry, Incident, Rule, Source, Toll, VoiceKind, Word};
pub use jiff::civil::Date;
pub use judgement::{Correction, Judgement, Ruling};
pub use mention::{ActMention, Cue, CueKind, NameMention, QuantityMention, SpeechMention, TimeMention};
pub use page::{Format, Page};
pub use place::{Place, Precision};
pub use quantity::Quantity;
pub use reading::{Case, Reading, Sentence, Token, TokenKind};
pub use report::{Footnote, Furniture, FurnitureKind, Published, PublishedBasis, Related, Report};
pub use span::Span;
pub use tally::{PartialDate, Tally};
pub use vectors::{Again, Stretch, Upper, Vectors};
pub use when::{TimeExpr, Unit, When};
