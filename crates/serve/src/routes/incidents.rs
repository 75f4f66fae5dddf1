//! Incidents: the list, and one of them.

use crate::asked::{Asked, wrong};
use crate::problem::Answer;
use crate::who::Who;
use crate::workbench::Workbench;
use axum::Json;
use axum::extract::{Path, State};
use dateline_store::{Filter, Look, Sort};
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(one))
}

/// Most incidents of one page of a list.
const MOST: usize = 200;

/// Incidents that fit, page by page.
#[utoipa::path(get, path = "/incidents", responses((status = 200)))]
async fn list(State(workbench): State<Workbench>, _: Who, mut asked: Asked) -> Answer<Json<Value>> {
    let sort = sort(&mut asked)?;
    let limit = asked.parse("limit", "a whole number from 1 to 200")?.unwrap_or(50);
    if !(1..=MOST).contains(&limit) {
        return Err(wrong("limit", &limit.to_string(), "a whole number from 1 to 200"));
    }
    let after = asked.one("after")?;
    asked.done()?;
    let books = *workbench.books();
    let filter = Filter::default();
    let (page, total) = workbench
        .record()
        .read(move |store| {
            let page = store.page(&filter, sort, &Look::default(), &books, (after.as_deref(), limit))?;
            Ok((page, store.count(&filter)?))
        })
        .await?;
    Ok(Json(json!({"items": page.items, "next": page.next, "total": total})))
}

fn sort(asked: &mut Asked) -> Answer<Sort> {
    let read = |word: &str| match word {
        "latest" => Some(Sort::Latest),
        "earliest" => Some(Sort::Earliest),
        "killed" => Some(Sort::Killed),
        "changed" => Some(Sort::Changed),
        _ => None,
    };
    Ok(asked.read("sort", "latest, earliest, killed or changed", read)?.unwrap_or_default())
}

/// One incident, with its claims and what people judged of them.
#[utoipa::path(get, path = "/incidents/{id}", responses((status = 200)))]
async fn one(
    State(workbench): State<Workbench>,
    _: Who,
    Path(id): Path<String>,
    asked: Asked,
) -> Answer<Json<Value>> {
    asked.done()?;
    let books = *workbench.books();
    let (incident, judgements) =
        workbench.record().read(move |store| Ok(store.incident(&id, &Look::default(), &books)?)).await?;
    Ok(Json(json!({"incident": incident, "judgements": judgements})))
}
