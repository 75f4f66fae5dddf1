//! Searches that people keep, and their feeds.

use crate::alerts::COUNTED;
use crate::asked::Asked;
use crate::desk::Search;
use crate::doors::{Client, Need, needs};
use crate::feed::{Head, atom};
use crate::filters::{self, choice};
use crate::problem::{Answer, Problem};
use crate::routes::incidents::sort;
use crate::seen::Seen;
use crate::sent::Sent;
use crate::who::{Role, Way, Who, signed_out};
use crate::workbench::Workbench;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use dateline_store::rise::{By, RATE, Rise};
use dateline_store::{Books, Filter, Look, Sort, Store};
use dateline_terms::Incident;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Incidents that a feed holds at most.
const ENTRIES: usize = 50;

choice!(Stretch { Day = "day", Week = "week" });

/// Its routes.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    let own = OpenApiRouter::new()
        .routes(routes!(list, keep))
        .routes(routes!(renew))
        .merge(needs(Need::Nothing, OpenApiRouter::new().routes(routes!(feed))))
        .routes(routes!(replace, remove));
    needs(Need::Role(Role::Reader), own)
}

/// A search to be kept.
#[derive(Deserialize, ToSchema)]
struct NewSearch {
    /// What to call it.
    name: String,
    /// Filters as in an address, after the question mark: `country=SY&type=armed_clash`.
    query: String,
}

/// A search that was kept just now.
#[derive(Serialize, ToSchema)]
struct Kept {
    #[serde(flatten)]
    search: Search,
    /// Where its feed is read, with the token that reads it: shown this once.
    feed: String,
}

/// The searches that somebody keeps.
#[derive(Serialize, ToSchema)]
struct Searches {
    /// By name.
    items: Vec<Search>,
    /// How many.
    total: usize,
}

/// One's own searches.
#[utoipa::path(get, path = "/searches", tag = "searches", responses((status = 200, body = Searches)))]
async fn list(State(workbench): State<Workbench>, who: Who, asked: Asked) -> Answer<Json<Searches>> {
    asked.done()?;
    let owner = who.owner()?;
    let items = workbench.at_desk(move |desk, _| Ok(desk.searches(owner)?)).await?;
    Ok(Json(Searches { total: items.len(), items }))
}

/// Keep a search.
#[utoipa::path(post, path = "/searches", tag = "searches", request_body = NewSearch, responses((status = 201, body = Kept), (status = 409)))]
async fn keep(
    State(workbench): State<Workbench>,
    who: Who,
    Sent(NewSearch { name, query }): Sent<NewSearch>,
) -> Answer<(StatusCode, Json<Kept>)> {
    let owner = who.owner()?;
    let query = query.trim_start_matches('?').to_string();
    read(&query, workbench.books())?;
    let (search, token) =
        workbench.at_desk(move |desk, now| Ok(desk.keep_search(owner, &name, &query, now)?)).await?;
    let feed = address(&search.id, token.as_str());
    Ok((StatusCode::CREATED, Json(Kept { search, feed })))
}

/// Another address for a search's feed: the one before reads nothing any more.
#[utoipa::path(post, path = "/searches/{id}/feed", tag = "searches", params(("id" = String, Path, description = "Id of a search")), responses((status = 200, body = Kept)))]
async fn renew(State(workbench): State<Workbench>, who: Who, Path(id): Path<String>) -> Answer<Json<Kept>> {
    let owner = who.owner()?;
    let (search, token) = workbench
        .at_desk(move |desk, _| Ok((desk.search(owner, &id)?, desk.renew_feed(owner, &id)?)))
        .await?;
    let feed = address(&search.id, token.as_str());
    Ok(Json(Kept { search, feed }))
}

/// Give a search another name or other filters. Its feed and alerts stay with it.
#[utoipa::path(put, path = "/searches/{id}", tag = "searches", params(("id" = String, Path, description = "Id of a search")), request_body = NewSearch, responses((status = 200, body = Search)))]
async fn replace(
    State(workbench): State<Workbench>,
    who: Who,
    Path(id): Path<String>,
    Sent(NewSearch { name, query }): Sent<NewSearch>,
) -> Answer<Json<Search>> {
    let owner = who.owner()?;
    let query = query.trim_start_matches('?').to_string();
    read(&query, workbench.books())?;
    Ok(Json(workbench.at_desk(move |desk, _| Ok(desk.replace_search(owner, &id, &name, &query)?)).await?))
}

/// Remove a search with its alerts.
#[utoipa::path(delete, path = "/searches/{id}", tag = "searches", params(("id" = String, Path, description = "Id of a search")), responses((status = 204)))]
async fn remove(State(workbench): State<Workbench>, who: Who, Path(id): Path<String>) -> Answer<StatusCode> {
    let owner = who.owner()?;
    workbench.at_desk(move |desk, _| Ok(desk.drop_search(owner, &id)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A search as an Atom feed, under its id and `.atom`: the fifty incidents that the record changed last. Read with the
/// feed's token, or by the search's owner.
#[utoipa::path(
    get,
    path = "/searches/{id}",
    tag = "searches",
    params(
        ("id" = String, Path, description = "The search's id, with .atom after it"),
        ("token" = Option<String>, Query, description = "What reads the feed in place of an account"),
        ("rises" = inline(Option<Stretch>), Query, description = "Also days or weeks with more incidents than their past makes likely"),
        ("rate" = Option<f64>, Query, description = "The rate of false alarms of these, a day or week; 0.001 where none is named"),
        Seen,
    ),
    responses((status = 200, content_type = "application/atom+xml", body = String), (status = 404))
)]
async fn feed(
    State(workbench): State<Workbench>,
    who: Option<Extension<Who>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    seen: Seen,
    Path(file): Path<String>,
    mut asked: Asked,
) -> Answer<Response> {
    let token = asked.one("token")?;
    let by = asked.read("rises", "day or week", By::parse)?;
    let rate = asked.read("rate", "a number from 0.000001 to 0.05", |text| {
        text.parse().ok().filter(|rate| (1e-6..=0.05).contains(rate))
    })?;
    asked.done()?;
    let Some(id) = file.strip_suffix(".atom").map(str::to_string) else {
        return Err(Problem::missing("A search is read as a feed, with .atom after its id."));
    };
    let (search, who) = match (token, who) {
        (Some(token), _) => {
            let (search, owner) = workbench.at_desk(move |desk, _| Ok(desk.feed(&id, &token)?)).await?;
            // It reads what its owner would.
            (search, owner.map_or_else(Who::alone, |owner| Who::known(owner, Way::Session(String::new()))))
        }
        (None, Some(Extension(who))) => {
            let owner = who.owner()?;
            (workbench.at_desk(move |desk, _| Ok(desk.search(owner, &id)?)).await?, who)
        }
        (None, None) => return Err(signed_out()),
    };
    let base = client.base(&headers, workbench.access());
    let shown = workbench.views().under(&workbench.access().restraint(&who))?;
    let bench = shown.map_or(workbench, |shown| shown.workbench.clone());
    let rises = by.map(|by| (by, rate.unwrap_or(RATE)));
    changed_last(&bench, seen, search, (base, rises)).await
}

async fn changed_last(
    workbench: &Workbench,
    seen: Seen,
    search: Search,
    (base, rises): (String, Option<(By, f64)>),
) -> Answer<Response> {
    let books = *workbench.books();
    let filter = read(&search.query, &books)?;
    workbench
        .record()
        .read(move |store| {
            let change = store.last_change()?;
            let headers = match seen.since(change) {
                Ok(headers) => headers,
                Err(unchanged) => return Ok(*unchanged),
            };
            let page = store.page(&filter, Sort::Changed, &Look::default(), &books, (None, ENTRIES))?;
            let made = jiff::Timestamp::from_second(search.made).unwrap_or_default().to_string();
            let head = Head { title: &search.name, id: &search.id, base: &base, updated: &made };
            let rises = match rises {
                None => Vec::new(),
                Some((by, rate)) => risen(store, &filter, by, rate, &books)?,
            };
            let kind = HeaderValue::from_static("application/atom+xml; charset=utf-8");
            Ok((headers, [(header::CONTENT_TYPE, kind)], atom(&head, &rises, &page.items, &books))
                .into_response())
        })
        .await
}

/// The rises of the last days or weeks, the latest first, each with the incidents that it counted.
fn risen(
    store: &Store,
    filter: &Filter,
    by: By,
    rate: f64,
    books: &Books<'_>,
) -> Answer<Vec<(Rise, Vec<Incident>)>> {
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let found = store.rises(filter, by, rate, today)?.into_iter().flatten().filter(|rise| rise.judged.rises);
    let with_incidents = |rise: Rise| {
        let (counted, _) = store.counted_in(filter, &rise, books, COUNTED)?;
        Ok((rise, counted))
    };
    found.rev().map(with_incidents).collect()
}

/// The filters of a search, given as in an address after the question mark. Of past states there is no news, so that a
/// search is of the record as it stands.
///
/// # Errors
/// Says what of it cannot be understood.
pub fn read(query: &str, books: &Books<'_>) -> Answer<Filter> {
    let mut asked = Asked::of(query);
    let (filter, look) = filters::read(&mut asked, books)?;
    sort(&mut asked)?;
    asked.done()?;
    match look.as_of {
        None => Ok(filter),
        Some(_) => {
            Err(Problem::asked("A search that is kept is of the record as it stands: leave `as_of` out."))
        }
    }
}

fn address(id: &str, token: &str) -> String {
    format!("/api/v1/searches/{id}.atom?token={token}")
}
