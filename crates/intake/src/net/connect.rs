//! Connections to addresses that were looked at.

use super::guard::Reach;
use super::resolve::Resolve;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

pub(super) const PRIVATE: &str = "The address is of this machine or its own network, which is not asked.";
pub(super) const NOWHERE: &str = "The host's name leads nowhere.";

/// Bytes both ways.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

/// Why there is no connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NoConnection {
    /// No address of the host may be asked.
    Private,
    /// The host cannot be found or reached, in a sentence.
    Unreachable(String),
}

impl NoConnection {
    /// A sentence that says so.
    pub fn in_words(self) -> String {
        match self {
            NoConnection::Private => PRIVATE.into(),
            NoConnection::Unreachable(what) => what,
        }
    }
}

/// Where to connect to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target<'a> {
    /// A name, or an address without brackets.
    pub host: &'a str,
    pub port: u16,
    pub tls: bool,
}

/// Connects to the first address of a host that may be asked: the one that was looked at, whatever the name leads to a
/// moment later.
pub(super) async fn connect(
    resolver: &dyn Resolve,
    reach: Reach,
    target: Target<'_>,
) -> Result<(Box<dyn Stream>, IpAddr), NoConnection> {
    let (stream, ip) = reach_host(resolver, reach, target).await?;
    if !target.tls {
        return Ok((Box::new(stream), ip));
    }
    let unreachable = NoConnection::Unreachable;
    let name = ServerName::try_from(target.host.trim_end_matches('.').to_string())
        .map_err(|_| unreachable("The address names no host.".into()))?;
    let secured = TlsConnector::from(trusted().map_err(unreachable)?).connect(name, stream).await;
    match secured {
        Ok(stream) => Ok((Box::new(stream), ip)),
        Err(error) => Err(unreachable(format!("TLS could not be agreed on ({error})."))),
    }
}

async fn reach_host(
    resolver: &dyn Resolve,
    reach: Reach,
    target: Target<'_>,
) -> Result<(TcpStream, IpAddr), NoConnection> {
    let nowhere = || NoConnection::Unreachable(NOWHERE.into());
    let found = addresses(resolver, target).await.map_err(|_| nowhere())?;
    let (may, not): (Vec<SocketAddr>, Vec<SocketAddr>) =
        found.into_iter().partition(|address| reach.admits(address.ip()));
    let mut wrong = if not.is_empty() { nowhere() } else { NoConnection::Private };
    for address in may {
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok((stream, address.ip())),
            Err(error) => {
                let what = format!("The host does not take the connection ({}).", error.kind());
                wrong = NoConnection::Unreachable(what);
            }
        }
    }
    Err(wrong)
}

/// The host's addresses; one that is written as an address is not looked up.
async fn addresses(resolver: &dyn Resolve, target: Target<'_>) -> std::io::Result<Vec<SocketAddr>> {
    match target.host.parse::<IpAddr>() {
        Ok(ip) => Ok(vec![SocketAddr::new(ip, target.port)]),
        Err(_) => resolver.resolve(target.host, target.port).await,
    }
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
pub(crate) fn bare(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']')
}

#[cfg(test)]
mod tests {
    use super::super::resolve::System;
    use super::*;

    #[tokio::test]
    async fn a_name_that_leads_to_this_machine_is_not_asked() {
        // Loopback under a name that the text does not give away.
        let target = Target { host: "localhost", port: 9, tls: false };
        let wrong = connect(&System, Reach::Public, target).await.err();
        assert_eq!(wrong, Some(NoConnection::Private));
    }
}
