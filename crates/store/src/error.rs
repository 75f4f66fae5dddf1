//! What can go wrong with a store, in words that a user can act on.

use rusqlite::ErrorCode;
use std::fmt;

/// Why something could not be done. The store is as it was before.
#[derive(Debug)]
pub struct Error {
    what: String,
    from: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What this crate's functions give.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Says what is wrong and what to do about it, in full sentences.
    pub fn new(what: impl Into<String>) -> Error {
        Error { what: what.into(), from: None }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.from.as_deref().map(|e| e as _)
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        Error { what: in_words(&error), from: Some(Box::new(error)) }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Error {
        let what =
            format!("A row of the store is not as it was written ({error}): restore the store from a copy.");
        Error { what, from: Some(Box::new(error)) }
    }
}

/// What SQLite says, for people.
fn in_words(error: &rusqlite::Error) -> String {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => {
            "The disk is full. Nothing was lost: free some space and run it again.".into()
        }
        Some(ErrorCode::ReadOnly) => {
            "The store or its folder may only be read: change its permissions, or name another with --db."
                .into()
        }
        Some(ErrorCode::CannotOpen) => {
            "The store cannot be opened: check that its folder exists and that you may write there.".into()
        }
        Some(ErrorCode::NotADatabase) => "The file is no store of Dateline's: name another with --db.".into(),
        Some(ErrorCode::DatabaseCorrupt) => {
            "The store is damaged: restore it from a copy, or ingest the reports into a new one.".into()
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "Another program is writing to the store: run this again when it has finished.".into()
        }
        Some(ErrorCode::SystemIoFailure) => {
            format!(
                "The disk failed to read or write the store ({error}). Nothing that was confirmed is lost: check the disk and its free space."
            )
        }
        _ => format!("The store could not do that: {error}."),
    }
}
