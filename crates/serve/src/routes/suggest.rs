//! Suggestions while somebody types: actors, places, outlets and event types.

use crate::asked::Asked;
use crate::filters::choice;
use crate::known::{Index, fit};
use crate::problem::{Answer, Sent};
use crate::who::Who;
use crate::workbench::Workbench;
use axum::Json;
use axum::extract::State;
use dateline_store::{Books, Candidate, EventType, Named, Result, Store, actor_of, fold, place_of};
use dateline_terms::told::Place;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    OpenApiRouter::new().routes(routes!(suggest))
}

/// Suggestions of an answer at most.
const MOST: usize = 10;
/// Of each kind, where all kinds are asked for.
const EACH: usize = 3;

choice!(KindName { Actor = "actor", Place = "place", Outlet = "outlet", Type = "type" });

/// What was typed.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document is made from it")]
struct Typed {
    /// The beginning of a name, or of a word in it; for nothing, nothing is suggested.
    q: Option<String>,
    /// What is looked for; a few of each where nothing is said.
    #[param(inline, value_type = Option<KindName>)]
    kind: Option<String>,
}

/// A name that was meant, perhaps.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct Suggestion {
    /// actor, place, outlet or type.
    kind: &'static str,
    /// What filters take.
    id: String,
    /// The name.
    label: String,
    /// What else there is to say of it.
    detail: Option<String>,
    /// The place in full, as corrections take it.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Place>,
}

/// Suggestions, the best first.
#[derive(Serialize, ToSchema)]
struct Suggestions {
    /// At most ten.
    items: Vec<Suggestion>,
}

/// A suggestion and where it stands: how well it fits, and in how many incidents it is.
type Ranked = (u8, std::cmp::Reverse<u64>, Suggestion);

/// Names that what was typed may mean.
///
/// Names of the record come with the number of their incidents; others stand in the books alone.
#[utoipa::path(
    get,
    path = "/suggest",
    tag = "lookup",
    params(Typed),
    responses((status = 200, body = Suggestions), (status = 400, body = Sent, content_type = "application/problem+json"))
)]
async fn suggest(State(workbench): State<Workbench>, _: Who, mut asked: Asked) -> Answer<Json<Suggestions>> {
    let typed = fold(&asked.one("q")?.unwrap_or_default());
    let known = ["actor", "place", "outlet", "type"];
    let named = |word: &str| known.into_iter().find(|kind| *kind == word);
    let kind = asked.read("kind", "actor, place, outlet or type", named)?;
    asked.done()?;
    let bench = workbench.clone();
    let find = move |store: &Store| {
        if typed.is_empty() {
            return Ok(Suggestions { items: Vec::new() });
        }
        let books = bench.books();
        let index = bench.known().index(store, books)?;
        let finder = Finder { store, books, index: &index, typed: &typed };
        let mut items = Vec::new();
        for kind in known.into_iter().filter(|one| kind.is_none_or(|kind| kind == *one)) {
            items.extend(finder.find(kind)?);
        }
        Ok(Suggestions { items: spread(items, kind.is_none()) })
    };
    Ok(Json(workbench.record().read(find).await?))
}

/// The first ten; where all kinds were asked for, a few of each.
fn spread(items: Vec<Suggestion>, all: bool) -> Vec<Suggestion> {
    let mut taken = std::collections::HashMap::<&str, usize>::new();
    let mut few = |item: &Suggestion| {
        let count = taken.entry(item.kind).or_default();
        *count += 1;
        !all || *count <= EACH
    };
    items.into_iter().filter(|item| few(item)).take(MOST).collect()
}

struct Finder<'f> {
    store: &'f Store,
    books: &'f Books<'static>,
    index: &'f Index,
    typed: &'f str,
}

impl Finder<'_> {
    fn find(&self, kind: &str) -> Result<Vec<Suggestion>> {
        let found = match kind {
            "actor" => self.actors()?,
            "place" => self.places()?,
            "outlet" => self.outlets()?,
            _ => self.types(),
        };
        Ok(best(found))
    }

    /// Names of the record that fit, those of most incidents first, each with how well; only so many are read.
    fn in_record<'n>(&self, names: &'n [Named]) -> Vec<(u8, &'n Named)> {
        let fits = names.iter().filter_map(|named| Some((fit(&named.key, self.typed)?, named)));
        let mut fits: Vec<_> = fits.collect();
        fits.sort_by_key(|(fit, named)| (*fit, std::cmp::Reverse(named.incidents)));
        fits.truncate(2 * MOST);
        fits
    }

    fn actors(&self) -> Result<Vec<Ranked>> {
        let mut found = Vec::new();
        for group in self.books.actors.groups() {
            let names = [&group.name].into_iter().chain(&group.aliases).chain(&group.shared_aliases);
            if let Some(fit) = names.filter_map(|name| fit(&fold(name), self.typed)).min() {
                let at = self.index.actors.binary_search_by(|named| named.key.cmp(&group.id)).ok();
                let incidents =
                    at.and_then(|at| self.index.actors.get(at)).map_or(0, |named| named.incidents);
                let kind = group.kind.as_str().replace('_', " ");
                let detail = detail([Some(kind), group.countries.first().cloned()], incidents);
                found.push(ranked(fit, incidents, suggestion("actor", &group.id, &group.name, detail)));
            }
        }
        for (fit, named) in self.in_record(&self.index.actors) {
            let Some(incident) = self.store.row(named.sample)? else { continue };
            let Some(actor) = actor_of(&incident, &named.key) else { continue };
            let detail = detail([Some(actor.kind.as_str().replace('_', " ")), None], named.incidents);
            found.push(ranked(fit, named.incidents, suggestion("actor", &named.key, &actor.name, detail)));
        }
        // Bodies of states and whoever else the name means by the actor files' own rules.
        for actor in self.books.actors.lookup(self.typed).into_iter().filter(|actor| actor.score >= 0.85) {
            let detail = detail([Some(actor.kind.as_str().replace('_', " ")), actor.country], 0);
            found.push(ranked(1, 0, suggestion("actor", &actor.id, &actor.name, detail)));
        }
        Ok(found)
    }

    fn places(&self) -> Result<Vec<Ranked>> {
        let mut found = Vec::new();
        for (fit, named) in self.in_record(&self.index.places) {
            let Some(incident) = self.store.row(named.sample)? else { continue };
            if let Some(place) = place_of(&incident, &named.key) {
                found.push(ranked(fit, named.incidents, placed(place.clone(), named.incidents)));
            } else if let Some(area) = incident.place.and_then(|place| place.admin1) {
                let candidate =
                    self.books.gazetteer.lookup(&area).into_iter().find(|c| fold(&c.name) == named.key);
                let place = candidate.map(|c| self.place(c));
                let detail = detail([Some("area".into()), None], named.incidents);
                let of = Suggestion { place, ..suggestion("place", &area, &area, detail) };
                found.push(ranked(fit, named.incidents, of));
            }
        }
        for candidate in self.books.gazetteer.lookup(self.typed).into_iter().take(MOST) {
            found.push(ranked(1, 0, placed(self.place(candidate), 0)));
        }
        Ok(found)
    }

    fn place(&self, found: Candidate) -> Place {
        Place {
            quote: Default::default(),
            name: found.name,
            admin1: found.admin1,
            country: found.country,
            lat: Some(found.lat),
            lon: Some(found.lon),
            radius_km: Some(found.radius_km),
            precision: found.kind.precision(),
            geonames: found.geonames,
            basis: JUDGED.into(),
        }
    }

    fn outlets(&self) -> Result<Vec<Ranked>> {
        let mut found = Vec::new();
        for (fit, named) in self.in_record(&self.index.outlets) {
            let Some(incident) = self.store.row(named.sample)? else { continue };
            let Some(name) = incident.outlets.iter().find(|name| fold(name) == named.key) else { continue };
            let of = suggestion("outlet", name, name, detail([None, None], named.incidents));
            found.push(ranked(fit, named.incidents, of));
        }
        for outlet in self.books.outlets.all() {
            let names = [&outlet.name].into_iter().chain(&outlet.aliases);
            if let Some(fit) = names.filter_map(|name| fit(&fold(name), self.typed)).min() {
                let detail = detail([Some("in no report yet".into()), Some(outlet.country.clone())], 0);
                found.push(ranked(fit + 4, 0, suggestion("outlet", &outlet.name, &outlet.name, detail)));
            }
        }
        Ok(found)
    }

    fn types(&self) -> Vec<Ranked> {
        let types = self.books.codebook.types().iter();
        let of = |kind: &EventType| {
            let fit =
                fit(&fold(&kind.name), self.typed).or_else(|| fit(&kind.id.replace('_', " "), self.typed))?;
            Some(ranked(fit, 0, suggestion("type", &kind.id, &kind.name, Some(kind.family.as_str().into()))))
        };
        types.filter_map(of).collect()
    }
}

/// What corrections by people say of how a value is known.
const JUDGED: &str = "judged";

fn suggestion(kind: &'static str, id: &str, label: &str, detail: Option<String>) -> Suggestion {
    Suggestion { kind, id: id.into(), label: label.into(), detail, place: None }
}

fn ranked(fit: u8, incidents: u64, suggestion: Suggestion) -> Ranked {
    (fit, std::cmp::Reverse(incidents), suggestion)
}

fn placed(place: Place, incidents: u64) -> Suggestion {
    let area = place.admin1.clone().filter(|area| *area != place.name);
    let detail = detail([area, place.country.clone()], incidents);
    let own = Place { quote: Default::default(), basis: JUDGED.into(), ..place.clone() };
    Suggestion { place: Some(own), ..suggestion("place", &place.name, &place.name, detail) }
}

/// "rebel, SY, 312 incidents".
fn detail(parts: [Option<String>; 2], incidents: u64) -> Option<String> {
    let count = match incidents {
        0 => None,
        1 => Some("1 incident".to_string()),
        n => Some(format!("{n} incidents")),
    };
    let said: Vec<String> = parts.into_iter().flatten().chain(count).collect();
    (!said.is_empty()).then(|| said.join(", "))
}

/// The best of them first, each once.
fn best(mut found: Vec<Ranked>) -> Vec<Suggestion> {
    found.sort_by(|a, b| (a.0, a.1, &a.2.label).cmp(&(b.0, b.1, &b.2.label)));
    let mut seen = std::collections::HashSet::new();
    let key = |s: &Suggestion| {
        let at = s.place.as_ref().map(|p| (p.country.clone(), p.admin1.clone()));
        (s.id.clone(), at)
    };
    found.retain(|(_, _, suggestion)| seen.insert(key(suggestion)));
    found.into_iter().map(|(_, _, suggestion)| suggestion).collect()
}
