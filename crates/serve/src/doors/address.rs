//! Where a request came from, as far as that can be believed.

use crate::access::Access;
use crate::tls::TlsListener;
use axum::extract::connect_info::Connected;
use axum::http::{HeaderMap, header, uri::Authority};
use axum::serve::IncomingStream;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use tokio::net::TcpListener;

/// The other end of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Peer(pub SocketAddr);

impl Connected<IncomingStream<'_, TcpListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Peer {
        Peer(*stream.remote_addr())
    }
}

impl Connected<IncomingStream<'_, TlsListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TlsListener>) -> Peer {
        Peer(*stream.remote_addr())
    }
}

/// Who sent a request, before it is known who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Client {
    /// Their address; that which the proxy names, where one is believed.
    pub ip: IpAddr,
    /// Whether a proxy was in between that nobody told the server of.
    pub forwarded: bool,
}

impl Client {
    /// `proxied`: whether a proxy stands before the server, whose word is taken.
    pub fn of(peer: Option<Peer>, headers: &HeaderMap, proxied: bool) -> Client {
        let ip = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip().to_canonical());
        if !proxied {
            let names = [header::FORWARDED.as_str(), "x-forwarded-for", "x-forwarded-host", "x-real-ip"];
            return Client { ip, forwarded: names.iter().any(|name| headers.contains_key(*name)) };
        }
        // The last one is what the proxy itself saw; those before it are what it was told.
        let last =
            headers.get_all("x-forwarded-for").iter().next_back().and_then(|value| value.to_str().ok());
        let named = last.and_then(|list| list.rsplit(',').next()).and_then(address);
        Client { ip: named.unwrap_or(ip), forwarded: false }
    }

    /// Scheme and host that the server was asked at, such as `https://dateline.example.org`.
    pub fn base(&self, headers: &HeaderMap, access: &Access) -> String {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let named = text("x-forwarded-host").filter(|_| access.behind_proxy);
        let host =
            named.or_else(|| text(header::HOST.as_str())).and_then(|host| host.parse::<Authority>().ok());
        let scheme = if access.secure() { "https" } else { "http" };
        host.map_or_else(String::new, |host| format!("{scheme}://{host}"))
    }

    /// What sign-ins are counted by: an address, or the network that an IPv6 address lies in, which one person may
    /// have all of.
    pub fn network(&self) -> String {
        match self.ip {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => ip.segments().iter().take(4).map(|s| format!("{s:x}:")).collect(),
        }
    }
}

/// An address, with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let read = bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    read.map(|ip: IpAddr| ip.to_canonical())
}

/// Whether a host's name is that of this machine for itself.
pub(crate) fn is_local(host: &Authority) -> bool {
    let name = host.host().trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn client(headers: &[(&'static str, &'static str)], proxied: bool) -> Client {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, HeaderValue::from_static(value));
        }
        Client::of(Some(Peer("10.0.0.1:5000".parse().expect("an address"))), &map, proxied)
    }

    #[test]
    fn a_proxys_word_is_taken_where_there_is_one() {
        let headers = [("x-forwarded-for", "1.2.3.4, 198.51.100.7")];
        assert_eq!(client(&headers, true).ip.to_string(), "198.51.100.7", "what came before it was claimed");
        assert_eq!(client(&headers, false).ip.to_string(), "10.0.0.1");
        assert!(client(&headers, false).forwarded && !client(&[], false).forwarded);
        let twice = [("x-forwarded-for", "1.2.3.4"), ("x-forwarded-for", "[2001:db8::1]:443")];
        assert_eq!(client(&twice, true).ip.to_string(), "2001:db8::1");
        assert_eq!(client(&[("x-forwarded-for", "unknown")], true).ip.to_string(), "10.0.0.1");
    }

    #[test]
    fn an_ipv6_network_counts_as_one() {
        let of = |ip: &str| Client { ip: ip.parse().expect("an address"), forwarded: false }.network();
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_ne!(of("10.0.0.1"), of("10.0.0.2"));
    }
}
