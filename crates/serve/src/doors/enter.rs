//! Letting in: who it is, and whether the address may be opened to them.

use super::{Client, Need, Needs, Peer};
use crate::desk::Role;
use crate::problem::{Answer, Problem};
use crate::who::{Way, Who, signed_out};
use crate::workbench::Workbench;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use subtle::ConstantTimeEq;

/// The cookie's name where it travels in the clear, on the machine itself.
const COOKIE: &str = "dateline";

/// The same over TLS: browsers take this name from this very host alone, and only with `Secure`.
const SECURE_COOKIE: &str = "__Host-dateline";

/// The cookies of browsers that have gone to another service to sign in: in the clear, and over TLS.
pub(crate) const SIGNING_IN: [&str; 2] = ["dateline-signing-in", "__Host-dateline-signing-in"];

/// The header that pages of other sites cannot send.
const CSRF: HeaderName = HeaderName::from_static("x-csrf-token");

/// What stands at the door.
#[derive(Clone)]
pub(crate) struct Entrance {
    workbench: Workbench,
    needs: Arc<Needs>,
    /// Whether the server listens on loopback alone.
    local: bool,
}

/// What of a request the doors look at.
struct Asked {
    need: Need,
    client: Client,
    method: Method,
    headers: HeaderMap,
}

impl Entrance {
    /// `local`: whether the server listens on loopback alone.
    pub fn new(workbench: Workbench, needs: Needs, local: bool) -> Entrance {
        Entrance { workbench, needs: Arc::new(needs), local }
    }
}

/// Lets a request through to its handler, with who made it ([`Who`]) and where they are ([`Client`]), or answers why not.
pub(crate) async fn enter(State(door): State<Entrance>, mut request: Request, next: Next) -> Response {
    let asked = match door.asked(&request) {
        Ok(asked) => asked,
        Err(problem) => return private(door.turned_away(&request, problem)),
    };
    let client = asked.client;
    // What somebody asks of the record is answered from what they may see of it.
    let reads = asked.need != Need::Nothing && is_safe(&asked.method);
    let who = match door.admit(asked).await {
        Ok(who) => who,
        Err(problem) => return private(refused(problem)),
    };
    request.extensions_mut().insert(client);
    let Some(who) = who else { return private(next.run(request).await) };
    request.extensions_mut().insert(who.clone());
    if !reads {
        return private(next.run(request).await);
    }
    let bench = &door.workbench;
    match bench.views().answer(bench.access(), &who, request).await {
        Ok(answer) => private(answer),
        Err(request) => private(next.run(request).await),
    }
}

/// Whether a method changes nothing.
fn is_safe(method: &Method) -> bool {
    [Method::GET, Method::HEAD, Method::OPTIONS].contains(method)
}

/// What one may see another may not: no cache between may keep it.
fn private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
    headers.append(header::VARY, HeaderValue::from_static("cookie, authorization"));
    response
}

/// What an answer carries that the doors gave, and no handler; it stays inside the server.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refused;

fn refused(problem: Problem) -> Response {
    let mut response = problem.into_response();
    response.extensions_mut().insert(Refused);
    if response.status() == StatusCode::UNAUTHORIZED {
        let ways = HeaderValue::from_static("Bearer realm=\"dateline\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, ways);
    }
    response
}

impl Entrance {
    /// What of a request the doors look at.
    fn asked(&self, request: &Request) -> Answer<Asked> {
        let path = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
        let need = match self.needs.get(path, request.method()) {
            Some(Some(need)) => need,
            Some(None) => return Err(Problem::forbidden("This address does not say whom it is for.")),
            None => {
                let detail = "This address does not answer to that method.";
                return Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, detail));
            }
        };
        let peer = request.extensions().get::<ConnectInfo<Peer>>().map(|ConnectInfo(peer)| *peer);
        let headers = request.headers().clone();
        let client = Client::of(peer, &headers, self.workbench.access().behind_proxy);
        Ok(Asked { need, client, method: request.method().clone(), headers })
    }

    /// The answer to a request that no handler is for, with the methods that there are.
    fn turned_away(&self, request: &Request, problem: Problem) -> Response {
        let mut response = refused(problem);
        let path = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
        if response.status() == StatusCode::METHOD_NOT_ALLOWED
            && let Ok(methods) = HeaderValue::try_from(self.needs.methods(path))
        {
            response.headers_mut().insert(header::ALLOW, methods);
        }
        response
    }

    async fn admit(&self, asked: Asked) -> Answer<Option<Who>> {
        let who = self.who(&asked.headers, asked.client).await?;
        let who = who.or_else(|| self.workbench.access().public.then(Who::visiting));
        check(asked.need, who.as_ref(), &asked.method, &asked.headers)?;
        Ok(who)
    }

    /// Whom the request's secrets name; `None` for nobody.
    async fn who(&self, headers: &HeaderMap, client: Client) -> Answer<Option<Who>> {
        let token = bearer(headers).map(str::to_string);
        let cookie = cookie(headers, self.workbench.access().secure()).map(str::to_string);
        let alone = self.local
            && client.ip.is_loopback()
            && !client.forwarded
            && !self.workbench.access().behind_proxy
            && !self.workbench.access().public;
        self.workbench
            .at_desk(move |desk, now| {
                if let Some(token) = token {
                    let held = desk.bearer(&token, now)?;
                    let (account, scopes) = held.ok_or_else(|| {
                        Problem::new(StatusCode::UNAUTHORIZED, "This token is unknown, or holds no more.")
                    })?;
                    return Ok(Some(Who::known(account, Way::Token(scopes))));
                }
                if let Some(cookie) = cookie
                    && let Some(session) = desk.session(&cookie, now)?
                {
                    return Ok(Some(Who::known(session.account, Way::Session(session.csrf))));
                }
                Ok((alone && !desk.has_accounts()?).then(Who::alone))
            })
            .await
    }
}

fn check(need: Need, who: Option<&Who>, method: &Method, headers: &HeaderMap) -> Answer<()> {
    match (need, who) {
        (Need::Nothing, _) => return Ok(()),
        (_, None) => return Err(signed_out()),
        (Need::Reading, Some(who)) if who.way != Way::Visiting => who.must_be(Role::Reader)?,
        (Need::Reading, Some(_)) => {}
        (Need::Role(role), Some(who)) => who.must_be(role)?,
    }
    match who.map(|who| &who.way) {
        Some(Way::Session(csrf)) if !is_safe(method) => {
            let brought = headers.get(CSRF).map(HeaderValue::as_bytes).unwrap_or_default();
            match bool::from(brought.ct_eq(csrf.as_bytes())) {
                true => Ok(()),
                false => Err(Problem::forbidden(
                    "This changes something: bring the header X-CSRF-Token with the text that /api/v1/me gives.",
                )),
            }
        }
        _ => Ok(()),
    }
}

/// The token that a request brings.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// What the session's cookie holds. Over TLS the name that other hosts cannot set is looked at alone.
pub(crate) fn cookie(headers: &HeaderMap, secure: bool) -> Option<&str> {
    named(headers, if secure { SECURE_COOKIE } else { COOKIE })
}

/// What the cookie of a name holds.
pub(crate) fn named<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|all| all.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, value)| *key == name && !value.is_empty()).map(|(_, value)| value)
}

/// The header that gives a browser its session for so many seconds; none of both ends it.
pub(crate) fn set_cookie(secret: &str, seconds: i64, secure: bool) -> HeaderValue {
    set_named([COOKIE, SECURE_COOKIE], secret, seconds, secure)
}

/// The same for a cookie with one name in the clear and another over TLS.
pub(crate) fn set_named([clear, tls]: [&str; 2], secret: &str, seconds: i64, secure: bool) -> HeaderValue {
    let (name, secure) = if secure { (tls, "; Secure") } else { (clear, "") };
    let text = format!("{name}={secret}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}
