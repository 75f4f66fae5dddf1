//! The addresses: one file for each group. A group is a router of its own; it is mounted in [`all`].

mod actors;
mod adding;
mod alerts;
mod changes;
mod codebook;
mod coverage;
mod double;
mod downloads;
mod edits;
mod gold;
mod health;
mod history;
mod incidents;
mod judging;
mod oidc;
mod outlets;
mod overview;
mod profile;
mod reports;
mod review;
pub(crate) mod searches;
mod session;
mod sources;
mod suggest;
mod tallies;
mod tokens;
mod users;

pub(crate) use adding::now;

use crate::doors::{Entrance, Need, Needs, enter, needs};
use crate::guard::Reach;
use crate::who::Role;
use crate::workbench::Workbench;
use crate::{document, guard, meter, problem, site};
use axum::{Extension, Router, middleware};
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, CompressionLevel};
use utoipa_axum::router::OpenApiRouter;

/// Every group under `/api/v1`, with what it needs of who asks. Whoever adds one merges it here; what changes something
/// names its role itself ([`needs`]).
fn all() -> OpenApiRouter<Workbench> {
    let record = OpenApiRouter::new()
        .merge(incidents::routes())
        .merge(history::routes())
        .merge(overview::routes())
        .merge(downloads::routes())
        .merge(changes::routes())
        .merge(reports::routes())
        .merge(tallies::routes())
        .merge(coverage::routes())
        .merge(actors::routes())
        .merge(outlets::routes())
        .merge(edits::logs())
        .merge(codebook::routes())
        .merge(suggest::routes());
    let coders = needs(Need::Role(Role::Coder), adding::routes());
    needs(Need::Reading, record)
        .merge(coders)
        .merge(judging::routes())
        .merge(edits::routes())
        .merge(review::routes())
        .merge(gold::routes())
        .merge(double::routes())
        .merge(sources::routes())
        .merge(people())
}

/// Accounts and what people keep: each group says what it needs.
fn people() -> OpenApiRouter<Workbench> {
    OpenApiRouter::new()
        .merge(session::routes())
        .merge(oidc::routes())
        .merge(users::routes())
        .merge(tokens::routes())
        .merge(searches::routes())
        .merge(alerts::routes())
}

/// Every route: those under `/api/v1`, and those that watch over the server.
fn whole(secure: bool) -> OpenApiRouter<Workbench> {
    let watch = OpenApiRouter::new().merge(document::routes()).merge(health::routes()).merge(meter::routes());
    let api = OpenApiRouter::with_openapi(document::head(secure)).nest("/api/v1", all());
    let mut all = api.merge(needs(Need::Nothing, watch));
    document::complete(all.get_openapi_mut());
    all
}

/// The document of all routes.
#[cfg(test)]
pub(crate) fn document() -> utoipa::openapi::OpenApi {
    whole(false).into_openapi()
}

/// The addresses alone, for those whom the doors of the whole server let in.
pub(crate) fn inner(workbench: Workbench) -> Router {
    let (api, _) = whole(workbench.access().secure()).split_for_parts();
    api.with_state(workbench)
}

/// The whole server. `local`: whether it listens on loopback alone.
pub(crate) fn router(workbench: Workbench, local: bool) -> Router {
    let (api, document) = whole(workbench.access().secure()).split_for_parts();
    let page = Arc::new(document::Document::new(&document));
    let entrance = Entrance::new(workbench.clone(), Needs::of(&document), local);
    let reach = match workbench.access().behind_proxy {
        true => Reach::Proxied,
        false if local => Reach::Local,
        false => Reach::Direct,
    };
    api.route_layer(middleware::from_fn_with_state(entrance, enter))
        .fallback(site::page)
        .layer(Extension(page))
        .layer(middleware::from_fn_with_state(reach, guard::origin))
        .layer(CatchPanicLayer::custom(problem::of_panic))
        .layer(middleware::from_fn(problem::worded))
        .layer(middleware::from_fn(guard::headers))
        .layer(middleware::from_fn_with_state(workbench.clone(), meter::measure))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .with_state(workbench)
}
