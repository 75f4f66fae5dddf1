//! The words by which rules know what a sentence says: one table a language, `[coding]` of
//! `codebook/words/<xx>.toml`. The rules themselves name no word of any language.

use dateline_terms::HarmKind;
use serde::{Deserialize, Deserializer};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

mod people;
mod sums;

pub use people::People;
pub use sums::Sums;

/// Words or phrases of one meaning, in lower case.
#[derive(Debug, Default)]
pub struct List(Vec<String>);

impl List {
    /// Whether `word` is one of them.
    pub fn has(&self, word: &str) -> bool {
        self.0.binary_search_by(|w| w.as_str().cmp(word)).is_ok()
    }

    /// Whether one of them stands anywhere in `text`.
    pub fn any_in(&self, text: &str) -> bool {
        self.0.iter().any(|w| text.contains(w.as_str()))
    }

    /// Whether `text` ends in one of them.
    pub fn ends(&self, text: &str) -> bool {
        self.0.iter().any(|w| text.ends_with(w.as_str()))
    }
}

impl<'de> Deserialize<'de> for List {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<List, D::Error> {
        let mut words = Row::deserialize(from)?.words();
        words.sort();
        Ok(List(words))
    }
}

/// A list as files write it: words parted by white space, or phrases one by one.
#[derive(Deserialize)]
#[serde(untagged)]
enum Row {
    Words(String),
    Phrases(Vec<String>),
}

impl Row {
    fn words(self) -> Vec<String> {
        match self {
            Row::Words(text) => text.split_whitespace().map(str::to_owned).collect(),
            Row::Phrases(list) => list,
        }
    }
}

/// Endings by their last byte, each list in the order in which its endings are tried: few words share it, and
/// every word of a report is asked for several times.
#[derive(Debug, Default)]
struct Endings(BTreeMap<u8, Vec<String>>);

impl<'de> Deserialize<'de> for Endings {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Endings, D::Error> {
        let mut endings = Endings::default();
        for end in Row::deserialize(from)?.words() {
            let last = end.as_bytes().last().copied().unwrap_or_default();
            endings.0.entry(last).or_default().push(end);
        }
        Ok(endings)
    }
}

/// What each list is for stands in the file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    endings: Endings,
    plural_ending: String,
    plurals: List,
    /// Words that open a clause in which reports recall another event.
    pub clause_openers: List,
    /// Words that tell another event from the same one.
    pub another: List,
    /// Words by which something is new to the reader.
    pub new: List,
    /// Words by which something is known to the reader.
    pub known: List,
    /// Words that open a sentence on something else.
    pub elsewhere: List,
    /// What sets two places side by side as scenes of one act.
    pub beside: List,
    /// Forms of "to be" that make the verb after them passive.
    pub passive: List,
    /// Words of speakers.
    pub speakers: Speakers,
    /// Sides that the words state outright.
    pub outright: Outright,
    /// Who says that an act was theirs.
    pub responsibility: Responsibility,
    /// Sums over many events.
    pub sums: Sums,
    /// Nouns of counted people.
    pub counted: Counted,
    /// Words around the names of places.
    pub places: Places,
    /// Words around the names of people and forces.
    pub people: People,
    harm: Harms,
    weapons: Weapons,
}

/// Words of those who say what happened.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Speakers {
    /// Speakers without a side.
    pub neutral: List,
    /// Speakers who take part, or who speak for those who do.
    pub partisan: List,
    /// Words that do not tell one speaker from another.
    pub small: List,
}

/// Words that put an actor on a side.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outright {
    /// Words passed over on the way from the mention to the word that tells.
    pub skipped: List,
    /// Words after which stands what an act is aimed at.
    pub aimed: List,
    /// Forms of "to be" that turn such a word into what its subject suffered.
    pub turned: List,
    /// Stems of nouns of acts.
    pub acts: List,
    /// Words that with such a noun say what it is aimed at.
    pub at: List,
    /// Forms of "to be" before what a subject suffered.
    pub was: List,
    /// What is done to a subject in the passive.
    pub suffered: List,
    /// The word between a subject and the act that it came under.
    pub under: List,
    /// The word before the one who did it.
    pub by: List,
    /// Words, beside participles and nouns of acts, that may stand before that one.
    pub done: List,
    /// Ending of participles.
    pub participle: String,
    /// Words for belonging, before `to` and the one to whom a thing belongs.
    pub belonging: List,
    /// The word between belonging and the owner.
    pub to: List,
    /// Words that may stand between the one who did it and the noun of the act.
    pub means: List,
    /// Nouns of things that stand in the owner's own name.
    pub sites: List,
    /// Words that may stand between a subject and its verb.
    pub have: List,
    /// What a subject did by force.
    pub did: List,
}

/// Words of those who claim an act.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Responsibility {
    /// Pronouns by which a speaker names itself in what it says.
    pub itself: List,
    /// What it says that it did, beside the verbs of force.
    pub did: List,
    /// Words for several acts.
    pub all: List,
}

/// Nouns that say who was counted.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// People who bear no arms.
    pub civilians: List,
    /// Anyone.
    pub anyone: List,
}

/// Words around the names of places.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Places {
    /// City, town, village.
    pub settlement: List,
    /// Parts of a settlement.
    pub part: List,
    /// Province, governorate, state.
    pub province: List,
    /// District, county.
    pub district: List,
    /// Base, field, crossing, camp.
    pub site: List,
    /// Countryside, mountains, valley.
    pub around: List,
    /// Words before the name of where something is.
    pub locative: List,
    /// People and bodies of a town, before which its name stands.
    pub local: List,
    /// Sides and parts of a place.
    pub direction: List,
    /// Verbs of saying.
    pub saying: List,
    /// Names that begin with a place's and name something else.
    pub not_places: List,
    /// The word between a class word and a name.
    pub of: List,
    /// The article.
    pub the: List,
    /// What joins the last name of a list.
    pub and: List,
    /// What joins two names of which one holds.
    pub either: List,
    /// Words before the name of what holds something.
    pub holding: List,
    /// Words between such a word and the name.
    pub link: List,
    /// Words before the name of a place and of little else.
    pub locative_strong: List,
    /// Words before names of people and things as well.
    pub locative_weak: List,
    /// Surroundings of a city, before "of" and its name.
    pub outskirts: List,
    /// Words right before the name of a city that say it is not in it.
    pub outside: List,
    /// Words between a name and a site word.
    pub before_site: List,
    /// Words between a name and a class word, beside those and directions.
    pub before_class: List,
    /// Class words that stand after their names alone.
    pub class_after: List,
    /// Words that end the name of a district.
    pub district_ends: List,
    /// Months that are names of places as well.
    pub months: List,
    /// Titles that may stand before the name of a place.
    pub offices: List,
    /// Titles that names of places begin with as well.
    pub title_heads: List,
    /// Titles of saints.
    pub saints: List,
    /// Short forms at the head of a name, before a full stop.
    pub dotted: List,
    /// Words in lower case inside names.
    pub particles: List,
    /// Articles of other languages that stand apart in text.
    pub apart: List,
    /// Names of two letters, as they are written.
    pub short_names: List,
    /// Parties before a hyphen and a home, as they are written.
    pub parties: List,
    /// Short forms at the head of a name, and what they stand for.
    pub long_forms: BTreeMap<String, String>,
}

/// Harm by the word that tells it, in order of the words.
#[derive(Debug, Default)]
struct Harms(Vec<(String, HarmKind)>);

impl<'de> Deserialize<'de> for Harms {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Harms, D::Error> {
        let mut words = Vec::new();
        for (kind, row) in BTreeMap::<String, Row>::deserialize(from)? {
            let harm = HarmKind::parse(&kind);
            let harm = harm.ok_or_else(|| serde::de::Error::custom(format!("\"{kind}\" is no harm")))?;
            words.extend(row.words().into_iter().map(|w| (w, harm)));
        }
        words.sort();
        Ok(Harms(words))
    }
}

/// Weapons by the first word of their names: the other words, and the kind.
#[derive(Debug, Default)]
struct Weapons(HashMap<String, Vec<(Vec<String>, String)>>);

impl<'de> Deserialize<'de> for Weapons {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Weapons, D::Error> {
        let mut index = Weapons::default();
        for (kind, row) in BTreeMap::<String, Row>::deserialize(from)? {
            for name in row.words() {
                let mut words = name.split(' ').map(str::to_owned);
                let Some(first) = words.next() else { continue };
                index.0.entry(first).or_default().push((words.collect(), kind.clone()));
            }
        }
        Ok(index)
    }
}

impl Words {
    /// The words of a language (ISO 639-1); those of English for one that has none of its own, since the
    /// reader has then found nothing to code.
    pub fn of(language: Option<&str>) -> &'static Words {
        static TABLES: [(&str, LazyLock<Words>); 1] =
            [("en", LazyLock::new(|| parse(EN).unwrap_or_default()))];
        let [first, ..] = &TABLES;
        &TABLES.iter().find(|(code, _)| Some(*code) == language).unwrap_or(first).1
    }

    /// The word without its commonest endings: enough to bring "shelling", "shelled" and "shells" together.
    pub fn stem<'w>(&self, word: &'w str) -> &'w str {
        if word.starts_with('<') || word.len() < 5 {
            return word;
        }
        let Some(ends) = word.as_bytes().last().and_then(|last| self.endings.0.get(last)) else {
            return word;
        };
        let cut = |end: &String| word.strip_suffix(end.as_str()).filter(|w| w.len() >= 3);
        ends.iter().find_map(cut).unwrap_or(word)
    }

    /// The word without the ending of a regular plural, if it has it.
    pub fn singular<'w>(&self, word: &'w str) -> Option<&'w str> {
        word.strip_suffix(self.plural_ending.as_str())
    }

    /// Whether a noun is a plural.
    pub fn is_plural(&self, noun: &str) -> bool {
        noun.ends_with(self.plural_ending.as_str()) || self.plurals.has(noun)
    }

    /// The harm that a word tells.
    pub fn harm(&self, word: &str) -> Option<HarmKind> {
        let at = self.harm.0.binary_search_by(|(w, _)| w.as_str().cmp(word)).ok()?;
        self.harm.0.get(at).map(|(_, kind)| *kind)
    }

    /// Kinds of weapon, in order of name.
    pub fn weapon_kinds(&self) -> BTreeSet<&str> {
        self.weapons.0.values().flatten().map(|(_, kind)| kind.as_str()).collect()
    }

    /// The weapons whose names begin with `first`: their other words, and their kind.
    pub fn weapons(&self, first: &str) -> &[(Vec<String>, String)] {
        self.weapons.0.get(first).map_or(&[], Vec::as_slice)
    }
}

const EN: &str = include_str!("../../../codebook/words/en.toml");

/// The part of the word file that this crate needs; the reader takes the rest.
#[derive(Deserialize)]
struct File {
    coding: Words,
}

/// A test parses the file compiled in, so that a failure cannot reach a user; were it to, the lists would be
/// empty.
fn parse(source: &str) -> Result<Words, toml::de::Error> {
    toml::from_str::<File>(source).map(|file| file.coding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_file_parses_and_languages_without_a_table_get_english() {
        let words = parse(EN).expect("the file compiled in is well formed");
        assert!(words.outright.aimed.has("against") && !words.outright.aimed.has("again"));
        assert!(Words::of(Some("xx")).speakers.neutral.has("observatory"));
    }

    #[test]
    fn phrases_are_weapons_and_harm_is_known_by_its_word() {
        let words = Words::of(Some("en"));
        assert_eq!(words.weapons("barrel"), [(vec!["bomb".to_owned()], "barrel_bomb".to_owned())]);
        assert_eq!(words.harm("wounded"), Some(HarmKind::Injured));
        assert_eq!(words.harm("greeted"), None);
    }

    #[test]
    fn endings_fall_off_and_tags_stay() {
        let words = Words::of(None);
        assert_eq!(["shelling", "shelled", "shells"].map(|w| words.stem(w)), ["shell"; 3]);
        assert_eq!(words.stem("<rebels>"), "<rebels>");
        assert!(words.is_plural("troops") && words.is_plural("children") && !words.is_plural("child"));
    }
}
