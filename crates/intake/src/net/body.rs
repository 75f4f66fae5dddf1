//! Reading an answer's body, no longer, larger or slower than it may be.

use super::fetch::{Failed, Why};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

/// What a request may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// From the name to the connection, with TLS.
    pub connect: Duration,
    /// From the connection to the answer's head.
    pub head: Duration,
    /// From the name to the last byte.
    pub whole: Duration,
    /// A stretch of time in which the body must bring [`Limits::least`] bytes.
    pub stretch: Duration,
    /// Bytes that each such stretch must bring.
    pub least: usize,
    /// Bytes of the body as sent, at most.
    pub sent: usize,
    /// Bytes of the body unpacked, at most.
    pub decoded: usize,
}

impl Default for Limits {
    /// 10 s to connect, 20 s to the head, 60 s in all, 2 kB in every five seconds, 8 MB.
    fn default() -> Limits {
        Limits {
            connect: Duration::from_secs(10),
            head: Duration::from_secs(20),
            whole: Duration::from_secs(60),
            stretch: Duration::from_secs(5),
            least: 2048,
            sent: 8 << 20,
            decoded: 8 << 20,
        }
    }
}

/// Bytes that a body may have before it must wait for its turn among the large ones.
pub(super) const SMALL: usize = 512 << 10;

/// Large bodies that are held at once.
const LARGE: usize = 4;

/// Bodies that are unpacked at once: each may need a window of some megabytes.
const UNPACKED: usize = 4;

/// Room in memory, shared by all requests: any number of small bodies, and a few large ones.
#[derive(Clone, Debug)]
pub struct Room {
    large: Arc<Semaphore>,
    unpacking: Arc<Semaphore>,
}

impl Default for Room {
    fn default() -> Room {
        Room { large: Arc::new(Semaphore::new(LARGE)), unpacking: Arc::new(Semaphore::new(UNPACKED)) }
    }
}

/// A body's turn among the large ones, for as long as its bytes are held.
pub(super) type Turn = Option<OwnedSemaphorePermit>;

impl Room {
    /// Waits for a turn among the large bodies; who has one keeps it.
    pub(super) async fn large(&self, turn: &mut Turn) {
        if turn.is_none() {
            // The semaphore is never closed.
            *turn = Arc::clone(&self.large).acquire_owned().await.ok();
        }
    }

    /// Waits for a turn at unpacking.
    pub(super) async fn unpacking(&self) -> Turn {
        Arc::clone(&self.unpacking).acquire_owned().await.ok()
    }
}

/// What was read of a body.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub bytes: Vec<u8>,
    pub turn: Turn,
    /// Why it was cut off, where it was.
    pub cut: Option<Failed>,
}

/// Reads a body as it was sent, until `end`.
pub(super) async fn read(mut body: Incoming, limits: &Limits, room: &Room, end: Instant) -> Read {
    let mut read = Read::default();
    let mut check = (Instant::now() + limits.stretch, limits.least);
    loop {
        let chunk = match timeout_at(end.min(check.0), body.frame()).await {
            Ok(None) => return read,
            Ok(Some(Ok(frame))) => frame.into_data().unwrap_or_default(),
            Ok(Some(Err(error))) => {
                read.cut = Some(Failed::new(Why::Broken, format!("The answer broke off ({error}).")));
                return read;
            }
            Err(_) if Instant::now() >= end => {
                let what = format!("There was no whole answer within {} seconds.", limits.whole.as_secs());
                read.cut = Some(Failed::new(Why::Slow, what));
                return read;
            }
            Err(_) => Default::default(),
        };
        read.bytes.extend_from_slice(&chunk);
        if read.bytes.len() > limits.sent {
            read.bytes.truncate(limits.sent);
            read.cut = Some(Failed::new(Why::Large, too_large(limits.sent)));
            return read;
        }
        if Instant::now() >= check.0 {
            if read.bytes.len() < check.1 {
                let what = "The answer came too slowly: it drips.".to_string();
                read.cut = Some(Failed::new(Why::Slow, what));
                return read;
            }
            check = (Instant::now() + limits.stretch, read.bytes.len() + limits.least);
        }
        if read.bytes.len() > SMALL && timeout_at(end, room.large(&mut read.turn)).await.is_err() {
            read.cut =
                Some(Failed::new(Why::Slow, "The answer is large, and others of its size came first."));
            return read;
        }
    }
}

/// What is said of an answer that is too large.
pub(super) fn too_large(limit: usize) -> String {
    format!("The answer is over {} MB, more than one may have.", limit >> 20)
}
