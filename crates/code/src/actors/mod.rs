//! Who there is: countries with their forces, and armed groups, militias, coalitions and missions,
//! from the files under `actors/`, compiled in. A user's own files may add to them or replace rows.

pub(crate) mod file;
mod lookup;
pub(crate) mod matcher;
mod parse;
pub(crate) mod piece;

pub use file::{Country, DatedAlias, Group};
pub use lookup::Candidate;

use crate::problem::Problem;
use matcher::Matcher;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// The files compiled in.
const FILES: &[(&str, &str)] = &[
    ("actors/countries.toml", include_str!("../../../../actors/countries.toml")),
    ("actors/words/en.toml", include_str!("../../../../actors/words/en.toml")),
    ("actors/syria.toml", include_str!("../../../../actors/syria.toml")),
    ("actors/middle_east.toml", include_str!("../../../../actors/middle_east.toml")),
    ("actors/worldwide.toml", include_str!("../../../../actors/worldwide.toml")),
    ("actors/africa.toml", include_str!("../../../../actors/africa.toml")),
    ("actors/asia.toml", include_str!("../../../../actors/asia.toml")),
    ("actors/europe.toml", include_str!("../../../../actors/europe.toml")),
    ("actors/americas.toml", include_str!("../../../../actors/americas.toml")),
];

/// Every actor that names can be resolved to, and the index that finds them in a text.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    countries: Vec<Country>,
    groups: Vec<Group>,
    ids: HashMap<String, usize>,
    isos: HashMap<String, usize>,
    pub(crate) matcher: Matcher,
    pub(crate) around: Around,
}

/// Words that are no part of an actor's phrase but settle what it is, phrases with their pieces
/// joined by a space; see `actors/words/en.toml`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Around {
    pub held: HashSet<String>,
    pub leaning: HashSet<String>,
    pub preposition: HashSet<String>,
    pub verb: HashSet<String>,
    pub thing: HashSet<String>,
    pub accusing: HashSet<String>,
    pub title: HashSet<String>,
    pub harmed: HashSet<String>,
    pub suffering: HashSet<String>,
    pub auxiliary: HashSet<String>,
    pub link: HashSet<String>,
    pub starter: HashSet<String>,
    pub belonging: HashSet<String>,
}

static EMBEDDED: LazyLock<Actors> =
    LazyLock::new(|| parse::build(FILES, parse::Trust::Known).unwrap_or_default());

impl Actors {
    /// The actors compiled into the program, built on first use.
    pub fn embedded() -> &'static Actors {
        &EMBEDDED
    }

    /// The compiled-in actors with a user's own files on top, each a name and its text: a row whose
    /// id (or country code) is ours replaces ours. All problems of all files are reported at once.
    pub fn parse(files: &[(&str, &str)]) -> Result<Actors, Vec<Problem>> {
        parse::build(&[FILES, files].concat(), parse::Trust::Check)
    }

    /// Countries, in the order of their file.
    pub fn countries(&self) -> &[Country] {
        &self.countries
    }

    /// Groups, in the order of their files.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The group with this id.
    pub fn group(&self, id: &str) -> Option<&Group> {
        self.ids.get(id).and_then(|i| self.groups.get(*i))
    }

    /// Whether this is the id of a body of a state, such as `sy-military`: those stand in no file.
    pub fn is_body(&self, id: &str) -> bool {
        let iso = id.split_once('-').map(|(iso, _)| iso.to_uppercase());
        !id.contains(char::is_whitespace) && iso.is_some_and(|iso| self.country(&iso).is_some())
    }

    /// The country with this ISO 3166-1 alpha-2 code.
    pub fn country(&self, iso: &str) -> Option<&Country> {
        self.isos.get(iso).and_then(|i| self.countries.get(*i))
    }
}

#[cfg(test)]
mod tests;
