//! Which incidents are asked for, and how they are looked at: the same parameters on every list, count and map.

use crate::asked::{Asked, wrong};
use crate::problem::Answer;
use dateline_store::{Books, Filter, Look, actor_key, moment};
use dateline_terms::{Date, Rule, Status, Word};
use utoipa::IntoParams;

/// Filters and looks as they stand in a query string. All that are given must fit; of one that is given several times,
/// any.
#[derive(Clone, Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document is made from it; `read` takes the parameters one by one")]
pub(crate) struct Filters {
    /// Name of a place, or of the first-order area that it is in.
    place: Option<String>,
    /// Inside a box: west, south, east, north in degrees. West may be greater than east, across the date line.
    #[param(example = "35,32,43,38")]
    bbox: Option<String>,
    /// In a country: ISO 3166-1 alpha-2.
    #[param(example = "SY", pattern = "^[A-Za-z]{2}$")]
    country: Option<String>,
    /// With this actor on a side: its name, or its id in the actor files.
    actor: Vec<String>,
    /// The side that the actor is on.
    #[param(inline, value_type = Option<Side>)]
    side: Option<String>,
    /// Of an event type.
    #[param(rename = "type", example = json!(["armed_clash"]))]
    types: Vec<String>,
    /// Of a family of event types.
    #[param(inline, value_type = Vec<FamilyName>)]
    family: Vec<String>,
    /// Ends on or after this day.
    #[param(value_type = Option<String>, format = Date)]
    from: Option<String>,
    /// Begins on or before this day.
    #[param(value_type = Option<String>, format = Date)]
    to: Option<String>,
    /// Without a day.
    undated: Option<bool>,
    /// With at least so many dead by the best figure.
    killed: Option<u64>,
    /// How it stands; where this is not given, all but what was retracted.
    #[param(inline, value_type = Vec<WordName>)]
    word: Vec<String>,
    /// Whether it came about.
    #[param(inline, value_type = Option<StatusName>)]
    status: Option<String>,
    /// Words of the evidence, the place or the actors: all of them; a phrase in quotation marks as it stands.
    text: Option<String>,
    /// An outlet that tells of it.
    outlet: Option<String>,
    /// The rule that published values follow; `range` where none is named.
    #[param(inline, value_type = Option<RuleName>)]
    rule: Option<String>,
    /// What the record said at this time: a day (its end, UTC) or a time.
    #[param(example = "2024-01-08T12:00:00Z")]
    as_of: Option<String>,
}

/// The words of a parameter that takes one of a few, for the document.
macro_rules! choice {
    ($name:ident { $($variant:ident = $word:literal),+ }) => {
        #[derive(utoipa::ToSchema)]
        #[expect(dead_code, reason = "the document is made from it")]
        pub(crate) enum $name { $(#[schema(rename = $word)] $variant),+ }
    };
}
pub(crate) use choice;

choice!(Side { A = "a", B = "b" });
choice!(FamilyName { Fight = "fight", Strike = "strike", Bomb = "bomb", Harm = "harm", Unrest = "unrest", Development = "development" });
choice!(WordName { Reported = "reported", Corroborated = "corroborated", Disputed = "disputed", Denied = "denied", Retracted = "retracted" });
choice!(StatusName { Occurred = "occurred", Foiled = "foiled" });
choice!(RuleName { Lowest = "lowest", Best = "best", Range = "range", Latest = "latest", Majority = "majority-of-voices" });

/// Families of event types, as the codebook reads them.
pub(crate) const FAMILIES: [&str; 6] = ["fight", "strike", "bomb", "harm", "unrest", "development"];

/// Reads the filters and looks of a query string.
///
/// # Errors
/// Names the first parameter whose value is not what it should be.
pub(crate) fn read(asked: &mut Asked, books: &Books<'_>) -> Answer<(Filter, Look)> {
    let look = look(asked)?;
    Ok((filter(asked, books)?, look))
}

fn filter(asked: &mut Asked, books: &Books<'_>) -> Answer<Filter> {
    let actors = asked.all("actor");
    let side =
        asked.read("side", "a or b", |side| ["a", "b"].contains(&side).then(|| side.chars().next()))?;
    Ok(Filter {
        place: asked.one("place")?,
        area: area(asked, "bbox")?,
        country: country(asked)?,
        actors: actors.iter().map(|name| actor_key(name, books)).collect(),
        side: side.flatten(),
        types: types(asked, books)?,
        families: words(asked, "family", &FAMILIES)?,
        from: day(asked, "from")?,
        to: day(asked, "to")?,
        undated: asked.parse("undated", "true or false")?.unwrap_or(false),
        killed: asked.parse("killed", "a whole number")?,
        standing: standing(asked)?,
        status: asked.read("status", "occurred or foiled", Status::parse)?,
        text: asked.one("text")?,
        outlet: asked.one("outlet")?,
    })
}

/// Reads how incidents are looked at.
///
/// # Errors
/// As those of [`read`].
pub(crate) fn look(asked: &mut Asked) -> Answer<Look> {
    let names: Vec<&str> = Rule::ALL.iter().map(|rule| rule.as_str()).collect();
    let rule = asked.read("rule", &format!("one of {}", names.join(", ")), Rule::parse)?;
    let as_of =
        asked.read("as_of", "a day such as 2024-01-08 or a time such as 2024-01-08T12:00:00Z", moment)?;
    Ok(Look { rule: rule.unwrap_or(Rule::Range), as_of, entries: false })
}

/// Reads a day.
///
/// # Errors
/// When it is none.
pub(crate) fn day(asked: &mut Asked, name: &'static str) -> Answer<Option<Date>> {
    asked.read(name, "a day such as 2024-01-08", |text| text.parse().ok().filter(|_| text.len() == 10))
}

/// Reads a country.
///
/// # Errors
/// When it is not two letters.
pub(crate) fn country(asked: &mut Asked) -> Answer<Option<String>> {
    let letters = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic());
    asked.read("country", "two letters such as SY", |text| letters(text).then(|| text.to_uppercase()))
}

/// Reads a box in degrees. Maps that are panned over the date line count on: their east and west are brought back.
///
/// # Errors
/// When it is none.
pub(crate) fn area(asked: &mut Asked, name: &'static str) -> Answer<Option<[f64; 4]>> {
    let what = "four numbers, west,south,east,north in degrees, its south not over its north";
    asked.read(name, what, |text| {
        let numbers: Vec<f64> = text.split(',').map(|n| n.trim().parse().ok()).collect::<Option<_>>()?;
        let &[west, south, east, north] = numbers.as_slice() else { return None };
        let sound = numbers.iter().all(|n| n.is_finite() && n.abs() <= 100_000.0) && south <= north;
        let (west, east) = if east - west >= 360.0 { (-180.0, 180.0) } else { (around(west), around(east)) };
        sound.then_some([west, south.clamp(-90.0, 90.0), east, north.clamp(-90.0, 90.0)])
    })
}

/// A longitude from −180 to 180.
fn around(lon: f64) -> f64 {
    if (-180.0..=180.0).contains(&lon) { lon } else { (lon + 180.0).rem_euclid(360.0) - 180.0 }
}

fn types(asked: &mut Asked, books: &Books<'_>) -> Answer<Vec<String>> {
    let types = asked.all("type");
    match types.iter().find(|id| !books.codebook.has(id)) {
        None => Ok(types),
        Some(unknown) => Err(wrong("type", unknown, "an event type as /api/v1/codebook lists them")),
    }
}

fn standing(asked: &mut Asked) -> Answer<Vec<Word>> {
    let names: Vec<&str> = Word::ALL.iter().map(|word| word.as_str()).collect();
    Ok(words(asked, "word", &names)?.iter().filter_map(|word| Word::parse(word)).collect())
}

fn words(asked: &mut Asked, name: &'static str, known: &[&str]) -> Answer<Vec<String>> {
    let words = asked.all(name);
    match words.iter().find(|word| !known.contains(&word.as_str())) {
        None => Ok(words),
        Some(unknown) => Err(wrong(name, unknown, &format!("one of {}", known.join(", ")))),
    }
}

/// How many rows of a list are asked for.
///
/// # Errors
/// When it is not from 1 to 200.
pub(crate) fn limit(asked: &mut Asked) -> Answer<usize> {
    let what = "a whole number from 1 to 200";
    let limit = asked.read("limit", what, |n| n.parse().ok().filter(|n| (1..=MOST).contains(n)))?;
    Ok(limit.unwrap_or(USUAL))
}

/// Most rows of one page of a list.
const MOST: usize = 200;
/// Rows of a page where nobody says how many.
const USUAL: usize = 50;
