//! What went wrong, as RFC 9457 has it: `application/problem+json`.

use axum::Json;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};
use std::any::Any;
use utoipa::ToSchema;

/// An answer that is no success: its status and, in full sentences, what is wrong and what to do about it.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    detail: String,
    more: Map<String, Value>,
}

/// Bytes of a refusal that are read, where it is no problem yet.
const REFUSAL: usize = 4096;

/// Says as a problem what was refused before any handler, such as an address that is not UTF-8.
pub(crate) async fn worded(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE);
    // A page says it in words of its own.
    let told = kind
        .is_some_and(|kind| kind.as_bytes() == KIND.as_bytes() || kind.as_bytes().starts_with(b"text/html"));
    if told || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let text = to_bytes(response.into_body(), REFUSAL).await.unwrap_or_default();
    Problem::refused(status, &String::from_utf8_lossy(&text)).into_response()
}

/// What is answered where a handler broke down.
pub(crate) fn of_panic(cause: Box<dyn Any + Send>) -> Response {
    let text = cause.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| cause.downcast_ref::<&str>().copied()).unwrap_or("a handler broke down");
    Problem::broken(text).into_response()
}

/// The media type of problems.
const KIND: &str = "application/problem+json";

/// What handlers give.
pub type Answer<T> = Result<T, Problem>;

impl Problem {
    /// A problem with a status and a sentence for it.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Problem {
        Problem { status, detail: detail.into(), more: Map::new() }
    }

    /// What was asked cannot be understood.
    pub fn asked(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::BAD_REQUEST, detail)
    }

    /// There is no such thing.
    pub fn missing(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::NOT_FOUND, detail)
    }

    /// Whoever asks may not do this.
    pub fn forbidden(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::FORBIDDEN, detail)
    }

    /// What was refused before any handler, in the words of what refused it.
    pub(crate) fn refused(status: StatusCode, text: &str) -> Problem {
        let detail = match text.trim().trim_end_matches('.') {
            _ if status == StatusCode::PAYLOAD_TOO_LARGE => {
                "This is too much at once: reports may have 16 MB in all, anything else 2 MB"
            }
            "" => status.canonical_reason().unwrap_or("This cannot be done"),
            text => text,
        };
        Problem::new(status, format!("{detail}."))
    }

    /// Something broke that whoever asks cannot help; what it was stands in the log alone.
    pub fn broken(cause: impl std::fmt::Display) -> Problem {
        tracing::error!(%cause, "a request failed");
        let detail = "The server could not do this. Try again; its log says what went wrong.";
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, detail)
    }

    /// The same, with a further member, such as the state that a conflicting edit met.
    pub fn with(mut self, name: &str, value: Value) -> Problem {
        self.more.insert(name.to_string(), value);
        self
    }

    /// Its status.
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

/// A problem as it is sent: RFC 9457.
#[derive(ToSchema)]
#[schema(as = Problem)]
#[expect(dead_code, reason = "the document is made from it")]
pub(crate) struct Sent {
    /// `about:blank`: the status says what kind of problem it is.
    #[schema(rename = "type")]
    kind: String,
    /// The status in words.
    title: String,
    /// HTTP status.
    status: u16,
    /// What is wrong, and what to do about it.
    detail: String,
}

impl From<dateline_store::Error> for Problem {
    fn from(error: dateline_store::Error) -> Problem {
        use dateline_store::Fault::{Asked, Broken, Busy, Missing};
        match error.fault() {
            Asked => Problem::asked(error.to_string()),
            Missing => Problem::missing(error.to_string()),
            Busy => Problem::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string()),
            Broken => Problem::broken(error),
        }
    }
}

impl From<dateline_intake::Error> for Problem {
    fn from(error: dateline_intake::Error) -> Problem {
        match error.is_broken() {
            true => Problem::broken(error),
            false => Problem::new(StatusCode::CONFLICT, error.to_string()),
        }
    }
}

impl From<crate::desk::Error> for Problem {
    fn from(error: crate::desk::Error) -> Problem {
        use crate::desk::Kind::{Conflict, Failed, Missing, Wrong};
        match error.kind() {
            Wrong => Problem::asked(error.to_string()),
            Conflict => Problem::new(StatusCode::CONFLICT, error.to_string()),
            Missing => Problem::missing(error.to_string()),
            Failed => Problem::broken(error),
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.detail)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Problem { status, detail, more } = self;
        let mut body = Map::new();
        body.insert("type".into(), "about:blank".into());
        body.insert("title".into(), status.canonical_reason().unwrap_or("Problem").into());
        body.insert("status".into(), status.as_u16().into());
        body.insert("detail".into(), detail.into());
        body.extend(more);
        let mut response = (status, Json(Value::Object(body))).into_response();
        let kind = HeaderValue::from_static(KIND);
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}
