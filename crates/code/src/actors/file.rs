//! What the files under `actors/` may hold, row by row.

use dateline_terms::ActorKind;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// One file: countries, groups or words, in any mixture.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct File {
    /// What the rows were checked against, where a row doesn't say.
    pub checked: Option<String>,
    pub country: Vec<Spanned<Country>>,
    pub group: Vec<Spanned<Group>>,
    pub words: BTreeMap<String, Vec<String>>,
    pub around: BTreeMap<String, Vec<String>>,
}

/// A country, from whose row its armed forces, police and government are made.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Country {
    /// ISO 3166-1 alpha-2 code.
    pub iso: String,
    /// Short English name.
    pub name: String,
    /// Whether the name takes "the": "Military Forces of the Philippines".
    pub article: bool,
    /// Other names.
    pub aliases: Vec<String>,
    /// Adjectives: "Syrian".
    pub adjectives: Vec<String>,
    /// Plural names of its people: "Syrians".
    pub people: Vec<String>,
    /// Capital and other words that stand for its government: "Ankara", "Kremlin".
    pub seats: Vec<String>,
    /// Surnames of rulers that stand for its side: "Assad's forces".
    pub leaders: Vec<String>,
    /// Names of its armed forces or parts of them.
    pub military: Vec<String>,
    /// Names of its police and security services.
    pub police: Vec<String>,
    /// Names of its government or offices.
    pub government: Vec<String>,
    /// What the row was checked against.
    pub checked: String,
}

impl Country {
    /// Name as it stands after "of": "the Philippines".
    pub fn of(&self) -> String {
        if self.article { format!("the {}", self.name) } else { self.name.clone() }
    }
}

/// A name that was in use for a part of a group's life.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DatedAlias {
    /// The name.
    pub name: String,
    /// First year or day, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub since: Option<String>,
    /// Last.
    pub until: Option<String>,
}

/// An armed group, militia, coalition, movement or mission.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Lasting id, lower case with hyphens.
    pub id: String,
    /// Canonical English name.
    pub name: String,
    /// Kind by the annotation guide.
    #[serde(deserialize_with = "kind")]
    pub kind: ActorKind,
    /// Countries that it belongs to or mainly acts in, the first being its own.
    #[serde(default)]
    pub countries: Vec<String>,
    /// Other names in use.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Aliases known to be another group's too; context decides.
    #[serde(default)]
    pub shared_aliases: Vec<String>,
    /// Those who lead or led it and stand for it in the news.
    #[serde(default)]
    pub leaders: Vec<String>,
    /// Names that mean it only in reports on its own countries: "the Red Crescent".
    #[serde(default)]
    pub home_aliases: Vec<String>,
    /// The names are too ordinary to be taken for this group in reports on other countries.
    #[serde(default)]
    pub only_at_home: bool,
    /// Names used for a time.
    #[serde(default)]
    pub dated_aliases: Vec<DatedAlias>,
    /// Ids of groups that it is a part of.
    #[serde(default)]
    pub part_of: Vec<String>,
    /// Ids of groups that it is allied with.
    #[serde(default)]
    pub allied_with: Vec<String>,
    /// Ids of groups that readers take it for.
    #[serde(default)]
    pub not_to_confuse_with: Vec<String>,
    /// Year or day that it began.
    #[serde(default)]
    pub since: Option<String>,
    /// Year or day that it ended.
    #[serde(default)]
    pub until: Option<String>,
    /// Anything else worth knowing.
    #[serde(default)]
    pub note: Option<String>,
    /// What the row was checked against, or "unchecked".
    #[serde(default)]
    pub checked: String,
}

fn kind<'de, D: serde::Deserializer<'de>>(from: D) -> Result<ActorKind, D::Error> {
    let word = String::deserialize(from)?;
    ActorKind::parse(&word).ok_or_else(|| serde::de::Error::custom(format!("\"{word}\" is no kind of actor")))
}
