//! The API's document: OpenAPI as programs read it, and a page of it for people, both made from the handlers themselves.

mod page;
mod parts;
mod usual;

pub(crate) use usual::complete;

use crate::asked::Asked;
use crate::problem::Answer;
use crate::workbench::Workbench;
use axum::Extension;
use axum::http::header;
use axum::response::IntoResponse;
use std::sync::Arc;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{OpenApi, SecurityRequirement};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The document as it is sent.
#[derive(Debug, Default)]
pub(crate) struct Document {
    json: String,
    html: String,
}

impl Document {
    /// Of all mounted routes.
    pub fn new(document: &OpenApi) -> Document {
        let value = serde_json::to_value(document).unwrap_or_default();
        Document { json: value.to_string(), html: page::html(&value) }
    }
}

/// What the document says of itself, before any route.
#[derive(utoipa::OpenApi)]
#[openapi(
    components(schemas(crate::problem::Sent)),
    info(
        title = "Dateline",
        description = "The record of armed conflict that a Dateline workbench keeps: incidents with who says what, the \
            reports that they come from, what people judged, and what it all adds up to.\n\nEverything that the pages \
            of the workbench show is here. Lists come in pages: `next` of one is `after` of the next. Whatever does \
            not succeed is answered as RFC 9457 has it, with a sentence that says what to do. Answers carry an ETag: \
            asked again with `If-None-Match`, an unchanged one is not sent again.",
        license(name = "MIT OR Apache-2.0"),
    ),
    tags(
        (name = "incidents", description = "What happened, where, when, by whom, to whom, and who says so."),
        (name = "sources", description = "Feeds, sites and folders that are watched, and how they do."),
        (name = "reports", description = "What was read, what was coded of it, and what reports add up themselves."),
        (name = "actors and outlets", description = "Who takes part, and who tells."),
        (name = "lookup", description = "Names and vocabularies."),
        (name = "double coding", description = "Two people code the same texts, each without the other's values, and how far they agree."),
        (name = "changes", description = "What happens in the record, as it happens."),
        (name = "review", description = "What to look at next, what people judge, and the gold that comes of it."),
        (name = "searches", description = "Searches that people keep, their feeds, and the alerts that tell of them."),
        (name = "accounts", description = "Who may come in, sessions, and tokens for programs."),
        (name = "server", description = "The server itself."),
    ),
)]
struct Head;

/// The document without any route, in the version of this program.
pub(crate) fn head(secure: bool) -> OpenApi {
    let mut head = <Head as utoipa::OpenApi>::openapi();
    head.info.version = env!("CARGO_PKG_VERSION").into();
    let cookie = if secure { "__Host-dateline" } else { "dateline" };
    let described =
        "The session of a browser; what changes something needs the header X-CSRF-Token, from /me, too.";
    let components = head.components.get_or_insert_default();
    let session = ApiKey::Cookie(ApiKeyValue::with_description(cookie, described));
    components.add_security_scheme("session", SecurityScheme::ApiKey(session));
    components.add_security_scheme("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    // The first: without accounts, on the machine itself, nothing is needed.
    let none: [&str; 0] = [];
    head.security = Some(vec![
        SecurityRequirement::default(),
        SecurityRequirement::new("session", none),
        SecurityRequirement::new("token", none),
    ]);
    head
}

/// Its routes, with their whole addresses: a nested `/` would be `/api/v1` without its last stroke.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    OpenApiRouter::new().routes(routes!(openapi)).routes(routes!(readable)).routes(routes!(style))
}

/// This document.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "server", responses((status = 200, body = Object)))]
async fn openapi(Extension(document): Extension<Arc<Document>>, asked: Asked) -> Answer<impl IntoResponse> {
    asked.done()?;
    Ok((
        [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")],
        document.json.clone(),
    ))
}

/// This document as a page for people.
#[utoipa::path(
    get,
    path = "/api/v1/",
    tag = "server",
    responses((status = 200, body = String, content_type = "text/html"))
)]
async fn readable(Extension(document): Extension<Arc<Document>>, asked: Asked) -> Answer<impl IntoResponse> {
    asked.done()?;
    let kind = (header::CONTENT_TYPE, "text/html; charset=utf-8");
    Ok(([kind, (header::CACHE_CONTROL, "no-cache")], document.html.clone()))
}

/// How that page looks.
#[utoipa::path(
    get,
    path = "/api/v1/page.css",
    tag = "server",
    responses((status = 200, body = String, content_type = "text/css"))
)]
async fn style(asked: Asked) -> Answer<impl IntoResponse> {
    asked.done()?;
    let kind = (header::CONTENT_TYPE, "text/css; charset=utf-8");
    Ok(([kind, (header::CACHE_CONTROL, "no-cache")], include_str!("page.css")))
}

#[cfg(test)]
mod tests;
