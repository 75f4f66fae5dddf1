//! Fetching: one hop at a time, or on to where redirects lead.

use super::body::{Limits, Read, Room, Turn, read};
use super::connect::{NoConnection, PRIVATE, Target, bare, connect};
use super::decode::decode;
use super::guard::Reach;
use super::resolve::{Resolve, System};
use super::wire;
use crate::Exchange;
use http_body_util::Empty;
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::{request, response};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use jiff::Timestamp;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout, timeout_at};
use url::{Host, Url};

/// Redirects that are followed, one after the other: as many as RFC 9309 asks of those who read `robots.txt`.
pub const MOST_REDIRECTS: u32 = 5;

/// What is preferred where a server has several shapes of a thing.
const ACCEPT: &str = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, \
                      application/feed+json, application/xml;q=0.9, text/plain;q=0.8, */*;q=0.5";

/// Bytes of an answer's head, at most.
const LONGEST_HEAD: usize = 64 << 10;

/// What kind of failure it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The address may not be asked; it will not be otherwise later.
    Refused,
    /// It leads to this machine or its own network, and may not be asked as long as that is not allowed.
    Private,
    /// The host cannot be found, reached, or spoken with.
    Unreachable,
    /// The answer broke off or is damaged.
    Broken,
    /// It came too slowly or too late.
    Slow,
    /// It is larger than it may be.
    Large,
    /// Redirects lead on and on.
    Circles,
}

/// Why there is no whole answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// The kind of failure.
    pub why: Why,
    /// A sentence that says what went wrong.
    pub what: String,
    /// What went over the line, as far as there was an answer.
    pub exchange: Option<Box<Exchange>>,
}

impl Failed {
    pub(super) fn new(why: Why, what: impl Into<String>) -> Failed {
        Failed { why, what: what.into(), exchange: None }
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Failed {}

/// What to ask for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The address.
    pub url: Url,
    /// Which machines may be asked.
    pub reach: Reach,
    /// A host that may be asked wherever its name leads; the operator named it. Others that it leads to are looked at as
    /// all are.
    pub trusted: Option<String>,
    /// What it may take.
    pub limits: Limits,
    /// The `ETag` that came last time: the answer may be that nothing changed.
    pub etag: Option<String>,
    /// The `Last-Modified` that came last time.
    pub modified: Option<String>,
}

impl Ask {
    /// Asks for an address on the public network, within the usual limits.
    pub fn new(url: Url) -> Ask {
        Ask {
            url,
            reach: Reach::Public,
            trusted: None,
            limits: Limits::default(),
            etag: None,
            modified: None,
        }
    }

    /// Which machines a host's name may lead to.
    fn reach_of(&self, host: &str) -> Reach {
        if self.trusted.as_deref() == Some(host) { Reach::Any } else { self.reach }
    }
}

/// One answer.
#[derive(Debug)]
pub struct Answer {
    /// The address that was asked.
    pub url: Url,
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, unpacked.
    pub body: Vec<u8>,
    /// What went over the line.
    pub exchange: Exchange,
    /// The body's place in memory.
    _turn: Turn,
}

impl Answer {
    /// A header's text, where it is text.
    pub fn header(&self, name: &HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Where the answer leads, if it is a redirect.
    pub fn moved(&self) -> Option<Url> {
        if !matches!(self.status, 301 | 302 | 303 | 307 | 308) {
            return None;
        }
        // Some servers write it in UTF-8, which the address's own escapes make harmless.
        let to = String::from_utf8_lossy(self.headers.get(header::LOCATION)?.as_bytes()).into_owned();
        self.url.join(&to).ok()
    }
}

/// A whole fetch: the last answer, and all that went over the line on the way to it.
#[derive(Debug)]
pub struct Fetched {
    /// The last answer.
    pub answer: Answer,
    /// The redirects before it, in their order.
    pub before: Vec<Exchange>,
}

/// Fetches. It may be shared by any number of requests.
#[derive(Clone)]
pub struct Fetcher {
    resolver: Arc<dyn Resolve>,
    agent: HeaderValue,
    room: Room,
}

impl Fetcher {
    /// A fetcher that calls itself `agent` and looks names up as the machine does.
    pub fn new(agent: &str) -> Fetcher {
        Fetcher::with(agent, Arc::new(System))
    }

    /// A fetcher that looks names up in its own way.
    pub fn with(agent: &str, resolver: Arc<dyn Resolve>) -> Fetcher {
        let agent = HeaderValue::from_str(agent).unwrap_or(HeaderValue::from_static("Dateline"));
        Fetcher { resolver, agent, room: Room::default() }
    }

    /// Asks once; where the answer is a redirect, it is not followed.
    ///
    /// # Errors
    /// When the address may not be asked, or there is no whole answer.
    pub async fn once(&self, ask: &Ask) -> Result<Answer, Failed> {
        let target = Where::of(&ask.url)?;
        let begun = Instant::now();
        let end = begun + ask.limits.whole;
        let request = self.request(ask, &target)?;
        let mut exchange = Exchange {
            url: ask.url.to_string(),
            at: Timestamp::now(),
            ip: None,
            request: wire::request(&request),
            head: Vec::new(),
            body: Vec::new(),
            cut: false,
        };
        let (answer, ip) = self.head(ask, &target, request).await?;
        let (parts, body) = answer.into_parts();
        (exchange.ip, exchange.head) = (Some(ip), wire::head(&parts));
        let read = read(body, &ask.limits, &self.room, end).await;
        self.whole(ask, parts, read, exchange).await
    }

    /// Asks, and follows redirects wherever they lead, each looked at as the first address was.
    ///
    /// # Errors
    /// When an address may not be asked, there is no whole answer, or redirects do not end.
    pub async fn fetch(&self, ask: &Ask) -> Result<Fetched, Failed> {
        let mut ask = ask.clone();
        let mut before = Vec::new();
        loop {
            let answer = self.once(&ask).await?;
            let Some(to) = answer.moved() else { return Ok(Fetched { answer, before }) };
            before.push(answer.exchange);
            if before.len() > MOST_REDIRECTS as usize {
                return Err(Failed::new(Why::Circles, too_often()));
            }
            ask.url = to;
        }
    }

    /// Connects and asks: the answer's head, and who answered.
    async fn head(
        &self,
        ask: &Ask,
        target: &Where,
        parts: request::Parts,
    ) -> Result<(Response<Incoming>, IpAddr), Failed> {
        let connected = connect(&*self.resolver, ask.reach_of(&target.host), target.target());
        let (stream, ip) = match timeout(ask.limits.connect, connected).await {
            Ok(Ok(connected)) => connected,
            Ok(Err(NoConnection::Private)) => return Err(Failed::new(Why::Private, PRIVATE)),
            Ok(Err(NoConnection::Unreachable(what))) => return Err(Failed::new(Why::Unreachable, what)),
            Err(_) => return Err(late("connection", ask.limits.connect)),
        };
        let end = Instant::now() + ask.limits.head;
        let broken =
            |error: hyper::Error| Failed::new(Why::Broken, format!("The connection broke off ({error})."));
        let asked = async {
            let (mut sender, connection) = http1::Builder::new()
                .max_buf_size(LONGEST_HEAD)
                .handshake(TokioIo::new(stream))
                .await
                .map_err(broken)?;
            // It ends with the sender or the answer.
            tokio::spawn(connection);
            sender.send_request(Request::from_parts(parts, Empty::<Bytes>::new())).await.map_err(broken)
        };
        match timeout_at(end, asked).await {
            Ok(answer) => Ok((answer?, ip)),
            Err(_) => Err(late("answer", ask.limits.head)),
        }
    }

    fn request(&self, ask: &Ask, target: &Where) -> Result<request::Parts, Failed> {
        let text = |value: &str| HeaderValue::from_str(value).ok();
        let path = &ask.url[url::Position::BeforePath..url::Position::AfterQuery];
        let request = Request::get(path)
            .header(header::HOST, target.authority.as_str())
            .header(header::USER_AGENT, self.agent.clone())
            .header(header::ACCEPT, ACCEPT)
            .header(header::ACCEPT_ENCODING, "gzip, deflate, br")
            .header(header::CONNECTION, "close")
            .body(());
        let wrong = |error| Failed::new(Why::Refused, format!("The address cannot be asked ({error})."));
        let (mut parts, ()) = request.map_err(wrong)?.into_parts();
        if let Some(etag) = ask.etag.as_deref().and_then(text) {
            parts.headers.insert(header::IF_NONE_MATCH, etag);
        }
        if let Some(modified) = ask.modified.as_deref().and_then(text) {
            parts.headers.insert(header::IF_MODIFIED_SINCE, modified);
        }
        Ok(parts)
    }

    /// The answer with its body unpacked.
    async fn whole(
        &self,
        ask: &Ask,
        parts: response::Parts,
        read: Read,
        mut exchange: Exchange,
    ) -> Result<Answer, Failed> {
        let Read { bytes, mut turn, cut } = read;
        if let Some(failed) = cut {
            (exchange.body, exchange.cut) = (bytes, true);
            return Err(Failed { exchange: Some(Box::new(exchange)), ..failed });
        }
        let sent = Arc::new(bytes);
        let declared =
            parts.headers.get_all(header::CONTENT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        let declared = declared.collect::<Vec<_>>().join(",");
        let decoded = match parts.status.is_redirection() {
            true => Ok(Vec::new()),
            false => decode(&sent, &declared, ask.limits.decoded, &self.room, &mut turn).await,
        };
        exchange.body = Arc::unwrap_or_clone(sent);
        match decoded {
            Ok(body) => {
                let (status, headers) = (parts.status.as_u16(), parts.headers);
                Ok(Answer { url: ask.url.clone(), status, headers, body, exchange, _turn: turn })
            }
            Err(failed) => Err(Failed { exchange: Some(Box::new(exchange)), ..failed }),
        }
    }
}

/// What is said where redirects do not end.
pub(crate) fn too_often() -> String {
    format!("More than {MOST_REDIRECTS} redirects follow on each other.")
}

fn late(what: &str, limit: Duration) -> Failed {
    Failed::new(Why::Slow, format!("There was no {what} within {} seconds.", limit.as_secs()))
}

/// Where an address leads to.
struct Where {
    host: String,
    authority: String,
    port: u16,
    tls: bool,
}

impl Where {
    fn of(url: &Url) -> Result<Where, Failed> {
        let refused = |what: &str| Err(Failed::new(Why::Refused, what));
        let tls = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return refused("The address has to begin with https:// or http://."),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return refused("The address holds a name or password: leave it out.");
        }
        let Some((host, port)) = url.host().zip(url.port_or_known_default()) else {
            return refused("The address names no host.");
        };
        let authority = url[url::Position::BeforeHost..url::Position::AfterPort].to_string();
        let host = match host {
            Host::Domain(name) => name.to_string(),
            Host::Ipv4(ip) => ip.to_string(),
            Host::Ipv6(ip) => bare(&ip.to_string()).to_string(),
        };
        Ok(Where { host, authority, port, tls })
    }

    fn target(&self) -> Target<'_> {
        Target { host: &self.host, port: self.port, tls: self.tls }
    }
}
