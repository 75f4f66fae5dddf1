//! What people ask in their own words, as the store has it: names of actors, and times.

use dateline_code::Books;
use dateline_code::gazetteer::fold::fold;
use dateline_terms::Date;

/// What the store knows an actor by: its id, where that is given or a name means it, else the folded name.
pub fn actor_key(name: &str, books: &Books<'_>) -> String {
    let actors = books.actors;
    if actors.group(name).is_some() || actors.is_body(name) {
        return name.to_string();
    }
    let found = actors.lookup(name);
    let sure = found.first().filter(|best| best.score >= SURE && best.id.contains(char::is_alphanumeric));
    let general = found.first().filter(|best| best.score >= SURE).map(|best| fold(&best.name));
    sure.map_or_else(|| general.unwrap_or_else(|| fold(name)), |best| best.id.clone())
}

/// How well a name must fit an actor to mean it.
const SURE: f32 = 0.85;

/// A day (its end, UTC) or a time such as `2024-01-08T12:00:00Z`, as the store compares times: RFC 3339 in UTC with
/// milliseconds. `None` where it is neither.
pub fn moment(text: &str) -> Option<String> {
    if let Ok(day) = text.parse::<Date>() {
        return Some(format!("{day}T23:59:59.999Z"));
    }
    text.parse::<jiff::Timestamp>().ok().map(|time| format!("{time:.3}"))
}
