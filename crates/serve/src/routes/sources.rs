//! What is watched, and how it does.

use crate::asked::Asked;
use crate::doors::{Need, needs};
use crate::problem::{Answer, Problem};
use crate::who::{Role, Who};
use crate::workbench::Workbench;
use axum::Json;
use axum::extract::State;
use dateline_intake::watch::{Health, Register, Share, path};
use jiff::Timestamp;
use serde::Serialize;
use tokio::task::spawn_blocking;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes: addresses of sources may be of the operator's own network, so not every reader sees them.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    needs(Need::Role(Role::Coder), OpenApiRouter::new().routes(routes!(list)))
}

/// What a source brought in a stretch of days.
#[derive(Serialize, ToSchema)]
struct Brought {
    /// Days on which anything was counted.
    days: u32,
    /// Pages that were new in its list.
    found: u32,
    /// Pages that were taken in.
    taken: u32,
    /// Pages that were another one again.
    same: u32,
    /// Pages that failed, or are no reports.
    failed: u32,
    /// Pages without text.
    empty: u32,
    /// Pages that did not say their day.
    undated: u32,
}

impl From<Share> for Brought {
    fn from(share: Share) -> Brought {
        let Share { days, found, taken, same, failed, empty, undated } = share;
        Brought { days, found, taken, same, failed, empty, undated }
    }
}

/// A source that is watched.
#[derive(Serialize, ToSchema)]
struct WatchedSource {
    /// What people call it.
    name: String,
    /// `feed`, `sitemap`, `index` or `folder`.
    kind: &'static str,
    /// Its address, or the folder's path.
    address: String,
    /// `file`: it stands in `sources.toml`; `added`: by hand; `part`: an index of sitemaps names it.
    origin: String,
    /// Why it is left alone; `null` where it is not.
    paused: Option<String>,
    /// How often it was asked.
    asked: u32,
    /// How often nothing had changed.
    unchanged: u32,
    /// When it answered last: RFC 3339, UTC.
    last_success: Option<String>,
    /// When it failed last.
    last_failure: Option<String>,
    /// What is wrong; `null` where it answers.
    wrong: Option<String>,
    /// Failures on end.
    failures: u32,
    /// When it is asked next.
    due: Option<String>,
    /// Pages of it that wait to be fetched.
    waiting: u32,
    /// What it brought in the last seven days.
    week: Brought,
    /// What it brought in the four weeks before.
    before: Brought,
    /// What has changed for the worse, in sentences.
    drift: Vec<String>,
}

impl From<Health> for WatchedSource {
    fn from(health: Health) -> WatchedSource {
        let time = |ms: i64| Timestamp::from_millisecond(ms).ok().map(|at| format!("{at:.3}"));
        WatchedSource {
            drift: health.drift(),
            kind: health.source.kind(),
            name: health.name,
            address: health.address,
            origin: health.origin,
            paused: health.paused,
            asked: health.asked,
            unchanged: health.unchanged,
            last_success: health.last_success.and_then(time),
            last_failure: health.last_failure.and_then(time),
            wrong: health.wrong,
            failures: health.failures,
            due: time(health.due),
            waiting: health.waiting,
            week: health.lately.into(),
            before: health.before.into(),
        }
    }
}

/// What is watched.
#[derive(Serialize, ToSchema)]
struct WatchedSources {
    /// By name.
    items: Vec<WatchedSource>,
    /// How many.
    total: usize,
}

/// The sources that `dateline watch`, or the server itself, takes reports in from, and how each of them does.
#[utoipa::path(get, path = "/sources", tag = "reports", responses((status = 200, body = WatchedSources)))]
async fn list(State(workbench): State<Workbench>, _: Who, asked: Asked) -> Answer<Json<WatchedSources>> {
    asked.done()?;
    let record = workbench.record().path().to_path_buf();
    let read = move || {
        // Where nothing was ever watched there is no register, and none is made.
        if !path(&record).exists() {
            return Ok(Vec::new());
        }
        Register::open(&record)?.health(Timestamp::now().as_millisecond())
    };
    let health = spawn_blocking(read).await.map_err(Problem::broken)?.map_err(Problem::broken)?;
    let items: Vec<WatchedSource> = health.into_iter().map(WatchedSource::from).collect();
    Ok(Json(WatchedSources { total: items.len(), items }))
}
