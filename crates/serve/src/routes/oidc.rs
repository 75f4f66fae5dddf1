//! Signing in at the service that the operator named: there, and back.

use super::session::open;
use crate::asked::Asked;
use crate::desk::Outsider;
use crate::doors::{Client, Need, SIGNING_IN, named, needs, set_named};
use crate::oidc::{Arrived, PATIENCE, Returned};
use crate::problem::{Answer, Problem, Sent};
use crate::workbench::Workbench;
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dateline_export::escaped;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    needs(Need::Nothing, OpenApiRouter::new().routes(routes!(begin)).routes(routes!(end)))
}

/// Where browsers come back to: the service has to know it.
const ANSWER: &str = "/api/v1/session/oidc/answer";

/// Sign in at the service that the operator named: sends the browser there.
#[utoipa::path(
    get,
    path = "/session/oidc",
    tag = "accounts",
    params(("to" = Option<String>, Query, description = "Path of the page that is wanted then")),
    responses((status = 303, description = "To the service"), (status = 400, content((String = "text/html"), (Sent = "application/problem+json"))), (status = 403, content((String = "text/html"), (Sent = "application/problem+json"))), (status = 404, content_type = "text/html", body = String), (status = 502, content_type = "text/html", body = String))
)]
async fn begin(
    State(workbench): State<Workbench>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    asked: Asked,
) -> Response {
    let begun = begun(&workbench, client, &headers, asked).await;
    begun.unwrap_or_else(|problem| page(&problem))
}

async fn begun(
    workbench: &Workbench,
    client: Client,
    headers: &HeaderMap,
    mut asked: Asked,
) -> Answer<Response> {
    let to = asked.one("to")?.filter(|to| is_own(to)).unwrap_or_else(|| "/".into());
    asked.done()?;
    let sign_ins = workbench.sign_ins()?;
    let redirect = client.base(headers, workbench.access()) + ANSWER;
    let now = jiff::Timestamp::now().as_second();
    let (at, browser) = sign_ins.begin(redirect, to, client.network(), now).await?;
    let set = set_named(SIGNING_IN, browser.as_str(), PATIENCE, workbench.access().secure());
    let at = HeaderValue::try_from(at).map_err(Problem::broken)?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, at), (header::SET_COOKIE, set)]).into_response())
}

/// Whether an address is a path of the workbench: browsers take two slashes for another host.
fn is_own(to: &str) -> bool {
    let plain = to.bytes().all(|byte| byte.is_ascii_graphic());
    plain && to.len() <= 2000 && to.starts_with('/') && !to.starts_with("//") && !to.starts_with("/\\")
}

/// Where the service sends the browser back to: gives it the cookie of a new session.
#[utoipa::path(
    get,
    path = "/session/oidc/answer",
    tag = "accounts",
    params(
        ("state" = Option<String>, Query, description = "What the sign-in was begun with"),
        ("code" = Option<String>, Query, description = "What the service vouches with"),
        ("error" = Option<String>, Query, description = "Why it does not")
    ),
    responses((status = 303, description = "To the page that was wanted"), (status = 400, content((String = "text/html"), (Sent = "application/problem+json"))), (status = 403, content((String = "text/html"), (Sent = "application/problem+json"))), (status = 404, content_type = "text/html", body = String), (status = 409, content_type = "text/html", body = String), (status = 502, content_type = "text/html", body = String))
)]
async fn end(
    State(workbench): State<Workbench>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    asked: Asked,
) -> Response {
    let secure = workbench.access().secure();
    let ended = ended(&workbench, client, &headers, asked).await;
    let mut response = ended.unwrap_or_else(|problem| page(&problem));
    // What the browser began is over, however it ended.
    response.headers_mut().append(header::SET_COOKIE, set_named(SIGNING_IN, "", 0, secure));
    response
}

async fn ended(
    workbench: &Workbench,
    client: Client,
    headers: &HeaderMap,
    mut asked: Asked,
) -> Answer<Response> {
    let sign_ins = workbench.sign_ins()?;
    let oidc = &sign_ins.service.oidc;
    // Services add parameters of their own, which are not read.
    if asked.one("iss")?.is_some_and(|issuer| issuer != oidc.issuer) {
        return Err(Problem::forbidden("This answer is of another service than the one you were sent to."));
    }
    if let Some(error) = asked.one("error")? {
        let error: String =
            error.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(60).collect();
        return Err(Problem::forbidden(format!("The service did not sign you in. It says: {error}.")));
    }
    let text = |part: Option<String>| part.unwrap_or_default();
    let [clear, tls] = SIGNING_IN;
    let cookie = if workbench.access().secure() { tls } else { clear };
    let browser = named(headers, cookie).unwrap_or_default().to_string();
    let returned = Returned { state: text(asked.one("state")?), code: text(asked.one("code")?), browser };
    let Arrived { vouched, to } = sign_ins.end(returned, jiff::Timestamp::now().as_second()).await?;
    let (issuer, role, address) = (oidc.issuer.clone(), oidc.role, client.ip.to_string());
    let account = workbench.at_desk(move |desk, now| {
        let outsider = Outsider {
            issuer: &issuer,
            subject: &vouched.subject,
            email: vouched.email.as_deref(),
            names: &vouched.names,
        };
        let found = desk.vouched(&outsider, role, now);
        if found.is_err() {
            desk.note(
                vouched.names.first().unwrap_or(&vouched.subject),
                "sign-in refused",
                "",
                &address,
                now,
            )?;
        }
        Ok(found?)
    });
    let (set, _) = open(workbench, account.await?, client, headers).await?;
    let to = HeaderValue::try_from(to).map_err(Problem::broken)?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to), (header::SET_COOKIE, set)]).into_response())
}

/// A problem as a page: it is a person at a browser who meets it.
fn page(problem: &Problem) -> Response {
    let detail = escaped(&problem.to_string());
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Not signed in</title>\n\
         <link rel=\"stylesheet\" href=\"/api/v1/page.css\">\n</head>\n<body>\n<main>\n<h1>You are not signed in</h1>\n\
         <p>{detail}</p>\n<p><a href=\"/sign-in\">To the sign-in</a></p>\n</main>\n</body>\n</html>\n"
    );
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    (problem.status(), [(header::CONTENT_TYPE, kind)], page).into_response()
}

#[cfg(test)]
mod tests {
    use super::is_own;

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert!(is_own("/") && is_own("/incidents/i1?x=%2F#y"));
        for to in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a b",
            "/\u{e9}",
            "javascript:1",
        ] {
            assert!(!is_own(to), "{to}");
        }
    }
}
