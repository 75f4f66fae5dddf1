//! What all handlers share.

use crate::access::Access;
use crate::coding::{Coding, Given, Refused};
use crate::desk::Desk;
use crate::doors::Attempts;
use crate::facets::{Moment, Pictures, Reviewed};
use crate::kept::Kept;
use crate::known::Known;
use crate::meter::Meter;
use crate::news::Newsroom;
use crate::oidc::SignIns;
use crate::problem::{Answer, Problem};
use crate::record::Record;
use crate::seen::Seen;
use crate::views::Views;
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use dateline_store::{Books, Intake, Store};
use serde::Serialize;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// What the program hands the server.
pub struct Settings {
    /// The record.
    pub record: Record,
    /// The books that lists look names up in.
    pub books: Books<'static>,
    /// What codes reports that are handed in.
    pub coding: Arc<dyn Coding>,
    /// Accounts, and what people keep beside the record.
    pub desk: Desk,
    /// Who may come in, and how they come.
    pub access: Access,
}

/// What a workbench and the views of its record have in common.
struct Shared {
    /// Put in place of one another when somebody edits them.
    books: RwLock<&'static Books<'static>>,
    /// Number of the record's last edit that is in them.
    edition: AtomicI64,
    coding: Arc<dyn Coding>,
    desk: Desk,
    access: Access,
    meter: Meter,
    /// Reports that are coded at once.
    at_coding: Arc<Semaphore>,
    attempts: Attempts,
    /// Passwords that are hashed at once: each takes 19 MiB and some tens of milliseconds.
    hashing: Semaphore,
    views: Views,
    sign_ins: Option<SignIns>,
}

/// What the program handed in, and what the server keeps in memory.
struct Inside {
    record: Record,
    pictures: Pictures,
    reviewed: Reviewed,
    known: Known,
    /// Answers to what was asked of late.
    kept: Kept,
    news: Newsroom,
    shared: Arc<Shared>,
}

/// Passwords that may be hashed at once.
const HASHING: usize = 2;

/// Files that are coded at once: more would take the processors from those who read.
const CODING: usize = 2;

/// What all handlers share; cloning it gives another handle.
#[derive(Clone)]
pub struct Workbench(Arc<Inside>);

impl Workbench {
    /// With everything that handlers need.
    pub fn new(settings: Settings) -> Workbench {
        let Settings { record, books, coding, desk, access } = settings;
        let shared = Shared {
            books: RwLock::new(crate::edition::for_good(books)),
            edition: AtomicI64::new(0),
            coding,
            desk,
            views: Views::of(&access),
            sign_ins: access.oidc.clone().map(SignIns::new),
            access,
            meter: Meter::default(),
            at_coding: Arc::new(Semaphore::new(CODING)),
            attempts: Attempts::default(),
            hashing: Semaphore::new(HASHING),
        };
        Workbench::with(record, Arc::new(shared))
    }

    fn with(record: Record, shared: Arc<Shared>) -> Workbench {
        Workbench(Arc::new(Inside {
            record,
            pictures: Pictures::default(),
            reviewed: Reviewed::default(),
            known: Known::default(),
            kept: Kept::default(),
            news: Newsroom::default(),
            shared,
        }))
    }

    /// The same accounts over another record: a view.
    pub(crate) fn over(&self, record: Record) -> Workbench {
        Workbench::with(record, Arc::clone(&self.0.shared))
    }

    /// Sign-ins at the service that the operator named.
    ///
    /// # Errors
    /// 404 where there is none.
    pub(crate) fn sign_ins(&self) -> Answer<&SignIns> {
        let detail = "People sign in here with a name and a password alone.";
        self.0.shared.sign_ins.as_ref().ok_or_else(|| Problem::missing(detail))
    }

    /// What those see who may not see all.
    pub(crate) fn views(&self) -> &Views {
        &self.0.shared.views
    }

    /// The record.
    pub fn record(&self) -> &Record {
        &self.0.record
    }

    /// The books as they are now.
    pub fn books(&self) -> &'static Books<'static> {
        *self.0.shared.books.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Number of the record's last edit that is in the books.
    pub(crate) fn edition(&self) -> i64 {
        self.0.shared.edition.load(Ordering::Relaxed)
    }

    /// Shows and codes by other books from now on: those with the edits up to the one numbered `edition`.
    pub(crate) fn take_up(&self, books: &'static Books<'static>, edition: i64) {
        self.coding().take_up(*books);
        *self.0.shared.books.write().unwrap_or_else(PoisonError::into_inner) = books;
        self.0.shared.edition.store(edition, Ordering::Relaxed);
    }

    /// What codes reports.
    pub fn coding(&self) -> &Arc<dyn Coding> {
        &self.0.shared.coding
    }

    /// What happens in the record, and who listens.
    pub(crate) fn news(&self) -> &Newsroom {
        &self.0.news
    }

    /// Counts of what the server does.
    pub(crate) fn meter(&self) -> &Meter {
        &self.0.shared.meter
    }

    /// Codes what was handed in, on a thread that may block.
    ///
    /// # Errors
    /// When the coder itself broke.
    pub(crate) async fn code(&self, given: Given) -> Answer<Vec<Result<Intake, Refused>>> {
        let coding = Arc::clone(self.coding());
        let turn = Arc::clone(&self.0.shared.at_coding).acquire_owned().await.map_err(Problem::broken)?;
        let work = move || {
            let _turn = turn;
            coding.code(given)
        };
        spawn_blocking(work).await.map_err(Problem::broken)
    }

    /// Writes to the record, and tells all who listen.
    ///
    /// # Errors
    /// Those of `work`, and when the store cannot be written.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        let done = self.record().write(work).await;
        self.news().nudge();
        done
    }

    /// Reads what is kept in memory before anybody asks for it. Where that fails, whoever asks first is told why.
    pub(crate) async fn warm(self) {
        let workbench = self.clone();
        let read = move |store: &Store| {
            let moment = workbench.pictures().moment(store)?;
            let change = moment.change;
            moment.facets(store, None)?;
            workbench.reviewed().at(store, change)?;
            workbench.known().index(store, workbench.books())?;
            Ok(())
        };
        if let Err(problem) = self.record().read(read).await {
            tracing::warn!(%problem, "the record could not be read in advance");
        }
    }

    /// Names that the record and the books know.
    pub(crate) fn known(&self) -> &Known {
        &self.0.known
    }

    /// The columns of all incidents, as they are kept up change by change.
    pub(crate) fn pictures(&self) -> &Pictures {
        &self.0.pictures
    }

    /// Which incidents people looked at.
    pub(crate) fn reviewed(&self) -> &Reviewed {
        &self.0.reviewed
    }

    /// Answers a question to the record as JSON, or that whoever asks has seen the answer. All that `work` reads is of
    /// one moment, and depends on nothing but the record and on what `seen` tells of who asks.
    ///
    /// # Errors
    /// Those of `work`, and when the record cannot be read.
    pub(crate) async fn answer<T: Serialize>(
        &self,
        seen: Seen,
        work: impl FnOnce(&Store, Moment<'_>) -> Answer<T> + Send + 'static,
    ) -> Answer<Response> {
        let inside = Arc::clone(&self.0);
        self.record()
            .read(move |store| {
                let moment = inside.pictures.moment(store)?;
                let headers = match seen.since(moment.change) {
                    Ok(headers) => headers,
                    Err(unchanged) => return Ok(*unchanged),
                };
                let key = seen.key(moment.change);
                let body = inside
                    .kept
                    .answer(&key, || serde_json::to_vec(&work(store, moment)?).map_err(Problem::broken))?;
                let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
                Ok((headers, kind, Body::from(Bytes::from_owner(body))).into_response())
            })
            .await
    }

    /// Who may come in, and how they come.
    pub fn access(&self) -> &Access {
        &self.0.shared.access
    }

    /// Accounts, and what people keep beside the record. It may wait for the disk: see [`Workbench::at_desk`].
    pub fn desk(&self) -> &Desk {
        &self.0.shared.desk
    }

    /// Sign-ins that failed of late.
    pub(crate) fn attempts(&self) -> &Attempts {
        &self.0.shared.attempts
    }

    /// Does `work` at the desk on a thread that may block; it is told the time in seconds since 1970, UTC.
    ///
    /// # Errors
    /// Those of `work`.
    pub async fn at_desk<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Desk, i64) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        let shared = Arc::clone(&self.0.shared);
        let now = jiff::Timestamp::now().as_second();
        spawn_blocking(move || work(&shared.desk, now)).await.map_err(Problem::broken)?
    }

    /// The same for what hashes a password, of which few may be under way.
    ///
    /// # Errors
    /// Those of `work`.
    pub(crate) async fn with_password<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Desk, i64) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        let turn = self.0.shared.hashing.acquire().await.map_err(Problem::broken)?;
        let done = self.at_desk(work).await;
        drop(turn);
        done
    }
}
