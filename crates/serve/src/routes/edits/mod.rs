//! Edits of actors and outlets: rows that people write over those of the files, with their name and reason. None is lost:
//! each stands in the history of its actor or outlet.

mod rows;

pub(crate) use rows::{ActorRow, OutletRow};

use super::judging::stated;
use crate::asked::Asked;
use crate::doors::{Need, needs};
use crate::edition::{Wish, version};
use crate::problem::{Answer, Problem, Sent as Told};
use crate::seen::Seen;
use crate::sent::Sent;
use crate::who::{Role, Who};
use crate::workbench::Workbench;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use dateline_store::{Book, Books, Edit, actor_key, fold, outlet};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes that write.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    needs(
        Need::Role(Role::Reviewer),
        OpenApiRouter::new().routes(routes!(actor)).routes(routes!(known_outlet)),
    )
}

/// The routes that read.
pub(crate) fn logs() -> OpenApiRouter<Workbench> {
    OpenApiRouter::new().routes(routes!(actor_log)).routes(routes!(outlet_log))
}

/// An actor's row to be written.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewActorRow {
    /// The whole row; `null` where the files' own is to hold again.
    row: Option<ActorRow>,
    /// The reason, for those who read the edit later.
    why: String,
    /// `row_version` of the actor as it was seen.
    version: String,
}

/// An outlet's row to be written.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewOutletRow {
    /// The whole row; `null` where the files' own is to hold again.
    row: Option<OutletRow>,
    /// The reason, for those who read the edit later.
    why: String,
    /// `row_version` of the outlet as it was seen.
    version: String,
}

/// What was written.
#[derive(Serialize, ToSchema)]
struct Edited {
    /// Id of the actor or outlet: of an actor that had no row the one that it got.
    id: String,
    /// Whether a row that a person wrote holds now.
    edited: bool,
    /// What the next edit names as `version`.
    row_version: String,
}

impl From<Edit> for Edited {
    fn from(edit: Edit) -> Edited {
        Edited { row_version: version(Some(&edit)), edited: edit.row.is_some(), id: edit.of }
    }
}

/// Edits of an actor or outlet.
#[derive(Serialize, ToSchema)]
struct Edits {
    /// The newest first.
    items: Vec<OneEdit>,
    /// How many there are.
    total: usize,
}

/// An edit as lists have it.
#[derive(Serialize, ToSchema)]
#[schema(as = Edit)]
struct OneEdit {
    /// Its id: the `row_version` that it left.
    version: String,
    /// When: RFC 3339, UTC.
    at: String,
    /// Who.
    who: String,
    /// The reason.
    why: String,
    /// The row that was written; `null` where the files' own held again.
    row: Option<Value>,
}

impl From<Edit> for OneEdit {
    fn from(edit: Edit) -> OneEdit {
        let Edit { id, at, who, why, row, .. } = edit;
        OneEdit { version: id, at, who, why, row }
    }
}

/// Write an actor's row anew: its names, kind and relations. They are shown at once; reports taken in from now on are coded
/// with them, and `dateline recode` codes again those that are held.
#[utoipa::path(
    put,
    path = "/actors/{id}",
    tag = "actors and outlets",
    params(("id" = String, Path, description = "Its id in the actor files, or a name")),
    request_body = NewActorRow,
    responses(
        (status = 200, body = Edited),
        (status = 400, body = Told, content_type = "application/problem+json"),
        (status = 409, body = Told, content_type = "application/problem+json", description = "It was edited meanwhile: `current` has the row and its version"),
    )
)]
async fn actor(
    State(workbench): State<Workbench>,
    who: Who,
    Path(id): Path<String>,
    Sent(NewActorRow { row, why, version }): Sent<NewActorRow>,
) -> Answer<Json<Edited>> {
    let books = workbench.books();
    let key = actor_key(&id, books);
    let group = books.actors.group(&key);
    if group.is_none() && books.actors.is_body(&key) {
        return Err(Problem::asked(
            "It is made of its country's row in the actor files, which is not edited here.",
        ));
    }
    let row = row.map(|row| row.sound(group)).transpose()?;
    let wish = Wish { book: Book::Actors, of: actor_id(&key, books)?, row, version };
    write(&workbench, who, wish, why).await
}

/// Write an outlet's row anew: whose voice it is, its names and domains. They are shown at once; reports taken in from now on
/// are weighed by them, and `dateline recode` weighs again those that are held.
#[utoipa::path(
    put,
    path = "/outlets/{name}",
    tag = "actors and outlets",
    params(("name" = String, Path, description = "As reports name it")),
    request_body = NewOutletRow,
    responses(
        (status = 200, body = Edited),
        (status = 400, body = Told, content_type = "application/problem+json"),
        (status = 409, body = Told, content_type = "application/problem+json", description = "It was edited meanwhile: `current` has the row and its version"),
    )
)]
async fn known_outlet(
    State(workbench): State<Workbench>,
    who: Who,
    Path(name): Path<String>,
    Sent(NewOutletRow { row, why, version }): Sent<NewOutletRow>,
) -> Answer<Json<Edited>> {
    let row = row.map(|row| row.sound(&name)).transpose()?;
    let wish = Wish { book: Book::Outlets, of: outlet_id(&name, workbench.books())?, row, version };
    write(&workbench, who, wish, why).await
}

async fn write(workbench: &Workbench, who: Who, wish: Wish, why: String) -> Answer<Json<Edited>> {
    who.must_be(Role::Reviewer)?;
    let why = stated(why, "edit")?;
    Ok(Json(workbench.edit(wish, who.name, why).await?.into()))
}

/// The edits of an actor, the newest first.
#[utoipa::path(
    get,
    path = "/actors/{id}/edits",
    tag = "actors and outlets",
    params(("id" = String, Path, description = "Its id in the actor files, or a name"), Seen),
    responses((status = 200, body = Edits))
)]
async fn actor_log(
    State(workbench): State<Workbench>,
    seen: Seen,
    Path(id): Path<String>,
    asked: Asked,
) -> Answer<Response> {
    let books = workbench.books();
    let of = actor_id(&actor_key(&id, books), books)?;
    log(workbench, seen, asked, (Book::Actors, of)).await
}

/// The edits of an outlet, the newest first.
#[utoipa::path(
    get,
    path = "/outlets/{name}/edits",
    tag = "actors and outlets",
    params(("name" = String, Path, description = "As reports name it"), Seen),
    responses((status = 200, body = Edits))
)]
async fn outlet_log(
    State(workbench): State<Workbench>,
    seen: Seen,
    Path(name): Path<String>,
    asked: Asked,
) -> Answer<Response> {
    let of = outlet_id(&name, workbench.books())?;
    log(workbench, seen, asked, (Book::Outlets, of)).await
}

async fn log(workbench: Workbench, seen: Seen, asked: Asked, (book, of): (Book, String)) -> Answer<Response> {
    asked.done()?;
    workbench
        .answer(seen, move |store, _| {
            let items: Vec<OneEdit> = store.edits_of(book, &of)?.into_iter().map(OneEdit::from).collect();
            Ok(Edits { total: items.len(), items })
        })
        .await
}

/// The id under which an actor has its row, or gets one.
///
/// # Errors
/// When its name has no letters.
pub(crate) fn actor_id(key: &str, books: &Books<'_>) -> Answer<String> {
    if books.actors.group(key).is_some() { Ok(key.to_string()) } else { slug(key) }
}

/// The same of an outlet.
///
/// # Errors
/// As [`actor_id`].
pub(crate) fn outlet_id(name: &str, books: &Books<'_>) -> Answer<String> {
    outlet(name, books.outlets).map_or_else(|| slug(name), |known| Ok(known.id.clone()))
}

/// A name as ids are written: lower case with hyphens.
fn slug(name: &str) -> Answer<String> {
    let name = fold(name);
    let words: Vec<&str> =
        name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let slug: String = words.join("-").chars().take(100).collect();
    if slug.is_empty() { Err(Problem::missing("There is no such name.")) } else { Ok(slug) }
}
