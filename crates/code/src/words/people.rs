//! Words around the names of people and forces.

use super::List;
use serde::Deserialize;

/// Words around the names of people and forces, and words for them that rules tell apart.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// Words before someone already spoken of.
    pub definite: List,
    /// Articles before someone new.
    pub indefinite: List,
    /// Articles of both kinds.
    pub articles: List,
    /// The word between the last two names of a list.
    pub and: List,
    /// Words between two names that share the noun after the second.
    pub joint: List,
    /// The word before the one who did it.
    pub by: List,
    /// The word between an act and the one who suffered it.
    pub of: List,
    /// The word before the day between a subject and its verb.
    pub on: List,
    /// Words before a name that with it say a leaning and name nobody.
    pub leaning: List,
    /// The unit of an age.
    pub year: List,
    /// The word after the unit of an age.
    pub old: List,
    /// Endings of plurals of people, beside the regular one.
    pub plural_endings: List,
    /// Plurals without such an ending that close a noun phrase.
    pub plurals: List,
    /// Words that have the ending of a plural and are none.
    pub not_plural: List,
    /// Words without the ending of a plural that are no occupation of one person.
    pub not_one: List,
    /// Forces that often only describe the noun after them.
    pub describing: List,
    /// The people of a nation without a state, whose plural stands for its forces.
    pub kurds: List,
    /// Words for fighters of an unnamed side.
    pub fighters: List,
    /// Words for those who fight along with the side named before.
    pub allies: List,
    /// Words for soldiers of whichever army was spoken of.
    pub soldiers: List,
    /// The word that makes them those of the home country.
    pub army: List,
    /// Words after a seat of government by which it does nothing.
    pub idle: List,
    /// Endings of the past tense.
    pub past_endings: List,
}
