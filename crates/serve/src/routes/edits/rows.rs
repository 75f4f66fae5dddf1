//! Rows as they are sent: what the files under `actors/` and `outlets/` hold of one actor or outlet.

use crate::problem::{Answer, Problem};
use dateline_store::{Group, Outlet};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// Characters of a name at most.
const NAME: usize = 200;
/// Characters of a note at most.
const NOTE: usize = 2_000;
/// Entries of a list at most.
const MANY: usize = 200;

/// An actor's row.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActorRow {
    /// Name in English use.
    name: String,
    /// One of the codebook's `actor_kinds`.
    kind: String,
    /// Countries that it belongs to or mainly acts in, its own first: ISO 3166-1 alpha-2.
    #[serde(default)]
    countries: Vec<String>,
    /// Other names in use.
    #[serde(default)]
    aliases: Vec<String>,
    /// Names that are another group's too.
    #[serde(default)]
    shared_aliases: Vec<String>,
    /// Names that mean it only in reports on its own countries; those that it has, where left out.
    #[serde(default)]
    home_aliases: Option<Vec<String>>,
    /// Whether its names mean it only in reports on its own countries; as it is, where left out.
    #[serde(default)]
    only_at_home: Option<bool>,
    /// Names that were in use for a time.
    #[serde(default)]
    dated_aliases: Vec<DatedName>,
    /// Those who lead or led it.
    #[serde(default)]
    leaders: Vec<String>,
    /// Ids of groups that it is a part of.
    #[serde(default)]
    part_of: Vec<String>,
    /// Ids of groups that it is allied with.
    #[serde(default)]
    allied_with: Vec<String>,
    /// Ids of groups that readers take it for.
    #[serde(default)]
    not_to_confuse_with: Vec<String>,
    /// Year or day that it began.
    since: Option<String>,
    /// Year or day that it ended.
    until: Option<String>,
    /// Anything else worth knowing.
    note: Option<String>,
    /// What the row was checked against.
    #[serde(default)]
    checked: String,
}

/// A name that was in use for a time.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DatedName {
    /// The name.
    name: String,
    /// First year or day.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    /// Last.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

impl From<&Group> for ActorRow {
    fn from(group: &Group) -> ActorRow {
        let group = group.clone();
        let dated = |alias: dateline_store::DatedAlias| DatedName {
            name: alias.name,
            since: alias.since,
            until: alias.until,
        };
        ActorRow {
            name: group.name,
            kind: group.kind.as_str().to_string(),
            countries: group.countries,
            aliases: group.aliases,
            shared_aliases: group.shared_aliases,
            home_aliases: Some(group.home_aliases),
            only_at_home: Some(group.only_at_home),
            dated_aliases: group.dated_aliases.into_iter().map(dated).collect(),
            leaders: group.leaders,
            part_of: group.part_of,
            allied_with: group.allied_with,
            not_to_confuse_with: group.not_to_confuse_with,
            since: group.since,
            until: group.until,
            note: group.note,
            checked: group.checked,
        }
    }
}

impl ActorRow {
    /// The row as it is kept, what was left out filled from the one that stands.
    ///
    /// # Errors
    /// 400 where an entry is empty, too long or one of too many.
    pub fn sound(mut self, standing: Option<&Group>) -> Answer<Value> {
        self.home_aliases = self.home_aliases.or_else(|| standing.map(|group| group.home_aliases.clone()));
        self.only_at_home = self.only_at_home.or_else(|| standing.map(|group| group.only_at_home));
        self.countries = upper(self.countries);
        let home = self.home_aliases.iter_mut();
        let lists = [
            &mut self.countries,
            &mut self.aliases,
            &mut self.shared_aliases,
            &mut self.leaders,
            &mut self.part_of,
            &mut self.allied_with,
            &mut self.not_to_confuse_with,
        ];
        lists.into_iter().chain(home).try_for_each(tidied)?;
        at_most(self.dated_aliases.len())?;
        self.dated_aliases.iter_mut().try_for_each(|dated| text(&mut dated.name, NAME))?;
        text(&mut self.name, NAME)?;
        [&mut self.since, &mut self.until, &mut self.note].into_iter().for_each(blank);
        self.note.iter_mut().try_for_each(|note| text(note, NOTE))?;
        checked(&mut self.checked)?;
        kept(&self)
    }
}

/// An outlet's row.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutletRow {
    /// Name in English use.
    name: String,
    /// Country that it belongs to: ISO 3166-1 alpha-2.
    country: String,
    /// Main language: ISO 639-1.
    language: String,
    /// agency, newspaper, broadcaster, state_media, party_media, monitor or ngo.
    kind: String,
    /// state, party or independent.
    voice: String,
    /// Other names.
    #[serde(default)]
    aliases: Vec<String>,
    /// Domains that it publishes under.
    #[serde(default)]
    domains: Vec<String>,
    /// Anything else worth knowing.
    note: Option<String>,
    /// What the row was checked against.
    #[serde(default)]
    checked: String,
}

impl From<&Outlet> for OutletRow {
    fn from(outlet: &Outlet) -> OutletRow {
        let outlet = outlet.clone();
        OutletRow {
            name: outlet.name,
            country: outlet.country,
            language: outlet.language,
            kind: outlet.kind.as_str().to_string(),
            voice: outlet.voice.as_str().to_string(),
            aliases: outlet.aliases,
            domains: outlet.domains,
            note: outlet.note,
            checked: outlet.checked,
        }
    }
}

impl OutletRow {
    /// The row as it is kept. What reports call the outlet stays one of its names.
    ///
    /// # Errors
    /// 400 where an entry is empty, too long or one of too many.
    pub fn sound(mut self, called: &str) -> Answer<Value> {
        text(&mut self.name, NAME)?;
        let names = |row: &OutletRow| row.name == called || row.aliases.iter().any(|alias| alias == called);
        if !names(&self) {
            self.aliases.push(called.to_string());
        }
        self.country = self.country.trim().to_uppercase();
        if self.country.len() != 2 || !self.country.bytes().all(|b| b.is_ascii_alphabetic()) {
            return Err(Problem::asked("`country` is two letters, such as SY."));
        }
        self.language = self.language.trim().to_lowercase();
        if self.language.len() != 2 || !self.language.bytes().all(|b| b.is_ascii_alphabetic()) {
            return Err(Problem::asked("`language` is two letters, such as ar."));
        }
        tidied(&mut self.aliases)?;
        self.domains = self.domains.into_iter().map(|domain| domain.to_lowercase()).collect();
        tidied(&mut self.domains)?;
        blank(&mut self.note);
        self.note.iter_mut().try_for_each(|note| text(note, NOTE))?;
        checked(&mut self.checked)?;
        kept(&self)
    }
}

fn kept(row: &impl Serialize) -> Answer<Value> {
    serde_json::to_value(row).map_err(Problem::broken)
}

/// What a row was checked against: in the files' word for it where nobody says.
fn checked(said: &mut String) -> Answer<()> {
    if said.trim().is_empty() {
        "unchecked".clone_into(said);
    }
    text(said, NOTE)
}

fn upper(list: Vec<String>) -> Vec<String> {
    list.into_iter().map(|word| word.to_uppercase()).collect()
}

fn at_most(entries: usize) -> Answer<()> {
    match entries {
        0..=MANY => Ok(()),
        _ => Err(Problem::asked(format!("A list has at most {MANY} entries."))),
    }
}

/// Takes blanks and empty entries out of a list.
fn tidied(list: &mut Vec<String>) -> Answer<()> {
    list.retain(|entry| !entry.trim().is_empty());
    at_most(list.len())?;
    list.iter_mut().try_for_each(|entry| text(entry, NAME))
}

fn text(entry: &mut String, most: usize) -> Answer<()> {
    *entry = entry.trim().to_string();
    if entry.is_empty() || entry.chars().count() > most || entry.chars().any(|c| c.is_control() && c != '\n')
    {
        return Err(Problem::asked(format!(
            "A name is a text of at most {NAME} characters, a note of at most {NOTE}."
        )));
    }
    Ok(())
}

/// Makes nothing of a blank text.
fn blank(entry: &mut Option<String>) {
    *entry = entry.take().filter(|text| !text.trim().is_empty());
}
