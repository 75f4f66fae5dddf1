//! Requests and answers as bytes, as the evidence keeps them.

use hyper::ext::ReasonPhrase;
use hyper::http::{request, response};
use hyper::{HeaderMap, Version};

/// A request's line and headers, ended by a blank line.
pub(super) fn request(parts: &request::Parts) -> Vec<u8> {
    let line = format!("{} {} HTTP/1.1\r\n", parts.method, parts.uri);
    with_headers(line.into_bytes(), &parts.headers)
}

/// An answer's status line and headers, ended by a blank line.
pub(super) fn head(parts: &response::Parts) -> Vec<u8> {
    let version = if parts.version == Version::HTTP_10 { "HTTP/1.0" } else { "HTTP/1.1" };
    let mut line = format!("{version} {} ", parts.status.as_str()).into_bytes();
    match parts.extensions.get::<ReasonPhrase>() {
        Some(reason) => line.extend_from_slice(reason.as_bytes()),
        None => line.extend_from_slice(parts.status.canonical_reason().unwrap_or_default().as_bytes()),
    }
    line.extend_from_slice(b"\r\n");
    with_headers(line, &parts.headers)
}

fn with_headers(mut bytes: Vec<u8>, headers: &HeaderMap) -> Vec<u8> {
    for (name, value) in headers {
        bytes.extend_from_slice(name.as_str().as_bytes());
        bytes.extend_from_slice(b": ");
        bytes.extend_from_slice(value.as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"\r\n");
    bytes
}
