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

/// The word between a class word and a name: "the town of Homs".
pub fn is_of(word: &str) -> bool {
    places().of.has(word)
}

/// The article.
pub fn is_the(word: &str) -> bool {
    places().the.has(word)
}

/// The word that sets two names side by side.
pub fn is_and(word: &str) -> bool {
    places().and.has(word)
}

/// The word that sets two names side by side of which one holds.
pub fn is_or(word: &str) -> bool {
    places().either.has(word)
}

/// Words that stand before the name of what holds something: "Ramadi in Anbar".
pub fn is_holding(word: &str) -> bool {
    places().holding.has(word)
}

/// Words that may stand between such a word and the name: "in the Syrian capital".
pub fn is_link(word: &str) -> bool {
    places().link.has(word)
}

/// Words that stand before the name of a place and of little else.
pub fn is_locative_strong(word: &str) -> bool {
    places().locative_strong.has(word)
}

/// Words that stand before the names of people and things as well as of places.
pub fn is_locative_weak(word: &str) -> bool {
    places().locative_weak.has(word)
}

/// Words for the surroundings of a city, before "of" and its name.
pub fn is_outskirts(word: &str) -> bool {
    places().outskirts.has(word)
}

/// Words right before the name of a city for what lies by it and not in it.
pub fn is_outside(word: &str) -> bool {
    places().outside.has(word)
}

/// Words that stand between a name and a site word as part of the name: "al-Omar oil field".
pub fn is_before_site(word: &str) -> bool {
    places().before_site.has(word)
}

/// Words that stand between a name and a class word and are no part of the name.
pub fn is_before_class(word: &str) -> bool {
    places().before_class.has(word)
}

/// Class words that say nothing of a name right after them.
pub fn is_class_after(word: &str) -> bool {
    places().class_after.has(word)
}

/// Words that end the name of a district in lower case as well: "Henry county".
pub fn is_district_end(word: &str) -> bool {
    places().district_ends.has(word)
}

/// Months that are names of places as well.
pub fn is_month(word: &str) -> bool {
    places().months.has(word)
}

/// Titles that may stand before a place's name as well: "Syrian President", "the leader of".
pub fn is_office(word: &str) -> bool {
    places().offices.has(word)
}

/// Titles that names of places begin with as well: "Abu Kamal", "St Albans".
pub fn is_title_head(word: &str) -> bool {
    places().title_heads.has(word)
}

/// Titles of saints, after whom more places are called than people.
pub fn is_saint(word: &str) -> bool {
    places().saints.has(word)
}

/// Short forms that a full stop may follow inside a name: "St. Louis".
pub fn is_dotted(word: &str) -> bool {
    places().dotted.has(word)
}

/// Words in lower case inside a name, between its capitals: "Isle of Wight", "Rio de Janeiro".
pub fn is_particle(word: &str) -> bool {
    places().particles.has(word)
}

/// Articles of other languages that stand apart in text. The rest ("as", "at", "an") are words of its own.
pub fn is_apart(word: &str) -> bool {
    places().apart.has(word)
}

/// Names of two letters that need no comma before them, as they are written.
pub fn is_short_name(word: &str) -> bool {
    places().short_names.has(word)
}

/// Parties of lawmakers, before a hyphen and the home, as they are written: "R-Marshall".
pub fn is_party(word: &str) -> bool {
    places().parties.has(word)
}

/// The folded name without the article that it begins with; `None` where there is none.
pub fn without_the(key: &str) -> Option<&str> {
    key.split_once(' ').filter(|(first, _)| is_the(first)).map(|(_, rest)| rest)
}

/// What a short form at the head of a name stands for: "st" is "saint".
pub fn long_form(word: &str) -> Option<&'static str> {
    places().long_forms.get(word).map(String::as_str)
}
