//! Lists as files: all that fit, in the formats of `dateline export`.

use crate::asked::Asked;
use crate::filters::{self, Filters};
use crate::problem::{Answer, Problem, Sent};
use crate::routes::adding::now;
use crate::routes::reports::{Which, filter as report_filter};
use crate::seen::Seen;
use crate::workbench::Workbench;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use dateline_export::{Format, Options, Rows};
use dateline_store::{Books, Filter, Look, ReportFilter, Sort, Store};
use dateline_terms::Incident;
use serde_json::Value;
use std::fs::File;
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};
use tempfile::TempDir;
use tokio::io::{AsyncRead, ReadBuf};
use tokio_util::io::ReaderStream;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    OpenApiRouter::new()
        .routes(routes!(incidents_csv))
        .routes(routes!(incidents_geojson))
        .routes(routes!(reports_csv))
        .routes(routes!(export))
}

/// All incidents that fit as CSV, a row each.
#[utoipa::path(
    get,
    path = "/incidents.csv",
    tag = "incidents",
    params(Filters, Seen),
    responses(
        (status = 200, body = String, content_type = "text/csv"),
        (status = 400, body = Sent, content_type = "application/problem+json")
    )
)]
async fn incidents_csv(State(workbench): State<Workbench>, seen: Seen, asked: Asked) -> Answer<Response> {
    exported(workbench, seen, asked, "csv").await
}

/// All incidents that fit as GeoJSON, a feature each.
#[utoipa::path(
    get,
    path = "/incidents.geojson",
    tag = "incidents",
    params(Filters, Seen),
    responses(
        (status = 200, body = Object, content_type = "application/geo+json"),
        (status = 400, body = Sent, content_type = "application/problem+json")
    )
)]
async fn incidents_geojson(State(workbench): State<Workbench>, seen: Seen, asked: Asked) -> Answer<Response> {
    exported(workbench, seen, asked, "geojson").await
}

/// The formats of `dateline export`, for the document.
struct FormatName;

impl PartialSchema for FormatName {
    fn schema() -> RefOr<Schema> {
        let names = Format::all().map(|format| format.name());
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names)).into()
    }
}

impl ToSchema for FormatName {}

/// All incidents that fit in any format of `dateline export`.
#[utoipa::path(
    get,
    path = "/export/{format}",
    tag = "incidents",
    params(
        ("format" = inline(FormatName), Path, description = "What to write"),
        Filters, Seen),
    responses(
        (status = 200, content(
            (String = "text/csv"),
            (String = "text/tab-separated-values"),
            (String = "application/x-ndjson"),
            (Object = "application/geo+json"),
            (String = "application/vnd.google-earth.kml+xml"),
            (Vec<u8> = "application/geopackage+sqlite3"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (Vec<u8> = "application/octet-stream"),
        )),
        (status = 404, body = Sent, content_type = "application/problem+json")
    )
)]
async fn export(
    State(workbench): State<Workbench>,
    seen: Seen,
    Path(format): Path<String>,
    asked: Asked,
) -> Answer<Response> {
    exported(workbench, seen, asked, &format).await
}

async fn exported(workbench: Workbench, seen: Seen, mut asked: Asked, name: &str) -> Answer<Response> {
    let format = Format::named(name).ok_or_else(|| {
        let all: Vec<&str> = Format::all().map(|format| format.name()).collect();
        Problem::missing(format!("There is no format \"{name}\": it is one of {}.", all.join(", ")))
    })?;
    let books = *workbench.books();
    let (filter, look) = filters::read(&mut asked, &books)?;
    asked.done()?;
    if format.name() == "contract" && (look.as_of.is_some() || filter != Filter::default()) {
        return Err(Problem::asked(
            "Coded reports are exported all, as they are now: leave the filters out.",
        ));
    }
    let ending = format.endings().first().copied().unwrap_or_default();
    let name = format!("incidents{ending}");
    let kind = kind(ending);
    let write = move |store: &Store, path: PathBuf| {
        let rows = Fitting { store, filter: &filter, look: &look, books: &books };
        let made = now();
        let options = Options {
            rule: look.rule,
            blur_km: None,
            embargo_days: None,
            today: made.get(..10).and_then(|day| day.parse().ok()).unwrap_or_default(),
            redact_names: false,
            filters: String::new(),
            made,
        };
        dateline_export::export(&rows, format, &path, &options).map(drop).map_err(Problem::broken)
    };
    file(&workbench, seen, name, kind, write).await
}

/// Media types of what exports end in.
fn kind(ending: &str) -> &'static str {
    match ending.rsplit('.').next().unwrap_or_default() {
        "csv" => "text/csv; charset=utf-8",
        "tsv" => "text/tab-separated-values; charset=utf-8",
        "jsonl" => "application/x-ndjson",
        "geojson" | "json" => "application/geo+json",
        "kml" => "application/vnd.google-earth.kml+xml",
        "gpkg" => "application/geopackage+sqlite3",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}

/// Rows of an export.
struct Fitting<'r> {
    store: &'r Store,
    filter: &'r Filter,
    look: &'r Look,
    books: &'r Books<'static>,
}

impl Rows for Fitting<'_> {
    fn incidents(
        &self,
        entries: bool,
        each: &mut dyn FnMut(Incident) -> dateline_export::Result<()>,
    ) -> dateline_export::Result<()> {
        let look = Look { entries, ..self.look.clone() };
        let each = &mut |incident| each(incident).map_err(dateline_store::Error::from_cause);
        let done = self.store.incidents(self.filter, Sort::Earliest, &look, self.books, each);
        done.map_err(dateline_export::Error::from_cause)
    }

    fn reports(
        &self,
        each: &mut dyn FnMut(&Value) -> dateline_export::Result<()>,
    ) -> dateline_export::Result<()> {
        let each = &mut |report: &Value| each(report).map_err(dateline_store::Error::from_cause);
        self.store.reports(each).map_err(dateline_export::Error::from_cause)
    }
}

/// Reports that fit as CSV, a row each.
#[utoipa::path(
    get,
    path = "/reports.csv",
    tag = "reports",
    params(Which, Seen),
    responses(
        (status = 200, body = String, content_type = "text/csv"),
        (status = 400, body = Sent, content_type = "application/problem+json")
    )
)]
async fn reports_csv(State(workbench): State<Workbench>, seen: Seen, mut asked: Asked) -> Answer<Response> {
    let filter = report_filter(&mut asked)?;
    asked.done()?;
    let write = move |store: &Store, path: PathBuf| reports(store, &filter, &path);
    file(&workbench, seen, "reports.csv".into(), "text/csv; charset=utf-8", write).await
}

/// Reports that are read at once.
const BATCH: usize = 1000;

fn reports(store: &Store, filter: &ReportFilter, path: &std::path::Path) -> Answer<()> {
    let mut to = dateline_export::ReportTable::new(File::create(path).map_err(Problem::broken)?);
    let mut after: Option<String> = None;
    loop {
        let page = store.report_page(filter, after.as_deref(), BATCH)?;
        for row in &page.items {
            to.add(&row.source, row.claims, row.tallies).map_err(Problem::broken)?;
        }
        after = page.next;
        if after.is_none() {
            return to.finish().map_err(Problem::broken);
        }
    }
}

/// Writes a file on the disk first, so that it comes whole or not at all and a slow reader holds nothing up; then sends it.
async fn file(
    workbench: &Workbench,
    seen: Seen,
    name: String,
    kind: &'static str,
    write: impl FnOnce(&Store, PathBuf) -> Answer<()> + Send + 'static,
) -> Answer<Response> {
    let file = name.clone();
    let made = workbench.record().read_apart(move |store| {
        let headers = match seen.since(store.last_change()?) {
            Ok(headers) => headers,
            Err(unchanged) => return Ok(Err(unchanged)),
        };
        let folder = tempfile::Builder::new().prefix("dateline-file-").tempdir().map_err(Problem::broken)?;
        let path = folder.path().join(&file);
        write(store, path.clone())?;
        let file = File::open(&path).map_err(Problem::broken)?;
        Ok(Ok((headers, file, folder)))
    });
    match made.await? {
        Ok((headers, file, folder)) => sent(headers, file, folder, &name, kind),
        Err(unchanged) => Ok(*unchanged),
    }
}

fn sent(
    mut headers: HeaderMap,
    file: File,
    folder: TempDir,
    name: &str,
    kind: &'static str,
) -> Answer<Response> {
    let length = file.metadata().map_err(Problem::broken)?.len();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    let how = format!("attachment; filename=\"{name}\"");
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::try_from(how).map_err(Problem::broken)?);
    let body = ReaderStream::new(Kept { file: tokio::fs::File::from_std(file), _folder: folder });
    Ok((headers, Body::from_stream(body)).into_response())
}

/// A file that is removed when it was read.
struct Kept {
    file: tokio::fs::File,
    _folder: TempDir,
}

impl AsyncRead for Kept {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.file).poll_read(context, into)
    }
}
