//! Server-sent events: what happens in the record, as it happens.

use crate::asked::Asked;
use crate::news::{Adding, BATCH, Changed, News};
use crate::problem::Answer;
use crate::who::Who;
use crate::workbench::Workbench;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::{Stream, StreamExt, stream};
use std::convert::Infallible;
use tokio::sync::broadcast::Receiver;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    OpenApiRouter::new().routes(routes!(changes))
}

/// What happens in the record, as server-sent events.
///
/// `change`: the record changed, by whom and in which incidents; its id is the number of the change, so that who
/// comes back with `Last-Event-ID` is told what was missed. `ingest`: how far adding reports here has come.
#[utoipa::path(
    get,
    path = "/changes",
    tag = "changes",
    params(("Last-Event-ID" = Option<i64>, Header, description = "Number of the last change that was heard of")),
    responses(
        (status = 200, description = "An event stream; `data` of `change` events is a Changed, of `ingest` events an \
            Adding", body = String, content_type = "text/event-stream")
    )
)]
async fn changes(
    State(workbench): State<Workbench>,
    _: Who,
    headers: HeaderMap,
    asked: Asked,
) -> Answer<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    asked.done()?;
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse::<i64>().ok());
    // Listened to before the record is read, so that nothing falls between.
    let live = workbench.news().listen();
    let missed = match last {
        Some(last) => workbench.record().read(move |store| Ok(store.changes(last, BATCH)?)).await?,
        None => Vec::new(),
    };
    let heard = missed.last().map(|change| change.number).or(last).unwrap_or(-1);
    let missed = stream::iter(missed.into_iter().map(|change| News::Change(change.into())));
    let told =
        missed.chain(stream::unfold((live, heard), next)).filter_map(|news| async move { event(&news) });
    let closing = workbench.clone();
    let told = told.map(Ok).take_until(Box::pin(async move { closing.news().closed().await }));
    Ok(Sse::new(told).keep_alive(KeepAlive::default()))
}

/// The next piece of news that was not heard of. Who is too far behind to be told all is let go, and comes back.
async fn next((mut live, heard): (Receiver<News>, i64)) -> Option<(News, (Receiver<News>, i64))> {
    loop {
        match live.recv().await.ok()? {
            News::Change(change) if change.number <= heard => {}
            news => return Some((news, (live, heard))),
        }
    }
}

fn event(news: &News) -> Option<Event> {
    match news {
        News::Change(change) => {
            Event::default().event("change").id(change.number.to_string()).json_data::<&Changed>(change).ok()
        }
        News::Ingest(adding) => Event::default().event("ingest").json_data::<&Adding>(adding).ok(),
    }
}
