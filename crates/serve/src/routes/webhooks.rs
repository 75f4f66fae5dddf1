//! Webhooks: addresses that are told of incidents that change in a search.

use crate::asked::Asked;
use crate::desk::{Delivery, Webhook};
use crate::doors::{Client, Need, needs};
use crate::hooks;
use crate::problem::{Answer, Problem};
use crate::sent::Sent;
use crate::who::{Role, Who};
use crate::workbench::Workbench;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::{Extension, Json};
use dateline_intake::net::{Reach, check};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Deliveries that one answer holds at most.
const MOST: usize = 100;

/// Bytes of an address at most.
const LONGEST: usize = 2000;

/// Its routes.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    let own = OpenApiRouter::new()
        .routes(routes!(list, make))
        .routes(routes!(remove))
        .routes(routes!(resume))
        .routes(routes!(try_out))
        .routes(routes!(deliveries));
    needs(Need::Role(Role::Reader), own)
}

/// A webhook to be made.
#[derive(Deserialize, ToSchema)]
struct NewWebhook {
    /// Id of one of one's searches.
    search: String,
    /// The address, beginning with `https://`.
    url: String,
}

/// A webhook that was made just now.
#[derive(Serialize, ToSchema)]
struct Made {
    #[serde(flatten)]
    webhook: Webhook,
    /// What signs deliveries: shown this once.
    secret: String,
}

/// Somebody's webhooks.
#[derive(Serialize, ToSchema)]
struct Webhooks {
    /// The newest first.
    items: Vec<Webhook>,
    /// How many.
    total: usize,
}

/// Deliveries of a webhook.
#[derive(Serialize, ToSchema)]
struct Deliveries {
    /// The latest first.
    items: Vec<Delivery>,
    /// What to give as `before` to go on; `null` at the end.
    next: Option<String>,
}

/// One's own webhooks.
#[utoipa::path(get, path = "/webhooks", tag = "searches", responses((status = 200, body = Webhooks)))]
async fn list(State(workbench): State<Workbench>, who: Who, asked: Asked) -> Answer<Json<Webhooks>> {
    asked.done()?;
    let owner = who.owner()?;
    let items = workbench.at_desk(move |desk, _| Ok(desk.webhooks(owner)?)).await?;
    Ok(Json(Webhooks { total: items.len(), items }))
}

/// Make a webhook: from now on the address is told of every incident of the search that is added, changed or retracted.
///
/// What is sent is signed: the header `Dateline-Signature` is `t=SECONDS,v1=HEX`, where HEX is the HMAC-SHA256, under the
/// webhook's secret, of SECONDS, a full stop, and the body.
#[utoipa::path(post, path = "/webhooks", tag = "searches", request_body = NewWebhook, responses((status = 201, body = Made), (status = 404), (status = 409)))]
async fn make(
    State(workbench): State<Workbench>,
    who: Who,
    Extension(client): Extension<Client>,
    Sent(NewWebhook { search, url }): Sent<NewWebhook>,
) -> Answer<(StatusCode, Json<Made>)> {
    let owner = who.owner()?;
    if !workbench.access().restraint(&who).is_none() {
        return Err(Problem::forbidden(
            "Webhooks tell of the whole record, of which readers see a part here: ask for the role of a coder.",
        ));
    }
    let reach = if workbench.access().private_webhooks { Reach::Any } else { Reach::Public };
    let address = url.parse::<Uri>().ok().filter(|_| url.len() <= LONGEST);
    let address =
        address.ok_or_else(|| Problem::asked("The address is none: give one that begins with https://."))?;
    check(reach, &address).map_err(Problem::asked)?;
    let since = workbench.record().read(hooks::now).await?;
    let (webhook, secret) = workbench
        .at_desk(move |desk, now| {
            let made = desk.add_webhook(owner, (&search, &url), since, now)?;
            let about = address.host().unwrap_or_default();
            desk.note(&who.name, "webhook made", about, &client.ip.to_string(), now)?;
            Ok(made)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(Made { webhook, secret: secret.as_str().to_string() })))
}

/// Remove a webhook with what was to be sent to it.
#[utoipa::path(delete, path = "/webhooks/{id}", tag = "searches", params(("id" = String, Path, description = "Id of a webhook")), responses((status = 204)))]
async fn remove(State(workbench): State<Workbench>, who: Who, Path(id): Path<String>) -> Answer<StatusCode> {
    let owner = who.owner()?;
    workbench.at_desk(move |desk, _| Ok(desk.drop_webhook(owner, &id)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Send to a webhook again that was paused: what changes from now on.
#[utoipa::path(post, path = "/webhooks/{id}/resume", tag = "searches", params(("id" = String, Path, description = "Id of a webhook")), responses((status = 204)))]
async fn resume(State(workbench): State<Workbench>, who: Who, Path(id): Path<String>) -> Answer<StatusCode> {
    let owner = who.owner()?;
    let since = workbench.record().read(hooks::now).await?;
    workbench.at_desk(move |desk, _| Ok(desk.resume_webhook(owner, &id, since)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Send a webhook a delivery without incidents, to try it out.
#[utoipa::path(post, path = "/webhooks/{id}/try", tag = "searches", params(("id" = String, Path, description = "Id of a webhook")), responses((status = 202)))]
async fn try_out(State(workbench): State<Workbench>, who: Who, Path(id): Path<String>) -> Answer<StatusCode> {
    let owner = who.owner()?;
    workbench
        .at_desk(move |desk, now| {
            let hook = desk.webhook(owner, &id)?;
            let search = desk.search(owner, &hook.search)?;
            Ok(desk.queue_trial(&id, &hooks::trial(&id, &search)?, now)?)
        })
        .await?;
    Ok(StatusCode::ACCEPTED)
}

/// What was sent to a webhook, and what became of it.
#[utoipa::path(
    get,
    path = "/webhooks/{id}/deliveries",
    tag = "searches",
    params(("id" = String, Path, description = "Id of a webhook"), ("before" = Option<i64>, Query, description = "The number of a delivery: those before it")),
    responses((status = 200, body = Deliveries))
)]
async fn deliveries(
    State(workbench): State<Workbench>,
    who: Who,
    Path(id): Path<String>,
    mut asked: Asked,
) -> Answer<Json<Deliveries>> {
    let before = asked.parse::<i64>("before", "the number of a delivery")?;
    asked.done()?;
    let owner = who.owner()?;
    let items = workbench.at_desk(move |desk, _| Ok(desk.deliveries(owner, &id, before, MOST)?)).await?;
    let next = items.last().filter(|_| items.len() == MOST).map(|last| last.number.to_string());
    Ok(Json(Deliveries { items, next }))
}
