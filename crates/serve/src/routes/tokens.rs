//! Tokens: for programs that come in one's name.

use crate::asked::Asked;
use crate::desk::{Scope, Scopes, Token};
use crate::doors::{Client, Need, needs};
use crate::problem::Answer;
use crate::sent::Sent;
use crate::who::{Role, Who};
use crate::workbench::Workbench;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Days that a token holds where nobody says how many.
const DAYS: i64 = 90;

/// Its routes.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    let all = OpenApiRouter::new().routes(routes!(list, make)).routes(routes!(take_back));
    needs(Need::Role(Role::Reader), all)
}

/// A token to be made.
#[derive(Deserialize, ToSchema)]
struct NewToken {
    /// What will use it.
    label: String,
    /// What it may do: some of read, code, review, admin, as far as its owner may.
    scopes: Vec<Scope>,
    /// Days that it holds: 1 to 366, 90 where this is left out.
    days: Option<i64>,
}

/// Somebody's tokens.
#[derive(Serialize, ToSchema)]
struct Tokens {
    /// The newest first.
    items: Vec<Token>,
    /// How many.
    total: usize,
}

/// A token that was made just now.
#[derive(Serialize, ToSchema)]
struct IssuedToken {
    /// What requests bring, as `Authorization: Bearer TEXT`: shown this once.
    token: String,
    /// What is kept of it.
    about: Token,
}

/// One's own tokens, without their texts.
#[utoipa::path(get, path = "/tokens", tag = "accounts", responses((status = 200, body = Tokens), (status = 409)))]
async fn list(State(workbench): State<Workbench>, who: Who, asked: Asked) -> Answer<Json<Tokens>> {
    asked.done()?;
    let account = who.at_a_browser()?.clone();
    let all = workbench.at_desk(move |desk, _| Ok(desk.tokens(&account)?)).await?;
    Ok(Json(Tokens { total: all.len(), items: all }))
}

/// Make a token. Its text is in the answer, and nowhere else.
#[utoipa::path(post, path = "/tokens", tag = "accounts", request_body = NewToken, responses((status = 201, body = IssuedToken), (status = 409)))]
async fn make(
    State(workbench): State<Workbench>,
    who: Who,
    Extension(client): Extension<Client>,
    Sent(NewToken { label, scopes, days }): Sent<NewToken>,
) -> Answer<(StatusCode, Json<IssuedToken>)> {
    let account = who.at_a_browser()?.clone();
    let scopes = Scopes::new(&scopes)?;
    let issued = workbench
        .at_desk(move |desk, now| {
            let issued = desk.issue(&account, &label, &scopes, days.unwrap_or(DAYS), now)?;
            let about = format!("{} ({})", issued.token.label, issued.token.id);
            desk.note(&account.name, "token made", &about, &client.ip.to_string(), now)?;
            Ok(issued)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(IssuedToken { token: issued.text, about: issued.token })))
}

/// Take a token back: it holds no more from now on.
#[utoipa::path(delete, path = "/tokens/{id}", params(("id" = String, Path, description = "Id of a token")), tag = "accounts", responses((status = 204), (status = 409)))]
async fn take_back(
    State(workbench): State<Workbench>,
    who: Who,
    Extension(client): Extension<Client>,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    let account = who.at_a_browser()?.clone();
    workbench
        .at_desk(move |desk, now| {
            desk.take_back(&account, &id)?;
            Ok(desk.note(&account.name, "token taken back", &id, &client.ip.to_string(), now)?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
