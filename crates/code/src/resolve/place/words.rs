//! Words that tell places from other names, and one kind of place from another, in English.

use std::collections::HashSet;
use std::sync::LazyLock;

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
    Some(match word {
        "city" | "town" | "village" | "hamlet" | "suburb" | "municipality" | "township" | "towns"
        | "villages" | "cities" | "suburbs" | "stronghold" | "enclave" | "commune" | "locality"
        | "settlement" | "bastion" | "resort" => Class::Settlement,
        "neighborhood" | "neighbourhood" | "neighborhoods" | "neighbourhoods" | "quarter" | "street"
        | "square" | "road" | "avenue" | "roundabout" | "market" | "mosque" | "hospital" | "school"
        | "church" | "bridge" | "highway" | "park" | "stadium" | "boulevard" | "intersection" => Class::Part,
        "province" | "governorate" | "state" | "provinces" | "prefecture" | "oblast" | "region"
        | "muhafazat" | "emirate" => Class::Province,
        "district" | "county" | "parish" | "districts" | "counties" | "canton" | "subdistrict"
        | "sub-district" | "tehsil" | "taluk" => Class::District,
        "base" | "airbase" | "air-base" | "airport" | "airfield" | "field" | "oilfield" | "gasfield"
        | "oil-field" | "crossing" | "camp" | "prison" | "dam" | "garrison" | "barracks" | "checkpoint"
        | "refinery" | "plant" | "port" | "outpost" | "junction" | "headquarters" | "factory" | "farm"
        | "farms" | "silo" | "monastery" | "castle" | "citadel" | "jail" => Class::Site,
        "countryside" | "area" | "areas" | "outskirts" | "mountain" | "mountains" | "hill" | "hills"
        | "valley" | "desert" | "plain" | "river" | "lake" | "island" | "islands" | "border" | "pocket"
        | "axis" | "front" | "coast" | "peninsula" | "basin" | "steppe" | "axes" | "heights" | "hilltop"
        | "mount" | "suburban" => Class::Around,
        _ => return None,
    })
}

/// Words that stand before the name of where something is.
pub fn is_locative(word: &str) -> bool {
    matches!(
        word,
        "in" | "at"
            | "near"
            | "from"
            | "to"
            | "toward"
            | "towards"
            | "outside"
            | "inside"
            | "around"
            | "into"
            | "across"
            | "throughout"
            | "between"
            | "within"
            | "beyond"
            | "through"
            | "over"
            | "on"
            | "leaving"
            | "entering"
            | "via"
            | "against"
            | "besieging"
            | "off"
            | "captured"
            | "seized"
            | "retake"
            | "recapture"
            | "bombed"
            | "shelled"
            | "hit"
            | "reach"
            | "reached"
            | "fled"
            | "entered"
            | "left"
            | "targeting"
    )
}

/// Words for people and bodies of a town, before which its name stands: "a Homs resident", "Athens police".
pub fn is_local(word: &str) -> bool {
    matches!(
        word,
        "man"
            | "woman"
            | "resident"
            | "residents"
            | "native"
            | "police"
            | "teen"
            | "teenager"
            | "couple"
            | "mayor"
            | "area"
            | "based"
            | "firefighters"
            | "officials"
            | "authorities"
    )
}

/// Words for a side or part of a place: "northern", "rural", "central".
pub fn is_direction(word: &str) -> bool {
    matches!(
        word,
        "north"
            | "south"
            | "east"
            | "west"
            | "northern"
            | "southern"
            | "eastern"
            | "western"
            | "central"
            | "northeastern"
            | "northwestern"
            | "southeastern"
            | "southwestern"
            | "northeast"
            | "northwest"
            | "southeast"
            | "southwest"
            | "rural"
            | "greater"
            | "downtown"
            | "upstate"
            | "nearby"
            | "neighboring"
            | "neighbouring"
            | "mainland"
            | "north-eastern"
            | "north-western"
            | "south-eastern"
            | "south-western"
            | "inner"
            | "upper"
            | "lower"
            | "war-torn"
            | "occupied"
            | "besieged"
            | "rebel-held"
            | "government-held"
            | "metropolitan"
    )
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
    matches!(
        word,
        "said"
            | "says"
            | "told"
            | "added"
            | "tells"
            | "wrote"
            | "announced"
            | "stated"
            | "testified"
            | "explained"
            | "recalled"
            | "noted"
            | "admitted"
            | "argued"
            | "replied"
            | "tweeted"
    )
}
