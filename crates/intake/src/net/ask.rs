//! Single requests of the program itself: to webhooks, and to the service that people sign in at. Each is one
//! connection to an address that was looked at first; none follows elsewhere.

use super::connect::{PRIVATE, Target, bare, connect};
use super::guard::{Reach, is_public};
use super::resolve::System;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{self, HeaderValue};
use hyper::http::uri::Scheme;
use hyper::{Request, Response, Uri};
use hyper_util::rt::TokioIo;
use std::net::IpAddr;
use std::time::Duration;

/// How long a request may take, from name to last byte.
const PATIENCE: Duration = Duration::from_secs(10);

/// Bytes of an answer at most.
const LONGEST: usize = 1 << 20;

/// Asks, and reads the whole answer: at most 1 MB, within ten seconds.
///
/// # Errors
/// A sentence that says what went wrong, and tells nothing of what answered.
pub async fn ask(reach: Reach, request: Request<Bytes>) -> Result<Response<Bytes>, String> {
    match tokio::time::timeout(PATIENCE, at_once(reach, request)).await {
        Ok(done) => done,
        Err(_) => Err(format!("There was no whole answer within {} seconds.", PATIENCE.as_secs())),
    }
}

/// Whether an address may be asked at all, as far as its text tells. What is asked on the public network is asked over
/// TLS: it is told secrets.
///
/// # Errors
/// A sentence that says why not.
pub fn check(reach: Reach, address: &Uri) -> Result<(), String> {
    let host = address.host().filter(|host| !host.is_empty()).ok_or("The address names no host.")?;
    if address.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return Err("The address holds a name or password: leave it out.".into());
    }
    let tls = address.scheme() == Some(&Scheme::HTTPS);
    if !tls && (reach == Reach::Public || address.scheme() != Some(&Scheme::HTTP)) {
        return Err("The address has to begin with https://.".into());
    }
    let ip = bare(host).parse::<IpAddr>();
    if reach == Reach::Public && (ip.is_ok_and(|ip| !is_public(ip)) || host.eq_ignore_ascii_case("localhost"))
    {
        return Err(PRIVATE.into());
    }
    Ok(())
}

async fn at_once(reach: Reach, mut request: Request<Bytes>) -> Result<Response<Bytes>, String> {
    check(reach, request.uri())?;
    let uri = request.uri().clone();
    let host = uri.host().unwrap_or_default().to_string();
    let tls = uri.scheme() == Some(&Scheme::HTTPS);
    let target =
        Target { host: bare(&host), port: uri.port_u16().unwrap_or(if tls { 443 } else { 80 }), tls };
    let connected = connect(&System, reach, target).await;
    let (stream, _) = connected.map_err(super::connect::NoConnection::in_words)?;
    // A request to the server itself names the path alone, and the host in a header.
    let authority = uri.authority().map_or(host.as_str(), |authority| authority.as_str());
    let named = HeaderValue::try_from(authority).map_err(|_| "The address names no host.")?;
    request.headers_mut().insert(header::HOST, named);
    let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_string();
    *request.uri_mut() = path.parse().map_err(|_| "The address is none.")?;
    let broken = |error: hyper::Error| format!("The connection broke off ({error}).");
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
    // It ends with the sender or the answer.
    tokio::spawn(connection);
    let (parts, body) = request.into_parts();
    let answer = sender.send_request(Request::from_parts(parts, Full::new(body))).await.map_err(broken)?;
    let (parts, body) = answer.into_parts();
    let body = Limited::new(body, LONGEST).collect().await.map_err(|_| "The answer is too long.")?;
    Ok(Response::from_parts(parts, body.to_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_looked_at_before_they_are_asked() {
        let check = |reach, address: &str| check(reach, &address.parse().expect("an address")).is_ok();
        assert!(
            check(Reach::Public, "https://hooks.example/x?y") && check(Reach::Any, "http://127.0.0.1:9/x")
        );
        for address in [
            "http://hooks.example/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://LOCALHOST/",
            "https://a:b@hooks.example/",
            "ftp://hooks.example/",
            "/x",
        ] {
            assert!(!check(Reach::Public, address), "{address}");
        }
        assert!(!check(Reach::Any, "ftp://hooks.example/"));
    }
}
