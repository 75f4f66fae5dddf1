//! Whose words a report is, and which reports are one voice: copies of a wire story are one, however many outlets
//! print them.
//!
//! A report is seldom kept at hand when the next one comes, so what tells copies is kept of each: a [`Sketch`].
//! [`voices`] groups the sketches of one incident's reports; [`Sides`] says which voices are parties to it.

mod credit;
mod group;
mod party;
mod sketch;

pub use group::{LEAST_QUOTES, LEAST_RUNS, LEAST_SHARE, Likeness, likeness, voices};
pub use party::{Side, Sides};
pub use sketch::{QUOTED_WORDS, RUN_WORDS, Sketch, WINDOW};

use crate::outlets::{Outlet, Outlets, Voice};
use dateline_terms::VoiceKind;

/// The outlet that a report names: by its name, where that is one outlet's alone, or by its address.
pub fn outlet<'o>(name: &str, outlets: &'o Outlets) -> Option<&'o Outlet> {
    match outlets.lookup(name)[..] {
        [one] => Some(one),
        _ => outlets.by_url(name),
    }
}

/// Whose voice an outlet is, where `outlets/` lists it.
pub fn kind(name: &str, outlets: &Outlets) -> Option<VoiceKind> {
    outlet(name, outlets).map(|outlet| match outlet.voice {
        Voice::State => VoiceKind::State,
        Voice::Party => VoiceKind::Party,
        Voice::Independent => VoiceKind::Independent,
    })
}

#[cfg(test)]
mod tests;
