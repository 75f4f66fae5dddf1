//! Whether the server answers and its record can be read: for whatever watches over it.

use crate::problem::Answer;
use crate::workbench::Workbench;
use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use dateline_store::Filter;
use serde_json::{Value, json};

/// Its routes, outside `/api/v1`.
pub(crate) fn routes() -> Router<Workbench> {
    Router::new().route("/healthz", get(health))
}

async fn health(State(workbench): State<Workbench>) -> Answer<Json<Value>> {
    let incidents = workbench.record().read(|store| Ok(store.count(&Filter::default())?)).await?;
    Ok(Json(json!({"status": "ok", "version": env!("CARGO_PKG_VERSION"), "incidents": incidents})))
}
