use crate::sentences::Stops;
use serde::Deserialize;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The word lists of `codebook/words/en.toml`, made ready for look-up.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub stops: Stops,
    pub common: HashSet<String>,
    pub name_links: HashSet<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct File {
    abbreviations: Abbreviations,
    names: Names,
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
    links: String,
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
        name_links: set(&file.names.links),
    })
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
