//! What all handlers share.

use crate::coding::Coding;
use crate::record::Record;
use dateline_store::Books;
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
pub struct Workbench(Arc<Settings>);

impl Workbench {
    /// With everything that handlers need.
    pub fn new(settings: Settings) -> Workbench {
        Workbench(Arc::new(settings))
    }

    /// The record.
    pub fn record(&self) -> &Record {
        &self.0.record
    }

    /// The books.
    pub fn books(&self) -> &Books<'static> {
        &self.0.books
    }

    /// What codes reports.
    pub fn coding(&self) -> &Arc<dyn Coding> {
        &self.0.coding
    }
}
