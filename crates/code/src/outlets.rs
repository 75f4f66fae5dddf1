//! News outlets, agencies and monitors, and whose voice each is, from the files under `outlets/`.

use crate::actors::piece::{is_particle, normal};
use crate::problem::{Problem, line_of};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;
use toml::Spanned;

/// The files compiled in.
const FILES: &[(&str, &str)] = &[
    ("outlets/agencies.toml", include_str!("../../../outlets/agencies.toml")),
    ("outlets/middle_east.toml", include_str!("../../../outlets/middle_east.toml")),
    ("outlets/europe_americas.toml", include_str!("../../../outlets/europe_americas.toml")),
    ("outlets/africa_asia.toml", include_str!("../../../outlets/africa_asia.toml")),
    ("outlets/monitors.toml", include_str!("../../../outlets/monitors.toml")),
];

/// What an outlet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutletKind {
    /// Sells news to others.
    Agency,
    /// Newspaper, magazine or news site.
    Newspaper,
    /// Radio or television.
    Broadcaster,
    /// The publishing arm of an army or ministry.
    StateMedia,
    /// The publishing arm of a party or armed group.
    PartyMedia,
    /// Counts or documents.
    Monitor,
    /// Aid or rights body.
    Ngo,
}

impl OutletKind {
    /// The files' word.
    pub fn as_str(self) -> &'static str {
        match self {
            OutletKind::Agency => "agency",
            OutletKind::Newspaper => "newspaper",
            OutletKind::Broadcaster => "broadcaster",
            OutletKind::StateMedia => "state_media",
            OutletKind::PartyMedia => "party_media",
            OutletKind::Monitor => "monitor",
            OutletKind::Ngo => "ngo",
        }
    }
}

/// Whose voice an outlet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Voice {
    /// A state owns or runs it.
    State,
    /// It speaks for a party or a side to a conflict.
    Party,
    /// Neither.
    Independent,
}

impl Voice {
    /// The files' word.
    pub fn as_str(self) -> &'static str {
        match self {
            Voice::State => "state",
            Voice::Party => "party",
            Voice::Independent => "independent",
        }
    }
}

/// One outlet.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outlet {
    /// Lasting id.
    pub id: String,
    /// Name in English use.
    pub name: String,
    /// Country it belongs to, ISO 3166-1 alpha-2.
    pub country: String,
    /// Main language, ISO 639-1.
    pub language: String,
    /// What it is.
    pub kind: OutletKind,
    /// Whose voice it is.
    pub voice: Voice,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Domains that it publishes under.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Anything else worth knowing.
    #[serde(default)]
    pub note: Option<String>,
    /// What the row was checked against, or "unchecked".
    #[serde(default)]
    pub checked: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    checked: Option<String>,
    #[serde(default)]
    outlet: Vec<Spanned<Outlet>>,
}

/// All outlets, found by name or domain.
#[derive(Clone, Debug, Default)]
pub struct Outlets {
    all: Vec<Outlet>,
    names: HashMap<String, Vec<usize>>,
    domains: HashMap<String, usize>,
}

static EMBEDDED: LazyLock<Outlets> = LazyLock::new(|| build(FILES).unwrap_or_default());

impl Outlets {
    /// The outlets compiled into the program, built on first use.
    pub fn embedded() -> &'static Outlets {
        &EMBEDDED
    }

    /// The compiled-in outlets with a user's own files on top, each a name and its text: a row whose
    /// id is ours replaces ours. All problems of all files are reported at once.
    pub fn parse(files: &[(&str, &str)]) -> Result<Outlets, Vec<Problem>> {
        build(&[FILES, files].concat())
    }

    /// Outlets, in the order of their files.
    pub fn all(&self) -> &[Outlet] {
        &self.all
    }

    /// Outlets of this name, in the order of their files; articles, spaces and accents don't matter.
    pub fn lookup(&self, name: &str) -> Vec<&Outlet> {
        keys(name)
            .iter()
            .find_map(|key| self.names.get(key))
            .into_iter()
            .flatten()
            .filter_map(|i| self.all.get(*i))
            .collect()
    }

    /// The outlet that publishes under the host of `url`, or under a domain above it.
    pub fn by_url(&self, url: &str) -> Option<&Outlet> {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let host = rest.split(['/', '?', '#', ':']).next().unwrap_or("").to_lowercase();
        let mut domain = host.as_str();
        loop {
            if let Some(i) = self.domains.get(domain) {
                return self.all.get(*i);
            }
            domain = domain.split_once('.')?.1;
        }
    }
}

/// What a name is filed under: with and without its articles.
fn keys(name: &str) -> Vec<String> {
    let words: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'))
        .map(normal)
        .filter(|w| !w.is_empty())
        .collect();
    let bare: String = words.iter().filter(|w| !is_particle(w)).map(String::as_str).collect();
    let mut out = vec![words.concat()];
    if !bare.is_empty() && bare != out[0] {
        out.push(bare);
    }
    out
}

fn build(files: &[(&str, &str)]) -> Result<Outlets, Vec<Problem>> {
    let mut outlets = Outlets::default();
    let mut problems = Vec::new();
    for (name, text) in files {
        match toml::from_str::<File>(text) {
            Ok(file) => take(&mut outlets, file, name, text, &mut problems),
            Err(error) => problems.push(Problem::new(
                *name,
                error.span().map_or(0, |s| line_of(text, s.start)),
                error.message(),
            )),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    index(&mut outlets);
    Ok(outlets)
}

fn take(outlets: &mut Outlets, file: File, name: &str, text: &str, problems: &mut Vec<Problem>) {
    let checked = file.checked.unwrap_or_else(|| "unchecked".to_owned());
    let mut seen: Vec<String> = Vec::new();
    for row in file.outlet {
        let at = row.span().start;
        let mut outlet = row.into_inner();
        if outlet.checked.is_empty() {
            outlet.checked.clone_from(&checked);
        }
        if seen.contains(&outlet.id) || outlet.id.is_empty() {
            problems.push(Problem::new(
                name,
                line_of(text, at),
                format!("An outlet needs an id of its own; \"{}\" is taken or empty.", outlet.id),
            ));
        }
        seen.push(outlet.id.clone());
        match outlets.all.iter_mut().find(|o| o.id == outlet.id) {
            Some(old) => *old = outlet,
            None => outlets.all.push(outlet),
        }
    }
}

fn index(outlets: &mut Outlets) {
    for (i, outlet) in outlets.all.iter().enumerate() {
        let head = outlet.name.split_once(" (").map(|(head, _)| head);
        for name in outlet.aliases.iter().map(String::as_str).chain([outlet.name.as_str()]).chain(head) {
            for key in keys(name) {
                let list = outlets.names.entry(key).or_default();
                if !list.contains(&i) {
                    list.push(i);
                }
            }
        }
        for domain in &outlet.domains {
            outlets.domains.entry(domain.clone()).or_insert(i);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_least_150_outlets_each_with_a_country_and_whether_it_was_checked() {
        let outlets = build(FILES).expect("good files");
        assert!(outlets.all.len() >= 150, "only {}", outlets.all.len());
        let countries = crate::actors::Actors::embedded();
        for outlet in &outlets.all {
            assert!(countries.country(&outlet.country).is_some(), "{} has no known country", outlet.id);
            assert!(!outlet.checked.is_empty() && outlet.language.len() == 2, "{}", outlet.id);
        }
    }

    #[test]
    fn names_are_found_whatever_their_articles_and_spaces() {
        let outlets = Outlets::embedded();
        for name in ["SANA", "sana", "Al-Manar", "manar", "alalam", "Al Alam"] {
            let found = outlets.lookup(name);
            assert_eq!(found.len(), 1, "{name}");
            assert_ne!(found[0].voice, Voice::Independent, "{name}");
        }
        assert_eq!(outlets.lookup("The Daily Star").len(), 2);
        assert!(outlets.lookup("Example Wire").is_empty());
    }

    #[test]
    fn a_url_gives_its_outlet_and_a_stranger_none() {
        let outlets = Outlets::embedded();
        assert_eq!(outlets.by_url("https://www.reuters.com/world/x").map(|o| o.id.as_str()), Some("reuters"));
        assert_eq!(outlets.by_url("arabic.news.cn").map(|o| o.id.as_str()), Some("xinhua"));
        assert!(outlets.by_url("https://notreuters.com").is_none());
        assert!(outlets.by_url("").is_none());
    }

    #[test]
    fn no_two_outlets_share_an_id_or_a_domain() {
        let outlets = Outlets::embedded();
        let mut domains: Vec<&String> = outlets.all.iter().flat_map(|o| &o.domains).collect();
        let before = domains.len();
        domains.sort();
        domains.dedup();
        assert_eq!(domains.len(), before);
    }

    #[test]
    fn a_bad_row_is_named_by_its_line() {
        let bad = "[[outlet]]\nid = \"x\"\nname = \"X\"\ncountry = \"SY\"\nlanguage = \"en\"\nkind = \"blog\"\nvoice = \"state\"\n";
        let problems = Outlets::parse(&[("own.toml", bad)]).expect_err("no such kind");
        assert_eq!((problems[0].file.as_str(), problems[0].line), ("own.toml", 6));
    }
}
