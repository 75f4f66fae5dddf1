//! What people reviewed, handed out as gold: the machine can be scored on it.

use crate::asked::Asked;
use crate::doors::{Need, needs};
use crate::problem::{Answer, Problem};
use crate::seen::Seen;
use crate::who::{Role, Who};
use crate::workbench::Workbench;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    needs(Need::Role(Role::Reader), OpenApiRouter::new().routes(routes!(gold)))
}

/// Reports that people reviewed whole, as gold for `dateline eval`.
///
/// One report a line, in the contract's shape with what people corrected. A report is in it when each of its events is
/// under an incident that a person accepted or corrected as it stands, or was judged to be none.
#[utoipa::path(
    get,
    path = "/gold.jsonl",
    tag = "review",
    params(Seen),
    responses((status = 200, body = String, content_type = "application/x-ndjson", description = "A coded report a line"))
)]
async fn gold(State(workbench): State<Workbench>, who: Who, seen: Seen, asked: Asked) -> Answer<Response> {
    who.must_be(Role::Reader)?;
    asked.done()?;
    let find = move |store: &dateline_store::Store| {
        let headers = match seen.since(store.last_change()?) {
            Ok(headers) => headers,
            Err(unchanged) => return Ok(*unchanged),
        };
        let mut lines = Vec::new();
        store.gold(&mut |report| {
            serde_json::to_writer(&mut lines, report)?;
            lines.push(b'\n');
            Ok(())
        })?;
        let kind = HeaderValue::from_static("application/x-ndjson");
        let named = HeaderValue::from_static("attachment; filename=\"gold.jsonl\"");
        let about = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, named)];
        Ok::<Response, Problem>((headers, about, lines).into_response())
    };
    workbench.record().read_apart(find).await
}
