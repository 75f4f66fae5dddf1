//! What to look at next: queues of incidents that nobody has looked at as they stand.

use crate::asked::Asked;
use crate::desk::Skip;
use crate::doors::{Need, needs};
use crate::facets::{Place, Queue, Reason, Sieve};
use crate::filters::{self, choice};
use crate::problem::{Answer, Problem, Sent as Told};
use crate::routes::incidents::Part;
use crate::routes::searches;
use crate::who::{Role, Who};
use crate::workbench::Workbench;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dateline_store::{Filter, Look, Store};
use dateline_terms::Incident;
use rustc_hash::FxHashSet;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    let all = OpenApiRouter::new().routes(routes!(queue)).routes(routes!(skip, take_up));
    needs(Need::Role(Role::Reviewer), all)
}

choice!(QueueName { Disputed = "disputed", LowConfidence = "low_confidence", HighHarm = "high_harm", Search = "search" });

/// Which queue.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document is made from it")]
struct Which {
    /// disputed: voices differ or somebody denies it; most dead first, then the latest. low_confidence: the machine is
    /// less than 0.7 sure; the least sure first. high_harm: people were killed; most first, then the latest. search: what
    /// fits a search; the disputed first, then most dead, then the latest.
    #[param(inline, value_type = Option<QueueName>)]
    queue: Option<String>,
    /// Id of one of one's own searches; of any queue those that fit it.
    search: Option<String>,
}

/// A page of a queue.
#[derive(Serialize, ToSchema)]
#[schema(as = ReviewQueue)]
struct Waiting {
    /// Those most in need first, without the claims under them.
    items: Vec<Incident>,
    /// What to give as `after` to go on; `null` at the end.
    next: Option<String>,
    /// How many wait: nobody has accepted or corrected them since they last changed, and who asks has not skipped them.
    total: u64,
    /// How many of those that belong in the queue people have accepted or corrected as they stand.
    reviewed: u64,
    /// How many who asks has skipped; they come back when they change.
    skipped: u64,
}

/// What to look at next: incidents that nobody has accepted or corrected since they last changed.
#[utoipa::path(
    get,
    path = "/review",
    tag = "review",
    params(Which, Part),
    responses((status = 200, body = Waiting), (status = 404), (status = 400, body = Told, content_type = "application/problem+json"))
)]
async fn queue(State(workbench): State<Workbench>, who: Who, mut asked: Asked) -> Answer<Json<Waiting>> {
    who.must_be(Role::Reviewer)?;
    let reason = asked.read("queue", "disputed, low_confidence, high_harm or search", reason)?;
    let reason = reason.unwrap_or(Reason::Disputed);
    let search = asked.one("search")?;
    let (limit, after) =
        (filters::limit(&mut asked)?, asked.read("after", "`next` of the page before", place)?);
    asked.done()?;
    if reason == Reason::Search && search.is_none() {
        return Err(Problem::asked("Say which search: `search` is the id of one of your own."));
    }
    let owner = who.owner()?;
    let (skips, query) = workbench
        .at_desk(move |desk, _| {
            let query = search.map(|id| desk.search(owner, &id)).transpose()?.map(|search| search.query);
            Ok((desk.skips(owner)?, query))
        })
        .await?;
    let books = *workbench.books();
    let filter = query.map(|query| searches::read(&query, &books)).transpose()?.unwrap_or_default();
    let inside = workbench.clone();
    let find = move |store: &Store| {
        let found = found(&inside, store, (reason, &filter), &skips, (after, limit))?;
        let rows: Vec<i64> = found.places.iter().map(|place| place[3]).collect();
        let next = found.places.last().filter(|_| found.more).map(written);
        let Queue { total, reviewed, skipped, .. } = found;
        Ok(Waiting { items: store.of_rows(&rows)?, next, total, reviewed, skipped })
    };
    workbench.record().read(find).await.map(Json)
}

/// What waits in a queue, of one moment.
fn found(
    workbench: &Workbench,
    store: &Store,
    (reason, filter): (Reason, &Filter),
    skips: &[Skip],
    part: (Option<Place>, usize),
) -> Answer<Queue> {
    let moment = workbench.pictures().moment(store)?;
    let reviews = workbench.reviewed().at(store, moment.change)?;
    let facets = moment.facets(store, None)?;
    let sieve = Sieve::new(filter, &Look::default(), store)?;
    let mut skipped = FxHashSet::default();
    for skip in skips {
        // A record that was put in this one's place may have other rows of that number.
        if store.is_row_of(skip.row, &skip.incident)? {
            skipped.insert(skip.row);
        }
    }
    Ok(facets.queue(reason, &sieve, (&reviews, &skipped), part))
}

fn reason(word: &str) -> Option<Reason> {
    match word {
        "disputed" => Some(Reason::Disputed),
        "low_confidence" => Some(Reason::LowConfidence),
        "high_harm" => Some(Reason::HighHarm),
        "search" => Some(Reason::Search),
        _ => None,
    }
}

/// A place in a queue as `next` has it.
fn written(place: &Place) -> String {
    (*place).map(|part| part.to_string()).join(".")
}

fn place(text: &str) -> Option<Place> {
    let parts: Vec<i64> = text.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    parts.try_into().ok()
}

/// Skip an incident: set it aside in one's own queues until it changes.
#[utoipa::path(
    post,
    path = "/incidents/{id}/skip",
    tag = "review",
    params(("id" = String, Path, description = "Id of an incident")),
    responses((status = 204), (status = 404, body = Told, content_type = "application/problem+json"))
)]
async fn skip(State(workbench): State<Workbench>, who: Who, Path(id): Path<String>) -> Answer<StatusCode> {
    who.must_be(Role::Reviewer)?;
    let owner = who.owner()?;
    let (row, incident) = workbench.record().read(move |store| Ok(store.standing_row(&id)?)).await?;
    let skip = Skip { incident, row };
    workbench.at_desk(move |desk, now| Ok(desk.skip(owner, &skip, now)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take an incident up again that one skipped.
#[utoipa::path(
    delete,
    path = "/incidents/{id}/skip",
    tag = "review",
    params(("id" = String, Path, description = "Id of an incident")),
    responses((status = 204), (status = 404, body = Told, content_type = "application/problem+json"))
)]
async fn take_up(State(workbench): State<Workbench>, who: Who, Path(id): Path<String>) -> Answer<StatusCode> {
    who.must_be(Role::Reviewer)?;
    let owner = who.owner()?;
    match workbench.at_desk(move |desk, _| Ok(desk.take_up(owner, &id)?)).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Problem::missing("You have not skipped this incident.")),
    }
}
