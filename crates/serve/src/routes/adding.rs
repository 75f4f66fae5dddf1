//! Adding reports: a pasted text or files, coded at once, and kept unless only a look at them is wanted.

use crate::asked::Asked;
use crate::coding::{Given, Refused};
use crate::news::Adding;
use crate::problem::{Answer, Problem};
use crate::sent::Sent;
use crate::who::{Role, Who};
use crate::workbench::Workbench;
use axum::Json;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request, State};
use axum::http::{StatusCode, header};
use dateline_store::{Intake, Outcome, Stamp, Store, sha256};
use dateline_terms::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    OpenApiRouter::new().routes(routes!(add)).layer(DefaultBodyLimit::max(MOST))
}

/// Bytes of one request at most.
const MOST: usize = 16 << 20;
/// Files of one request at most.
const FILES: usize = 500;

/// Whether anything is kept.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document is made from it")]
struct How {
    /// Codes and answers, and keeps nothing.
    preview: Option<bool>,
}

/// A pasted text, and what is known of it.
#[derive(Deserialize, ToSchema)]
#[schema(as = PastedReport)]
#[serde(deny_unknown_fields)]
struct Pasted {
    /// The report.
    text: String,
    /// Headline.
    title: Option<String>,
    /// Outlet.
    outlet: Option<String>,
    /// Publication day: it gives "Monday" its date.
    published: Option<Date>,
    /// Address: a later text of the same address is the next version of this one.
    url: Option<String>,
    /// ISO 639-1.
    language: Option<String>,
}

/// Files: HTML, MHTML, text, JSON or JSON Lines, each also packed, up to 500 of them and 16 MB in all.
#[derive(ToSchema)]
#[schema(as = ReportFiles)]
#[expect(dead_code, reason = "the document is made from it")]
struct Files {
    /// Each file is a part with a file name.
    #[schema(value_type = Vec<String>, format = Binary)]
    file: Vec<Vec<u8>>,
    /// Outlet of reports that come without one.
    outlet: Option<String>,
    /// Publication day of reports that come without one.
    published: Option<Date>,
}

/// What became of the reports.
#[derive(Serialize, ToSchema)]
struct Added {
    /// Whether nothing was kept.
    preview: bool,
    /// Those that were coded.
    items: Vec<One>,
    /// Those that were not, and why.
    failed: Vec<Failed>,
}

/// A report that was coded.
#[derive(Serialize, ToSchema)]
#[schema(as = AddedReport)]
struct One {
    /// What it is called.
    name: String,
    /// new, changed (the next version of a report), known (the record holds it), removed (it was lawfully removed, and is
    /// not taken in again); `null` where nothing was kept.
    outcome: Option<&'static str>,
    /// Lasting id of the report; `null` where nothing was kept.
    report: Option<String>,
    /// The report as it was coded: one object of the contract.
    #[schema(value_type = Object)]
    coded: Value,
}

/// A report that could not be coded.
#[derive(Serialize, ToSchema)]
#[schema(as = FailedReport)]
struct Failed {
    /// The file, or the file and the line.
    name: String,
    /// What is wrong, and what to do about it.
    what: String,
}

/// Codes reports and keeps them.
///
/// A pasted text comes as JSON, files as multipart. Each report is kept whole or not at all; `ingest` events of
/// `/changes` tell how far it has come.
#[utoipa::path(
    post,
    path = "/reports",
    tag = "reports",
    params(How),
    request_body(content(
        (Pasted = "application/json"),
        (Files = "multipart/form-data"),
    )),
    responses(
        (status = 200, body = Added),
        (status = 400, body = crate::problem::Sent, content_type = "application/problem+json"),
        (status = 413, body = crate::problem::Sent, content_type = "application/problem+json"),
    )
)]
async fn add(
    State(workbench): State<Workbench>,
    who: Who,
    mut asked: Asked,
    request: Request,
) -> Answer<Json<Added>> {
    who.must_be(Role::Coder)?;
    let preview = asked.parse("preview", "true or false")?.unwrap_or(false);
    asked.done()?;
    let files = given(request).await?;
    let mut added = Added { preview, items: Vec::new(), failed: Vec::new() };
    let of = files.len();
    for (done, file) in files.into_iter().enumerate() {
        let coded = workbench.code(file).await?;
        let (coded, failed) = parted(coded);
        added.failed.extend(failed);
        added.items.extend(if preview { looked_at(coded) } else { keep(&workbench, &who, coded).await? });
        if !preview {
            workbench.news().adding(Adding { done: done + 1, failed: added.failed.len(), of });
        }
    }
    Ok(Json(added))
}

/// What a request brings: a text as JSON, or files.
async fn given(request: Request) -> Answer<Vec<Given>> {
    let kind =
        request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data") {
        let parts = Multipart::from_request(request, &()).await;
        return files(parts.map_err(|error| Problem::refused(error.status(), &error.body_text()))?).await;
    }
    let Sent(pasted) = Sent::<Pasted>::from_request(request, &()).await?;
    if pasted.text.trim().is_empty() {
        return Err(Problem::asked("`text` is empty: paste the text of a report."));
    }
    let Pasted { text, title, outlet, published, url, language } = pasted;
    let name = title.clone().or_else(|| url.clone()).unwrap_or_else(|| "pasted text".into());
    Ok(vec![Given { name, bytes: text.into_bytes(), is_text: true, title, outlet, published, url, language }])
}

async fn files(mut parts: Multipart) -> Answer<Vec<Given>> {
    let unread = |error: axum::extract::multipart::MultipartError| {
        Problem::refused(error.status(), &error.body_text())
    };
    let (mut files, mut outlet, mut published) = (Vec::new(), None, None);
    while let Some(part) = parts.next_field().await.map_err(unread)? {
        let (field, file) = (part.name().map(str::to_string), part.file_name().map(str::to_string));
        let bytes = part.bytes().await.map_err(unread)?.to_vec();
        let text = || String::from_utf8_lossy(&bytes).trim().to_string();
        match (field.as_deref(), file) {
            (_, Some(name)) => files.push(Given { name: last(&name), bytes, ..Given::default() }),
            (Some("outlet"), None) => outlet = Some(text()).filter(|text| !text.is_empty()),
            (Some("published"), None) if text().is_empty() => {}
            (Some("published"), None) => {
                let day =
                    text().parse().map_err(|_| Problem::asked("`published` is a day such as 2024-01-08."))?;
                published = Some(day);
            }
            _ => return Err(Problem::asked("Parts are files with their names, `outlet` and `published`.")),
        }
        if files.len() > FILES {
            return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "Send at most 500 files at once."));
        }
    }
    if files.is_empty() {
        return Err(Problem::asked("There is no file in this: send at least one."));
    }
    files.iter_mut().for_each(|file| (file.outlet, file.published) = (outlet.clone(), published));
    Ok(files)
}

/// The name of a file without the folders that some browsers send with it.
fn last(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or(name).to_string()
}

fn parted(coded: Vec<Result<Intake, Refused>>) -> (Vec<Intake>, Vec<Failed>) {
    let (mut fine, mut failed) = (Vec::new(), Vec::new());
    for one in coded {
        match one {
            Ok(intake) => fine.push(intake),
            Err(Refused { name, what }) => failed.push(Failed { name, what }),
        }
    }
    (fine, failed)
}

fn looked_at(coded: Vec<Intake>) -> Vec<One> {
    let one = |intake: Intake| One { name: intake.name, outcome: None, report: None, coded: intake.coded };
    coded.into_iter().map(one).collect()
}

/// Keeps coded reports as one change; those whose bytes the record holds are known already.
async fn keep(workbench: &Workbench, who: &Who, coded: Vec<Intake>) -> Answer<Vec<One>> {
    if coded.is_empty() {
        return Ok(Vec::new());
    }
    let books = *workbench.books();
    let stamp = Stamp { at: now(), who: who.name.clone(), what: "ingest", why: String::new() };
    workbench.write(move |store| kept(store, &stamp, &books, coded)).await
}

fn kept(
    store: &mut Store,
    stamp: &Stamp,
    books: &dateline_store::Books<'static>,
    coded: Vec<Intake>,
) -> Answer<Vec<One>> {
    let names: Vec<String> = coded.iter().map(|intake| sha256(&intake.bytes)).collect();
    let held: Vec<bool> = names
        .iter()
        .map(|name| Ok(store.report_of(name)?.is_some()))
        .collect::<dateline_store::Result<_>>()?;
    let outcomes = store.change(stamp, books, |change| {
        let each = coded.iter().zip(&held);
        each.map(|(intake, held)| if *held { Ok(Outcome::Known) } else { change.take(intake) })
            .collect::<dateline_store::Result<Vec<Outcome>>>()
    })?;
    let one = |((intake, outcome), name): ((Intake, Outcome), &String)| {
        let outcome = match outcome {
            Outcome::New => "new",
            Outcome::Known => "known",
            Outcome::Changed => "changed",
            Outcome::Removed => "removed",
        };
        let report = store.report_of(name)?;
        Ok(One { name: intake.name, outcome: Some(outcome), report, coded: intake.coded })
    };
    coded.into_iter().zip(outcomes).zip(&names).map(one).collect()
}

/// The time as the store compares times.
pub(crate) fn now() -> String {
    format!("{:.3}", jiff::Timestamp::now())
}
