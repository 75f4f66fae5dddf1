//! Reports: the list, and one as it was read, with all that was coded and refused.

use super::incidents::Part;
use crate::asked::Asked;
use crate::filters;
use crate::problem::{Answer, Sent};
use crate::seen::Seen;
use crate::workbench::Workbench;
use axum::extract::{Path, State};
use axum::response::Response;
use dateline_store::{ReportFilter, Store};
use dateline_terms::{Date, Source};
use serde::Serialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(list_json)).routes(routes!(one))
}

/// Which reports.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document is made from it")]
pub(super) struct Which {
    /// Of this outlet, as reports name it.
    outlet: Option<String>,
    /// Published on or after this day.
    from: Option<Date>,
    /// Published on or before this day.
    to: Option<Date>,
    /// With these words in the headline, or in the name that it came with.
    text: Option<String>,
    /// In this language: ISO 639-1.
    #[param(example = "en")]
    language: Option<String>,
}

/// A report in a list.
#[derive(Serialize, ToSchema)]
#[schema(as = ListedReport)]
pub(super) struct Listed {
    /// The report.
    #[serde(flatten)]
    pub source: Source,
    /// Claims of it that the record holds.
    pub claims: u64,
    /// Sums that it states.
    pub tallies: u64,
}

/// A page of a list of reports.
#[derive(Serialize, ToSchema)]
struct Reports {
    /// The latest published first; those without a day come last.
    items: Vec<Listed>,
    /// What to give as `after` to go on; `null` at the end.
    next: Option<String>,
    /// How many fit.
    total: u64,
}

/// Reads which reports are asked for.
///
/// # Errors
/// Names the first parameter whose value is not what it should be.
pub(super) fn filter(asked: &mut Asked) -> Answer<ReportFilter> {
    Ok(ReportFilter {
        outlet: asked.one("outlet")?,
        from: filters::day(asked, "from")?,
        to: filters::day(asked, "to")?,
        text: asked.one("text")?,
        language: asked.one("language")?,
    })
}

/// Reports that fit, page by page.
#[utoipa::path(
    get,
    path = "/reports",
    tag = "reports",
    params(Which, Part, Seen),
    responses((status = 200, body = Reports), (status = 400, body = Sent, content_type = "application/problem+json"))
)]
async fn list(State(workbench): State<Workbench>, seen: Seen, mut asked: Asked) -> Answer<Response> {
    let filter = filter(&mut asked)?;
    let (limit, after) = (filters::limit(&mut asked)?, asked.one("after")?);
    asked.done()?;
    workbench
        .answer(seen, move |store, _| {
            let page = store.report_page(&filter, after.as_deref(), limit)?;
            let listed =
                |r: dateline_store::Listed| Listed { source: r.source, claims: r.claims, tallies: r.tallies };
            Ok(Reports {
                items: page.items.into_iter().map(listed).collect(),
                next: page.next,
                total: page.total,
            })
        })
        .await
}

/// The same list under a name with an ending.
#[utoipa::path(
    get,
    path = "/reports.json",
    tag = "reports",
    params(Which, Part, Seen),
    responses((status = 200, body = Reports), (status = 400, body = Sent, content_type = "application/problem+json"))
)]
async fn list_json(workbench: State<Workbench>, seen: Seen, asked: Asked) -> Answer<Response> {
    list(workbench, seen, asked).await
}

/// One report.
#[derive(Serialize, ToSchema)]
#[schema(as = ReadReport)]
struct Report {
    /// As the record knows it.
    source: Source,
    /// The text as it was read; all places in it are UTF-8 byte offsets.
    text: String,
    /// Headline.
    title: Option<String>,
    /// Publication day, how it is known, and the words that say so.
    #[schema(value_type = Option<Object>)]
    published: Value,
    /// ISO 639-1.
    language: Option<String>,
    /// Parts of the text that are no part of the report.
    spans: Spans,
    /// The report as it was coded: one object of the contract, its events with the incidents that hold them.
    #[schema(value_type = Object)]
    coded: Value,
    /// What was seen and refused, and why.
    #[schema(value_type = Vec<dateline_terms::told::NotEvent>)]
    refused: Value,
    /// What could not be done.
    #[schema(value_type = Vec<Object>)]
    flaws: Value,
    /// All versions of its text, the first one first.
    versions: Vec<Edition>,
    /// Reports that count as the same voice about an incident that both tell of.
    copies: Vec<Copied>,
}

/// Parts of a text.
#[derive(Serialize, ToSchema)]
struct Spans {
    /// `start`, `end` (exclusive), and what it is, such as caption or navigation.
    #[schema(value_type = Vec<Object>)]
    furniture: Value,
}

/// A version of a report's text.
#[derive(Serialize, ToSchema)]
struct Edition {
    /// Lasting id.
    id: String,
    /// 1 for the text first seen.
    version: u32,
    /// SHA-256 of the raw bytes.
    sha256: String,
    /// When the record took it in.
    received: String,
    /// Whether a later one took its place.
    superseded: bool,
    /// Why it was lawfully removed, where it was.
    removed: Option<String>,
}

/// A report of the same voice.
#[derive(Serialize, ToSchema)]
struct Copied {
    /// The other report.
    #[serde(flatten)]
    source: Source,
    /// Incidents that both tell of.
    incidents: Vec<String>,
}

/// One report: its text as it was read, what was coded of it and what was refused, its versions and its copies.
#[utoipa::path(
    get,
    path = "/reports/{id}",
    tag = "reports",
    params(("id" = String, Path, description = "Id of a report, or the name that it came with"), Seen),
    responses((status = 200, body = Report), (status = 404, body = Sent, content_type = "application/problem+json"))
)]
async fn one(
    State(workbench): State<Workbench>,
    seen: Seen,
    Path(id): Path<String>,
    asked: Asked,
) -> Answer<Response> {
    asked.done()?;
    let books = *workbench.books();
    workbench
        .answer(seen, move |store, _| {
            let source = store.source(&id)?;
            let coded = store.report(&source.id)?;
            let copies = store.copies(&source.id, &books)?;
            let copied = |c: dateline_store::Copied| Copied { source: c.source, incidents: c.incidents };
            Ok(Report {
                text: words(&coded, "text").unwrap_or_default(),
                title: words(&coded, "title"),
                published: part(&coded, "/report/published"),
                language: words(&coded, "language"),
                spans: Spans { furniture: part(&coded, "/report/furniture") },
                refused: part(&coded, "/not_events"),
                flaws: part(&coded, "/flaws"),
                versions: editions(store, &source.id)?,
                copies: copies.into_iter().map(copied).collect(),
                source,
                coded,
            })
        })
        .await
}

fn part(coded: &Value, at: &str) -> Value {
    coded.pointer(at).cloned().unwrap_or_default()
}

fn words(coded: &Value, name: &str) -> Option<String> {
    coded.get("report")?.get(name)?.as_str().map(str::to_string)
}

fn editions(store: &Store, id: &str) -> Answer<Vec<Edition>> {
    let all = store.editions(id)?.into_iter().map(|edition| {
        let dateline_store::Edition { id, version, sha256, received, superseded, removed } = edition;
        Edition { id, version, sha256, received, superseded, removed }
    });
    Ok(all.collect())
}
