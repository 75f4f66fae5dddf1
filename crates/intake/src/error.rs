//! What can go wrong with taking in, in words that a user can act on.

use rusqlite::ErrorCode;
use std::fmt;

/// What this crate's functions give.
pub type Result<T> = std::result::Result<T, Error>;

/// A sentence that says what is wrong and what to do.
#[derive(Debug)]
pub struct Error {
    what: String,
    broken: bool,
}

impl Error {
    /// Says what is wrong and what to do about it, in full sentences.
    pub fn new(what: impl Into<String>) -> Error {
        Error { what: what.into(), broken: false }
    }

    /// Something broke that whoever asks cannot help: a file, a disk.
    fn broken(what: String) -> Error {
        Error { what, broken: true }
    }

    /// Whether it is not what was asked for that is wrong, but a file or a disk.
    pub fn is_broken(&self) -> bool {
        self.broken
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Error {}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        Error::broken(match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => {
                "The disk is full: make room beside the record. Nothing that was taken in is lost.".to_string()
            }
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                "The file .watch beside the record cannot be written: check who owns it and its folder."
                    .to_string()
            }
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                "The file .watch beside the record is damaged or not Dateline's: move it away. Sources are read \
                 again, and what the record holds is known."
                    .to_string()
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                "Another program is writing to the file .watch beside the record: try again in a moment."
                    .to_string()
            }
            _ => format!("The file .watch beside the record could not do that: {error}."),
        })
    }
}

impl From<dateline_store::Error> for Error {
    fn from(error: dateline_store::Error) -> Error {
        Error::broken(error.to_string())
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Error {
        Error::broken(format!(
            "A row of the file .watch beside the record is not as it was written ({error}): move the file away."
        ))
    }
}
