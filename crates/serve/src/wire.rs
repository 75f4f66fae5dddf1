//! Requests that the server makes itself: to webhooks, and to the service that people sign in at. Each is one
//! connection to an address that was looked at first; none follows elsewhere.

use axum::body::Bytes;
use axum::http::uri::Scheme;
use axum::http::{HeaderValue, Request, Response, Uri, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// How long a request may take, from name to last byte.
const PATIENCE: Duration = Duration::from_secs(10);

/// Bytes of an answer at most.
const LONGEST: usize = 1 << 20;

/// Which addresses may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Those of the public network alone, over TLS: the address comes from whoever made a webhook.
    Public,
    /// Any: the operator named it.
    Any,
}

/// Asks, and reads the whole answer.
///
/// # Errors
/// A sentence that says what went wrong, and tells nothing of what answered.
pub(crate) async fn ask(reach: Reach, request: Request<Bytes>) -> Result<Response<Bytes>, String> {
    match tokio::time::timeout(PATIENCE, at_once(reach, request)).await {
        Ok(done) => done,
        Err(_) => Err(format!("There was no whole answer within {} seconds.", PATIENCE.as_secs())),
    }
}

/// Whether an address may be asked at all, as far as its text tells.
///
/// # Errors
/// A sentence that says why not.
pub(crate) fn check(reach: Reach, address: &Uri) -> Result<(), String> {
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

const PRIVATE: &str = "The address is of this machine or its own network, which is not asked.";
const NOWHERE: &str = "The host's name leads nowhere.";

async fn at_once(reach: Reach, mut request: Request<Bytes>) -> Result<Response<Bytes>, String> {
    check(reach, request.uri())?;
    let uri = request.uri().clone();
    let host = uri.host().unwrap_or_default().to_string();
    let tls = uri.scheme() == Some(&Scheme::HTTPS);
    let stream = connect(reach, &host, uri.port_u16().unwrap_or(if tls { 443 } else { 80 })).await?;
    // A request to the server itself names the path alone, and the host in a header.
    let authority = uri.authority().map_or(host.as_str(), |authority| authority.as_str());
    let named = HeaderValue::try_from(authority).map_err(|_| "The address names no host.")?;
    request.headers_mut().insert(header::HOST, named);
    let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_string();
    *request.uri_mut() = path.parse().map_err(|_| "The address is none.")?;
    if !tls {
        return exchange(stream, request).await;
    }
    let name = ServerName::try_from(bare(&host).to_string()).map_err(|_| "The address names no host.")?;
    let secured = TlsConnector::from(trusted()?).connect(name, stream).await;
    exchange(secured.map_err(|error| format!("TLS could not be agreed on ({error})."))?, request).await
}

/// Connects to the first address of a host that may be asked: the one that was looked at, whatever the name leads to a
/// moment later.
async fn connect(reach: Reach, host: &str, port: u16) -> Result<TcpStream, String> {
    let found = lookup_host((bare(host), port)).await.map_err(|_| NOWHERE)?;
    let (may, not): (Vec<SocketAddr>, Vec<SocketAddr>) =
        found.partition(|address| reach == Reach::Any || is_public(address.ip()));
    let mut wrong = if not.is_empty() { NOWHERE } else { PRIVATE }.to_string();
    for address in may {
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) => wrong = format!("The host does not take the connection ({}).", error.kind()),
        }
    }
    Err(wrong)
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Bytes>,
) -> Result<Response<Bytes>, String> {
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

/// The authorities that the machine trusts.
fn trusted() -> Result<Arc<ClientConfig>, String> {
    static TRUSTED: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    if let Some(config) = TRUSTED.get() {
        return Ok(Arc::clone(config));
    }
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        return Err(
            "This machine has no list of certificate authorities: install its ca-certificates.".into()
        );
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    let config = Arc::new(builder.with_root_certificates(roots).with_no_client_auth());
    Ok(Arc::clone(TRUSTED.get_or_init(|| config)))
}

/// A host without the brackets of an IPv6 address.
fn bare(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']')
}

/// Whether an address is of the public network: none of those that IANA's special-purpose registries keep for a
/// machine, a site or a document.
pub(crate) fn is_public(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => public_v4(ip),
        IpAddr::V6(ip) => public_v6(ip),
    }
}

fn public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || a == 0
        || a >= 224
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b));
    !special
}

fn public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    let embedded = |from: usize| {
        let bytes = ip.octets();
        let four = bytes.get(from..from + 4).and_then(|four| <[u8; 4]>::try_from(four).ok());
        four.map(Ipv4Addr::from)
    };
    match (a, b) {
        // Translated and tunnelled addresses lead where the inner one does.
        (0x64, 0xff9b) => embedded(12).is_some_and(public_v4),
        (0x2002, _) => embedded(2).is_some_and(public_v4),
        (0x2001, 0x0db8) | (0x3fff, _) => false,
        // Teredo, benchmarks, identifiers.
        (0x2001, b) if b < 0x200 => false,
        // What is given out at all.
        (a, _) => a & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_machine_and_its_network_are_not_public() {
        let public = ["198.51.101.7", "8.8.8.8", "2606:4700::1", "64:ff9b::808:808", "2002:808:808::1"];
        let not = [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::1",
            "2001:db8::1",
            "::7f00:1",
        ];
        for ip in public {
            assert!(is_public(ip.parse().expect("an address")), "{ip}");
        }
        for ip in not {
            assert!(!is_public(ip.parse().expect("an address")), "{ip}");
        }
    }

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

    #[tokio::test]
    async fn a_name_that_leads_to_this_machine_is_not_asked() {
        // Loopback under a name that the text does not give away.
        let wrong = connect(Reach::Public, "localhost", 9).await.expect_err("not asked");
        assert!(wrong.contains("its own network"), "{wrong}");
    }
}
