//! Accounts, for admins: who may come in, and what was done about it.

use crate::asked::Asked;
use crate::desk::{Account, AuditEntry};
use crate::doors::{Client, Need, needs};
use crate::problem::{Answer, Problem};
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

/// Lines of the audit that one answer holds at most.
const MOST: usize = 200;

/// Its routes.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    let all = OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(change, remove))
        .routes(routes!(audit));
    needs(Need::Role(Role::Admin), all)
}

/// An account to be made.
#[derive(Deserialize, ToSchema)]
struct NewUser {
    /// Its name.
    name: String,
    /// What they may do.
    role: Role,
    /// Its password: at least twelve characters.
    password: String,
}

/// The accounts of a workbench.
#[derive(Serialize, ToSchema)]
struct Accounts {
    /// By name.
    items: Vec<Account>,
    /// How many.
    total: usize,
}

/// A page of the audit.
#[derive(Serialize, ToSchema)]
struct Audit {
    /// The latest first.
    items: Vec<AuditEntry>,
    /// What to give as `before` to go on; `null` at the end.
    next: Option<String>,
}

/// What is to change of an account; what is left out stays.
#[derive(Deserialize, ToSchema)]
struct Changes {
    /// What they may do from now on.
    role: Option<Role>,
    /// Another password: at least twelve characters. It ends all sessions of the account.
    password: Option<String>,
}

/// All accounts.
#[utoipa::path(get, path = "/users", tag = "accounts", responses((status = 200, body = Accounts)))]
async fn list(State(workbench): State<Workbench>, _: Who, asked: Asked) -> Answer<Json<Accounts>> {
    asked.done()?;
    let all = workbench.at_desk(|desk, _| Ok(desk.accounts()?)).await?;
    Ok(Json(Accounts { total: all.len(), items: all }))
}

/// Make an account.
#[utoipa::path(post, path = "/users", tag = "accounts", request_body = NewUser, responses((status = 201, body = Account), (status = 409)))]
async fn add(
    State(workbench): State<Workbench>,
    who: Who,
    Extension(client): Extension<Client>,
    Sent(NewUser { name, role, password }): Sent<NewUser>,
) -> Answer<(StatusCode, Json<Account>)> {
    // Else the one person of an open workbench would shut themselves out by it.
    if who.open {
        return Err(Problem::new(
            StatusCode::CONFLICT,
            "The first account is made at the machine: `dateline user add NAME --role admin`.",
        ));
    }
    let made = workbench
        .with_password(move |desk, now| {
            let made = desk.add_account(&name, role, &password, now)?;
            let about = format!("{}: {role}", made.name);
            desk.note(&who.name, "account added", &about, &client.ip.to_string(), now)?;
            Ok(made)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Give an account another role or password.
#[utoipa::path(patch, path = "/users/{name}", params(("name" = String, Path, description = "Name of an account")), tag = "accounts", request_body = Changes, responses((status = 200, body = Account), (status = 409)))]
async fn change(
    State(workbench): State<Workbench>,
    who: Who,
    Extension(client): Extension<Client>,
    Path(name): Path<String>,
    Sent(Changes { role, password }): Sent<Changes>,
) -> Answer<Json<Account>> {
    let changed = workbench
        .with_password(move |desk, now| {
            let address = client.ip.to_string();
            if let Some(password) = password {
                desk.set_password(&name, &password)?;
                desk.note(&who.name, "password changed", &name, &address, now)?;
            }
            if let Some(role) = role {
                desk.set_role(&name, role)?;
                desk.note(&who.name, "role changed", &format!("{name}: {role}"), &address, now)?;
            }
            Ok(desk.account(&name)?)
        })
        .await?;
    Ok(Json(changed))
}

/// Remove an account with its sessions, tokens, searches and alerts.
#[utoipa::path(delete, path = "/users/{name}", params(("name" = String, Path, description = "Name of an account")), tag = "accounts", responses((status = 204), (status = 409)))]
async fn remove(
    State(workbench): State<Workbench>,
    who: Who,
    Extension(client): Extension<Client>,
    Path(name): Path<String>,
) -> Answer<StatusCode> {
    workbench
        .at_desk(move |desk, now| {
            let gone = desk.remove_account(&name)?;
            Ok(desk.note(&who.name, "account removed", &gone.name, &client.ip.to_string(), now)?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who came in, or did not, and what was done to accounts: the latest first.
#[utoipa::path(get, path = "/audit", tag = "accounts", params(("before" = Option<i64>, Query, description = "The number of a line: those before it")), responses((status = 200, body = Audit)))]
async fn audit(State(workbench): State<Workbench>, _: Who, mut asked: Asked) -> Answer<Json<Audit>> {
    let before = asked.parse::<i64>("before", "the number of a line")?;
    asked.done()?;
    let items = workbench.at_desk(move |desk, _| Ok(desk.audit(before, MOST)?)).await?;
    let next = items.last().filter(|_| items.len() == MOST).map(|line| line.number.to_string());
    Ok(Json(Audit { items, next }))
}
