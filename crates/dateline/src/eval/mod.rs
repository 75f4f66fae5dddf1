//! Scoring coded reports against gold: how many events, fields, figures and speakers are right.
//!
//! The figures are defined by the annotation guide's scorer; `gate` and `dateline eval` print the same ones.
//!
//! | figure | what it says |
//! |---|---|
//! | events | precision, recall and F1 of finding events; a predicted and a gold event pair up when their quotes overlap |
//! | coded | F1 in which a pair counts only if type, days, place and both sides are all right |
//! | harm, harm+speaker | F1 of rows (what, low, high) on paired events; and with the right speaker and stance as well |
//! | claims | F1 of rows (about, stance, speaker) on paired events |
//! | tallies | F1 of rows (counts, low, high) |
//! | `side_a`, `side_b` | F1 of actors on paired events |
//! | type … country | share of paired events with that field right |
//! | false | share of gold's tempting non-events on which an event was coded all the same |
//! | links, incidents | agreement on which events of different reports are the same incident |

mod figures;
mod gold;
mod names;
mod overlap;
mod pairs;
mod ratio;
mod reliability;
mod score;

pub use figures::{F1, Figure, Figures, Rates};
pub use gold::{GoldReport, read_reports};
pub use names::{same_body, same_name};
pub use reliability::{Band, Reliability, judged, right_types};
pub use score::{Wrong, coded, score};
