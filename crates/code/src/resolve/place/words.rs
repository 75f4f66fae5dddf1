//! Words that tell places from other names, and one kind of place from another, in English.

use crate::words::{Places, Words};
use std::collections::HashSet;
use std::sync::LazyLock;

/// The lists of the word file. Names of places are read in English text alone so far.
fn places() -> &'static Places {
    &Words::of(None).places
}

static TEXT: &str = include_str!("../../../../../gazetteer/words_en.txt");

fn section(name: &str) -> HashSet<&'static str> {
    let head = format!("[{name}]");
    let lines = TEXT.lines().skip_while(|l| *l != head).skip(1).take_while(|l| !l.starts_with('['));
    lines.flat_map(str::split_whitespace).collect()
}

/// Names of places that are ordinary words more often.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| section("common"));
/// Given names of people.
static GIVEN: LazyLock<HashSet<&str>> = LazyLock::new(|| section("given"));

/// Head words of organisations.
static BODY: LazyLock<HashSet<&str>> = LazyLock::new(|| section("body"));
/// Titles before a person's name.
static TITLE: LazyLock<HashSet<&str>> = LazyLock::new(|| section("title"));
/// Names of people that are more often places: "Jordan", "Paris".
static EITHER: LazyLock<HashSet<&str>> = LazyLock::new(|| section("either"));

/// Whether a folded word is a place's name that people bear as well.
pub fn is_either(word: &str) -> bool {
    EITHER.contains(word)
}

/// Whether a folded word is an ordinary word more often than a place.
pub fn is_common(word: &str) -> bool {
    COMMON.contains(word)
}

/// Whether a folded word is a given name.
pub fn is_given(word: &str) -> bool {
    GIVEN.contains(word)
}

/// What a class word says about the place that it stands by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// City, town, village.
    Settlement,
    /// Neighbourhood, quarter, street, square: a part of a settlement.
    Part,
    /// Province, governorate, state.
    Province,
    /// District, county.
    District,
    /// Base, field, crossing, camp.
    Site,
    /// Countryside, area, mountains, valley: around it.
    Around,
}

/// The class that a lower-case word names.
pub fn class(word: &str) -> Option<Class> {
    let places = places();
    let lists = [
        (&places.settlement, Class::Settlement),
        (&places.part, Class::Part),
        (&places.province, Class::Province),
        (&places.district, Class::District),
        (&places.site, Class::Site),
        (&places.around, Class::Around),
    ];
    lists.into_iter().find(|(list, _)| list.has(word)).map(|(_, class)| class)
}

/// Words that stand before the name of where something is.
pub fn is_locative(word: &str) -> bool {
    places().locative.has(word)
}

/// Words for people and bodies of a town, before which its name stands: "a Homs resident", "Athens police".
pub fn is_local(word: &str) -> bool {
    places().local.has(word)
}

/// Words for a side or part of a place: "northern", "rural", "central".
pub fn is_direction(word: &str) -> bool {
    places().direction.has(word)
}

/// Titles that stand before a person's name.
pub fn is_title(word: &str) -> bool {
    TITLE.contains(word)
}

/// Head words of organisations that take a place's name before them: "Aleppo Media Center".
pub fn is_body(word: &str) -> bool {
    BODY.contains(word)
}

/// Verbs of saying: a name before one is a person or body, or a country's government.
pub fn is_saying(word: &str) -> bool {
    places().saying.has(word)
}

/// Whether a folded name begins with a place's and names something else.
pub fn is_no_place(key: &str) -> bool {
    places().not_places.has(key)
}

/// Whether such a name stands in a folded text.
pub fn holds_no_place(key: &str) -> bool {
    places().not_places.any_in(key)
}
