//! Alerts: what tells of a search, by webhook or e-mail.

use crate::access::Access;
use crate::alerts;
use crate::asked::Asked;
use crate::desk::{Alert, Delivery, How};
use crate::doors::{Client, Need, needs};
use crate::problem::{Answer, Problem};
use crate::sent::Sent;
use crate::who::{Role, Who};
use crate::workbench::Workbench;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Html;
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
        .routes(routes!(deliveries))
        .merge(needs(Need::Nothing, OpenApiRouter::new().routes(routes!(ask_to_end, end))));
    needs(Need::Role(Role::Reader), own)
}

/// An alert to be made.
#[derive(Deserialize, ToSchema)]
struct NewAlert {
    /// Id of one of one's searches.
    search: String,
    /// Where it goes: an address that begins with `https://`, which is asked with what there is to tell (a webhook), or
    /// with `mailto:`, of those that `mail_to` allows.
    url: String,
    /// What it tells, and how often; incidents that change, at once, where nothing is said.
    #[serde(flatten)]
    how: How,
}

/// An alert that was made just now.
#[derive(Serialize, ToSchema)]
struct MadeAlert {
    #[serde(flatten)]
    alert: Alert,
    /// What signs deliveries to a webhook: shown this once.
    secret: String,
}

/// Somebody's alerts.
#[derive(Serialize, ToSchema)]
struct Alerts {
    /// The newest first.
    items: Vec<Alert>,
    /// How many.
    total: usize,
    /// To whom e-mail may go: addresses, and domains as `@example.org`; `null` where the server sends none.
    mail_to: Option<Vec<String>>,
}

/// Deliveries of an alert.
#[derive(Serialize, ToSchema)]
struct Deliveries {
    /// The latest first.
    items: Vec<Delivery>,
    /// What to give as `before` to go on; `null` at the end.
    next: Option<String>,
}

/// One's own alerts.
#[utoipa::path(get, path = "/alerts", tag = "searches", responses((status = 200, body = Alerts)))]
async fn list(State(workbench): State<Workbench>, who: Who, asked: Asked) -> Answer<Json<Alerts>> {
    asked.done()?;
    let owner = who.owner()?;
    let items = workbench.at_desk(move |desk, _| Ok(desk.alerts(owner)?)).await?;
    let mail_to = workbench.access().mail.as_ref().map(|mail| mail.to().to_vec());
    Ok(Json(Alerts { total: items.len(), items, mail_to }))
}

/// Make an alert: it tells of every incident of the search that is added, changed or retracted from now on, or of days or
/// weeks with more of them than their past makes likely; at once, or gathered once a day or week.
///
/// What is sent to a webhook is signed: the header `Dateline-Signature` is `t=SECONDS,v1=HEX`, where HEX is the
/// HMAC-SHA256, under the alert's secret, of SECONDS, a full stop, and the body.
#[utoipa::path(post, path = "/alerts", tag = "searches", request_body = NewAlert, responses((status = 201, body = MadeAlert), (status = 404), (status = 409)))]
async fn make(
    State(workbench): State<Workbench>,
    who: Who,
    Extension(client): Extension<Client>,
    Sent(NewAlert { search, url, how }): Sent<NewAlert>,
) -> Answer<(StatusCode, Json<MadeAlert>)> {
    let owner = who.owner()?;
    if !workbench.access().restraint(&who).is_none() {
        return Err(Problem::forbidden(
            "Alerts tell of the whole record, of which readers see a part here: ask for the role of a coder.",
        ));
    }
    how.check()?;
    let about = receiver(workbench.access(), &url)?;
    let since = workbench.record().read(alerts::now).await?;
    let (alert, secret) = workbench
        .at_desk(move |desk, now| {
            let made = desk.add_alert(owner, (&search, &url, how), since, now)?;
            desk.note(&who.name, "alert made", &about, &client.ip.to_string(), now)?;
            Ok(made)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(MadeAlert { alert, secret: secret.as_str().to_string() })))
}

/// Whom an alert goes to, for the log of what was done: a host, or an address of e-mail.
///
/// # Errors
/// When nothing may be sent there.
fn receiver(access: &Access, url: &str) -> Answer<String> {
    if url.starts_with("mailto:") {
        let none = "This server sends no e-mail: its operator names a server of e-mail with --mail-server.";
        let mail = access.mail.as_ref().ok_or_else(|| Problem::asked(none))?;
        return mail.receiver(url).map(|address| address.to_string()).map_err(Problem::asked);
    }
    let reach = if access.private_webhooks { Reach::Any } else { Reach::Public };
    let address = url.parse::<Uri>().ok().filter(|_| url.len() <= LONGEST);
    let address = address.ok_or_else(|| {
        Problem::asked("The address is none: give one that begins with https:// or mailto:.")
    })?;
    check(reach, &address).map_err(Problem::asked)?;
    Ok(address.host().unwrap_or_default().to_string())
}

/// Remove an alert with what was to be sent.
#[utoipa::path(delete, path = "/alerts/{id}", tag = "searches", params(("id" = String, Path, description = "Id of an alert")), responses((status = 204)))]
async fn remove(State(workbench): State<Workbench>, who: Who, Path(id): Path<String>) -> Answer<StatusCode> {
    let owner = who.owner()?;
    workbench.at_desk(move |desk, _| Ok(desk.drop_alert(owner, &id)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Send an alert again that was paused: what changes from now on. One that its receiver ended stays so.
#[utoipa::path(post, path = "/alerts/{id}/resume", tag = "searches", params(("id" = String, Path, description = "Id of an alert")), responses((status = 204)))]
async fn resume(State(workbench): State<Workbench>, who: Who, Path(id): Path<String>) -> Answer<StatusCode> {
    let owner = who.owner()?;
    let since = workbench.record().read(alerts::now).await?;
    workbench.at_desk(move |desk, _| Ok(desk.resume_alert(owner, &id, since)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Send a delivery without incidents, to try an alert out.
#[utoipa::path(post, path = "/alerts/{id}/try", tag = "searches", params(("id" = String, Path, description = "Id of an alert")), responses((status = 202)))]
async fn try_out(State(workbench): State<Workbench>, who: Who, Path(id): Path<String>) -> Answer<StatusCode> {
    let owner = who.owner()?;
    workbench
        .at_desk(move |desk, now| {
            let alert = desk.alert(owner, &id)?;
            let search = desk.search(owner, &alert.search)?;
            Ok(desk.queue_trial(&id, &alerts::trial(&id, &search)?, now)?)
        })
        .await?;
    Ok(StatusCode::ACCEPTED)
}

/// What an alert sent, and what became of it.
#[utoipa::path(
    get,
    path = "/alerts/{id}/deliveries",
    tag = "searches",
    params(("id" = String, Path, description = "Id of an alert"), ("before" = Option<i64>, Query, description = "The number of a delivery: those before it")),
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

/// The page that a message's last link leads to. Opening it changes nothing, for programs open links too.
#[utoipa::path(
    get,
    path = "/alerts/{id}/end",
    tag = "searches",
    params(("id" = String, Path, description = "Id of an alert"), ("token" = Option<String>, Query, description = "What shows that one received it")),
    responses((status = 200, content_type = "text/html", body = String))
)]
async fn ask_to_end(Path(_): Path<String>, mut asked: Asked) -> Answer<Html<&'static str>> {
    asked.one("token")?;
    asked.done()?;
    // The form goes to the page's own address, token and all.
    Ok(Html(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>End this alert</title><h1>Get no more of this alert?</h1>\
         <form method=\"post\"><button>End it</button></form></html>",
    ))
}

/// End an alert that one receives: nothing more of it is sent, and its owner cannot resume it. As programs that read
/// e-mail ask with one click (RFC 8058).
#[utoipa::path(
    post,
    path = "/alerts/{id}/end",
    tag = "searches",
    params(("id" = String, Path, description = "Id of an alert"), ("token" = Option<String>, Query, description = "What shows that one received it")),
    responses((status = 200, content_type = "text/plain", body = String), (status = 404))
)]
async fn end(
    State(workbench): State<Workbench>,
    Path(id): Path<String>,
    mut asked: Asked,
) -> Answer<&'static str> {
    let token = asked.one("token")?.unwrap_or_default();
    asked.done()?;
    workbench.at_desk(move |desk, _| Ok(desk.end_alert(&id, &token)?)).await?;
    Ok("Nothing more of this alert is sent to you.")
}
