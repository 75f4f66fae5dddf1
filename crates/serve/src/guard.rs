//! What every answer carries and every request must pass, whatever its address.

use crate::doors::is_local;
use crate::problem::{Answer, Problem};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header, uri::Authority};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// What pages may load and do: nothing from elsewhere, no script or style that stands in the page itself.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";

/// Headers of every answer, and their values.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
];

/// Adds the headers that guard pages.
pub(crate) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    if response.status() == StatusCode::PAYLOAD_TOO_LARGE {
        // The rest of the body is not read, so nothing more can come this way: say so before somebody tries.
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// How the server is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// From its own machine alone, where a name that leads there by another site's doing (DNS rebinding) must not open
    /// it to that site.
    Local,
    /// Through a proxy, which may say which host it was asked for.
    Proxied,
    /// From anywhere.
    Direct,
}

/// Lets a request in that was meant for this server and, where it would change something, comes from its own pages.
pub(crate) async fn origin(State(reach): State<Reach>, request: Request, next: Next) -> Response {
    match admit(reach, request.method(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

fn admit(reach: Reach, method: &Method, headers: &HeaderMap) -> Answer<()> {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let named = text(HeaderName::from_static("x-forwarded-host")).filter(|_| reach == Reach::Proxied);
    let host = named.or_else(|| text(header::HOST)).and_then(|host| host.parse::<Authority>().ok());
    if reach == Reach::Local && !host.as_ref().is_some_and(is_local) {
        return Err(Problem::forbidden(
            "This server answers on its own machine alone: ask it as localhost or 127.0.0.1.",
        ));
    }
    let safe = [Method::GET, Method::HEAD, Method::OPTIONS].contains(method);
    let Some(origin) = text(header::ORIGIN).filter(|_| !safe) else { return Ok(()) };
    let from = origin.split_once("://").map(|(_, authority)| authority);
    match host.is_some_and(|host| from.is_some_and(|from| host.as_str().eq_ignore_ascii_case(from))) {
        true => Ok(()),
        false => Err(Problem::forbidden("Pages of other sites may not change anything here.")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Reach, admit};
    use axum::http::{HeaderMap, HeaderValue, Method, header};

    fn asked(host: &'static str, origin: Option<&'static str>, method: Method) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static(host));
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
        }
        admit(Reach::Local, &method, &headers).is_ok()
    }

    #[test]
    fn names_of_other_sites_and_their_pages_are_kept_out() {
        assert!(asked("127.0.0.1:8321", None, Method::GET));
        assert!(asked("[::1]:8321", None, Method::POST));
        assert!(asked("localhost:8321", Some("http://localhost:8321"), Method::POST));
        assert!(!asked("evil.example:8321", None, Method::GET));
        assert!(!asked("localhost:8321", Some("http://evil.example"), Method::POST));
        assert!(!asked("localhost:8321", Some("null"), Method::DELETE));
        assert!(asked("localhost:8321", Some("http://evil.example"), Method::GET));
    }

    #[test]
    fn a_proxy_says_which_host_was_asked_for() {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static("127.0.0.1:8321"));
        headers.insert(header::ORIGIN, HeaderValue::from_static("https://dateline.example"));
        headers.insert("x-forwarded-host", HeaderValue::from_static("dateline.example"));
        assert!(admit(Reach::Proxied, &Method::POST, &headers).is_ok());
        assert!(admit(Reach::Direct, &Method::POST, &headers).is_err(), "anybody can say so");
    }
}
