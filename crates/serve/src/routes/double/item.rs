//! One item of a round, as its coders see it: texts, and nothing that anybody made of them.

use super::coding::{self, Coding};
use crate::desk::Item;
use crate::problem::{Answer, Problem, Sent as Told};
use crate::sent::Sent;
use crate::who::{Role, Who};
use crate::workbench::Workbench;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dateline_store::{Look, Store};
use dateline_terms::{Date, Entry};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes.
pub(super) fn routes() -> OpenApiRouter<Workbench> {
    OpenApiRouter::new().routes(routes!(shown)).routes(routes!(code))
}

/// Texts of one item at most.
const TEXTS: usize = 5;

/// An item as it is coded.
#[derive(Serialize, ToSchema)]
#[schema(as = CodingItem)]
struct Shown {
    /// Counted from 1.
    number: i64,
    /// What tells of the incident, the report that tells it best first; up to five.
    texts: Vec<Text>,
    /// What who asks made of it.
    mine: Option<Coding>,
    /// What both coders made of it, in the order of the round's coders; `null` until both have finished the round.
    codings: Option<[Coding; 2]>,
    /// What a third decided.
    decision: Option<Coding>,
}

/// A report's text, and where in it the event is told.
#[derive(Serialize, ToSchema)]
#[schema(as = CodingText)]
struct Text {
    /// Outlet.
    outlet: Option<String>,
    /// Headline.
    title: Option<String>,
    /// Publication day.
    published: Option<Date>,
    /// The text.
    text: String,
    /// First byte of the words that say which event is meant.
    start: usize,
    /// One past the last byte.
    end: usize,
}

/// An item of a round: the texts that tell of an incident, and what who asks made of them.
#[utoipa::path(
    get,
    path = "/double/{id}/items/{number}",
    tag = "double coding",
    params(
        ("id" = String, Path, description = "Id of a round"),
        ("number" = i64, Path, description = "Number of the item, counted from 1"),
    ),
    responses((status = 200, body = Shown), (status = 404, body = Told, content_type = "application/problem+json"))
)]
async fn shown(
    State(workbench): State<Workbench>,
    who: Who,
    Path((id, number)): Path<(String, i64)>,
) -> Answer<Json<Shown>> {
    who.must_be(Role::Coder)?;
    let (round, item) =
        workbench.at_desk(move |desk, _| Ok((desk.round(&id)?, desk.item(&id, number)?))).await?;
    let side = who.account.as_ref().and_then(|account| round.side(account.number));
    let mine = side.and_then(|side| item.coded.get(side)?.as_deref()).map(coding::read).transpose()?;
    let codings = if round.is_complete() { coding::both(&item)? } else { None };
    let decision = item.decision.as_deref().map(coding::read).transpose()?;
    let books = *workbench.books();
    let find = move |store: &Store| {
        let look = Look { entries: true, ..Look::default() };
        let (incident, _) = store.incident(&item.claim, &look, &books)?;
        texts(store, &incident.entries, &item)
    };
    let texts = workbench.record().read(find).await?;
    Ok(Json(Shown { number, texts, mine, codings, decision }))
}

fn texts(store: &Store, entries: &[Entry], item: &Item) -> Answer<Vec<Text>> {
    let (first, others): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().partition(|entry| entry.claim == item.claim);
    let mut texts = Vec::new();
    for entry in first.into_iter().chain(others).take(TEXTS) {
        let coded = store.report(&entry.source.id)?;
        let text = coded.pointer("/report/text").or_else(|| coded.get("text"));
        texts.push(Text {
            outlet: entry.source.outlet.clone(),
            title: entry.source.title.clone(),
            published: entry.source.published,
            text: text.and_then(|text| text.as_str()).unwrap_or_default().to_string(),
            start: entry.event.evidence.start,
            end: entry.event.evidence.end,
        });
    }
    Ok(texts)
}

/// Code an item. Until both coders have finished the round, one's own coding may be replaced.
#[utoipa::path(
    put,
    path = "/double/{id}/items/{number}",
    tag = "double coding",
    params(
        ("id" = String, Path, description = "Id of a round"),
        ("number" = i64, Path, description = "Number of the item, counted from 1"),
    ),
    request_body = Coding,
    responses(
        (status = 204),
        (status = 400, body = Told, content_type = "application/problem+json"),
        (status = 403, body = Told, content_type = "application/problem+json"),
        (status = 409, body = Told, content_type = "application/problem+json", description = "Both have finished"),
    )
)]
async fn code(
    State(workbench): State<Workbench>,
    who: Who,
    Path((id, number)): Path<(String, i64)>,
    Sent(coding): Sent<Coding>,
) -> Answer<StatusCode> {
    who.must_be(Role::Coder)?;
    coding.check(workbench.books())?;
    let kept = serde_json::to_string(&coding).map_err(Problem::broken)?;
    workbench
        .at_desk(move |desk, _| {
            let side =
                who.account.as_ref().and_then(|account| Some(desk.round(&id).ok()?.side(account.number)));
            match side {
                None | Some(None) => Err(Problem::forbidden("Only the round's two coders code its items.")),
                Some(Some(side)) => {
                    Ok(desk.code_item(&id, number, side, &kept).map(|_| StatusCode::NO_CONTENT)?)
                }
            }
        })
        .await
}
