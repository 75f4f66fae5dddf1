//! One turn at a host: one thing is asked for, and what came of it is written down.

mod page;
mod picture;
mod rules;
mod source;

use super::keep::Ready;
use super::register::{Came, Job, Register, Told, Trouble, Turn};
use super::run::{Settings, Tally, now};
use super::sources::Place;
use super::{Coding, Evidence};
use crate::feed::{self, File};
use crate::net::{Answer, Ask, Fetcher, Reach, bare};
use crate::polite::{Pace, retry_after};
use crate::{Error, Result};
use hyper::header;
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::Sender;
use tokio::task::spawn_blocking;
use url::Url;

/// What visits share.
pub(super) struct Visits {
    pub register: Arc<Register>,
    pub fetcher: Fetcher,
    pub settings: Settings,
    pub evidence: Option<Arc<dyn Evidence>>,
    pub ready: Sender<Ready>,
    pub tally: Arc<Tally>,
    pub worker: i64,
}

/// What came of a turn, and how the host is to be left.
pub(super) struct Visited {
    pub came: Came,
    /// How long the host is left alone.
    pub rest: Duration,
    /// Why the host is to be left alone longer.
    pub failed: Option<Trouble>,
    /// A page that goes on to be coded.
    ready: Option<Ready>,
}

impl Visited {
    fn new(came: Came, rest: Duration) -> Visited {
        Visited { came, rest, failed: None, ready: None }
    }
}

/// The files of a folder whose turn it is; nothing for what is on the network.
pub(super) fn list(turn: &Turn, coding: &dyn Coding) -> Option<std::result::Result<Vec<File>, String>> {
    match (&turn.job, turn.source.place()) {
        (Job::Source(_), Ok(Place::Folder(folder))) => Some(feed::files(&folder, &|path| coding.reads(path))),
        _ => None,
    }
}

/// Makes a visit.
///
/// # Errors
/// When the register, the record or the evidence cannot be written.
pub(super) async fn visit(
    visits: Arc<Visits>,
    turn: Turn,
    listed: Option<std::result::Result<Vec<File>, String>>,
) -> Result<()> {
    let done = match (&turn.job, listed) {
        (Job::Robots(url), _) => visits.rules(&turn, url.clone()).await?,
        (Job::Source(asked), Some(files)) => source::folder(asked, files),
        (Job::Source(asked), None) => visits.source(&turn, asked).await?,
        (Job::Page(page), _) => visits.page(&turn, page).await?,
    };
    let Visited { came, rest, failed, ready } = done;
    visits.tell_of(&turn, &came);
    let (register, tally) = (Arc::clone(&visits.register), Arc::clone(&visits.tally));
    blocking(move || {
        let now = now();
        // The millisecond that has begun is not counted.
        let next = now + millis(rest) + i64::from(!rest.is_zero());
        if let (Came::Ended(ended), Job::Page(page)) = (&came, &turn.job) {
            tally.count(page, ended);
        }
        register.settle(&turn, &came, next, failed.as_ref(), now)
    })
    .await?;
    match ready {
        // Where nobody codes any more, watching ends, and the page is done by the next one that watches.
        Some(ready) => visits.ready.send(ready).await.map_err(|_| Error::new("Coding ended early.")),
        None => Ok(()),
    }
}

pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let broke = |error| Error::new(format!("A step broke off: please report it ({error})."));
    spawn_blocking(work).await.map_err(broke)?
}

pub(super) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX / 2)
}

impl Visits {
    /// How fast a turn's host is asked.
    pub fn pace(&self, turn: &Turn) -> Pace {
        Pace { delay: turn.source.delay().unwrap_or(self.settings.pace.delay), ..self.settings.pace }
    }

    pub fn ask(&self, turn: &Turn, url: Url) -> Ask {
        let reach = if self.settings.allow_private { Reach::Any } else { Reach::Public };
        let named = turn.source.place().ok().filter(|_| turn.source.allow_private);
        let trusted = named.and_then(|place| match place {
            Place::Web(url) => url.host_str().map(|host| bare(host).to_string()),
            Place::Folder(_) => None,
        });
        Ask { reach, trusted, limits: self.settings.limits, ..Ask::new(url) }
    }

    /// Tells of sources that fail and of those that come back.
    fn tell_of(&self, turn: &Turn, came: &Came) {
        let (Job::Source(asked), Came::Source(told, ..)) = (&turn.job, came) else { return };
        let name = &asked.source.name;
        match told {
            Told::Failed(what) if asked.failures == 0 => (self.settings.say)(&format!("{name}: {what}")),
            Told::Read(_) | Told::Unchanged if asked.failures > 0 => {
                (self.settings.say)(&format!("{name}: It answers again."));
            }
            _ => {}
        }
    }

    /// A visit at which the host failed: it is left alone, longer each time.
    fn failed(&self, turn: &Turn, came: Came, trouble: Trouble, said: Option<Duration>) -> Visited {
        let rest = self.pace(turn).after_failures(turn.failures + 1, said);
        Visited { came, rest, failed: Some(trouble), ready: None }
    }
}

/// How long a host says to leave it alone.
pub(super) fn said(answer: &Answer) -> Option<Duration> {
    answer.header(&header::RETRY_AFTER).and_then(|value| retry_after(value, Timestamp::now()))
}

/// Whether a status says that the host has too much to do.
pub(super) fn is_busy(status: u16) -> bool {
    matches!(status, 429 | 502 | 503 | 504)
}
