//! An incident's versions over time: who changed it, when, why, and what.

use crate::asked::Asked;
use crate::problem::{Answer, Sent};
use crate::seen::Seen;
use crate::workbench::Workbench;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    OpenApiRouter::new().routes(routes!(log))
}

/// A version of an incident, as `dateline log --json` prints it.
#[derive(Serialize, ToSchema)]
#[schema(as = IncidentVersion)]
struct Version {
    /// When: RFC 3339, UTC.
    at: String,
    /// Who made the change.
    who: String,
    /// ingest, judge, edit, recode, merge, remove or fuse.
    what: String,
    /// The reason given; may be empty.
    why: String,
    /// Ids of incidents that the change merged into it.
    merged: Vec<String>,
    /// Ids of judgements that the change added.
    judgements: Vec<String>,
    /// Fields that differ from the version before; all of them in the first.
    fields: Vec<Field>,
}

/// A field before and after a change.
#[derive(Serialize, ToSchema)]
#[schema(as = ChangedField)]
struct Field {
    /// Its name in an incident's JSON.
    name: String,
    /// `null` where there was none.
    before: Value,
    /// `null` where there is none.
    after: Value,
}

/// All versions.
#[derive(Serialize, ToSchema)]
#[schema(as = IncidentVersions)]
struct Versions {
    /// The first one first.
    items: Vec<Version>,
    /// How many there are.
    total: usize,
}

/// An incident's versions over time.
#[utoipa::path(
    get,
    path = "/incidents/{id}/log",
    tag = "incidents",
    params(("id" = String, Path, description = "Id of an incident, or of a claim under it"), Seen),
    responses((status = 200, body = Versions), (status = 404, body = Sent, content_type = "application/problem+json"))
)]
async fn log(
    State(workbench): State<Workbench>,
    seen: Seen,
    Path(id): Path<String>,
    asked: Asked,
) -> Answer<Response> {
    asked.done()?;
    workbench
        .answer(seen, move |store, _| {
            let items: Vec<Version> = store.log(&id)?.into_iter().map(told).collect();
            Ok(Versions { total: items.len(), items })
        })
        .await
}

fn told(version: dateline_store::Version) -> Version {
    let dateline_store::Version { at, who, what, why, fields, merged, judgements } = version;
    let field = |field: dateline_store::Field| {
        let dateline_store::Field { name, before, after } = field;
        Field { name, before, after }
    };
    Version { at, who, what, why, merged, judgements, fields: fields.into_iter().map(field).collect() }
}
