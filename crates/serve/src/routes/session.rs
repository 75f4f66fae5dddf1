//! Signing in and out, and who one is.

use crate::access::{Access, Restraint};
use crate::desk::{ABSOLUTE, Account, Session};
use crate::doors::{Client, Need, cookie, needs, set_cookie};
use crate::problem::{Answer, Problem};
use crate::sent::Sent;
use crate::who::{Role, Way, Who};
use crate::workbench::Workbench;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    let signing_in = needs(Need::Nothing, OpenApiRouter::new().routes(routes!(ways, sign_in)));
    let signed_in = OpenApiRouter::new().routes(routes!(sign_out)).routes(routes!(new_password));
    let reading = needs(Need::Reading, OpenApiRouter::new().routes(routes!(me)));
    signing_in.merge(needs(Need::Role(Role::Reader), signed_in)).merge(reading)
}

/// A name and a password.
#[derive(Deserialize, ToSchema)]
struct SignIn {
    /// The account's name, in any case.
    name: String,
    /// Its password.
    password: String,
}

/// How one can sign in.
#[derive(Serialize, ToSchema)]
struct SigningIn {
    /// Whether there are accounts that sign in with a name and a password.
    password: bool,
    /// Whether everybody may read without signing in.
    public: bool,
    /// What the service is known by that one may sign in at too, at `/api/v1/session/oidc`; `null` where there is none.
    oidc: Option<String>,
}

/// Who one is.
#[derive(Serialize, ToSchema)]
pub(super) struct Me {
    /// Name; empty for visitors.
    name: String,
    /// What one may do.
    role: Role,
    /// Whether there are no accounts here.
    open: bool,
    /// Whether one is signed in, or brought a token.
    signed_in: bool,
    /// What requests that change something bring in the header X-CSRF-Token; empty where none is asked for.
    csrf: String,
    /// What is held back from them; `null` where nothing is.
    held_back: Option<Restraint>,
}

/// How one can sign in here.
#[utoipa::path(get, path = "/session", tag = "accounts", responses((status = 200, body = SigningIn)))]
async fn ways(State(workbench): State<Workbench>) -> Answer<Json<SigningIn>> {
    let accounts = workbench.at_desk(|desk, _| Ok(desk.has_accounts()?)).await?;
    let oidc = workbench.sign_ins().ok().map(|sign_ins| sign_ins.service.name());
    Ok(Json(SigningIn { password: accounts, public: workbench.access().public, oidc }))
}

/// Sign in with a name and a password: gives the cookie of a new session.
#[utoipa::path(post, path = "/session", tag = "accounts", request_body = SignIn, responses((status = 200, body = Me), (status = 401), (status = 429)))]
async fn sign_in(
    State(workbench): State<Workbench>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    Sent(SignIn { name, password }): Sent<SignIn>,
) -> Answer<Response> {
    let (network, now) = (client.network(), jiff::Timestamp::now().as_second());
    if let Err(wait) = workbench.attempts().begin(&name, &network, now) {
        return Ok(too_many(wait));
    }
    let asked = name.clone();
    let found = workbench.with_password(move |desk, _| Ok(desk.recognise(&asked, &password)?)).await?;
    let Some(account) = found else {
        let address = client.ip.to_string();
        workbench
            .at_desk(move |desk, now| Ok(desk.note(&name, "sign-in refused", "", &address, now)?))
            .await?;
        let detail = "The name or the password is wrong.";
        return Err(Problem::new(StatusCode::UNAUTHORIZED, detail));
    };
    workbench.attempts().succeeded(&name, &network);
    admit(&workbench, account, client, &headers).await
}

/// Gives a browser a session of its own, and tells it who it is.
async fn admit(
    workbench: &Workbench,
    account: Account,
    client: Client,
    headers: &HeaderMap,
) -> Answer<Response> {
    let (set, session) = open(workbench, account, client, headers).await?;
    let who = Who::known(session.account, Way::Session(session.csrf));
    Ok(([(header::SET_COOKIE, set)], Json(told(&who, workbench.access()))).into_response())
}

/// Opens a session for a browser, and ends the one that it came with: gives the header with its cookie.
pub(super) async fn open(
    workbench: &Workbench,
    account: Account,
    client: Client,
    headers: &HeaderMap,
) -> Answer<(HeaderValue, Session)> {
    let secure = workbench.access().secure();
    let before = cookie(headers, secure).map(str::to_string);
    let (secret, session) = workbench
        .at_desk(move |desk, now| {
            if let Some(before) = before {
                desk.sign_out(&before)?;
            }
            desk.note(&account.name, "signed in", "", &client.ip.to_string(), now)?;
            Ok(desk.sign_in(&account, now)?)
        })
        .await?;
    Ok((set_cookie(secret.as_str(), ABSOLUTE, secure), session))
}

fn too_many(wait: i64) -> Response {
    let detail = format!("There were too many attempts: wait {wait} seconds, and try again.");
    let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, detail);
    ([(header::RETRY_AFTER, wait.to_string())], problem).into_response()
}

/// Sign out: the session ends at once.
#[utoipa::path(delete, path = "/session", tag = "accounts", responses((status = 204)))]
async fn sign_out(State(workbench): State<Workbench>, _: Who, headers: HeaderMap) -> Answer<Response> {
    let secure = workbench.access().secure();
    if let Some(cookie) = cookie(&headers, secure).map(str::to_string) {
        workbench.at_desk(move |desk, _| Ok(desk.sign_out(&cookie)?)).await?;
    }
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, set_cookie("", 0, secure))]).into_response())
}

/// Who one is, and what one may do.
#[utoipa::path(get, path = "/me", tag = "accounts", responses((status = 200, body = Me), (status = 401)))]
async fn me(State(workbench): State<Workbench>, who: Who) -> Json<Me> {
    Json(told(&who, workbench.access()))
}

fn told(who: &Who, access: &Access) -> Me {
    let csrf = match &who.way {
        Way::Session(csrf) => csrf.clone(),
        _ => String::new(),
    };
    let signed_in = who.account.is_some();
    let held_back = Some(access.restraint(who)).filter(|restraint| !restraint.is_none());
    Me { name: who.name.clone(), role: who.role, open: who.open, signed_in, csrf, held_back }
}

/// The old password and a new one.
#[derive(Deserialize, ToSchema)]
struct NewPassword {
    /// The one that holds now.
    old: String,
    /// The one that is to hold from now on: at least twelve characters.
    new: String,
}

/// Change one's password. All sessions of the account end but for a new one, which the answer's cookie is of.
#[utoipa::path(put, path = "/me/password", tag = "accounts", request_body = NewPassword, responses((status = 200, body = Me), (status = 409), (status = 429)))]
async fn new_password(
    State(workbench): State<Workbench>,
    Extension(client): Extension<Client>,
    who: Who,
    headers: HeaderMap,
    Sent(NewPassword { old, new }): Sent<NewPassword>,
) -> Answer<Response> {
    let name = who.at_a_browser()?.name.clone();
    let (network, now) = (client.network(), jiff::Timestamp::now().as_second());
    if let Err(wait) = workbench.attempts().begin(&name, &network, now) {
        return Ok(too_many(wait));
    }
    let owner = name.clone();
    let account = workbench
        .with_password(move |desk, now| {
            if desk.recognise(&owner, &old)?.is_none() {
                return Err(Problem::forbidden("The old password is wrong."));
            }
            let account = desk.set_password(&owner, &new)?;
            desk.note(&owner, "password changed", &owner, &client.ip.to_string(), now)?;
            Ok(account)
        })
        .await?;
    workbench.attempts().succeeded(&name, &network);
    admit(&workbench, account, client, &headers).await
}
