//! Incidents: the list, and one of them.

use crate::asked::Asked;
use crate::facets::Sieve;
use crate::filters::{self, Filters, choice};
use crate::problem::{Answer, Sent};
use crate::seen::Seen;
use crate::workbench::Workbench;
use axum::extract::{Path, State};
use axum::response::Response;
use dateline_store::{Books, Look, Sort, Store};
use dateline_terms::{Incident, Judgement};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(list_json)).routes(routes!(one))
}

choice!(SortName { Latest = "latest", Earliest = "earliest", Killed = "killed", Changed = "changed" });

/// Which part of a list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document is made from it")]
pub(crate) struct Part {
    /// How many; 50 where nothing is said.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
    /// `next` of the page before.
    after: Option<String>,
}

/// The order of a list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document is made from it")]
struct Order {
    /// First day, the latest or the earliest first; most dead first; what the record changed last first.
    #[param(inline, value_type = Option<SortName>)]
    sort: Option<String>,
}

/// A page of a list of incidents.
#[derive(Serialize, ToSchema)]
struct Incidents {
    /// Without the claims under them.
    items: Vec<Incident>,
    /// What to give as `after` to go on; `null` at the end.
    next: Option<String>,
    /// How many fit.
    total: u64,
}

/// Incidents that fit, page by page.
#[utoipa::path(
    get,
    path = "/incidents",
    tag = "incidents",
    params(Filters, Order, Part, Seen),
    responses((status = 200, body = Incidents), (status = 400, body = Sent, content_type = "application/problem+json"))
)]
async fn list(State(workbench): State<Workbench>, seen: Seen, mut asked: Asked) -> Answer<Response> {
    let books = *workbench.books();
    let (filter, look) = filters::read(&mut asked, &books)?;
    let sort = sort(&mut asked)?;
    let (limit, after) = (filters::limit(&mut asked)?, asked.one("after")?);
    asked.done()?;
    workbench
        .answer(seen, move |store, moment| {
            let facets = moment.facets(store, look.as_of.as_deref())?;
            let total = facets.count(&Sieve::new(&filter, &look, store)?);
            let page = store.page(&filter, sort, &look, &books, (after.as_deref(), limit))?;
            Ok(Incidents { items: page.items, next: page.next, total })
        })
        .await
}

/// The same list under a name with an ending.
#[utoipa::path(
    get,
    path = "/incidents.json",
    tag = "incidents",
    params(Filters, Order, Part, Seen),
    responses((status = 200, body = Incidents), (status = 400, body = Sent, content_type = "application/problem+json"))
)]
async fn list_json(workbench: State<Workbench>, seen: Seen, asked: Asked) -> Answer<Response> {
    list(workbench, seen, asked).await
}

/// Reads the order of a list.
///
/// # Errors
/// When there is no such order.
pub(crate) fn sort(asked: &mut Asked) -> Answer<Sort> {
    let read = |word: &str| match word {
        "latest" => Some(Sort::Latest),
        "earliest" => Some(Sort::Earliest),
        "killed" => Some(Sort::Killed),
        "changed" => Some(Sort::Changed),
        _ => None,
    };
    Ok(asked.read("sort", "latest, earliest, killed or changed", read)?.unwrap_or_default())
}

/// One incident with its ledger.
#[derive(Serialize, ToSchema)]
#[schema(as = ShownIncident)]
pub(crate) struct Shown {
    /// With the claims under it.
    incident: Incident,
    /// What people judged of these claims.
    judgements: Vec<Judgement>,
    /// Whether a person has looked at it as it stands.
    reviewed: bool,
    /// Tells this state of it from any other: who judges it says of which state.
    version: String,
    /// The incident that it was merged into, where the id that was asked for is of one that was.
    #[serde(skip_serializing_if = "Option::is_none")]
    merged_into: Option<String>,
}

/// How it is looked at.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document is made from it")]
pub(crate) struct Looks {
    /// The rule that published values follow; `range` where none is named.
    #[param(inline, value_type = Option<crate::filters::RuleName>)]
    rule: Option<String>,
    /// What the record said at this time: a day (its end, UTC) or a time.
    #[param(example = "2024-01-08T12:00:00Z")]
    as_of: Option<String>,
}

/// One incident, with its claims and what people judged of them.
///
/// The id of an incident that was merged leads to what it was merged into; that of a claim to the incident that holds it.
#[utoipa::path(
    get,
    path = "/incidents/{id}",
    tag = "incidents",
    params(("id" = String, Path, description = "Id of an incident, or of a claim under it"), Looks, Seen),
    responses((status = 200, body = Shown), (status = 404, body = Sent, content_type = "application/problem+json"))
)]
async fn one(
    State(workbench): State<Workbench>,
    seen: Seen,
    Path(id): Path<String>,
    mut asked: Asked,
) -> Answer<Response> {
    let look = filters::look(&mut asked)?;
    asked.done()?;
    let books = *workbench.books();
    workbench.answer(seen, move |store, _| shown(store, &id, &look, &books)).await
}

/// One incident as the record has it.
///
/// # Errors
/// When the record holds none of that id.
pub(crate) fn shown(store: &Store, id: &str, look: &Look, books: &Books<'_>) -> Answer<Shown> {
    let (incident, judgements) = store.incident(id, look, books)?;
    let version = store.version(&incident.id)?;
    let merged_into = incident.aliases.iter().any(|alias| alias == id).then(|| incident.id.clone());
    let reviewed = match look.as_of {
        Some(_) => !incident.accepted_by.is_empty(),
        None => store.is_reviewed(id)?,
    };
    Ok(Shown { incident, judgements, reviewed, version, merged_into })
}
