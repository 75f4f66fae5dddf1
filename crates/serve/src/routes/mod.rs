//! The addresses: one file for each group. A group is a router of its own; it is mounted in [`all`].

mod health;
mod incidents;
mod overview;

use crate::workbench::Workbench;
use crate::{guard, site};
use axum::{Router, middleware};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

/// The document's head.
#[derive(OpenApi)]
#[openapi(info(title = "Dateline", description = "The record of a Dateline workbench."))]
struct Head;

/// Every group under `/api/v1`. Whoever adds one merges it here.
fn all() -> OpenApiRouter<Workbench> {
    OpenApiRouter::new().merge(incidents::routes()).merge(overview::routes())
}

/// The whole server. `local`: whether it listens on loopback alone.
pub(crate) fn router(workbench: Workbench, local: bool) -> Router {
    let (api, _document) =
        OpenApiRouter::with_openapi(Head::openapi()).nest("/api/v1", all()).split_for_parts();
    api.merge(health::routes())
        .fallback(site::page)
        .layer(middleware::from_fn_with_state(local, guard::origin))
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn(guard::headers))
        .with_state(workbench)
}
