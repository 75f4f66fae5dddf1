use super::cues::{CueLexicon, CueRows};
use super::speech::lexicon::{CueRow, SpeechLexicon};
use super::speech::stance::StanceRows;
use crate::sentences::Stops;
use serde::Deserialize;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The word lists of `codebook/words/en.toml`, made ready for look-up.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub stops: Stops,
    pub common: HashSet<String>,
    pub never: HashSet<String>,
    pub name_links: HashSet<String>,
    pub cues: CueLexicon,
    pub speech: SpeechLexicon,
    pub speakers: Speakers,
    pub stances: StanceRows,
}

/// Words of the noun phrases that name speakers; what each list is for stands in the file.
#[derive(Debug, Default)]
pub(super) struct Speakers {
    pub nouns: HashSet<String>,
    pub before: HashSet<String>,
    pub outlets: HashSet<String>,
    pub determiners: HashSet<String>,
    pub joins: HashSet<String>,
    pub name_joins: HashSet<String>,
    pub pronouns: HashSet<String>,
    pub nobody: HashSet<String>,
    pub stops: HashSet<String>,
    pub adverbs: HashSet<String>,
    pub times: HashSet<String>,
    pub occasions: HashSet<String>,
    pub people: HashSet<String>,
    pub bodies: HashSet<String>,
    pub noun_or_verb: HashSet<String>,
    pub titles: HashSet<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct File {
    abbreviations: Abbreviations,
    names: Names,
    cues: CueRows,
    speech: Vec<CueRow>,
    speakers: SpeakerRows,
    stance: StanceRows,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Abbreviations {
    before_name: String,
    before_number: String,
    maybe: String,
    openers: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Names {
    common: String,
    never: String,
    links: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct SpeakerRows {
    nouns: String,
    before: String,
    outlets: String,
    determiners: String,
    joins: String,
    name_joins: String,
    pronouns: String,
    nobody: String,
    stops: String,
    adverbs: String,
    times: String,
    occasions: String,
    people: String,
    noun_or_verb: String,
    bodies: String,
}

/// The words, parsed on first use. The file is compiled in and a test parses it, so a failure cannot reach a user;
/// were it to, the lists would be empty.
pub(super) fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| parse(SOURCE).unwrap_or_default());
    &WORDS
}

const SOURCE: &str = include_str!("../../../../../codebook/words/en.toml");

fn parse(source: &str) -> Result<Words, toml::de::Error> {
    let file: File = toml::from_str(source)?;
    let a = &file.abbreviations;
    Ok(Words {
        stops: Stops {
            before_name: sorted(&a.before_name),
            before_number: sorted(&a.before_number),
            maybe: sorted(&a.maybe),
            openers: sorted(&a.openers),
        },
        common: set(&file.names.common),
        never: set(&file.names.never),
        name_links: set(&file.names.links),
        cues: CueLexicon::new(&file.cues),
        speech: SpeechLexicon::new(&file.speech),
        speakers: speakers(&file.speakers, &a.before_name),
        stances: file.stance,
    })
}

fn speakers(rows: &SpeakerRows, titles: &str) -> Speakers {
    Speakers {
        nouns: set(&rows.nouns),
        before: set(&rows.before),
        outlets: set(&rows.outlets),
        determiners: set(&rows.determiners),
        joins: set(&rows.joins),
        name_joins: set(&rows.name_joins),
        pronouns: set(&rows.pronouns),
        nobody: set(&rows.nobody),
        stops: set(&rows.stops),
        adverbs: set(&rows.adverbs),
        times: set(&rows.times),
        occasions: set(&rows.occasions),
        people: set(&rows.people),
        bodies: set(&rows.bodies),
        noun_or_verb: set(&rows.noun_or_verb),
        titles: set(titles),
    }
}

fn set(words: &str) -> HashSet<String> {
    words.split_whitespace().map(str::to_owned).collect()
}

fn sorted(words: &str) -> Vec<String> {
    let mut list: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
    list.sort();
    list
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_word_file_parses() {
        assert!(
            super::parse(super::SOURCE).is_ok_and(|w| !w.common.is_empty() && !w.stops.openers.is_empty())
        );
    }
}
