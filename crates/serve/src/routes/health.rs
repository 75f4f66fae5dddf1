//! Whether the server answers and its record can be read: for whatever watches over it.

use crate::problem::{Answer, Sent};
use crate::workbench::Workbench;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes, outside `/api/v1`.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    OpenApiRouter::new().routes(routes!(health))
}

/// That all is well.
#[derive(Serialize, ToSchema)]
struct Health {
    /// `ok`.
    status: &'static str,
}

/// Whether the server answers and its record can be read.
#[utoipa::path(
    get,
    path = "/healthz",
    tag = "server",
    responses((status = 200, body = Health), (status = 503, body = Sent, content_type = "application/problem+json"))
)]
async fn health(State(workbench): State<Workbench>) -> Answer<Json<Health>> {
    workbench.record().read(|store| Ok(store.last_change()?)).await?;
    Ok(Json(Health { status: "ok" }))
}
