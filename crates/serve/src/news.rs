//! What happens in the record, told to all who listen: changes, whoever made them, and how far adding reports has come.

use crate::problem::Answer;
use crate::record::Record;
use serde::Serialize;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::sync::{Notify, broadcast, watch};
use tokio::time::timeout;
use utoipa::ToSchema;

/// How often the record is looked at for what other programs changed.
const LOOK: Duration = Duration::from_millis(500);
/// News that somebody may be behind; who is further behind begins anew.
const KEPT: usize = 1024;
/// Changes that are read at once.
pub(crate) const BATCH: usize = 200;

/// A change of the record.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Changed {
    /// Its number.
    pub number: i64,
    /// When: RFC 3339, UTC.
    pub at: String,
    /// Who made it.
    pub who: String,
    /// ingest, judge, edit, recode, merge, remove or fuse.
    pub what: String,
    /// Incidents that it touched, at most two thousand of them.
    pub incidents: Vec<String>,
}

impl From<dateline_store::Recorded> for Changed {
    fn from(change: dateline_store::Recorded) -> Changed {
        let dateline_store::Recorded { number, at, who, what, incidents } = change;
        Changed { number, at, who, what, incidents }
    }
}

/// How far adding reports has come.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(crate) struct Adding {
    /// Files done, those that failed among them.
    pub done: usize,
    /// Files of which nothing could be coded.
    pub failed: usize,
    /// All files.
    pub of: usize,
}

/// One piece of news.
#[derive(Clone, Debug)]
pub(crate) enum News {
    /// The record changed.
    Change(Changed),
    /// Reports are being added.
    Ingest(Adding),
}

/// Where news is told, and whether the server is closing.
pub(crate) struct Newsroom {
    all: broadcast::Sender<News>,
    /// Number of the last change that was told.
    told: AtomicI64,
    look: Notify,
    closing: watch::Sender<bool>,
}

impl Default for Newsroom {
    fn default() -> Newsroom {
        Newsroom {
            all: broadcast::Sender::new(KEPT),
            told: AtomicI64::new(0),
            look: Notify::new(),
            closing: watch::Sender::new(false),
        }
    }
}

impl Newsroom {
    /// All news from now on.
    pub fn listen(&self) -> broadcast::Receiver<News> {
        self.all.subscribe()
    }

    /// Tells how far adding has come.
    pub fn adding(&self, adding: Adding) {
        self.tell_of(News::Ingest(adding));
    }

    /// Tells one piece of news.
    pub fn tell_of(&self, news: News) {
        // Nobody may listen.
        let _ = self.all.send(news);
    }

    /// Looks at the record at once: something was written.
    pub fn nudge(&self) {
        self.look.notify_one();
    }

    /// Ends what waits for news, so that the server can close.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Waits until the server closes.
    pub async fn closed(&self) {
        let mut closing = self.closing.subscribe();
        // The sender lives as long as this does.
        let _ = closing.wait_for(|closing| *closing).await;
    }

    /// Looks where the record stands: what comes later is news.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub async fn begin(&self, record: &Record) -> Answer<()> {
        let last = record.read(|store| Ok(store.last_change()?)).await?;
        self.told.store(last, Ordering::Relaxed);
        Ok(())
    }

    /// Watches the record until the server closes.
    pub async fn watch(&self, record: &Record) {
        loop {
            tokio::select! {
                () = self.closed() => return,
                _ = timeout(LOOK, self.look.notified()) => self.tell(record).await,
            }
        }
    }

    async fn tell(&self, record: &Record) {
        let told = self.told.load(Ordering::Relaxed);
        // What cannot be read now is read the next time; whoever asks meanwhile is told what is wrong.
        if let Ok(changes) = record.read(move |store| Ok(store.changes(told, BATCH)?)).await {
            self.told.store(changes.last().map_or(told, |last| last.number), Ordering::Relaxed);
            let full = changes.len() == BATCH;
            for change in changes {
                let _ = self.all.send(News::Change(change.into()));
            }
            if full {
                self.nudge();
            }
        }
    }
}
