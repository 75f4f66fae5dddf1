//! What all handlers share.

use crate::coding::Coding;
use crate::facets::{Moment, Pictures};
use crate::problem::Answer;
use crate::record::Record;
use crate::seen::Seen;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use dateline_store::{Books, Store};
use serde::Serialize;
use std::sync::Arc;

/// What the program hands the server.
pub struct Settings {
    /// The record.
    pub record: Record,
    /// The books that lists look names up in.
    pub books: Books<'static>,
    /// What codes reports that are handed in.
    pub coding: Arc<dyn Coding>,
}

/// What all handlers share; cloning it gives another handle.
#[derive(Clone)]
pub struct Workbench(Arc<Inside>);

struct Inside {
    settings: Settings,
    pictures: Pictures,
}

impl Workbench {
    /// With everything that handlers need.
    pub fn new(settings: Settings) -> Workbench {
        Workbench(Arc::new(Inside { settings, pictures: Pictures::default() }))
    }

    /// The record.
    pub fn record(&self) -> &Record {
        &self.0.settings.record
    }

    /// The books.
    pub fn books(&self) -> &Books<'static> {
        &self.0.settings.books
    }

    /// What codes reports.
    pub fn coding(&self) -> &Arc<dyn Coding> {
        &self.0.settings.coding
    }

    /// Answers a question to the record as JSON, or that whoever asks has seen the answer. All that `work` reads is of
    /// one moment.
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
                let body = serde_json::to_vec(&work(store, moment)?).map_err(crate::Problem::broken)?;
                let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
                Ok((headers, kind, body).into_response())
            })
            .await
    }
}
