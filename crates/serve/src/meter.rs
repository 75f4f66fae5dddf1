//! What the server does, counted for Prometheus and told in the log.

use crate::problem::Answer;
use crate::workbench::Workbench;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::time::Instant;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Bounds of the histogram of durations, in seconds: quick lists to whole exports.
const BOUNDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// Requests that are counted together.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Kind {
    method: String,
    /// The address as it is mounted, ids left open.
    route: String,
    status: u16,
}

/// Requests whose durations are told together.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// Counts of what the server did since it started.
pub(crate) struct Meter {
    registry: Registry,
    requests: Family<Kind, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    running: Gauge,
    changes: Gauge,
}

fn durations() -> Histogram {
    Histogram::new(BOUNDS)
}

impl Default for Meter {
    fn default() -> Meter {
        let mut registry = Registry::with_prefix("dateline");
        let (requests, running, changes) = (Family::default(), Gauge::default(), Gauge::default());
        let seconds = Family::new_with_constructor(durations as fn() -> Histogram);
        registry.register("requests", "Requests that were answered", requests.clone());
        registry.register("request_seconds", "How long answers took to begin", seconds.clone());
        registry.register("requests_running", "Requests under way", running.clone());
        registry.register("record_changes", "Number of the record's last change", changes.clone());
        Meter { registry, requests, seconds, running, changes }
    }
}

/// Counts a request, and tells the log of it.
pub(crate) async fn measure(State(workbench): State<Workbench>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("pages", MatchedPath::as_str).to_string();
    let (method, path) = (request.method().clone(), request.uri().path().to_string());
    let (meter, begun) = (workbench.meter(), Instant::now());
    meter.running.inc();
    let response = next.run(request).await;
    meter.running.dec();
    let (took, status) = (begun.elapsed().as_secs_f64(), response.status().as_u16());
    meter.seconds.get_or_create(&Route { route: route.clone() }).observe(took);
    meter.requests.get_or_create(&Kind { method: known(&method), route, status }).inc();
    let milliseconds = (took * 1e5).round() / 100.0;
    tracing::info!(%method, path, status, milliseconds, "answered");
    response
}

/// A method's name; those that nobody has heard of are one, so that they cannot fill the memory.
fn known(method: &Method) -> String {
    let usual = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::OPTIONS,
    ];
    if usual.contains(method) { method.to_string() } else { "other".into() }
}

/// Its routes, outside `/api/v1`.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    OpenApiRouter::new().routes(routes!(metrics))
}

/// What the server did since it started, as Prometheus reads it.
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "server",
    responses((status = 200, body = String, content_type = "application/openmetrics-text"))
)]
async fn metrics(State(workbench): State<Workbench>) -> Answer<impl IntoResponse> {
    let change = workbench.record().read(|store| Ok(store.last_change()?)).await?;
    let meter = workbench.meter();
    meter.changes.set(change);
    let mut text = String::new();
    encode(&mut text, &meter.registry).map_err(crate::Problem::broken)?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], text))
}
