//! Stance that the first words of what is said change: "said it was unclear who fired".

use super::frame::{Draft, Side};
use super::line::Line;
use crate::lang::en::words::words;
use dateline_terms::Stance;
use serde::Deserialize;

/// The `[stance]` table of the word file: phrases by the stance that they give to a plain saying.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::lang::en) struct StanceRows {
    unconfirmed: Vec<String>,
    denies: Vec<String>,
    suspects: Vec<String>,
}

/// How many words from the start of the content are looked at.
const REACH: usize = 12;

/// The cue's own stance, unless a plain assertion begins with words that say otherwise.
pub(super) fn refine(line: &Line, draft: &Draft) -> Stance {
    if draft.stance != Stance::Asserts || draft.side != Side::Right {
        return draft.stance;
    }
    let rows = &words().stances;
    let to = line.len().min(draft.after + REACH);
    let has = |phrases: &[String]| {
        phrases.iter().any(|phrase| (draft.after..to).any(|i| starts_with(line, i, phrase)))
    };
    match () {
        () if has(&rows.unconfirmed) => Stance::Unconfirmed,
        () if has(&rows.denies) => Stance::Denies,
        () if has(&rows.suspects) => Stance::Suspects,
        () => Stance::Asserts,
    }
}

fn starts_with(line: &Line, i: usize, phrase: &str) -> bool {
    phrase.split(' ').enumerate().all(|(k, word)| line.norm(i + k) == word)
}
