//! The built workbench: files compiled in, and its page for every address that it routes itself.

use crate::problem::Problem;
use axum::body::Body;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "web-dist"]
struct Built;

/// Where the names of files tell their content apart, so that they can be kept for good.
const LASTING: &str = "assets/";

/// A file of the workbench, or its page.
pub(crate) async fn page(method: Method, uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path == "api/v1" {
        return Redirect::permanent("/api/v1/").into_response();
    }
    if path.starts_with("api/") || path == "api" {
        return Problem::missing("There is no such address: /api/v1/ lists them all.").into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, "Pages can be read, and nothing else.");
        return ([(header::ALLOW, "GET, HEAD")], problem).into_response();
    }
    let file = Built::get(path).map(|file| (path, file));
    // A missing script or picture is missing; any other address is a page that the workbench routes. What comes after the
    // first part may be a name with a dot in it: `outlets/example.com`.
    let first = path.split('/').next().unwrap_or_default();
    let is_page = !path.starts_with(LASTING) && !first.contains('.');
    match file.or_else(|| Some(("index.html", Built::get("index.html").filter(|_| is_page)?))) {
        Some((name, file)) => sent(name, file),
        None => Problem::missing("There is no such file.").into_response(),
    }
}

fn sent(name: &str, file: rust_embed::EmbeddedFile) -> Response {
    let hash: String = file.metadata.sha256_hash().iter().take(16).map(|b| format!("{b:02x}")).collect();
    let mut response = Response::new(Body::from(file.data.into_owned()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(name)));
    let keep = if name.starts_with(LASTING) { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    if let Ok(tag) = HeaderValue::try_from(format!("\"{hash}\"")) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// Media types of what a build may hold.
fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}
