//! Actors: those of the record, and one of them with its names, relations and what it was in.

use super::edits::{ActorRow, actor_id};
use super::incidents::Part;
use super::profile::{Month, Stances, by_month, spoken};
use crate::asked::Asked;
use crate::edition::version;
use crate::filters;
use crate::known::fit;
use crate::problem::{Answer, Problem, Sent};
use crate::seen::Seen;
use crate::who::Who;
use crate::workbench::Workbench;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use dateline_store::{Book, Books, Group, NameKind, Named, Store, actor_key, actor_of, fold};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(one))
}

/// Which actors.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document is made from it")]
struct Which {
    /// With this in the name.
    text: Option<String>,
}

/// An actor in a list.
#[derive(Serialize, ToSchema)]
#[schema(as = ListedActor)]
struct Listed {
    /// Its id in the actor files, or its name in small letters where they have none.
    id: String,
    /// Name in English use.
    name: String,
    /// What it is, such as rebel or state_forces.
    kind: &'static str,
    /// Country it belongs to: ISO 3166-1 alpha-2.
    country: Option<String>,
    /// Incidents that it is in.
    incidents: u64,
}

/// A page of a list of actors.
#[derive(Serialize, ToSchema)]
struct Actors {
    /// Those in most incidents first.
    items: Vec<Listed>,
    /// What to give as `after` to go on; `null` at the end.
    next: Option<String>,
    /// How many there are.
    total: usize,
}

/// Actors of the record, page by page. The list may be some seconds behind the record.
#[utoipa::path(
    get,
    path = "/actors",
    tag = "actors and outlets",
    params(Which, Part),
    responses((status = 200, body = Actors), (status = 400, body = Sent, content_type = "application/problem+json"))
)]
async fn list(State(workbench): State<Workbench>, _: Who, mut asked: Asked) -> Answer<Json<Actors>> {
    let typed = fold(&asked.one("text")?.unwrap_or_default());
    let limit = filters::limit(&mut asked)?;
    let from = asked.parse::<usize>("after", "`next` of the page before")?.unwrap_or(0);
    asked.done()?;
    let bench = workbench.clone();
    let read = move |store: &Store| {
        let index = bench.known().index(store, bench.books())?;
        let fits = |named: &&Named| {
            typed.is_empty()
                || fit(&named.key, &typed).is_some()
                || goes_by(&named.key, &typed, bench.books())
        };
        let mut fitting: Vec<&Named> = index.actors.iter().filter(fits).collect();
        fitting.sort_by(|a, b| b.incidents.cmp(&a.incidents).then_with(|| a.key.cmp(&b.key)));
        let total = fitting.len();
        let page = fitting.into_iter().skip(from).take(limit);
        let items: Vec<Listed> = page
            .map(|named| listed(store, bench.books(), named))
            .filter_map(Result::transpose)
            .collect::<Answer<_>>()?;
        let end = from.saturating_add(limit);
        Ok(Actors { items, next: (end < total).then(|| end.to_string()), total })
    };
    Ok(Json(workbench.record().read(read).await?))
}

/// Whether a group of the actor files has a name that fits.
fn goes_by(id: &str, typed: &str, books: &Books<'_>) -> bool {
    let names = |group: &Group| {
        let mut names = std::iter::once(&group.name).chain(&group.aliases);
        names.any(|name| fit(&fold(name), typed).is_some())
    };
    books.actors.group(id).is_some_and(names)
}

fn listed(store: &Store, books: &Books<'_>, named: &Named) -> Answer<Option<Listed>> {
    let (id, incidents) = (named.key.clone(), named.incidents);
    if let Some(group) = books.actors.group(&named.key) {
        let (name, country) = (group.name.clone(), group.countries.first().cloned());
        return Ok(Some(Listed { id, name, kind: group.kind.as_str(), country, incidents }));
    }
    let incident = store.row(named.sample)?;
    let actor = incident.as_ref().and_then(|incident| actor_of(incident, &named.key));
    let country = id.split_once('-').map(|(iso, _)| iso.to_uppercase());
    let country = country.filter(|iso| books.actors.country(iso).is_some());
    Ok(actor.map(|a| Listed { id, name: a.name.clone(), kind: a.kind.as_str(), country, incidents }))
}

/// An actor and what is known of it.
#[derive(Serialize, ToSchema)]
#[schema(as = ActorProfile)]
struct Actor {
    /// Its id in the actor files, or its name in small letters.
    id: String,
    /// Name in English use.
    name: String,
    /// What it is.
    kind: &'static str,
    /// Country it belongs to.
    country: Option<String>,
    /// Countries that it mainly acts in, its own first.
    countries: Vec<String>,
    /// Other names in use.
    aliases: Vec<String>,
    /// Those who lead or led it.
    leaders: Vec<String>,
    /// Names that were in use for a time.
    dated_aliases: Vec<DatedAlias>,
    /// Groups that it is a part of.
    part_of: Vec<Relation>,
    /// Groups that are parts of it.
    parts: Vec<Relation>,
    /// Groups that it is allied with.
    allied_with: Vec<Relation>,
    /// Groups that readers take it for.
    not_to_confuse_with: Vec<Relation>,
    /// Year or day that it began.
    since: Option<String>,
    /// Year or day that it ended.
    until: Option<String>,
    /// Anything else worth knowing.
    note: Option<String>,
    /// What the actor files' row was checked against.
    checked: Option<String>,
    /// The row as it stands, to be edited; `null` where it has none.
    row: Option<ActorRow>,
    /// Whether a person wrote that row.
    edited: bool,
    /// What an edit names as `version`.
    row_version: String,
    /// Incidents that it is in.
    incidents: u64,
    /// These by month of the first day.
    months: Vec<Month>,
    /// What was said in its name of the latest of these incidents.
    statements: Stances,
}

/// A name that was in use for a time.
#[derive(Serialize, ToSchema)]
struct DatedAlias {
    /// The name.
    name: String,
    /// First year or day.
    since: Option<String>,
    /// Last.
    until: Option<String>,
}

/// Another group.
#[derive(Serialize, ToSchema)]
#[schema(as = RelatedActor)]
struct Relation {
    /// Its id.
    id: String,
    /// Its name.
    name: String,
}

/// One actor: its names, its relations, and what it was in month by month.
#[utoipa::path(
    get,
    path = "/actors/{id}",
    tag = "actors and outlets",
    params(("id" = String, Path, description = "Its id in the actor files, or a name"), Seen),
    responses((status = 200, body = Actor), (status = 404, body = Sent, content_type = "application/problem+json"))
)]
async fn one(
    State(workbench): State<Workbench>,
    seen: Seen,
    Path(id): Path<String>,
    asked: Asked,
) -> Answer<Response> {
    asked.done()?;
    let books = *workbench.books();
    workbench.answer(seen, move |store, _| actor(store, &books, &actor_key(&id, &books))).await
}

fn actor(store: &Store, books: &Books<'_>, key: &str) -> Answer<Actor> {
    let incidents = store.incidents_of(NameKind::Actor, key)?;
    let group = books.actors.group(key);
    let sample = if incidents == 0 { None } else { store.sample(NameKind::Actor, key)? };
    let told = sample.as_ref().and_then(|incident| actor_of(incident, key));
    let (name, kind) = match (group, told) {
        (Some(group), _) => (group.name.clone(), group.kind.as_str()),
        (None, Some(told)) => (told.name.clone(), told.kind.as_str()),
        (None, None) => {
            return Err(Problem::missing(format!("Neither the record nor the actor files have \"{key}\".")));
        }
    };
    let listed = |take: fn(&Group) -> &Vec<String>| group.map(take).cloned().unwrap_or_default();
    let word = |take: fn(&Group) -> &Option<String>| group.and_then(|group| take(group).clone());
    let named = |ids: &[String]| -> Vec<Relation> {
        let of = |id: &String| {
            let name = books.actors.group(id).map_or_else(|| id.clone(), |group| group.name.clone());
            Relation { id: id.clone(), name }
        };
        ids.iter().map(of).collect()
    };
    let parts: Vec<String> = books
        .actors
        .groups()
        .iter()
        .filter(|g| g.part_of.iter().any(|id| id == key))
        .map(|g| g.id.clone())
        .collect();
    let edit = match actor_id(key, books) {
        Ok(id) => store.edit_of(Book::Actors, &id)?,
        Err(_) => None,
    };
    let (countries, aliases) = (listed(|g| &g.countries), listed(|g| &g.aliases));
    let names: Vec<String> = [&name].into_iter().chain(&aliases).map(|name| fold(name)).collect();
    Ok(Actor {
        id: key.to_string(),
        kind,
        country: countries.first().cloned(),
        countries,
        aliases: aliases.into_iter().chain(listed(|g| &g.shared_aliases)).collect(),
        leaders: listed(|g| &g.leaders),
        dated_aliases: group.map(dated).unwrap_or_default(),
        part_of: named(&listed(|g| &g.part_of)),
        parts: named(&parts),
        allied_with: named(&listed(|g| &g.allied_with)),
        not_to_confuse_with: named(&listed(|g| &g.not_to_confuse_with)),
        since: word(|g| &g.since),
        until: word(|g| &g.until),
        note: word(|g| &g.note),
        checked: group.map(|g| g.checked.clone()).filter(|checked| !checked.is_empty()),
        row: group.map(ActorRow::from),
        edited: edit.as_ref().is_some_and(|edit| edit.row.is_some()),
        row_version: version(edit.as_ref()),
        incidents,
        months: by_month(store.months_of(key)?),
        statements: spoken(store, books, key, &names)?,
        name,
    })
}

fn dated(group: &Group) -> Vec<DatedAlias> {
    let of = |alias: &dateline_store::DatedAlias| DatedAlias {
        name: alias.name.clone(),
        since: alias.since.clone(),
        until: alias.until.clone(),
    };
    group.dated_aliases.iter().map(of).collect()
}
