//! What an alert says: the incidents of its search that were added, altered or taken back.

use crate::desk::{Driven, Search};
use crate::problem::{Answer, Problem};
use crate::routes::searches;
use dateline_store::{Books, Difference, Filter, Store};
use dateline_terms::Incident;
use serde_json::{Value, json};

/// Incidents that one delivery holds at most; it says how many more there are.
const MOST: usize = 200;

/// The bodies that webhooks are to be told of a change by, each with its webhook's id. A webhook whose search it does not
/// concern gets none.
///
/// # Errors
/// When the record cannot be read.
pub(super) fn bodies<'h>(
    store: &Store,
    change: i64,
    hooks: impl Iterator<Item = &'h Driven>,
    books: &Books<'_>,
) -> Answer<Vec<(String, String)>> {
    let mut told: Vec<Told<'_>> = hooks.filter_map(|hook| Told::new(hook, books)).collect();
    if told.is_empty() {
        return Ok(Vec::new());
    }
    store.effect(change, &mut |difference| {
        told.iter_mut().for_each(|told| told.take(&difference, books));
        Ok(())
    })?;
    let told = told.into_iter().filter(|told| !told.incidents.is_empty());
    told.map(|told| told.body(change)).collect()
}

/// What one alert is to say of all that changed after the change numbered `since`, up to the one numbered `until`; `None`
/// where nothing of it concerns its search.
///
/// # Errors
/// When the record cannot be read.
pub(super) fn between(
    store: &Store,
    (since, until): (i64, i64),
    alert: &Driven,
    books: &Books<'_>,
) -> Answer<Option<String>> {
    let Some(mut told) = Told::new(alert, books) else { return Ok(None) };
    store.between(since, until, &mut |difference| {
        told.take(&difference, books);
        Ok(())
    })?;
    if told.incidents.is_empty() { Ok(None) } else { told.body(until).map(|(_, body)| Some(body)) }
}

/// What is sent to try an alert out.
///
/// # Errors
/// Never, as things are.
pub(crate) fn trial(alert: &str, search: &Search) -> Answer<String> {
    text(&json!({"alert": alert, "search": named(search), "change": 0, "incidents": [], "more": 0}))
}

/// What one alert says.
struct Told<'h> {
    hook: &'h Driven,
    filter: Filter,
    incidents: Vec<Value>,
    more: usize,
}

impl Told<'_> {
    fn new<'h>(hook: &'h Driven, books: &Books<'_>) -> Option<Told<'h>> {
        // Filters were checked when the search was kept; a codebook of today may lack a type of then.
        let filter = searches::read(&hook.search.query, books).ok()?;
        Some(Told { hook, filter, incidents: Vec::new(), more: 0 })
    }

    /// Tells of an incident that fits the search, or did before.
    fn take(&mut self, difference: &Difference, books: &Books<'_>) {
        let fits = |incident: &Option<Incident>| {
            incident.as_ref().is_some_and(|incident| self.filter.accepts(incident, books))
        };
        let now = fits(&difference.after);
        if !now && !fits(&difference.before) {
            return;
        }
        if self.incidents.len() == MOST {
            self.more += 1;
            return;
        }
        self.incidents.push(json!({
            "id": difference.id,
            "what": difference.kind.as_str(),
            "fits": now,
            "into": difference.into,
            "incident": difference.after,
        }));
    }

    fn body(self, change: i64) -> Answer<(String, String)> {
        let Told { hook, incidents, more, .. } = self;
        let body = json!({
            "alert": hook.alert.id,
            "search": named(&hook.search),
            "change": change,
            "incidents": incidents,
            "more": more,
        });
        Ok((hook.alert.id.clone(), text(&body)?))
    }
}

pub(super) fn named(search: &Search) -> Value {
    json!({"id": search.id, "name": search.name})
}

pub(super) fn text(body: &Value) -> Answer<String> {
    serde_json::to_string(body).map_err(Problem::broken)
}
